"""An act says when and where its works were done, as it was when it was issued."""

from datetime import date, datetime

from odoo.exceptions import UserError
from odoo.modules.module import load_script
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

REPORT = "crm_engineering_calc.report_engineering_act"


@tagged("standard", "post_install", "-at_install")
class TestPeriod(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.env.company.partner_id.tz = "Europe/Moscow"
        self.customer.write({"street": "Forest St. 8", "city": "Springfield"})
        self.order = self.ordered(lines=[(self.survey, 3, 100.0)])
        self.works = self.worked(self.order, {self.survey: 2})
        self.works |= self.worked(self.order, {self.survey: 1})
        self.done(self.works)
        for work, start, end in (
            # After midnight, and before it, where the company is.
            (self.works[0], datetime(2026, 3, 2, 21, 30), datetime(2026, 3, 4, 9)),
            (self.works[1], datetime(2026, 3, 3, 6), datetime(2026, 3, 5, 20, 59)),
        ):
            work.sudo().write({"engineering_start": start, "date_end": end})

    def grounds(self, act):
        grounds = {
            ground["name"]: ground["value"] for ground in act._get_paper_grounds()
        }
        return grounds.get("period"), grounds.get("place")

    def test_period_is_of_all_works_by_the_companys_clock(self):
        act = self.acted(self.works)
        self.assertEqual(act.period_start, date(2026, 3, 3))
        self.assertEqual(act.period_end, date(2026, 3, 5))
        period, place = self.grounds(act)
        self.assertEqual(period, "03/03/2026 – 03/05/2026")
        self.assertIn("Forest St. 8", place)
        text = self.paper(REPORT, act).text_content()
        self.assertIn(period, text)
        self.assertIn("Forest St. 8", text)

    def test_works_without_a_plan_ended_on_a_day(self):
        self.works.sudo().engineering_start = False
        act = self.acted(self.works[0])
        self.assertFalse(act.period_start)
        self.assertEqual(self.grounds(act)[0], "03/04/2026")

    def test_work_that_was_done_before_its_planned_time(self):
        self.works[0].sudo().engineering_start = datetime(2026, 3, 9, 6)
        act = self.acted(self.works[0])
        self.assertEqual(act.period_start, act.period_end)
        self.assertEqual(self.grounds(act)[0], "03/04/2026")

    def test_draft_is_corrected_and_what_is_issued_is_not(self):
        act = self.acted(self.works)
        act.write({"period_start": date(2026, 3, 1), "place": "Roof of the house"})
        act.action_send()
        self.assertEqual(
            self.grounds(act), ("03/01/2026 – 03/05/2026", "Roof of the house")
        )
        for values in ({"period_end": date(2026, 3, 6)}, {"place": "Cellar"}):
            with self.assertRaisesRegex(UserError, "only a draft"):
                act.write(values)

    def test_act_that_is_sent_as_soon_as_it_is_made(self):
        act = self.acted(self.works)
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                "UPDATE engineering_act SET place = NULL, period_end = NULL"
                " WHERE id = %s RETURNING id",
                act.id,
            )
        )
        self.env.invalidate_all()
        for name in ("period_start", "period_end", "place"):
            self.env.add_to_compute(act._fields[name], act)
        act.action_send()
        self.assertEqual(act.period_end, date(2026, 3, 5))
        self.assertIn("Forest St. 8", act.place)

    def test_person_has_no_seal(self):
        (place,) = self.paper(REPORT, self.acted(self.works)).xpath(
            "//td[@name='td_customer_signature']"
        )
        self.assertIn("(signature)", place.text_content())
        self.assertNotIn("seal", place.text_content())

    def test_signed_act_stays_whatever_the_deal_says(self):
        act = self.signed(self.acted(self.works))
        before = self.grounds(act)
        self.order.opportunity_id.street = "Another St. 1"
        self.customer.street = "Another St. 1"
        self.assertEqual(self.grounds(act), before)
        self.assertTrue(act._has_valid_signature())
        content = act.sudo().engineering_signature_id.content["facts"]
        self.assertEqual(content["period_end"], "2026-03-05")
        self.assertIn("Forest St. 8", content["place"])

    def test_draft_follows_the_deal(self):
        act = self.acted(self.works)
        self.order.opportunity_id.street = "Another St. 1"
        self.assertIn("Another St. 1", act.place)

    def test_draft_follows_the_contact_of_the_site(self):
        lead = self.order.opportunity_id
        lead.engineering_address_id = self.quiet["res.partner"].create(
            {
                "name": "Site",
                "type": "delivery",
                "street": "Quay 5",
                "parent_id": self.customer.id,
            }
        )
        act = self.acted(self.works)
        self.assertIn("Quay 5", act.place)
        lead.engineering_address_id.street = "Quay 6"
        self.assertIn("Quay 6", act.place)

    def test_completed_works_of_before_get_when_they_ended(self):
        work = self.works[0].sudo()
        work.date_end = False
        self.env.flush_all()
        script = "migrations/19.0.1.13.0/pre-ended-works.py"
        module = load_script(f"crm_engineering_calc/{script}", script)
        module.migrate(self.env.cr, "19.0.1.12.0")
        self.env.invalidate_all()
        self.assertEqual(work.date_end, work.date_last_stage_update)
        self.assertTrue(self.acted(work).period_end)

    def test_act_signed_before_papers_said_so_stands(self):
        act = self.acted(self.works)
        act.write({"period_start": False, "period_end": False, "place": False})
        self.signed(act)
        self.assertNotIn("place", act.sudo().engineering_signature_id.content["facts"])
        for name in ("period_start", "period_end", "place"):
            self.env.add_to_compute(act._fields[name], act)
        self.env.flush_all()
        self.assertTrue(act._has_valid_signature())
        self.assertEqual(self.grounds(act), (None, None))


