from odoo import fields, models


class SaleOrder(models.Model):
    """What a proposal says besides its lines, as its directions do.

    It is the proposal's own once it is made: a direction that says something else by
    then does not change it. Whoever prints an order reads it.
    """

    _name = "sale.order"
    _inherit = "sale.order"

    engineering_introduction = fields.Html("Introduction")
    engineering_exclusions = fields.Html("Not Included")
    engineering_warranty = fields.Html("Warranty")
