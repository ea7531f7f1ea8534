from odoo import api, fields, models


class SaleOrder(models.Model):
    """Orders of what was calculated further, in a deal that had ordered before."""

    _name = "sale.order"
    _inherit = "sale.order"

    engineering_supplements_id = fields.Many2one(
        "sale.order",
        "Supplement to",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
        help="The first order of the deal, which this one adds to.",
    )
    engineering_supplement_ids = fields.One2many(
        "sale.order",
        "engineering_supplements_id",
        "Supplements",
        domain=[("state", "!=", "cancel")],
    )

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | {"engineering_supplements_id"}

    def _get_followers(self):
        yield from super()._get_followers()
        ordered = self.engineering_supplement_ids.filtered(
            lambda order: order.state == "sale"
        )
        if ordered:
            names = ", ".join(ordered.mapped("name"))
            yield self.env._("supplements (%(names)s)", names=names)

    def _is_of_same_customer(self, other):
        """Return whether the customer may open another order, too."""
        self.ensure_one()
        customer = self.partner_id.commercial_partner_id
        return other.partner_id.commercial_partner_id == customer
