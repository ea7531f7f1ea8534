from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ...domain.signed_content import get_content_hash
from ...domain.workflows import WorkEvent
from ..common.client_ids import is_client_name
from ..common.field_groups import ENGINEERING
from ..common.signature_image import check_signature_image

_lt = LazyTranslate(__name__)


class ProjectTask(models.Model):
    """The customer confirms on the spot that a work is done.

    It is no act: what is accepted and paid is signed there. What was signed is kept
    with the name, the hour and who had the phone, also when the work is returned.
    """

    _name = "project.task"
    _inherit = "project.task"

    engineering_signature_id = fields.Many2one(
        "engineering.signature",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups=fields.NO_ACCESS,
    )
    engineering_signature = fields.Binary(
        "Customer's Signature",
        related="engineering_signature_id.image",
        groups=ENGINEERING,
    )
    engineering_signed_by = fields.Char(
        "Signed By", related="engineering_signature_id.signed_by", groups=ENGINEERING
    )
    engineering_signed_on = fields.Datetime(
        "Signed On", related="engineering_signature_id.signed_on", groups=ENGINEERING
    )
    engineering_signature_user_id = fields.Many2one(
        "res.users",
        "Signature Taken By",
        related="engineering_signature_id.user_id",
        groups=ENGINEERING,
    )
    engineering_signature_required = fields.Boolean(
        related="engineering_direction_id.signature_required", groups=ENGINEERING
    )

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | {"engineering_signature_id"}

    # === WORKFLOW ===

    def action_sign_work(self):
        """Ask the customer to sign that the work is done.

        :return: the action that opens the dialog
        """
        return self._open_dialog(
            "engineering.work.sign", self.env._("Customer's Signature")
        )

    def _check_event(self, event, details):
        result = super()._check_event(event, details)
        if event == WorkEvent.SIGN:
            if not is_client_name(details.get("signed_by")):
                raise UserError(self.env._("Please write who signs, then sign."))
            check_signature_image(self.env, details.get("signature"))
        return result

    def _after_event(self, event, details):
        result = super()._after_event(event, details)
        if event == WorkEvent.SIGN:
            self._keep_work_signature(**details)
        if event == WorkEvent.RETURN:
            self._end_work_signature(details["reason"])
        return result

    def _get_missing_to_complete(self):
        texts = super()._get_missing_to_complete()
        signature = self.sudo().engineering_signature_id
        if not signature and self.engineering_signature_required:
            texts.append(
                self.env._(
                    "The customer has not signed. Hand him the phone, with the button"
                    " “Customer signs”."
                )
            )
        if signature and signature.content_hash != self._get_work_signed_hash():
            texts.append(
                self.env._(
                    "%(name)s has signed something else than what is done by now. Let"
                    " the customer sign again.",
                    name=signature.signed_by,
                )
            )
        return texts

    # === SIGNATURE ===

    # A signature is nobody's to write, hence superuser below.
    def _keep_work_signature(self, signed_by, signature):
        self._end_work_signature()
        for work in self.sudo():
            values = work._prepare_work_signature_values(signed_by.strip(), signature)
            signatures = self.env["engineering.signature"].sudo()
            kept = signatures._as_machine().create(values)
            work._as_machine().engineering_signature_id = kept
            work._notify_deal(
                lambda link, name=kept.signed_by: _lt(
                    "%(name)s has signed that work %(link)s is done",
                    name=name,
                    link=link,
                )
            )

    def _end_work_signature(self, reason=False):
        for work in self.sudo().filtered("engineering_signature_id"):
            work.engineering_signature_id._end(reason)
            work._as_machine().engineering_signature_id = False

    def _prepare_work_signature_values(self, signed_by, signature):
        content = self._get_work_signed_content()
        company = self.company_id or self.env.company
        return {
            "document_model": self._name,
            "document_id": self.id,
            "company_id": company.id,
            "signed_by": signed_by,
            "signed_on": fields.Datetime.now(),
            "zone": company.partner_id.tz or company.resource_calendar_id.tz or "UTC",
            "user_id": self.env.uid,
            "image": signature,
            "content": content,
            "words": {},
            "content_hash": get_content_hash(content),
        }

    def _get_work_signed_hash(self):
        return get_content_hash(self.sudo()._get_work_signed_content())

    def _get_work_signed_content(self):
        """Return what the customer confirms: facts, and the services that are done."""
        self.ensure_one()
        return {
            "facts": {"work": self.name},
            "lines": [
                line._get_signed_facts() for line in self.engineering_work_line_ids
            ],
        }
