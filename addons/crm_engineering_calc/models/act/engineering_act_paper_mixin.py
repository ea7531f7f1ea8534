from odoo import api, fields, models


class EngineeringActPaperMixin(models.AbstractModel):
    """An act as its customer has it: page and paper."""

    _name = "engineering.act.paper.mixin"
    _inherit = ["engineering.act.table.mixin", "portal.mixin"]
    _description = "Paper of an act"

    note = fields.Html(help="Printed under the table of works.")
    has_sections = fields.Boolean(
        compute="_compute_has_sections", export_string_translation=False
    )

    has_discounts = fields.Boolean(
        compute="_compute_has_discounts", export_string_translation=False
    )

    @api.depends("line_ids.sections")
    def _compute_has_sections(self):
        for act in self:
            act.has_sections = any(line.sections for line in act.line_ids)

    @api.depends("line_ids.discount")
    def _compute_has_discounts(self):
        for act in self:
            act.has_discounts = any(line.discount for line in act.line_ids)

    # === PAGE ===

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for act in self:
            act.access_url = f"/my/acts/{act.id}"
        return result

    def action_preview(self):
        """Return the action that opens the act as its customer sees it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "target": "self",
            "url": self.get_portal_url(),
        }

    # === PAPER ===

    def _get_report_base_filename(self):
        return self._get_paper_file_name()

    def _get_paper_title(self):
        paper = self._as_paper()
        if not paper._is_numbered():
            return paper.env._("Act of completed works, draft")
        return paper.env._("Act of completed works %(number)s", number=paper.name)

    def _get_paper_grounds(self):
        paper = self._as_paper()
        contract = paper._get_paper_contract(paper.agreement_id)
        orders = ", ".join(paper.sudo().order_ids.mapped("name"))
        return [
            *super()._get_paper_grounds(),
            {"name": "contract", "label": paper.env._("Contract"), "value": contract},
            {"name": "order", "label": paper.env._("Order"), "value": orders},
        ]

    def _get_paper_totals(self):
        return self._get_tax_totals()
