from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ...domain.workflow import Role
from ...domain.workflows import ACT, ActEvent

_lt = LazyTranslate(__name__)


class EngineeringActEventsMixin(models.AbstractModel):
    """An act moves by its events: it is sent, signed or cancelled."""

    _name = "engineering.act.events.mixin"
    _inherit = ["engineering.act.signature.mixin"]
    _description = "Events of an act"

    # === CRUD ===

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            self.sudo().line_ids.order_line_id._update_qty_delivered()
        return result

    # === WORKFLOW ===

    @api.model
    def _get_workflow(self):
        return ACT

    def _get_workflow_content(self):
        return [self.line_ids]

    def _get_workflow_roles(self):
        roles = super()._get_workflow_roles()
        if self.lead_id and self.lead_id._is_managed_by_user():
            roles.add(Role.MANAGER)
        return roles

    @api.model
    def _get_role_fields(self):
        return [*super()._get_role_fields(), "lead_id"]

    def _after_event(self, event, details):
        result = super()._after_event(event, details)
        if event == ActEvent.SIGN:
            self._after_sign()
        return result

    def _check_complete(self):
        """Refuse to send an act that lists nothing.

        :raises UserError: says which
        """
        self._follow_orders()
        self.sudo().order_ids._let_acts_follow()
        # What is issued keeps what it has.
        self.line_ids._recompute_recordset()
        self._recompute_recordset()
        for act in self:
            if not act.line_ids:
                raise UserError(
                    self.env._(
                        "Act %(act)s has no works. Add them.",
                        act=act.display_name,
                    )
                )

    # === SIGN ===

    def action_sign(self):
        """Ask who signed, when, and for the scan.

        :return: the action that opens the dialog
        """
        return self._open_dialog("engineering.act.sign", self.env._("Mark as Signed"))

    def _after_sign(self):
        """What the act lists is delivered, and the deal may close."""
        for act in self:
            act.lead_id._notify_deal(
                _lt(
                    "Act %(link)s is signed by %(name)s",
                    link=act,
                    name=act.signed_by,
                ),
                inbox=True,
                author=act._get_signatory(),
            )
        self.lead_id._update_engineering_state()
