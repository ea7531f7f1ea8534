from odoo import SUPERUSER_ID, api, fields, models

from ...domain.inquiry import (
    FieldRefusal,
    InquiryRefused,
    RequestIdTaken,
    TooManyRequests,
    get_digest,
)
from ..common.concurrency import adding_once


class EngineeringInquiry(models.Model):
    """What a customer has sent from a site: it has become a deal, once.

    Sites and customers have no users: what they send, and are shown, is written and
    read as superuser.
    """

    _name = "engineering.inquiry"
    _description = "Customer's Request"
    _inherit = [
        "engineering.inquiry.opening.mixin",
        "engineering.inquiry.page.mixin",
        "engineering.readonly.mixin",
        "engineering.plain.text.mixin",
    ]
    _order = "id desc"

    # A repetition of a request, at the same moment too, is the same request.
    _request_once = models.UniqueIndex(
        "(site_id, request_id)", "The site has sent this request already."
    )
    _by_site = models.Index("(site_id, create_date)")

    site_id = fields.Many2one(
        "engineering.site", required=True, readonly=True, ondelete="restrict"
    )
    request_id = fields.Char("Request of the Site", required=True, readonly=True)
    digest = fields.Char(
        readonly=True, groups=fields.NO_ACCESS, export_string_translation=False
    )
    company_id = fields.Many2one(related="site_id.company_id", store=True)
    consent = fields.Text(readonly=True, help="The words that the customer agreed to.")
    consented_on = fields.Datetime(readonly=True)

    # === COMPUTE ===

    @api.depends("direction_id", "create_date")
    def _compute_display_name(self):
        for inquiry in self:
            inquiry.display_name = f"{inquiry.direction_id.name} {inquiry.id}"

    # === ARRIVAL ===

    @api.model
    def _receive(self, site, told, files=()):
        """Return (the request that a site has sent, whether it has come before).

        All of it is written, or nothing: a site that got no answer sends it again.

        :param told: the `Inquiry` of the domain
        :param files: its `SentFile`s, as `read_files` gives them
        :raises InquiryRefused: the direction, a measurement, or the consent won't do;
            `RequestIdTaken`: another request has come with this id
        :raises TooManyRequests: the site has sent all that it may for now
        :raises ConcurrencyError: it comes at this moment; try it again
        """
        # In the feed of the deal it is the host's robot who says that it has come.
        inquiries = self.with_user(SUPERUSER_ID)
        site = site.with_env(inquiries.env)
        digest = get_digest(told, files)
        if before := inquiries._find_before(site, told.request_id):
            if before.digest != digest:
                raise RequestIdTaken()
            return before, True
        if site._is_too_often():
            raise TooManyRequests()
        direction = inquiries._check_told(site, told)
        inquiry = inquiries._claim(
            {
                "site_id": site.id,
                "request_id": told.request_id,
                "digest": digest,
                "direction_id": direction.id,
                **inquiries._prepare_told_values(told),
            }
        )
        inquiry._become_deal(told, files)
        return inquiry, False

    @api.model
    def _find_before(self, site, request_id):
        return self.search([("site_id", "=", site.id), ("request_id", "=", request_id)])

    @api.model
    def _claim(self, values):
        """Create the request before all that follows from it, or find it taken."""
        with adding_once(self.env):
            return self._as_machine().create(values)

    @api.model
    def _prepare_told_values(self, told):
        """Return what is kept of the customer's words. To be extended."""
        parts = (told.zip, told.city, told.street, told.street2)
        return {
            "need": told.need,
            "measured": told.measurements,
            "openings": told.openings,
            "address": ", ".join(filter(None, parts)),
            "consent": told.consent,
            "consented_on": told.consent and fields.Datetime.now(),
        }

    # === CHECK ===

    @api.model
    def _check_told(self, site, told):
        """Return the direction that is asked for, if all that is told fits it.

        :raises InquiryRefused: names each field that doesn't
        """
        directions = site._get_directions()
        direction = directions.filtered(lambda one: one.code == told.direction)[:1]
        refusals = list(self._find_refusals(site, direction, told))
        if refusals:
            raise InquiryRefused(refusals)
        return direction

    @api.model
    def _find_refusals(self, site, direction, told):
        """Yield what the site and the direction refuse. To be extended."""
        if site.requires_consent and not told.consent:
            yield FieldRefusal("consent", "The customer has not agreed")
        if not direction:
            yield FieldRefusal("direction", "The site offers no such direction")
            return
        asked = {one.code: one for one in direction._get_asked_measurements()}
        for code, value in told.measurements.items():
            measurement = asked.get(code)
            reason = (
                measurement._find_reason(value)
                if measurement
                else "The direction asks for no such measurement"
            )
            if reason:
                yield FieldRefusal(f"measurements.{code}", reason)
        yield from direction._find_opening_refusals(told.openings)
