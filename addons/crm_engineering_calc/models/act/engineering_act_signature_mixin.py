from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ...domain.signed_content import get_content_hash
from ...domain.workflows import ActEvent, ActState
from ..common.engineering_signed_mixin import SIGNED_FIELDS
from ..common.reader_texts import as_read_by, to_html
from ..common.signed_texts import (
    Told,
    get_name,
    get_party_facts,
    get_tax_text,
    number_text,
    plain_text,
)
from .engineering_act_sending_mixin import SITE

_lt = LazyTranslate(__name__)


class EngineeringActSignatureMixin(models.AbstractModel):
    """An act is signed on its page, or on paper of which a scan is kept."""

    _name = "engineering.act.signature.mixin"
    _inherit = ["engineering.signature.change.mixin", "engineering.workflow.mixin"]
    _description = "Signature of an act"

    _signed_report = "crm_engineering_calc.report_engineering_act"

    signed_by = fields.Char(readonly=True, copy=False, tracking=True)
    signed_on = fields.Datetime(readonly=True, copy=False, tracking=True)
    signature = fields.Image(
        readonly=True, copy=False, attachment=True, max_width=1024, max_height=1024
    )
    scan_id = fields.Many2one(
        "ir.attachment", "Signed Scan", readonly=True, copy=False, ondelete="restrict"
    )

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | {*SIGNED_FIELDS, "scan_id"}

    # === SIGN ===

    def _check_event(self, event, details):
        if event == ActEvent.SIGN:
            self._check_signature(details.get("signed_by"), details.get("signature"))
            self._track_customer()
        return super()._check_event(event, details)

    def _prepare_event_values(self, event, target, details):
        values = super()._prepare_event_values(event, target, details)
        return values | details if event == ActEvent.SIGN else values

    def _after_event(self, event, details):
        if event == ActEvent.SIGN:
            self._keep_signature()
            for act in self.sudo().filtered("scan_id"):
                act.engineering_signature_id._keep_paper(act.scan_id)
        return super()._after_event(event, details)

    def _message_post_after_hook(self, message, msg_values):
        result = super()._message_post_after_hook(message, msg_values)
        self._keep_signed_paper(message.attachment_ids)
        return result

    def _get_proposed_signer(self):
        """Return the name of who signs for the customer most likely.

        It is a person: who has the page open, else whom the paper names, else whom the
        act is sent to. A company that names nobody has none.
        """
        self.ensure_one()
        named = self._get_paper_signatory(self.partner_id)["signatory"]
        reader = self._get_signatory().filtered(lambda partner: not partner.is_company)
        sent_to = self.partner_id.filtered(lambda partner: not partner.is_company)
        return reader.name or named or sent_to.name or ""

    # === AT THE SITE ===

    def _sign_at_site(self, signed_by, signature, shown):
        """Sign the act on the phone of who works there; a draft goes out by that.

        :param shown: the `_get_shown_hash` of what the customer has read
        :raises UserError: see `_check_signature`; the act has no works, or says
            something else by now
        """
        self.ensure_one()
        if self.state == ActState.DRAFT:
            self._send_event(ActEvent.SEND.value, way=SITE)
        if shown != self._get_shown_hash():
            raise UserError(
                self.env._(
                    "The act was changed after it was opened here. Open it again, and"
                    " let the customer read it."
                )
            )
        self._send_event(
            ActEvent.SIGN.value,
            signed_by=signed_by,
            signed_on=fields.Datetime.now(),
            signature=signature,
        )
        self._post_signed_paper(self.env.user.partner_id)

    def _get_shown_hash(self):
        """Return what tells apart all that the act says, but for its number.

        It has none before it goes out.
        """
        content = self._get_signed_content({})
        facts = {**content["facts"], "number": "", "act": self.id}
        return get_content_hash({**content, "facts": facts})

    def _post_signed_paper(self, author):
        """Leave the paper as it was signed in the act's feed, and keep it."""
        pdf, _type = self.env["ir.actions.report"]._render_qweb_pdf(
            "crm_engineering_calc.engineering_act_report", self.ids
        )
        act = as_read_by(self, self.lead_id.user_id)
        act.message_post(
            body=to_html(act.env, _lt("Signed by %(name)s", name=act.signed_by)),
            author_id=author.id,
            attachments=[(act._get_signed_paper_name(), pdf)],
            subtype_xmlid="mail.mt_comment",
        )

    # === WHAT IS SIGNED ===

    @api.model
    def _get_signed_dependencies(self):
        return [*super()._get_signed_dependencies(), "agreement_id", "partner_id"]

    def _get_signed_facts(self):
        return {
            **super()._get_signed_facts(),
            "number": self.name,
            "date": str(self.date),
            "contract": Told(self.agreement_id, get_contract_text),
            "orders": ", ".join(self.order_ids.mapped("name")),
            **get_party_facts("company", self.company_id.partner_id),
            **get_party_facts("customer", self.partner_id),
            "currency": Told(self.currency_id, get_name),
            "terms": plain_text(self.note),
            "untaxed": number_text(self.amount_untaxed),
            "tax": number_text(self.amount_tax),
            "total": number_text(self.amount_total),
            **self._get_signed_period(),
        }

    def _get_signed_lines(self):
        return [
            {
                **line._get_signed_sections(),
                "name": plain_text(line.name),
                "quantity": number_text(line.quantity),
                "unit": Told(line.product_uom_id, get_name),
                "price_unit": number_text(line.price_unit),
                "discount": number_text(line.discount),
                "taxes": Told(line.tax_ids.sorted("id"), get_tax_text),
            }
            for line in self.line_ids.sorted()
        ]

    @api.model
    def _get_signed_labels(self):
        return {
            **super()._get_signed_labels(),
            "contract": self.env._("Contract"),
            "date": self.env._("Date"),
            "orders": self.env._("Orders"),
            "period_end": self.env._("Works Ended"),
            "period_start": self.env._("Works Began"),
            "place": self.env._("Place of Works"),
        }

    def _get_signed_deal(self):
        return self.lead_id


def get_contract_text(agreement):
    return f"{agreement.code}, {agreement.name}"
