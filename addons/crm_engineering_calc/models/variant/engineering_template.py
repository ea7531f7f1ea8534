from odoo import api, fields, models
from odoo.fields import Command, Domain

from ..common.named_records import get_named


class EngineeringTemplate(models.Model):
    _name = "engineering.template"
    _description = "Template of Calculations"
    _inherit = ["engineering.reference.mixin"]
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    direction_id = fields.Many2one(
        "engineering.direction",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        help="The template is offered to this direction and its children.",
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    note = fields.Text(help="When to use it; only engineers see it.")
    coefficient_ids = fields.Many2many(
        "engineering.coefficient",
        "engineering_template_coefficient_rel",
        "template_id",
        "coefficient_id",
        string="Coefficients of the Variant",
        check_company=True,
    )
    line_ids = fields.One2many(
        "engineering.template.line", "template_id", "Lines", copy=True
    )
    line_count = fields.Integer("Services", compute="_compute_line_count")
    offered_variant_id = fields.Many2one(
        "engineering.variant",
        store=False,
        search="_search_offered_variant_id",
        export_string_translation=False,
    )

    @api.depends("direction_id")
    def _compute_company_id(self):
        for template in self:
            template.company_id = template.direction_id.company_id

    @api.depends("line_ids.product_id")
    def _compute_line_count(self):
        for template in self:
            template.line_count = len(template.line_ids.filtered("product_id"))

    def _search_offered_variant_id(self, operator, value):
        """Find the templates whose lines a variant may take over."""
        if operator != "in":
            return NotImplemented
        variants = get_named(self.env["engineering.variant"], value)
        return Domain.OR(variant._get_template_domain() for variant in variants)

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        if "name" not in (default or {}):
            for template, vals in zip(self, vals_list, strict=True):
                vals["name"] = self.env._("%(name)s (copy)", name=template.name)
        return vals_list

    def _prepare_taken_over_coefficients(self):
        """Return the coefficients of all lines as a variant takes them over."""
        self.ensure_one()
        return {"coefficient_ids": [Command.set(self.coefficient_ids.ids)]}
