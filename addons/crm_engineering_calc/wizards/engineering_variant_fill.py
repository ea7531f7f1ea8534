from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class EngineeringVariantFill(models.TransientModel):
    """Takes the lines of a template, or of another variant, over into a variant."""

    _name = "engineering.variant.fill"
    _description = "Take Over Lines into a Variant"

    variant_id = fields.Many2one(
        "engineering.variant", required=True, ondelete="cascade", readonly=True
    )
    calculation_id = fields.Many2one(related="variant_id.calculation_id")
    direction_id = fields.Many2one(related="variant_id.direction_id")
    has_lines = fields.Boolean(compute="_compute_has_lines")
    source = fields.Selection(
        [("template", "A template"), ("variant", "Another variant")],
        default="template",
        required=True,
    )
    template_id = fields.Many2one("engineering.template")
    source_variant_id = fields.Many2one("engineering.variant", "Take From")
    mode = fields.Selection(
        [("append", "Below the present lines"), ("replace", "Instead of them")],
        default="append",
        required=True,
    )
    prices = fields.Selection(
        [("today", "As the pricelist has them"), ("kept", "As they were")],
        compute="_compute_prices",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        help="Templates have no prices of their own.",
    )
    missing = fields.Text("Left Out", compute="_compute_missing")

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        context = self.env.context
        if not values.get("variant_id") and context.get("active_ids"):
            values["variant_id"] = context["active_ids"][0]
        return values

    # === COMPUTE ===

    @api.depends("variant_id")
    def _compute_has_lines(self):
        for wizard in self:
            wizard.has_lines = bool(wizard.variant_id.line_ids)

    @api.depends("source_variant_id", "source")
    def _compute_prices(self):
        for wizard in self:
            source = wizard.source_variant_id
            same = source.calculation_id == wizard.calculation_id
            kept = wizard.source == "variant" and source and same
            wizard.prices = "kept" if kept else "today"

    @api.depends("source", "template_id", "source_variant_id", "variant_id")
    def _compute_missing(self):
        for wizard in self:
            wizard.missing = "\n".join(wizard._get_missing_names())

    # === BUSINESS ===

    def _get_source(self):
        """Return the template or the variant whose lines are taken over."""
        return self.template_id if self.source == "template" else self.source_variant_id

    def _get_offered_lines(self):
        lines = self._get_source().line_ids
        offered = lines.product_id.filtered_domain(
            self.variant_id._get_product_domain()
        )
        return lines.filtered(
            lambda line: line.display_type or line.product_id in offered
        )

    def _get_offered_coefficients(self):
        source = self._get_source()
        coefficients = source.coefficient_ids | source.line_ids.coefficient_ids
        return coefficients.filtered_domain(self.variant_id._get_coefficient_domain())

    def _get_missing_names(self):
        """Return what the direction no longer offers, in words."""
        source = self._get_source()
        if not source:
            return []
        lines = source.line_ids - self._get_offered_lines()
        coefficients = source.coefficient_ids | source.line_ids.coefficient_ids
        return [
            *(
                self.env._(
                    "%(service)s, %(quantity)s",
                    service=line.product_id.display_name,
                    quantity=line.formula
                    or f"{line.quantity:g} {line.product_uom_id.name}",
                )
                for line in lines
            ),
            *(
                self.env._("Coefficient %(name)s", name=coefficient.display_name)
                for coefficient in coefficients - self._get_offered_coefficients()
            ),
        ]

    def action_confirm(self):
        """Take the lines over, and say in the calculation what was left out."""
        self.ensure_one()
        source = self._get_source()
        if not source:
            raise UserError(
                self.env._("Choose the template or the variant to take over.")
            )
        source.check_access("read")
        variant = self.variant_id
        replace = self.mode == "replace"
        missing = self._get_missing_names()
        if source == variant and replace:
            raise UserError(
                self.env._("%(variant)s can't replace itself.", variant=variant.name)
            )
        vals_list = self._prepare_lines()
        if self.source == "template":
            variant.calculation_id._add_direction_measurements()
        if replace or not variant.line_ids:
            self._take_over_coefficients(source)
        variant._add_lines(vals_list, replace)
        if missing:
            self._post_missing(missing)
        return {"type": "ir.actions.act_window_close"}

    def _prepare_lines(self):
        lines = self._get_offered_lines()
        if self.source == "template":
            vals_list = [line._prepare_variant_line_values() for line in lines]
        else:
            vals_list = lines.copy_data()
        offered = set(self._get_offered_coefficients().ids)
        for line, vals in zip(lines, vals_list, strict=True):
            vals.pop("variant_id", None)
            if self.prices == "today":
                vals.pop("base_price", None)
                vals.pop("unit_cost", None)
            if not offered.issuperset(line.coefficient_ids.ids):
                self._prepare_without_missing(vals, line.coefficient_ids, offered)
        return vals_list

    def _prepare_without_missing(self, vals, coefficients, offered):
        """Take coefficients that are not offered off a line, with what they made."""
        kept = [id_ for id_ in coefficients.ids if id_ in offered]
        for name in ("coefficient", "coefficient_values", "coefficient_reason"):
            vals.pop(name, None)
        vals["coefficient_ids"] = [Command.set(kept)]

    def _take_over_coefficients(self, source):
        offered = self._get_offered_coefficients() & source.coefficient_ids
        self.variant_id.coefficient_ids = offered

    def _post_missing(self, missing):
        self.calculation_id.message_post(
            body=self.env._(
                "Taken over from “%(origin)s” without what is no longer offered:"
                " %(missing)s",
                origin=self._get_source().display_name,
                missing="; ".join(missing),
            ),
            subtype_xmlid="mail.mt_note",
        )
