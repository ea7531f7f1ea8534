"""Nobody reads a word of ours in a language that is not his.

They lead a deal from the first word to the signed act; much goes wrong on the way.
"""

import re
from base64 import b64decode
from datetime import timedelta

from freezegun import freeze_time
from lxml import html

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase
from odoo.addons.crm_engineering_calc.tests.reading import (
    CYRILLIC,
    LATIN,
    EngineeringReading,
)
from odoo.addons.crm_engineering_calc.tests.signing import drawn_signature

RUSSIAN = "ru_RU"
# Whatever a person wrote or is called begins so, whoever reads it.
OWN = "Q"
PEOPLE = ("manager", "manager2", "sales_head", "engineer", "colleague", "outsider")
# What the host says in English to Russians, for want of a translation of its own.
HOST = re.compile(
    r"Manual Payment|(Quotation|Order) \(Ref|Order - |Ваше quotation|"
    r"Hello, Your order .*? any questions\.|\(id=|English \(US\)|"
    r"\b(CRM|Odoo|PDF|REST|UBL|URL)\b"
)


class DayCase(EngineeringReading, EngineeringCase, HttpCase):
    """Everybody acts and reads in his own language; names are of none."""

    languages = {}
    visit_values = {}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang(RUSSIAN)
        cls.manager.group_ids += cls.env.ref("account.group_account_invoice")
        cls.administrator.group_ids += cls.env.ref("base.group_erp_manager")
        cls.engineer.notification_type = "email"
        cls._call_by_no_language()
        cls.buyer = cls.user(
            "qbuyer",
            "base.group_portal",
            partner_id=cls.customer.id,
            notification_type="email",
        )
        for login in (*PEOPLE, "leader", "administrator", "buyer"):
            user = getattr(cls, login)
            user.lang = cls.languages.get(login, RUSSIAN)
            user.signature = OWN
        cls.env.company.partner_id.lang = RUSSIAN
        cls.lost_reason = cls.quiet["crm.lost.reason"].create({"name": "Qdear"})
        cls.direction.response_hours = cls.direction.calculation_hours = 8

    @classmethod
    def _call_by_no_language(cls):
        people = [getattr(cls, login) for login in PEOPLE]
        things = [cls.direction, cls.other_direction, cls.survey, cls.montage]
        teams = [cls.team, cls.other_team, cls.sales_team, cls.env.company]
        for record in (*people, *things, *teams, cls.customer, cls.project, cls.leader):
            record.name = OWN + record.name.replace(" ", "").lower()
        cls.customer.street = "Qlane"

    def setUp(self):
        super().setUp()
        # Mails stay where they can be read.
        self.patch(type(self.env["mail.mail"]), "send", lambda *_args, **_kwargs: True)
        self.shown = []
        self.patch(
            type(self.env["res.users"]),
            "_bus_send",
            lambda user, _kind, message, **_options: self.show(user, message),
        )
        self.end_request()
        self.start_reading()

    # === PEOPLE ACT, AND ARE SHOWN SOMETHING ===

    def as_(self, user, records):
        return records.with_user(user).with_context(lang=user.lang, tz=user.tz)

    def model(self, name, user):
        return self.as_(user, self.env[name])

    def show(self, user, shown):
        """Keep what somebody is shown: a text, or what has texts in it."""
        self.shown.append((user, shown))

    def refused(self, method, *args):
        """Let somebody read why he may not do it."""
        with self.assertRaises(UserError) as refusal, self.env.cr.savepoint():
            method(*args)
        self.show(method.__self__.env.user, str(refusal.exception))

    def end_request(self):
        """Let the host tell what it tells at the end of a request."""
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env.invalidate_all()

    def look(self, lead, *users):
        """Let people look at the deal and their desks, as they are now."""
        self.end_request()
        for user in users or (self.manager, self.engineer):
            self.show(user, self.as_(user, lead).engineering_summary)
            for name in ("crm.lead", "engineering.calculation"):
                self.show(user, self.model(name, user).get_desk())

    def do(self, dialog, user, records, **values):
        """Let somebody fill a dialog of ours, and press its button."""
        dialog = f"engineering.{dialog}"
        return self.wizard(dialog, self.as_(user, records), **values).action_confirm()

    # === FROM THE REQUEST TO THE CALCULATION ===

    def ask_for_calculation(self):
        """Send a deal, change it, and let engineers give it to each other."""
        deadline = fields.Date.today() + timedelta(days=5)
        lead = self.deal(
            name="Qdeal", description="<p>Qneed</p>", engineering_deadline=deadline
        )
        self.look(lead, self.manager)
        calculation = self.requested(lead)
        self.look(lead)
        self.refused(lead.action_create_proposal)
        self.refused(self.as_(self.outsider, calculation).action_take)
        lead.write({"description": "<p>Qother</p>", "phone": "+7", "priority": "3"})
        redirect, team = "calculation.redirect", self.other_team
        self.do(redirect, self.engineer, calculation, team_id=team.id, reason="Qno")
        self.look(lead, self.manager)
        self.do(
            redirect,
            self.outsider,
            calculation,
            team_id=self.team.id,
            engineer_id=self.colleague.id,
            reason="Qback",
        )
        self.as_(self.colleague, calculation).action_take()
        engineer = self.engineer
        self.do(
            redirect, self.leader, calculation, engineer_id=engineer.id, reason="Qill"
        )
        calculation.action_take()
        self.look(lead)
        return calculation

    def visit(self, calculation):
        """Plan a visit, move it, and give it up; the customer is invited."""
        context = calculation.action_plan_measurement()["context"]
        visits = calculation.env["calendar.event"].with_context(**context)
        visit = visits.create(
            {"engineering_invite_customer": True, **self.visit_values}
        )
        day = timedelta(days=1)
        visit.write({"start": visit.start + day, "stop": visit.stop + day})
        self.look(calculation.lead_id)
        visit.unlink()

    def question(self, calculation):
        """Ask, and get the answer by the button, in the conversation, and by mail."""
        self.ask(calculation, "Qhow?")
        self.look(calculation.lead_id)
        self.refused(calculation.action_complete)
        self.answer(calculation, "Qso")
        self.ask(calculation, "Qwhere?")
        self.as_(self.manager, calculation).sudo().message_post(
            body="Qthere", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        self.ask(calculation, "Qwhen?")
        asked = calculation.sudo().message_ids[0].message_id
        self.env["mail.thread"].sudo().message_process(
            None,
            f"From: {self.manager.email}\nTo: catchall@example.com\nSubject: Q\n"
            f"Message-Id: <qreply@example.com>\nIn-Reply-To: {asked}\n\nQnow\n",
        )
        self.assertEqual(calculation.state, "in_progress")
        self.hold(calculation, "Qaway")
        self.look(calculation.lead_id)
        self.as_(self.manager, calculation).action_resume()

    def calculate(self, calculation):
        """Build, check and complete it; then the manager wants another revision."""
        self.refused(calculation.action_complete)
        variant = self.variant(calculation, name="Qcheap")
        self.variant(calculation, [(self.survey, 1, 0.0)], name="Qempty")
        variant.line_ids[0].quantity = 0
        calculation.action_check()
        self.complete(calculation, "Qright")
        self.look(calculation.lead_id)
        revision = self.revise(self.as_(self.manager, calculation), "Qcolour")
        revision = self.as_(self.engineer, revision)
        self.complete(revision, "Qright")
        report = "crm_engineering_calc.report_engineering_comparison"
        data = {"variant_ids": revision.variant_ids.ids}
        self.read_paper(self.engineer, report, revision, **data)
        return revision

    # === FROM THE PROPOSAL TO THE SIGNED ACT ===

    def sell(self, calculation):
        """Select, correct and propose; the customer signs and pays."""
        variant = self.as_(self.manager, calculation.variant_ids)[0]
        variant.action_select()
        line = variant.line_ids[-1]
        self.refused(line.write, {"price_unit": line.price_unit / 3})
        line.write({"price_unit": line.price_unit * 0.95, "correction_reason": "Qold"})
        lead = variant.lead_id
        order = self.from_action(lead.action_create_proposal(), lead.env)
        self.look(lead)
        action = order.action_quotation_send()
        composers = order.env[action["res_model"]].with_context(**action["context"])
        composers.create({})._action_send_mail()
        self.look(lead)
        self.read_paper(self.manager, "sale.action_report_saleorder", order)
        self.open_and_sign(f"/my/orders/{order.id}")
        self.direction.work_gate = "payment"
        self.refused(lead.action_create_work)
        invoice = order._create_invoices()
        invoice.action_post()
        self.look(lead)
        payments = invoice.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        payments.create({})._create_payments()
        self.look(lead)
        return order

    def work(self, order):
        """Do the work, after all; the customer signs its act."""
        self.direction.evidence_required = 1
        lead = order.opportunity_id
        work = self.as_(self.engineer, self.worked(order))
        self.look(lead)
        self.do("work.decline", self.engineer, work, reason="Qbusy")
        engineer = self.engineer
        self.do("work.assign", self.leader, work, engineer_id=engineer.id)
        work.action_accept_work()
        self.refused(work.action_complete_work)
        self.proof(work, name="Q.png", raw=b64decode(drawn_signature()))
        work.action_complete_work()
        self.look(lead)
        self.do("work.return", self.manager, work, reason="Qcrooked")
        work.action_complete_work()
        act = self.acted(work)
        act.action_send()
        self.look(lead)
        report = "crm_engineering_calc.engineering_act_report"
        self.read_paper(self.manager, report, act)
        self.open_and_sign(f"/my/acts/{act.id}")
        self.look(lead)
        self.refused(act.action_send)

    def open_and_sign(self, path):
        """Let the customer open a document on the portal, and sign it."""
        self.authenticate(self.buyer.login, self.buyer.login)
        page = html.fromstring(self.url_open(path).text)
        self.show(self.buyer, " ".join(page.xpath("//main//text()")))
        self.show(self.buyer, self.url_open(path.rpartition("/")[0]).text)
        signed = {"name": "Qbuyer", "signature": drawn_signature()}
        answer = self.make_jsonrpc_request(f"{path}/accept", signed)
        self.assertNotIn("error", answer)
        self.env.invalidate_all()

    def read_paper(self, user, report, record, **data):
        page = self.paper(report, self.as_(user, record), **data)
        self.show(user, " ".join(page.xpath("//body//text()")))

    # === WHAT GOES WRONG ===

    def give_up(self):
        """Lose a deal, restore, merge and withdraw it, drag it, give it away."""
        lead = self.deal(name="Qlost")
        calculation = self.taken(lead)
        lost = {"lead_ids": [Command.set(lead.ids)]}
        lost["lost_reason_id"] = self.lost_reason.id
        self.model("crm.lead.lost", self.manager).create(
            lost
        ).action_lost_reason_apply()
        self.look(lead)
        lead.action_unarchive()
        self.assertEqual(calculation.state, "in_progress")
        other = self.deal(name="Qsame")
        self.requested(other)
        both = {"opportunity_ids": [Command.set((lead | other).ids)]}
        merge = self.model("crm.merge.opportunity", self.manager).create(both)
        self.refused(merge.action_merge)
        other.action_withdraw_calculation()
        self.do("calculation.withdraw", self.manager, lead, reason="Qhimself")
        self.look(lead)
        for stage in lead.env["crm.stage"].search(
            [("team_ids", "in", self.sales_team.ids)]
        ):
            lead.stage_id = stage
        self.as_(self.sales_head, lead).user_id = self.manager2
        self.end_request()

    def leave(self):
        """Let who has something open leave: the engineer, and the manager."""
        calculation = self.taken(self.deal(name="Qleft"))
        self.ask(self.taken(self.deal(name="Qasked")), "Qwho?")
        self.model("engineering.team.leave", self.leader).create(
            {"user_id": self.engineer.id, "reason": "Qgone", "team_id": self.team.id}
        ).action_confirm()
        self.assertFalse(calculation.sudo().engineer_id)
        self.as_(self.administrator, self.manager).active = False
        self.end_request()
        self.manager.active = True

    def be_late(self):
        """Let deadlines pass, and the clock tell of them."""
        self.requested(
            self.deal(name="Qlate", engineering_engineer_id=self.engineer.id)
        )
        later = fields.Datetime.now() + timedelta(days=20)
        cron = self.env.ref("crm_engineering_calc.ir_cron_escalation")
        with freeze_time(later), self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.end_request()

    # === WHAT IS READ ===

    def live_through(self):
        calculation = self.ask_for_calculation()
        self.visit(calculation)
        self.question(calculation)
        order = self.sell(self.calculate(calculation))
        self.work(order)
        self.give_up()
        self.leave()
        self.be_late()

    def foreign(self, pattern, text):
        """Return the words of ours in a text that are of another language."""
        words = self.words(pattern, HOST.sub(" ", text))
        return [word for word in words if not word.startswith(OWN)]

    def assertReads(self, pattern, read):
        """Assert that nothing of what is read has words of another language."""
        found = {
            f"{where}: {' '.join(words)} in {text[:300]}"
            for where, text in read
            if (words := self.foreign(pattern, text))
        }
        self.assertFalse(found, "\n" + "\n".join(sorted(found)))


@tagged("standard", "post_install", "-at_install")
class TestRussianDay(DayCase):
    def test_nobody_reads_an_english_word(self):
        self.live_through()
        read = [
            (f"{record._name}.{field}", text)
            for record, field, text in self.read_written(self.manager)
        ]
        shown = [
            ("shown", text) for _who, one in self.shown for text in self.texts(one)
        ]
        self.assertGreater(len(read), 500)
        self.assertGreater(len(shown), 200)
        self.assertReads(LATIN, read + shown)


@tagged("standard", "post_install", "-at_install")
class TestTwoLanguages(DayCase):
    languages = dict.fromkeys(("engineer", "colleague", "leader"), "en_US")
    # What the engineer calls it is for all.
    visit_values = {"name": "Qvisit"}

    def test_each_reads_his_own(self):
        self.live_through()
        for user in (self.manager, self.engineer, self.leader, self.buyer):
            pattern = LATIN if user.lang == RUSSIAN else CYRILLIC
            read = [
                (f"{user.name}, {record._name}.{field}", text)
                for record, field, text in self.read_notices(user)
            ]
            shown = [
                (f"{user.name} is shown", text)
                for who, one in self.shown
                for text in self.texts(one)
                if who == user
            ]
            with self.subTest(user.name):
                self.assertTrue(read + shown)
                self.assertReads(pattern, read + shown)
