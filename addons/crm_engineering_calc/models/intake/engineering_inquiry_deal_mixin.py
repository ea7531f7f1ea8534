from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import email_normalize, plaintext2html
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)


class EngineeringInquiryDealMixin(models.AbstractModel):
    """The deal that a customer's request becomes."""

    _name = "engineering.inquiry.deal.mixin"
    _description = "Request that becomes a deal"

    direction_id = fields.Many2one(
        "engineering.direction",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    lead_id = fields.Many2one(
        "crm.lead", "Deal", readonly=True, index=True, ondelete="cascade"
    )
    need = fields.Text(readonly=True)
    measured = fields.Json(readonly=True, export_string_translation=False)
    address = fields.Char(readonly=True)
    attachment_ids = fields.Many2many("ir.attachment", string="Files", readonly=True)

    def _become_deal(self, told, files):
        """Make the deal of the request, as a mail to its direction makes one."""
        self.ensure_one()
        deals = self.env["crm.lead"].with_company(self.company_id)
        # Whose deal it is, the sales team decides: nobody has made it.
        deals = deals.with_context(default_user_id=False, mail_create_nosubscribe=True)
        lead = deals.create(self._prepare_deal_values(told))
        self._as_machine().write({"lead_id": lead.id})
        self._add_files(files)
        lead._notify_deal(
            _lt("A request has come from “%(site)s”", site=self.site_id.name)
        )
        self._add_incoming(self.need)
        lead._assign_userless_lead_in_team(self.env._("request from a site"))
        lead._offer_joining()
        lead._acknowledge()

    def _add_incoming(self, text):
        """Keep what the customer has sent in the feed."""
        lead = self.lead_id
        self.env["engineering.incoming"]._add(
            lead,
            "website",
            sender=lead.contact_name or lead.partner_id.name,
            subject=lead.name,
            text=text,
            res_model=lead._name,
            res_id=lead.id,
        )

    def _prepare_deal_values(self, told):
        """Return what a deal takes over of a request. To be extended."""
        direction = self.direction_id
        told_in = self._in_language_of_company()
        mediums = self.env["utm.medium"]
        country = self.env["res.country"].search(
            [("code", "=", told.country or "—")], limit=1
        )
        values = {
            "name": f"{told_in.direction_id.name}: {told.company or told.name}",
            "type": "opportunity",
            "engineering_direction_id": direction.id,
            "description": self._get_need_of_deal(told),
            "contact_name": told.name,
            "partner_name": told.company,
            "street": told.street,
            "street2": told.street2,
            "city": told.city,
            "zip": told.zip,
            "country_id": country.id,
            "medium_id": mediums._fetch_or_create_utm_medium("website").id,
            "lang_id": self._get_language(told.language).id,
            "company_id": self.company_id.id,
            **direction._prepare_intake_values(),
        }
        if self.site_id.source_id:
            values["source_id"] = self.site_id.source_id.id
        if customer := self._find_customer(told):
            # The host would write what a stranger tells into the customer's contact.
            return {**values, "partner_id": customer.id}
        return {**values, "email_from": told.email, "phone": told.phone}

    def _find_customer(self, told):
        """Return the contact with the address that is told; nobody is told whether.

        A colleague is no customer.
        """
        contacts = self.env["res.partner"]
        address = email_normalize(told.email or "")
        if not address:
            return contacts
        found = contacts.search(
            Domain("email_normalized", "=", address)
            & Domain("company_id", "in", [False, self.company_id.id]),
            order="id",
        )
        return found.filtered(
            lambda contact: not any(user._is_internal() for user in contact.user_ids)
        )[:1]

    @api.model
    def _get_language(self, code):
        languages = self.env["res.lang"].search([("active", "=", True)])
        code = (code or "—").replace("-", "_")
        return (
            languages.filtered(lambda language: language.code == code)
            or languages.filtered(lambda language: language.iso_code == code[:2])
        )[:1]

    # === NEED ===

    def _get_need_of_deal(self, told):
        """Return the need with all that was told, in the language of the company."""
        told_lines = self._in_language_of_company()._get_told_lines(told)
        items = [
            Markup("<li>%s: %s</li>") % (label, value)
            for label, value in told_lines
            if value
        ]
        return plaintext2html(told.need) + Markup("<ul>%s</ul>") % Markup().join(items)

    def _in_language_of_company(self):
        """Return the request as colleagues read it, whoever sends it."""
        lang = self.company_id.partner_id.lang or self.env.lang
        return self.with_context(lang=lang)

    def _get_told_lines(self, told):
        """Return [(label, what was told)] of a request. To be extended."""
        return [
            *self._format_measured(),
            (self.env._("Name"), told.name),
            (self.env._("E-mail"), told.email),
            (self.env._("Telephone"), told.phone),
            (self.env._("Company"), told.company),
            (self.env._("Address"), self.address),
        ]

    def _format_measured(self):
        """Return [(name, value with its unit)] of what the customer has measured."""
        self.ensure_one()
        measured = self.measured or {}
        return [
            (measurement.name, measurement._format_value(measured[measurement.code]))
            for measurement in self.direction_id._get_measurements()
            if measurement.code in measured
        ]

    # === FILES ===

    def _add_files(self, files):
        """Keep files with the deal, as files of the request."""
        self.ensure_one()
        # What could run in a reader's browser is kept as text. A small file can be a
        # picture that takes gigabytes to unpack: none is made smaller.
        attachments = self.env["ir.attachment"].with_context(
            attachments_mime_plainxml=True, image_no_postprocess=True
        )
        attachments = attachments.create(
            [
                {
                    "name": file.name,
                    "raw": file.content,
                    "res_model": "crm.lead",
                    "res_id": self.lead_id.id,
                }
                for file in files
            ]
        )
        links = [Command.link(attachment.id) for attachment in attachments]
        self._as_machine().write({"attachment_ids": links})
