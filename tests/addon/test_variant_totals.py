"""Variants and the order made of them agree to the last cent, whatever the taxes."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

SEED = 20260119
LINES = 60
ROUNDINGS = {"AA0": 1.0, "AA2": 0.01, "AA3": 0.001, "AA5": 0.05}


METHODS = ("round_globally", "round_per_line")
SETS = 16
QUANTITIES = st.one_of(
    st.sampled_from((1.0, 3.0)), st.decimals("0.01", "999", places=2).map(float)
)
PRICES = st.one_of(
    st.sampled_from((0.1, 0.3, 0.7, 1.1)),
    st.decimals("0.01", "99999", places=2).map(float),
)
VARIANT = st.lists(
    st.tuples(st.integers(0, SETS - 1), QUANTITIES, PRICES), min_size=1, max_size=12
)


class TotalsCase(EngineeringCase):
    """Services with sets of taxes of all kinds, and a direction for each currency."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.random = random.Random(SEED)
        cls.plain_sets = cls._make_plain_tax_sets()
        cls.all_sets = cls.plain_sets + cls._make_other_tax_sets()
        cls.plain_services = cls._make_services(cls.plain_sets)
        cls.all_services = cls._make_services(cls.all_sets)
        services = cls.plain_services | cls.all_services
        cls.directions = {
            name: cls.quiet["engineering.direction"].create(
                {
                    "name": name,
                    "team_id": cls.team.id,
                    "pricelist_id": cls._make_pricelist(name, rounding).id,
                    "product_tmpl_ids": [Command.set(services.product_tmpl_id.ids)],
                }
            )
            for name, rounding in ROUNDINGS.items()
        }

    # === SET-UP ===

    @classmethod
    def _make_tax(cls, name, amount, **values):
        values = {"name": f"Totals {name}", "amount": amount, **values}
        return cls.env["account.tax"].create(values)

    @classmethod
    def _make_plain_tax_sets(cls):
        """Return sets of taxes that are percents of the untaxed amount."""
        tax = cls._make_tax
        no_tax = cls.env["account.tax"]
        vat20, vat15, vat7 = tax("20%", 20), tax("15%", 15), tax("7.7%", 7.7)
        group = tax(
            "Group",
            0,
            amount_type="group",
            children_tax_ids=[Command.set((vat15 | vat7).ids)],
        )
        return [no_tax, vat20, vat15, vat20 | vat7, group, tax("-3.25%", -3.25)]

    @classmethod
    def _make_other_tax_sets(cls):
        tax = cls._make_tax
        included = {"price_include_override": "tax_included"}
        eco = tax("Eco", 1.237, amount_type="fixed", sequence=1)
        base = tax("Base", 5.5, include_base_amount=True, sequence=2)
        fee = tax("Fee", 0.5, amount_type="fixed", include_base_amount=True, sequence=1)
        after = tax("After", 19, sequence=9)
        in20, in7 = tax("In 20%", 20, **included), tax("In 7%", 7, **included)
        division = tax("Division", 12, amount_type="division")
        in_division = tax("In division", 12, amount_type="division", **included)
        reverse = tax(
            "Reverse charge",
            21,
            invoice_repartition_line_ids=cls._reverse_charge(),
            refund_repartition_line_ids=cls._reverse_charge(),
        )
        return [
            eco,
            base | after,
            fee | after,
            fee | in20,
            in20,
            in20 | in7,
            in7 | after,
            division,
            in_division,
            reverse,
        ]

    @staticmethod
    def _reverse_charge():
        return [
            Command.create({"repartition_type": "base"}),
            Command.create({"repartition_type": "tax", "factor_percent": 100}),
            Command.create({"repartition_type": "tax", "factor_percent": -100}),
        ]

    @classmethod
    def _make_services(cls, tax_sets):
        return cls.env["product.product"].concat(
            *(
                cls.service(f"Service {number}", 1.0, taxes_id=[Command.set(taxes.ids)])
                for number, taxes in enumerate(tax_sets)
            )
        )

    @classmethod
    def _make_pricelist(cls, name, rounding):
        currency = cls.env["res.currency"].create(
            {
                "name": name,
                "symbol": name,
                "rounding": rounding,
                "rate_ids": [Command.create({"name": "2020-01-01", "rate": 1.37})],
            }
        )
        return cls.quiet["product.pricelist"].create(
            {"name": name, "currency_id": currency.id, "company_id": False}
        )


