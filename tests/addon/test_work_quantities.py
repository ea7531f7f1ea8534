"""What is done of a work: less frees the rest, and a return gives it back."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestWorkQuantities(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.contract()
        self.order = self.ordered(
            lines=[(self.survey, 3, 100.0), (self.montage, 4, 50.0)]
        )
        self.lead = self.order.opportunity_id
        self.of_montage = self.order.order_line.filtered(
            lambda line: line.product_id == self.montage
        )

    def accepted(self, quantities=None):
        """Return a work that its engineer has accepted, as he sees it."""
        work = self.as_(
            self.engineer, self.worked(self.order, quantities, self.engineer)
        )
        work.action_accept_work()
        return work

    def line(self, work, product):
        return work.engineering_work_line_ids.filtered(
            lambda line: line.product_id == product
        )

    def say(self, work, done, reason="The wall is wet", product=None):
        """Let the engineer say how much is done of the montage."""
        self.line(work, product or self.montage).write(
            {"done_quantity": done, "done_reason": reason}
        )

    def give_back(self, work):
        self.wizard(
            "engineering.work.return", self.as_(self.manager, work), reason="Mend it"
        ).action_confirm()

    def assertQuantities(self, line, planned, done, held):
        self.assertEqual(
            (line.planned_quantity, line.done_quantity, line.quantity),
            (planned, done, held),
        )

    # === DONE AS GIVEN OUT ===

    def test_nothing_is_said_to_be_done_of_what_is_given_out_just_now(self):
        work = self.worked(self.order, {self.survey: 1}, self.engineer)
        line = self.model("engineering.work.line", self.manager).create(
            {
                "task_id": work.id,
                "order_line_id": self.of_montage.id,
                "quantity": 2,
                "done_quantity": 0,
                "done_reason": "I say so",
                "is_done_stated": True,
            }
        )
        self.assertQuantities(line, 2, 2, 2)
        self.assertFalse(line.is_done_stated or line.done_reason)

    def test_all_is_done_unless_the_engineer_says_otherwise(self):
        work = self.accepted()
        self.assertQuantities(self.line(work, self.montage), 4, 4, 4)
        work.action_complete_work()
        self.assertQuantities(self.line(work, self.montage), 4, 4, 4)

    def test_what_is_done_is_known_once_it_is_said_or_completed(self):
        work = self.accepted()
        line = self.line(work, self.montage)
        self.assertFalse(line.is_done_told)
        self.say(work, 4, reason=False)
        self.assertTrue(line.is_done_told)
        line.write({"done_quantity": 4, "is_done_stated": False})
        self.assertFalse(line.is_done_told)
        work.action_complete_work()
        self.assertTrue(line.is_done_told)
        self.give_back(work)
        self.assertFalse(line.is_done_told)

    def test_quantity_that_the_manager_changes_is_what_is_given_out(self):
        work = self.worked(self.order)
        self.line(work, self.montage).quantity = 3
        self.assertQuantities(self.line(work, self.montage), 3, 3, 3)

    def test_stated_quantity_is_never_more_than_is_left_of_the_order(self):
        work = self.accepted()
        self.say(work, 2)
        self.order._reduce({self.of_montage: 3}, "Less")
        self.assertQuantities(self.line(work, self.montage), 3, 2, 3)
        self.order._reduce({self.of_montage: 1}, "Less")
        self.assertQuantities(self.line(work, self.montage), 1, 1, 1)

    # === LESS ===

    def test_less_frees_the_rest(self):
        work = self.accepted()
        self.say(work, 1)
        self.assertEqual(self.of_montage._get_quantity_open(), 0)
        work.action_complete_work()
        self.assertQuantities(self.line(work, self.montage), 4, 1, 1)
        self.assertEqual(self.of_montage._get_quantity_open(), 3)
        self.assertEqual(
            self.lead.sudo()
            ._get_engineering_facts()[self.lead.sudo()]
            .services[1]
            .done,
            1,
        )
        rest = self.worked(self.order)
        self.assertQuantities(self.line(rest, self.montage), 3, 3, 3)

    def test_less_is_told_to_the_manager_with_its_reason(self):
        work = self.accepted()
        self.say(work, 1, "The wall is wet")
        work.action_complete_work()
        told = [
            text
            for text in self.feed(self.lead)
            if "less" in text.lower() or f"Work {work.name} is completed" in text
        ]
        self.assertEqual(len(told), 1, told)
        self.assertIn("Less is done: Montage: 4 → 1", told[0])
        self.assertIn("What is left can go into another work", told[0])
        self.assertIn("The wall is wet", told[0])

    def test_form_asks_why_only_where_something_is_less(self):
        work = self.accepted()
        self.assertFalse(work.engineering_is_less_done)
        self.say(work, 1)
        self.assertTrue(work.engineering_is_less_done)

    def test_less_needs_a_reason(self):
        work = self.accepted()
        self.say(work, 0, " ")
        self.assertRefused(
            UserError, "“Montage”: less is done.*Write why", work.action_complete_work
        )
        self.say(work, 0, "The wall is wet")
        work.action_complete_work()
        self.assertQuantities(self.line(work, self.montage), 4, 0, 0)

    def test_act_has_what_was_done(self):
        work = self.accepted()
        self.say(work, 0)
        self.say(work, 2, product=self.survey)
        work.action_complete_work()
        act = self.acted(work)
        self.assertEqual(act.line_ids.mapped("quantity"), [2])
        self.assertEqual(act.line_ids.order_line_id.product_id, self.survey)

    def test_nothing_done_asks_for_no_act(self):
        work = self.accepted({self.montage: 4})
        self.say(work, 0)
        work.action_complete_work()
        self.assertFalse(self.as_(self.manager, work)._get_lines_without_act())
        self.assertEqual(self.lead.engineering_state, "ordered")

    # === MORE, WRONG, OTHERS ===

    def test_more_than_was_given_out_is_not_of_this_work(self):
        work = self.accepted()
        self.assertRefused(
            ValidationError, "4 Units were given out.*More is needed", self.say, work, 5
        )
        self.assertRefused(IntegrityError, "", self.say, work, -1)

    def test_more_is_refused_as_soon_as_it_is_typed(self):
        work = self.accepted({self.montage: 4})
        with Form(work) as form, form.engineering_work_line_ids.edit(0) as line:
            with self.assertLogs("odoo.tests.form", "WARNING") as logs:
                line.done_quantity = 5.5
            self.assertIn("the other 1.5 Units with “More is needed”", logs.output[0])
            self.assertEqual(line.done_quantity, 4)
        self.assertTrue(self.line(work, self.montage).is_done_stated)

    def test_done_is_written_while_the_work_is_accepted(self):
        work = self.as_(self.engineer, self.worked(self.order, None, self.engineer))
        self.assertRefused(UserError, "after it is accepted", self.say, work, 1)
        work.action_accept_work()
        work.action_complete_work()
        self.assertRefused(UserError, "before it is completed", self.say, work, 1)

    def test_done_is_said_by_who_does_the_work(self):
        work = self.accepted()
        for user in self.colleague, self.outsider, self.manager, self.manager2:
            with self.subTest(user.name):
                self.assertRefused(AccessError, "", self.say, self.as_(user, work), 1)
        self.say(self.as_(self.leader, work), 1)
        self.assertEqual(self.line(work, self.montage).done_quantity, 1)

    def test_engineer_does_not_decide_what_he_is_to_do(self):
        work = self.as_(self.engineer, self.worked(self.order, None, self.engineer))
        line = self.line(work, self.montage)
        for values in {"quantity": 1}, {"planned_quantity": 1}, {"name": "Less"}:
            with self.subTest(values):
                self.assertRefused(AccessError, "", line.write, values)
        self.assertRefused(AccessError, "", line.unlink)

    # === RETURN ===

    def test_return_gives_back_what_is_still_free(self):
        work = self.accepted()
        self.say(work, 1)
        work.action_complete_work()
        self.give_back(work)
        self.assertQuantities(self.line(work, self.montage), 4, 1, 4)
        self.assertEqual(self.of_montage._get_quantity_open(), 0)

    def test_return_leaves_to_others_what_they_have_by_now(self):
        work = self.accepted()
        self.say(work, 1)
        work.action_complete_work()
        self.worked(self.order, {self.montage: 2})
        self.give_back(work)
        self.assertQuantities(self.line(work, self.montage), 2, 1, 2)
        self.assertIn("Montage: 4 → 2", " ".join(self.feed(self.lead)))

    def test_work_of_nothing_is_not_returned(self):
        work = self.accepted({self.montage: 4})
        self.say(work, 0)
        work.action_complete_work()
        self.worked(self.order, {self.montage: 4})
        self.assertRefused(UserError, "has done nothing", self.give_back, work)

    def test_returned_work_is_completed_with_what_it_has(self):
        work = self.accepted()
        self.say(work, 0)
        work.action_complete_work()
        self.worked(self.order, {self.montage: 4})
        self.give_back(work)
        self.assertQuantities(self.line(work, self.montage), 0, 0, 0)
        work.action_complete_work()
        self.assertQuantities(self.line(work, self.montage), 0, 0, 0)
