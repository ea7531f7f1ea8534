"""What the cells of a row say of the line that it is."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, TypeGuard

from ..domain.column_words import ColumnField
from ..domain.estimate import COLLAPSES
from ..domain.estimate_openings import EstimateOpening
from ..domain.extra import ExtraField, Value
from ..domain.outline import LineKind
from ..domain.row_words import is_unmeasured, is_unpriced
from ..domain.units import get_key, split_quantity
from . import numbers, words
from .cells import ProblemKind, RowCells
from .grid import Cell, CellKind, Row
from .line_openings import OpeningNames

# What makes a row a line.
_CONTENT = (
    ColumnField.PRODUCT_CODE,
    ColumnField.NAME,
    ColumnField.UNIT,
    ColumnField.FORMULA,
    ColumnField.OPENING,
    ColumnField.QUANTITY,
    ColumnField.BASE_PRICE,
    ColumnField.COEFFICIENTS,
    ColumnField.COEFFICIENT,
    ColumnField.COEFFICIENT_REASON,
)


class LineCells(RowCells):
    """Values of lines; `kinds` are what people call the kinds of lines."""

    def __init__(
        self,
        columns: Mapping[str, str],
        groups_by_comma: bool,
        kinds: Mapping[str, LineKind],
        extra: Iterable[ExtraField] = (),
        openings: Iterable[EstimateOpening] = (),
    ) -> None:
        super().__init__(columns, groups_by_comma)
        self.amounts: dict[int, Decimal] = {}
        self.unpriced: list[int] = []
        self.unmeasured: list[int] = []
        self.positions: Mapping[int, Decimal] = {}
        self._openings = OpeningNames(openings)
        self._extra = [field for field in extra if field.key in columns]
        names = (*_CONTENT, *(field.key for field in self._extra))
        self._content = {columns[name]: name for name in names if name in columns}
        self._kinds = {
            word.casefold(): kind
            for word, kind in (*words.KINDS.items(), *kinds.items())
        }

    def content(self, row: Row) -> set[str]:
        """Return the fields of a line that the row says something of."""
        return {self._content[one] for one in row.cells.keys() & self._content.keys()}

    def line_values(self, row: Row, has: set[str]) -> dict[str, Any]:
        """Return the values of the line of a row that `has` these fields."""
        kind = self._kind(row, has)
        name = self.text(row, ColumnField.NAME)
        if kind is LineKind.PRODUCT:
            code = self.text(row, ColumnField.PRODUCT_CODE)
            values = self._product_values(row)
            values |= {"name": name or code, "product_code": code or name}
        else:
            values = self._text_values(row, has) | {"kind": kind, "name": name}
        if not values["name"]:
            self.report(row, ColumnField.NAME, ProblemKind.MISSING_NAME)
        return values

    def _product_values(self, row: Row) -> dict[str, Any]:
        quantity, unit = self._quantity(row)
        price = self._price(row)
        amount = self._amount(row)
        if row.number in self.positions:
            # Its own price is of a part, or of a unit of the norm.
            price, amount = None, self.positions[row.number]
            self.amounts[row.number] = amount
        if amount:
            quantity, price = _with_amount(quantity, price, amount)
        if quantity is None and self._is_unmeasured(row):
            self.unmeasured.append(row.number)
            quantity = Decimal(0)
        if price is None and self._is_unpriced(row):
            self.unpriced.append(row.number)
            price = Decimal(0)
        known = {
            ColumnField.UNIT: unit,
            ColumnField.QUANTITY: quantity,
            ColumnField.BASE_PRICE: price,
            ColumnField.PRICE_UNIT: self._correction(row),
        }
        values: dict[str, Any] = {
            name: value for name, value in known.items() if value is not None
        }
        values |= self.multipliers(row)
        if ColumnField.FORMULA in self.columns:
            formula = self.text(row, ColumnField.FORMULA)
            values["formula"] = None if self._is_typed_over(row, formula) else formula
        if ColumnField.OPENING in self.columns:
            values["opening"] = self._opening(row)
        if extra := dict(self._extra_values(row)):
            values["extra"] = extra
        return values

    def _quantity(self, row: Row) -> tuple[Decimal | None, str | None]:
        """Return quantity and unit; both may stand in one cell: “12,5 м2”."""
        unit = self.text(row, ColumnField.UNIT)
        cell = self.cell(row, ColumnField.QUANTITY)
        both = cell and split_quantity(cell.text) if _is_text(cell) else None
        if both and (unit is None or get_key(unit) == get_key(both.unit)):
            number = numbers.parse_number(both.number, self._groups_by_comma)
            if number is not None and numbers.digits(number) <= numbers.MAX_DIGITS:
                return number, unit or both.unit
        if self._is_unmeasured(row):
            return None, unit
        formula = self.text(row, ColumnField.FORMULA)
        return self.result(row, ColumnField.QUANTITY, formula), unit

    def _is_unmeasured(self, row: Row) -> bool:
        """Tell whether words, or a dash, stand for a quantity in somebody's sheet."""
        cell = self.cell(row, ColumnField.QUANTITY)
        is_ours = ColumnField.REF in self.columns
        return not is_ours and _is_text(cell) and is_unmeasured(cell.text)

    def _price(self, row: Row) -> Decimal | None:
        if self._is_unpriced(row):
            return None
        return self.number(row, ColumnField.BASE_PRICE)

    def _is_unpriced(self, row: Row) -> bool:
        """Tell whether words stand for a price; nothing, or a dash, is no word."""
        cell = self.cell(row, ColumnField.BASE_PRICE)
        if cell is None or cell.kind is not CellKind.TEXT:
            return False
        return any(map(str.isalpha, cell.text)) and is_unpriced(cell.text)

    def _opening(self, row: Row) -> str | None:
        name = self.text(row, ColumnField.OPENING)
        if name is None:
            return None
        origin = self.text(row, ColumnField.OPENING_ORIGIN)
        opening = self._openings.find(name, origin)
        if opening is None:
            kind = ProblemKind.UNKNOWN_OPENING
            self.report(row, ColumnField.OPENING, kind, name)
        return opening

    def _amount(self, row: Row) -> Decimal | None:
        """Return the amount that somebody's line says, and keep it to be checked."""
        cell = self.cell(row, ColumnField.AMOUNT)
        amount = cell and self.get_number(cell)
        if amount is None:
            return None
        self.amounts[row.number] = amount
        return amount

    def _extra_values(self, row: Row) -> Iterator[tuple[str, Value]]:
        for field in self._extra:
            if self.cell(row, field.key) is not None:
                found = len(self.problems)
                value = self.extra(row, field)
                if len(self.problems) == found:
                    yield field.name, value
            elif field.empty is None:
                yield field.name, None

    def _text_values(self, row: Row, has: set[str]) -> dict[str, Any]:
        for name in sorted(has - {ColumnField.NAME}):
            text = self.text(row, name) or ""
            self.report(row, name, ProblemKind.TEXT_WITH_VALUE, text)
        hidden = (self.text(row, ColumnField.ORIGIN) or "").split()
        return {name: True for name in COLLAPSES if name in hidden}

    def multipliers(self, row: Row) -> dict[str, Any]:
        """Return the coefficients of a line or a variant."""
        values: dict[str, Any] = {}
        if ColumnField.COEFFICIENTS in self.columns:
            values["coefficients"] = self.coefficients(row, ColumnField.COEFFICIENTS)
        if ColumnField.COEFFICIENT_REASON in self.columns:
            reason = self.text(row, ColumnField.COEFFICIENT_REASON)
            values["coefficient_reason"] = reason
        if ColumnField.COEFFICIENT in self.columns:
            coefficient = self.number(row, ColumnField.COEFFICIENT)
            if coefficient is not None:
                values["coefficient"] = coefficient
        return values

    def _is_typed_over(self, row: Row, formula: str | None) -> bool:
        cell = self.cell(row, ColumnField.QUANTITY)
        is_number = cell is not None and not cell.is_formula
        return is_number and formula == self.text(row, ColumnField.ORIGIN)

    def _kind(self, row: Row, has: set[str]) -> LineKind:
        word = self.text(row, ColumnField.KIND)
        if word and word.casefold() in self._kinds:
            return self._kinds[word.casefold()]
        if word:
            self.report(row, ColumnField.KIND, ProblemKind.UNKNOWN_KIND, word)
        lone = has == {ColumnField.NAME} and not self.cell(row, ColumnField.AMOUNT)
        return LineKind.SECTION if lone else LineKind.PRODUCT

    def _correction(self, row: Row) -> Decimal | None:
        cell = self.cell(row, ColumnField.PRICE_UNIT)
        if cell is None or cell.is_formula:
            return None
        return self.number(row, ColumnField.PRICE_UNIT)


def _is_text(cell: Cell | None) -> TypeGuard[Cell]:
    return cell is not None and cell.kind is CellKind.TEXT


def _with_amount(
    quantity: Decimal | None, price: Decimal | None, amount: Decimal
) -> tuple[Decimal | None, Decimal | None]:
    """Return quantity and price, what is missing following from the amount."""
    if amount <= 0:
        return quantity, price
    if quantity is None and price is None:
        return Decimal(1), numbers.shorten(amount)
    if price is None and quantity:
        return quantity, numbers.shorten(amount / quantity)
    if quantity is None and price:
        return numbers.shorten(amount / price), price
    return quantity, price
