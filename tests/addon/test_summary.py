"""The strip on a deal's first screen: who has it, until when, how much, what next."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestSummary(EngineeringCase):
    def strip(self, lead, user=None):
        """Return {name: item} of a deal's strip, without the numbers of cards."""
        self.env.flush_all()
        self.env.invalidate_all()
        lead = self.as_(user or self.manager, lead)
        return {
            item["name"].rstrip("_0123456789"): item
            for item in lead.engineering_summary
        }

    def says(self, lead, name, user=None):
        item = self.strip(lead, user)[name]
        return f"{item['text']} {item['note']}"

    def test_deal_without_calculation_says_nothing(self):
        self.assertFalse(self.deal().engineering_summary)

    def test_request_names_the_team_and_then_who_has_taken_it(self):
        calculation = self.requested()
        lead = calculation.lead_id
        self.assertIn("Roofers, not taken", self.says(lead, "calculation"))
        self.assertIn("Roofers: calculate", self.says(lead, "waits"))
        calculation.action_take()
        self.assertIn("Engineer since", self.says(lead, "calculation"))
        self.assertNotIn("Roofers", str(self.strip(lead)))

    def test_calculations_of_one_direction_are_told_by_their_numbers(self):
        first = self.completed()
        lead = first.lead_id
        self.assertEqual(self.strip(lead)["calculation"]["label"], "Roofing")
        second = self.requested(self.as_(self.manager, lead))
        self.strip(lead)
        labels = {
            item["label"] for item in self.as_(self.manager, lead).engineering_summary
        }
        self.assertLessEqual(
            {f"Roofing, {first.name}", f"Roofing, {second.name}"}, labels
        )

    def test_deadline_that_has_passed_is_told_in_red(self):
        calculation = self.taken(
            engineering_deadline=fields.Date.today() - timedelta(days=1)
        )
        item = self.strip(calculation.lead_id)["calculation"]
        self.assertEqual(item["level"], "danger")
        self.assertIn("until", item["note"])

    def test_visit_ahead_is_told_with_who_goes(self):
        calculation = self.taken()
        tomorrow = fields.Datetime.now() + timedelta(days=1)
        visit = calculation.env["calendar.event"].create(
            {
                "name": "Measure",
                "engineering_calculation_id": calculation.id,
                "start": tomorrow,
                "stop": tomorrow + timedelta(hours=1),
            }
        )
        item = self.strip(calculation.lead_id)["visit"]
        self.assertEqual((item["res_id"], item["note"]), (visit.id, "Engineer"))
        self.assertIn(" at ", item["text"])
        visit.write({"allday": True, "start_date": tomorrow, "stop_date": tomorrow})
        self.assertNotIn(" at ", self.says(calculation.lead_id, "visit"))
        visit.action_archive()
        self.assertNotIn("visit", self.strip(calculation.lead_id))

    def test_question_waits_for_the_manager(self):
        calculation = self.taken()
        self.ask(calculation)
        item = self.strip(calculation.lead_id)["waits"]
        self.assertEqual(item["text"], "answer the question")
        self.assertEqual(item["label"], "Waits for you")
        self.assertEqual(item["level"], "warning")
        item = self.strip(calculation.lead_id, self.engineer)["waits"]
        self.assertEqual(item["text"], "Manager: answer the question")
        self.assertEqual(item["level"], "")

    def test_provided_deal_waits_for_a_proposal_of_what_is_selected(self):
        calculation = self.completed()
        lead = calculation.lead_id
        self.assertEqual(self.says(lead, "waits"), "make the proposal ")
        calculation.variant_ids.with_user(self.manager).action_select()
        item = self.strip(lead)["selected"]
        self.assertEqual(item["res_id"], calculation.variant_ids.id)
        self.assertIn("1,100.00", item["note"])

    def test_proposal_order_works_and_acts_are_told_with_what_is_left(self):
        order = self.proposed()
        lead = order.opportunity_id
        self.assertIn("not sent", self.says(lead, "proposal"))
        order.action_quotation_sent()
        self.assertEqual(self.says(lead, "waits"), "Customer: accept the proposal ")
        order.action_confirm()
        self.assertIn("outstanding", self.says(lead, "order"))
        self.assertEqual(self.says(lead, "waits"), "create the work ")
        self.contract()
        work = self.worked(order)
        self.assertIn("0 of 1 done", self.says(lead, "works"))
        self.done(work)
        self.assertEqual(self.says(lead, "waits"), "issue the act ")
        act = self.acted(work)
        self.assertEqual(self.says(lead, "waits"), "send the act ")
        self.signed(act)
        strip = self.strip(lead)
        self.assertNotIn("waits", strip)
        self.assertEqual(strip["acts"]["level"], "success")
        self.assertEqual(strip["acts"]["action"], "action_view_acts")

    def test_amount_that_the_money_row_says_is_left_out_beside_it(self):
        order = self.ordered()
        lead = order.opportunity_id
        brief = self.strip(lead)["order"]["brief"]
        self.assertEqual((brief["text"], brief["note"]), (order.name, "not paid"))
        (money,) = self.as_(self.manager, lead).engineering_money
        self.assertEqual(brief["amount"], money["ordered"])
        self.assertEqual(brief["currency_id"], money["currency_id"])
        selected = self.strip(lead)["selected"]["brief"]
        self.assertEqual((selected["amount"], selected["note"]), (money["ordered"], ""))
        self.assertEqual(selected["currency_id"], money["currency_id"])

    def test_payment_that_works_wait_for_is_asked_of_the_customer(self):
        self.direction.work_gate = "full_payment"
        order = self.ordered()
        lead = order.opportunity_id
        self.assertIn("send the invoice", self.says(lead, "waits"))
        invoice = order.sudo()._create_invoices()
        invoice.action_post()
        self.assertIn("Customer: pay", self.says(lead, "waits"))

    def test_nobody_is_waited_for_while_the_deal_stands_still(self):
        provided = self.as_(self.manager, self.completed().lead_id)
        proposal = self.proposed()
        proposal.action_quotation_sent()
        proposed = proposal.opportunity_id
        for lead in (provided, proposed):
            self.assertIn("waits", self.strip(lead))
            lead.action_set_lost()
            self.assertNotIn("waits", self.strip(lead))
        self.assertIn("withdrawn", self.says(proposed, "proposal"))
        proposed.action_unarchive()
        self.assertEqual(self.says(proposed, "waits"), "Customer: accept the proposal ")
        won = self.env["crm.stage"].search([("is_won", "=", True)], limit=1)
        proposed.stage_id = won
        self.assertNotIn("waits", self.strip(proposed))

    def test_who_is_asked_instead_of_a_manager_who_is_gone_is_named(self):
        self.sales_team.user_id = self.sales_head
        calculation = self.taken(self.deal(team_id=self.sales_team.id))
        lead = calculation.lead_id
        self.ask(calculation)
        provided = self.completed(self.deal(team_id=self.sales_team.id)).lead_id
        self.manager.action_archive()
        for deal, what in (
            (lead, "answer the question"),
            (provided, "make the proposal"),
        ):
            item = self.strip(deal, self.sales_head)["waits"]
            self.assertEqual((item["label"], item["text"]), ("Waits for you", what))
            self.assertEqual(item["level"], "warning")
        self.sales_team.user_id = False
        for deal in (lead, provided):
            text = self.strip(deal, self.sales_head)["waits"]["text"]
            self.assertIn("the manager: ", text)

    def test_work_of_two_is_for_each_of_them_to_do(self):
        self.contract()
        lead = self.ordered().opportunity_id
        work = self.worked(lead.order_ids, engineer=self.engineer)
        work.sudo()._as_machine().user_ids |= self.colleague
        item = self.strip(lead, self.colleague)["waits"]
        self.assertEqual(item["text"], "do the work")
        self.assertEqual(item["level"], "warning")
        item = self.strip(lead, self.manager)["waits"]
        self.assertEqual(item["text"], "Colleague, Engineer: do the work")
        self.colleague.name = "Engineer"
        self.assertEqual(self.strip(lead, self.manager)["waits"]["level"], "")

    def test_declined_work_waits_for_who_assigns_it(self):
        self.contract()
        lead = self.ordered().opportunity_id
        work = self.worked(lead.order_ids, engineer=self.engineer)
        self.wizard(
            "engineering.work.decline", self.as_(self.engineer, work), reason="Ill"
        ).action_confirm()
        self.assertEqual(self.says(lead, "waits"), "Leader: assign the work again ")

    def test_each_who_must_act_is_told(self):
        self.contract()
        order = self.ordered()
        lead = order.opportunity_id
        declined, drafted, sent = (
            self.worked(order, {self.survey: 0.25}, engineer=self.engineer)
            for _work in range(3)
        )
        nobody = self.env["res.users"]
        self.worked(order, {self.survey: 0.25}, engineer=nobody)
        self.wizard(
            "engineering.work.decline", self.as_(self.engineer, declined), reason="Ill"
        ).action_confirm()
        asked = self.says(lead, "waits")
        self.assertIn("Leader: assign the work again", asked)
        self.assertIn("Engineer: do the work", asked)
        self.assertIn("Roofers: do the work", asked)
        self.acted(self.done(sent)).action_send()
        self.acted(self.done(drafted))
        asked = self.says(lead, "waits")
        self.assertIn("Customer: sign the act", asked)
        self.assertIn("send the act", asked)

    def test_links_lead_only_to_what_the_user_may_open(self):
        order = self.ordered()
        lead = order.opportunity_id
        self.assertEqual(self.strip(lead)["order"]["res_id"], order.id)
        strip = self.strip(lead, self.engineer)
        self.assertEqual(strip["calculation"]["res_model"], "engineering.calculation")
        self.assertNotIn("order", strip)

    def test_engineer_reads_no_amounts_of_what_is_sold(self):
        self.direction.work_gate = "full_payment"
        order = self.proposed()
        lead = order.opportunity_id
        total = order.currency_id.format(order.amount_total)
        self.assertIn(total, self.says(lead, "proposal"))
        self.assertNotIn("proposal", self.strip(lead, self.engineer))
        order.action_confirm()
        self.assertIn("send the invoice", self.says(lead, "waits"))
        strip = self.strip(lead, self.engineer)
        self.assertNotIn("order", strip)
        self.assertNotIn("pay", strip.get("waits", {}).get("text", ""))
        self.contract()
        self.direction.work_gate = "order"
        act = self.acted(self.done(self.worked(order)))
        act.action_send()
        strip = self.strip(lead, self.engineer)
        self.assertNotIn(
            total, str([strip[name] for name in strip if name != "selected"])
        )

    def test_engineer_reads_no_amounts_of_another_team(self):
        lead = self.deal()
        self.as_(self.manager, self.completed(lead).variant_ids).action_select()
        lead.engineering_direction_id = self.other_direction
        self.requested(lead)
        self.assertIn("selected", self.strip(lead))
        self.assertIn("selected", self.strip(lead, self.engineer))
        self.assertNotIn("selected", self.strip(lead, self.outsider))

    def test_board_tells_the_same_without_links(self):
        lead = self.as_(self.manager, self.ordered().opportunity_id)
        self.assertTrue(any("res_id" in item for item in lead.engineering_summary))
        links = ("action", "res_id", "res_model")
        head, *lines = lead.engineering_summary_lines
        self.assertEqual(head["text"], "Roofing")
        self.assertEqual(
            head["since"], fields.Datetime.to_string(lead.engineering_state_since)
        )
        self.assertEqual(
            lines,
            [
                {name: item[name] for name in item if name not in links}
                for item in lead.engineering_summary
            ],
        )

    def test_board_tells_the_direction_of_what_is_not_sent(self):
        [head] = self.deal().engineering_summary_lines
        self.assertEqual((head["text"], head["since"]), ("Roofing", False))

    def test_board_tells_sellers_of_the_deal_that_it_may_belong_to(self):
        calculation = self.taken()
        lead = calculation.lead_id.sudo()
        lead._offer_joining_with(self.deal(name="Earlier").sudo())
        told = {}
        for user in (self.manager, self.engineer):
            lines = self.as_(user, lead).engineering_summary_lines
            told[user] = {line["name"]: line["text"] for line in lines}
        self.assertEqual(told[self.manager]["join"], "Earlier")
        self.assertNotIn("join", told[self.engineer])

    def test_number_of_queries_does_not_grow_with_deals(self):
        leads = self.env["crm.lead"]
        counts = []
        for _deals in range(2):
            for _deal in range(3):
                leads |= self.ordered().opportunity_id
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.as_(self.manager, leads).mapped("engineering_summary_lines")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])

    def test_what_no_deal_of_a_board_has_costs_no_query_of_its_own(self):
        calculated = self.taken().lead_id
        ordered = self.ordered().opportunity_id
        counts = []
        for leads in (calculated, calculated | ordered):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.as_(self.manager, leads).mapped("engineering_summary_lines")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLess(counts[0] + 3, counts[1])
