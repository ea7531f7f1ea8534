from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...domain.workflows import CalculationState
from ..common.concurrency import serialize
from ..common.field_groups import SALES


class SaleOrder(models.Model):
    """Proposals of several variants: their lines are of what the customer chooses."""

    _name = "sale.order"
    _inherit = "sale.order"

    engineering_choice_closed = fields.Boolean(
        "Without a Choice",
        compute="_compute_engineering_choice_closed",
        compute_sudo=True,
        groups=SALES,
        help="It offers several variants, and its lines were changed here: the customer"
        " can take these, and choose no others.",
    )

    def _choose_variants(self, variants):
        """Let the proposal sell these of the variants that it offers.

        To be called when it is known that the customer chooses. However many choose at
        once, the lines are those of one choice.

        :param variants: one of each calculation that the proposal offers
        :return: True
        :raises UserError: a variant is not offered, a calculation has none or two, or
            the proposal can't be accepted, as it is or as it would be
        """
        self.ensure_one()
        serialize(self)
        order = self.sudo()
        order._check_open_to_choice()
        order._check_choice(variants.sudo())
        order._sell_chosen(variants.sudo())
        order._check_open_to_choice()
        return True

    def _is_offer_of(self, variants):
        """Return whether the proposal offers what a new one of these would offer.

        The same variants at the same prices, whichever the customer has chosen, and
        whatever was changed on the proposal itself.
        """
        self.ensure_one()
        customer = self.partner_id.commercial_partner_id
        return (
            not self.engineering_superseded_by_id
            and self.engineering_offered_variant_ids == variants._get_offered()
            and customer == variants.partner_id.commercial_partner_id
            and (self._has_amounts_of_variants() or not self._is_corrected_since())
        )

    def _has_amounts_of_variants(self):
        untaxed, tax = self.engineering_variant_ids._get_amounts()
        compare = self.currency_id.compare_amounts
        return not (
            compare(self.amount_untaxed, untaxed) or compare(self.amount_tax, tax)
        )

    def _is_corrected_since(self):
        """Return whether a price of its variants was corrected after it was made."""
        made_on = self.create_date.replace(microsecond=0)
        lines = self.engineering_offered_variant_ids.line_ids
        return any(line.corrected_on and line.corrected_on >= made_on for line in lines)

    @api.depends(
        "engineering_offered_variant_ids",
        "order_line.discount",
        "order_line.price_unit",
        "order_line.product_id",
        "order_line.product_uom_qty",
        "state",
    )
    def _compute_engineering_choice_closed(self):
        for order in self:
            offered = order.engineering_offered_variant_ids
            order.engineering_choice_closed = (
                order.state in ("draft", "sent")
                and len(offered) > len(offered.calculation_id)
                and not order._is_sold_as_offered()
            )

    def _is_open_to_choice(self):
        """Return whether nothing is signed, done or changed of the lines it has."""
        return (
            self.state in ("draft", "sent")
            and not self._has_valid_signature()
            and not self.order_line.engineering_work_line_ids
            and self._is_sold_as_offered()
        )

    def _is_sold_as_offered(self):
        """Return whether the lines are those of its variants, at their prices.

        What is changed on the proposal itself, or approved, is of these lines alone:
        no other variant is offered so.
        """
        order = self.sudo()
        sold = order.order_line.grouped("engineering_variant_line_id")
        services = order.engineering_variant_ids.line_ids.filtered("product_id")
        return not order._get_excesses() and all(
            sold.get(service, order.order_line.browse())._is_as_offered(service)
            for service in services
        )

    def _check_open_to_choice(self):
        refusal = self._get_acceptance_refusal()
        if not refusal and not self._is_open_to_choice():
            refusal = self.env._(
                "%(order)s is signed, ordered, cancelled, worked on, or agreed on as it"
                " is already: it stays as it is.",
                order=self.name,
            )
        if refusal:
            raise UserError(refusal)

    def _check_choice(self, variants):
        offered = self.engineering_offered_variant_ids
        if strange := variants - offered:
            raise UserError(
                self.env._(
                    "%(order)s does not offer %(variants)s. Choose of what it offers.",
                    order=self.name,
                    variants=", ".join(strange.mapped("name")),
                )
            )
        calculations = offered.calculation_id
        if variants.calculation_id != calculations or len(variants) > len(calculations):
            raise UserError(
                self.env._(
                    "Choose one variant of each in %(order)s: %(directions)s.",
                    order=self.name,
                    directions=", ".join(calculations.direction_id.mapped("name")),
                )
            )

    def _sell_chosen(self, variants):
        """Put the lines of the variants where those of the others have been.

        What was added by hand stays.
        """
        left = self.engineering_variant_ids - variants
        if not left:
            return
        old = self.order_line.filtered(lambda line: line._get_variant() in left)
        # The new ones come first: a variant leaves with its last line.
        self._as_machine().write(
            {
                "engineering_variant_ids": [Command.link(id_) for id_ in variants.ids],
                "order_line": self._prepare_chosen_lines(variants, left),
            }
        )
        old.unlink()
        self._as_machine().engineering_variant_ids = variants

    def _prepare_chosen_lines(self, variants, left):
        """Return the commands that make the lines, and number those that stay."""
        prepare = "_prepare_section" if len(variants) > 1 else "_prepare_order_lines"
        blocks = {
            variant.calculation_id: getattr(variant, prepare)()
            for variant in variants - self.engineering_variant_ids
        }
        lines = []
        for line in self.order_line.sorted(lambda line: (line.sequence, line.id)):
            variant = line._get_variant()
            if variant in left:
                lines += blocks.pop(variant.calculation_id, ())
            else:
                lines.append(line)
        for block in blocks.values():
            lines += block
        return [
            Command.create({**line, "sequence": number})
            if isinstance(line, dict)
            else Command.update(line.id, {"sequence": number})
            for number, line in enumerate(lines, 1)
            if isinstance(line, dict) or line.sequence != number
        ]

    def _action_confirm(self):
        """Let the deal go on with what is ordered, whatever was recommended."""
        result = super()._action_confirm()
        for variant in self._of_engineering().sudo().engineering_variant_ids:
            if variant.state == CalculationState.COMPLETED and not variant.selected:
                variant._select()
        return result
