from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ..common.rows import filter_given

_lt = LazyTranslate(__name__)


class EngineeringVariantCorrectionMixin(models.AbstractModel):
    """Prices of a variant that are corrected together, or were in a revision."""

    _name = "engineering.variant.correction.mixin"
    _inherit = ["engineering.offer.mixin"]
    _description = "Corrections of a variant"

    carried_count = fields.Integer(
        "Corrections to Confirm", compute="_compute_carried_count"
    )

    # === COMPUTE ===

    @api.depends("line_ids.carried_line_id")
    def _compute_carried_count(self):
        for variant in self:
            variant.carried_count = len(
                filter_given(variant.line_ids, "carried_line_id")
            )

    # === CORRECT ===

    def action_correct_prices(self):
        """Open the dialog that corrects prices of the variant together.

        :return: the action that opens it
        :raises UserError: the calculation is not completed
        :raises AccessError: the deal is another manager's
        """
        self.ensure_one()
        self.line_ids._check_can_correct()
        action = self._open_dialog(
            "engineering.correction", self.env._("Correct Prices")
        )
        action["context"]["dialog_size"] = "extra-large"
        return action

    # === CORRECTIONS OF THE EARLIER REVISION ===

    def action_confirm_corrections(self):
        """Correct the prices by as much as in the earlier revision.

        :return: True
        :raises UserError: a price is beyond the user's limit, or the calculation is
            not completed
        :raises AccessError: the deal is another manager's
        """
        for variant in self:
            lines = variant.line_ids.filtered("carried_line_id")
            for reason, alike in lines.grouped(
                lambda line: line.sudo().carried_line_id.correction_reason
            ).items():
                alike._correct(
                    {line: line.carried_price for line in alike},
                    {"correction_reason": reason, "carried_line_id": False},
                )
        return True

    def action_drop_corrections(self):
        """Let the engineer's prices stand, and tell the deal which corrections went.

        :return: True
        :raises UserError: the calculation is not completed
        :raises AccessError: the deal is another manager's
        """
        lines = self.line_ids.filtered("carried_line_id")
        lines._check_can_correct()
        for lead, dropped in lines.grouped(
            lambda line: line.variant_id.lead_id
        ).items():
            lead._notify_deal(
                _lt(
                    "Corrections of the earlier revision are dropped: %(lines)s",
                    lines=dropped._describe_carried,
                )
            )
        lines._as_machine().write({"carried_line_id": False})
        return True

    def _check_corrections_decided(self):
        """Refuse to go on while what the manager had corrected is forgotten.

        :raises UserError: names the variants
        """
        if undecided := self.filtered("carried_count"):
            raise UserError(
                self.env._(
                    "You had corrected prices of %(variants)s in the earlier revision:"
                    " confirm these corrections, or drop them, in the tab of services.",
                    variants=", ".join(
                        variant.with_context(show_direction=True).display_name
                        for variant in undecided
                    ),
                )
            )

    def _create_order(self):
        self._check_corrections_decided()
        return super()._create_order()
