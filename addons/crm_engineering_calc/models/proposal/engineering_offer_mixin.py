from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..common.field_groups import SALES


class EngineeringOfferMixin(models.AbstractModel):
    """The proposal made of variants."""

    _name = "engineering.offer.mixin"
    _inherit = ["engineering.selection.mixin"]
    _description = "Proposal of variants"

    order_ids = fields.Many2many(
        "sale.order", string="Proposals", readonly=True, copy=False, groups=SALES
    )

    def _create_order(self):
        """Return a new proposal with the lines and totals of the variants.

        The customer may choose whatever else is offered of their calculations.
        """
        lead = self.lead_id
        if not lead.partner_id:
            raise UserError(
                self.env._(
                    "“%(deal)s” has no customer. Set one, then make the proposal.",
                    deal=lead.name,
                )
            )
        self._check_one_order()
        (self | self._get_offered())._follow_taxes(anew=True)
        order = (
            self.env["sale.order"]
            .with_company(self.company_id)
            .with_context(**lead._prepare_opportunity_quotation_context())
            ._as_machine()
            .create(self._prepare_order_values())
            .with_env(self.env)
        )
        order._supersede_earlier()
        return order

    def _check_one_order(self):
        """Refuse variants that no order can hold together."""
        if len(self.currency_id) > 1 or len(self.company_id) > 1:
            raise UserError(
                self.env._(
                    "One proposal has one company and one currency, and the selected"
                    " variants of “%(deal)s” have several: %(variants)s. Revise a"
                    " calculation in the currency of the others, or leave its variant"
                    " out.",
                    deal=self.lead_id.name,
                    variants=", ".join(
                        f"{variant._get_title()} ({variant.company_id.name},"
                        f" {variant.currency_id.name})"
                        for variant in self
                    ),
                )
            )

    def _prepare_order_values(self):
        lead = self.lead_id
        calculations = self._as_customer_reads().calculation_id
        return {
            "opportunity_id": lead.id,
            "partner_id": lead.partner_id.id,
            "partner_shipping_id": lead._get_delivery_address().id,
            "company_id": self.company_id.id,
            "origin": ", ".join(calculations.mapped("display_name")),
            "pricelist_id": self[:1]._get_order_pricelist().id,
            "engineering_calculated": True,
            "engineering_variant_ids": [Command.set(self.ids)],
            "engineering_offered_variant_ids": [Command.set(self._get_offered().ids)],
            **self._as_customer_reads().direction_id._prepare_proposal_values(),
            "order_line": [
                Command.create(values) for values in self._prepare_order_lines()
            ],
        }

    def _prepare_order_lines(self):
        """Return the values of order lines: of several variants, a section each."""
        if len(self) == 1:
            return [line._prepare_order_line_values() for line in self.line_ids]
        lines = [values for variant in self for values in variant._prepare_section()]
        return [
            {**values, "sequence": number} for number, values in enumerate(lines, 1)
        ]

    def _prepare_section(self):
        """Return the values of order lines that stand below a section of the variant.

        Its own sections become subsections: the host knows two levels.
        """
        title = self._as_customer_reads()._get_title()
        section = {
            "display_type": "line_section",
            "name": title,
            "engineering_variant_id": self.id,
        }
        return [section] + [
            {**values, "display_type": "line_subsection"}
            if values["display_type"] == "line_section"
            else values
            for values in (line._prepare_order_line_values() for line in self.line_ids)
        ]

    def _as_customer_reads(self):
        return self.with_context(lang=self.partner_id.lang or self.env.lang)

    def _get_calculations(self):
        return self.calculation_id

    def _by_calculation(self):
        """Return the variants as their calculations were asked for."""
        return self.sorted(lambda variant: variant.calculation_id.name)

    def _get_title(self):
        """Return the name that tells the variant from those of other directions."""
        self.ensure_one()
        return self.env._(
            "%(direction)s: %(variant)s",
            direction=self.direction_id.name,
            variant=self.name,
        )

    def _get_names(self, with_directions):
        if with_directions:
            return ", ".join(variant._get_title() for variant in self)
        return ", ".join(self.mapped("name"))

    def _get_order_pricelist(self):
        """Return the pricelist that gives the order the calculation's currency."""
        for pricelist in (
            self.calculation_id._get_pricelist(),
            self.direction_id.pricelist_id,
        ):
            if pricelist.currency_id == self.currency_id:
                return pricelist
        if self.company_id.currency_id == self.currency_id:
            return pricelist.browse()
        raise UserError(
            self.env._(
                "%(calculation)s is in %(currency)s, and its direction sells in"
                " %(other)s by now. Revise the calculation, or give the direction a"
                " pricelist in %(currency)s.",
                calculation=self.calculation_id.display_name,
                currency=self.currency_id.name,
                other=(pricelist.currency_id or self.company_id.currency_id).name,
            )
        )