@tagged("standard", "post_install", "-at_install")
class TestSigner(EngineeringCase):
    """A person signs: the dialog and the page propose none but a person's name."""

    def setUp(self):
        super().setUp()
        self.firm = self.quiet["res.partner"].create(
            {"name": "Horizon Ltd", "is_company": True, "email": "firm@example.com"}
        )
        order = self.ordered(lines=[(self.survey, 1, 100.0)], partner_id=self.firm.id)
        self.act = self.acted(self.done(self.worked(order)))

    def signer(self, user=None):
        act = self.act.with_user(user).sudo() if user else self.act
        return act._get_proposed_signer()

    def test_company_that_names_nobody(self):
        self.assertEqual(self.signer(), "")
        self.assertEqual(self.signer(self.env.ref("base.public_user")), "")

    def test_whom_the_paper_names(self):
        self.firm.engineering_signatory_id = self.quiet["res.partner"].create(
            {"name": "Ann Chair", "parent_id": self.firm.id}
        )
        self.assertEqual(self.signer(), "Ann Chair")
        self.assertEqual(self.signer(self.env.ref("base.public_user")), "Ann Chair")

    def test_who_has_the_page_open(self):
        foreman = self.quiet["res.partner"].create(
            {"name": "Bob Foreman", "parent_id": self.firm.id}
        )
        buyer = self.user(
            "foreman",
            "base.group_portal",
            partner_id=foreman.id,
            notification_type="email",
        )
        self.assertEqual(self.signer(buyer), foreman.name)

    def test_whom_the_act_is_sent_to(self):
        contact = self.quiet["res.partner"].create(
            {"name": "Carl Contact", "parent_id": self.firm.id}
        )
        order = self.ordered(lines=[(self.survey, 1, 100.0)], partner_id=contact.id)
        self.act = self.acted(self.done(self.worked(order)))
        self.assertEqual(self.signer(), "Carl Contact")

    def test_dialog_without_an_act(self):
        dialog = self.env["engineering.act.sign"].with_user(self.manager)
        values = {"act_id": False}
        answer = dialog.onchange(values, ["act_id"], {"signed_by": {}})
        self.assertFalse(answer["value"].get("signed_by"))
