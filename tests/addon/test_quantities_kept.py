"""No quantity is lost, doubled or negative, in whatever order people do things."""

import random

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase
from odoo.addons.crm_engineering_calc.tests.concurrency import ConcurrencyCase

STEPS = (
    "create",
    "accept",
    "decline",
    "assign",
    "complete",
    "give_back",
    "write_off",
    "undo",
    "cancel",
    "act",
    "send_act",
    "sign_act",
    "cancel_act",
    "annul_act",
    "claim",
    "reduce",
)


@tagged("standard", "post_install", "-at_install")
class TestQuantitiesKept(EngineeringCase):
    # Into how many parts a unit is divided.
    parts = 1
    seeds = range(3)

    def setUp(self):
        super().setUp()
        self.contract()
        self.order = self.ordered(lines=[(self.montage, 12 / self.parts, 50.0)])
        self.line = self.order.order_line
        self.lead = self.order.opportunity_id
        self.director = self.user("director", "sales_team.group_sale_manager")

    def works(self, *states):
        works = self.as_(self.manager, self.lead).engineering_work_ids
        return works.filtered(lambda work: work.engineering_state in states)

    def acts(self, *states):
        return self.lead.engineering_act_ids.filtered(lambda act: act.state in states)

    def pick(self, records):
        return records and records[self.dice.randrange(len(records))]

    def quantity(self, least, most):
        """Return a random quantity, in whole parts of a unit."""
        return self.dice.randint(least, round(most * self.parts)) / self.parts

    # === STEPS ===

    def do_create(self):
        if left := self.line._get_quantity_open():
            quantity = self.quantity(1, left)
            self.worked(self.order, {self.montage: quantity}, self.engineer)

    def do_accept(self):
        if work := self.pick(self.works("assigned")):
            self.as_(self.engineer, work).action_accept_work()

    def do_decline(self):
        if work := self.pick(self.works("assigned")):
            self.wizard(
                "engineering.work.decline",
                self.as_(work.user_ids or self.engineer, work),
                reason="Ill",
            ).action_confirm()

    def do_assign(self):
        if work := self.pick(self.works("declined")):
            self.wizard(
                "engineering.work.assign", work, engineer_id=self.engineer.id
            ).action_confirm()

    def do_complete(self):
        if work := self.pick(self.works("accepted")):
            work = self.as_(self.engineer, work)
            line = work.engineering_work_line_ids
            done = self.quantity(0, line.planned_quantity)
            line.write({"done_quantity": done, "done_reason": "Rain"})
            work.action_complete_work()

    def do_give_back(self):
        if work := self.pick(self.works("completed")):
            self.wizard(
                "engineering.work.return", work, reason="Mend it"
            ).action_confirm()

    def do_write_off(self):
        if left := self.line._get_quantity_open():
            self.order._write_off({self.line: self.quantity(1, left)}, "Gone")

    def do_undo(self):
        standing = self.line.engineering_write_off_ids.filtered(
            lambda write_off: not write_off.undone_on
        )
        if write_off := self.pick(standing):
            write_off._undo("Back")

    def do_cancel(self):
        if work := self.pick(self.works("assigned", "accepted", "declined")):
            work.action_cancel_work()

    def do_act(self):
        works = self.works("completed").filtered(
            lambda work: work._get_lines_without_act()
        )
        if work := self.pick(works):
            (left,) = (
                work.engineering_work_line_ids._get_quantities_without_act().values()
            )
            self.acted(work, {self.montage: self.quantity(1, left)})

    def do_send_act(self):
        if act := self.pick(self.acts("draft")):
            act.action_hand_over()

    def do_sign_act(self):
        if act := self.pick(self.acts("draft", "sent")):
            self.signed(act)

    def do_cancel_act(self):
        if act := self.pick(self.acts("draft", "sent")):
            act.action_cancel()

    def do_annul_act(self):
        if act := self.pick(self.acts("signed")):
            self.wizard(
                "engineering.act.annul", self.as_(self.director, act), reason="Wrong"
            ).action_confirm()

    def do_claim(self):
        works = self.works("completed").filtered("engineering_can_claim")
        if work := self.pick(works):
            self.wizard(
                "engineering.work.claim", work, reason="It leaks"
            ).action_confirm()

    def do_reduce(self):
        ordered = round(self.line.product_uom_qty * self.parts)
        if ordered:
            less = self.dice.randint(max(0, ordered - 3), ordered) / self.parts
            self.order._reduce({self.line: less}, "Less")

    # === WHAT HOLDS ===

    def assertSame(self, quantity, other, done):
        self.assertFalse(
            self.line.product_uom_id.compare(quantity, other), (quantity, other, done)
        )

    def assertKept(self, done):
        self.env.flush_all()
        self.env.invalidate_all()
        line = self.line
        parts = {
            name: line[f"engineering_{name}_quantity"]
            for name in ("open", "in_work", "done", "acted", "written_off")
        }
        self.assertGreaterEqual(min(parts.values()), 0, (done, parts))
        self.assertSame(sum(parts.values()), line.product_uom_qty, (done, parts))
        self.assertEqual(parts["open"], line._get_quantity_open(), done)
        signed = self.acts("signed").line_ids
        self.assertSame(line.qty_delivered, sum(signed.mapped("quantity")), done)
        unit = line.product_uom_id
        self.assertLessEqual(unit.compare(line.qty_delivered, parts["acted"]), 0, done)
        facts = self.lead.sudo()._get_engineering_facts()[self.lead.sudo()]
        service = facts.services[0] if facts.services else None
        if service:
            self.assertSame(
                service.ordered, line.product_uom_qty - parts["written_off"], done
            )
            self.assertSame(service.done, parts["done"] + parts["acted"], done)

    def test_ordered_is_what_its_parts_add_up_to(self):
        for seed in self.seeds:
            with self.subTest(seed=seed):
                self.dice = random.Random(seed)
                done = []
                for _step in range(30):
                    name = self.dice.choice(STEPS)
                    done.append(name)
                    try:
                        with self.env.cr.savepoint():
                            getattr(self, f"do_{name}")()
                    except (UserError, ValidationError) as refusal:
                        done.append(str(refusal)[:60])
                    self.assertKept(done)


