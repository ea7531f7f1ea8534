"""What exchanges tell becomes one right call, in its deal, forgotten by nobody."""

import itertools
from datetime import timedelta

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.crm_engineering_calc_telephony.tests.common import (
    NUMBER,
    SECRET,
    TelephonyCase,
)


@tagged("standard", "post_install", "-at_install")
class TestCall(TelephonyCase):
    def test_events_in_any_order_are_one_call(self):
        events = [
            self.told("ringing", 0, direction="in", number="202-555-0143"),
            self.told("ringing", 2, extensions=["101", "102"], queue="sales"),
            self.told("answered", 12, extensions=["102"]),
            self.told("ended", 72),
        ]
        for order, shuffled in enumerate(itertools.permutations(events)):
            name = f"call-{order}"
            told = [
                {**event, "call": name, "id": f"{name}-{number}"}
                for number, event in enumerate(shuffled)
            ]
            for event in [*told, *told]:
                call = self.happen(event)
            self.assertEqual(len(call), 1)
            self.assertEqual(
                (call.result, call.duration, call.wait, call.queue),
                ("answered", 60, 12, "sales"),
            )
            self.assertEqual(call.user_id, self.manager2)
            self.assertEqual(call.rang_user_ids, self.manager | self.manager2)
            self.assertEqual(call.number_normalized, NUMBER)
            self.assertEqual(call.partner_id, self.customer)

    def test_number_is_known_however_it_is_written(self):
        for order, number in enumerate(
            ("+1 202 555 0143", "0012025550143", "2025550143", "(202) 555-0143")
        ):
            call = self.ring(number, f"call-{order}")
            self.assertEqual(call.number_normalized, NUMBER, number)
            self.assertEqual(call.partner_id, self.customer)

    def test_number_is_found_however_it_is_written(self):
        call = self.ring("2025550143")
        hidden = self.ring("", "call-2")
        calls = self.model("engineering.call", self.manager)
        for text in ("+1 202-555-0143", "(202) 555-0143", "5550143", "555-0143"):
            found = calls.search([("number_shown", "ilike", text)])
            self.assertIn(call, found, text)
            self.assertNotIn(hidden, found, text)
        self.assertEqual(call.number_shown, "+1 202-555-0143")
        self.assertFalse(calls.search([("number_shown", "ilike", "+1 202-555-0144")]))
        self.assertEqual(calls.name_search("202-555-0143")[0][0], call.id)
        self.assertFalse(hidden.number_shown)

    def test_number_is_written_as_people_write_it(self):
        calls = self.model("engineering.call", self.manager)
        for number in ("2025550143", "+12025550143", "0012025550143"):
            self.assertEqual(calls.format_number(number), "+1 202-555-0143")
        for number in ("102", "*98", "", "no number"):
            self.assertEqual(calls.format_number(number), number)
        for number in (5, None, {"a": 1}, ["2025550143"]):
            self.assertEqual(calls.format_number(number), number)
        nobody = self.model("engineering.call", self.engineer)
        self.assertEqual(nobody.format_number("2025550143"), "2025550143")
        public = self.model("engineering.call", self.env.ref("base.public_user"))
        with self.assertRaises(AccessError):
            public.format_number("2025550143")

    def test_contact_and_his_company_have_his_calls(self):
        company = self.quiet["res.partner"].create(
            {"name": "Company", "is_company": True}
        )
        self.customer.parent_id = company
        call = self.talk()
        self.talk(call="foreign", extension="102")
        for partner in (self.customer, company):
            partner = partner.with_user(self.manager)
            self.assertEqual(partner.engineering_call_count, 1)
            action = partner.action_view_calls()
            calls = self.model("engineering.call", self.manager)
            self.assertEqual(calls.search(action["domain"]), call)

    def test_call_of_nobody_has_no_contact(self):
        for order, number in enumerate(("", "anonymous", "12", "+12025550199")):
            call = self.ring(number, f"call-{order}")
            self.assertFalse(call.partner_id)
            self.assertFalse(call.lead_id)
            self.assertTrue(call.display_name)

    def test_extension_that_calls_is_internal(self):
        call = self.ring("102", extensions=["101"])
        self.assertEqual(call.direction, "internal")
        self.assertFalse(call.number_normalized)
        self.happen(self.told("ended", 20))
        self.assertFalse(call.missed)
        self.assertFalse(call.callback_user_id)

    def test_outgoing_call_is_of_who_calls(self):
        call = self.talk(direction="out")
        self.assertEqual((call.user_id, call.direction), (self.manager, "out"))
        self.assertFalse(call.rang_user_ids)

    def test_call_joins_the_open_deal_of_its_number(self):
        self.deal().action_set_lost()
        lead = self.deal()
        self.assertEqual(self.ring().lead_id, lead)

    def test_deal_with_the_number_alone_is_found(self):
        lead = self.deal(partner_id=False, phone="+1 202 555 0188")
        call = self.ring("202 555 0188")
        self.assertEqual((call.lead_id, call.partner_id), (lead, lead.partner_id))

    def test_deal_of_another_company_is_not_found(self):
        company = self.quiet["res.company"].create({"name": "Other"})
        self.quiet["crm.lead"].create(
            {"name": "Foreign", "phone": NUMBER, "company_id": company.id}
        )
        self.customer.company_id = company
        call = self.ring()
        self.assertFalse(call.lead_id)
        self.assertFalse(call.partner_id)

    def test_silence_ends_calls(self):
        call, other = self.ring(), self.ring(call="call-2")
        self.happen(self.told("answered", 5, "call-2", extensions=["101"]))
        self.run_job("ir_cron_settle", minutes=9)
        self.assertEqual(call.result, "ringing")
        self.run_job("ir_cron_settle", minutes=11)
        self.assertEqual((call.result, other.result), ("missed", "talking"))
        self.happen(self.told("answered", 5, extensions=["101"]))
        self.happen(self.told("ended", 65))
        self.assertEqual((call.result, call.duration), ("answered", 60))

    def test_job_settles_what_remained(self):
        event = self.told("ringing", direction="in", number=NUMBER)
        driver = self.exchange._get_driver()
        kept = self.exchange._receive(driver._read_event(self.exchange, event))
        self.assertFalse(self.call())
        self.assertTrue(kept)
        self.run_job("ir_cron_settle")
        self.assertFalse(self.call())
        with freeze_time(fields.Datetime.now() + timedelta(minutes=5)):
            self.assertEqual(self.exchange.connection, "behind")
        self.run_job("ir_cron_settle", minutes=5)
        self.assertEqual(self.call().result, "ringing")
        self.assertEqual(self.exchange.connection, "working")

    def test_recordings_are_forgotten_in_time(self):
        self.talk()
        url = "https://example.com/1.mp3"
        call = self.happen(self.told("recording", 70, recording=url))
        self.assertEqual(call.recording_url, url)
        self.run_job("ir_cron_recordings", days=179)
        self.assertTrue(call.recording_url)
        self.run_job("ir_cron_recordings", days=181)
        self.assertFalse(call.recording_url)
        self.happen(self.told("ended", 71))
        self.assertFalse(call.recording_url)

    def test_500_calls_at_once_lose_none(self):
        told = [
            self.told(
                "ringing", second, f"many-{second}", number=NUMBER, extensions=["101"]
            )
            for second in range(500)
        ]
        self.happen(*told)
        calls = self.env["engineering.call"].search(
            [("exchange_id", "=", self.exchange.id)]
        )
        self.assertEqual(len(calls), 500)
        self.assertEqual(calls.partner_id, self.customer)


