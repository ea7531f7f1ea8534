from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.translate import LazyGettext, get_translation

from ..domain.workflow import ForbiddenEvent, IllegalEvent, Role, Workflow
from .concurrency import hold, serialize
from .own_fields_mixin import is_moved_by_machine


def check_not_by_hand(records, vals, names):
    """Refuse to users what only events, prices and programs of the addon write.

    The host's `readonly` is the form's alone.
    """
    written = names.intersection(vals)
    if not written or records.env.su or is_moved_by_machine(records.env):
        return
    labels = [
        records._fields[name]._description_string(records.env)
        for name in sorted(written)
    ]
    raise AccessError(
        records.env._(
            "“%(fields)s” can't be written by hand: the buttons of the card and its"
            " prices set it.",
            fields=", ".join(labels),
        )
    )


class EngineeringWorkflowMixin(models.AbstractModel):
    """A record whose state moves only by the events of its machine.

    The model gives its workflow in `_get_workflow` and names its field in
    `_workflow_field`.
    """

    _name = "engineering.workflow.mixin"
    _inherit = ["engineering.own.fields.mixin"]
    _description = "Workflow driven by events"

    _workflow_field = "state"

    @api.model
    def _get_workflow(self):
        """Return the `Workflow` of the records; an addon adds to that of `super()`."""
        return Workflow()

    @api.model
    def _get_state_selection(self):
        """Return the states and their labels as a Selection field has them."""
        return [
            (state.name, self._get_workflow_label(state))
            for state in self._get_workflow().states
        ]

    @api.model
    def _get_workflow_label(self, part):
        """Return the user's word for a state or an event."""
        lang = self.env.lang or "en_US"
        if isinstance(part.label, LazyGettext):
            return part.label._translate(lang)
        return get_translation("crm_engineering_calc", lang, part.label, ())

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        if is_moved_by_machine(self.env):
            return super().create(vals_list)
        for vals in vals_list:
            self._check_state_not_written(vals)
        model = self._without_default_state()
        return super(EngineeringWorkflowMixin, model).create(vals_list)

    def _without_default_state(self):
        """Return the model without a state that the context would start with."""
        default_state = f"default_{self._workflow_field}"
        if default_state not in self.env.context:
            return self
        context = dict(self.env.context)
        del context[default_state]
        return self.with_context(context)  # pylint: disable=context-overridden

    def write(self, vals):
        if not is_moved_by_machine(self.env):
            self._check_state_not_written(vals)
        return super().write(vals)

    def _check_state_not_written(self, vals):
        if self._workflow_field in vals:
            raise AccessError(
                self.env._(
                    "The state of %(records)s can't be written: it moves only by the"
                    " buttons of its card.",
                    records=", ".join(self.mapped("display_name"))
                    or self.env["ir.model"]._get(self._name).name,
                )
            )

    # === EVENTS ===

    def _send_event(self, event, values=None):
        """Move all records by `event`, or none, and write `values` with it.

        The machine's `who` decides about the right to do it, so that the write
        itself is done as superuser: a manager who answers a question may not
        otherwise write the engineer's card.

        :raises UserError: the event is not possible in a record's state
        :raises AccessError: the user has none of the roles that may send it
        """
        self.check_access("read")
        self._hold_for_event()
        by_target = {}
        for record in self:
            target = record._get_next_state(event)
            by_target[target] = by_target.get(target, self.browse()) | record
        for target, records in by_target.items():
            records.sudo()._as_machine().write(
                {
                    **records._prepare_event_values(event, target),
                    **(values or {}),
                    self._workflow_field: target,
                }
            )
        return True

    def _hold_for_event(self):
        """Let nobody else move the records, nor write what the event decides about."""
        serialize(self)
        for content in self.sudo()._get_workflow_content():
            hold(content)

    def _get_workflow_content(self):
        """Return the records that belong to these, by model. To be extended."""
        return []

    def _get_next_state(self, event):
        self.ensure_one()
        state = self[self._workflow_field]
        try:
            return self._get_workflow().fire(state, event, self._get_workflow_roles())
        except IllegalEvent as error:
            raise UserError(self._get_illegal_event_message(error)) from error
        except ForbiddenEvent as error:
            raise AccessError(self._get_forbidden_event_message(error)) from error

    def _prepare_event_values(self, event, target):
        """Return what an event writes besides the state. To be extended."""
        return {}

    def _get_workflow_roles(self):
        """Return the set of roles that the user has on this record."""
        self.ensure_one()
        return set(self._get_workflow().roles) if self.env.su else set()

    def _get_event_label(self, event):
        """Return the user's word for an event, by its name."""
        return self._get_workflow_label(self._get_workflow().get_event(event))

    def _has_role_for(self, event):
        """Return whether the user may send `event`, in the states that have it."""
        self.ensure_one()
        allowed = self._get_workflow().get_event(event).roles
        return not allowed.isdisjoint(self._get_workflow_roles())

    def _get_illegal_event_message(self, error):
        possible = ", ".join(
            self.env._("“%(event)s”", event=self._get_event_label(name))
            for name in error.possible
        )
        return self.env._(
            "“%(event)s” is not possible: %(record)s is in the state “%(state)s”."
            " Possible now: %(possible)s.",
            event=self._get_event_label(error.event),
            record=self.display_name,
            state=self._get_state_label(error.state),
            possible=possible or self.env._("nothing"),
        )

    def _get_forbidden_event_message(self, error):
        roles = self._get_role_labels()
        return self.env._(
            "You may not do “%(event)s” with %(record)s. It is done by: %(roles)s.",
            event=self._get_event_label(error.event),
            record=self.display_name,
            roles=", ".join(sorted(roles.get(role, role) for role in error.allowed)),
        )

    def _get_state_label(self, state):
        return self._get_workflow_label(self._get_workflow().get_state(state))

    def _get_role_labels(self):
        """Return the user's word for each role. To be extended."""
        return {
            Role.MANAGER: self.env._("the manager of the deal"),
            Role.ENGINEER: self.env._("an engineer of the team"),
            Role.LEADER: self.env._("the team leader"),
            Role.CUSTOMER: self.env._("the customer"),
            Role.SYSTEM: self.env._("the workflow itself"),
        }
