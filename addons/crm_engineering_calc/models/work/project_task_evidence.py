from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ...domain.workflows import WorkEvent, WorkState
from ..common.client_ids import are_ids, is_id
from ..common.field_groups import ENGINEERING
from ..common.reader_texts import counts_text

_lt = LazyTranslate(__name__)

# More photos than that push the rest of a deal's story out of sight.
MOST_SHOWN = 6


class ProjectTask(models.Model):
    """Documents and photos that prove a work."""

    _name = "project.task"
    _inherit = "project.task"

    engineering_evidence_count = fields.Integer(
        "Documents", compute="_compute_evidence_count", groups=ENGINEERING
    )

    def _compute_evidence_count(self):
        evidence = self._get_evidence()
        for task in self:
            task.engineering_evidence_count = len(evidence[task])

    # === WHAT PROVES A WORK ===

    @api.model
    def _get_evidence_domain(self):
        """Return which files prove works."""
        return Domain("res_model", "=", "project.task") & Domain(
            "engineering_evidence_kind_id", "!=", False
        )

    def _get_evidence(self):
        """Return {task: the files that prove it, in the order they came}.

        Whoever may read a work may read them.
        """
        files = self.env["ir.attachment"].sudo()
        works = self.sudo().filtered("engineering_state")
        found = files.search(
            self._get_evidence_domain() & Domain("res_id", "in", works.ids),
            order="id",
        ).grouped("res_id")
        return {task: found.get(task.id, files).sudo(self.env.su) for task in self}

    def _takes_evidence(self):
        """Return whether files may prove the work now: it is accepted, or completed."""
        self.ensure_one()
        state = self.engineering_state
        done = self._get_workflow().get_event(WorkEvent.COMPLETE)
        return state in done.sources or state == WorkState.COMPLETED

    def _check_takes_evidence(self):
        self._check_are_works()
        for task in self:
            if not task._takes_evidence():
                raise UserError(
                    self.env._(
                        "“%(work)s” is “%(state)s”: accept the work before you add"
                        " what proves it.",
                        work=task.display_name,
                        state=task._get_state_label(task.engineering_state),
                    )
                )

    # === ADD ===

    def action_add_evidence(self):
        """Ask for files, and for their kind.

        :return: the action that opens the dialog
        :raises UserError: the work is not accepted
        """
        self._check_takes_evidence()
        return self._open_dialog(
            "engineering.evidence.add", self.env._("Add Photos and Documents")
        )

    def add_evidence(self, file_ids, kind_id):
        """Let files prove the work: those just uploaded, or attached to it already.

        :param file_ids: ids of attachments
        :param kind_id: id of an `engineering.evidence.kind`
        :return: True
        :raises UserError: there is no file, one is another record's or frozen, or the
            work is not accepted
        :raises AccessError: the user may not write the work, or a file
        """
        self.ensure_one()
        self.check_access("write")
        files = self.env["ir.attachment"]
        kind = self.env["engineering.evidence.kind"]
        if are_ids(file_ids) and is_id(kind_id):
            files = files.browse(file_ids).exists()
            kind = kind.browse(kind_id).exists()
        if not files or not kind:
            raise UserError(
                self.env._(
                    "Choose photos or documents that prove “%(work)s”, and say what"
                    " they show.",
                    work=self.display_name,
                )
            )
        own = {"res_model": self._name, "res_id": self.id}
        files.check_access("write")
        for file in files:
            if file.res_id and (file.res_model, file.res_id) != (*own.values(),):
                raise UserError(
                    self.env._(
                        "“%(file)s” belongs to another record. Attach a copy of it to"
                        " “%(work)s”.",
                        file=file.name,
                        work=self.display_name,
                    )
                )
        return files.write({**own, "engineering_evidence_kind_id": kind.id})

    # === WHAT IS DEMANDED ===

    # Who does a work may not see all of its direction, hence superuser below.
    def _get_evidence_demands(self):
        """Return the demanded kinds with their numbers."""
        self.ensure_one()
        return self.sudo().engineering_direction_id.evidence_ids

    def _get_evidence_number(self):
        """Return how many files of whatever kind prove the work."""
        direction = self.sudo().engineering_direction_id
        of_kinds = sum(self._get_evidence_demands().mapped("count"))
        return max(direction.evidence_required, of_kinds)

    # === COMPLETE ===

    def _get_workflow_content(self):
        files = self.env["ir.attachment"].union(*self._get_evidence().values())
        return [*super()._get_workflow_content(), files]

    def _get_missing_to_complete(self):
        texts = super()._get_missing_to_complete()
        evidence = self.sudo()._get_evidence()[self]
        counts = Counter(file.engineering_evidence_kind_id for file in evidence)
        short = 0
        for demand in self._get_evidence_demands():
            kind, count = demand.kind_id, counts[demand.kind_id]
            if missing := max(demand.count - count, 0):
                short += missing
                texts.append(
                    self.env._(
                        "%(kind)s: %(count)s of %(required)s. Press “Add” beside it,"
                        " and add %(missing)s more.",
                        kind=kind.display_name,
                        count=count,
                        required=demand.count,
                        missing=missing,
                    )
                )
        number, count = self._get_evidence_number(), len(evidence) + short
        if count < number:
            texts.append(
                self.env._(
                    "Documents or photos of any kind: %(count)s of %(required)s."
                    " Press a button under “Photos and documents”, and add"
                    " %(missing)s more.",
                    count=count,
                    required=number,
                    missing=number - count,
                )
            )
        return texts

    def _after_event(self, event, details):
        result = super()._after_event(event, details)
        if event == WorkEvent.COMPLETE:
            # Other people's files, too, are what the completion was accepted with.
            for files in self.sudo()._get_evidence().values():
                files._freeze()
        return result

    def _get_completion_texts(self):
        texts = super()._get_completion_texts()
        evidence = self._get_evidence()[self]
        if evidence:
            counts = Counter(file.engineering_evidence_kind_id for file in evidence)
            texts.append(
                _lt("Photos and documents: %(kinds)s", kinds=counts_text(counts))
            )
        return texts

    def _get_completion_files(self):
        """Show the first ones: the counter of the deal leads to all."""
        shown = self._get_evidence()[self][:MOST_SHOWN]
        return super()._get_completion_files() | shown

    # === GALLERY ===

    def action_view_evidence(self):
        """Return the action that shows what proves the works."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_engineering_calc.engineering_evidence_action"
        )
        domain = self._get_evidence_domain() & Domain("res_id", "in", self.ids)
        return {**action, "domain": list(domain)}

    # === DELETE ===

    @api.ondelete(at_uninstall=False)
    def _unlink_except_proven(self):
        for task, files in self.sudo()._get_evidence().items():
            if any(files.mapped("engineering_frozen")):
                raise UserError(
                    self.env._(
                        "“%(work)s” was completed with documents that prove it, and"
                        " stays with them. Archive it.",
                        work=task.display_name,
                    )
                )
