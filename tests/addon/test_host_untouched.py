"""Deals, orders and tasks that never use engineering behave and cost as before."""

import re
from contextlib import contextmanager

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

TABLE = re.compile(r'(FROM|JOIN|INTO|UPDATE) "?(engineering_|sale_order_offered_)')


@tagged("standard", "post_install", "-at_install")
class TestHostUntouched(EngineeringCase):
    @contextmanager
    def assertNoEngineeringQueries(self):
        """Assert that the block runs no query about a table of the addon."""
        with contextmanager(self._patchExecute)([]) as queries:
            yield
        self.assertTrue(queries)
        self.assertEqual([query for query in queries if TABLE.search(query)], [])

    def plain_order(self, **values):
        return self.model("sale.order", self.manager).create(
            {
                "partner_id": self.customer.id,
                "order_line": [
                    Command.create(
                        {"product_id": self.survey.id, "product_uom_qty": 2}
                    ),
                    Command.create({"product_id": self.repair.id}),
                ],
                **values,
            }
        )

    def test_plain_deal_costs_no_query_more(self):
        leads = self.model("crm.lead", self.manager)
        with self.assertNoEngineeringQueries():
            lead = leads.create({"name": "Plain", "partner_id": self.customer.id})
            lead.convert_opportunity(self.customer)
            lead.write({"expected_revenue": 5, "priority": "2"})
            lead.stage_id = self.env["crm.stage"].search([], limit=1)
            lead.action_set_won()
        self.assertEqual(lead.engineering_state, "none")

    def test_plain_deal_is_lost_and_given_away_without_a_query_more(self):
        lead = self.deal(engineering_direction_id=False).with_user(self.sales_head)
        with self.assertNoEngineeringQueries():
            lead.action_set_lost()
            lead.action_restore()
            lead.user_id = self.manager2
            lead.team_id = self.sales_team
        self.assertEqual(lead.engineering_state, "none")

    def test_many_plain_deals_are_deleted_by_as_many_queries(self):
        owner = self.user("owner", "sales_team.group_sale_manager")
        counts = []
        for size in (1, 10):
            leads = self.model("crm.lead", owner).create([{"name": "Plain"}] * size)
            self.env.flush_all()
            with contextmanager(self._patchExecute)([]) as queries:
                leads.unlink()
            counts.append(sum(bool(TABLE.search(query)) for query in queries))
        self.assertEqual(*counts)

    def test_user_without_engineering_leaves_without_a_query_more(self):
        with self.assertNoEngineeringQueries():
            self.employee.action_archive()
            self.env.flush_all()

    def test_plain_meeting_costs_no_query_more(self):
        events = self.model("calendar.event", self.employee)
        with self.assertNoEngineeringQueries():
            event = events.create(
                {
                    "name": "Meeting",
                    "start": "2030-06-01 22:00:00",
                    "stop": "2030-06-01 23:00:00",
                }
            )
            event.write({"start": "2030-06-01 21:00:00"})
            event.action_archive()
            event.unlink()

    def test_plain_deal_is_dragged_into_any_column_without_a_word(self):
        lead = self.deal(engineering_direction_id=False)
        feed = self.feed(lead)
        for stage in self.env["crm.stage"].search([("is_won", "=", False)]):
            lead.stage_id = stage
            self.assertEqual(lead.stage_id, stage)
            self.assertEqual(lead.engineering_state, "none")
        self.assertEqual(
            [text for text in self.feed(lead) if text], [f for f in feed if f]
        )

    def test_deal_in_calculation_is_dragged_by_its_manager(self):
        lead = self.requested().lead_id.with_user(self.manager)
        stage = self.env["crm.stage"].search(
            [("engineering_state", "=", False)], limit=1
        )
        lead.stage_id = stage
        self.assertEqual(lead.stage_id, stage)
        self.assertEqual(lead.engineering_state, "calculation")

    def test_plain_order_costs_no_query_more(self):
        with self.assertNoEngineeringQueries():
            order = self.plain_order()
            order.action_quotation_sent()
            order.action_confirm()
            order.order_line[0].product_uom_qty = 5
            order.order_line[0].qty_delivered = 1
        self.assertEqual(order.state, "sale")

    def test_queries_of_plain_orders_do_not_grow_with_calculations(self):
        def queries():
            return self.count_queries(self.plain_order().action_confirm)

        queries()
        before = queries()
        self.completed()
        self.assertLessEqual(queries(), before)

    def test_plain_order_leaves_no_word_in_its_deal(self):
        lead = self.deal(engineering_direction_id=False)
        feed, stage = self.feed(lead), lead.stage_id
        order = self.plain_order(opportunity_id=lead.id)
        order.action_quotation_sent()
        order.action_confirm()
        self.assertEqual(self.feed(lead), feed)
        self.assertEqual((lead.stage_id, lead.engineering_state), (stage, "none"))

    def test_plain_order_generates_tasks_and_is_delivered_by_hand(self):
        self.survey.write(
            {"service_tracking": "task_global_project", "project_id": self.project.id}
        )
        order = self.plain_order()
        order.action_confirm()
        task = order.sudo().tasks_ids
        self.assertEqual(task.sale_line_id, order.order_line[0].sudo())
        self.assertFalse(task.engineering_state)
        self.assertEqual(
            order.order_line.mapped("qty_delivered_method"), ["manual"] * 2
        )
        order.order_line[0].qty_delivered = 2
        self.assertEqual(order.order_line.mapped("qty_delivered"), [2, 0])

    def test_copy_of_an_engineering_order_is_worth_the_same(self):
        order = self.ordered(lines=[(self.survey, 3, 90.0)])
        copy = order.copy()
        self.assertEqual(copy.amount_total, order.amount_total)

    def test_plain_task_costs_no_query_more(self):
        tasks = self.model("project.task", self.manager2).sudo()
        with self.assertNoEngineeringQueries():
            task = tasks.create({"name": "Plain", "project_id": self.project.id})
            task.write({"priority": "1", "user_ids": [Command.set(self.engineer.ids)]})
            task.state = "1_done"
        self.assertFalse(task.engineering_state)

    def test_merged_deals_keep_their_calculations(self):
        first, second = self.deal(), self.deal(name="The same roof")
        calculation = self.requested(second)
        merged = (first | second).merge_opportunity()
        self.assertEqual(calculation.sudo().lead_id.id, merged.id)
        self.assertEqual(merged.engineering_state, "calculation")

    def test_copy_of_a_deal_begins_anew(self):
        copy = self.requested().lead_id.with_user(self.manager).copy()
        self.assertEqual(copy.engineering_state, "none")
        self.assertFalse(copy.engineering_calculation_ids)
        self.assertEqual(copy.engineering_direction_id, self.direction)
        self.assertTrue(self.requested(copy))

    def test_plain_deals_are_merged_by_few_queries_more(self):
        owner = self.user("owner", "sales_team.group_sale_manager")
        leads = self.model("crm.lead", owner).create([{"name": "Plain"}] * 2)
        self.env.flush_all()
        with contextmanager(self._patchExecute)([]) as queries:
            leads.merge_opportunity()
        asked = [query for query in queries if TABLE.search(query)]
        self.assertLess(len(asked), 7, asked)

    def test_plain_order_is_mailed_later_by_a_program_too(self):
        order = self.plain_order().sudo()
        composer = self.env["mail.compose.message"].with_context(
            active_model=order._name, active_ids=order.ids, mark_so_as_sent=True
        )
        composer.new(
            {"body": "<p>Here it is</p>", "scheduled_date": "2030-01-01 10:00:00"}
        ).action_schedule_message()
        message = self.env["mail.scheduled.message"].search(
            [("model", "=", order._name), ("res_id", "=", order.id)]
        )
        self.assertTrue(message.create_uid._is_superuser())
        message.post_message()
        self.assertEqual(order.state, "sent")

    def test_plain_task_is_made_in_the_form(self):
        tasks = self.env["project.task"].with_user(self.env.ref("base.user_admin"))
        with Form(tasks.sudo(), view="project.view_task_form2") as form:
            form.name = "Plain"
            form.project_id = self.project
        self.assertFalse(form.save().engineering_state)

    def test_who_may_not_write_hours_reads_so(self):
        task = self.env["project.task"].create(
            {"name": "Plain", "project_id": self.project.id}
        )
        with self.assertRaises(AccessError):
            self.as_(self.employee, task).engineering_hours_spent = 1
