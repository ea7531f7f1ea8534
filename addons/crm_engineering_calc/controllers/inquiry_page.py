from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..domain.inquiry import InquiryRefused, read_files
from ..models.common.client_ids import get_client_token
from .inquiry import get_sent_files

ADDED = "added"


class EngineeringInquiryPage(CustomerPortal):
    """The page on which a customer follows what he has sent from a site."""

    @http.route(
        "/my/requests/<int:inquiry_id>", type="http", auth="public", website=True
    )
    def portal_inquiry(self, inquiry_id, access_token=None, message=None, **kwargs):
        """Render what becomes of a request; lead who may not see it to his home.

        :param access_token: what the customer was given, instead of a login
        :param message: `added`, when files were
        """
        try:
            inquiry = self._get_inquiry(inquiry_id, access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        return self._render_inquiry(inquiry, added=message == ADDED)

    @http.route(
        "/my/requests/<int:inquiry_id>/files",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
    )
    def portal_inquiry_files(self, inquiry_id, access_token=None, **kwargs):
        """Add files to a request, and render its page again.

        :param access_token: what the customer was given, instead of a login
        """
        try:
            inquiry = self._get_inquiry(inquiry_id, access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        try:
            self._add_files(inquiry)
        except InquiryRefused as refused:
            return self._render_inquiry(inquiry, refusals=refused.refusals)
        return request.redirect(
            inquiry.get_portal_url(query_string=f"&message={ADDED}"), code=303
        )

    def _add_files(self, inquiry):
        size = request.httprequest.content_length or 0
        if inquiry.site_id._is_too_large(size):
            inquiry._refuse_files(request.env._("The files are too large together."))
        files = get_sent_files()
        if not files:
            inquiry._refuse_files(request.env._("Choose a file first."))
        inquiry._add_files_later(read_files(files))

    def _get_inquiry(self, inquiry_id, access_token):
        """Return the request, as superuser, if the token may see it.

        :raises AccessError, MissingError: it may not
        """
        token = get_client_token(access_token)
        return self._document_check_access("engineering.inquiry", inquiry_id, token)

    def _render_inquiry(self, inquiry, **values):
        values = {
            "page_name": "engineering_inquiry",
            "inquiry": inquiry,
            "token": inquiry._portal_ensure_token(),
            # The host's website shows its own company in the head.
            "company": inquiry.company_id,
            "res_company": inquiry.company_id,
            **values,
        }
        response = request.render("crm_engineering_calc.portal_inquiry", values)
        # Who has the address has the page: it is told to nobody.
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
        return response
