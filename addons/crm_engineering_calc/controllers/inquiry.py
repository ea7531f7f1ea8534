import json
import logging

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..domain.inquiry import (
    FieldRefusal,
    InquiryRefused,
    RequestIdTaken,
    SentFile,
    TooManyRequests,
    read_files,
    read_inquiry,
)
from ..models.intake.engineering_site import MEGABYTE, MOST_MEGABYTES, PERIOD

_logger = logging.getLogger(__name__)

BEARER = "bearer "
JSON = "application/json"
FORM = "multipart/form-data"
TOLD = "request"  # the part of a form that is the request, as JSON
# Beside the files and the request, a form has the lines between its parts.
MOST_BYTES = MOST_MEGABYTES * MEGABYTE + MEGABYTE


class Refused(Exception):
    """An answer other than that a request is taken."""

    def __init__(self, status, code, message, fields=(), headers=()):
        super().__init__(code)
        self.status = status
        self.error = {"code": code, "message": message}
        if fields:
            self.error["fields"] = [field._asdict() for field in fields]
        self.headers = dict(headers)


class EngineeringInquiryEndpoint(http.Controller):
    """Sites of all kinds send their visitors' requests here.

    A site is known by its key alone: nothing here reads who is logged in.
    """

    @http.route(
        "/engineering/request",
        type="http",
        auth="public",
        methods=["GET", "POST"],
        csrf=False,
        cors="*",
        save_session=False,
        max_content_length=MOST_BYTES,
    )
    def engineering_request(self, **kwargs):
        """Take a request, or describe what can be asked for.

        :return: JSON: of a GET the directions, of a POST where the customer follows it,
            else the `error`
        """
        try:
            site = self._get_site()
            if request.httprequest.method == "POST":
                return self._take(site)
            directions = site._get_directions()
            return request.make_json_response(
                {
                    "directions": directions._describe_for_site(),
                    "consent_required": site.requires_consent,
                }
            )
        except Refused as refused:
            return request.make_json_response(
                {"error": refused.error},
                headers=refused.headers,
                status=refused.status,
            )

    # === SITE ===

    def _get_site(self):
        """Return the site whose key is sent, as superuser."""
        told = request.httprequest.headers.get("Authorization", "")
        key = told[len(BEARER) :].strip() if told.lower().startswith(BEARER) else ""
        site = request.env["engineering.site"]._find_by_key(key)
        if not site:
            raise Refused(
                401,
                "key",
                "No site has this key",
                headers={"WWW-Authenticate": "Bearer"},
            )
        if not site._is_read_in(request.httprequest.headers.get("Origin")):
            raise Refused(403, "origin", "The site sends nothing from this page")
        return site

    # === REQUEST ===

    def _take(self, site):
        size = request.httprequest.content_length
        if size is None:
            raise Refused(411, "length", "Say how long the request is")
        if site._is_too_large(size):
            raise Refused(413, "size", f"A request has no more than {site.max_size} MB")
        try:
            told = read_inquiry(self._read_told())
            files = read_files(get_sent_files())
            inquiry, is_repeated = self._receive(site, told, files)
        except RequestIdTaken as refused:
            raise Refused(
                409, "repeated", "Another request has this id", refused.refusals
            ) from refused
        except InquiryRefused as refused:
            raise Refused(
                422, "invalid", "Some fields can't be taken", refused.refusals
            ) from refused
        except TooManyRequests as refused:
            raise Refused(
                429,
                "rate",
                "Too many requests: send it again later",
                headers={"Retry-After": str(int(PERIOD.total_seconds()))},
            ) from refused
        return request.make_json_response(
            {
                "request_id": inquiry.request_id,
                "follow_url": inquiry._get_follow_url(),
            },
            status=200 if is_repeated else 201,
        )

    def _receive(self, site, told, files):
        try:
            with request.env.cr.savepoint():
                return request.env["engineering.inquiry"]._receive(site, told, files)
        except UserError as error:
            # What is refused in words is for colleagues: it may name customers.
            _logger.exception("A request of site %s can't become a deal", site.id)
            raise Refused(500, "failed", "The request is not taken") from error

    def _read_told(self):
        kind = request.httprequest.mimetype
        if kind == JSON:
            return read_json(request.httprequest.get_data())
        if kind != FORM:
            raise Refused(415, "type", f"Send {JSON}, or {FORM} with files")
        unknown = [
            FieldRefusal(name[:64], "Nobody asks for it")
            for name in request.httprequest.form
            if name != TOLD
        ]
        if unknown:
            raise InquiryRefused(unknown)
        return read_json(request.httprequest.form.get(TOLD, ""))


def read_json(text):
    """Return what a program has sent as JSON.

    :raises Refused: it is none
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused(400, "json", "The request is no JSON") from error


def get_sent_files():
    """Return the files that came with a form."""
    files = []
    for name in request.httprequest.files:
        for sent in request.httprequest.files.getlist(name):
            # The host begins anew with the first file of each name alone.
            sent.stream.seek(0)
            file = SentFile(sent.filename or "", sent.stream.read())
            # A browser sends a field without a file as a file without a name.
            if file.name or file.content:
                files.append(file)
    return files
