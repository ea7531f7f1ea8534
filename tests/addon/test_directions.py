"""Several directions in one deal: calculated apart, sold together, done apart."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase
from odoo.addons.crm_engineering_calc.tests.signing import drawn_signature


class DirectionsCase(EngineeringCase):
    """A deal with a roof and its pipes; the outsider calculates the pipes."""

    def setUp(self):
        super().setUp()
        self.lead = self.deal(name="Roof and pipes")
        self.roof = self.completed(self.lead, [(self.survey, 2, 100.0)])
        self.pipes = self.calculated_pipes(self.lead)

    def calculated_pipes(self, lead, price=70.0):
        lead.engineering_direction_id = self.other_direction
        pipes = self.as_(self.outsider, self.requested(lead))
        pipes.action_take()
        self.variant(pipes, [(self.foreign_service, 3, price)])
        self.complete(pipes)
        return pipes

    def propose(self, lead=None):
        lead = lead or self.lead
        return self.from_action(lead.action_create_proposal(), lead.env)

    def both(self):
        return (self.roof.variant_ids | self.pipes.sudo().variant_ids).with_user(
            self.manager
        )


@tagged("standard", "post_install", "-at_install")
class TestSelection(DirectionsCase):
    def test_each_calculation_has_its_own(self):
        self.assertEqual(self.lead.engineering_variant_ids, self.both())
        self.assertEqual(self.lead.engineering_selected_line_ids, self.both().line_ids)
        self.assertTrue(self.lead.engineering_several_calculations)

    def test_selecting_another_changes_that_calculation_alone(self):
        roof, pipes = self.roof.variant_ids, self.pipes.variant_ids
        revision = self.as_(
            self.engineer, self.revise(self.as_(self.manager, self.roof))
        )
        slate = self.variant(revision, [(self.repair, 1, 40.0)], name="Slate")
        self.complete(revision)
        self.assertEqual(
            self.lead.engineering_variant_ids.sudo().revised_id, roof.sudo()
        )
        self.as_(self.manager, slate).action_select()
        self.assertEqual(
            self.lead.engineering_variant_ids, (slate | pipes).with_user(self.manager)
        )

    def test_calculation_is_left_out_by_the_deals_manager(self):
        variant = self.as_(self.manager, self.pipes.variant_ids)
        for user in (self.outsider, self.manager2, self.administrator):
            self.assertRefused(
                AccessError, ".", self.as_(user, variant).action_leave_out
            )
        variant.action_leave_out()
        self.assertEqual(self.propose().engineering_calculation_ids.sudo(), self.roof)

    def test_engineers_see_their_own_direction_in_the_deal(self):
        for user, variants in (
            (self.engineer, self.roof.variant_ids),
            (self.leader, self.roof.variant_ids),
            (self.outsider, self.pipes.variant_ids),
            (self.administrator, self.both()),
        ):
            self.env.invalidate_all()
            lead = self.as_(user, self.lead)
            self.assertEqual(lead.engineering_variant_ids.sudo(), variants.sudo())
            self.assertEqual(
                lead.engineering_selected_line_ids.sudo(), variants.sudo().line_ids
            )
        self.env.invalidate_all()
        self.assertRefused(
            AccessError, ".", self.as_(self.engineer, self.pipes).read, ["name"]
        )


@tagged("standard", "post_install", "-at_install")
class TestOneProposal(DirectionsCase):
    def test_proposal_has_a_section_for_each(self):
        order = self.propose()
        self.assertEqual(order.engineering_variant_ids, self.both())
        self.assertEqual(
            order.engineering_calculation_ids.sudo(), self.roof.sudo() | self.pipes
        )
        lines = order.order_line
        self.assertEqual(
            [(line.display_type, line.name, line.price_subtotal) for line in lines],
            [
                ("line_section", "Roofing: Variant 1", 0),
                (False, "Survey", 200),
                ("line_section", "Plumbing: Variant 1", 0),
                (False, "Piping", 210),
            ],
        )
        self.assertEqual(order.amount_total, 410)
        self.assertIn(
            "Roofing: Variant 1, Plumbing: Variant 1", self.feed(self.lead)[-1]
        )

    def test_sections_of_a_variant_become_subsections(self):
        lead = self.deal(name="Another roof")
        self.completed(
            lead,
            [
                {"display_type": "line_section", "name": "Outside"},
                {"product_id": self.survey.id},
            ],
        )
        self.calculated_pipes(lead)
        self.assertEqual(
            [
                line.name
                for line in self.propose(lead).order_line
                if line.display_type == "line_subsection"
            ],
            ["Outside"],
        )

    def test_second_click_opens_the_same_proposal(self):
        order = self.propose()
        self.assertEqual(self.propose(), order)
        self.lead.engineering_selected_line_ids[0].price_unit -= 1
        self.assertNotEqual(self.propose(), order)

    def test_what_is_ordered_is_not_proposed_again(self):
        self.as_(self.manager, self.pipes.variant_ids).action_leave_out()
        first = self.propose()
        first.action_confirm()
        dialog = self.wizard("engineering.proposal.replace", self.lead)
        self.assertEqual((dialog.order_id, dialog.order_state), (first, "sale"))
        self.as_(self.manager, self.pipes.variant_ids).action_select()
        second = self.propose()
        self.assertEqual(second.engineering_calculation_ids.sudo(), self.pipes.sudo())
        self.assertEqual(len(second.order_line), 1)

    def test_what_a_colleague_has_ordered_is_not_proposed_again(self):
        order = self.propose()
        order.action_confirm()
        order.sudo().user_id = self.manager2
        self.env.invalidate_all()
        self.assertRefused(
            UserError, "ordered already", self.lead.action_create_proposal
        )

    def test_variants_of_two_currencies_make_no_order(self):
        euro = self.env.ref("base.EUR")
        if euro == self.env.company.currency_id:
            euro = self.env.ref("base.USD")
        euro.active = True
        self.other_direction.pricelist_id = self.quiet["product.pricelist"].create(
            {"name": "Abroad", "currency_id": euro.id, "company_id": False}
        )
        lead = self.deal(name="Two currencies")
        self.completed(lead)
        self.calculated_pipes(lead)
        self.assertRefused(
            UserError,
            r"One proposal has one company and one currency.*Plumbing: Variant 1",
            lead.action_create_proposal,
        )
        lead.engineering_variant_ids[0].action_leave_out()
        self.assertTrue(self.propose(lead))

    def test_variant_leaves_with_its_last_line(self):
        order = self.propose()
        survey, piping = order.order_line.filtered("product_id")
        piping.unlink()
        self.assertEqual(order.engineering_variant_ids, self.roof.variant_ids)
        survey.unlink()
        self.assertEqual(order.engineering_variant_ids, self.roof.variant_ids)
        self.assertTrue(order.engineering_calculated)

    def test_variants_stay_where_all_lines_leave_at_once(self):
        order = self.propose()
        order.write({"order_line": [Command.clear()]})
        self.assertEqual(order.engineering_variant_ids, self.both())

    def test_later_revision_of_one_supersedes(self):
        order = self.propose()
        revision = self.as_(
            self.outsider, self.revise(self.as_(self.manager, self.pipes))
        )
        self.complete(revision)
        newer = self.propose()
        self.assertEqual(order.engineering_superseded_by_id, newer)
        newer._action_cancel()
        self.assertFalse(order.engineering_superseded_by_id)


@tagged("standard", "post_install", "-at_install")
class TestDirectionsOnPortal(DirectionsCase, HttpCase):
    def test_customer_reads_and_signs_one_proposal_of_both(self):
        order = self.propose()
        order.action_quotation_sent()
        page = self.url_open(order.get_portal_url()).text
        for words in ("Roofing: Variant 1", "Survey", "Plumbing: Variant 1", "Piping"):
            self.assertIn(words, page)
        self.make_jsonrpc_request(
            f"/my/orders/{order.id}/accept",
            {
                "access_token": order.access_token,
                "name": "Customer",
                "signature": drawn_signature(),
            },
        )
        order.invalidate_recordset()
        self.assertEqual(order.state, "sale")
        self.assertEqual(self.lead.engineering_state, "ordered")


@tagged("standard", "post_install", "-at_install")
class TestWorksOfDirections(DirectionsCase):
    def setUp(self):
        super().setUp()
        self.contract()
        self.order = self.propose()
        self.order.action_confirm()
        self.survey_line, self.piping_line = self.order.order_line.filtered(
            "product_id"
        )

    def dialog(self, **values):
        return self.wizard("engineering.work.create", self.lead, **values)

    def create_work(self, direction):
        dialog = self.dialog(direction_id=direction.id)
        return self.from_action(dialog.action_confirm(), self.lead.env)

    def lines(self, *order_lines):
        return [
            Command.create({"order_line_id": line.id, "quantity": 1})
            for line in order_lines
        ]

    def test_lines_know_their_direction(self):
        self.assertEqual(self.survey_line.engineering_direction_id, self.direction)
        self.assertEqual(
            self.piping_line.engineering_direction_id, self.other_direction
        )

    def test_each_direction_has_a_work_of_its_own(self):
        self.assertEqual(
            self.lead.action_create_work()["res_model"], "engineering.work.create"
        )
        dialog = self.dialog()
        self.assertTrue(dialog.several_directions)
        self.assertEqual(dialog.direction_id, self.direction)
        self.assertEqual(dialog.line_ids.order_line_id, self.survey_line)
        roof = self.from_action(dialog.action_confirm(), self.lead.env)
        self.assertEqual(roof.engineering_direction_id, self.direction)
        self.assertEqual(roof.engineering_team_id, self.team)
        self.assertEqual(roof.sudo().user_ids, self.engineer)
        pipes = self.from_action(self.lead.action_create_work(), self.lead.env)
        self.assertEqual(pipes.engineering_direction_id, self.other_direction)
        self.assertEqual(pipes.engineering_team_id, self.other_team)
        self.assertEqual(pipes.sudo().user_ids, self.outsider)
        self.assertIn("Plumbing", pipes.name)
        self.assertFalse(self.as_(self.outsider, roof).has_access("read"))

    def test_dialog_follows_the_direction(self):
        dialog = Form(
            self.lead.env["engineering.work.create"].with_context(
                active_model="crm.lead", active_ids=self.lead.ids
            )
        )
        self.assertEqual(dialog.engineer_id, self.engineer)
        dialog.direction_id = self.other_direction
        self.assertEqual(dialog.engineer_id, self.outsider)
        dialog = dialog.save()
        self.assertEqual(dialog.line_ids.order_line_id, self.piping_line)
        self.assertEqual(dialog.available_engineer_ids, self.outsider)

    def test_dialog_left_behind_has_nothing_to_hand_out(self):
        dialog = self.dialog()
        for direction in (self.direction, self.other_direction):
            self.create_work(direction)
        dialog.invalidate_recordset()
        self.assertFalse(dialog.available_direction_ids)

    def test_each_direction_has_its_gate(self):
        self.direction.work_gate = "full_payment"
        self.assertRefused(
            UserError,
            "“Roofing” begin after the payment",
            self.create_work,
            self.direction,
        )
        self.assertEqual(self.dialog().direction_id, self.other_direction)
        self.assertTrue(self.create_work(self.other_direction))
        self.assertRefused(
            UserError, "begin after the payment", self.lead.action_create_work
        )

    def test_no_dialog_opens_where_no_gate_is_open(self):
        (self.direction | self.other_direction).work_gate = "payment"
        self.assertRefused(
            UserError,
            "“Roofing” begin after the payment",
            self.lead.action_create_work,
        )

    def test_program_gets_the_direction_of_its_lines(self):
        dialog = self.dialog(line_ids=self.lines(self.piping_line))
        work = self.from_action(dialog.action_confirm(), self.lead.env)
        self.assertEqual(work.engineering_direction_id, self.other_direction)
        self.assertEqual(work.sudo().user_ids, self.outsider)

    def test_work_of_two_directions_is_refused(self):
        dialog = self.dialog(line_ids=self.lines(self.survey_line, self.piping_line))
        self.assertRefused(
            UserError,
            "of several: Roofing, Plumbing. Create a work for each",
            dialog.action_confirm,
        )
        work = self.create_work(self.direction)
        self.assertRefused(
            UserError,
            "“Piping” a service of “Plumbing”",
            self.as_(self.manager, work).sudo().write,
            {"engineering_work_line_ids": self.lines(self.piping_line)},
        )

    def test_what_was_added_by_hand_goes_with_any(self):
        self.let_sell_freely(self.manager)
        by_hand = self.order.order_line.create(
            {"order_id": self.order.id, "product_id": self.repair.id}
        )
        self.assertFalse(by_hand.engineering_direction_id)
        for direction in (self.direction, self.other_direction):
            dialog = self.dialog(direction_id=direction.id)
            self.assertIn(by_hand, dialog.line_ids.order_line_id)
        work = self.from_action(dialog.action_confirm(), self.lead.env)
        self.assertIn(by_hand, work.sudo().engineering_work_line_ids.order_line_id)
        self.assertEqual(work.engineering_direction_id, self.other_direction)

    def test_what_was_added_by_hand_is_of_a_direction_of_the_order(self):
        self.let_sell_freely(self.manager)
        free = self.other_direction.sudo().copy({"work_gate": "none"})
        values = {"product_id": self.repair.id, "product_uom_qty": 1}
        self.order.order_line = [Command.create(values)]
        line = self.order.order_line[-1]
        self.assertFalse(line.engineering_direction_id)
        dialog = self.dialog(
            direction_id=free.id,
            line_ids=[Command.create({"order_line_id": line.id, "quantity": 1})],
        )
        self.assertRefused(UserError, "sells nothing of", dialog.action_confirm)

    def test_one_act_lists_works_of_both(self):
        roof = self.done(self.create_work(self.direction))
        pipes = self.as_(self.outsider, self.create_work(self.other_direction))
        pipes.action_accept_work()
        pipes.action_complete_work()
        act = self.signed(self.acted(roof.sudo() | pipes.sudo()))
        self.assertEqual(act.amount_total, self.order.amount_total)
        self.assertEqual(act.work_ids.sudo(), roof.sudo() | pipes.sudo())
        self.assertEqual(self.lead.engineering_state, "closed")

    def test_each_direction_may_have_an_act_of_its_own(self):
        roof = self.done(self.create_work(self.direction))
        pipes = self.as_(self.outsider, self.create_work(self.other_direction))
        pipes.action_accept_work()
        pipes.action_complete_work()
        first = self.signed(self.acted(roof))
        self.assertNotEqual(self.lead.engineering_state, "closed")
        second = self.signed(self.acted(pipes))
        self.assertEqual(
            first.amount_total + second.amount_total, self.order.amount_total
        )
        self.assertEqual(self.lead.engineering_state, "closed")


@tagged("standard", "post_install", "-at_install")
class TestRequestOfDirections(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.lead = self.deal(description="A roof and its pipes")

    def dialog(self, lead=None, **values):
        return self.wizard(
            "engineering.calculation.request", lead or self.lead, **values
        )

    def request(self, *directions, **values):
        dialog = self.dialog(
            direction_ids=[Command.set([one.id for one in directions])], **values
        )
        dialog.action_confirm()
        return self.lead.engineering_calculation_ids.sudo().sorted("id")

    def test_each_direction_is_a_calculation(self):
        roof, pipes = self.request(self.direction, self.other_direction)
        self.assertEqual((roof.team_id, pipes.team_id), (self.team, self.other_team))
        self.assertEqual(roof.direction_id, self.direction)
        self.assertEqual(pipes.direction_id, self.other_direction)
        self.assertEqual(str(pipes.need), "<p>A roof and its pipes</p>")
        self.assertEqual(self.asked(pipes), self.outsider)
        self.assertEqual(self.lead.engineering_state, "calculation")

    def test_feed_names_the_direction_of_each(self):
        lead = self.deal()
        self.requested(lead)
        lead.engineering_direction_id = self.other_direction
        self.requested(lead)
        sent = [text for text in self.feed(lead) if "Sent for calculation" in text]
        self.assertEqual(len(sent), 2)
        for text, direction in zip(
            sent, self.direction | self.other_direction, strict=True
        ):
            self.assertTrue(text.endswith(f", {direction.display_name}"), text)

    def test_further_direction_is_asked_for_while_the_first_is_calculated(self):
        self.requested(self.lead)
        action = self.lead.action_request_directions()
        self.assertEqual(action["res_model"], "engineering.calculation.request")
        self.assertFalse(self.dialog().direction_ids)
        self.assertNotIn(self.direction, self.dialog().available_direction_ids)
        self.assertRefused(
            UserError, "being calculated already", self.request, self.direction
        )
        self.assertEqual(len(self.request(self.other_direction)), 2)

    def test_dialog_begins_with_what_the_deal_says(self):
        self.lead.engineering_engineer_id = self.colleague
        dialog = self.dialog()
        self.assertEqual(dialog.direction_ids, self.direction)
        self.assertEqual(dialog.line_ids.team_id, self.team)
        self.assertEqual(dialog.line_ids.engineer_id, self.colleague)

    def test_deal_without_a_direction_gets_the_first(self):
        self.lead.engineering_direction_id = False
        dialog = self.dialog()
        self.assertFalse(dialog.direction_ids)
        self.request(self.direction, self.other_direction)
        self.assertEqual(self.lead.engineering_direction_id, self.direction)

    def test_engineer_of_each_is_chosen(self):
        dialog = Form(
            self.lead.env["engineering.calculation.request"].with_context(
                active_model="crm.lead", active_ids=self.lead.ids
            )
        )
        with dialog.line_ids.edit(0) as line:
            line.engineer_id = self.colleague
        dialog.direction_ids.add(self.other_direction)
        dialog.save().action_confirm()
        roof, pipes = self.lead.engineering_calculation_ids.sudo().sorted("id")
        self.assertEqual(roof.engineer_id, self.colleague)
        self.assertFalse(pipes.engineer_id)

    def test_program_names_lines(self):
        line = {
            "direction_id": self.other_direction.id,
            "engineer_id": self.outsider.id,
        }
        self.dialog(line_ids=[Command.create(line)]).action_confirm()
        pipes = self.lead.engineering_calculation_ids.sudo()
        self.assertEqual(pipes.direction_id, self.other_direction)
        self.assertEqual(pipes.engineer_id, self.outsider)

    def test_program_names_directions_and_one_line(self):
        line = {"direction_id": self.direction.id, "engineer_id": self.colleague.id}
        roof, pipes = self.request(
            self.direction, self.other_direction, line_ids=[Command.create(line)]
        )
        self.assertEqual(roof.engineer_id, self.colleague)
        self.assertEqual(
            (pipes.team_id, pipes.engineer_id.id), (self.other_team, False)
        )

    def test_nothing_is_sent_where_one_direction_has_nobody(self):
        self.other_direction.team_id = False
        self.assertRefused(
            UserError,
            "Who calculates “Plumbing”",
            self.request,
            self.direction,
            self.other_direction,
        )
        self.assertRefused(UserError, "Choose the directions", self.request)
        self.assertFalse(self.lead.engineering_calculation_ids)

    def test_engineer_is_of_the_team(self):
        line = {"direction_id": self.direction.id, "engineer_id": self.outsider.id}
        self.assertRefused(
            ValidationError,
            "Outsider is not an engineer of “Roofers”",
            self.dialog(line_ids=[Command.create(line)]).action_confirm,
        )

    def test_direction_of_another_company_is_refused(self):
        branch = self.quiet["res.company"].create({"name": "Branch"})
        abroad = self.quiet["engineering.direction"].create(
            {"name": "Abroad", "company_id": branch.id}
        )
        self.lead.sudo().company_id = self.env.company
        self.assertNotIn(abroad, self.dialog().available_direction_ids.sudo())
        self.assertRefused(UserError, ".", self.request, abroad)

    def test_request_is_the_deals_managers(self):
        for user in (self.engineer, self.leader, self.administrator, self.manager2):
            lead = self.as_(user, self.lead)
            self.assertRefused(AccessError, ".", lead.action_request_directions)
            self.assertRefused(AccessError, ".", self.dialog, lead)
        self.dialog(self.as_(self.sales_head, self.lead)).action_confirm()
        self.assertTrue(self.lead.engineering_calculation_ids)

    def test_program_that_creates_or_copies_meets_the_same_guard(self):
        calculation = self.as_(self.manager, self.requested(self.lead))
        values = {"lead_id": self.lead.id, "direction_id": self.direction.id}
        for records in (calculation, calculation.sudo()):
            self.assertRefused(
                UserError,
                f"being calculated already: {calculation.name}",
                records.create,
                values,
            )
            self.assertRefused(UserError, "calculated already", records.copy)
        other = {**values, "direction_id": self.other_direction.id}
        self.assertRefused(
            UserError, "calculated already", calculation.create, [other, dict(other)]
        )
        self.assertTrue(calculation.create(other))
        self.assertNotIn("name", other)
