from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain


class EngineeringCalculationRequest(models.TransientModel):
    _name = "engineering.calculation.request"
    _description = "Send for Calculation"
    _inherit = ["engineering.dialog"]

    _target = "lead_id"
    _target_operation = "write"

    lead_id = fields.Many2one("crm.lead", "Deal", required=True, ondelete="cascade")
    available_direction_ids = fields.Many2many(
        "engineering.direction", compute="_compute_available_direction_ids"
    )
    direction_ids = fields.Many2many(
        "engineering.direction",
        "engineering_calculation_request_direction_rel",
        "wizard_id",
        "direction_id",
        string="Directions",
        compute="_compute_direction_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
        domain="[('id', 'in', available_direction_ids)]",
        help="Each is a calculation of its own.",
    )
    line_ids = fields.One2many(
        "engineering.calculation.request.line",
        "wizard_id",
        "Requests",
        compute="_compute_line_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
    )

    absence_note = fields.Text(compute="_compute_absence_note")

    @api.model_create_multi
    def create(self, vals_list):
        """Take the directions from the lines that a program names."""
        return super().create(
            [
                {**self._prepare_directions(vals.get("line_ids")), **vals}
                for vals in vals_list
            ]
        )

    def _prepare_directions(self, commands):
        ids = [
            command[2].get("direction_id")
            for command in commands or ()
            if command[0] == Command.CREATE
        ]
        return {"direction_ids": [Command.set(ids)]} if ids else {}

    @api.depends("lead_id")
    def _compute_available_direction_ids(self):
        directions = self.env["engineering.direction"]
        for dialog in self:
            lead = dialog.lead_id
            company = lead.company_id or self.env.companies
            offered = directions.search(
                Domain(directions._check_company_domain(company))
            )
            dialog.available_direction_ids = offered - lead._get_directions_in_work()

    @api.depends("lead_id")
    def _compute_direction_ids(self):
        for dialog in self:
            own = dialog.lead_id.engineering_direction_id._origin
            dialog.direction_ids = own & dialog.available_direction_ids._origin

    @api.depends("direction_ids")
    def _compute_line_ids(self):
        """Add and remove lines with their directions; the others stay as they are."""
        for dialog in self:
            kept = {line.direction_id._origin: line for line in dialog.line_ids}
            dialog.line_ids = [Command.clear()] + [
                Command.create(
                    {
                        "direction_id": direction.id,
                        **(
                            kept[direction]._prepare_kept() if direction in kept else {}
                        ),
                    }
                )
                for direction in dialog.direction_ids._origin
            ]

    @api.depends("line_ids.engineer_id", "line_ids.team_id")
    def _compute_absence_note(self):
        for dialog in self:
            notes = [line._get_absence_note() for line in dialog.line_ids]
            dialog.absence_note = "\n".join(filter(None, notes))

    def action_confirm(self):
        """Send a request for each direction, or none.

        :raises UserError: there is none, or one can't be sent
        """
        self.ensure_one()
        self.line_ids.create(
            [
                {"wizard_id": self.id, "direction_id": direction.id}
                for direction in self.direction_ids - self.line_ids.direction_id
            ]
        )
        if not self.line_ids:
            raise UserError(
                self.env._(
                    "Choose the directions in which “%(deal)s” is to be calculated.",
                    deal=self.lead_id.name,
                )
            )
        if not self.lead_id.engineering_direction_id:
            self.lead_id.engineering_direction_id = self.line_ids[0].direction_id
        self.lead_id._request_calculations(
            [line._prepare_request_values() for line in self.line_ids]
        )
        return self._close()
