from odoo import models
from odoo.tools import get_lang
from odoo.tools.misc import format_datetime

# How many elements one sheet has room for beside what is measured of each.
ELEMENTS = 6
# Rows for openings, and at least how many of them are empty.
OPENINGS, SPARE_OPENINGS = 12, 4


class EngineeringSheetMixin(models.AbstractModel):
    """An empty sheet for who measures with a pencil, in the language of who does."""

    _name = "engineering.sheet.mixin"
    _inherit = ["engineering.paper.mixin"]
    _description = "Measurement sheet on paper"

    def _get_paper_lang(self):
        self.ensure_one()
        engineer = self.sudo().engineer_id.partner_id
        company = self._get_paper_company().partner_id
        return get_lang(self.env, engineer.lang or company.lang).code

    def _get_paper_title(self):
        paper = self._as_paper()
        return paper.env._("Measurement sheet %(number)s", number=paper.name)

    def _get_sheet_facts(self):
        """Return where is measured, when, for whom and by whom.

        Whoever may read the card reads it, not the deal, hence superuser.

        :return: a list of {"name", "label", "value"}, texts, of what is known; to be
            extended
        """
        paper = self._as_paper()
        card, env = paper.sudo(), paper.env
        site = card.lead_id._get_site()
        known = [
            ("deal", env._("Deal"), card.lead_id.name),
            *self._prepare_paper_customer(site["contact_name"]),
            ("address", env._("Address"), site["site_address"]),
            ("phone", env._("Phone"), site["contact_phone"]),
            ("visit", env._("Visit"), paper._get_sheet_visit()),
            ("direction", env._("Direction"), card.direction_id.name),
            ("engineer", env._("Engineer"), card.engineer_id.name),
        ]
        return self._prepare_paper_facts(known)

    def _get_sheet_visit(self):
        visit = self.sudo()._get_visits_ahead().sorted("start")[:1]
        if not visit or visit.allday:
            return visit and self._get_paper_date(visit.start)
        return format_datetime(self.env, visit.start, dt_format="short")

    def _get_sheet_rows(self):
        """Return what is measured: {"name", "code", "unit", "bounds"}, texts.

        What is computed is not measured. To be extended.
        """
        paper = self._as_paper()
        return [
            {
                "name": one.name,
                "code": one.code,
                "unit": one.uom_id._get_paper_name(),
                "bounds": one._format_bounds(),
                "required": one.required,
            }
            for one in paper.measurement_ids
            if not one.formula
        ]

    def _get_sheet_elements(self):
        """Return the numbers of the elements that the sheet has columns for.

        Where openings have a table of their own, the rest is measured once.
        """
        once = self._as_paper().opening_column_ids
        return range(1, 2 if once else ELEMENTS + 1)

    def _get_sheet_columns(self):
        """Return what is measured of each opening: {"name", "code", "hint"}, texts.

        To be extended.
        """
        paper = self._as_paper()
        return [
            {
                "name": column.name,
                "code": column.code,
                "hint": ", ".join(
                    column._get_choices()
                    or filter(
                        None,
                        [column.uom_id._get_paper_name(), column._format_bounds()],
                    )
                ),
                "required": column.required,
            }
            for column in paper.opening_column_ids
        ]

    def _get_sheet_openings(self):
        """Return the labels of the openings, and empty ones for more of them."""
        labels = self._as_paper().opening_ids.mapped("name")
        return [*labels, *[""] * max(OPENINGS - len(labels), SPARE_OPENINGS)]
