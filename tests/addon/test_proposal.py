"""The proposal says and costs what its variant says and costs."""

import random

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestProposal(EngineeringCase):
    def provided(self, *variants, **values):
        """Return a deal whose completed calculation has these variants' lines."""
        calculation = self.taken(**values)
        for lines in variants or [None]:
            self.variant(calculation, lines)
        calculation.action_complete()
        return calculation.lead_id.with_user(self.manager)

    def test_proposal_has_the_lines_sections_and_order_of_the_variant(self):
        lead = self.provided(
            [
                {
                    "product_id": self.repair.id,
                    "quantity": 2,
                    "name": "Mend the edge",
                    "sequence": 30,
                },
                {"display_type": "line_section", "name": "Outside", "sequence": 10},
                {"display_type": "line_subsection", "name": "North", "sequence": 20},
                {"display_type": "line_note", "name": "If dry", "sequence": 40},
                {"product_id": self.survey.id, "quantity": 0.5, "sequence": 50},
            ]
        )
        self.env.invalidate_all()
        order = self.from_action(lead.action_create_proposal(), lead.env)
        self.env.invalidate_all()
        self.assertEqual(
            [
                (line.display_type, line.name, line.product_uom_qty, line.price_unit)
                for line in order.order_line
            ],
            [
                ("line_section", "Outside", 0, 0),
                ("line_subsection", "North", 0, 0),
                (False, "Mend the edge", 2, 40),
                ("line_note", "If dry", 0, 0),
                (False, "Survey", 0.5, 100),
            ],
        )
        self.assertEqual(order.opportunity_id, lead)
        self.assertEqual(order.partner_id, self.customer)
        self.assertEqual(order.user_id, self.manager)
        self.assertEqual(order.engineering_variant_ids, lead.engineering_variant_ids)
        self.assertEqual(order.amount_total, lead.engineering_variant_ids.amount_total)
        self.assertEqual(order.state, "draft")
        self.assertIn(order.name, self.feed(lead)[-1])

    def test_proposal_has_the_managers_price(self):
        lead = self.provided([(self.survey, 2, 100.0)])
        lead.engineering_variant_ids.line_ids.price_unit = 95
        order = self.from_action(lead.action_create_proposal(), lead.env)
        self.assertEqual(order.order_line.price_unit, 95)
        self.assertEqual(order.amount_untaxed, 190)

    def test_second_click_opens_the_same_draft(self):
        lead = self.provided()
        first = self.from_action(lead.action_create_proposal(), lead.env)
        self.assertEqual(lead.action_create_proposal()["res_id"], first.id)
        self.assertEqual(len(lead.order_ids), 1)

    def test_new_prices_make_a_new_draft(self):
        lead = self.provided([(self.survey, 2, 100.0)])
        first = self.from_action(lead.action_create_proposal(), lead.env)
        lead.engineering_variant_ids.line_ids.price_unit = 95
        second = self.from_action(lead.action_create_proposal(), lead.env)
        self.assertEqual((first.amount_untaxed, second.amount_untaxed), (200, 190))

    def test_proposal_moves_the_deal_before_it_is_sent(self):
        lead = self.provided()
        self.assertEqual(lead.engineering_state, "provided")
        order = self.from_action(lead.action_create_proposal(), lead.env)
        self.assertEqual(lead.engineering_state, "proposal")
        self.assertEqual(lead.stage_id.name, "Proposal negotiation")
        order.action_quotation_sent()
        self.assertEqual(lead.engineering_state, "proposal")
        self.assertIn(f"Proposal {order.name} is sent", self.feed(lead)[-1])

    def test_order_confirmed_at_once_moves_the_deal_too(self):
        lead = self.provided()
        order = self.from_action(lead.action_create_proposal(), lead.env)
        order.action_confirm()
        self.assertEqual(lead.engineering_state, "ordered")
        self.assertEqual(lead.stage_id.name, "Ordered")
        self.assertTrue(
            any(f"Order {order.name} is confirmed" in text for text in self.feed(lead))
        )

    # === WHICH VARIANT ===

    def test_only_variant_needs_no_choice(self):
        lead = self.provided()
        variant = lead.engineering_completed_variant_ids
        self.assertEqual(lead.engineering_variant_ids, variant)
        variant.action_leave_out()
        self.assertFalse(lead.engineering_variant_ids)
        lead.action_create_proposal()
        self.assertEqual(lead.engineering_variant_ids, variant)

    def test_several_variants_need_a_choice(self):
        lead = self.provided([(self.survey, 1, 10)], [(self.survey, 1, 20)])
        self.assertRefused(UserError, "Choose first what", lead.action_create_proposal)
        cheap, dear = lead.engineering_completed_variant_ids
        cheap.action_select()
        dear.action_select()
        self.assertTrue(dear.selected)
        self.assertFalse(cheap.selected)
        self.assertEqual(dear.search([("selected", "=", True)]), dear)
        order = self.from_action(lead.action_create_proposal(), lead.env)
        self.assertEqual(order.amount_untaxed, 20)

    def test_variant_is_selected_by_the_deals_manager_only(self):
        variant = self.provided().engineering_variant_ids
        for user in (self.engineer, self.leader, self.manager2):
            with self.subTest(user.login):
                self.assertRefused(
                    AccessError, ".", self.as_(user, variant).action_select
                )
        self.as_(self.sales_head, variant).action_select()
        self.assertTrue(variant.selected)

    def test_variant_of_an_open_calculation_is_not_selected(self):
        variant = self.variant(self.taken())
        self.assertRefused(
            UserError,
            "in the state “In progress”. Only a variant of a completed",
            self.as_(self.manager, variant).action_select,
        )

    def test_superseded_variant_is_not_proposed(self):
        lead = self.provided()
        lead.action_create_proposal()
        revision = self.revise(lead.engineering_calculation_ids)
        self.assertRefused(
            UserError, "no completed calculation", lead.action_create_proposal
        )
        self.as_(self.engineer, revision).action_complete()
        order = self.from_action(lead.action_create_proposal(), lead.env)
        self.assertEqual(order.engineering_variant_ids, revision.variant_ids)

    # === REFUSED ===

    def test_deal_without_a_calculation_is_refused(self):
        self.assertRefused(
            UserError, "no completed calculation", self.deal().action_create_proposal
        )

    def test_deal_without_a_customer_is_refused(self):
        lead = self.provided(partner_id=False)
        self.assertRefused(UserError, "has no customer", lead.action_create_proposal)

    def test_proposal_is_made_by_the_deals_manager_only(self):
        lead = self.provided()
        for user in (self.engineer, self.leader, self.administrator, self.manager2):
            with self.subTest(user.login):
                self.assertRefused(
                    AccessError, ".", self.as_(user, lead).action_create_proposal
                )
        self.assertTrue(self.as_(self.sales_head, lead).action_create_proposal())

    # === TASKS OF THE HOST ===

    def test_confirmed_variant_generates_no_task(self):
        for service_tracking in ("task_global_project", "task_in_project"):
            with self.subTest(service_tracking):
                self.survey.write(
                    {
                        "service_tracking": service_tracking,
                        "project_id": service_tracking == "task_global_project"
                        and self.project.id,
                    }
                )
                order = self.ordered(lines=[(self.survey, 1, 100.0)])
                self.assertFalse(order.order_line.task_id)
                self.assertFalse(order.sudo().tasks_ids)

    def test_confirmed_order_without_a_variant_generates_as_before(self):
        self.survey.write(
            {"service_tracking": "task_global_project", "project_id": self.project.id}
        )
        order = self.model("sale.order", self.manager).create(
            {
                "partner_id": self.customer.id,
                "order_line": [Command.create({"product_id": self.survey.id})],
            }
        )
        order.action_confirm()
        self.assertEqual(len(order.sudo().tasks_ids), 1)
        self.assertEqual(order.sudo().tasks_ids.project_id, self.project)
        self.assertEqual(order.order_line.qty_delivered_method, "manual")


