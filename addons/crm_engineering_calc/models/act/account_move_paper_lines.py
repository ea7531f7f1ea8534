from odoo import models


class AccountMove(models.Model):
    """The lines of an invoice as its paper shows them: without what is hidden."""

    _name = "account.move"
    _inherit = "account.move"

    def _get_paper_lines(self):
        lines = self.invoice_line_ids.sorted("sequence")
        return lines.filtered(
            lambda line: (
                not any(head.collapse_composition for head in line._get_paper_heads())
            )
        )

    def _get_amounted_lines(self):
        return self.invoice_line_ids.filtered(
            lambda line: line.display_type == "product"
        )

    def _get_paper_services(self):
        services = super()._get_paper_services()
        return services.filtered(lambda line: not line._is_deduction())
