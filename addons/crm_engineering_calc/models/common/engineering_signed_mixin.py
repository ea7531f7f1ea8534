from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from ...domain.signed_content import get_content_hash
from .acting_user import get_acting_user
from .client_ids import is_client_name
from .signature_image import check_signature_image
from .signed_texts import get_texts

SIGNED_FIELDS = ("signature", "signed_by", "signed_on")


class EngineeringSignedMixin(models.AbstractModel):
    """A document that its customer signs: what was signed is kept beside it.

    The model has the fields `signature`, `signed_by` and `signed_on`, says in
    `_get_signed_facts` and `_get_signed_lines` what a signer reads, and calls
    `_keep_signature` when it is signed. A signature stands while the document says what
    it said then; what is `Told` of others may be called otherwise by now.
    """

    _name = "engineering.signed.mixin"
    _inherit = ["engineering.signed.paper.mixin"]
    _description = "Document that its customer signs"

    engineering_signed_hash = fields.Char(
        "Hash of What Was Signed",
        related="engineering_signature_id.content_hash",
        groups="base.group_user",
    )

    # === WHAT IS SIGNED ===

    def _get_signed_content(self, words=None):
        """Return what the document says, as a dictionary of texts.

        It is read in the language in which it was signed, or would be.

        :param words: what is told of other records, to which new ones are added; none:
            as it was told when the document was signed, whatever they are called now
        """
        self.ensure_one()
        document = self.sudo()
        signature = document.engineering_signature_id
        signed = signature.content or {}
        language = signed.get("language") or document._get_paper_lang()
        document = document.with_context(lang=language)
        content = {
            "language": language,
            "facts": document._get_signed_facts(),
            "lines": document._get_signed_lines(),
        }
        known = {**(signature.words or {})} if words is None else words
        return get_texts(content, known)

    def _get_signed_facts(self):
        """Return what the document says besides its lines. To be extended.

        :return: {key: text, or what is `Told` of records that are no part of the
            document}; `_get_signed_labels` names the keys
        """
        return {}

    def _get_signed_lines(self):
        """Return what the lines say, in their order. To be extended.

        :return: a list of dictionaries like the facts; `name` tells them apart
        """
        return []

    # === WHETHER IT STANDS ===

    def _has_valid_signature(self):
        """Return whether the document is signed, and sells what it sold then.

        A party, a tax or a unit that was renamed meanwhile changes nothing of it.
        """
        return self._is_signed_content()

    def _reads_as_signed(self):
        """Return whether a paper that is made now would say what was signed.

        Where a party was renamed it would not, valid as the signature is.
        """
        return self._is_signed_content(words={})

    def _is_signed_content(self, words=None):
        self.ensure_one()
        signature = self.sudo().engineering_signature_id
        return bool(signature) and signature.content_hash == get_content_hash(
            self._get_signed_content(words)
        )

    def _get_shown_signature(self):
        """Return the image that a paper or page may show; none over other words."""
        self.ensure_one()
        return self._reads_as_signed() and self.sudo().engineering_signature_id.image

    def _get_signed_on_text(self):
        """Return day and hour of the signature, the same for whoever prints it."""
        self.ensure_one()
        zone = self.sudo().engineering_signature_id.zone or self._get_signature_zone()
        return format_datetime(self.env, self.signed_on, zone, "short")

    def _get_signature_zone(self):
        """Return on whose clock the hour of a signature is told: the company's."""
        company = self.sudo().company_id
        return (
            company.partner_id.tz
            or self.user_id.sudo().tz
            or company.resource_calendar_id.tz
            or "UTC"
        )

    def _get_paper_signatures(self):
        """Return them with the customer's own, if it stands for what is printed."""
        places = super()._get_paper_signatures()
        if self._reads_as_signed():
            signed = f"{self.signed_by}, {self._as_paper()._get_signed_on_text()}"
            image = self.sudo().engineering_signature_id.image
            for place in places:
                if place["name"] == "customer":
                    place.update(signed=signed, image=image)
        return places

    def _get_paper_signatory(self, partner):
        """Return it; where nobody else is named, the manager signs for the company."""
        signatory = super()._get_paper_signatory(partner)
        if partner == self._get_paper_company().partner_id:
            signatory["signatory"] = signatory["signatory"] or self.user_id.name or ""
        return signatory

    # === SIGN ===

    def _check_signature(self, signed_by, signature=None):
        """Refuse a name of blanks, and an image in which nothing is seen.

        :raises UserError: says what to do
        """
        if not is_client_name(signed_by):
            raise UserError(self.env._("Please write your name, then sign."))
        if signature is not None:
            check_signature_image(self.env, signature)

    def _get_signatory(self):
        """Return the customer as whom the user signs: himself, or whom a link was sent.

        :return: a partner; none for who works for the company
        """
        user = get_acting_user(self.env)
        if user._is_internal():
            return self.env["res.partner"]
        return self.partner_id if user._is_public() else user.partner_id

    def _track_customer(self):
        """Let the feed name the customer where he is who changes a document."""
        for document in self:
            if signatory := document._get_signatory():
                document._track_set_author(signatory)

    def _keep_signature(self):
        """Keep under what documents are signed now, by whom, and when."""
        for document in self.sudo():
            values = document._prepare_signature_values()
            signature = self.env["engineering.signature"].sudo()
            signature = signature._as_machine().create(values)
            document._as_machine().engineering_signature_id = signature
            document._get_signature_files()._freeze()

    def _prepare_signature_values(self):
        words = {}
        content = self._get_signed_content(words)
        return {
            "document_model": self._name,
            "document_id": self.id,
            "company_id": self.company_id.id,
            "signed_by": self.signed_by,
            "signed_on": self.signed_on,
            "zone": self._get_signature_zone(),
            "partner_id": self._get_signatory().id,
            "user_id": get_acting_user(self.env).id,
            "image": self.signature,
            "content": content,
            "words": words,
            "content_hash": get_content_hash(content),
        }

    def _get_signature_files(self):
        """Return the files that hold the images of signatures."""
        return self.env["ir.attachment"].search(
            [
                ("res_model", "=", self._name),
                ("res_field", "=", "signature"),
                ("res_id", "in", self.ids),
            ]
        )

    def _end_signature(self, reason=False):
        """Let the signature stand no longer: the document is open to a new one."""
        for document in self.sudo():
            document.engineering_signature_id._end(reason)
            document._as_machine().write(document._prepare_unsigned_values())

    def _prepare_unsigned_values(self):
        return {
            **dict.fromkeys(SIGNED_FIELDS, False),
            "engineering_signature_id": False,
        }

    # === DELETE ===

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        for document in self.sudo():
            if document.engineering_signature_id:
                raise UserError(
                    self.env._(
                        "%(document)s was signed by %(name)s, and stays in the"
                        " history.",
                        document=document.display_name,
                        name=document.engineering_signature_id.signed_by,
                    )
                )
