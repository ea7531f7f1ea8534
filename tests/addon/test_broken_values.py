"""Values that no screen sends, and programs do: they are refused in words."""

import math

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.models.common.client_ids import is_client_name
from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

NO_NUMBERS = (math.nan, math.inf, -math.inf)


@tagged("standard", "post_install", "-at_install")
class TestBrokenValues(EngineeringCase):
    # === NUMBERS ===

    def test_order_takes_no_quantity_price_or_discount_that_is_no_number(self):
        for order in (self.proposed(), self.ordered()):
            line = order.order_line.filtered("product_id")[:1]
            for name in ("product_uom_qty", "price_unit", "discount"):
                for number in NO_NUMBERS:
                    with self.subTest(order.state, field=name, number=number):
                        self.assertRefused(
                            UserError, "number", line.write, {name: number}
                        )
                        self.assertRefused(
                            UserError,
                            "number",
                            order.order_line.create,
                            {
                                "order_id": order.id,
                                "product_id": self.repair.id,
                                name: number,
                            },
                        )

    # === TEXTS ===

    def test_reason_with_a_sign_that_no_database_keeps_is_refused(self):
        work = self.as_(self.engineer, self.worked(self.ordered(), None, self.engineer))
        work.action_accept_work()
        self.assertRefused(
            UserError,
            "can't be kept",
            self.wizard,
            "engineering.work.decline",
            work,
            reason="far\0away",
        )

    def test_cards_and_lines_take_no_sign_that_no_database_keeps(self):
        calculation = self.taken()
        variant = self.variant(calculation)
        line = variant.line_ids[:1]
        for record, name in ((variant, "name"), (line, "name")):
            with self.subTest(record._name):
                self.assertRefused(
                    UserError, "can't be kept", record.write, {name: "a\0b"}
                )

    def test_settings_take_no_sign_that_no_database_keeps(self):
        for name in (
            "coefficient",
            "direction",
            "direction.check",
            "direction.measurement",
            "direction.opening.column",
            "evidence.kind",
            "import.choice",
            "stage",
            "team",
            "unit.alias",
        ):
            model = self.env[f"engineering.{name}"]
            with self.subTest(name):
                self.assertRefused(
                    UserError, "can't be kept", model.create, {"name": "a\0b"}
                )

    def test_name_that_turns_what_is_around_it_is_nobodys(self):
        for name in ("Ivan\u202e", "\u202dIvan", "Iv\u2066an", "Ivan\u2028X"):
            with self.subTest(name.encode("unicode_escape")):
                self.assertFalse(is_client_name(name))
        self.assertTrue(is_client_name("Anne-Marie O’Neil"))

    # === IDS ===

    def test_evidence_is_given_by_ids(self):
        work = self.as_(self.engineer, self.worked(self.ordered(), None, self.engineer))
        work.action_accept_work()
        kind = self.env.ref("crm_engineering_calc.evidence_kind_after")
        file = self.proof(work)
        for file_ids, kind_id in (
            (["x"], kind.id),
            ("x", kind.id),
            ({"a": 1}, kind.id),
            ([[1]], kind.id),
            ([file.id], "x"),
            ([file.id], [kind.id, "x"]),
            ([10**12], kind.id),
            ([True], kind.id),
        ):
            with self.subTest(files=file_ids, kind=kind_id):
                self.assertRefused(
                    UserError, "Choose photos", work.add_evidence, file_ids, kind_id
                )


@tagged("standard", "post_install", "-at_install")
class TestOrderedStays(EngineeringCase):
    def test_order_stays_in_its_currency(self):
        euro = self.env.ref("base.EUR")
        dollar = self.env.ref("base.USD")
        other = (euro | dollar) - self.env.company.currency_id
        other.sudo().active = True
        order = self.ordered()
        self.assertRefused(
            UserError, "currency", order.write, {"currency_id": other[:1].id}
        )
        order.write({"currency_id": order.currency_id.id})

    def test_orders_that_nobody_calculated_are_the_hosts(self):
        other = self.env.ref("base.EUR") | self.env.ref("base.USD")
        other = other - self.env.company.currency_id
        order = self.model("sale.order", self.manager).create(
            {"partner_id": self.customer.id}
        )
        order.currency_id = other[:1]
        self.assertEqual(order.currency_id, other[:1])

    def test_service_in_no_work_is_not_sold_below_the_limits_of_who_sells(self):
        order = self.ordered(lines=[(self.survey, 3, 100.0), (self.montage, 1, 500.0)])
        line = order.order_line.filtered(lambda line: line.product_id == self.survey)
        for values in (
            {"price_unit": -100.0},
            {"price_unit": -0.01},
            {"discount": 200.0},
            {"product_uom_qty": -1},
            {"product_uom_qty": 0, "price_unit": -100.0},
        ):
            with self.subTest(values):
                self.assertRefused(UserError, "", line.write, values)
                self.env.invalidate_all()

    def test_added_service_is_not_turned_into_a_discount(self):
        order = self.ordered(lines=[(self.montage, 1, 500.0)])
        self.assertRefused(
            UserError,
            "",
            order.order_line.create,
            {
                "order_id": order.id,
                "product_id": self.survey.id,
                "product_uom_qty": 1,
                "price_unit": -100.0,
            },
        )
