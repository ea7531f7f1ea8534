"""One way to send an event: what is possible, what is missing, and what follows."""

import re
from ast import literal_eval

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestPossibleEvents(EngineeringCase):
    def possible(self, records, user):
        records = self.as_(user, records)
        return sorted(records[records._events_field] or [])

    def test_views_ask_what_the_user_may_do(self):
        calculation = self.requested()
        self.assertEqual(
            self.possible(calculation, self.engineer), ["redirect", "take"]
        )
        self.assertEqual(self.possible(calculation, self.manager), ["cancel", "hold"])
        self.assertEqual(
            self.possible(calculation, self.leader), ["cancel", "redirect", "take"]
        )
        calculation.action_take()
        self.assertEqual(
            self.possible(calculation, self.engineer), ["ask", "complete", "redirect"]
        )

    def test_request_to_another_engineer_is_not_offered(self):
        calculation = self.requested(engineering_engineer_id=self.colleague.id)
        self.assertNotIn("take", self.possible(calculation, self.engineer))
        self.assertIn("take", self.possible(calculation, self.colleague))
        self.assertIn("take", self.possible(calculation, self.leader))

    def test_what_is_open_is_in_the_lists_at_once(self):
        order = self.ordered()
        work = self.worked(order)
        completed = order.sudo().engineering_calculation_ids
        waiting = self.requested()
        for is_open, card, view in (
            (True, waiting, "engineering_calculation_view_search"),
            (False, completed, "engineering_calculation_view_search"),
            (True, work, "work_view_search"),
        ):
            arch = self.env.ref(f"crm_engineering_calc.{view}").arch
            shown = etree.fromstring(arch).find(".//filter[@name='open']")
            cards = self.as_(self.engineer, card)
            domain = literal_eval(shown.get("domain"))
            self.assertEqual(bool(cards.filtered_domain(domain)), is_open)
            self.assertEqual(cards in cards.search(domain), is_open)
            self.assertEqual(cards[cards._open_field], is_open)
        work.action_cancel_work()
        tasks = self.model("project.task", self.manager)
        self.assertNotIn(work, tasks.search([("engineering_is_open", "=", True)]))
        self.assertIn(work, tasks.search([("engineering_is_open", "=", False)]))

    def test_a_deal_in_other_hands_is_another_managers(self):
        calculation = self.requested()
        self.assertIn("cancel", self.possible(calculation, self.manager))
        calculation.sudo().lead_id.user_id = self.manager2
        self.assertIn("cancel", self.possible(calculation, self.manager2))

    def test_what_is_possible_is_what_is_done(self):
        calculation = self.taken()
        self.variant(calculation)
        for user in (self.manager, self.engineer, self.leader):
            card = self.as_(user, calculation)
            for event in card._get_workflow().events:
                with self.subTest(event=event.name, user=user.name):
                    possible = event.name in card.possible_events
                    with self.env.cr.savepoint() as savepoint:
                        try:
                            card._get_next_state(event.name)
                        except UserError:
                            self.assertFalse(possible)
                        else:
                            self.assertTrue(possible)
                        savepoint.rollback()

    def test_tasks_offer_nothing_and_works_their_events(self):
        work = self.worked(self.ordered())
        self.assertEqual(
            self.possible(work, self.engineer), ["accept_work", "decline_work"]
        )
        self.assertEqual(
            self.possible(work, self.manager), ["assign_work", "cancel_work"]
        )
        task = self.env["project.task"].create(
            {"name": "Plain", "project_id": self.project.id}
        )
        self.assertEqual(self.possible(task, self.leader), [])

    def test_queries_do_not_grow_with_the_cards(self):
        cards = self.env["engineering.calculation"].union(
            *(self.requested() for _number in range(8))
        )
        works = self.env["project.task"].union(
            *(self.worked(self.ordered()) for _number in range(4))
        )
        for records in (cards, works):
            for user in (self.engineer, self.manager, self.leader):
                with self.subTest(model=records._name, user=user.name):
                    field = records._events_field
                    cards = self.as_(user, records)
                    self.count_queries(cards.mapped, field)  # what is kept for all
                    few = self.count_queries(cards[:1].mapped, field)
                    self.assertEqual(self.count_queries(cards.mapped, field), few)


