"""Two people at once, over two connections: a thing is done once, and both know."""

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.concurrency import ConcurrencyCase


@tagged("standard", "post_install", "-at_install")
class TestConcurrency(ConcurrencyCase):
    def test_two_engineers_take_one_calculation(self):
        calculation = self.requested()
        ids = calculation.ids

        def take(env):
            env["engineering.calculation"].browse(ids).action_take()

        outcomes = self.race((self.engineer, take), (self.colleague, take))
        winner = calculation.engineer_id
        self.assertIn(winner, self.engineer | self.colleague)
        self.assertOneWins(
            outcomes, f"{calculation.name} is already with {winner.name}"
        )
        self.assertEqual(
            sum("has taken" in text for text in self.feed(calculation.lead_id)), 1
        )

    def test_two_clicks_send_one_request(self):
        lead = self.deal()

        def request(env):
            env["crm.lead"].browse(lead.ids).action_request_calculation()

        outcomes = self.race((self.manager, request), (self.manager, request))
        self.assertOneWins(outcomes, "being calculated already")
        self.assertEqual(len(lead.engineering_calculation_ids), 1)

    def test_of_two_messages_one_is_the_answer(self):
        calculation = self.taken()
        self.ask(calculation)
        ids = calculation.ids

        def say(text):
            return lambda env: (
                env["engineering.calculation"]
                .browse(ids)
                .message_post(
                    body=text, message_type="comment", subtype_xmlid="mail.mt_comment"
                )
            )

        outcomes = self.race((self.manager, say("White")), (self.manager, say("Brown")))
        self.assertEqual(outcomes, [None, None])
        self.assertIn(calculation.answer, ("White", "Brown"))
        told = self.feed(calculation.lead_id)
        self.assertEqual(sum("Answered in" in text for text in told), 1)

    def test_two_clicks_make_one_proposal(self):
        lead = self.completed().lead_id.with_user(self.manager)

        def propose(env):
            env["crm.lead"].browse(lead.ids).action_create_proposal()

        outcomes = self.race((self.manager, propose), (self.manager, propose))
        self.assertEqual(outcomes, [None, None])
        self.assertEqual(len(lead.order_ids), 1)

    def test_two_clicks_make_one_invoice(self):
        self.survey.invoice_policy = "order"
        order = self.ordered(lines=[(self.survey, 3, 100.0)])
        lead = order.opportunity_id

        def invoice(env):
            env["crm.lead"].browse(lead.ids).action_create_invoice()

        outcomes = self.race((self.manager, invoice), (self.sales_head, invoice))
        self.assertEqual(outcomes, [None, None])
        self.assertEqual(len(order.sudo().invoice_ids), 1)

    def test_two_people_bill_one_act(self):
        self.survey.invoice_policy = "delivery"
        order = self.ordered(lines=[(self.survey, 3, 100.0)])
        order.agreement_id = self.contract(code="K-6")
        act = self.signed(self.acted(self.done(self.worked(order))))

        def bill(env):
            env[act._name].browse(act.ids).action_create_invoice()

        outcomes = self.race((self.manager, bill), (self.sales_head, bill))
        self.assertEqual(outcomes, [None, None])
        self.assertEqual(len(order.sudo().invoice_ids), 1)
        self.assertEqual(act.sudo().invoice_ids, order.sudo().invoice_ids)

    def test_two_people_select_two_variants(self):
        calculation = self.taken()
        variants = [self.variant(calculation, name=name) for name in ("Tin", "Slate")]
        self.complete(calculation)

        def select(variant):
            ids = variant.ids
            return lambda env: env["engineering.variant"].browse(ids).action_select()

        outcomes = self.race(
            (self.manager, select(variants[0])), (self.sales_head, select(variants[1]))
        )
        self.assertEqual(outcomes, [None, None])
        self.assertEqual(len(calculation.variant_ids.filtered("selected")), 1)

    def test_two_managers_hand_out_the_last_quantity(self):
        order = self.ordered(lines=[(self.survey, 3, 100.0)])
        order.agreement_id = self.contract()
        lead = order.opportunity_id

        def work(env):
            env["crm.lead"].browse(lead.ids).action_create_work()

        outcomes = self.race((self.manager, work), (self.sales_head, work))
        self.assertOneWins(outcomes, "is in works already")
        self.assertEqual(order.order_line.engineering_work_quantity, 3)
        self.assertEqual(len(lead.sudo().engineering_work_ids), 1)

    def test_two_dialogs_hand_out_the_last_quantity(self):
        order = self.ordered(lines=[(self.survey, 3, 100.0)])
        lead = order.opportunity_id
        agreement = self.contract(code="K-4")
        dialogs = [
            self.wizard(
                "engineering.work.create",
                self.as_(user, lead),
                agreement_id=agreement.id,
            )
            for user in (self.manager, self.sales_head)
        ]

        def confirm(dialog):
            return lambda env: env[dialog._name].browse(dialog.ids).action_confirm()

        outcomes = self.race(
            (self.manager, confirm(dialogs[0])), (self.sales_head, confirm(dialogs[1]))
        )
        self.assertOneWins(outcomes, "All that is ordered")
        self.assertEqual(order.order_line.engineering_work_quantity, 3)

    def test_last_two_calculations_are_completed_at_once(self):
        lead = self.deal()
        first = self.taken(lead)
        self.variant(first)
        lead.engineering_direction_id = self.other_direction
        second = self.as_(self.outsider, self.requested(lead))
        second.action_take()
        self.variant(second, [(self.foreign_service, 1, 70.0)])

        def complete(calculation):
            ids = calculation.ids
            return lambda env: (
                env["engineering.calculation"].browse(ids).action_complete()
            )

        outcomes = self.race(
            (self.engineer, complete(first)), (self.outsider, complete(second))
        )
        self.assertEqual(outcomes, [None, None])
        self.assertEqual((first | second).sudo().mapped("state"), ["completed"] * 2)
        self.assertEqual(lead.engineering_state, "provided")

    def test_act_is_signed_while_the_rest_is_written_off(self):
        order = self.ordered(lines=[(self.survey, 3, 100.0)])
        line, lead = order.order_line, order.opportunity_id
        act = self.acted(self.done(self.worked(order, {self.survey: 2})))
        act.action_send()

        def sign(env):
            dialogs = env["engineering.act.sign"].with_context(
                active_model=act._name, active_ids=act.ids
            )
            dialogs.create({"scan": b"c2Nhbg=="}).action_confirm()

        def reduce(env):
            env["sale.order.line"].browse(line.ids).product_uom_qty = 2

        outcomes = self.race((self.manager, sign), (self.sales_head, reduce))
        self.assertEqual(outcomes, [None, None])
        self.assertEqual(lead.engineering_state, "closed")

    # === CONTENT AGAINST EVENTS ===

    def content(self):
        """Return a calculation, and what engineers do with what belongs to it."""
        calculation = self.taken()
        variant = self.variant(calculation, [(self.survey, 1, 122.0)])
        measurement = self.measured(calculation)
        line = variant.line_ids

        def write(records, values):
            return lambda env: env[records._name].browse(records.ids).write(values)

        def create(name, values):
            return lambda env: env[name].create(values)

        def unlink(records):
            return lambda env: env[records._name].browse(records.ids).unlink()

        price = {"base_price": 61000.0}
        return calculation, {
            "line": write(line, price),
            "line of a form": write(
                variant, {"line_ids": [Command.update(line.id, price)]}
            ),
            "new line": create(
                "engineering.variant.line",
                {"variant_id": variant.id, "product_id": self.montage.id, **price},
            ),
            "lost line": unlink(line),
            "coefficient": write(line, {"coefficient": 2.0}),
            "coefficient of all": write(variant, {"coefficient": 2.0}),
            "section": create(
                "engineering.variant.line",
                {
                    "variant_id": variant.id,
                    "display_type": "line_section",
                    "name": "Roof",
                },
            ),
            "variant": create(
                "engineering.variant", {"calculation_id": calculation.id}
            ),
            "measurement": write(measurement, {"value": 7.0}),
            "new measurement": create(
                "engineering.measurement",
                {
                    "calculation_id": calculation.id,
                    "name": "Height",
                    "code": "H",
                    "value": 2.0,
                },
            ),
            "need": write(calculation, {"need": "All of it anew"}),
        }

    def measured(self, calculation):
        return calculation.env["engineering.measurement"].create(
            {
                "calculation_id": calculation.id,
                "name": "Width",
                "code": "W",
                "value": 2.5,
            }
        )

    def complete_it(self, calculation):
        ids = calculation.ids

        def complete(env):
            env["engineering.calculation"].browse(ids)._send_event(
                "complete", explanation="It is right"
            )

        return complete

    def test_what_began_before_the_completion_changes_nothing_after_it(self):
        for name in self.content()[1]:
            with self.subTest(name):
                calculation, writes = self.content()
                before = calculation.export_estimate()
                error, tries = self.overtaken(
                    (self.colleague, writes[name]),
                    (self.engineer, self.complete_it(calculation)),
                )
                self.assertRegex(str(error), "is in the state “Completed”")
                self.assertEqual(tries, 2)
                self.assertEqual(calculation.state, "completed")
                self.assertEqual(calculation.export_estimate(), before)

    def test_completion_looks_at_what_was_written_since_it_began(self):
        for name in self.content()[1]:
            with self.subTest(name):
                calculation, writes = self.content()
                error, tries = self.overtaken(
                    (self.engineer, self.complete_it(calculation)),
                    (self.colleague, writes[name]),
                )
                self.assertEqual(tries, 2)
                if name == "lost line":
                    self.assertRegex(str(error), "No variant has a priced line")
                    self.assertEqual(calculation.state, "in_progress")
                    continue
                self.assertIsNone(error)
                self.assertEqual(calculation.state, "completed")
                told = calculation.lead_id._origin
                self.assertTrue(
                    any(
                        calculation._describe_variants(calculation.env).split(", ")[0]
                        in text
                        for text in self.feed(told)
                    )
                )

    def test_content_and_completion_at_once_agree(self):
        calculation, writes = self.content()
        outcomes = self.race(
            (self.colleague, writes["line"]),
            (self.engineer, self.complete_it(calculation)),
        )
        self.assertIsNone(outcomes[1])
        price = 122.0 if outcomes[0] else 61000.0
        self.assertEqual(calculation.variant_ids.line_ids.base_price, price)

    def test_engineers_who_write_at_once_do_not_fail_each_other(self):
        calculation = self.taken()
        variants = [self.variant(calculation) for _ in range(2)]

        def reprice(variant, tries):
            ids = variant.line_ids.ids

            def act(env):
                tries.append(env)
                env["engineering.variant.line"].browse(ids).write({"base_price": 9.0})

            return act

        tries = []
        outcomes = self.race(
            (self.engineer, reprice(variants[0], tries)),
            (self.colleague, reprice(variants[1], tries)),
        )
        self.assertEqual((outcomes, len(tries)), ([None, None], 2))

    def test_correction_that_began_before_a_revision_is_refused(self):
        calculation = self.completed()
        line = calculation.variant_ids.line_ids[0]

        def correct(env):
            env[line._name].browse(line.ids).write({"price_unit": 95.0})

        def revise(env):
            env[calculation._name].browse(calculation.ids)._revise("Another colour")

        error, tries = self.overtaken((self.manager, correct), (self.manager, revise))
        self.assertRegex(str(error), "is in the state “Superseded”")
        self.assertEqual((tries, line.price_unit), (2, 100.0))

    def test_work_keeps_what_it_was_accepted_with(self):
        order = self.ordered(lines=[(self.survey, 3, 100.0)])
        order.agreement_id = self.contract(code="K-2")
        work = self.worked(order, {self.survey: 1})
        line = work.engineering_work_line_ids

        def widen(env):
            env[line._name].browse(line.ids).write({"quantity": 2})

        def accept(env):
            env[work._name].browse(work.ids).action_accept_work()

        error, tries = self.overtaken((self.manager, widen), (self.engineer, accept))
        self.assertRegex(str(error), "before an engineer accepts it")
        self.assertEqual((tries, line.quantity), (2, 1))

    def test_two_acts_that_are_sent_at_once_have_numbers_without_gaps(self):
        order = self.ordered(lines=[(self.survey, 2, 100.0)])
        order.agreement_id = self.contract(code="K-5")
        work = self.done(self.worked(order))
        acts = [self.acted(work, {self.survey: 1}) for _act in range(2)]

        def send(act):
            ids = act.ids
            return lambda env: env[act._name].browse(ids).action_hand_over()

        outcomes = self.race(*((self.manager, send(act)) for act in acts))
        self.assertEqual(outcomes, [None, None])
        numbers = sorted(int(act.name[-5:]) for act in acts)
        self.assertEqual(numbers[1], numbers[0] + 1)
        self.assertEqual(sum(act.amount_total for act in acts), order.amount_total)

    def test_act_keeps_what_it_was_sent_with(self):
        order = self.ordered(lines=[(self.survey, 3, 100.0)])
        order.agreement_id = self.contract(code="K-3")
        act = self.acted(self.done(self.worked(order)), {self.survey: 1})
        line = act.line_ids

        def widen(env):
            env[line._name].browse(line.ids).write({"quantity": 2})

        def send(env):
            env[act._name].browse(act.ids)._send_event("send_act")

        error, tries = self.overtaken((self.manager, widen), (self.sales_head, send))
        self.assertRegex(str(error), "only a draft can be changed")
        self.assertEqual((tries, line.quantity), (2, 1))


