from textwrap import shorten

from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

from ...domain.signed_content import get_differences
from .format_number import format_number
from .reader_texts import as_read_by, to_html
from .signed_texts import NUMBERS
from .told_at_end import gather

_lt = LazyTranslate(__name__)

# As much of a text as somebody compares at a glance.
SHOWN = 60


class EngineeringSignatureChangeMixin(models.AbstractModel):
    """A signed document says when it is another, and what differs.

    The model calls `_watch_signature` where what it says may have changed, and names in
    `_get_signed_deal` the deal that is told.
    """

    _name = "engineering.signature.change.mixin"
    _inherit = ["engineering.signed.mixin"]
    _description = "Signed document that may change"

    # The name of the report that its customer signs.
    _signed_report = None

    engineering_signature_changes = fields.Text(
        "Changed Since It Was Signed",
        compute="_compute_engineering_signature_changes",
        compute_sudo=True,
        groups="base.group_user",
    )

    @api.depends(lambda self: self._get_signed_dependencies())
    @api.depends_context("lang")
    def _compute_engineering_signature_changes(self):
        for document in self:
            changes = document._get_signature_changes()
            document.engineering_signature_changes = "\n".join(changes) or False

    @api.model
    def _get_signed_dependencies(self):
        """Return the fields whose change may change what is said. To be extended."""
        return ["engineering_signature_id"]

    def _get_paper_as_signed(self):
        """Return the signed paper, if another would not say the same any more.

        Of what was changed since, there is none to print with a signature.
        """
        self.ensure_one()
        paper = self.sudo().engineering_signature_id.paper_id
        is_printable = paper.mimetype == "application/pdf"
        is_other = is_printable and not self._reads_as_signed()
        return paper if is_other and self._has_valid_signature() else paper.browse()

    # === IN WORDS ===

    def _get_signature_changes(self):
        """Return in words what differs from what was signed; nothing if it stands."""
        self.ensure_one()
        if not self.sudo().engineering_signature_id or self._has_valid_signature():
            return []
        signed = self.sudo().engineering_signature_id.content
        labels = self._get_signed_labels()
        return [
            self._format_signed_difference(difference, labels)
            for difference in get_differences(signed, self._get_signed_content())
        ]

    @api.model
    def _get_signed_labels(self):
        """Return the user's words for what a document says. To be extended.

        :return: {key of a fact, or of a line: word}
        """
        return {
            "currency": self.env._("Currency"),
            "discount": self.env._("Discount"),
            "kind": self.env._("Kind of line"),
            "number": self.env._("Number"),
            "order": self.env._("Order of lines"),
            "price_unit": self.env._("Unit price"),
            "quantity": self.env._("Quantity"),
            "tax": self.env._("Taxes"),
            "taxes": self.env._("Taxes"),
            "terms": self.env._("Terms"),
            "total": self.env._("Total"),
            "unit": self.env._("Unit"),
            "untaxed": self.env._("Untaxed amount"),
        } | {
            key: word
            for role, party in self._get_signed_roles().items()
            for key, word in (
                (role, party),
                (f"{role}_vat", self.env._("%(party)s: tax ID", party=party)),
                (f"{role}_address", self.env._("%(party)s: address", party=party)),
            )
        }

    @api.model
    def _get_signed_roles(self):
        """Return the user's words for the parties of a document. To be extended."""
        return {"company": self.env._("Company"), "customer": self.env._("Customer")}

    def _format_signed_difference(self, difference, labels):
        line = difference.line and shorten(difference.line, SHOWN, placeholder="…")
        if not difference.field:
            if difference.before is None:
                return self.env._("“%(line)s” is new", line=line)
            return self.env._("“%(line)s” is left out", line=line)
        what = labels.get(difference.field, difference.field)
        if difference.before is None and difference.after is None:
            return what
        before, after = (
            self._format_signed_value(difference.field, value)
            for value in (difference.before, difference.after)
        )
        if line is None:
            return f"{what}: {before} → {after}"
        return self.env._(
            "%(what)s of “%(line)s”: %(before)s → %(after)s",
            what=what,
            line=line,
            before=before,
            after=after,
        )

    def _format_signed_value(self, field, value):
        if value and field in NUMBERS:
            return format_number(self.env, float(value))
        return shorten(value or "–", SHOWN, placeholder="…")

    # === TELL ===

    def _watch_signature(self):
        """Look, when all is written, whether what was signed is still what is said."""
        if signed := self.sudo().filtered("engineering_signature_id"):
            name, tell = f"{self._name}_signature", self.browse()._tell_if_changed
            gather(self.env, name, tell).update(dict.fromkeys(signed.ids))

    def _tell_if_changed(self, watched):
        for document in self.sudo().browse(watched).exists():
            signature = document.engineering_signature_id
            changed = not document._has_valid_signature()
            if signature and changed != signature.told_changed:
                signature._as_machine().told_changed = changed
                document._tell_signature_change(changed)

    def _tell_signature_change(self, changed):
        """Tell in the feeds that the signature stands no longer, or again."""
        facts = {"link": self, "name": self.signed_by}
        if changed:
            text = _lt(
                "%(link)s is not as %(name)s signed it any more: the signature is not"
                " valid. %(changes)s",
                **facts,
                changes=lambda env: "; ".join(
                    self.with_context(lang=env.lang)._get_signature_changes()
                ),
            )
        else:
            text = _lt(
                "%(link)s is again as %(name)s signed it: the signature is valid.",
                **facts,
            )
        author = self.env.user.partner_id
        here = as_read_by(self, self.user_id)
        here.message_post(
            body=to_html(here.env, text),
            author_id=author.id,
            subtype_xmlid="mail.mt_note",
        )
        self._get_signed_deal()._notify_deal(text, inbox=True)

    def _get_signed_deal(self):
        """Return the deal of the document. To be extended."""
        return self.env["crm.lead"]