@tagged("standard", "post_install", "-at_install")
class TestVariantTotals(TotalsCase):
    def test_plain_taxes_rounded_globally(self):
        self._assert_all_agree(self.plain_services, "round_globally")

    def test_plain_taxes_rounded_per_line(self):
        self._assert_all_agree(self.plain_services, "round_per_line")

    def test_any_taxes_rounded_globally(self):
        self._assert_all_agree(self.all_services, "round_globally")

    def test_any_taxes_rounded_per_line(self):
        self._assert_all_agree(self.all_services, "round_per_line")

    def test_each_set_of_taxes_alone(self):
        """One line leaves nothing for others to make good."""
        for service in self.plain_services | self.all_services:
            with self.subTest(taxes=service.taxes_id.mapped("name")):
                variant = self._make_variant(self.directions["AA2"], service, 3)
                self._assert_agree(variant)

    def test_ties_of_a_half_cent(self):
        """15% of ten cents is a tie: the order of additions decides."""
        vat15 = self.plain_services[2]
        variant = self._make_variant(
            self.directions["AA2"], vat15, LINES, prices=(0.1, 0.3, 0.7, 1.1)
        )
        self._assert_agree(variant)

    def _assert_all_agree(self, services, rounding_method):
        self.env.company.tax_calculation_rounding_method = rounding_method
        for name, direction in self.directions.items():
            for round_ in range(4):
                with self.subTest(currency=name, round=round_, seed=SEED):
                    self._assert_agree(self._make_variant(direction, services, LINES))

    def _make_variant(self, direction, services, size, prices=()):
        calculation = self.taken(engineering_direction_id=direction.id)
        pick = self.random
        return self.model("engineering.variant", self.engineer).create(
            {
                "calculation_id": calculation.id,
                "line_ids": [
                    Command.create(
                        {
                            "product_id": pick.choice(services).id,
                            "quantity": pick.choice(
                                (1.0, 3.0, round(pick.uniform(0, 99), 2))
                            ),
                            "base_price": pick.choice(prices)
                            if prices
                            else round(10 ** pick.uniform(-2, 5), 2),
                        }
                    )
                    for _line in range(size)
                ],
            }
        )

    def _assert_agree(self, variant):
        order = variant.sudo()._create_order()
        for line, order_line in zip(variant.line_ids, order.order_line, strict=True):
            self.assertEqual(line.price_subtotal, order_line.price_subtotal)
            self.assertEqual(line.tax_ids.ids, order_line.tax_ids.ids)
        for field in ("currency_id", "amount_untaxed", "amount_tax", "amount_total"):
            self.assertEqual(variant.sudo()[field], order[field], field)


@tagged("standard", "post_install", "-at_install")
class TestOrderTotals(TotalsCase):
    """An order of several variants, at home and at an address with other taxes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = {
            name: direction.copy({"name": f"{name} 2"})
            for name, direction in cls.directions.items()
        }
        country = cls.env.ref("base.kz")
        position = cls.quiet["account.fiscal.position"].create(
            {"name": "Abroad", "auto_apply": True, "country_id": country.id}
        )
        for original, included in zip(
            cls.plain_sets[1] | cls.plain_sets[2] | cls.all_sets[10],
            ("tax_included", "tax_excluded", "tax_excluded"),
            strict=True,
        ):
            cls._make_tax(
                f"abroad of {original.name}",
                13,
                price_include_override=included,
                fiscal_position_ids=[Command.set(position.ids)],
                original_tax_ids=[Command.set(original.ids)],
            )
        cls.customer.country_id = cls.env.ref("base.be")
        cls.abroad = cls.quiet["res.partner"].create(
            {
                "name": "Abroad",
                "parent_id": cls.customer.id,
                "type": "other",
                "country_id": country.id,
            }
        )

    @settings(max_examples=10, deadline=None)
    @given(
        method=st.sampled_from(METHODS),
        currency=st.sampled_from(sorted(ROUNDINGS)),
        first=VARIANT,
        second=VARIANT,
    )
    def test_order_is_worth_what_its_variants_are(
        self, method, currency, first, second
    ):
        self.env.company.tax_calculation_rounding_method = method
        lead = self.deal(engineering_direction_id=self.directions[currency].id)
        self._calculate(lead, first)
        lead.engineering_direction_id = self.second[currency]
        self._calculate(lead, second)
        order = self.from_action(lead.action_create_proposal(), lead.env).sudo()
        self.assertEqual(len(order.engineering_variant_ids), 2)
        self._assert_worth(order)
        lead.engineering_address_id = self.abroad
        self._assert_worth(order)
        lead.engineering_address_id = False
        self._assert_worth(order)

    def _calculate(self, lead, lines):
        services = self.all_services
        variant = self.variant(
            self.taken(lead),
            [
                {
                    "product_id": services[service].id,
                    "quantity": quantity,
                    "base_price": price,
                }
                for service, quantity, price in lines
            ],
        )
        self.complete(variant.calculation_id)

    def _assert_worth(self, order):
        self.env.invalidate_all()
        variants = order.engineering_variant_ids
        untaxed, tax = variants._get_amounts()
        compare = order.currency_id.compare_amounts
        self.assertFalse(compare(order.amount_untaxed, untaxed))
        self.assertFalse(compare(order.amount_tax, tax))
        for line in order.order_line.filtered("product_id"):
            of_variant = line.engineering_variant_line_id
            self.assertEqual(line.tax_ids, of_variant.tax_ids)
            self.assertEqual(line.price_subtotal, of_variant.price_subtotal)
