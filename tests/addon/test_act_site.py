"""An act is signed at the site, on the phone of the engineer who works there."""

import base64
import io

from PIL import Image, ImageDraw

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


def drawn():
    image = Image.new("RGBA", (300, 100), (255, 255, 255, 0))
    ImageDraw.Draw(image).line((20, 80, 150, 20, 280, 80), fill="black", width=6)
    file = io.BytesIO()
    image.save(file, "PNG")
    return base64.b64encode(file.getvalue())


@tagged("standard", "post_install", "-at_install")
class TestSite(EngineeringCase):
    def setUp(self):
        super().setUp()
        order = self.ordered(lines=[(self.survey, 3, 100.0), (self.montage, 1, 50.0)])
        self.work = self.done(self.worked(order, None, self.engineer))
        self.act = self.acted(self.work)

    def dialog(self, user, **values):
        values = {"signed_by": "Anna", "signature": drawn(), **values}
        return self.wizard(
            "engineering.act.sign.site", self.as_(user, self.work), **values
        )

    def test_draft_is_signed_there_and_says_who_pressed(self):
        self.assertTrue(self.work.engineering_may_sign_act)
        self.work.action_sign_act()
        dialog = self.dialog(self.engineer)
        self.assertIn("Survey", dialog.content)
        dialog.action_confirm()
        self.env.invalidate_all()
        self.assertEqual((self.act.state, self.act.signed_by), ("signed", "Anna"))
        self.assertRegex(self.act.name, r"^ACT")
        signature = self.act.sudo().engineering_signature_id
        self.assertEqual(signature.user_id, self.engineer)
        self.assertFalse(signature.partner_id)
        self.assertTrue(signature.paper_id)
        self.assertFalse(self.work.engineering_may_sign_act)
        self.assertRefused(UserError, "No act of", self.work.action_sign_act)

    def test_sent_act_is_signed_there(self):
        self.act.action_send()
        self.dialog(self.engineer).action_confirm()
        self.assertEqual(self.act.state, "signed")

    def test_others_do_not_sign(self):
        for user in (self.colleague, self.outsider, self.manager2):
            with self.subTest(user.login):
                self.assertRefused(
                    AccessError,
                    ".",
                    lambda user=user: self.dialog(user).action_confirm(),
                )
        self.assertRefused(
            AccessError, "its engineer", lambda: self.dialog(self.colleague)
        )

    def test_what_was_not_read_is_not_signed(self):
        def change():
            self.act.line_ids[0].quantity = 1

        def replace():
            self.act.action_cancel()
            self.acted(self.work, {self.survey: 3})

        def reprice():
            order = self.act.sudo().order_ids
            order.order_line[0].price_unit = 90

        for happen in change, replace, reprice:
            with self.subTest(happen.__name__):
                dialog = self.dialog(self.engineer)
                self.assertIn("Survey", dialog.content)
                happen()
                self.env.flush_all()
                self.assertRefused(UserError, "Open it again", dialog.action_confirm)
                self.assertNotIn(
                    "signed", self.act.lead_id.engineering_act_ids.mapped("state")
                )
        self.dialog(self.engineer).action_confirm()

    def test_nothing_drawn_is_no_signature(self):
        file = io.BytesIO()
        Image.new("RGBA", (300, 100), (255, 255, 255, 0)).save(file, "PNG")
        empty = base64.b64encode(file.getvalue())
        dialog = self.dialog(self.engineer, signature=empty)
        self.assertRefused(UserError, "is blank", dialog.action_confirm)
        self.assertEqual(self.act.state, "draft")
        dialog = self.dialog(self.engineer, signed_by=" ")
        self.assertRefused(UserError, "name", dialog.action_confirm)
