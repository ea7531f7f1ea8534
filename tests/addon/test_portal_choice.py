"""The customer sees the variants that are offered to him, and chooses one of them."""

from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import is_html_empty

from odoo.addons.crm_engineering_calc.tests.portal import EngineeringPortalCase


@tagged("standard", "post_install", "-at_install")
class TestPortalChoice(EngineeringPortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.secret = cls.service("Secret", 5.0)
        cls.survey.sudo().standard_price = 54.32
        cls.direction.sudo().product_tmpl_ids += cls.secret.product_tmpl_id

    def setUp(self):
        super().setUp()
        self.order = self.offered(
            [(self.survey, 1, 111.0), (self.montage, 4, 250.0)],
            [(self.survey, 1, 111.0), (self.montage, 6, 250.0)],
        )
        self.token = self.order.access_token
        self.first, self.second = self.order.sudo().engineering_offered_variant_ids
        self.log_in()

    def section(self, name="Inside", **values):
        return {"display_type": "line_section", "name": name, **values}

    def chosen(self, order=None):
        order = order or self.order
        order.invalidate_recordset()
        return order.sudo().engineering_variant_ids

    # === PAGE ===

    def test_variants_stand_side_by_side(self):
        page = self.text(self.order, self.token)
        self.assertEqual(page.count("o_engineering_variant "), 2)
        for part in ("Variant 1", "Variant 2", "1,111.00", "1,611.00", "500.00"):
            self.assertIn(part, page)
        self.assertEqual(page.count("We recommend"), 1)
        self.assertEqual(page.count("o_engineering_differs"), 1)
        self.assertIn(f'value="{self.second.id}"', page)
        self.assertNotIn(f'name="variant_id" value="{self.first.id}"', page)

    def test_one_variant_is_no_choice(self):
        order = self.offered([(self.survey, 1, 100.0)])
        self.assertNotIn("o_engineering_choice", self.text(order, order.access_token))

    def test_order_of_the_host_is_as_before(self):
        order = self.quiet["sale.order"].create({"partner_id": self.customer.id})
        page = self.text(order, order._portal_ensure_token())
        self.assertNotIn("engineering", page)

    def test_hidden_composition_and_prices_are_not_on_the_page(self):
        hidden = [
            (self.survey, 1, 100.0),
            self.section("Closed", collapse_composition=True),
            (self.secret, 7, 777.0),
            self.section("Open", collapse_prices=True),
            (self.montage, 3, 333.0),
        ]
        other = [*hidden[:-1], (self.montage, 3, 335.0)]
        order = self.offered(hidden, other)
        page = self.text(order, order.access_token)
        for part in ("Closed", "5,439.00", "Open", "999.00", "1,005.00", "Montage"):
            self.assertIn(part, page)
        for part in ("Secret", "777.00", "333.00", "335.00"):
            self.assertNotIn(part, page)

    def test_customer_reads_no_cost(self):
        self.assertIn(54.32, self.second.line_ids.mapped("unit_cost"))
        self.assertNotIn("54.32", self.text(self.order, self.token))

    def test_customer_changes_no_quantity_that_is_calculated(self):
        line = self.order.order_line[0].sudo()
        added = line.copy({"order_id": self.order.id})
        self.assertFalse(line._can_be_edited_on_portal())
        self.assertFalse(added.engineering_variant_line_id)
        with patch.object(type(self.order), "_can_be_edited_on_portal", lambda _: True):
            self.assertFalse(line._can_be_edited_on_portal())

    def test_page_asks_the_database_no_more_for_more_lines(self):
        many = [(self.survey, number, 1.0) for number in range(1, 41)]
        other = self.offered(many, [*many, (self.montage, 1, 1.0)])

        def show(order):
            order = order.browse(order.id).sudo()
            order._get_choices()
            order.env["ir.qweb"]._render(
                "sale.sale_order_portal_content",
                {
                    "is_html_empty": is_html_empty,
                    "report_type": "html",
                    "sale_order": order,
                },
            )

        show(self.order)
        few = self.count_queries(show, self.order)
        self.assertLessEqual(self.count_queries(show, other), few + 2)

    # === CHOICE ===

    def test_customer_chooses_by_token(self):
        answer = self.choose(self.order, self.second, self.token)
        self.assertEqual(answer.status_code, 303)
        self.assertEqual(self.chosen(), self.second)
        self.assertEqual(self.order.amount_untaxed, 1611.0)
        self.assertIn("1,611.00", self.text(self.order, self.token))
        told = " ".join(self.feed(self.order.opportunity_id))
        self.assertIn("chooses “Variant 2”", told)

    def test_customer_chooses_by_login_as_often_as_he_likes(self):
        self.log_in(self.buyer)
        for variant in (self.second, self.second, self.first, self.second):
            self.choose(self.order, variant)
            self.assertEqual(self.chosen(), variant)
            self.assertEqual(
                self.order.order_line.engineering_variant_line_id.variant_id, variant
            )

    def test_others_choose_nothing(self):
        other = self.offered([(self.survey, 1, 1.0)], [(self.survey, 2, 1.0)])
        for user, token in (
            (None, None),
            (None, "wrong"),
            (None, "тайна"),
            (None, other.access_token),
            (self.stranger, None),
            (self.stranger, other.access_token),
        ):
            with self.subTest(user=user and user.login, token=token):
                self.log_in(user)
                answer = self.choose(self.order, self.second, token)
                self.assertEqual(answer.headers["Location"].split("?")[0][-3:], "/my")
                self.assertEqual(self.chosen(), self.first)

    def test_what_is_not_offered_is_not_chosen(self):
        other = self.offered([(self.survey, 1, 1.0)], [(self.survey, 2, 1.0)])
        foreign = other.sudo().engineering_offered_variant_ids[1]
        for variant in (foreign, 0, -1, "", "x", "1,2", "[1]", "9" * 30, "١"):
            with self.subTest(variant=variant):
                answer = self.choose(self.order, variant, self.token)
                self.assertEqual(answer.status_code, 303)
                self.assertEqual(self.chosen(), self.first)
                self.assertIn("not offered any more", self.text(self.order, self.token))
        self.assertNotIn("not offered any more", self.text(self.order, self.token))

    def test_choice_without_the_pages_own_form_is_refused(self):
        answer = self.choose(self.order, self.second, self.token, csrf=False)
        self.assertEqual(answer.status_code, 400)
        self.assertEqual(self.chosen(), self.first)

    def test_nothing_is_chosen_after_the_signature(self):
        self.assertIn("force_refresh", self.accept(self.order, self.token))
        self.assertEqual(self.order.state, "sale")
        self.assertNotIn("o_engineering_choice", self.text(self.order, self.token))
        self.choose(self.order, self.second, self.token)
        self.assertEqual(self.chosen(), self.first)

    def test_who_only_looks_chooses_nothing(self):
        for user in (self.manager, self.sales_head):
            self.log_in(user)
            self.choose(self.order, self.second, self.token)
            self.assertEqual(self.chosen(), self.first)
            self.assertIn("Only the customer", self.text(self.order, self.token))
