from odoo import api, fields, models
from odoo.fields import Domain


class EngineeringEvidenceAdd(models.TransientModel):
    """Files that prove a work, new ones and those attached to it already."""

    _name = "engineering.evidence.add"
    _description = "Add Evidence to a Work"
    _inherit = ["engineering.dialog"]

    _target = "task_id"
    _target_operation = "write"

    task_id = fields.Many2one(
        "project.task", "Work", required=True, ondelete="cascade", readonly=True
    )
    kind_id = fields.Many2one(
        "engineering.evidence.kind",
        "What They Show",
        compute="_compute_kind_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    file_ids = fields.Many2many(
        "ir.attachment",
        "engineering_evidence_add_file_rel",
        string="Photos and Documents",
    )
    attached_ids = fields.Many2many(
        "ir.attachment",
        "engineering_evidence_add_attached_rel",
        string="Attached Already",
        domain=lambda self: self._get_attached_domain(),
    )
    has_attached = fields.Boolean(compute="_compute_has_attached")

    @api.model
    def _get_attached_domain(self):
        return [
            ("res_model", "=", "project.task"),
            ("res_field", "=", False),
            ("type", "=", "binary"),
            ("engineering_frozen", "=", False),
            ("engineering_evidence_kind_id", "=", False),
        ]

    @api.depends("task_id")
    def _compute_kind_id(self):
        kinds = self.env["engineering.evidence.kind"]
        for dialog in self:
            shown = dialog.task_id.engineering_evidence or {"kinds": []}
            missing = (
                kind["id"]
                for kind in shown["kinds"]
                if kind["required"] > len(kind["files"])
            )
            first = (kind["id"] for kind in shown["kinds"])
            dialog.kind_id = kinds.browse(next(missing, next(first, False)))

    @api.depends("task_id")
    def _compute_has_attached(self):
        attachments = self.env["ir.attachment"]
        for dialog in self:
            domain = Domain(self._get_attached_domain())
            domain &= Domain("res_id", "=", dialog.task_id.id)
            dialog.has_attached = bool(attachments.search(domain, limit=1))

    def action_confirm(self):
        """Let the files prove the work.

        :return: the action that ends the dialog
        :raises UserError: no file is chosen, one is another record's, or the work is
            not accepted
        :raises AccessError: the user may not write the work
        """
        self.ensure_one()
        files = self.file_ids | self.attached_ids
        self.task_id.add_evidence(files.ids, self.kind_id.id)
        return self._close()
