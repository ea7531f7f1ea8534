"""What comes from sites that mean harm, or are mended badly."""

import io
import json
from unittest.mock import patch

from PIL import Image

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.crm_engineering_calc.tests.site import PHOTO, URL, SiteCase

CONTROLLER = "odoo.addons.crm_engineering_calc.controllers.inquiry"


@tagged("standard", "post_install", "-at_install")
class TestSiteAttack(SiteCase):
    # === KEYS ===

    def test_guessed_keys_open_nothing(self):
        mark, _dot, secret = self.key.partition(".")
        guesses = [
            "",
            "x",
            mark,
            f"{mark}.",
            f"{mark}.{'A' * 43}",
            f"{'0' * 12}.{secret}",
            f"{mark}.{secret}x",
            f"{mark}.{secret[:-1]}",
            self.key.upper(),
            "%",
            f"{mark[:-1]}_.{secret}",
            "' OR 1=1 --",
            "A" * 10000,
        ]
        answers = {self.send(key=guess).text for guess in guesses}
        self.assertEqual(len(answers), 1)
        self.assert_refused(self.url_open(URL), 401)
        basic = {"Authorization": f"Basic {self.key}"}
        self.assert_refused(self.send(headers=basic), 401)
        self.assertFalse(self.inquiries())

    def test_session_of_a_colleague_opens_nothing(self):
        self.log_in(self.administrator)
        self.assert_refused(self.send(key=""), 401)

    def test_key_is_not_read_from_the_address(self):
        answer = self.url_open(f"{URL}?key={self.key}", data=b"{}")
        self.assert_refused(answer, 401)

    # === TYPES ===

    def test_what_is_no_json_is_refused(self):
        for raw in (" ", "{", "\0", b"\xff\xfe", "[" * 100000, '{"a": NaN', "1" * 5000):
            with self.subTest(str(raw)[:20]):
                self.assertEqual(self.send(raw=raw).status_code, 400)
        for raw in ("null", "[]", '"text"', "5", "true"):
            with self.subTest(raw):
                self.assert_refused(self.send(raw=raw), 422, "request")
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        self.assert_refused(self.send(raw="need=x", headers=form), 415)
        self.assertFalse(self.inquiries())

    def test_each_wrong_field_is_named(self):
        wrong = {
            "request_id": ("short", "with space", "a" * 65, 5, None, ["request-0001"]),
            "direction": ("", 5, None, {"a": 1}),
            "name": ("", " ", "A" * 201, "a\0b", "Iv\nan", 5, None, "\ud800"),
            "need": ("", "A" * 10001, "a\0b", {"a": 1}, None, True),
            "email": ("no", "a@b", "a@b.c\nBcc: x@y.zz", "a@x.yy, b@x.yy", 5, [1]),
            "phone": ("12", "call me", "+7 900 123-45-67<script>", 79001234567),
            "country": ("Russia", "ru", 1),
            "language": ("russian", "../..", 1),
            "measurements": ([], "W", 5, None),
            "consent": ("", "A" * 2001, True),
            "zip": ("1" * 25, 170000),
        }
        for name, values in wrong.items():
            for value in values:
                with self.subTest(name=name, value=str(value)[:20]):
                    answer = self.send(self.told(**{name: value}))
                    error = self.assert_refused(answer, 422, name)
                    self.assertTrue(error["fields"][0]["message"])
        self.assertFalse(self.inquiries())

    def test_wrong_measurements_are_named(self):
        values = (
            ("W", "1.5"),
            ("W", True),
            ("W", 10**400),
            ("W", 0.1),
            ("W", 7),
            ("W", -1),
            ("W", None),
            ("W", [1]),
            ("D", 1),
            ("X", 1),
        )
        for code, value in values:
            with self.subTest(code=code, value=str(value)[:20]):
                told = self.told(measurements={code: value})
                self.assert_refused(self.send(told), 422, f"measurements.{code}")
        raw = json.dumps(self.told()).replace("1.5", "NaN")
        self.assert_refused(self.send(raw=raw), 422, "measurements.W")

    def test_what_nobody_asks_for_is_named(self):
        told = self.told(user_id=2, partner_id=1, website="x")
        self.assert_refused(self.send(told), 422, "user_id", "partner_id", "website")
        answer = self.url_open(
            URL,
            data={"request": json.dumps(self.told()), "lead_id": "1"},
            files=[("files", ("wall.png", PHOTO))],
            headers={"Authorization": f"Bearer {self.key}"},
        )
        self.assert_refused(answer, 422, "lead_id")

    def test_contact_and_consent_are_asked_for(self):
        told = self.told()
        del told["email"], told["phone"]
        self.assert_refused(self.send(told), 422, "request")
        told = self.told()
        del told["consent"]
        self.assert_refused(self.send(told), 422, "consent")
        self.site.requires_consent = False
        self.assert_taken(self.send(told))

    # === DIRECTIONS ===

    def test_direction_that_is_not_offered_is_as_one_that_is_not(self):
        branch = self.quiet["res.company"].create({"name": "Branch"})
        self.other_direction.write({"code": "pipes", "offered_on_sites": False})
        foreign = self.quiet["engineering.direction"].create(
            {
                "name": "Foreign",
                "code": "foreign",
                "company_id": branch.id,
                "offered_on_sites": True,
            }
        )
        answers = set()
        for code in ("pipes", foreign.code, "nothing"):
            answer = self.send(self.told(direction=code, measurements={}))
            self.assert_refused(answer, 422, "direction")
            answers.add(answer.text)
        self.assertEqual(len(answers), 1)
        self.other_direction.offered_on_sites = True
        self.site.direction_ids = self.direction
        told = self.told(direction="pipes", measurements={})
        self.assert_refused(self.send(told), 422, "direction")
        self.site.direction_ids = False
        self.assert_taken(self.send(told))
        self.other_direction.active = False
        told = self.told(direction="pipes", measurements={}, request_id="request-0002")
        self.assert_refused(self.send(told), 422, "direction")

    # === TEXTS AND FILES ===

    def test_scripts_are_text(self):
        evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
        inquiry = self.assert_taken(
            self.send(self.told(name=evil, need=evil, street=evil, company=evil))
        )
        self.assertNotIn("<script", inquiry.lead_id.description)
        self.assertNotIn("<img", inquiry.lead_id.description)
        self.assertIn("&lt;script", inquiry.lead_id.description)
        page = self.url_open(inquiry.get_portal_url()).text
        self.assertIn("&lt;script&gt;alert(1)", page)
        self.assertNotIn("<script>alert(1)", page)
        self.assertNotIn("<img src=x", page)

    def test_files_that_run_and_empty_ones_are_named(self):
        for name in (
            "page.html",
            "a.svg",
            "a.exe",
            "a.js",
            "noname",
            "a.png.html",
            ".png",
            "a.xml",
            "a.php",
        ):
            with self.subTest(name):
                answer = self.send(files=[("ok.png", PHOTO), (name, b"<b>")])
                self.assert_refused(answer, 422, "files.1")
        self.assert_refused(self.send(files=[("a.png", b"")]), 422, "files.0")
        many = [(f"{number}.png", PHOTO) for number in range(21)]
        self.assert_refused(self.send(files=many), 422, "files")
        self.assertFalse(self.inquiries())

    def test_names_of_files_are_names_alone_and_markup_in_them_is_no_markup(self):
        inquiry = self.assert_taken(
            self.send(
                files=[
                    ("../../etc/<b>x</b>.png", b"<html><script>1</script></html>"),
                    ("A" * 300 + ".jpg", PHOTO),
                ]
            )
        )
        names = inquiry.attachment_ids.sorted("id").mapped("name")
        self.assertEqual(names[0], "b>.png")
        self.assertEqual(len(names[1]), 120)
        self.assertNotIn("html", str(inquiry.attachment_ids.mapped("mimetype")))

    # === LIMITS ===

    def test_large_request_is_refused_before_it_is_read(self):
        self.site.max_size = 1
        large = ("large.png", PHOTO + b"\0" * 2 * 1024 * 1024)
        self.assert_refused(self.send(files=[large]), 413)
        self.assert_taken(self.send(files=[("small.png", PHOTO)]))

    def test_too_many_requests_are_put_off(self):
        self.site.requests_per_minute = 2
        for number in range(2):
            self.assert_taken(self.send(self.told(request_id=f"request-{number:04}")))
        answer = self.send(self.told(request_id="request-0002"))
        self.assert_refused(answer, 429)
        self.assertEqual(answer.headers["Retry-After"], "60")
        self.assertEqual(len(self.inquiries()), 2)
        # A repetition is not one more.
        repeated = self.send(self.told(request_id="request-0000"))
        self.assertEqual(repeated.status_code, 200)

    def test_page_in_a_browser_sends_only_where_it_may(self):
        evil = {"Origin": "https://evil.example.com"}
        self.assert_refused(self.send(headers=evil), 403)
        self.site.origins = "https://example.com\nhttp://localhost:8000"
        self.assert_refused(self.send(headers=evil), 403)
        self.assert_refused(self.send(headers={"Origin": "null"}), 403)
        answer = self.send(headers={"Origin": "https://example.com"})
        self.assert_taken(answer)
        self.assertEqual(answer.headers["Access-Control-Allow-Origin"], "*")

    # === FAULTS ===

    @mute_logger(CONTROLLER)
    def test_what_is_refused_inside_tells_no_names_and_leaves_nothing(self):
        refuse = patch.object(
            self.env.registry["crm.lead"],
            "_offer_joining",
            side_effect=UserError("The deal of Secret Customer"),
        )
        with refuse:
            answer = self.send(files=[("wall.png", PHOTO)])
        self.assertEqual(answer.status_code, 500)
        self.assertNotIn("Secret", answer.text)
        self.assertFalse(self.inquiries())
        self.assert_taken(self.send(files=[("wall.png", PHOTO)]))

    # === BOMBS ===

    def test_picture_that_unpacks_to_gigabytes_is_kept_packed(self):
        for number, size in enumerate((20000, 12000)):
            bomb = self.make_bomb(size)
            told = self.told(request_id=f"request-{number:04}")
            with patch("PIL.ImageFile.ImageFile.load", side_effect=MemoryError):
                answer = self.send(told, files=[("wall.png", bomb)])
            inquiry = self.assert_taken(answer)
            self.assertEqual(inquiry.attachment_ids.raw, bomb)
            self.assertEqual(inquiry.attachment_ids.mimetype, "image/png")

    def make_bomb(self, size):
        """Return a small file that is a picture of `size` pixels a side."""
        picture = io.BytesIO()
        Image.new("1", (size, size)).save(picture, "PNG")
        return picture.getvalue()
