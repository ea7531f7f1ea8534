from odoo import api, fields, models
from odoo.fields import Command

from ..domain.workflows import CalculationEvent
from ..models.common.selections import ERROR


class EngineeringCalculationComplete(models.TransientModel):
    """Shows what is suspicious, and takes a word of explanation."""

    _name = "engineering.calculation.complete"
    _description = "Complete a Calculation"
    _inherit = ["engineering.calculation.dialog"]

    _target_event = CalculationEvent.COMPLETE.value

    can_complete = fields.Boolean(compute="_compute_can_complete", compute_sudo=False)
    finding_ids = fields.One2many(
        "engineering.calculation.finding",
        "wizard_id",
        "Findings",
        compute="_compute_finding_ids",
        compute_sudo=False,
        store=True,
    )
    has_errors = fields.Boolean(compute="_compute_has_errors")
    explanation = fields.Text()

    @api.depends("calculation_id")
    def _compute_finding_ids(self):
        for wizard in self:
            wizard.finding_ids = [Command.clear()] + [
                Command.create(
                    {
                        "level": finding.level,
                        "text": finding.text,
                        "record": f"{finding.record._name},{finding.record.id}",
                    }
                )
                for finding in wizard.calculation_id._get_findings()
            ]

    @api.depends("finding_ids.level")
    def _compute_has_errors(self):
        for wizard in self:
            wizard.has_errors = ERROR in wizard.finding_ids.mapped("level")

    @api.depends("calculation_id")
    def _compute_can_complete(self):
        for wizard in self:
            possible = wizard.calculation_id.possible_events or []
            wizard.can_complete = self._target_event in possible

    def _prepare_details(self):
        return {**super()._prepare_details(), "explanation": self.explanation}
