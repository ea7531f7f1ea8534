"""What the engineer priced stays priced, whatever happens to the proposal or order."""

from engineering_case import EngineeringCase

from odoo.fields import Command
from odoo.tests import Form, tagged


@tagged("standard", "post_install", "-at_install")
class TestPrice(EngineeringCase):
    """The catalogue says 100 and 40; the engineer says 80, and gives the other."""

    def setUp(self):
        super().setUp()
        self.order = self.proposed(
            lines=[(self.survey, 1, 80.0), (self.repair, 1, 0.0)]
        )
        self.lines = self.order.order_line

    def assertPrices(self, prices=(80, 0), lines=None):
        lines = self.lines if lines is None else lines
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(tuple(lines.mapped("price_unit")), tuple(prices))

    def pricelist(self, **values):
        return self.quiet["product.pricelist"].create(
            {
                "name": "Half",
                "item_ids": [
                    Command.create(
                        {
                            "compute_price": "percentage",
                            "percent_price": 50,
                            "applied_on": "3_global",
                            **values,
                        }
                    )
                ],
            }
        )

    def test_price_outlives_a_quantity_on_the_proposal(self):
        self.lines.product_uom_qty = 3
        self.assertPrices()

    def test_price_outlives_a_quantity_on_the_order(self):
        self.order.action_confirm()
        self.lines.product_uom_qty = 3
        self.assertPrices()

    def test_price_outlives_a_quantity_in_the_form(self):
        with Form(self.order) as form:
            for index in range(2):
                with form.order_line.edit(index) as line:
                    line.product_uom_qty = 5
                    self.assertEqual(line.price_unit, (80, 0)[index])
        self.assertPrices()

    def test_price_outlives_a_unit(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self.survey.uom_ids = dozen
        self.lines[0].product_uom_id = dozen
        self.assertPrices()

    def test_price_that_the_manager_typed_stays_too(self):
        self.lines[0].price_unit = 75
        self.lines[1].price_unit = 40
        self.lines.product_uom_qty = 3
        self.order.action_update_prices()
        self.assertPrices((75, 40))

    def test_price_outlives_the_button_of_the_pricelist(self):
        self.order.pricelist_id = self.pricelist()
        self.order.action_update_prices()
        self.assertPrices()

    def test_discounts_of_pricelists_leave_the_engineers_price_alone(self):
        self.manager.group_ids += self.env.ref("sale.group_discount_per_so_line")
        self.order.pricelist_id = self.pricelist()
        self.lines.product_uom_qty = 3
        self.order.action_update_prices()
        self.assertEqual(self.lines.mapped("discount"), [0, 0])
        self.lines[0].discount = 5
        self.lines.product_uom_qty = 4
        self.order.action_update_prices()
        self.assertEqual(self.lines.mapped("discount"), [5, 0])
        self.assertPrices()

    def test_price_outlives_another_customer_and_taxes(self):
        self.order.partner_id = self.quiet["res.partner"].create(
            {"name": "Abroad", "property_product_pricelist": self.pricelist().id}
        )
        self.order.fiscal_position_id = self.quiet["account.fiscal.position"].create(
            {"name": "Abroad"}
        )
        self.order.action_update_taxes()
        self.order.action_update_prices()
        self.assertPrices()

    def test_price_outlives_a_duplicate_and_its_new_quantity(self):
        copy = self.order.copy()
        self.assertPrices(lines=copy.order_line)
        copy.order_line.product_uom_qty = 3
        self.assertPrices(lines=copy.order_line)

    def test_another_service_has_its_own_price(self):
        with Form(self.order) as form, form.order_line.edit(0) as line:
            line.product_id = self.montage
        self.lines[0].product_uom_qty = 2
        self.assertPrices((250, 0))

    def test_line_added_by_hand_is_priced_by_the_host(self):
        line = self.lines.create(
            {"order_id": self.order.id, "product_id": self.repair.id}
        )
        self.assertPrices((40,), line)
        self.order.pricelist_id = self.pricelist(compute_price="fixed", fixed_price=7.0)
        self.order.action_update_prices()
        self.assertPrices((7,), line)
        self.assertPrices()