@tagged("standard", "post_install", "-at_install")
class TestSecret(TelephonyCase):
    """The secret of an exchange is written, and comes out nowhere."""

    def exchange_of(self, user):
        return self.as_(user, self.exchange)

    def test_it_is_kept(self):
        self.assertEqual(self.exchange.sudo().secret, SECRET)
        self.assertTrue(self.exchange_of(self.administrator).has_secret)

    def test_nobody_reads_it(self):
        for user in (self.administrator, self.manager, self.env.ref("base.user_admin")):
            exchange = self.exchange_of(user)
            self.assertNotIn("secret", exchange.fields_get())
            self.assertNotIn(SECRET, str(exchange.read()))
            for read in (
                lambda exchange=exchange: exchange.read(["secret"]),
                lambda exchange=exchange: exchange.secret,
                lambda exchange=exchange: exchange.search([("secret", "=like", "a%")]),
                lambda exchange=exchange: exchange.search([], order="secret"),
                lambda exchange=exchange: exchange.search([("secret", "!=", False)]),
                lambda exchange=exchange: exchange._read_group([], ["secret"]),
                lambda exchange=exchange: exchange.export_data(["secret"]),
            ):
                with self.assertRaises(UserError):
                    read()
            self.assertFalse(exchange.new_secret)

    def test_export_and_copy_have_none(self):
        exchange = self.exchange_of(self.administrator)
        exported = exchange.export_data(["name", "new_secret", "has_secret"])
        self.assertNotIn(SECRET, str(exported))
        copied = exchange.copy()
        self.assertFalse(copied.sudo().secret)
        self.assertFalse(copied.has_secret)
        self.assertNotEqual(copied.sudo().mark, exchange.sudo().mark)

    def test_only_an_administrator_writes_it(self):
        with self.assertRaises(AccessError):
            self.exchange_of(self.manager).new_secret = "x" * 20
        self.exchange_of(self.administrator).write({"new_secret": "y" * 20})
        self.assertEqual(self.exchange.sudo().secret, "y" * 20)
        self.exchange_of(self.administrator).write({"new_secret": False})
        self.assertEqual(self.exchange.sudo().secret, "y" * 20)
        with self.assertRaises(AccessError):
            self.exchange_of(self.administrator).write({"secret": "z" * 20})

    def test_short_one_is_refused(self):
        with self.assertRaises(UserError):
            self.exchange_of(self.administrator).new_secret = "short"

    def test_address_is_for_administrators(self):
        self.assertNotIn("mark", self.exchange_of(self.manager).read()[0])
        self.assertIn(self.exchange.mark, self.exchange_of(self.administrator).address)


