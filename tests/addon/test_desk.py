"""The desks: what they count is what they show, and costs one query."""

from ast import literal_eval
from datetime import timedelta

from freezegun import freeze_time
from lxml import etree

from odoo import fields
from odoo.fields import Command, Domain
from odoo.tests import HttpCase, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


class DeskCase(EngineeringCase):
    model_name = None

    def counters(self, user, domain=()):
        self.env.flush_all()
        return self.model(self.model_name, user).get_desk_counters(domain)

    def found(self, name, user):
        records = self.model(self.model_name, user)
        return records.search([("engineering_desk", "=", name)])

    def assertCounted(self, name, records, user):
        """Assert that a counter shows these records, and says how many they are."""
        self.assertEqual(self.found(name, user), records, name)
        shown = self.counters(user, [("id", "in", records.ids)])
        self.assertEqual(shown[name], len(records), name)

    def assertEachHasFilter(self, view):
        arch = etree.fromstring(
            self.env[self.model_name].get_views([(self.env.ref(view).id, "search")])[
                "views"
            ]["search"]["arch"]
        )
        for name in self.env[self.model_name]._get_desk_domains():
            domain = arch.xpath(f"//filter[@name='{name}']/@domain")
            self.assertEqual(domain, [f"[('engineering_desk', '=', '{name}')]"])

    def assertOneQuery(self, user):
        records = self.model(self.model_name, user)
        records.get_desk_counters()
        self.env.flush_all()
        tables = []
        execute = type(self.env.cr).execute
        self.patch(
            type(self.env.cr),
            "execute",
            lambda cr, query, *args, **kwargs: (
                tables.append(str(query)),
                execute(cr, query, *args, **kwargs),
            )[1],
        )
        records.get_desk_counters()
        counting = [query for query in tables if "COUNT(*) FILTER" in query]
        self.assertEqual(len(counting), 1)


