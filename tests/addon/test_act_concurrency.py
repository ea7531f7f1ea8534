"""Two people at once make acts of one order, or one of them changes it meanwhile."""

from math import fsum

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.concurrency import ConcurrencyCase


@tagged("standard", "post_install", "-at_install")
class TestActConcurrency(ConcurrencyCase):
    CHANGES = ({"price_unit": 30.0}, {"discount": 5.0, "price_unit": 32.0})

    def done_in(self, *quantities):
        """Return the works, done, that have these of a service that is ordered."""
        order = self.ordered(lines=[(self.survey, 3, 33.33)])
        order.agreement_id = self.contract(code=f"K-{order.name}")
        return [
            self.done(self.worked(order, {self.survey: quantity}))
            for quantity in quantities
        ]

    def making(self, work):
        # Nothing is read of the test's own records while two are at work.
        lead_id = work.sudo().engineering_lead_id.id
        context = {"active_model": work._name, "active_ids": work.ids}

        def make(env):
            dialogs = env["engineering.act.create"].with_context(**context)
            dialogs.create({"lead_id": lead_id}).action_confirm()

        return make

    def writing(self, record, **values):
        return lambda env: env[record._name].browse(record.ids).write(values)

    def acts_of(self, work):
        return work.sudo().engineering_lead_id.engineering_act_ids

    def assertSumsUp(self, acts):
        total = fsum(acts.mapped("amount_total"))
        self.assertAlmostEqual(total, acts.order_ids.amount_total)

    # === TWO ACTS ===

    def test_work_is_in_one_act(self):
        work = self.done_in(1)[0]
        make = self.making(work)
        outcomes = self.race((self.manager, make), (self.sales_head, make))
        self.assertEqual(outcomes.count(None), 1, outcomes)
        self.assertEqual(sum(self.acts_of(work).line_ids.mapped("quantity")), 1)

    def test_acts_of_two_works_sum_up_to_their_order(self):
        works = self.done_in(1.5, 1.5)
        makes = [self.making(work) for work in works]
        outcomes = self.race((self.manager, makes[0]), (self.sales_head, makes[1]))
        self.assertEqual(outcomes, [None, None])
        acts = self.acts_of(works[0])
        self.assertEqual(len(acts), 2)
        self.assertSumsUp(acts)

    def test_acts_take_more_of_their_works_and_sum_up_to_their_order(self):
        acts = self.env["engineering.act"].union(
            *(self.acted(work) for work in self.done_in(1.5, 1.5))
        )
        lines = acts.line_ids
        lines.quantity = 1
        outcomes = self.race(
            (self.manager, self.writing(lines[0], quantity=1.5)),
            (self.sales_head, self.writing(lines[1], quantity=1.5)),
        )
        self.assertEqual(outcomes, [None, None])
        # Each alone would round half a cent up.
        self.assertSumsUp(acts)

    def test_acts_take_more_of_one_work_than_it_has(self):
        work = self.done_in(3)[0]
        lines = self.env["engineering.act.line"]
        for _number in range(2):
            line = (self.acted(work) - lines.act_id).line_ids
            line.quantity = 1
            lines |= line
        outcomes = self.race(
            (self.manager, self.writing(lines[0], quantity=2)),
            (self.sales_head, self.writing(lines[1], quantity=2)),
        )
        self.assertOneWins(outcomes, "are done, and acts would have")
        self.assertEqual(sum(lines.mapped("quantity")), 3)

    # === AN ACT AND ITS ORDER ===

    def changed(self, **values):
        """Return a work, and what changes its line of the order."""
        work = self.done_in(2)[0]
        line = work.sudo().engineering_work_line_ids.order_line_id
        return work, line, self.writing(line, **values)

    def assertFollows(self, work, line):
        act_line = self.acts_of(work).line_ids
        for name in ("price_unit", "discount", "tax_ids"):
            self.assertEqual(act_line[name], line[name])
        self.assertAlmostEqual(act_line.price_subtotal, 2 * line.price_subtotal / 3)

    def test_line_changes_before_an_act_of_it_is_made(self):
        for values in self.CHANGES:
            with self.subTest(**values):
                work, line, change = self.changed(**values)
                error, tries = self.overtaken(
                    (self.manager, self.making(work)), (self.sales_head, change)
                )
                self.assertEqual((error, tries), (None, 2))
                self.assertFollows(work, line)

    def test_line_changes_after_an_act_of_it_is_made(self):
        for values in self.CHANGES:
            with self.subTest(**values):
                work, line, change = self.changed(**values)
                error, tries = self.overtaken(
                    (self.manager, change), (self.sales_head, self.making(work))
                )
                self.assertEqual((error, tries), (None, 2))
                self.assertFollows(work, line)

    def test_line_changes_while_an_act_of_it_is_made(self):
        work, line, change = self.changed(price_unit=30.0)
        outcomes = self.race(
            (self.manager, self.making(work)), (self.sales_head, change)
        )
        self.assertEqual(outcomes, [None, None])
        self.assertFollows(work, line)

    def test_less_is_ordered_while_an_act_is_made(self):
        work = self.done_in(2)[0]
        line = work.sudo().engineering_work_line_ids.order_line_id
        outcomes = self.race(
            (self.manager, self.making(work)),
            (self.sales_head, self.writing(line, product_uom_qty=2)),
        )
        for error in filter(None, outcomes):
            self.assertIsInstance(error, UserError)
        self.assertIsNone(outcomes[0])
        self.assertEqual(self.acts_of(work).line_ids.quantity, 2)
        if not outcomes[1]:
            self.assertSumsUp(self.acts_of(work))
