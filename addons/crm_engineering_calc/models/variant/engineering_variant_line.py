from odoo import api, fields, models

from ..common.concurrency import serialize
from ..common.own_fields_mixin import is_moved_by_machine


class EngineeringVariantLine(models.Model):
    _name = "engineering.variant.line"
    _description = "Line of a Variant"
    _inherit = [
        "engineering.line.offer.mixin",
        "engineering.quick.read.mixin",
        "engineering.card.mixin",
        "engineering.correction.mixin",
        "engineering.line.carried.mixin",
        "engineering.line.coefficient.mixin",
        "engineering.section.mixin",
        "engineering.line.place.mixin",
        "engineering.line.opening.mixin",
        "engineering.line.quantity.mixin",
        "engineering.line.price.mixin",
        "engineering.line.tax.mixin",
        "engineering.line.service.mixin",
        "engineering.line.catalog.mixin",
        "engineering.line.reuse.mixin",
        "engineering.line.estimate.mixin",
    ]
    _order = "variant_id, sequence, id"
    _check_company_auto = True

    _text_line = models.Constraint(
        "CHECK(display_type IS NULL OR (product_id IS NULL AND quantity = 0"
        " AND base_price = 0 AND product_uom_id IS NULL AND formula IS NULL))",
        "A section or note has no service, quantity and price.",
    )

    variant_id = fields.Many2one(
        "engineering.variant",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(related="variant_id.company_id")
    # No related field: the host would look it up anew for each amount that it writes.
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    direction_id = fields.Many2one(related="variant_id.direction_id")
    can_edit = fields.Boolean(compute="_compute_rights")
    can_correct = fields.Boolean(compute="_compute_rights")
    name = fields.Text(
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        copy=True,
    )
    coefficient_ids = fields.Many2many(
        relation="engineering_variant_line_coefficient_rel",
        column1="line_id",
        column2="coefficient_id",
        check_company=True,
    )

    # === COMPUTE ===

    @api.depends("variant_id.can_edit", "variant_id.can_correct")
    @api.depends_context("uid")
    def _compute_rights(self):
        for variant, lines in self._by_variant():
            lines.can_edit = variant.can_edit
            lines.can_correct = variant.can_correct

    @api.depends("variant_id.currency_id")
    def _compute_currency_id(self):
        for variant, lines in self._by_variant():
            lines.currency_id = variant.currency_id

    def _get_label(self):
        """Return how messages name the line: its variant, and what it sells."""
        self.ensure_one()
        return f"{self.variant_id.name} › {self.name.splitlines()[0]}"

    @api.depends("product_id")
    def _compute_name(self):
        for _variant, lines in self.filtered("product_id")._by_variant():
            names = {
                product: same[0]._get_catalog_description()
                for product, same in lines.grouped("product_id").items()
            }
            for line in lines:
                line.name = names[line.product_id]

    def _get_catalog_description(self):
        """Return how the catalog describes the service in the customer's language."""
        self.ensure_one()
        lang = self.variant_id.partner_id.lang or self.env.lang
        product = self.product_id.with_context(lang=lang)
        return product.get_product_multiline_description_sale()

    def _get_variant(self):
        return self.variant_id

    def _get_coefficient_product(self):
        return self.product_id

    def _by_variant(self):
        """Return (variant, its lines): most often one pair, made at no cost a line."""
        variants = self.variant_id
        if len(variants) > 1:
            return self.grouped("variant_id").items()
        return [(variants, self)]

    # === BUTTONS ===

    def action_check_again(self):
        """Return the action that shows what is still suspicious in the calculation."""
        self.ensure_one()
        return self.variant_id.calculation_id.action_check()

    def action_open_variant(self):
        """Return the action that opens the line's variant."""
        self.ensure_one()
        return self.variant_id.action_open()

    # === CONSTRAINTS ===

    @api.constrains("product_id", "variant_id")
    def _check_product_in_direction(self):
        if is_moved_by_machine(self.env):
            return
        for variant, lines in self._by_variant():
            lines._check_offered(variant.direction_id, variant._get_product_domain())

    def _check_access(self, operation):
        """Look at one line of a variant where rules ask of the variant alone."""
        rules = self.env["ir.rule"]._compute_domain(self._name, operation)
        asked = {condition.field_expr for condition in rules.iter_conditions()}
        if asked == {"variant_id"} and len(self.sudo().variant_id) == 1:
            refused = super(EngineeringVariantLine, self[:1])._check_access(operation)
            return refused and (self, refused[1])
        return super()._check_access(operation)

    def _check_company(self, fnames=None):
        """Spare the check line by line where only one company can take part."""
        # Of other addons, too.
        names = [
            name
            for name, field in self._fields.items()
            if field.relational and field.check_company
        ]
        if fnames and set(names).isdisjoint(fnames):
            return None
        lines = self.sudo()
        companies = self.env["res.company"].union(
            *(lines[name].company_id for name in names)
        )
        return super()._check_company(fnames) if len(companies) > 1 else None

    # === CRUD ===

    @api.model
    def _get_event_fields(self):
        """Return what is given once, computed, or carried over by a copy."""
        return super()._get_event_fields() | {
            "calculated_price",
            "price_subtotal",
            "tax_ids",
            "variant_id",
        }

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_no_correction(vals)
            if vals.get("display_type"):
                vals.update(
                    quantity=0.0, base_price=0.0, product_uom_id=False, formula=False
                )
            elif vals.get("formula"):
                vals.pop("quantity", None)
        context = dict(self.env.context)
        for name in self._get_correction_fields():
            context.pop(f"default_{name}", None)
        lines = self.with_context(context)  # pylint: disable=context-overridden
        lines = super(EngineeringVariantLine, lines).create(vals_list)
        lines.variant_id.calculation_id._check_can_edit()
        # An event that has not seen them yet must not miss them.
        serialize(lines.variant_id)
        return lines

    def _add_precomputed_values(self, vals_list):
        self._keep_computed(vals_list)
        # As superuser, for the cost too; so are stored fields always computed.
        lines = super(EngineeringVariantLine, self.sudo())
        return lines._add_precomputed_values(vals_list)

    def write(self, vals):
        if not vals:
            return True
        if is_moved_by_machine(self.env) and self._is_correction(vals):
            return super().write(vals)
        if not self._get_correction_fields().issuperset(vals):
            self._check_no_correction(vals)
            self.variant_id.calculation_id._check_can_edit()
            return super().write(self._prepare_quantity_values(vals))
        self._check_can_correct()
        if "price_unit" not in vals:
            return super().write(vals)
        others = {name: value for name, value in vals.items() if name != "price_unit"}
        price_unit = self._fields["price_unit"].convert_to_cache(
            vals["price_unit"], self
        )
        self._correct(dict.fromkeys(self, price_unit), others)
        return True

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self.variant_id.calculation_id._check_can_edit()

    def copy_data(self, default=None):
        self.check_access("read")
        if default and "variant_id" in default:
            variant = self.variant_id.browse(default["variant_id"])
            self.variant_id._check_copied_inside(variant.calculation_id)
        return super(EngineeringVariantLine, self.sudo()).copy_data(default)
