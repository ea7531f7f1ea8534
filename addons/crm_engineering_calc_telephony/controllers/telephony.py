import json
import logging
from functools import partial

from odoo import SUPERUSER_ID, api, http
from odoo.http import request
from odoo.modules.registry import Registry
from odoo.service.model import retrying

from ..telephony.events import EventRefused

_logger = logging.getLogger(__name__)

MOST_BYTES = 16 * 1024
MOMENT = "X-Engineering-Timestamp"
SIGNATURE = "X-Engineering-Signature"


class EngineeringTelephony(http.Controller):
    """Exchanges tell of calls here, and ask who should be rung.

    An exchange is known by what it signs alone: nothing here reads who is logged in.
    """

    @http.route(
        "/engineering/telephony/<string:mark>",
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,
        save_session=False,
        max_content_length=MOST_BYTES,
    )
    def engineering_call_event(self, mark, **kwargs):
        """Keep an event, and settle its call when it is answered.

        :return: JSON: the `status` "kept", else the `error`
        """
        exchange = self._get_exchange(mark)
        if not exchange:
            return refuse(401, "signature", "Sign with the secret, and a right clock")
        try:
            told = json.loads(request.httprequest.get_data())
        except (ValueError, RecursionError):
            return refuse(400, "json", "The event is no JSON")
        try:
            event = exchange._get_driver()._read_event(exchange, told)
        except EventRefused as refused:
            fields = [field._asdict() for field in refused.refusals]
            return refuse(422, "invalid", "Some fields can't be taken", fields=fields)
        kept = exchange._receive(event)
        if not kept:
            return refuse(409, "repeated", "The event is known: send it no more")
        response = request.make_json_response({"status": "kept"}, status=202)
        settle_after(response, kept)
        return response

    @http.route(
        "/engineering/telephony/<string:mark>/route",
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,
        save_session=False,
        max_content_length=MOST_BYTES,
    )
    def engineering_call_route(self, mark, **kwargs):
        """Tell whose extension should be rung first for a number.

        :return: JSON: the `extension`, empty if it is nobody's, else the `error`
        """
        exchange = self._get_exchange(mark)
        if not exchange:
            return refuse(401, "signature", "Sign with the secret, and a right clock")
        try:
            told = json.loads(request.httprequest.get_data())
        except (ValueError, RecursionError):
            return refuse(400, "json", "The question is no JSON")
        number = told.get("number") if isinstance(told, dict) else None
        if not isinstance(number, str) or "\0" in number:
            return refuse(422, "invalid", "Ask with the number of who calls")
        return request.make_json_response(
            {"extension": exchange._get_extension_for(number[:64])}
        )

    def _get_exchange(self, mark):
        headers = request.httprequest.headers
        return request.env["engineering.exchange"]._find_by_signature(
            mark,
            headers.get(MOMENT, ""),
            request.httprequest.get_data(),
            headers.get(SIGNATURE, ""),
        )


def refuse(status, code, message, **more):
    """Return the answer that something is not taken."""
    error = {"code": code, "message": message, **more}
    return request.make_json_response({"error": error}, status=status)


def settle_after(response, events):
    """Settle events when the answer is sent: who tells of them need not wait.

    The answer itself does it, once it is told: a server whose client hangs up without
    reading to the end closes no answer. What fails here is left to the job.
    """
    told = response.get_data()
    response.content_length = len(told)
    settle = partial(_settle, events.env.cr.dbname, events.ids)
    response.response = _tell_and(told, settle)


def _tell_and(told, follow):
    try:
        yield told
    finally:
        follow()


def _settle(dbname, ids):
    try:
        with Registry(dbname).cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            retrying(env["engineering.call.event"].browse(ids)._settle, env)
    except Exception:
        _logger.exception("Events %s are left to the job", ids)