@tagged("standard", "post_install", "-at_install")
class TestEqualTotals(EngineeringCase):
    """Whatever the prices are, the host's order agrees to the last unit of money."""

    ROUNDS = 12
    LINES = 8

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.quiet["decimal.precision"].search(
            [("name", "=", "Product Unit")]
        ).digits = 3
        cls.quiet["decimal.precision"].search(
            [("name", "=", "Product Price")]
        ).digits = 4
        cls.pricelists = {}
        for name, rate in (("USD", 1.0), ("JPY", 149.37), ("KWD", 0.30713)):
            currency = cls.env.ref(f"base.{name}")
            currency.active = True
            if currency != cls.env.company.currency_id:
                cls.quiet["res.currency.rate"].create(
                    {"currency_id": currency.id, "name": "2020-01-01", "rate": rate}
                )
            cls.pricelists[currency] = cls.quiet["product.pricelist"].create(
                {"name": name, "currency_id": currency.id, "company_id": False}
            )
        cls.taxes = cls.quiet["account.tax"].create(
            [
                {
                    "name": f"{amount} {included}",
                    "amount": amount,
                    "price_include_override": included,
                    "sequence": sequence,
                }
                for sequence, (amount, included) in enumerate(
                    [
                        (20, "tax_included"),
                        (20, "tax_excluded"),
                        (7.7, "tax_excluded"),
                        (8.875, "tax_included"),
                        (13, "tax_excluded"),
                    ]
                )
            ]
        )
        cls.taxes[2].include_base_amount = True
        cls.coefficients = cls.quiet["engineering.coefficient"].create(
            [
                {"name": f"×{value}", "value": value}
                for value in (0.333, 1.07, 1.2345, 2.5)
            ]
        )
        cls.services = cls.survey | cls.montage | cls.repair

    def random_lines(self, chance):
        return [
            {
                "product_id": chance.choice(self.services).id,
                "quantity": round(chance.uniform(0.001, 500), 3),
                "base_price": round(
                    chance.uniform(0.0001, 10 ** chance.randint(0, 5)), 4
                ),
                "coefficient_ids": [
                    Command.set(
                        chance.sample(self.coefficients.ids, chance.randint(0, 3))
                    )
                ],
            }
            for _line in range(self.LINES)
        ]

    def check(self, seed, currency, method):
        chance = random.Random(seed)
        self.env.company.tax_calculation_rounding_method = method
        self.direction.pricelist_id = self.pricelists[currency]
        for service in self.services:
            service.taxes_id = self.taxes.browse(
                chance.sample(self.taxes.ids, chance.randint(0, 3))
            )
        calculation = self.taken(self.deal(name=f"Seed {seed}"))
        variant = self.variant(
            calculation,
            self.random_lines(chance),
            coefficient_ids=[
                Command.set(chance.sample(self.coefficients.ids, chance.randint(0, 1)))
            ],
        )
        calculation.action_complete()
        lead = calculation.lead_id.with_user(self.manager)
        order = self.from_action(lead.action_create_proposal(), lead.env)
        self.env.invalidate_all()
        self.assertEqual(variant.currency_id, currency)
        self.assertEqual(order.currency_id, currency)
        lines = variant.line_ids
        self.assertEqual(order.order_line.tax_ids, lines.sudo().tax_ids)
        for field in ("price_unit", "price_subtotal"):
            self.assertEqual(order.order_line.mapped(field), lines.mapped(field))
        for field in ("amount_untaxed", "amount_tax", "amount_total"):
            self.assertEqual(
                currency.compare_amounts(order[field], variant[field]), 0, field
            )

    def test_variant_and_its_order_have_equal_totals(self):
        seed = 0
        for method in ("round_per_line", "round_globally"):
            for currency in self.pricelists:
                for _round in range(self.ROUNDS // 3):
                    seed += 1
                    with self.subTest(seed=seed, currency=currency.name, method=method):
                        self.check(seed, currency, method)