@tagged("standard", "post_install", "-at_install")
class TestDealOfCall(TelephonyCase):
    def messages(self, lead):
        return lead.message_ids.filtered(lambda one: "call" in (one.body or "").lower())

    def test_call_is_one_message_of_its_deal(self):
        lead = self.deal()
        self.ring()
        self.assertFalse(self.messages(lead))
        call = self.talk()
        self.assertIn("1:00", self.messages(lead).body)
        self.as_(self.manager, call).summary = "Wants <b>slate</b>"
        message = self.messages(lead)
        self.assertEqual(len(message), 1)
        self.assertIn("Wants &lt;b&gt;slate", message.body)
        self.assertEqual(message.author_id, self.manager.partner_id)
        lead = lead.with_user(self.manager)
        self.assertEqual(lead.engineering_call_count, 1)
        action = lead.action_view_calls()
        self.assertEqual(self.env["engineering.call"].search(action["domain"]), call)

    def test_message_goes_along_to_another_deal(self):
        lead, other = self.deal(), self.deal(partner_id=False)
        call = self.talk()
        self.as_(self.manager, call).lead_id = other
        self.assertFalse(self.messages(lead))
        self.assertEqual(len(self.messages(other)), 1)

    def test_deal_of_others_is_not_to_be_had_by_a_call(self):
        foreign = self.deal(self.manager2)
        call = self.as_(self.manager, self.talk("+12025550199"))
        with self.assertRaises(AccessError):
            call.lead_id = foreign.id

    def test_facts_are_not_written_by_hand(self):
        call = self.as_(self.manager, self.talk())
        for name in ("result", "duration", "number", "started", "called_back"):
            with self.assertRaises(AccessError):
                call.write({name: call[name]})
        with self.assertRaises(AccessError):
            call.create({"exchange_id": self.exchange.id, "external_id": "x"})
        with self.assertRaises(AccessError):
            call.unlink()

    def test_merged_deal_has_the_calls(self):
        lead, other = self.deal(), self.deal()
        call = self.talk()
        merged = (lead | other).with_user(self.sales_head).merge_opportunity()
        self.assertEqual(call.lead_id, merged)


