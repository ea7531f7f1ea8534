import json
from functools import partial

from odoo import http
from odoo.http import request

from ..connector.intake import settle, settle_recorded
from ..telephony.events import EventRefused

MOST_BYTES = 16 * 1024
MOST_BYTES_OF_RECORDS = 1024 * 1024
MOMENT = "X-Engineering-Timestamp"
SIGNATURE = "X-Engineering-Signature"


def signed_route(path, most=MOST_BYTES):
    """Make a route of a method that is given the exchange, and what it has signed.

    Anything else is refused before: not signed by an exchange of this address with a
    right clock, or no JSON.
    """

    def make(answer):
        def read(self, mark, **kwargs):
            headers, body = request.httprequest.headers, request.httprequest.get_data()
            exchange = request.env["engineering.exchange"]._find_by_signature(
                mark, headers.get(MOMENT, ""), body, headers.get(SIGNATURE, "")
            )
            if not exchange:
                told = "Sign with the secret, and a right clock"
                return refuse(401, "signature", told)
            try:
                told = json.loads(body)
            except (ValueError, RecursionError):
                return refuse(400, "json", "What is sent is no JSON")
            return answer(self, exchange, told)

        # Not `wraps`: the host would give it the arguments of what it hides.
        read.__name__, read.__doc__ = answer.__name__, answer.__doc__
        return http.route(
            path,
            type="http",
            auth="public",
            methods=["POST"],
            csrf=False,
            save_session=False,
            max_content_length=most,
        )(read)

    return make


class EngineeringTelephony(http.Controller):
    """Exchanges tell of calls here, and ask who should be rung.

    An exchange is known by what it signs alone: nothing here reads who is logged in.
    """

    @signed_route("/engineering/telephony/<string:mark>")
    def engineering_call_event(self, exchange, told):
        """Keep an event, and settle its call when it is answered.

        :return: JSON: the `status` "kept", else the `error`
        """
        try:
            event = exchange._get_driver()._read_event(exchange, told)
        except EventRefused as refused:
            return refuse_fields(refused)
        kept = exchange._receive(event)
        if not kept:
            return refuse(409, "repeated", "The event is known: send it no more")
        response = request.make_json_response({"status": "kept"}, status=202)
        settle_after(response, kept)
        return response

    @signed_route("/engineering/telephony/<string:mark>/records", MOST_BYTES_OF_RECORDS)
    def engineering_call_records(self, exchange, told):
        """Keep what the records of an exchange tell that was not heard.

        :return: JSON: the `status` “kept” and the `count` of what is new, else the
            `error`
        """
        rows = told.get("records") if isinstance(told, dict) else None
        try:
            events = exchange._get_driver()._read_records(exchange, rows)
        except EventRefused as refused:
            return refuse_fields(refused)
        kept = exchange._receive_recorded(events)
        response = request.make_json_response(
            {"status": "kept", "count": len(kept)}, status=202
        )
        settle_after(response, kept, settle_recorded)
        return response

    @signed_route("/engineering/telephony/<string:mark>/route")
    def engineering_call_route(self, exchange, told):
        """Tell whose extension should be rung first for a number.

        :return: JSON: the `extension`, empty if it is nobody's, else the `error`
        """
        number = told.get("number") if isinstance(told, dict) else None
        if not isinstance(number, str) or "\0" in number:
            return refuse(422, "invalid", "Ask with the number of who calls")
        return request.make_json_response(
            {"extension": exchange._get_extension_for(number[:64])}
        )


def refuse(status, code, message, **more):
    """Return the answer that something is not taken."""
    error = {"code": code, "message": message, **more}
    return request.make_json_response({"error": error}, status=status)


def refuse_fields(refused):
    """Return the answer that fields are not taken, and why."""
    fields = [field._asdict() for field in refused.refusals]
    return refuse(422, "invalid", "Some fields can't be taken", fields=fields)


def settle_after(response, events, do=None):
    """Settle events when the answer is sent: who tells of them need not wait.

    The answer itself does it, once it is told: a server whose client hangs up without
    reading to the end closes no answer. What fails here is left to the job.
    """
    told = response.get_data()
    response.content_length = len(told)
    follow = partial(do or settle, events.env.cr.dbname, events.ids)
    response.response = _tell_and(told, follow)


def _tell_and(told, follow):
    try:
        yield told
    finally:
        follow()
