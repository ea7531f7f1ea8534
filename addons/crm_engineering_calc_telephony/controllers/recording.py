from werkzeug.exceptions import RequestedRangeNotSatisfiable

from odoo import http
from odoo.http import request

from ..connector.ari_line import LineError

PIECE = 64 * 1024
MOST_BYTES = 200 * 1024 * 1024


class EngineeringRecording(http.Controller):
    @http.route(
        "/engineering/call/<int:call_id>/recording",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def engineering_call_recording(self, call_id):
        """Play the recording of a call to who may see the call.

        :return: the sound; a redirection, where the exchange gives it to the browser
        """
        call = request.env["engineering.call"].browse(call_id).exists()
        if not call.has_access("read") or not call.recording_url:
            raise request.not_found()
        try:
            sound = call._open_recording()
        except LineError:
            raise request.not_found() from None
        if sound is None:
            return request.redirect(call.recording_url, code=303, local=False)
        kind = sound.headers.get("Content-Type", "")
        length = sound.headers.get("Content-Length", "0")
        if not kind.startswith("audio/") or int(length) > MOST_BYTES:
            sound.close()
            raise request.not_found()
        response = request.make_response(
            sound.iter_content(PIECE),
            [
                ("Content-Type", kind),
                ("Content-Length", length),
                ("Accept-Ranges", "bytes"),
                ("Cache-Control", "private, no-store"),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
        response.call_on_close(sound.close)
        # Some browsers play nothing that they can't ask for in parts.
        try:
            return response.make_conditional(
                request.httprequest, accept_ranges=True, complete_length=int(length)
            )
        except RequestedRangeNotSatisfiable:
            sound.close()
            there = [("Content-Range", f"bytes */{length}")]
            return request.make_response("", there, status=416)