@tagged("standard", "post_install", "-at_install")
class TestGuards(EngineeringCase):
    def test_programs_meet_the_guards_of_the_buttons(self):
        calculation = self.taken()
        self.assertRefused(
            UserError, "No variant has a priced", calculation._send_event, "complete"
        )
        for event in ("ask", "redirect"):
            self.assertRefused(
                UserError, "needs some words", calculation._send_event, event
            )
        self.direction.evidence_required = 1
        work = self.as_(self.engineer, self.worked(self.ordered()))
        work.action_accept_work()
        self.assertRefused(
            UserError, "any kind: 0 of 1", work._send_event, "complete_work"
        )
        self.assertEqual(work.engineering_state, "accepted")

    def test_all_move_or_none(self):
        first, second = self.taken(), self.taken()
        self.variant(first)
        self.assertRefused(
            UserError, second.display_name, (first | second).action_complete
        )
        self.assertEqual(set((first | second).mapped("state")), {"in_progress"})

    def test_leave_to_write_is_over_with_the_write(self):
        calculation = self.taken()
        machine = calculation.sudo()._as_machine()
        machine.write({"question": "Which colour?"})
        self.assertEqual(calculation.question, "Which colour?")
        self.assertRefused(AccessError, "by hand", machine.write, {"question": "None"})

    def test_client_forges_no_leave(self):
        calculation = self.taken()
        for forged in (True, 1, "x", {"valid": True}):
            card = calculation.with_context(engineering_machine=forged)
            self.assertRefused(AccessError, "by hand", card.write, {"state": "waiting"})

    def test_superuser_mode_of_a_parent_is_no_leave(self):
        act = self.acted(self.done(self.worked(self.ordered())))
        line = act.line_ids[0]
        self.assertRefused(
            AccessError,
            "“Unit Price” of",
            act.sudo().write,
            {"line_ids": [Command.update(line.id, {"price_unit": 1.0})]},
        )


@tagged("standard", "post_install", "-at_install")
class TestHold(EngineeringCase):
    def asked_of(self, calculation):
        return calculation.sudo().activity_ids.user_id

    def test_held_calculation_stands_still_and_goes_on(self):
        calculation = self.taken()
        self.variant(calculation)
        self.ask(calculation)
        self.hold(calculation, reason="The customer is away")
        self.assertEqual(calculation.state, "held")
        self.assertEqual(calculation.hold_reason, "The customer is away")
        self.assertEqual(calculation.stage_id.state, "held")
        self.assertFalse(self.asked_of(calculation))
        self.assertFalse(calculation.can_edit)
        self.assertRefused(
            UserError, "On hold", calculation.variant_ids.write, {"name": "Later"}
        )
        self.as_(self.manager, calculation).action_resume()
        self.assertEqual(calculation.state, "waiting")
        self.assertFalse(calculation.hold_reason)
        self.assertEqual(self.asked_of(calculation), self.manager)

    def test_held_request_is_asked_again_of_the_team(self):
        calculation = self.requested()
        self.hold(calculation)
        self.assertFalse(self.asked_of(calculation))
        self.as_(self.manager, calculation).action_resume()
        self.assertEqual(calculation.state, "requested")
        self.assertIn(self.engineer, self.asked_of(calculation))

    def test_story_of_the_deal_tells_why(self):
        calculation = self.taken()
        self.hold(calculation, reason="No money until May")
        feed = self.feed(calculation.sudo().lead_id)
        self.assertTrue(any("No money until May" in str(text) for text in feed))

    def test_held_calculation_is_not_late(self):
        calculation = self.taken()
        calculation.deadline = "2020-01-01"
        self.assertTrue(calculation.is_late)
        self.hold(calculation)
        self.assertFalse(calculation.is_late)

    def test_only_the_manager_holds(self):
        calculation = self.taken()
        for user in (self.engineer, self.leader, self.manager2, self.outsider):
            with self.subTest(user.name):
                self.assertRefused(AccessError, ".", self.hold, calculation, user=user)

    def test_card_is_dropped_on_a_state_that_it_was_not_in(self):
        calculation = self.requested()
        self.hold(calculation)
        stage = self.env["engineering.stage"]
        card = self.as_(self.manager, calculation)
        self.assertRefused(
            UserError,
            "can't go from “On hold” to “In progress”",
            card._move_to_stage,
            stage._get_first_of_state("in_progress"),
        )
        card._move_to_stage(stage._get_first_of_state("requested"))
        self.assertEqual(calculation.state, "requested")


