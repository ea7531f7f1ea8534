from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    engineering_direction_ids = fields.Many2many(
        "engineering.direction",
        "engineering_direction_product_rel",
        "product_tmpl_id",
        "direction_id",
        string="Directions",
        check_company=True,
        help="Directions whose engineers may put it into a calculation, with their"
        " children.",
    )
    # Defined here as well for the reason that product.product tells.
    standard_price = fields.Float()
