"""Manager and engineer talk about a calculation: he at a desk, the other on a phone."""

from odoo.tests import HttpCase, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

TIMEOUT = 300


class ConversationTourCase(EngineeringCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.lead = self.deal(name="Winter garden")
        self.calculation = self.taken(self.lead)
        self.ask(self.calculation, "How high is the roof?")

    def tour(self, record, name, user):
        url = f"/odoo/{record._name}/{record.id}"
        self.start_tour(url, name, login=user.login, timeout=TIMEOUT)
        self.env.invalidate_all()

    def said(self, calculation):
        return [
            message.preview.strip()
            for message in self.env["mail.message"]
            .sudo()
            .search(calculation._get_conversation_domain(), order="id")
        ]


@tagged("standard", "post_install", "-at_install")
class TestManagerConversationTour(ConversationTourCase):
    def test_manager_answers_one_direction_and_writes_to_another(self):
        self.env["mail.message"].create(
            [
                {
                    "model": self.calculation._name,
                    "res_id": self.calculation.id,
                    "message_type": "comment",
                    "subtype_id": self.env.ref(
                        "crm_engineering_calc.mt_conversation"
                    ).id,
                    "author_id": self.engineer.partner_id.id,
                    "body": f"Remark no. {number} of many",
                }
                for number in range(1, 36)
            ]
        )
        self.lead.engineering_direction_id = self.other_direction
        self.lead.action_request_calculation()
        other = self.lead.sudo().engineering_calculation_ids - self.calculation.sudo()
        self.tour(self.lead, "engineering_manager_talks_to_engineers", self.manager)
        self.assertEqual(self.calculation.answer, "Nine metres")
        self.assertEqual(self.calculation.state, "in_progress")
        self.assertEqual(self.said(self.calculation)[-1], "Nine metres")
        self.assertEqual(self.said(other), ["Copper, please"])


@tagged("standard", "post_install", "-at_install")
class TestEngineerConversationTour(ConversationTourCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_engineer_reads_the_answer_and_writes_on_a_phone(self):
        self.answer(self.calculation)
        self.tour(
            self.calculation, "engineering_engineer_talks_to_manager", self.engineer
        )
        self.assertEqual(
            self.said(self.calculation),
            ["How high is the roof?", "Nine metres", "I begin today"],
        )
        self.assertEqual(self.calculation.state, "in_progress")
