from odoo import models

from ..common.format_number import format_number
from ..common.selections import WARNING
from .engineering_findings_mixin import Finding

NAMED = 5


class EngineeringSlipsMixin(models.AbstractModel):
    """What a colleague who knows the work sees: lines that look right one by one."""

    _name = "engineering.slips.mixin"
    _inherit = ["engineering.findings.mixin"]
    _description = "Slips that the check before handover finds"

    def _find_in_variant(self, variant):
        yield from super()._find_in_variant(variant)
        services = variant.line_ids.filtered("product_id")
        yield from self._find_same_in_sections(services)
        yield from self._find_uncounted_openings(variant, services)

    def _find_in_line(self, line):
        yield from super()._find_in_line(line)
        product, unit = line.product_id, line.product_uom_id
        if unit not in product._get_engineering_uoms():
            yield Finding(
                WARNING,
                line,
                self.env._(
                    "%(line)s: it is in %(unit)s, and the catalog has it in %(other)s.",
                    line=line._get_label(),
                    unit=unit.name,
                    other=product.uom_id.name,
                ),
            )

    def _find_same_in_sections(self, lines):
        """Find what may have been copied along with a section, and counted twice."""
        for same in (
            lines.filtered("quantity")
            .grouped(
                lambda line: (
                    line.product_id,
                    line.name,
                    line.product_uom_id,
                    line.quantity,
                    line.opening_id,
                )
            )
            .values()
        ):
            sections = list(same.grouped("parent_id").items())
            if len(sections) > 1:
                names = [self._get_section_name(section) for section, _in in sections]
                yield Finding(
                    WARNING,
                    sections[-1][1][0],
                    self.env._(
                        "%(line)s: %(quantity)s %(unit)s in each of %(count)s sections:"
                        " %(sections)s. Is it counted twice?",
                        line=same[0]._get_label(),
                        quantity=format_number(self.env, same[0].quantity),
                        unit=same[0].product_uom_id.name,
                        count=len(sections),
                        sections=self._shorten(names),
                    ),
                )

    def _get_section_name(self, section):
        return section.name.splitlines()[0] if section else self.env._("no section")

    def _find_uncounted_openings(self, variant, services):
        """Find openings that no line is of, and no formula counts."""
        if (
            not self.opening_ids
            or not services
            or any(services.mapped("formula_error"))
        ):
            return
        counted = self._get_counted_openings(services)
        if missing := self.opening_ids - counted:
            yield Finding(
                WARNING,
                missing[0],
                self.env._(
                    "%(variant)s: no line is of these openings, and no formula counts"
                    " them: %(openings)s.",
                    variant=variant.name,
                    openings=self._shorten(missing.mapped("name")),
                ),
            )

    def _get_counted_openings(self, lines):
        """Return the openings that lines are of, or that their formulas count."""
        measured, places = self._get_measured(), self._get_opening_places()
        counted = {
            place
            for text in set(lines.filtered("formula").mapped("formula"))
            for place in measured.get_counted(text)
        }
        of_formulas = self.opening_ids.filtered(lambda one: places[one] in counted)
        return of_formulas | lines.opening_id

    def _shorten(self, names):
        """Return names in one text: as many as anybody reads."""
        shown = [*names[:NAMED]]
        if more := len(names) - len(shown):
            shown.append(self.env._("… and %(count)s more", count=more))
        return ", ".join(shown)
