"""What the manager changes after sending reaches who calculates it."""

from odoo import fields
from odoo.tests import Form, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestRequestChanges(EngineeringCase):
    def told(self, calculation, lead, **values):
        """Return what the card is told of a change of its deal."""
        before = len(self.feed(calculation))
        lead.write(values)
        return self.feed(calculation)[before:]

    def test_open_calculation_follows_in_one_note(self):
        lead = self.deal(description="<p>Red</p>", engineering_deadline="2030-01-31")
        calculation = self.taken(lead)
        calculation.sudo().message_ids.notification_ids.unlink()
        note = self.told(
            calculation,
            lead,
            description="<p>Green</p>",
            engineering_deadline="2030-02-28",
            priority="3",
            phone="+7 900",
            street="Lane 2",
        )
        self.assertEqual(len(note), 1)
        for words in (
            "Need: Red → Green",
            "Needed By: 01/31/2030 → 02/28/2030",
            "Priority: Normal → Urgent",
            "Phone: – → +7 900",
            "Address: Lane 1 → Lane 2",
        ):
            self.assertIn(words, note[0])
        self.assertIn("Green", calculation.need)
        self.assertEqual(str(calculation.deadline), "2030-02-28")
        self.assertEqual(calculation.priority, "1")
        self.assertEqual(calculation.site_address, "Lane 2")
        self.assertEqual(self.inbox(calculation), self.engineer)

    def test_note_is_in_the_language_of_who_has_the_card(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        lead = self.deal(engineering_deadline="2030-01-31")
        calculation = self.taken(lead)
        self.engineer.lang = "ru_RU"
        note = self.told(calculation, lead, engineering_deadline="2030-02-28")
        self.assertIn("31.01.2030 → 28.02.2030", note[0])

    def test_calculation_on_hold_follows_too(self):
        lead = self.deal(description="<p>Red</p>")
        calculation = self.taken(lead)
        self.hold(calculation)
        self.assertTrue(self.told(calculation, lead, description="<p>Green</p>"))
        lead.action_set_lost()
        lead.write({"description": "<p>Blue</p>", "priority": "3"})
        self.assertIn("Blue", calculation.need)
        lead.action_unarchive()
        self.assertEqual(calculation.state, "held")

    def test_calculation_without_a_deal_yet_has_no_site(self):
        self.assertFalse(
            self.model("engineering.calculation", self.engineer).new().site_address
        )

    def test_nothing_is_told_of_what_stays(self):
        lead = self.deal(description="<p>Red</p>")
        calculation = self.taken(lead)
        self.assertFalse(self.told(calculation, lead, description="<p>Red</p>"))
        self.assertFalse(self.told(calculation, lead, expected_revenue=5))

    def test_engineers_own_words_stay_until_the_manager_writes_others(self):
        lead = self.deal(description="<p>Red</p>")
        calculation = self.taken(lead)
        calculation.need = "<p>Red, with a chimney</p>"
        self.told(calculation, lead, priority="3")
        self.assertIn("chimney", calculation.need)
        self.told(calculation, lead, description="<p>Green</p>")
        self.assertIn("Green", calculation.need)

    def test_held_calculation_follows_too(self):
        lead = self.deal(description="<p>Red</p>")
        calculation = self.taken(lead)
        self.hold(calculation)
        self.told(calculation, lead, description="<p>Green</p>")
        self.assertIn("Green", calculation.need)

    def test_completed_calculation_stays_as_it_was_asked(self):
        lead = self.deal(description="<p>Red</p>")
        calculation = self.completed(lead)
        self.assertFalse(self.told(calculation, lead, description="<p>Green</p>"))
        self.assertIn("Red", calculation.need)

    def test_each_of_several_directions_is_told(self):
        lead = self.deal()
        mine = self.requested(lead)
        lead.engineering_direction_id = self.other_direction
        other = self.requested(lead)
        lead.phone = "+7 900"
        for calculation in (mine, other.sudo()):
            self.assertIn("+7 900", self.feed(calculation)[-1])

    def test_many_deals_are_changed_at_once(self):
        def change(number):
            leads = self.env["crm.lead"].browse()
            for _deal in range(number):
                leads |= self.taken().sudo().lead_id
            self.env.flush_all()
            self.env.invalidate_all()
            count = self.count_queries(leads.with_user(self.manager).write, values)
            cards = leads.engineering_calculation_ids
            self.assertEqual(set(cards.mapped("priority")), {"1"})
            return count

        values = {"priority": "3", "engineering_deadline": "2030-02-28"}
        change(2)
        self.assertLess((change(6) - change(2)) / 4, 35)

    def upload(self, lead, name, user=None):
        self.env["ir.attachment"].with_user(user or self.manager).create(
            {
                "name": name,
                "raw": b"1",
                "res_model": "crm.lead",
                "res_id": lead.id,
            }
        )

    def tell_files(self):
        """Let the cron tell who is to know, and return when it was to run."""
        cron = self.env.ref("crm_engineering_calc.ir_cron_request_files")
        due = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        return due.mapped("call_at")

    def test_files_that_are_uploaded_at_once_are_told_in_one_note(self):
        lead = self.deal()
        calculation = self.taken(lead)
        before = len(self.feed(calculation))
        for name in ("plan.pdf", "roof.jpg", "gate.jpg"):
            self.upload(lead, name)
        self.upload(lead, "bill.pdf", self.sales_head)
        self.assertEqual(len(self.feed(calculation)), before)
        self.assertGreater(min(self.tell_files()), fields.Datetime.now())
        self.assertEqual(
            self.feed(calculation)[before:],
            [
                "New files of the deal: plan.pdf, roof.jpg, gate.jpg",
                "New files of the deal: bill.pdf",
            ],
        )
        authors = calculation.sudo().message_ids[:2].author_id
        self.assertEqual(authors, (self.sales_head | self.manager).partner_id)
        self.tell_files()
        self.assertEqual(len(self.feed(calculation)), before + 2)

    def test_new_file_is_told_and_shown(self):
        lead = self.deal()
        calculation = self.taken(lead)
        self.upload(lead, "plan.pdf")
        self.tell_files()
        self.assertIn("plan.pdf", self.feed(calculation)[-1])
        self.assertIn(self.engineer, self.inbox(calculation))
        calculation.invalidate_recordset(["lead_attachment_ids"])
        self.assertEqual(calculation.lead_attachment_ids.mapped("name"), ["plan.pdf"])

    def test_file_of_a_message_is_told_too(self):
        lead = self.deal()
        calculation = self.taken(lead)
        files = self.env["ir.attachment"].with_user(self.manager)
        plan = files.create(
            {
                "name": "plan.pdf",
                "raw": b"1",
                "res_model": "mail.compose.message",
                "res_id": 0,
            }
        )
        lead.message_post(body="The plan", attachment_ids=plan.ids)
        self.tell_files()
        told = [note for note in self.feed(calculation) if "plan.pdf" in note]
        self.assertEqual(len(told), 1)
        self.assertIn(self.engineer, self.inbox(calculation))

    def test_who_calculates_is_read_only_while_they_have_it(self):
        lead = self.deal()
        form = Form(lead, "crm.crm_lead_view_form")
        form.engineering_engineer_id = self.colleague
        form.save()
        calculation = self.requested(lead)
        self.assertTrue(lead.engineering_is_sent)
        with self.assertRaisesRegex(AssertionError, "readonly"):
            Form(lead, "crm.crm_lead_view_form").engineering_team_id = self.other_team
        lead.action_withdraw_calculation()
        self.assertFalse(calculation.is_open)
        self.assertFalse(lead.engineering_is_sent)
