"""What something costs is told to nobody without the right, nor by degrees."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.crm_engineering_calc.tests.common import SALESMAN, EngineeringCase

SEE_COSTS = "crm_engineering_calc.group_see_costs"
COST = 62.35


@tagged("standard", "post_install", "-at_install")
class TestMarginFloor(EngineeringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.survey.standard_price = COST
        cls.direction.margin_floor = 20

    def see_costs(self, users):
        self.env.ref(SEE_COSTS).sudo().user_ids |= users

    def probe(self, calculation, line, price):
        """Return all that an engineer is told when he tries a price."""
        line.base_price = price
        dialog = self.wizard("engineering.calculation.complete", calculation)
        return [
            *dialog.finding_ids.mapped("text"),
            *(finding.text for finding in calculation._get_findings()),
        ]

    def test_bisecting_prices_tells_nothing(self):
        calculation = self.taken()
        line = self.variant(calculation, [(self.survey, 1, 1.0)]).line_ids
        low, high = 0.01, 1000.0
        for _step in range(17):
            price = round((low + high) / 2, 2)
            self.assertEqual(self.probe(calculation, line, price), [])
            low = price
        line.base_price = COST
        self.assertIs(calculation.action_complete(), True)
        self.assertFalse(calculation.completion_note)

    def test_completing_again_and_again_tells_nothing(self):
        told = []
        for price in (COST, 2 * COST):
            calculation = self.taken()
            self.variant(calculation, [(self.survey, 1, price)])
            calculation.action_complete()
            messages = self.model("mail.message", self.engineer).search(
                [("model", "=", calculation._name), ("res_id", "=", calculation.id)]
            )
            told.append(
                (len(messages), len(calculation.activity_ids), self.inbox(calculation))
            )
        self.assertEqual(*told)

    def notified(self, calculation):
        """Return who was told of a low margin."""
        return (
            self.env["mail.message"]
            .search(
                [
                    ("model", "=", calculation._name),
                    ("res_id", "=", calculation.id),
                    ("message_type", "=", "user_notification"),
                    ("subject", "ilike", "low margin"),
                ]
            )
            .notified_partner_ids.user_ids
        )

    def completed_at(self, price):
        return self.completed(lines=[(self.survey, 1, price)])

    def test_leader_who_sees_costs_is_told(self):
        self.see_costs(self.leader | self.sales_head)
        calculation = self.completed_at(COST)
        self.assertEqual(self.notified(calculation), self.leader)
        message = self.env["mail.message"].search(
            [("res_id", "=", calculation.id), ("subject", "ilike", "low margin")]
        )
        self.assertIn("below the floor of “Roofing”", message.body)
        self.assertTrue(self.as_(self.leader, message).has_access("read"))
        for user in (self.engineer, self.colleague, self.manager):
            self.assertFalse(self.as_(user, message).has_access("read"))
        self.assertFalse(self.notified(self.completed_at(2 * COST)))

    def test_else_all_who_see_costs_are_told(self):
        self.see_costs(self.sales_head)
        told = self.notified(self.completed_at(COST))
        self.assertIn(self.sales_head, told)
        self.assertNotIn(self.leader, told)

    def test_who_sees_costs_is_asked_and_nobody_told(self):
        self.see_costs(self.engineer | self.leader)
        calculation = self.completed_at(COST)
        self.assertEqual(calculation.completion_note, "It is right as it is")
        self.assertFalse(self.notified(calculation))


@tagged("standard", "post_install", "-at_install")
class TestProductCosts(EngineeringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.survey.standard_price = COST
        products = f"{SALESMAN},product.group_product_manager"
        cls.keeper = cls.user("keeper", f"{products},{SEE_COSTS}")
        cls.clerk = cls.user("clerk", products)

    def protect(self, on=True):
        """Switch the setting, and back after the test."""
        products = self.env["product.product"]
        settings = self.env["res.config.settings"].create(
            {"engineering_protect_costs": on}
        )
        settings.set_values()
        self.env.registry.registry_invalidated = False
        if on:
            self.addCleanup(self.env.registry.clear_all_caches)
            self.addCleanup(products._protect_costs)
            self.addCleanup(
                self.env["ir.config_parameter"].set_param,
                "crm_engineering_calc.protect_costs",
                False,
            )

    def products(self, user):
        product = self.as_(user, self.survey)
        return product, product.product_tmpl_id

    def test_everybody_reads_costs_as_in_the_host(self):
        for record in self.products(self.employee):
            self.assertEqual(record.read(["standard_price"])[0]["standard_price"], COST)
            self.assertEqual(record._fields["standard_price"].groups, "base.group_user")

    def test_costs_that_another_addon_keeps_stay_kept(self):
        cost = self.env["product.product"]._fields["standard_price"]
        before = dict(vars(cost))
        self.addCleanup(vars(cost).update, before)
        # As their declaration leaves the field when the registry is loaded.
        del cost._declared_groups
        cost.groups = "base.group_system"
        self.env["product.product"]._register_hook()
        self.assertEqual(cost.groups, "base.group_system")
        self.protect()
        self.assertEqual(cost.groups, SEE_COSTS)
        self.protect(False)
        self.assertEqual(cost.groups, "base.group_system")

    def test_costs_are_for_those_who_may_see_them(self):
        self.protect()
        for user in (self.employee, self.engineer, self.administrator, self.clerk):
            for record in self.products(user):
                with self.subTest(user=user.name, model=record._name):
                    self.assertNotIn("standard_price", record.fields_get())
                    for attempt in (
                        lambda record=record: record.read(["standard_price"]),
                        lambda record=record: record.export_data(["standard_price"]),
                        lambda record=record: record.search(
                            [("standard_price", ">", 1)]
                        ),
                        lambda record=record: record.search_read(
                            [], ["name"], order="standard_price"
                        ),
                        lambda record=record: record.write({"standard_price": 1}),
                        lambda record=record: record.filtered_domain(
                            [("standard_price", ">", 1)]
                        ),
                    ):
                        with self.assertRaises(UserError), self.env.cr.savepoint():
                            record.invalidate_recordset()
                            attempt()
        for record in self.products(self.keeper):
            self.assertEqual(record.read(["standard_price"])[0]["standard_price"], COST)

    def test_costs_are_found_through_no_other_model(self):
        order = self.ordered()
        self.protect()
        with self.assertRaises(AccessError):
            order.order_line.search([("product_id.standard_price", ">", 1)])

    def test_products_and_calculations_go_on_without_costs(self):
        self.protect()
        for user in (self.clerk, self.keeper):
            product, template = self.products(user)
            for record in (product, template):
                arch = record.get_view(view_type="form")["arch"]
                self.assertEqual('name="standard_price"' in arch, user == self.keeper)
                with Form(record) as form:
                    form.name = "Survey of a roof"
            self.assertTrue(template.copy())
            self.assertTrue(template.create({"name": "New"}))
        order = self.ordered(lines=[(self.survey, 2, 100.0)])
        line = order.sudo().engineering_variant_ids.line_ids
        self.assertEqual(line.unit_cost, COST)

    def test_switched_off_all_is_as_before(self):
        self.protect()
        self.protect(False)
        self.test_everybody_reads_costs_as_in_the_host()

    def test_pricelist_of_costs_still_prices(self):
        pricelist = self.quiet["product.pricelist"].create(
            {
                "name": "Cost plus",
                "item_ids": [
                    Command.create(
                        {
                            "applied_on": "3_global",
                            "compute_price": "formula",
                            "base": "standard_price",
                            "price_markup": 100,
                        }
                    )
                ],
            }
        )
        self.protect()
        self.assertRefused(
            AccessError,
            "would tell the cost",
            self.as_(self.clerk, pricelist).copy,
        )
        product, _template = self.products(self.manager)
        price = self.as_(self.manager, pricelist)._get_product_price(product, 1)
        self.assertAlmostEqual(price, 2 * COST)
