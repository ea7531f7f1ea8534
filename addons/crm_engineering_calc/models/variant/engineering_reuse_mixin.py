from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import float_round

from .taken_values import TakenValues


class EngineeringReuseMixin(models.AbstractModel):
    """Lines that a variant takes over, and keeps for others in a template."""

    _name = "engineering.reuse.mixin"
    _description = "Templates and duplicates of a variant"

    # === DUPLICATES ===

    def action_duplicate(self):
        """Copy the variant inside its calculation, and open the copy.

        Services that are no longer offered stay out, and the user is told.
        """
        self.ensure_one()
        duplicate = self.copy({"line_ids": []})
        wizard = self.env["engineering.variant.fill"].create(
            {
                "variant_id": duplicate.id,
                "source": "variant",
                "source_variant_id": self.id,
                "prices": "kept",
            }
        )
        missing = wizard.missing
        wizard.action_confirm()
        action = duplicate.action_open()
        return self._warn_of_missing(missing, action) if missing else action

    def _check_copied_inside(self, calculation):
        """Refuse a copy into another calculation than the variant's own.

        :raises UserError: services, coefficients, taxes and currency may be others
        """
        for variant in self:
            if variant.calculation_id != calculation:
                raise UserError(
                    self.env._(
                        "“%(variant)s” can't be copied into %(calculation)s as it is:"
                        " its prices, taxes and coefficients are those of %(own)s."
                        " Make a variant there, and take its lines over.",
                        variant=variant.name,
                        calculation=calculation.display_name,
                        own=variant.calculation_id.display_name,
                    )
                )

    def _warn_of_missing(self, missing, action):
        """Return the action, with a warning of what could not be taken over."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "title": self.env._("Left out, for it is no longer offered"),
                "message": missing,
                "next": action,
            },
        }

    # === TEMPLATES ===

    def action_apply_template(self):
        """Ask for a template, or another variant, whose lines to take over."""
        self.ensure_one()
        self.calculation_id._check_can_edit()
        return self._open_dialog(
            "engineering.variant.fill", self.env._("Take over lines")
        )

    def action_save_as_template(self):
        """Make a template of the variant, and open it to be named."""
        self.ensure_one()
        template = self.env["engineering.template"].create(
            self._prepare_template_values()
        )
        return template._get_records_action(name=self.env._("Template"))

    def _prepare_template_values(self):
        lines = self.line_ids
        offered = lines.product_id.filtered_domain(self._get_product_domain())
        kept = lines.filtered(
            lambda line: line.display_type or line.product_id in offered
        )
        values = {
            "name": self.env._(
                "%(variant)s: %(deal)s", variant=self.name, deal=self.lead_id.name
            ),
            "direction_id": self.direction_id.id,
            "company_id": self.company_id.id,
            "coefficient_ids": [Command.set(self.coefficient_ids.ids)],
            "line_ids": [
                Command.create(line._prepare_template_line_values())
                for line in kept._get_first_of_openings()
            ],
        }
        if missing := lines - kept:
            values["note"] = self.env._(
                "Without services that are no longer offered: %(services)s",
                services=", ".join(missing.product_id.mapped("display_name")),
            )
        return values

    def _get_template_domain(self):
        """Return the domain of the templates that are offered to the variant."""
        self.ensure_one()
        company_domain = self.env["engineering.template"]._check_company_domain(
            self.company_id
        )
        return self.direction_id._get_template_domain() & Domain(company_domain)

    def _prepare_taken_over_coefficients(self):
        """Return the coefficients of all lines as another variant takes them over."""
        self.ensure_one()
        return {
            "coefficient_ids": [Command.set(self.coefficient_ids.ids)],
            "coefficient_values": TakenValues(self.coefficient_values or {}),
            "coefficient": self.coefficient,
            "coefficient_reason": self.coefficient_reason,
        }

    def _convert_base_prices(self, vals_list, currency):
        """Convert base prices from `currency`, at the rate of the request's day."""
        if not vals_list or currency == self.currency_id:
            return
        rate = currency._get_conversion_rate(
            currency,
            self.currency_id,
            self.company_id,
            self.calculation_id._get_request_date(),
        )
        digits = self.env["decimal.precision"].precision_get("Product Price")
        for vals in vals_list:
            vals["base_price"] = float_round(vals["base_price"] * rate, digits)