@tagged("standard", "post_install", "-at_install")
class TestApprovals(ConcurrencyCase):
    """What is approved is what was looked at, and it is asked for once."""

    def setUp(self):
        super().setUp()
        self.direction.price_decrease_limit = 10
        self.order = self.proposed(lines=[(self.survey, 1, 100.0)])
        self.line = self.order.order_line
        self.line.price_unit = 50

    def ask(self):
        self.order._request_approval("A friend of the house")
        self.cr.commit()
        return self.order.sudo().engineering_approval_ids.sorted("id")[-1]

    def approve(self, approval):
        return lambda env: env[approval._name].browse(approval.ids).action_approve()

    def reprice(self, price):
        ids = self.line.ids
        return lambda env: (
            env["sale.order.line"].browse(ids).write({"price_unit": price})
        )

    def test_two_clicks_ask_once(self):
        order = self.order

        def ask(env):
            env["sale.order"].browse(order.ids)._request_approval("A friend")

        outcomes = self.race((self.manager, ask), (self.sales_head, ask))
        self.assertOneWins(outcomes, "waits for approval already")
        self.assertEqual(len(order.sudo().engineering_approval_ids), 1)

    def test_two_people_approve_once(self):
        approval = self.ask()
        outcomes = self.race(
            (self.leader, self.approve(approval)),
            (self.administrator, self.approve(approval)),
        )
        self.assertOneWins(outcomes, "is in the state “Approved”")
        told = self.feed(self.order.opportunity_id)
        self.assertEqual(sum("is approved" in text for text in told), 1)

    def test_what_changes_meanwhile_is_not_approved(self):
        approval = self.ask()
        error, tries = self.overtaken(
            (self.leader, self.approve(approval)), (self.manager, self.reprice(1))
        )
        self.assertRegex(str(error), "is in the state “Void”")
        self.assertEqual(tries, 2)
        self.assertEqual(self.order.engineering_approval_state, "needed")

    def test_approval_that_was_given_meanwhile_is_void(self):
        approval = self.ask()
        error, tries = self.overtaken(
            (self.manager, self.reprice(1)), (self.leader, self.approve(approval))
        )
        self.assertIsNone(error)
        self.assertEqual((tries, approval.state), (2, "void"))
        self.assertEqual(self.order.engineering_approval_state, "needed")

    def test_approval_and_change_at_once_agree(self):
        approval = self.ask()
        outcomes = self.race(
            (self.leader, self.approve(approval)), (self.manager, self.reprice(1))
        )
        self.assertIsNone(outcomes[1])
        self.assertEqual((self.line.price_unit, approval.state), (1, "void"))
        self.assertEqual(self.order.engineering_approval_state, "needed")

    def test_what_changes_while_it_is_asked_for_is_asked_as_it_is(self):
        order = self.order

        def ask(env):
            env["sale.order"].browse(order.ids)._request_approval("A friend")

        self.overtaken((self.manager, ask), (self.sales_head, self.reprice(40)))
        approval = order.sudo().engineering_approval_ids
        self.assertEqual(approval.amount_untaxed, 40)
        self.assertEqual(order.engineering_approval_state, "requested")


