"""What comes over HTTP from who means no good: names, pictures, tokens, tasks."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.portal import EngineeringPortalCase
from odoo.addons.crm_engineering_calc.tests.signing import drawn_signature

NAMES = (
    "A" * 100000,
    "a\0b",
    "\u202eIvan",
    "Iv\nan",
    "…",
    {"a": 1},
    5,
    [1],
    True,
)
PICTURES = ({"a": 1}, 5, "zz", "A" * 100, True, ["x"], "\0")


@tagged("standard", "post_install", "-at_install")
class TestPortalAttack(EngineeringPortalCase):
    def setUp(self):
        super().setUp()
        self.order = self.ordered()
        self.work = self.done(self.worked(self.order))
        self.act = self.acted(self.work)
        self.act.action_send()
        self.token = self.act.sudo()._portal_ensure_token()

    def sign_act(self, token=None, name="Ivan", signature=None):
        return self.make_jsonrpc_request(
            f"/my/acts/{self.act.id}/accept",
            {
                "access_token": token,
                "name": name,
                "signature": drawn_signature() if signature is None else signature,
            },
        )

    def test_act_is_signed_by_a_name_and_a_picture(self):
        for name in NAMES:
            with self.subTest(str(name)[:20]):
                self.assertIn("error", self.sign_act(self.token, name))
        for picture in PICTURES:
            with self.subTest(str(picture)[:20]):
                self.assertIn("error", self.sign_act(self.token, signature=picture))
        for token in ("x", "é", "\0", {"a": 1}, 5, [self.token], True):
            with self.subTest(token=str(token)):
                self.assertIn("error", self.sign_act(token))
        self.assertEqual(self.act.state, "sent")
        self.assertFalse(self.act.signed_by)

    def test_act_is_signed_once(self):
        self.assertIn("redirect_url", self.sign_act(self.token, "<b>Ivan</b>"))
        self.assertIn("error", self.sign_act(self.token, "Petr"))
        self.assertEqual(self.act.signed_by, "<b>Ivan</b>")
        page = self.url_open(f"/my/acts/{self.act.id}?access_token={self.token}").text
        self.assertIn("&lt;b&gt;Ivan&lt;/b&gt;", page)
        self.assertNotIn("<b>Ivan</b>", page)
        paper = (
            self.env["ir.actions.report"]
            .sudo()
            ._render_qweb_html(
                "crm_engineering_calc.engineering_act_report", self.act.ids
            )[0]
        )
        self.assertNotIn(b"<b>Ivan</b>", paper)
        for message in self.act.sudo().message_ids:
            self.assertNotIn("<b>Ivan</b>", str(message.body))

    def test_proposal_is_signed_by_a_name_and_a_picture(self):
        order = self.offered([(self.survey, 1, 100.0)])
        token = order.sudo().access_token
        for name in NAMES:
            with self.subTest(str(name)[:20]):
                self.assertIn("error", self.accept(order, token, name))
        for picture in PICTURES:
            with self.subTest(str(picture)[:20]):
                answer = self.accept(order, token, signature=picture)
                self.assertIn("error", answer)
        self.assertEqual(order.state, "sent")

    def test_proposal_is_declined_with_any_words(self):
        self.log_in()
        for reason in ("no\0", "<script>alert(1)</script>", "\u202ebad"):
            with self.subTest(reason):
                order = self.offered([(self.survey, 1, 100.0)])
                answer = self.post(
                    order,
                    "decline",
                    order.sudo().access_token,
                    decline_message=reason,
                )
                self.assertEqual(answer.status_code, 303)
                self.assertEqual(order.state, "cancel")
                for message in order.sudo().message_ids:
                    self.assertNotIn("<script", str(message.body))

    def test_who_shares_a_project_leaves_its_works_alone(self):
        project = self.work.sudo().project_id
        project.write({"privacy_visibility": "portal"})
        self.quiet["project.collaborator"].create(
            {"project_id": project.id, "partner_id": self.buyer.partner_id.id}
        )
        order = self.ordered()
        work = self.worked(order)
        work.sudo().message_subscribe(self.buyer.partner_id.ids)
        stages = project.type_ids
        other = self.quiet["project.task"].create(
            {"name": "No work", "project_id": project.id}
        )
        self.as_(self.buyer, other).name = "Theirs to name"
        task = self.as_(self.buyer, work)
        for values in (
            *({"stage_id": stage.id} for stage in stages if stage != work.stage_id),
            {"state": "1_done"},
            {"state": "1_canceled"},
            {"name": "Other"},
            {"date_deadline": "2030-01-01 00:00:00"},
            {"partner_id": self.stranger.partner_id.id},
            {"user_ids": [Command.clear()]},
            {"description": "<p>Pay me</p>"},
            {"tag_ids": [Command.clear()]},
            {"priority": "1"},
            {"parent_id": self.work.id},
            {"child_ids": [Command.create({"name": "Sub", "project_id": project.id})]},
        ):
            with self.subTest(values):
                before = (work.engineering_state, work.stage_id, work.name)
                self.assertRefused((AccessError, UserError), "", task.write, values)
                work.invalidate_recordset()
                self.assertEqual(
                    (work.engineering_state, work.stage_id, work.name), before
                )
        for name in (
            "action_accept_work",
            "action_complete_work",
            "action_cancel_work",
        ):
            with self.subTest(name):
                self.assertRefused((AccessError, UserError), "", getattr(task, name))