@tagged("standard", "post_install", "-at_install")
class TestMissed(TelephonyCase):
    def to_do(self, call):
        return call.callback_activity_id

    def test_manager_of_the_deal_calls_back(self):
        lead = self.deal()
        call = self.miss()
        activity = self.to_do(call)
        self.assertEqual((activity.res_model, activity.res_id), ("crm.lead", lead.id))
        self.assertEqual(activity.user_id, self.manager)
        self.assertEqual(call.callback_user_id, self.manager)

    def test_once_a_number(self):
        lead = self.deal()
        calls = self.miss(call="call-2", second=100) | self.miss()
        self.assertEqual(len(lead.activity_ids), 1)
        self.assertEqual(calls.callback_user_id, self.manager)
        self.talk(call="call-3", second=700, direction="out", extension="102")
        self.assertEqual(calls.mapped("called_back"), [True, True])
        self.assertEqual(calls.mapped("callback_minutes"), [9, 11])
        self.assertFalse(lead.activity_ids)
        self.assertEqual(calls.callback_id, self.call("call-3"))

    def test_to_do_that_is_done_by_hand_is_called_back(self):
        lead = self.deal()
        calls = self.miss() | self.miss(call="call-2", second=100)
        activity = lead.activity_ids.with_user(self.manager)
        activity.action_feedback(feedback="By my mobile")
        self.assertEqual(calls.mapped("called_back"), [True, True])
        self.assertFalse(calls.callback_id)
        again = self.miss(call="call-3", second=700)
        self.assertEqual(self.to_do(again), lead.activity_ids)
        self.assertTrue(lead.activity_ids)

    def test_who_calls_again_is_answered(self):
        call = self.miss()
        self.talk(call="call-2", second=60, extension="102")
        self.assertTrue(call.called_back)
        self.assertFalse(self.to_do(call))

    def test_unanswered_call_back_is_none(self):
        call = self.miss()
        self.ring(call="call-2", second=60, direction="out")
        self.happen(self.told("ended", 90, "call-2"))
        self.assertEqual(self.call("call-2").result, "unanswered")
        self.assertFalse(call.called_back)
        self.assertTrue(self.to_do(call))

    def test_answer_that_was_told_first(self):
        self.deal()
        self.talk(call="call-2", second=60)
        call = self.miss()
        self.assertTrue(call.called_back)
        self.assertFalse(self.to_do(call))

    def test_answer_that_is_told_late_takes_the_to_do_back(self):
        lead = self.deal()
        call = self.miss()
        self.assertTrue(lead.activity_ids)
        self.happen(self.told("answered", 5, extensions=["101"]))
        self.assertEqual(call.result, "answered")
        self.assertFalse(call.missed)
        self.assertFalse(lead.activity_ids)

    def test_unknown_caller_is_for_who_does_it_otherwise(self):
        call = self.miss("+12025550199")
        activity = self.to_do(call)
        self.assertEqual(activity.user_id, self.sales_head)
        self.assertEqual(activity.res_model, "engineering.call")

    def test_hidden_number_is_for_somebody_too(self):
        self.assertEqual(self.to_do(self.miss("")).user_id, self.sales_head)

    def test_deal_of_nobody_is_for_the_head_of_its_team(self):
        self.deal(user_id=False, team_id=self.sales_team.id)
        self.exchange.fallback_user_id = self.manager2
        self.assertEqual(self.to_do(self.miss()).user_id, self.sales_head)

    def test_without_anybody_nothing_breaks(self):
        self.exchange.fallback_user_id = False
        call = self.miss("+12025550199")
        self.assertFalse(self.to_do(call))
        self.assertTrue(call.missed)


@tagged("standard", "post_install", "-at_install")
class TestRights(TelephonyCase):
    def sees(self, user, call):
        return bool(self.as_(user, call)._filtered_access("read"))

    def test_own_calls_and_those_of_own_teams(self):
        call = self.talk("+12025550199", extension="101")
        seen = [
            user.login.removesuffix("_of_test")
            for user in (
                self.manager,
                self.manager2,
                self.sales_head,
                self.engineer,
                self.leader,
                self.administrator,
                self.employee,
            )
            if self.sees(user, call)
        ]
        self.assertEqual(seen, ["manager", "sales_head", "administrator"])

    def test_head_of_a_sales_team(self):
        head = self.user("head", "sales_team.group_sale_salesman")
        call = self.talk("+12025550199")
        self.assertFalse(self.sees(head, call))
        self.sales_team.user_id = head
        self.assertTrue(self.sees(head, call))

    def test_manager_of_the_deal_sees_what_others_talked(self):
        self.deal()
        call = self.talk(extension="102")
        self.assertTrue(self.sees(self.manager, call))

    def test_companies(self):
        company = self.quiet["res.company"].create({"name": "Other"})
        other = self.user(
            "other",
            "crm_engineering_calc.group_administrator",
            company_id=company.id,
            company_ids=[fields.Command.set(company.ids)],
        )
        call = self.talk()
        self.assertFalse(self.sees(other, call))
        self.assertFalse(self.sees(other, self.exchange))

    def test_own_extension_is_seen(self):
        user = self.manager.with_user(self.manager)
        extensions = user.read(["engineering_extension_ids"])
        self.assertEqual(len(extensions[0]["engineering_extension_ids"]), 1)

    def test_extension_is_of_one(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self.exchange.extension_ids[0].copy()
