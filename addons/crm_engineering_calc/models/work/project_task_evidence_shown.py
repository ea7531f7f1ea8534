from collections import defaultdict

from odoo import api, models

from ...domain.workflows import WorkState
from ..common.field_groups import ENGINEERING
from ..common.shown_json import ShownJson


class ProjectTask(models.Model):
    """What is shown on a work of its documents and photos, and of those to come."""

    _name = "project.task"
    _inherit = "project.task"

    engineering_evidence = ShownJson(
        "Photos and Documents",
        compute="_compute_engineering_evidence",
        groups=ENGINEERING,
        export_string_translation=False,
    )

    @api.depends("engineering_state", "engineering_direction_id")
    @api.depends_context("lang", "uid")
    def _compute_engineering_evidence(self):
        kinds = self.env["engineering.evidence.kind"].search([("active", "=", True)])
        evidence = self._get_evidence()
        writable = self._filtered_access("write")
        for task in self:
            task.engineering_evidence = task.engineering_state and {
                "may_add": task in writable and task._takes_evidence(),
                "note": task._get_evidence_note(task in writable),
                "required": task._get_evidence_number(),
                "count": len(evidence[task]),
                "kinds": task._prepare_shown_evidence(kinds, evidence[task].sudo()),
            }

    def _get_evidence_note(self, is_writable):
        """Return who adds files and when, where the user can't just add them."""
        self.ensure_one()
        if not self._is_open() and self.engineering_state != WorkState.COMPLETED:
            return ""
        if not is_writable:
            who = ", ".join(self.sudo().user_ids.mapped("name"))
            return self.env._(
                "Added by who does the work: %(who)s.",
                who=who or self.sudo().engineering_team_id.name,
            )
        if self.engineering_state == WorkState.COMPLETED:
            return self.env._(
                "The work is completed: more can be added, and all of it stays."
            )
        if not self._takes_evidence():
            return self.env._("Added after the work is accepted.")
        return ""

    def _prepare_shown_evidence(self, kinds, evidence):
        """Return kinds with their files, the demanded ones first. To be extended.

        :return: a list of {"id", "name", "is_photo", "required", "files"}; files are
            {"id", "name", "mimetype", "frozen"}
        """
        demands = self._get_evidence_demands()
        required = {demand.kind_id.id: demand.count for demand in demands}
        files = defaultdict(list)
        for file in evidence:
            files[file.engineering_evidence_kind_id.id].append(
                {
                    "id": file.id,
                    "name": file.name,
                    "mimetype": file.mimetype or "",
                    "frozen": file.engineering_frozen,
                }
            )
        # Archived kinds that are asked for, or that files have, are shown all the same.
        demanded = demands.kind_id.with_env(self.env)
        used = evidence.engineering_evidence_kind_id.with_env(self.env)
        return [
            {
                "id": kind.id,
                "name": kind.display_name,
                "is_photo": kind.is_photo,
                "required": required.get(kind.id, 0),
                "files": files[kind.id],
            }
            for kind in demanded | used | kinds
        ]
