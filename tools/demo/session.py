"""What one user does over HTTP, as the web client or the customer's browser does."""

import json
from http.cookiejar import CookieJar
from typing import Any
from urllib.request import HTTPCookieProcessor, Request, build_opener

from .words import say

# No step of the demo takes as long: a server that stands still is an error.
SECONDS = 300


class DemoError(Exception):
    """A step did not give what it should."""


def check(holds: object, otherwise: str) -> None:
    if not holds:
        raise DemoError(otherwise)


class Session:
    """One user's login, and what he may do with it."""

    def __init__(self, address: str, database: str, login: str) -> None:
        self.address = address
        self.cookies = CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.cookies))
        user = self.post(
            "/web/session/authenticate", db=database, login=login, password=login
        )
        # No mail server is here: letters stay in the queue.
        self.context = {**user["user_context"], "mail_notify_force_send": False}

    @property
    def cookie(self) -> str:
        """What a browser needs to go on as this user."""
        named = {cookie.name: cookie.value for cookie in self.cookies}
        return named["session_id"] or ""

    def say(self, text: str) -> str:
        """Return a text as this user says it."""
        return say(text, self.context["lang"])

    def get(self, path: str) -> bytes:
        with self.opener.open(self.address + path, timeout=SECONDS) as response:
            return bytes(response.read())

    def post(self, path: str, **params: Any) -> Any:
        request = Request(
            self.address + path,
            json.dumps({"jsonrpc": "2.0", "params": params}).encode(),
            {"Content-Type": "application/json"},
        )
        with self.opener.open(request, timeout=SECONDS) as response:
            answer = json.load(response)
        if "error" in answer:
            raise DemoError(answer["error"]["data"]["message"])
        return answer.get("result")

    def call(
        self, model: str, method: str, *args: Any, context: Any = None, **kwargs: Any
    ) -> Any:
        kwargs["context"] = {**self.context, **(context or {})}
        path = f"/web/dataset/call_kw/{model}/{method}"
        return self.post(path, model=model, method=method, args=args, kwargs=kwargs)

    def value(self, model: str, record: int, name: str) -> Any:
        return self.call(model, "read", [record], [name], load=None)[0][name]

    def find(self, model: str, **values: Any) -> int:
        domain = [[name, "=", value] for name, value in values.items()]
        ids: list[int] = self.call(model, "search", domain, limit=1)
        check(ids, f"there is no {model} with {values}")
        return ids[0]

    def confirm(
        self, dialog: dict[str, Any], method: str = "action_confirm", **values: Any
    ) -> Any:
        """Fill the dialog that a button has opened, and press its button."""
        model, context = dialog["res_model"], dialog["context"]
        wizard = self.call(model, "create", values, context=context)
        return self.call(model, method, [wizard], context=context)

    def is_refused(self, model: str, method: str, record: int) -> bool:
        try:
            self.call(model, method, [record])
        except DemoError:
            return True
        return False
