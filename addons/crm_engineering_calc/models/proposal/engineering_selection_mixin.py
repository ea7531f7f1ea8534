from odoo import fields, models
from odoo.exceptions import UserError

from ...domain.workflows import CalculationState
from ..common.concurrency import serialize


class EngineeringSelectionMixin(models.AbstractModel):
    """What of a calculation is offered to the customer, and what is recommended.

    Where anything is offered, one of it is recommended: the selected variant.
    """

    _name = "engineering.selection.mixin"
    _inherit = ["engineering.own.fields.mixin"]
    _description = "Selection of variants"

    _selected_unique = models.UniqueIndex(
        "(calculation_id) WHERE selected",
        "Only one variant of a calculation can be selected.",
    )
    _selected_offered = models.Constraint(
        "CHECK(offered OR NOT selected)",
        "The recommended variant is one of those that are offered.",
    )

    offered = fields.Boolean(
        readonly=True,
        copy=False,
        help="The customer may choose this variant of the calculation.",
    )
    selected = fields.Boolean(
        "Recommended",
        readonly=True,
        copy=False,
        help="The deal goes on with this variant of the calculation, unless the"
        " customer chooses another one.",
    )

    # === ACTIONS ===

    def action_offer(self):
        """Let the customer choose these variants too.

        The first one of a calculation is recommended until another is selected.

        :return: True
        :raises UserError: a calculation is not completed
        :raises AccessError: the deal is another manager's
        """
        self._check_can_select()
        serialize(self.calculation_id)
        self.sudo()._as_machine().write({"offered": True})
        self._recommend_offered()
        self.lead_id._update_engineering_state()
        return True

    def action_select(self):
        """Let the deal go on with this variant of its calculation: recommend it.

        :return: True
        :raises UserError: the calculation is not completed
        :raises AccessError: the deal is another manager's
        """
        self.ensure_one()
        self._check_can_select()
        self._select()
        self.lead_id._update_engineering_state()
        return True

    def action_leave_out(self):
        """Let the customer not choose these variants any more.

        A calculation of which nothing else is offered is in no proposal.

        :return: True
        :raises UserError: a calculation is not completed
        :raises AccessError: the deal is another manager's
        """
        self._check_can_select()
        serialize(self.calculation_id)
        self.sudo()._as_machine().write({"offered": False, "selected": False})
        self._recommend_offered()
        self.lead_id._update_engineering_state()
        return True

    def _check_can_select(self):
        self.lead_id._check_managed_by_user()
        for variant in self:
            if variant.state != CalculationState.COMPLETED:
                raise UserError(
                    self.env._(
                        "%(calculation)s is in the state “%(state)s”. Only a variant of"
                        " a completed calculation can be selected.",
                        calculation=variant.calculation_id.display_name,
                        state=variant.calculation_id._get_state_label(variant.state),
                    )
                )

    # === SELECTION ===

    def _select(self):
        """Select this variant, and no other of its calculation.

        Who may select a variant has no right to change it, hence superuser.
        """
        self.ensure_one()
        serialize(self.calculation_id)
        others = self.sudo().calculation_id.variant_ids.filtered("selected") - self
        others._as_machine().write({"selected": False})
        others.flush_recordset(["selected"])
        self.sudo()._as_machine().write({"selected": True, "offered": True})

    def _recommend_offered(self):
        """Recommend the first of what is offered, where nothing is recommended."""
        for calculation in self.sudo().calculation_id:
            offered = calculation.variant_ids.filtered("offered")
            if offered and not offered.filtered("selected"):
                offered[0]._select()

    def _get_offered(self):
        """Return what of the calculations of these variants is offered."""
        return self.calculation_id.variant_ids.filtered("offered")
