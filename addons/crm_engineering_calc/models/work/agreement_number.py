from odoo import api, fields, models
from odoo.tools.misc import format_date

# What stands for the next number of the company until the contract is saved.
NEXT = "/"


class Agreement(models.Model):
    """A contract is named by its number and date, by the sequence of its company."""

    _name = "agreement"
    _inherit = "agreement"

    @api.depends("code", "name", "signature_date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        for contract in self.filtered("signature_date"):
            contract.display_name = self.env._(
                "%(contract)s of %(date)s",
                contract=contract.display_name,
                date=format_date(self.env, contract.signature_date),
            )
        return result

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(
            [
                {**vals, "code": self._get_next_number(vals)}
                if vals.get("code") == NEXT
                else vals
                for vals in vals_list
            ]
        )

    @api.model
    def _get_next_number(self, vals):
        """Return the next number of the company that makes a contract of `vals`."""
        company_id = vals.get("company_id") or self.env.company.id
        sequence = self.env["ir.sequence"].with_company(company_id)
        day = vals.get("signature_date") or vals.get("start_date") or None
        return sequence.next_by_code("engineering.agreement", day) or NEXT

    @api.model
    def _prepare_from_order_values(self, order):
        """Return the values of a new contract for the works of `order`."""
        customer_lang = order.partner_id.lang or self.env.lang
        today = fields.Date.context_today(self)
        return {
            "name": self.with_context(lang=customer_lang).env._("Contract for works"),
            "code": NEXT,
            "partner_id": order.partner_id.id,
            "company_id": order.company_id.id,
            "domain": "sale",
            "signature_date": today,
            "start_date": today,
            "engineering_direction_id": order._get_directions()[:1].id,
        }
