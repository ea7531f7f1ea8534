"""Requests as sites send them: with a key, over HTTP."""

import json

from .portal import EngineeringPortalCase

PHOTO = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00"
    b"\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-"
    b"\xb4\x00\x00\x00\x00IEND\xaeB`\x82"
)
URL = "/engineering/request"


class SiteCase(EngineeringPortalCase):
    """A site with a key, and a direction that it offers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sales_team.user_id = cls.sales_head
        cls.direction.write(
            {
                "code": "windows",
                "offered_on_sites": True,
                "sales_team_id": cls.sales_team.id,
            }
        )
        cls.env["engineering.direction.measurement"].create(
            [
                {
                    "direction_id": cls.direction.id,
                    "name": "Width",
                    "code": "W",
                    "asked_of_customer": True,
                    "value_min": 0.3,
                    "value_max": 6,
                    "uom_id": cls.env.ref("uom.product_uom_meter").id,
                },
                {"direction_id": cls.direction.id, "name": "Depth", "code": "D"},
            ]
        )
        cls.direction.site_opening_name = "Window"
        columns = [
            {"name": "Width", "code": "width", "value_min": 0.3, "value_max": 6},
            {"name": "Height", "code": "h"},
            {"name": "Colour", "code": "c", "kind": "choice", "choices": "White\nGrey"},
            {"name": "Place", "code": "p", "kind": "text"},
            {"name": "Pieces", "code": "n", "value": 1, "asked_of_customer": False},
        ]
        cls.env["engineering.direction.opening.column"].create(
            [
                {
                    "direction_id": cls.direction.id,
                    "asked_of_customer": True,
                    "sequence": number,
                    "uom_id": cls.env.ref("uom.product_uom_meter").id
                    if column["code"] in ("width", "h")
                    else False,
                    **column,
                }
                for number, column in enumerate(columns)
            ]
        )
        cls.site = cls.quiet["engineering.site"].create({"name": "example.com"})
        cls.key = cls.make_key(cls.site)

    @classmethod
    def make_key(cls, site):
        return site.action_make_key()["context"]["default_key"]

    def told(self, **values):
        """Return what a site tells of a request."""
        return {
            "request_id": "request-0001",
            "direction": "windows",
            "name": "Ivan Petrov",
            "email": "ivan@new.example.com",
            "phone": "+7 900 123-45-67",
            "need": "Three windows\nfor the house",
            "city": "Tver",
            "street": "Sovetskaya 1",
            "measurements": {"W": 1.5},
            "consent": "I agree that my data are processed",
            **values,
        }

    def send(self, told=None, key=None, files=(), raw=None, headers=()):
        """Send a request as a site does; return the answer."""
        headers = {
            "Authorization": f"Bearer {self.key if key is None else key}",
            **dict(headers),
        }
        body = json.dumps(self.told() if told is None else told) if raw is None else raw
        if files:
            return self.url_open(
                URL,
                data={"request": body},
                files=[("files", file) for file in files],
                headers=headers,
            )
        headers.setdefault("Content-Type", "application/json")
        if isinstance(body, str):
            body = body.encode()
        return self.url_open(URL, data=body, headers=headers)

    def inquiries(self):
        return self.env["engineering.inquiry"].search([])

    def assert_taken(self, answer):
        """Return the request that a site was told is taken."""
        self.assertEqual(answer.status_code, 201, answer.text)
        self.env.invalidate_all()
        return self.inquiries()[:1]

    def assert_refused(self, answer, status, *names):
        """Check that a request was refused, for these fields, and left nothing."""
        self.assertEqual(answer.status_code, status, answer.text)
        error = answer.json()["error"]
        told = [field["field"] for field in error.get("fields", [])]
        self.assertEqual(sorted(told), sorted(names))
        return error