@tagged("standard", "post_install", "-at_install")
class TestEngineerDesk(DeskCase):
    model_name = "engineering.calculation"

    def test_each_counter_is_a_filter(self):
        self.assertEachHasFilter(
            "crm_engineering_calc.engineering_calculation_view_search"
        )

    def test_counters_take_one_query(self):
        self.requested()
        self.assertOneQuery(self.engineer)

    def test_request_is_new_for_its_engineer_and_in_the_queue_of_a_team(self):
        queued = self.requested()
        mine = self.requested(self.deal(engineering_engineer_id=self.engineer.id))
        self.assertCounted("queue", queued, self.engineer)
        self.assertCounted("queue", queued, self.colleague)
        self.assertCounted("new_for_me", mine, self.engineer)
        self.assertFalse(self.found("new_for_me", self.colleague))
        self.assertFalse(self.found("queue", self.outsider))

    def test_queue_of_a_team_is_its_leaders_too(self):
        self.assertNotIn(self.leader, self.team.member_ids)
        self.assertCounted("queue", self.requested(), self.leader)

    def test_who_calculates_nothing_has_no_counters_of_engineers(self):
        desk = self.model(self.model_name, self.manager).get_desk()
        self.assertFalse(desk["counters"] or desk["links"])
        self.assertTrue(self.model(self.model_name, self.leader).get_desk()["links"])

    def test_question_waits_in_the_counter_of_who_asked(self):
        calculation = self.taken()
        self.assertFalse(self.found("waiting_mine", self.engineer))
        self.ask(calculation)
        self.assertCounted("waiting_mine", calculation, self.engineer)
        self.assertFalse(self.found("waiting_mine", self.colleague))

    def test_late_is_told_to_its_engineer_and_leader(self):
        yesterday = fields.Date.today() - timedelta(days=1)
        calculation = self.taken(engineering_deadline=yesterday)
        self.assertCounted("late_mine", calculation, self.engineer)
        self.assertCounted("late_mine", calculation, self.leader)
        self.assertCounted("today", calculation, self.engineer)
        self.assertFalse(self.found("late_mine", self.colleague))

    def test_visit_of_today_is_counted_for_who_goes(self):
        calculation = self.taken()
        self.model("calendar.event", self.engineer).create(
            {
                "name": "Measure",
                "start": fields.Datetime.now(),
                "stop": fields.Datetime.now() + timedelta(hours=1),
                "engineering_calculation_id": calculation.id,
                "partner_ids": [Command.set(self.engineer.partner_id.ids)],
            }
        )
        self.assertCounted("visits_today", calculation, self.engineer)
        self.assertFalse(self.found("visits_today", self.colleague))

    def test_today_is_the_day_of_the_users_clock_when_it_is_put(self):
        self.engineer.tz = "Europe/Berlin"
        cards = self.model(self.model_name, self.engineer).with_context(
            tz="Europe/Berlin"
        )
        for now, begin, end in (
            ("2030-03-31 12:00:00", "2030-03-30 23:00:00", "2030-03-31 22:00:00"),
            ("2030-10-27 12:00:00", "2030-10-26 22:00:00", "2030-10-27 23:00:00"),
        ):
            with self.subTest(now), freeze_time(now):
                _and, *parts = cards._in_day("due")
                self.assertEqual([str(part[2]) for part in parts], [begin, end])

    def test_works_of_mine_stand_beside(self):
        self.contract()
        self.worked(self.ordered(), engineer=self.engineer)
        self.env.flush_all()
        works = {
            user: self.model(self.model_name, user).get_desk()["links"][0]["count"]
            for user in (self.engineer, self.colleague)
        }
        self.assertEqual(works, {self.engineer: 1, self.colleague: 0})

    def test_saved_searches_stand_in_the_order_of_their_user(self):
        filters = self.model("ir.filters", self.engineer)
        first, second = (
            filters.browse(
                filters.create_filter(
                    {
                        "name": name,
                        "model_id": self.model_name,
                        "user_ids": [Command.set(self.engineer.ids)],
                    }
                ).ids
            )
            for name in ("Attics", "Barns")
        )
        desk = self.model(self.model_name, self.engineer).get_desk()
        self.assertEqual(desk["favorites"], [first.id, second.id])
        second.engineering_sequence = 1
        desk = self.model(self.model_name, self.engineer).get_desk()
        self.assertEqual(desk["favorites"], [second.id, first.id])
        desk = self.model(self.model_name, self.colleague).get_desk()
        self.assertEqual(desk["favorites"], [])

    def test_state_says_since_when(self):
        calculation = self.requested()
        old = fields.Datetime.now() - timedelta(days=3)
        calculation.sudo()._as_machine().write({"state_since": old})
        calculation.action_take()
        self.assertGreater(calculation.state_since, old)

    def test_engineer_acts_on_the_card(self):
        view = self.env.ref("crm_engineering_calc.engineering_calculation_view_kanban")
        for name in ("action_take", "action_ask", "action_complete"):
            self.assertIn(f'name="{name}"', view.arch)

    def test_calendar_names_the_deal_on_the_day_that_is_due(self):
        view = self.env.ref(
            "crm_engineering_calc.engineering_calculation_view_calendar"
        )
        arch = etree.fromstring(view.arch)
        self.assertEqual(arch.get("date_start"), "due")
        self.assertEqual(arch.get("create_name_field"), "lead_name")

    def test_works_stand_in_a_calendar(self):
        for name in ("engineering_work_action", "engineering_work_action_mine"):
            action = self.env.ref(f"crm_engineering_calc.{name}")
            views = [(view, kind) for view, kind in action.views if kind == "calendar"]
            for user in (self.engineer, self.manager):
                shown = self.model("project.task", user).get_views(views)
                arch = etree.fromstring(shown["views"]["calendar"]["arch"])
                self.assertEqual(arch.get("date_start"), "engineering_start")
                self.assertEqual(arch.get("date_stop"), "engineering_end")
                self.assertEqual(arch.get("color"), "user_ids")


@tagged("standard", "post_install", "-at_install")
class TestLanding(EngineeringCase, HttpCase):
    def landing(self, user):
        """Return the action that the user's day begins with."""
        self.authenticate(user.login, user.login)
        info = self.make_jsonrpc_request("/web/session/get_session_info")
        return info["home_action_id"]

    def test_engineer_lands_at_the_desk(self):
        desk = self.env.ref("crm_engineering_calc.engineering_calculation_action_desk")
        self.assertEqual(self.landing(self.engineer), desk.id)
        self.assertEqual(self.landing(self.leader), desk.id)

    def test_home_of_others_and_of_who_has_chosen_stays(self):
        chosen = self.env.ref("crm_engineering_calc.engineering_work_action_mine")
        self.engineer.action_id = chosen.id
        self.assertEqual(self.landing(self.engineer), chosen.id)
        self.assertFalse(self.landing(self.manager))


