"""Formats of the cells of a workbook, made once for each look that is used."""

from functools import cache
from typing import Any

from ..domain.estimate import Estimate
from ..domain.outline import LineKind

_GREY, _LINE = "#5F6368", "#D0D5DA"
_COMPUTED, _HEAD, _SECTION, _SUBSECTION = "#F1F3F4", "#2F5D62", "#DCE8E6", "#EEF4F3"

_BASE = {"valign": "top", "font_name": "Calibri", "font_size": 11}
# Of what stands on the page, not in the table.
_PAGE_LOOKS = ("title", "fact", "hint", "label")
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": _HEAD},
    "fact": {"font_color": _GREY},
    "hint": {"font_color": _GREY, "italic": True, "font_size": 9},
    "head": {
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": _HEAD,
        "text_wrap": True,
        "valign": "vcenter",
        "border": 1,
        "border_color": _LINE,
    },
    "cell": {"border": 1, "border_color": _LINE},
    LineKind.SECTION: {"bold": True, "bg_color": _SECTION, "top": 1, "bottom": 1},
    LineKind.SUBSECTION: {"bold": True, "bg_color": _SUBSECTION, "bottom": 1},
    LineKind.NOTE: {"italic": True, "font_color": _GREY, "text_wrap": True},
    "sum": {"top": 1, "border_color": _LINE, "bg_color": _SUBSECTION},
    "total": {"bold": True, "top": 2, "bg_color": _SECTION, "font_size": 12},
    "label": {"bold": True},
    "corrected": {"border": 1, "border_color": _LINE, "bold": True},
}


class Styles:
    """The formats of one workbook."""

    def __init__(self, workbook: Any, estimate: Estimate) -> None:
        self._workbook = workbook
        exponent = estimate.currency_rounding.normalize().as_tuple().exponent
        self.amount_digits = max(-int(exponent), 0)
        self.amount_format = _number_format(self.amount_digits)
        self.price_format = _number_format(estimate.price_digits)
        # One object for each look: a workbook has a limited number of formats.
        self.get = cache(self._make)

    def _make(
        self,
        look: str,
        *,
        number: str | None = None,
        wrap: bool = False,
        right: bool = False,
        unlocked: bool = False,
        computed: bool = False,
        quoted: bool = False,
        without_zero: bool = False,
    ) -> Any:
        values = {**_BASE, **_LOOKS[look], "locked": not unlocked}
        if number:
            values["num_format"] = f"{number};-{number};" if without_zero else number
        else:
            values["indent"] = 0 if look in _PAGE_LOOKS else 1
        if wrap:
            values["text_wrap"] = True
        if right:
            values |= {"align": "right", "indent": 0}
        if computed:
            values["bg_color"] = _COMPUTED
        if quoted:
            values["quote_prefix"] = True
        return self._workbook.add_format(values)


def _number_format(digits: int) -> str:
    return "#,##0" + ("." + "0" * digits if digits else "")
