import logging

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.crm_engineering_calc.controllers.inquiry import (
    MOST_BYTES,
    Refused,
    get_sent_files,
    read_json,
)
from odoo.addons.crm_engineering_calc.domain.inquiry import (
    FILE_TYPES,
    MOST_FILES,
    InquiryRefused,
    RequestIdTaken,
    TooManyRequests,
    read_files,
    read_inquiry,
)

_logger = logging.getLogger(__name__)

TOLD = "request"
# The visitor's last request, for the page that thanks him.
SENT = "engineering_inquiry_id"
CAPTCHA = "website_form"  # as the host's own forms call theirs


class EngineeringWebsiteRequest(http.Controller):
    """What the snippet “Request a calculation” asks and sends."""

    @http.route(
        "/website/engineering/form",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        multilang=False,
        sitemap=False,
    )
    def engineering_form(self, **kwargs):
        """Describe what the form asks for.

        :return: JSON: the directions with their measurements, and the limits of files
        """
        site = request.website._get_engineering_site()
        directions = site and site._get_directions()
        return request.make_json_response(
            {
                "directions": directions._describe_for_site() if site else [],
                "file_types": sorted(FILE_TYPES),
                "most_files": MOST_FILES,
                "max_size": site.max_size if site else 0,
            }
        )

    @http.route(
        "/website/engineering/request",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        multilang=False,
        captcha=CAPTCHA,
        max_content_length=MOST_BYTES,
    )
    def engineering_website_request(self, **kwargs):
        """Take a visitor's request.

        :return: JSON: where he is thanked, else the `error` and the `fields` meant
        """
        site = request.website._get_engineering_site()
        size = request.httprequest.content_length or 0
        if not site:
            return self._refuse("closed")
        if site._is_too_large(size):
            return self._refuse("size")
        try:
            told = read_inquiry(read_json(request.httprequest.form.get(TOLD, "")))
            files = read_files(get_sent_files())
            with request.env.cr.savepoint():
                inquiry = self._receive(site, told, files)
        except RequestIdTaken:
            return self._refuse("repeated")
        except InquiryRefused as refused:
            return self._refuse("invalid", [one.field for one in refused.refusals])
        except TooManyRequests:
            return self._refuse("rate")
        except Refused:
            return self._refuse("invalid")
        except UserError:
            _logger.exception("A request of site %s can't become a deal", site.id)
            return self._refuse("failed")
        request.session[SENT] = inquiry.id
        return request.make_json_response({"url": "/engineering/thanks"})

    def _receive(self, site, told, files):
        """Return the request, whose visitor the deal knows."""
        inquiries = request.env["engineering.inquiry"]
        inquiry, is_repeated = inquiries._receive(site, told, files)
        if not is_repeated:
            visitors = request.env["website.visitor"]
            visitor = visitors._get_visitor_from_request(force_create=True)
            inquiry.lead_id.visitor_ids = visitor.sudo()
        return inquiry

    def _refuse(self, code, fields=()):
        return request.make_json_response({"error": code, "fields": list(fields)})

    @http.route(
        "/engineering/thanks",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
    )
    def engineering_thanks(self, **kwargs):
        """Thank for the request that was sent before, and lead to its page."""
        inquiries = request.env["engineering.inquiry"].sudo()
        inquiry = inquiries.browse(request.session.get(SENT)).exists()
        if not inquiry:
            return request.redirect("/")
        return request.render(
            "crm_engineering_calc_website.thanks",
            {"follow_url": inquiry.get_portal_url()},
        )
