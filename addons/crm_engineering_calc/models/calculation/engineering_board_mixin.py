from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.own_fields_mixin import is_moved_by_machine


class EngineeringBoardMixin(models.AbstractModel):
    """The columns of the engineer's board, and what dropping a card on one means."""

    _name = "engineering.board.mixin"
    _inherit = ["engineering.workflow.mixin", "mail.tracking.duration.mixin"]
    _description = "Columns of a board"
    _track_duration_field = "stage_id"

    stage_id = fields.Many2one(
        "engineering.stage",
        compute="_compute_stage_id",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        ondelete="restrict",
        copy=False,
        tracking=True,
        group_expand="_read_group_stage_ids",
    )

    # === COMPUTE ===

    @api.depends("state")
    def _compute_stage_id(self):
        for state, calculations in self.grouped("state").items():
            stage = self.env["engineering.stage"]._get_first_of_state(state)
            for calculation in calculations:
                if calculation.stage_id.state != state:
                    calculation.stage_id = stage

    @api.model
    def _read_group_stage_ids(self, stages, domain):
        return stages.search([])  # pylint: disable=no-search-all

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        cards = super().create(vals_list)
        cards._put_into_column()
        return cards

    def write(self, vals):
        if "stage_id" in vals and not is_moved_by_machine(self.env):
            vals = dict(vals)
            stage = self.env["engineering.stage"].browse(vals.pop("stage_id"))
            self._move_to_stage(stage)
        return super().write(vals) if vals else True

    def _put_into_column(self):
        """Bring new cards to the column of their state, whatever the client names."""
        for state, cards in self.grouped("state").items():
            astray = cards.filtered_domain([("stage_id.state", "!=", state)])
            stage = self.env["engineering.stage"]._get_first_of_state(state)
            if astray and stage:
                astray.sudo()._as_machine().write({"stage_id": stage.id})

    # === WORKFLOW ===

    def _prepare_event_values(self, event, target, details):
        values = super()._prepare_event_values(event, target, details)
        stage = self.env["engineering.stage"]._get_first_of_state(target)
        return {**values, "stage_id": stage.id}

    def _move_to_stage(self, stage):
        """Do what dropping the cards on `stage` means: one event, or none."""
        for calculation in self:
            if calculation.state == stage.state:
                calculation._check_can_edit()
            else:
                calculation._send_event_to(stage.state)
            if calculation.stage_id != stage:
                calculation.sudo()._as_machine().write({"stage_id": stage.id})

    def _send_event_to(self, state):
        events = self._get_workflow().events_between(
            self.state, state, self._get_state_before()
        )
        if len(events) != 1:
            raise UserError(
                self.env._(
                    "%(calculation)s can't go from “%(current)s” to “%(target)s”."
                    " Possible now: %(possible)s.",
                    calculation=self.display_name,
                    current=self._get_state_label(self.state),
                    target=self._get_state_label(state),
                    possible=self._format_events(self._get_possible_events()),
                )
            )
        self._send_event(events[0])
