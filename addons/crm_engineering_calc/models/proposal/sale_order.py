from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from ..common.field_groups import CONTRACTS, ENGINEERING


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = [
        "sale.order",
        "engineering.signature.change.mixin",
        "engineering.card.mixin",
        "engineering.deletion.mixin",
        "engineering.order.summary.mixin",
    ]

    agreement_id = fields.Many2one(groups=CONTRACTS)
    # A column of the order: to ask it costs orders without variants no query. Forms of
    # whoever changes orders ask it, too.
    engineering_calculated = fields.Boolean(
        "Made from Calculations", readonly=True, copy=False
    )
    engineering_variant_ids = fields.Many2many(
        "engineering.variant",
        string="Variants",
        readonly=True,
        copy=False,
        ondelete="restrict",
        check_company=True,
        groups=ENGINEERING,
        help="The variants of calculations that the order's lines are of.",
    )
    engineering_offered_variant_ids = fields.Many2many(
        "engineering.variant",
        "sale_order_offered_variant_rel",
        "order_id",
        "engineering_variant_id",
        string="Offered Variants",
        readonly=True,
        copy=False,
        check_company=True,
        groups=ENGINEERING,
        help="The variants that the customer may choose from.",
    )
    engineering_calculation_ids = fields.Many2many(
        "engineering.calculation",
        string="Calculations",
        compute="_compute_engineering_calculation_ids",
        search="_search_engineering_calculation_ids",
        compute_sudo=True,
        groups=ENGINEERING,
    )

    @api.depends("engineering_variant_ids.calculation_id")
    def _compute_engineering_calculation_ids(self):
        for order in self:
            order.engineering_calculation_ids = (
                order.engineering_variant_ids.calculation_id
            )

    def _search_engineering_calculation_ids(self, operator, value):
        return [("engineering_variant_ids.calculation_id", operator, value)]

    # === CONSTRAINTS ===

    @api.constrains("engineering_variant_ids", "opportunity_id")
    def _check_variants_of_deal(self):
        for order in self.sudo().filtered("engineering_calculated"):
            lead = order.engineering_variant_ids.lead_id
            if lead and order.opportunity_id != lead:
                raise ValidationError(
                    self.env._(
                        "%(order)s sells a calculation of the deal “%(deal)s”, and"
                        " stays in it. Merge the deals to bring it to another one.",
                        order=order.display_name,
                        deal=", ".join(lead.mapped("name")),
                    )
                )

    # === CRUD ===

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | {
            "engineering_calculated",
            "engineering_offered_variant_ids",
            "engineering_variant_ids",
        }

    def copy_data(self, default=None):
        """Leave the deal out of a duplicate, which none of its calculations made."""
        vals_list = super().copy_data(default)
        if "opportunity_id" not in (default or {}):
            for order, vals in zip(self.sudo(), vals_list, strict=True):
                if order.engineering_calculated:
                    vals["opportunity_id"] = False
        return vals_list

    def _get_calculations(self):
        return self.engineering_calculation_ids

    def _keep_variants_with_lines(self):
        """Let variants go whose last line has left, and what was offered beside them.

        Without any line, all stay.
        """
        for order in self.sudo().exists():
            services = order.order_line.filtered("product_id")
            left = services.engineering_variant_line_id.variant_id
            if left and left != order.engineering_variant_ids:
                offered = order.engineering_offered_variant_ids.filtered(
                    lambda variant, left=left: (
                        variant.calculation_id in left.calculation_id
                    )
                )
                order._as_machine().write(
                    {
                        "engineering_variant_ids": [Command.set(left.ids)],
                        "engineering_offered_variant_ids": [Command.set(offered.ids)],
                    }
                )

    def _of_engineering(self):
        """Return the orders made from calculations, whoever asks.

        Accountants and customers change orders, and don't see what they were made from.
        Nothing else is fetched as superuser: it would stand in the cache for whoever
        asks next, who may not read it.
        """
        bare = self.sudo().with_context(prefetch_fields=self.env.su)
        return bare.filtered("engineering_calculated").with_env(self.env)

    def _get_update_prices_lines(self):
        return super()._get_update_prices_lines()._filter_priced_by_host()

    # === BUTTONS ===

    def action_view_calculation(self):
        """Return the action that opens what the order was calculated by.

        :raises UserError: it was not made from a calculation
        """
        self.ensure_one()
        if not self.engineering_calculation_ids:
            raise UserError(
                self.env._(
                    "%(order)s was not made from a calculation.",
                    order=self.display_name,
                )
            )
        return self.engineering_calculation_ids._get_records_action(
            name=self.env._("Calculation")
        )
