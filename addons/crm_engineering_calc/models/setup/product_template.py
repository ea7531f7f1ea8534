from odoo import fields, models

from ..common.field_groups import ENGINEERING


class ProductTemplate(models.Model):
    _inherit = "product.template"

    engineering_direction_ids = fields.Many2many(
        "engineering.direction",
        "engineering_direction_product_rel",
        "product_tmpl_id",
        "direction_id",
        string="Directions",
        check_company=True,
        copy=False,
        groups=ENGINEERING,
        help="Directions whose engineers may put it into a calculation, with their"
        " children.",
    )
    # Defined here as well for the reason that product.product tells.
    standard_price = fields.Float()

    def copy(self, default=None):
        templates = super().copy(default)
        if "engineering_direction_ids" not in (default or {}):
            # Who keeps products need not see the directions that use them.
            for template, copy in zip(self.sudo(), templates.sudo(), strict=True):
                if template.engineering_direction_ids:
                    copy.engineering_direction_ids = template.engineering_direction_ids
        return templates