@tagged("standard", "post_install", "-at_install")
class TestManagerDesk(DeskCase):
    model_name = "crm.lead"

    def assertWaits(self, lead, *names):
        """Assert which counters show a deal to its manager."""
        self.env.flush_all()
        shown = {
            name
            for name in self.env["crm.lead"]._get_desk_domains()
            if lead in self.found(f"{name}", self.manager)
        }
        self.assertEqual(shown, {f"engineering_{name}" for name in names})

    def test_each_counter_is_a_filter(self):
        self.assertEachHasFilter("crm.view_crm_case_opportunities_filter")

    def test_counters_take_one_query(self):
        self.ordered()
        self.assertOneQuery(self.manager)

    def test_deal_is_counted_where_it_stands(self):
        lead = self.deal()
        self.assertWaits(lead, "to_send")
        calculation = self.taken(lead)
        self.assertWaits(lead, "calculating")
        self.ask(calculation)
        self.assertWaits(lead, "calculating", "waits_for_me")
        self.answer(calculation)
        self.variant(calculation)
        self.complete(calculation)
        self.assertWaits(lead, "provided", "waits_for_me")
        order = self.from_action(lead.action_create_proposal(), lead.env)
        self.assertWaits(lead, "waits_for_me")
        order.action_quotation_sent()
        self.assertWaits(lead, "proposals_out")
        order.action_confirm()
        self.assertWaits(lead, "awaiting_payment", "ready_to_start", "waits_for_me")
        self.contract()
        work = self.worked(order)
        self.assertWaits(lead, "awaiting_payment", "in_work")
        self.done(work)
        self.assertWaits(lead, "awaiting_payment", "acts_to_issue", "waits_for_me")
        act = self.acted(work)
        self.assertWaits(lead, "awaiting_payment", "waits_for_me")
        act.action_send()
        self.assertWaits(lead, "awaiting_payment", "acts_out")

    def test_deal_that_waits_for_payment_is_not_ready(self):
        self.direction.work_gate = "full_payment"
        order = self.ordered()
        self.assertWaits(order.opportunity_id, "awaiting_payment")
        invoice = order.sudo()._create_invoices()
        invoice.action_post()
        self.assertWaits(order.opportunity_id, "awaiting_payment")
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({})._create_payments()
        self.assertWaits(order.opportunity_id, "ready_to_start", "waits_for_me")

    def test_who_reads_no_orders_finds_no_deal_by_them(self):
        self.ordered()
        for name in ("engineering_awaiting_payment", "engineering_ready_to_start"):
            self.assertTrue(self.found(name, self.manager))
            self.assertFalse(self.found(name, self.engineer))
            self.assertFalse(self.counters(self.engineer)[name])

    def paid_online(self, order, amount):
        """Let the customer pay by a provider that needs no bank."""
        method, provider = (
            self.env[name].sudo().with_context(active_test=False).search([], limit=1)
            for name in ("payment.method", "payment.provider")
        )
        self.env["payment.transaction"].sudo().create(
            {
                "amount": amount,
                "currency_id": order.currency_id.id,
                "partner_id": order.partner_id.id,
                "payment_method_id": method.id,
                "provider_id": provider.id,
                "reference": f"online {amount}",
                "sale_order_ids": order.ids,
                "state": "done",
            }
        )

    def assertSays(self, order, note):
        """Assert what the strip tells of the payment of an order."""
        lead = order.opportunity_id
        lead.invalidate_recordset()
        notes = {item["name"]: item["note"] for item in lead.engineering_summary}
        self.assertIn(note, notes[f"order_{order.id}"])

    def test_strip_and_counters_tell_the_same_of_a_payment_online(self):
        self.direction.work_gate = "payment"
        order = self.ordered()
        lead = order.opportunity_id
        self.assertWaits(lead, "awaiting_payment")
        self.paid_online(order, 100)
        self.assertSays(order, f"outstanding {order.currency_id.format(1000)}")
        self.assertWaits(lead, "awaiting_payment", "ready_to_start", "waits_for_me")
        self.paid_online(order, 1000)
        self.assertSays(order, "paid")
        self.assertWaits(lead, "ready_to_start", "waits_for_me")

    def test_order_that_is_billed_in_part_is_not_paid(self):
        order = self.ordered()
        order.order_line.product_id.sudo().invoice_policy = "order"
        order.order_line[0].sudo().product_uom_qty = 0
        invoice = order.sudo()._create_invoices()
        order.order_line[0].sudo().product_uom_qty = 1
        invoice.action_post()
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({})._create_payments()
        self.assertSays(order, "outstanding")
        self.assertWaits(
            order.opportunity_id, "awaiting_payment", "ready_to_start", "waits_for_me"
        )

    def test_line_that_is_acted_in_part_is_to_act(self):
        order = self.ordered()
        self.contract()
        work = self.done(self.worked(order))
        quantities = {self.survey: 1, self.montage: 1.5}
        act = self.acted(work, quantities)
        self.signed(act)
        lead = order.opportunity_id
        self.assertWaits(lead, "awaiting_payment", "acts_to_issue", "waits_for_me")
        self.signed(self.acted(work))
        self.assertWaits(lead, "awaiting_payment")

    def test_work_that_is_archived_with_its_project_is_to_act(self):
        self.contract()
        order = self.ordered()
        lead = order.opportunity_id
        work = self.done(self.worked(order))
        self.project.action_archive()
        self.assertFalse(work.active)
        self.assertWaits(lead, "awaiting_payment", "acts_to_issue", "waits_for_me")
        lead.invalidate_recordset()
        self.assertEqual(lead.engineering_work_count, 1)
        self.assertEqual(lead.action_view_works()["res_id"], work.id)
        work.sudo().activity_ids.unlink()
        lead.user_id = self.manager2
        self.manager2.sudo().active = False
        lead.sudo().user_id = self.manager
        self.assertEqual(self.asked(work), self.manager)

    def test_question_is_found_by_whoever_sees_it_counted(self):
        lead = self.deal()
        self.taken(lead)
        lead.engineering_direction_id = self.other_direction
        other = self.as_(self.outsider, self.requested(lead).sudo())
        other.action_take()
        self.ask(other)
        plain = self.deal()
        view = self.env.ref("crm.view_crm_case_opportunities_filter")
        arch = etree.fromstring(plain.get_view(view.id, "search")["arch"])
        [asked] = arch.xpath("//filter[@name='engineering_question']/@domain")
        for user, mine in (
            (self.manager, lead | plain),
            (self.engineer, lead),
            (self.outsider, lead),
        ):
            mine = self.as_(user, mine)
            mine.invalidate_recordset()
            deals = self.model("crm.lead", user).search([("id", "in", mine.ids)])
            self.assertEqual(deals.filtered_domain(literal_eval(asked)).ids, lead.ids)
            for comparison, count in ((">", 0), ("=", 1), ("!=", 1), ("<", 1)):
                domain = Domain("engineering_waiting_count", comparison, count)
                with self.subTest(user=user.login, domain=domain):
                    self.assertEqual(
                        deals.search(Domain("id", "in", mine.ids) & domain),
                        deals.filtered_domain(domain),
                    )

    def test_late_calculation_is_counted(self):
        yesterday = fields.Date.today() - timedelta(days=1)
        calculation = self.taken(engineering_deadline=yesterday)
        self.assertWaits(calculation.lead_id, "calculating", "late")

    def test_deal_that_is_won_by_hand_waits_for_nobody(self):
        won = self.env["crm.stage"].search([("is_won", "=", True)], limit=1)
        proposal = self.proposed()
        proposal.action_quotation_sent()
        deals = {
            "to_send": self.deal(),
            "provided": self.as_(self.manager, self.completed().lead_id),
            "proposals_out": proposal.opportunity_id,
        }
        for name, lead in deals.items():
            self.assertIn(lead, self.found(f"engineering_{name}", self.manager))
            lead.stage_id = won
            self.assertWaits(lead)

    def test_deal_of_who_is_gone_waits_for_the_head_of_the_sales_team(self):
        self.sales_team.user_id = self.sales_head
        lead = self.completed(self.deal(team_id=self.sales_team.id)).lead_id
        self.assertFalse(lead & self.found("engineering_waits_for_me", self.sales_head))
        self.manager.action_archive()
        self.assertCounted("engineering_waits_for_me", lead, self.sales_head)

    def test_deal_of_another_does_not_wait_for_me(self):
        lead = self.completed(self.deal(self.manager2)).lead_id
        self.assertFalse(lead & self.found("engineering_waits_for_me", self.sales_head))
        self.assertIn(lead, self.found("engineering_provided", self.sales_head))
        self.assertNotIn(lead, self.found("engineering_provided", self.manager))
