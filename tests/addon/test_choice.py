"""What the manager offers, what is recommended, and what the customer chooses of it."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.choice import ChoiceFlow
from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase
from odoo.addons.crm_engineering_calc.tests.concurrency import ConcurrencyCase
from odoo.addons.crm_engineering_calc.tests.signing import sign


@tagged("standard", "post_install", "-at_install")
class TestOffered(ChoiceFlow, EngineeringCase):
    def test_first_offered_variant_is_recommended(self):
        tin, slate, straw = self.calculated()
        slate.action_offer()
        tin.action_offer()
        self.assertEqual((tin | slate | straw).mapped("offered"), [True, True, False])
        self.assertTrue(slate.selected)
        self.assertFalse(tin.selected)

    def test_recommended_variant_is_offered(self):
        tin, slate, _straw = self.calculated()
        tin.action_offer()
        slate.action_select()
        self.assertTrue(tin.offered and slate.offered and slate.selected)
        self.assertFalse(tin.selected)

    def test_what_is_left_out_is_no_longer_recommended(self):
        tin, slate, _straw = self.calculated()
        (tin | slate).action_offer()
        tin.action_leave_out()
        self.assertFalse(tin.offered or tin.selected)
        self.assertTrue(slate.selected)
        slate.action_leave_out()
        self.assertFalse(tin.lead_id.engineering_variant_ids)

    def test_only_variant_is_offered_with_its_calculation(self):
        self.assertTrue(self.completed().variant_ids.offered)

    def test_deal_is_told_what_is_offered_besides(self):
        _order, tin, _slate = self.offered()
        told = next(text for text in self.feed(tin.lead_id) if "is made of" in text)
        self.assertIn("made of “Tin”; the customer may choose “Slate” instead", told)

    def test_offer_is_the_managers(self):
        tin = self.calculated()[0]
        for user in (self.engineer, self.leader, self.manager2, self.administrator):
            with self.subTest(user.login):
                self.assertRefused(AccessError, ".", self.as_(user, tin).action_offer)
        for values in ({"offered": True}, {"selected": True}):
            self.assertRefused(AccessError, "by hand", tin.write, values)

    def test_variant_of_an_open_calculation_is_not_offered(self):
        variant = self.as_(self.manager, self.variant(self.taken()))
        self.assertRefused(UserError, "Only a variant of", variant.action_offer)

    def test_revision_offers_what_was_offered(self):
        tin, slate, _straw = self.calculated()
        (tin | slate).action_offer()
        revision = self.as_(self.engineer, self.revise(tin.calculation_id))
        self.complete(revision)
        self.assertEqual(
            [
                (variant.name, variant.offered, variant.selected)
                for variant in revision.variant_ids
            ],
            [("Tin", True, True), ("Slate", True, False), ("Straw", False, False)],
        )


@tagged("standard", "post_install", "-at_install")
class TestChoice(ChoiceFlow, EngineeringCase):
    def test_proposal_costs_what_is_recommended(self):
        order, tin, slate = self.offered()
        self.assertEqual(order.engineering_offered_variant_ids, tin | slate)
        self.assertEqual(order.engineering_variant_ids, tin)
        self.assertEqual(order.order_line.mapped("price_unit"), [100])
        self.assertEqual(order.amount_total, tin.amount_total)

    def test_lines_follow_the_choice_however_often(self):
        order, tin, slate = self.offered()
        for variant in (slate, slate, tin, slate):
            self.assertTrue(order.sudo()._choose_variants(variant))
            self.assertEqual(order.engineering_variant_ids, variant)
            self.assertEqual(
                order.order_line.engineering_variant_line_id, variant.line_ids
            )
            self.assertEqual(order.amount_total, variant.amount_total)
        self.assertEqual(order.engineering_offered_variant_ids, tin | slate)
        self.assertTrue(tin.selected)

    def test_lines_by_hand_stay_where_they_are(self):
        self.quiet["engineering.direction.limit"].create(
            {"direction_id": self.direction.id, "kind": "free"}
        )
        order, _tin, slate = self.offered()
        order.order_line = [
            Command.create(
                {"display_type": "line_note", "name": "Hello", "sequence": 1}
            ),
            Command.create({"product_id": self.repair.id, "sequence": 999}),
        ]
        order.sudo()._choose_variants(slate)
        self.env.invalidate_all()
        self.assertEqual(order.order_line.mapped("name"), ["Hello", "Survey", "Repair"])
        self.assertEqual(order.amount_untaxed, slate.amount_untaxed + 40)

    def test_what_is_changed_on_the_proposal_is_offered_alone(self):
        """Its price is not lost by a choice there and back, nor shown as another."""
        order, tin, slate = self.offered()
        self.assertFalse(order.engineering_choice_closed)
        order.order_line.price_unit = 95.0
        self.assertTrue(order.engineering_choice_closed)
        self.assertFalse(order.sudo()._get_choices())
        for variant in (slate, tin):
            self.assertRefused(
                UserError, "stays as it is", order.sudo()._choose_variants, variant
            )
        self.assertEqual(order.order_line.price_unit, 95.0)
        order.order_line.price_unit = tin.line_ids.price_unit
        self.assertTrue(order.sudo()._choose_variants(slate))

    def test_one_direction_is_chosen_in_its_section(self):
        lead = self.deal(name="Roof and pipes")
        tin, slate, _straw = self.calculated(lead)
        tin.action_offer()
        slate.action_offer()
        lead.engineering_direction_id = self.other_direction
        pipes = self.as_(self.outsider, self.requested(lead))
        pipes.action_take()
        self.variant(pipes, [(self.foreign_service, 3, 70.0)])
        self.complete(pipes)
        order = self.propose(lead)
        order.action_quotation_sent()
        piping = order.order_line.filtered(lambda line: line.name == "Piping")
        order.sudo()._choose_variants(slate.sudo() | pipes.sudo().variant_ids)
        self.env.invalidate_all()
        self.assertEqual(
            order.order_line.mapped("name"),
            ["Roofing: Slate", "Survey", "Plumbing: Variant 1", "Piping"],
        )
        self.assertIn(piping, order.order_line)
        self.assertEqual(order.amount_untaxed, 600 + 210)
        self.assertRefused(
            UserError, "one variant of each", order.sudo()._choose_variants, slate
        )
        piping.unlink()
        self.assertEqual(order.engineering_offered_variant_ids, tin | slate)
        self.assertTrue(order.sudo()._choose_variants(tin))

    def test_what_is_not_offered_is_not_chosen(self):
        order, tin, slate = self.offered()
        straw = tin.calculation_id.variant_ids - tin - slate
        self.assertRefused(
            UserError, "does not offer Straw", order.sudo()._choose_variants, straw
        )
        for variants in (tin | slate, tin.browse()):
            self.assertRefused(
                UserError,
                "one variant of each",
                order.sudo()._choose_variants,
                variants,
            )
        self.assertEqual(order.engineering_variant_ids, tin)

    def test_signed_and_ordered_proposals_stay(self):
        order, tin, slate = self.offered()
        sign(order)
        self.assertRefused(UserError, ".", order.sudo()._choose_variants, slate)
        order.action_confirm()
        self.assertRefused(UserError, ".", order.sudo()._choose_variants, slate)
        self.assertEqual(order.engineering_variant_ids, tin)

    def test_variant_that_is_worked_on_stays(self):
        self.direction.work_gate = "none"
        order, tin, slate = self.offered()
        self.contract()
        self.worked(order)
        self.assertRefused(UserError, "worked on", order.sudo()._choose_variants, slate)
        self.assertFalse(order.sudo()._get_choices())
        self.assertEqual(order.engineering_variant_ids, tin)

    def test_deal_goes_on_with_what_is_ordered(self):
        order, tin, slate = self.offered()
        order.sudo()._choose_variants(slate)
        order.action_confirm()
        self.assertTrue(slate.selected)
        self.assertFalse(tin.selected)
        self.assertEqual(order.opportunity_id.engineering_state, "ordered")
        self.assertNotIn(
            "create_proposal", order.opportunity_id.engineering_possible_actions
        )

    def test_other_offer_makes_another_draft(self):
        tin, slate, straw = self.calculated()
        (tin | slate).action_offer()
        first = self.propose(tin.lead_id)
        self.assertEqual(self.propose(tin.lead_id), first)
        straw.action_offer()
        second = self.propose(tin.lead_id)
        self.assertNotEqual(second, first)
        self.assertEqual(len(second.engineering_offered_variant_ids), 3)


@tagged("standard", "post_install", "-at_install")
class TestChoiceAtOnce(ChoiceFlow, ConcurrencyCase):
    def test_of_many_tabs_one_choice_is_left_whole(self):
        order, tin, slate = self.offered()
        names = {tin: "Tin", slate: "Slate"}

        def choose(variant):
            ids = variant.ids

            def act(env):
                variants = env["engineering.variant"].sudo().browse(ids)
                env["sale.order"].sudo().browse(order.ids)._choose_variants(variants)

            return self.env.ref("base.public_user"), act

        tabs = [choose(variant) for variant in (slate, tin, slate, slate, tin)]
        self.assertEqual(self.race(*tabs), [None] * len(tabs))
        chosen = order.engineering_variant_ids
        self.assertIn(chosen, names)
        self.assertEqual(order.order_line.engineering_variant_line_id, chosen.line_ids)
        self.assertEqual(len(order.order_line), 1)
        self.assertEqual(order.amount_total, chosen.amount_total)

    def test_what_is_signed_is_what_was_read(self):
        order, tin, slate = self.offered()

        def choose(env):
            variant = env["engineering.variant"].sudo().browse(slate.ids)
            env["sale.order"].sudo().browse(order.ids)._choose_variants(variant)

        def accept(env):
            sign(env["sale.order"].browse(order.ids))

        customer = self.env.ref("base.public_user")
        error, tries = self.overtaken((customer, choose), (customer, accept))
        self.assertIsInstance(error, UserError)
        self.assertEqual(tries, 2)
        self.assertEqual(order.engineering_variant_ids, tin)