@tagged("standard", "post_install", "-at_install")
class TestLearning(ConcurrencyCase):
    def learn(self, names, spellings):
        """Return what teaches a direction names, and all the spellings of a unit."""
        direction, service, unit = self.direction, self.survey, self.survey.uom_id

        def act(env):
            meaning = "service", env["product.product"].browse(service.id)
            env["engineering.import.choice"]._remember(
                env["engineering.direction"].browse(direction.id),
                dict.fromkeys(names, meaning),
            )
            env["engineering.unit.alias"]._learn(
                dict.fromkeys(spellings, env["uom.uom"].browse(unit.id))
            )

        return act

    def test_two_imports_learn_one_name(self):
        learn = self.learn(["Wagon"], [])
        error, _tries = self.overtaken((self.engineer, learn), (self.colleague, learn))
        self.assertIsNone(error)
        choices = self.env["engineering.import.choice"]
        self.assertEqual(choices.search_count([("name", "=", "Wagon")]), 1)

    def test_two_imports_learn_one_spelling(self):
        self.addCleanup(self.cr.commit)
        found = self.env["engineering.unit.alias"].search
        self.addCleanup(lambda: found([("name", "=", "wagonful")]).unlink())
        learn = self.learn([], ["wagonful"])
        error, _tries = self.overtaken((self.engineer, learn), (self.colleague, learn))
        self.assertIsNone(error)
        self.assertEqual(len(found([("name", "=", "wagonful")])), 1)
