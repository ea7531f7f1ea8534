from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError

from ..common.field_groups import COST_GROUP


class ProductPricelistItem(models.Model):
    _inherit = "product.pricelist.item"

    @api.constrains("base")
    def _check_base_may_be_seen(self):
        """Let nobody read a cost that is kept secret from a price made of it."""
        cost = self.env["product.product"]._fields["standard_price"]
        user = self.env.user
        if (
            cost.groups != COST_GROUP
            or user.id == SUPERUSER_ID
            or user.has_group(COST_GROUP)
        ):
            return
        if "standard_price" in self.mapped("base"):
            raise AccessError(
                self.env._(
                    "A price from the cost would tell the cost: the administrator has"
                    " kept it to those with the right “See costs and margins”."
                )
            )