@tagged("standard", "post_install", "-at_install")
class TestDecline(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.work = self.as_(
            self.engineer, self.worked(self.ordered(), engineer=self.engineer)
        )

    def decline(self, user=None):
        self.wizard(
            "engineering.work.decline",
            self.as_(user or self.engineer, self.work),
            reason="I am on leave",
        ).action_confirm()

    def assign(self, engineer, user=None):
        self.wizard(
            "engineering.work.assign",
            self.as_(user or self.leader, self.work),
            engineer_id=engineer.id,
        ).action_confirm()

    def in_works(self):
        lines = self.work.sudo().engineering_work_line_ids.order_line_id
        return lines.mapped("engineering_work_quantity")

    def test_declined_work_is_the_leaders_to_assign_again(self):
        quantities = self.in_works()
        self.decline()
        work = self.work.sudo()
        self.assertEqual(work.engineering_state, "declined")
        self.assertFalse(work.user_ids)
        self.assertEqual(work.activity_ids.user_id, self.leader)
        self.assertFalse([text for text in self.feed(work) if "Accept" in text])
        self.assertEqual(self.in_works(), quantities)
        deal = work.engineering_lead_id
        self.assertIn("is declined by", self.feed(deal)[-1])
        self.assertIn("I am on leave", self.feed(deal)[-1])
        self.assertIn(self.manager, self.inbox(deal))
        self.assign(self.colleague)
        self.assertIn("is assigned to", self.feed(deal)[-1])
        self.assertEqual(work.engineering_state, "assigned")
        self.assertEqual(work.user_ids, self.colleague)
        self.assertEqual(work.activity_ids.user_id, self.colleague)

    def test_declined_work_is_not_given_by_hand(self):
        self.decline()
        for user in (self.leader, self.administrator):
            self.assertRefused(
                UserError,
                "is declined.*button “Assign”",
                self.as_(user, self.work).write,
                {"user_ids": [Command.set(self.colleague.ids)]},
            )

    def test_reassignment_begins_with_who_has_the_work(self):
        self.decline()
        self.assign(self.engineer)
        dialog = self.wizard(
            "engineering.work.assign", self.as_(self.leader, self.work)
        )
        self.assertEqual(dialog.engineer_id, self.engineer)
        dialog.action_confirm()
        self.assertEqual(self.work.sudo().user_ids, self.engineer)
        dialog = self.wizard(
            "engineering.work.assign", self.as_(self.leader, self.work)
        )
        dialog.engineer_id = False
        dialog.action_confirm()
        self.assertFalse(self.work.sudo().user_ids)

    def test_manager_assigns_without_a_right_to_tasks(self):
        self.decline()
        self.assign(self.colleague, user=self.manager)
        self.assertEqual(self.work.sudo().user_ids, self.colleague)

    def test_only_engineers_of_the_team_are_assigned(self):
        self.assertRefused(
            UserError, "is not an engineer of", self.assign, self.outsider
        )

    def test_who_may_decline_and_assign(self):
        for user in (self.manager, self.outsider, self.manager2):
            self.assertRefused(UserError, ".", self.decline, user)
        for user in (self.engineer, self.outsider, self.manager2):
            self.assertRefused(UserError, ".", self.assign, self.colleague, user)


@tagged("standard", "post_install", "-at_install")
class TestViews(EngineeringCase):
    def test_buttons_ask_what_is_possible_and_know_no_states(self):
        views = self.env["ir.ui.view"].search(
            [("model_data_id.module", "=", "crm_engineering_calc")]
        )
        knowing = [
            (view.xml_id, button.get("name"))
            for view in views
            for button in etree.fromstring(view.arch_db).iter("button")
            if re.search(r"\b(\w*_)?state\b", button.get("invisible", ""))
        ]
        self.assertEqual(knowing, [])
        self.assertTrue(views)
