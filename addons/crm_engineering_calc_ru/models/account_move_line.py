from odoo import models

from odoo.addons.crm_engineering_calc.models.common.format_number import format_price


class AccountMoveLine(models.Model):
    """A line of the invoice for payment, which has no column of discounts."""

    _inherit = "account.move.line"

    def _prepare_paper_price(self):
        if not self.discount or not self.move_id._is_russian_paper():
            return super()._prepare_paper_price()
        price = self.price_unit * (1 - self.discount / 100)
        return {"price": format_price(self.env, price), "discount": ""}
