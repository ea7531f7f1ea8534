"""What the addon sets on records of the host, nobody else sets, in no way."""

from datetime import datetime

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase
from odoo.addons.crm_engineering_calc.tests.probes import BY_HAND


@tagged("standard", "post_install", "-at_install")
class TestOwnFields(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.contract()
        self.order = self.proposed()
        self.lead = self.order.opportunity_id
        self.other = self.proposed(self.deal(name="Other roof"))
        self.foreign = self.other.sudo().engineering_variant_ids

    def order_values(self, **values):
        return {"partner_id": self.customer.id, **values}

    # === ORDER ===

    def test_order_takes_no_variant_by_hand(self):
        for values in (
            {"engineering_variant_ids": [Command.set(self.foreign.ids)]},
            {"engineering_variant_ids": [Command.clear()]},
            {"engineering_calculated": False},
            {"engineering_offered_variant_ids": [Command.link(self.foreign.id)]},
            {"engineering_superseded_by_id": self.other.id},
            {"engineering_superseded_by_id": False},
        ):
            for user in (self.manager, self.sales_head):
                order = self.as_(user, self.order)
                self.assertRefused(AccessError, BY_HAND, order.write, values)
                self.assertRefused(
                    AccessError, BY_HAND, order.create, self.order_values(**values)
                )

    def test_superuser_of_a_program_is_no_leave(self):
        self.assertNotByHand(
            self.order, {"engineering_variant_ids": [Command.set(self.foreign.ids)]}
        )

    def test_order_takes_no_variant_by_default(self):
        orders = self.model("sale.order", self.manager)
        forged = orders.with_context(default_engineering_variant_ids=self.foreign.ids)
        self.assertFalse(forged.create(self.order_values()).engineering_variant_ids)
        self.env["ir.default"].set(
            "sale.order",
            "engineering_variant_ids",
            self.foreign.ids,
            user_id=self.manager.id,
        )
        self.assertFalse(orders.create(self.order_values()).engineering_variant_ids)

    def test_order_takes_no_variant_through_its_deal(self):
        values = {"engineering_variant_ids": [Command.set(self.foreign.ids)]}
        for command in (
            Command.update(self.order.id, values),
            Command.create(self.order_values(**values)),
        ):
            self.assertRefused(
                AccessError, BY_HAND, self.lead.write, {"order_ids": [command]}
            )

    def test_order_takes_no_variant_from_a_copy(self):
        self.assertRefused(
            AccessError,
            BY_HAND,
            self.order.copy,
            {"engineering_variant_ids": [Command.set(self.foreign.ids)]},
        )
        self.assertFalse(self.order.copy().engineering_variant_ids)

    def test_lines_take_no_variant_line_by_hand(self):
        line = self.order.order_line[0]
        values = {"engineering_variant_line_id": self.foreign.line_ids[0].id}
        self.assertRefused(AccessError, BY_HAND, line.write, values)
        for command in (
            Command.update(line.id, values),
            Command.create({"product_id": self.survey.id, **values}),
        ):
            self.assertRefused(
                AccessError, BY_HAND, self.order.write, {"order_line": [command]}
            )

    def test_order_of_a_variant_stays_in_its_deal(self):
        for lead in (self.other.opportunity_id, self.lead.browse()):
            self.assertRefused(
                ValidationError,
                "New roof.*Merge the deals",
                self.order.write,
                {"opportunity_id": lead.id},
            )
        self.assertRefused(
            ValidationError,
            "Merge the deals",
            self.other.opportunity_id.write,
            {"order_ids": [Command.link(self.order.id)]},
        )

    def test_plain_order_goes_to_any_deal(self):
        order = self.model("sale.order", self.manager).create(self.order_values())
        order.opportunity_id = self.lead
        order.opportunity_id = self.other.opportunity_id
        self.assertEqual(order.opportunity_id, self.other.opportunity_id)

    def test_merge_takes_all_orders_along(self):
        hidden = self.other.sudo()
        hidden.user_id = self.manager2
        self.assertFalse(self.other.has_access("read"))
        leads = self.lead | self.other.opportunity_id.sudo().with_user(self.manager)
        merged = leads.merge_opportunity()
        self.assertEqual((self.order.sudo() | hidden).opportunity_id, merged.sudo())

    # === DEAL, WORK, VARIANT, VISIT ===

    def test_deal_selects_by_its_button_alone(self):
        variant = self.lead.engineering_variant_ids
        self.assertRefused(
            AccessError, BY_HAND, variant.sudo().write, {"selected": False}
        )
        other = self.taken(self.deal(name="Third roof"))
        self.assertRefused(
            AccessError,
            BY_HAND,
            other.variant_ids.create,
            {"calculation_id": other.id, "selected": True},
        )
        variant.action_select()

    def test_variants_move_to_no_other_deal(self):
        variant = self.as_(self.engineer, self.foreign)
        self.assertRefused(
            (AccessError, UserError), ".", variant.write, {"lead_id": self.lead.id}
        )
        variant = self.variant(self.taken(self.deal(name="Third roof")))
        self.assertRefused(
            AccessError, BY_HAND, variant.write, {"lead_id": self.lead.id}
        )

    def test_tasks_become_no_works(self):
        project_manager = self.user("planner", "project.group_project_manager")
        tasks = self.model("project.task", project_manager)
        plain = {"name": "Plain", "project_id": self.project.id}
        task = tasks.create(plain)
        for values in (
            {"engineering_lead_id": self.lead.id},
            {"engineering_team_id": self.team.id},
            {"engineering_direction_id": self.direction.id},
            {"engineering_agreement_id": 1},
        ):
            self.assertRefused(AccessError, BY_HAND, task.write, values)
            self.assertRefused(AccessError, BY_HAND, tasks.create, {**plain, **values})

    def test_what_is_made_below_a_list_takes_nothing_from_its_defaults(self):
        variant = self.variant(self.taken(self.deal(name="Third roof")))
        calculation = variant.calculation_id
        lead = calculation.lead_id
        of_deal = {
            **lead.action_view_calculations()["context"],
            "default_lead_id": self.lead.id,
        }
        calculation.with_context(**of_deal).web_save(
            {"variant_ids": [Command.create({"name": "Slate"})]}, {}
        )
        variant.with_context(**of_deal).action_duplicate()
        self.assertEqual(len(calculation.variant_ids), 3)
        self.assertEqual(calculation.variant_ids.lead_id, lead)
        self.order.action_confirm()
        work = self.worked(self.order)
        of_deal = {
            **self.lead.action_view_works()["context"],
            "default_engineering_lead_id": self.lead.id,
        }
        self.as_(self.leader, work).with_context(**of_deal).web_save(
            {"child_ids": [Command.create({"name": "Left wall"})]}, {}
        )
        self.assertEqual(work.sudo().child_ids.mapped("name"), ["Left wall"])
        self.assertFalse(work.sudo().child_ids.engineering_lead_id)

    def test_lines_of_acts_take_no_defaults_that_a_client_says_are_known(self):
        known = {("quantity",): {"quantity": 9.0}}
        lines = self.as_(self.manager, self.env["engineering.act.line"])
        lines = lines.with_context(engineering_defaults=known)
        self.assertFalse(lines.default_get(["quantity"]))

    def test_visits_are_to_calculations_that_one_may_see(self):
        calculation = self.foreign.calculation_id
        values = {
            "name": "Spy",
            "start": datetime(2026, 1, 1, 9),
            "stop": datetime(2026, 1, 1, 10),
        }
        events = self.model("calendar.event", self.outsider)
        self.assertRefused(
            AccessError,
            ".",
            events.create,
            {**values, "engineering_calculation_id": calculation.id},
        )
        event = events.create(values)
        self.assertRefused(
            AccessError,
            ".",
            event.write,
            {"engineering_calculation_id": calculation.id},
        )
