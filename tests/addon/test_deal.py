"""The cards of a deal stay what was decided of them."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestOrder(EngineeringCase):
    def test_order_in_work_is_not_cancelled(self):
        order = self.ordered()
        work = self.worked(order)
        self.assertRefused(UserError, "Cancel its works", order._action_cancel)
        self.as_(self.manager, work).action_cancel_work()
        order._action_cancel()
        self.assertEqual(order.state, "cancel")

    def test_proposal_is_in_the_currency_of_the_calculation(self):
        calculation = self.completed()
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.direction.pricelist_id = self.env["product.pricelist"].create(
            {"name": "Euro", "company_id": False, "currency_id": euro.id}
        )
        lead = calculation.lead_id.with_user(self.manager)
        order = self.from_action(lead.action_create_proposal(), lead.env)
        self.assertEqual(order.currency_id, calculation.currency_id)


@tagged("standard", "post_install", "-at_install")
class TestMerge(EngineeringCase):
    def test_cards_of_both_deals_move_to_one(self):
        act = self.acted(self.done(self.worked(self.ordered())))
        act.action_send()
        second = self.requested(self.deal(name="The same roof"))
        first = act.lead_id
        merged = (first | second.lead_id.with_user(self.manager)).merge_opportunity()
        self.assertEqual(len(merged.engineering_calculation_ids), 2)
        self.assertEqual(merged.engineering_act_ids, act)
        self.assertEqual(merged.engineering_work_ids, act.work_ids)
        self.assertEqual(merged.engineering_state, "work_done")

    def test_cards_of_another_addon_move_too(self):
        leads = self.registry["crm.lead"]
        own = leads._get_card_fields
        first, second = self.deal(), self.deal(name="The same roof")
        other = self.quiet["sale.order"].create(
            {"partner_id": self.customer.id, "user_id": self.manager2.id}
        )
        other.opportunity_id = second

        def with_orders(lead):
            return {**own(lead), "sale.order": "opportunity_id"}

        with patch.object(leads, "_get_card_fields", with_orders):
            merged = (first | second).merge_opportunity()
        self.assertEqual(other.opportunity_id, merged)

    def test_what_one_of_them_had_selected_stays_selected(self):
        leads = [
            self.completed(self.deal(name=name)).lead_id.with_user(self.manager)
            for name in ("Roof", "The same roof")
        ]
        for selecting, other in (leads, leads[::-1]):
            with self.env.cr.savepoint() as savepoint:
                variant = selecting.engineering_completed_variant_ids
                left_out = other.engineering_completed_variant_ids
                left_out.action_leave_out()
                merged = (selecting | other).merge_opportunity()
                self.assertEqual(merged.engineering_variant_ids, variant)
                self.assertEqual(
                    merged.engineering_completed_variant_ids, variant | left_out
                )
                savepoint.rollback()


@tagged("standard", "post_install", "-at_install")
class TestOwnCards(EngineeringCase):
    def test_engineer_decides_nothing_of_a_work_that_the_deal_decided(self):
        work = self.as_(self.engineer, self.worked(self.ordered()))
        other = self.deal(name="Another roof")
        for values in (
            {"engineering_direction_id": self.other_direction.id},
            {"engineering_team_id": self.other_team.id},
            {"engineering_lead_id": other.id},
            {"engineering_agreement_id": False},
        ):
            with self.subTest(**values):
                self.assertRefused(UserError, "by hand", work.write, values)

    def test_open_work_is_neither_deleted_nor_archived(self):
        work = self.as_(self.engineer, self.worked(self.ordered()))
        self.assertRefused(UserError, "cancel it first", work.unlink)
        self.assertRefused(UserError, "cancel it first", work.write, {"active": False})

    def test_plain_task_is_not_put_among_the_works_of_a_deal(self):
        tasks = self.model("project.task", self.engineer)
        lead = self.requested().lead_id
        self.assertRefused(
            AccessError,
            "the buttons of the deal",
            tasks.create,
            {
                "name": "Mine",
                "project_id": self.project.id,
                "engineering_lead_id": lead.id,
            },
        )

    def test_work_has_services_of_one_order(self):
        work = self.worked(self.ordered())
        foreign = self.ordered(self.deal(name="Another roof")).order_line[:1]
        lines = self.model("engineering.work.line", self.manager)
        values = {"task_id": work.id, "order_line_id": foreign.id, "quantity": 1}
        self.assertRefused(ValidationError, "one order", lines.create, values)

    def test_act_begins_unsigned_and_keeps_what_was_sent(self):
        act = self.acted(self.done(self.worked(self.ordered())))
        signed = act.with_context(default_signed_by="Forger")
        values = act.copy_data()[0]
        self.assertFalse(signed.create(values).signed_by)
        self.assertRefused(
            AccessError, "by hand", act.create, {**values, "signed_by": "Forger"}
        )
        self.assertRefused(
            UserError, "by hand", act.line_ids[:1].write, {"price_unit": 1}
        )
        act.action_send()
        for values in ({"note": "<p>More</p>"}, {"amount_total": 1}):
            with self.subTest(**values):
                self.assertRefused(UserError, ".", act.write, values)

    def test_engineer_prices_a_line_by_its_base_and_coefficients_only(self):
        line = self.variant(self.taken()).line_ids[:1]
        for values in ({"calculated_price": 1}, {"price_subtotal": 1}):
            with self.subTest(**values):
                self.assertRefused(UserError, "by hand", line.write, values)

    def test_open_calculation_is_not_archived(self):
        calculation = self.taken()
        self.assertRefused(
            UserError, "can't be archived", calculation.write, {"active": False}
        )

    def test_manager_cancels_when_the_team_has_gone(self):
        calculation = self.as_(self.manager, self.taken())
        self.team.sudo().write({"member_ids": [(5,)], "leader_id": False})
        calculation.action_cancel()
        self.assertEqual(calculation.state, "cancelled")

    def test_coefficient_of_another_direction_is_refused(self):
        foreign = self.env["engineering.coefficient"].create(
            {"name": "Depth", "value": 1.1, "direction_ids": self.other_direction.ids}
        )
        calculation = self.taken()
        line = {"product_id": self.survey.id, "coefficient_ids": foreign.ids}
        self.assertRefused(
            ValidationError, "does not offer", self.variant, calculation, [line]
        )
