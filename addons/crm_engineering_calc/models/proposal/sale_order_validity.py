from odoo import models
from odoo.tools.misc import format_date


class SaleOrder(models.Model):
    """Proposals that the customer can't accept yet, or not any more, by their date.

    What others of these files say comes before it: it tells the customer more.
    """

    _name = "sale.order"
    _inherit = "sale.order"

    def _get_acceptance_refusal(self):
        return super()._get_acceptance_refusal() or self._get_refusal_by_date()

    def _get_refusal_by_date(self):
        if self.is_expired:
            return self.env._(
                "This proposal was valid until %(date)s. Write to us below, and we"
                " confirm or renew it.",
                date=format_date(self.env, self.validity_date),
            )
        if self.state == "draft":
            return self.env._(
                "We are still preparing this proposal. You can accept it as soon as we"
                " have sent it to you."
            )
        return ""
