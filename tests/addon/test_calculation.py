"""The engineer's card: who may move it, where, and what its deal learns of it."""

import re

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestEvents(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.lead = self.deal()
        self.calculation = self.requested(self.lead)

    def of(self, user):
        return self.as_(user, self.calculation)

    def told(self):
        return self.feed(self.lead)[-1]

    # === TAKE ===

    def test_engineer_takes_and_the_others_are_free_of_it(self):
        self.calculation.action_take()
        self.assertEqual(self.calculation.state, "in_progress")
        self.assertEqual(self.calculation.stage_id.name, "In progress")
        self.assertEqual(self.calculation.engineer_id, self.engineer)
        self.assertTrue(self.calculation.taken_on)
        self.assertFalse(self.asked(self.calculation))
        self.assertIn(f"Engineer has taken {self.calculation.name}", self.told())
        self.assertEqual(self.lead.engineering_state, "calculation")

    def test_second_to_take_is_told_who_was_first(self):
        self.calculation.action_take()
        self.assertRefused(
            UserError,
            f"{self.calculation.name} is already with Engineer",
            self.of(self.colleague).action_take,
        )

    def test_request_to_one_engineer_is_not_taken_by_another(self):
        lead = self.deal(engineering_engineer_id=self.colleague.id)
        calculation = self.requested(lead)
        self.assertRefused(UserError, "already with Colleague", calculation.action_take)
        self.as_(self.colleague, calculation).action_take()
        self.assertEqual(calculation.engineer_id, self.colleague)

    def test_administrator_outside_the_team_takes_nothing(self):
        self.assertRefused(
            UserError,
            "Administrator is not an engineer of “Roofers”",
            self.of(self.administrator).action_take,
        )

    def test_leader_takes_the_request_to_an_engineer(self):
        calculation = self.requested(
            self.deal(engineering_engineer_id=self.colleague.id)
        )
        self.as_(self.leader, calculation).action_take()
        self.assertEqual(calculation.engineer_id, self.leader)

    # === REDIRECT ===

    def test_redirect_to_another_team_hands_all_of_it_over(self):
        self.calculation.action_take()
        self.redirect(
            self.calculation, team_id=self.other_team.id, reason="It is a pipe"
        )
        calculation = self.of(self.outsider)
        self.assertEqual(calculation.state, "requested")
        self.assertEqual(calculation.team_id, self.other_team)
        self.assertFalse(calculation.engineer_id)
        self.assertEqual(self.asked(calculation), self.outsider)
        self.assertIn("redirected to Plumbers: It is a pipe", self.told())
        with self.assertRaises(AccessError):
            self.of(self.engineer).read(["state"])
        calculation.action_take()
        self.assertEqual(calculation.engineer_id, self.outsider)

    def test_redirect_to_an_engineer_reaches_that_one_only(self):
        self.redirect(self.calculation, engineer_id=self.colleague.id)
        self.assertEqual(self.calculation.engineer_id, self.colleague)
        self.assertEqual(self.asked(self.calculation), self.colleague)

    def test_waiting_calculation_is_redirected_too(self):
        self.calculation.action_take()
        self.ask(self.calculation)
        self.redirect(self.of(self.leader), engineer_id=self.colleague.id)
        self.assertEqual(self.calculation.state, "requested")

    def test_redirect_to_an_engineer_outside_the_team_is_refused(self):
        self.assertRefused(
            ValidationError,
            "Outsider is not an engineer of “Roofers”",
            self.redirect,
            self.calculation,
            engineer_id=self.outsider.id,
        )

    # === ASK AND ANSWER ===

    def test_question_waits_for_the_manager(self):
        self.calculation.action_take()
        self.ask(self.calculation, "How high?")
        self.assertEqual(self.calculation.state, "waiting")
        self.assertEqual(self.calculation.stage_id.name, "Waiting for answer")
        self.assertEqual(self.asked(self.calculation), self.manager)
        self.assertIn(self.manager, self.inbox(self.calculation))
        self.assertIn("How high?", self.calculation.sudo().activity_ids.note)
        self.assertIn("How high?", self.told())
        self.assertEqual(self.lead.engineering_waiting_count, 1)
        for operator, count in ((">", 0), (">=", 1), ("=", 1), ("!=", 0), ("<", 2)):
            with self.subTest(operator=operator, count=count):
                questions = [("engineering_waiting_count", operator, count)]
                others = ["!", *questions]
                self.assertIn(self.lead, self.lead.search(questions))
                self.assertNotIn(self.lead, self.lead.search(others))

    def test_answer_goes_to_the_engineer_who_goes_on(self):
        self.calculation.action_take()
        self.ask(self.calculation)
        self.answer(self.calculation, "Nine metres")
        self.assertEqual(self.calculation.state, "in_progress")
        self.assertEqual(self.calculation.answer, "Nine metres")
        self.assertEqual(self.asked(self.calculation), self.engineer)
        self.assertIn("Nine metres", self.calculation.sudo().activity_ids.note)
        self.assertIn("Nine metres", self.told())
        self.assertEqual(self.lead.engineering_waiting_count, 0)

    def test_engineer_who_enters_the_answer_is_not_told_that_the_manager_did(self):
        self.calculation.action_take()
        self.ask(self.calculation)
        self.answer(self.calculation, user=self.engineer)
        self.assertEqual(self.calculation.state, "in_progress")
        self.assertFalse(self.calculation.sudo().activity_ids)
        self.assertFalse(
            [text for text in self.feed(self.calculation) if "manager has" in text]
        )

    def test_second_question_forgets_the_first_answer(self):
        self.calculation.action_take()
        self.ask(self.calculation)
        self.answer(self.calculation)
        self.ask(self.calculation, "How wide?")
        self.assertEqual(self.calculation.question, "How wide?")
        self.assertFalse(self.calculation.answer)

    # === MEASUREMENT ===

    def test_visit_is_filled_in_and_moves_the_card(self):
        self.calculation.action_take()
        context = self.calculation.action_plan_measurement()["context"]
        visit = self.calculation.env["calendar.event"].create(
            {
                **{name.removeprefix("default_"): v for name, v in context.items()},
                "start": "2030-06-01 10:00:00",
                "stop": "2030-06-01 11:00:00",
            }
        )
        self.assertIn("Lane 1", visit.location)
        self.assertEqual(visit.opportunity_id.id, self.lead.id)
        self.assertEqual(
            visit.partner_ids,
            (self.engineer | self.manager).partner_id,
        )
        self.assertEqual(self.calculation.stage_id.name, "Site measurement")
        self.assertEqual(self.calculation.state, "in_progress")
        self.assertEqual(self.calculation.visit_count, 1)
        self.assertIn("Site measurement", self.told())

    def test_visit_is_planned_by_the_engineers_only(self):
        self.calculation.action_take()
        self.assertRefused(
            UserError, "only an engineer", self.of(self.manager).action_plan_measurement
        )

    # === COMPLETE ===

    def test_completing_provides_the_deal_and_tells_the_manager(self):
        self.calculation.action_take()
        variant = self.variant(self.calculation, [(self.survey, 2, 100.0)])
        self.calculation.action_complete()
        self.assertEqual(self.calculation.state, "completed")
        self.assertTrue(self.calculation.completed_on)
        self.assertEqual(self.lead.engineering_state, "provided")
        self.assertEqual(self.lead.stage_id.name, "Calculation provided")
        self.assertEqual(self.asked(self.calculation), self.manager)
        self.assertIn(self.manager, self.inbox(self.lead))
        total = variant.currency_id.format(200)
        self.assertIn(f"is completed: {variant.name} {total}", self.told())

    def test_nothing_to_sell_is_not_completed(self):
        self.calculation.action_take()
        note = {"display_type": "line_note", "name": "Nothing yet"}
        for lines in ([note], [(self.survey, 0, 100)], [(self.survey, 1, 0)]):
            with self.subTest(lines=lines):
                self.calculation.variant_ids.unlink()
                self.variant(self.calculation, lines)
                self.assertRefused(
                    UserError,
                    "No variant has a priced line",
                    self.calculation.action_complete,
                )

    def test_deal_is_provided_when_its_last_open_calculation_is(self):
        self.lead.engineering_direction_id = self.other_direction
        second = self.as_(self.outsider, self.requested(self.lead))
        self.calculation.action_take()
        self.variant(self.calculation)
        self.calculation.action_complete()
        self.assertEqual(self.lead.engineering_state, "calculation")
        second.action_take()
        self.variant(second, [(self.foreign_service, 1, 10)])
        second.action_complete()
        self.assertEqual(self.lead.engineering_state, "provided")

    # === CANCEL ===

    def test_deal_is_provided_when_the_last_open_calculation_is_cancelled(self):
        self.lead.engineering_direction_id = self.other_direction
        second = self.requested(self.lead)
        self.calculation.action_take()
        self.variant(self.calculation)
        self.calculation.action_complete()
        self.as_(self.manager, second).action_cancel()
        self.assertEqual(self.lead.engineering_state, "provided")

    def test_deal_is_as_before_when_its_only_calculation_is_cancelled(self):
        self.of(self.manager).action_cancel()
        self.assertEqual(self.calculation.state, "cancelled")
        self.assertFalse(self.asked(self.calculation))
        self.assertEqual(self.lead.engineering_state, "none")
        self.assertIn("is cancelled", self.told())

    def test_leader_cancels(self):
        self.of(self.leader).action_cancel()
        self.assertEqual(self.calculation.state, "cancelled")

    # === DELETE ===

    def test_what_was_worked_on_is_not_deleted(self):
        self.assertRefused(AccessError, ".", self.of(self.manager).unlink)
        self.assertRefused(AccessError, ".", self.of(self.engineer).unlink)
        self.calculation.action_take()
        self.assertRefused(
            UserError, "has been worked on", self.of(self.administrator).unlink
        )
        self.of(self.manager).action_cancel()
        self.of(self.administrator).unlink()
        self.assertFalse(self.calculation.exists())


@tagged("standard", "post_install", "-at_install")
class TestIllegalEvents(EngineeringCase):
    POSSIBLE = {
        "requested": {"take", "redirect", "hold", "cancel"},
        "in_progress": {"redirect", "ask", "complete", "hold", "cancel"},
        "waiting": {"redirect", "answer", "hold", "cancel"},
        "held": {"resume", "cancel"},
        "completed": {"revise"},
        "superseded": set(),
        "cancelled": set(),
    }
    LABELS = {
        "requested": "New request",
        "in_progress": "In progress",
        "waiting": "Waiting for answer",
        "held": "On hold",
        "completed": "Completed",
        "superseded": "Superseded",
        "cancelled": "Cancelled",
    }
    EVENTS = (
        "take",
        "redirect",
        "ask",
        "answer",
        "complete",
        "revise",
        "hold",
        "resume",
        "cancel",
    )
    OF_MANAGER = ("answer", "hold", "resume", "cancel")

    def in_state(self, state):
        calculation = self.requested()
        self.variant(calculation)
        if state not in ("requested", "cancelled"):
            calculation.action_take()
        if state == "waiting":
            self.ask(calculation)
        if state in ("completed", "superseded"):
            calculation.action_complete()
        if state == "superseded":
            self.revise(calculation)
        if state == "held":
            self.hold(calculation)
        if state == "cancelled":
            self.as_(self.manager, calculation).action_cancel()
        self.assertEqual(calculation.state, state)
        return calculation

    def send(self, calculation, event, user):
        calculation = self.as_(user, calculation)
        if event in ("take", "complete", "resume", "cancel"):
            getattr(calculation, f"action_{event}")()
        elif event in ("answer", "hold"):
            getattr(self, event)(calculation, user=user)
        else:
            getattr(self, event)(calculation)

    def test_events_of_another_state_are_refused_and_told_what_is_possible(self):
        for state, possible in self.POSSIBLE.items():
            calculation = self.in_state(state)
            for event in sorted(set(self.EVENTS) - possible):
                user = self.manager if event in self.OF_MANAGER else self.engineer
                with self.subTest(state=state, event=event):
                    text = (
                        f"{calculation.name} is already with Engineer"
                        if event == "take" and calculation.engineer_id
                        else f"{calculation.display_name} is in the state"
                        f" “{self.LABELS[state]}”. Possible now: "
                    )
                    self.assertRefused(
                        UserError,
                        re.escape(text),
                        self.send,
                        calculation,
                        event,
                        user,
                    )

    def test_refusal_names_what_is_possible(self):
        calculation = self.in_state("waiting")
        self.assertRefused(
            UserError,
            "Possible now: “Redirect”, “Answer”, “Put on hold”, “Cancel”",
            calculation.action_complete,
        )

    def test_events_are_refused_to_who_may_not_send_them(self):
        everybody = {
            self.manager,
            self.manager2,
            self.sales_head,
            self.engineer,
            self.outsider,
            self.leader,
            self.employee,
        }
        engineers = {self.engineer, self.leader}
        managers = {self.manager, self.sales_head}
        for event, state, allowed in (
            ("take", "requested", engineers),
            ("redirect", "requested", engineers),
            ("ask", "in_progress", engineers),
            ("answer", "waiting", engineers | managers),
            ("complete", "in_progress", engineers),
            ("revise", "completed", engineers | managers),
            ("hold", "waiting", managers),
            ("resume", "held", managers),
            ("cancel", "in_progress", managers | {self.leader}),
        ):
            calculation = self.in_state(state)
            for user in everybody:
                with self.subTest(event=event, user=user.name):
                    if user in allowed:
                        lead = calculation.sudo().lead_id
                        feed = len(self.feed(lead))
                        with self.env.cr.savepoint() as savepoint:
                            self.send(calculation, event, user)
                            self.assertEqual(len(self.feed(lead)), feed + 1)
                            savepoint.rollback()
                        self.env.invalidate_all()
                    else:
                        self.assertRefused(
                            AccessError, ".", self.send, calculation, event, user
                        )


@tagged("standard", "post_install", "-at_install")
class TestState(EngineeringCase):
    def test_state_is_not_written_by_anybody(self):
        calculation = self.taken()
        for user in (self.engineer, self.leader, self.administrator, self.env.user):
            with self.subTest(user.login):
                self.assertRefused(
                    UserError,
                    "only the buttons",
                    self.as_(user, calculation).write,
                    {"state": "completed"},
                )
        self.assertRefused(
            UserError,
            "only the buttons",
            calculation.lead_id.with_user(self.manager).write,
            {"engineering_state": "closed"},
        )

    def test_state_is_not_created(self):
        lead = self.deal()
        values = {"lead_id": lead.id, "direction_id": self.direction.id}
        calculations = lead.env["engineering.calculation"]
        self.assertRefused(
            UserError,
            "“State” of Calculation can't be written",
            calculations.create,
            {**values, "state": "completed"},
        )
        calculation = calculations.with_context(default_state="completed").create(
            values
        )
        self.assertEqual(calculation.state, "requested")
        deal = self.model("crm.lead", self.manager)
        self.assertRefused(
            UserError,
            "can't be written",
            deal.create,
            {"name": "Forged", "engineering_state": "closed"},
        )
        forged = deal.with_context(default_engineering_state="closed").create(
            {"name": "Forged"}
        )
        self.assertEqual(forged.engineering_state, "none")

    def test_context_of_a_client_opens_no_state(self):
        calculation = self.taken()
        for forged in (True, 1, "object", {}, [], calculation.id):
            with self.subTest(forged=forged):
                self.assertRefused(
                    UserError,
                    "only the buttons",
                    calculation.with_context(engineering_machine=forged).write,
                    {"state": "completed"},
                )

    def test_state_is_not_written_through_the_deal(self):
        calculation = self.taken()
        lead = calculation.lead_id.with_user(self.manager)
        self.assertRefused(
            UserError,
            "only the buttons|may not|not allowed",
            lead.write,
            {
                "engineering_calculation_ids": [
                    Command.update(calculation.id, {"state": "completed"})
                ]
            },
        )

    def test_new_card_stands_in_a_column_of_its_state(self):
        completed = self.env.ref("crm_engineering_calc.engineering_stage_completed")
        for vals, context in (
            ({"stage_id": completed.id}, {}),
            ({}, {"default_stage_id": completed.id}),
        ):
            lead = self.deal()
            card = (
                lead.env["engineering.calculation"]
                .with_context(**context)
                .create({"lead_id": lead.id, "direction_id": self.direction.id, **vals})
            )
            self.assertEqual(card.stage_id.state, "requested")

    def test_who_calculates_is_not_written_by_hand(self):
        calculation = self.requested()
        for values in (
            {"engineer_id": self.colleague.id},
            {"team_id": self.other_team.id},
            {"direction_id": self.other_direction.id},
            {"lead_id": self.deal().id},
            {"revision": 5},
            {"revision_reason": "Whatever"},
            {"name": "C0"},
            {"company_id": self.env.company.id},
            {"answer": "Whatever"},
        ):
            with self.subTest(values=values):
                self.assertRefused(
                    UserError, "only the buttons", calculation.write, values
                )

    # === COLUMNS ===

    def stage(self, name):
        return self.env.ref(f"crm_engineering_calc.engineering_stage_{name}")

    def test_card_dropped_on_a_column_sends_the_event_that_leads_there(self):
        calculation = self.requested()
        calculation.stage_id = self.stage("in_progress")
        self.assertEqual(calculation.state, "in_progress")
        self.assertEqual(calculation.engineer_id, self.engineer)
        self.variant(calculation)
        calculation.stage_id = self.stage("completed")
        self.assertEqual(calculation.state, "completed")
        self.assertEqual(
            calculation.lead_id.with_user(self.manager).engineering_state, "provided"
        )

    def test_card_dropped_on_a_second_column_of_a_state_is_taken_into_it(self):
        calculation = self.requested()
        calculation.stage_id = self.stage("measurement")
        self.assertEqual(calculation.state, "in_progress")
        self.assertEqual(calculation.stage_id, self.stage("measurement"))

    def test_column_with_cards_keeps_its_state(self):
        column = self.as_(self.administrator, self.taken().stage_id)
        self.assertRefused(
            UserError,
            "(?s)“In progress” .* another column",
            column.write,
            {"state": "waiting"},
        )
        column.write({"state": "in_progress", "fold": True})

    def test_card_moves_between_the_columns_of_a_state(self):
        calculation = self.taken()
        calculation.stage_id = self.stage("measurement")
        self.assertEqual(calculation.state, "in_progress")
        self.assertEqual(calculation.stage_id, self.stage("measurement"))

    def test_drop_that_no_event_leads_to_is_refused(self):
        calculation = self.requested()
        self.assertRefused(
            UserError,
            "can't go from “New request” to “Completed”",
            calculation.write,
            {"stage_id": self.stage("completed").id},
        )

    def test_drop_that_needs_words_is_refused(self):
        calculation = self.taken()
        self.assertRefused(
            UserError,
            "“Ask the manager” needs some words",
            calculation.write,
            {"stage_id": self.stage("waiting").id},
        )

    def test_drop_of_who_may_not_is_refused(self):
        calculation = self.taken()
        self.assertRefused(
            UserError,
            "only an engineer of “Roofers”",
            self.as_(self.manager, calculation).write,
            {"stage_id": self.stage("measurement").id},
        )
        self.assertRefused(
            AccessError,
            "“Cancel”.*team leader",
            calculation.write,
            {"stage_id": self.stage("cancelled").id},
        )

    def test_drop_of_a_colleagues_card_is_refused_with_the_name(self):
        calculation = self.requested(engineering_engineer_id=self.colleague.id)
        self.assertRefused(
            UserError,
            "already with Colleague",
            calculation.write,
            {"stage_id": self.stage("in_progress").id},
        )

    def test_board_shows_all_columns(self):
        self.requested()
        board = (
            self.model("engineering.calculation", self.engineer)
            .with_context(read_group_expand=True)
            .web_read_group([], ["stage_id"], [])
        )
        self.assertEqual(
            [group["stage_id"][0] for group in board["groups"]],
            self.env["engineering.stage"].search([]).ids,
        )


@tagged("standard", "post_install", "-at_install")
class TestRevision(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.coefficient = self.quiet["engineering.coefficient"].create(
            {"name": "Steep", "value": 1.2, "value_min": 1.1, "value_max": 1.5}
        )
        self.calculation = self.taken()
        self.old = self.variant(
            self.calculation,
            [
                {"display_type": "line_section", "name": "Outside"},
                {
                    "product_id": self.survey.id,
                    "quantity": 3,
                    "base_price": 90.0,
                    "coefficient_ids": [Command.set(self.coefficient.ids)],
                    "coefficient": 1.4,
                },
            ],
            name="Cheap",
        )
        self.complete(self.calculation)
        self.lead = self.calculation.lead_id.with_user(self.manager)

    def test_manager_gets_a_revision_in_progress(self):
        revision = self.revise(self.as_(self.manager, self.calculation), "Bigger")
        self.assertEqual(self.calculation.state, "superseded")
        self.assertEqual(revision.state, "in_progress")
        self.assertEqual(revision.stage_id.name, "In progress")
        self.assertEqual(revision.name, self.calculation.name)
        self.assertEqual(revision.revision, 2)
        self.assertEqual(revision.display_name, f"{self.calculation.name} rev. 2")
        self.assertEqual(revision.revision_reason, "Bigger")
        self.assertEqual(revision.revised_id.id, self.calculation.id)
        self.assertEqual(revision.engineer_id, self.engineer)
        self.assertEqual(self.asked(revision), self.engineer)
        self.assertEqual(self.lead.engineering_state, "calculation")
        self.assertIn("Bigger", self.feed(self.lead)[-1])

    def test_revision_repeats_the_old_prices_whatever_the_settings_are_now(self):
        total = self.old.amount_total
        self.coefficient.write({"value": 2.0, "value_max": 2.0, "value_min": 1.9})
        self.survey.list_price = 1.0
        revision = self.revise(self.calculation)
        new = revision.variant_ids
        self.assertEqual(new.name, "Cheap")
        self.assertEqual(total, 378)
        self.assertEqual(new.amount_total, total)
        for field in ("name", "quantity", "base_price", "coefficient", "price_unit"):
            with self.subTest(field):
                self.assertEqual(
                    new.line_ids.mapped(field), self.old.line_ids.mapped(field)
                )

    def test_change_of_the_revision_leaves_the_old_one_whole(self):
        revision = self.revise(self.calculation)
        line = revision.variant_ids.line_ids[1]
        line.write({"quantity": 10, "base_price": 5.0})
        self.variant(revision, name="Dear")
        self.assertEqual(self.old.line_ids.mapped("quantity"), [0, 3])
        self.assertEqual(self.old.amount_total, 378)
        self.assertEqual(self.calculation.variant_ids, self.old)

    def test_superseded_is_read_only_to_all(self):
        self.revise(self.calculation)
        line = self.old.line_ids[1]
        for user in (self.engineer, self.leader, self.administrator):
            with self.subTest(user.login):
                self.assertRefused(
                    UserError,
                    "Superseded",
                    self.as_(user, line).write,
                    {"quantity": 1},
                )
        self.assertRefused(
            UserError,
            "Superseded",
            self.as_(self.manager, line).write,
            {"price_unit": 1},
        )

    def test_revision_is_completed_and_revised_again(self):
        revision = self.revise(self.calculation)
        self.complete(revision)
        self.assertEqual(self.lead.engineering_state, "provided")
        third = self.revise(revision)
        self.assertEqual(third.revision, 3)
        self.assertEqual(third.variant_ids.amount_total, 378)

    def test_completed_calculation_is_revised_once(self):
        self.revise(self.calculation)
        self.assertRefused(
            UserError,
            "Superseded",
            self.revise,
            self.as_(self.manager, self.calculation),
        )
