from odoo import api, fields, models
from odoo.exceptions import UserError

from ...domain.workflows import WorkState
from ..common.concurrency import hold
from ..common.field_groups import ENGINEERING

KIND = "engineering_evidence_kind_id"
# What makes a file the evidence of a work.
PLACE = frozenset({KIND, "res_field", "res_id", "res_model", "type"})
CONTENT = frozenset({"datas", "db_datas", "raw", "store_fname"})


class IrAttachment(models.Model):
    """Documents and photos that prove a work: those that are marked with a kind.

    Whoever may write a work marks its files. A completion freezes what it found, and
    what comes after it stays as well.
    """

    _name = "ir.attachment"
    _inherit = "ir.attachment"

    engineering_evidence_kind_id = fields.Many2one(
        "engineering.evidence.kind",
        "Evidence",
        index="btree_not_null",
        copy=False,
        ondelete="restrict",
        groups=ENGINEERING,
        help="What the file shows of the work that it proves.",
    )

    @api.model
    def default_get(self, fields):
        # A context goes along to files of other records.
        return super().default_get([name for name in fields if name != KIND])

    @api.model_create_multi
    def create(self, vals_list):
        files = super().create(vals_list)
        if any(vals.get(KIND) for vals in vals_list):
            files._check_evidence()
            files._check_shows_something()
        return files

    def write(self, vals):
        result = super().write(vals)
        if not PLACE.isdisjoint(vals):
            self._check_evidence()
        if vals.get(KIND) or not CONTENT.isdisjoint(vals):
            self._check_shows_something()
        return result

    def _check_shows_something(self):
        """Let no empty file be evidence, nor one whose content is lost.

        The host sweeps what no row names yet while a file is being attached. From here
        on the row is there, and the sweep passes it by.
        """
        for file in self.sudo().filtered(KIND):
            name = file.store_fname
            if not file.file_size or (name and not file._file_read(name, 1)):
                raise UserError(
                    self.env._(
                        "“%(file)s” is empty, and proves nothing. Choose the file"
                        " again.",
                        file=file.name,
                    )
                )

    def _check_evidence(self):
        """Let files alone be evidence, and of works alone that are being done."""
        marked = self.sudo().filtered(KIND)
        for file in marked:
            if (
                file.res_model != "project.task"
                or not file.res_id
                or file.res_field
                or file.type != "binary"
            ):
                raise UserError(
                    self.env._(
                        "“%(file)s” is no file of a work, and can't prove one. Attach"
                        " it to the work first.",
                        file=file.name,
                    )
                )
        works = self.env["project.task"].browse(marked.mapped("res_id")).sudo()
        hold(works)
        works._check_takes_evidence()
        completed = works.filtered(
            lambda work: work.engineering_state == WorkState.COMPLETED
        )
        marked.filtered(lambda file: file.res_id in completed.ids)._freeze()

    def _get_frozen_refusal(self):
        if not self.sudo()[KIND]:
            return super()._get_frozen_refusal()
        return self.env._(
            "“%(file)s” proves the work “%(work)s”, which was completed with it: it"
            " can't be changed, moved or deleted. Add another file beside it.",
            file=self.name,
            work=self.env["project.task"].browse(self.res_id).sudo().display_name,
        )
