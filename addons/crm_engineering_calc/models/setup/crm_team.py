from odoo import fields, models
from odoo.fields import Command, Domain

from ...domain.progress import DealState
from ..common.concurrency import serialize
from ..common.field_groups import ADMINISTRATOR


class CrmTeam(models.Model):
    _inherit = "crm.team"

    engineering_stage_ids = fields.Many2many(
        "crm.stage",
        string="Columns of Engineering",
        compute="_compute_engineering_stage_ids",
        groups=ADMINISTRATOR,
        help="Where deals of this sales team go by themselves while they are calculated"
        " and worked on.",
    )

    def _compute_engineering_stage_ids(self):
        for team in self:
            team.engineering_stage_ids = team._get_pipeline().filtered(
                lambda stage: stage.engineering_state and not stage.is_won
            )

    def action_add_engineering_columns(self):
        """Give the pipelines of these sales teams the columns of engineering.

        A pipeline that has some is left as it is: what was deleted stays deleted.

        :return: True
        :raises AccessError: a sales team is another company's
        """
        self.check_access("read")
        serialize(self)
        self.invalidate_recordset(["engineering_stage_ids"])
        for team in self:
            if not team.engineering_stage_ids:
                team._add_engineering_columns(team._get_pipeline())
        self.invalidate_recordset(["engineering_stage_ids"])
        return True

    def _get_pipeline(self):
        """Return the columns that deals of the sales team pass, in their order."""
        return self.env["crm.stage"].search(
            Domain("team_ids", "=", False) | Domain("team_ids", "in", self.ids)
        )

    def _add_engineering_columns(self, pipeline):
        """Join the columns of other sales teams, or make the first ones."""
        columns = pipeline._get_columns_of_teams()
        if columns:
            columns.team_ids = [Command.link(self.id)]
        else:
            pipeline._create_engineering_columns(self)
        won = pipeline.filtered("is_won")
        if won and DealState.CLOSED not in won.mapped("engineering_state"):
            won[0].engineering_state = DealState.CLOSED.value
