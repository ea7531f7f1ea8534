from odoo import api, fields, models

from ..models.common.finite_fields import FiniteFloat


class EngineeringSetupService(models.TransientModel):
    _name = "engineering.setup.service"
    _description = "Service of a New Direction"
    _inherit = ["engineering.dialog"]

    setup_id = fields.Many2one("engineering.setup", required=True, ondelete="cascade")
    product_tmpl_id = fields.Many2one(
        "product.template",
        "Service",
        required=True,
        ondelete="cascade",
        domain="[('sale_ok', '=', True), ('type', '!=', 'combo')]",
    )
    price = FiniteFloat(
        digits="Product Price",
        compute="_compute_price",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    uom_id = fields.Many2one(related="product_tmpl_id.uom_id", related_sudo=False)

    @api.depends("product_tmpl_id")
    def _compute_price(self):
        for service in self:
            service.price = service.product_tmpl_id.list_price

    def _save_prices(self):
        for service in self:
            if service.price != service.product_tmpl_id.list_price:
                service.product_tmpl_id.list_price = service.price
