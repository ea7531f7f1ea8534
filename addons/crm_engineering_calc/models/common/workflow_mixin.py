from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.translate import LazyGettext, get_translation

from ...domain.workflow import Role, Workflow
from ...domain.workflow_errors import ForbiddenEvent, IllegalEvent
from .concurrency import hold, serialize


class EngineeringWorkflowMixin(models.AbstractModel):
    """A record whose state moves only by the events of its machine.

    The model gives its workflow in `_get_workflow`, names its field in
    `_workflow_field`, and in `_events_field` a Json field with what the user may do,
    which `_compute_possible_events` computes, for views to ask. Where they ask what is
    open, a Boolean field in `_open_field` has `_compute_is_open` and `_search_is_open`.
    What an event asks for, writes, and leads to stands in `_check_event`,
    `_prepare_event_values` and `_after_event`.
    """

    _name = "engineering.workflow.mixin"
    _inherit = ["engineering.own.fields.mixin"]
    _description = "Workflow driven by events"

    _workflow_field = "state"
    _events_field = "possible_events"
    _open_field = "is_open"

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

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | {self._workflow_field}

    # === WHAT IS OPEN ===

    @api.depends(lambda self: [self._workflow_field])
    def _compute_is_open(self):
        for record in self:
            record[self._open_field] = record._is_open()

    def _search_is_open(self, operator, value):
        """Find the records whose state says that somebody has something to do."""
        if operator != "in":
            return NotImplemented
        return [(self._workflow_field, "in", list(self._get_workflow().open_states))]

    def _is_open(self):
        return self[self._workflow_field] in self._get_workflow().open_states

    # === EVENTS ===

    def _send_event(self, event, **details):
        """Move all records by `event`, or none, and do what follows of it.

        The machine's `who` decides about the right to do it, so that the write
        itself is done as superuser: a manager who answers a question may not
        otherwise write the engineer's card.

        :param details: what is said with the event, such as `reason`
        :raises UserError: the event is not possible in a record's state, or a guard
            finds something missing
        :raises AccessError: the user has none of the roles that may send it
        """
        if not self:
            return True
        self.check_access("read")
        self._hold_for_event()
        moves = self.grouped(
            lambda record: (
                record[record._workflow_field],
                record._get_next_state(event),
            )
        )
        self._check_event(event, details)
        for (_source, target), records in moves.items():
            values = records._prepare_event_values(event, target, details)
            values[self._workflow_field] = target
            records.sudo()._as_machine().write(values)
        self._after_event(event, details)
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
            return self._get_workflow().fire(
                state, event, self._get_workflow_roles(), self._get_state_before()
            )
        except IllegalEvent as error:
            raise UserError(self._get_illegal_event_message(error)) from error
        except ForbiddenEvent as error:
            raise AccessError(self._get_forbidden_event_message(error)) from error

    def _get_state_before(self):
        """Return where an event that leads back leads to. To be extended."""

    def _check_event(self, event, details):
        """Refuse an event that lacks something. To be extended.

        :raises UserError: says what is missing
        """
        needed = self._get_workflow().get_event(event).needs
        said = (details.get(name) for name in needed)
        if all(text.strip() if isinstance(text, str) else text for text in said):
            return
        raise UserError(
            self.env._(
                "“%(event)s” needs some words: open %(record)s and use its button.",
                event=self._get_event_label(event),
                record=self[:1].display_name,
            )
        )

    def _prepare_event_values(self, event, target, details):
        """Return what an event writes besides the state. To be extended."""
        return {}

    def _after_event(self, event, details):
        """Tell who must know, and let others follow. To be extended."""

    # === WHAT IS POSSIBLE ===

    @api.depends(lambda self: self._get_role_fields())
    @api.depends_context("uid")
    def _compute_possible_events(self):
        possible = self.grouped(lambda record: tuple(record._get_possible_events()))
        for events, records in possible.items():
            records[self._events_field] = list(events)

    def _get_possible_events(self):
        """Return the names of the events that the user may send now."""
        self.ensure_one()
        state = self[self._workflow_field]
        if not state:
            return []
        roles, before = self._get_workflow_roles(), self._get_state_before()
        return list(self._get_workflow().possible(state, roles, before))

    @api.model
    def _get_role_fields(self):
        """Return the names of the fields that tell what is possible, and to whom."""
        return [self._workflow_field]

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
        return self.env._(
            "“%(event)s” is not possible: %(record)s is in the state “%(state)s”."
            " Possible now: %(possible)s.",
            event=self._get_event_label(error.event),
            record=self.display_name,
            state=self._get_state_label(error.state),
            possible=self._format_events(error.possible),
        )

    def _format_events(self, names):
        """Return the user's words for events, in a sentence."""
        words = [
            self.env._("“%(event)s”", event=self._get_event_label(name))
            for name in names
        ]
        return ", ".join(words) or self.env._("nothing")

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
            Role.APPROVER: self.env._("who approves for the direction"),
            Role.HEAD_OF_SALES: self.env._("the head of the sales, or of its team"),
        }