@tagged("standard", "post_install", "-at_install")
class TestPartsOfUnitsKept(TestQuantitiesKept):
    parts = 10
    seeds = range(3, 5)


@tagged("standard", "post_install", "-at_install")
class TestQuantitiesAtOnce(ConcurrencyCase):
    def test_work_is_created_while_the_rest_is_written_off(self):
        order = self.ordered(lines=[(self.survey, 3, 100.0)])
        order.agreement_id = self.contract(code="K-20")
        line, lead = order.order_line, order.opportunity_id
        self.cr.commit()

        def write_off(env):
            order_now = env["sale.order"].browse(order.ids)
            order_now._write_off({order_now.order_line: 3}, "Gone")

        def work(env):
            env["crm.lead"].browse(lead.ids).action_create_work()

        outcomes = self.race((self.manager, work), (self.sales_head, write_off))
        self.assertEqual(len([one for one in outcomes if one is None]), 1, outcomes)
        line.invalidate_recordset()
        self.assertEqual(line._get_quantity_open(), 0)

    def test_work_is_returned_while_what_it_left_is_handed_out(self):
        order = self.ordered(lines=[(self.survey, 3, 100.0)])
        order.agreement_id = self.contract(code="K-21")
        line, lead = order.order_line, order.opportunity_id
        work = self.as_(self.engineer, self.worked(order, None, self.engineer))
        work.action_accept_work()
        work.engineering_work_line_ids.write(
            {"done_quantity": 1, "done_reason": "Rain"}
        )
        work.action_complete_work()
        self.cr.commit()

        def give_back(env):
            task = env["project.task"].browse(work.ids)
            self.wizard(
                "engineering.work.return", task, reason="Mend it"
            ).action_confirm()

        def hand_out(env):
            env["crm.lead"].browse(lead.ids).action_create_work()

        self.race((self.manager, give_back), (self.sales_head, hand_out))
        self.cr.rollback()
        self.env.invalidate_all()
        self.assertEqual(line.engineering_work_quantity, 3)
        self.assertEqual(line._get_quantity_open(), 0)

    def test_work_is_completed_while_it_is_cancelled(self):
        order = self.ordered(lines=[(self.survey, 3, 100.0)])
        order.agreement_id = self.contract(code="K-22")
        work = self.as_(self.engineer, self.worked(order, None, self.engineer))
        work.action_accept_work()
        self.cr.commit()

        def complete(env):
            task = env["project.task"].browse(work.ids)
            task.engineering_work_line_ids.write(
                {"done_quantity": 2, "done_reason": "Rain"}
            )
            task.action_complete_work()

        def cancel(env):
            env["project.task"].browse(work.ids).action_cancel_work()

        outcomes = self.race((self.engineer, complete), (self.manager, cancel))
        self.assertEqual(len([one for one in outcomes if one is None]), 1, outcomes)
        self.cr.rollback()
        self.env.invalidate_all()
        held = {"completed": 2, "cancelled": 0}[work.engineering_state]
        self.assertEqual(order.order_line.engineering_work_quantity, held)
