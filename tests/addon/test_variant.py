"""What an engineer makes of services and coefficients, and what nobody may touch."""

from unittest.mock import patch

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.crm_engineering_calc.tests.common import SALESMAN, EngineeringCase


class VariantCase(EngineeringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.floor = cls.coefficient("Floor", 1.2, 1.0, 1.5)
        cls.night = cls.coefficient("Night", 2.0, 1.5, 2.5)

    @classmethod
    def coefficient(cls, name, value, value_min, value_max, **values):
        return cls.quiet["engineering.coefficient"].create(
            {
                "name": name,
                "value": value,
                "value_min": value_min,
                "value_max": value_max,
                **values,
            }
        )

    def line(self, calculation=None, **values):
        """Return the line of a new variant, as its engineer sees it."""
        values = {"product_id": self.survey.id, "quantity": 2, **values}
        return self.variant(calculation or self.taken(), [values]).line_ids

    def completed_line(self, **values):
        line = self.line(**values)
        line.variant_id.calculation_id.action_complete()
        return line


@tagged("standard", "post_install", "-at_install")
class TestServices(VariantCase):
    def test_services_of_another_direction_are_refused(self):
        self.assertRefused(
            ValidationError,
            "“Roofing” does not offer “Piping”",
            self.line,
            product_id=self.foreign_service.id,
        )
        line = self.line()
        self.assertRefused(
            ValidationError,
            "does not offer",
            line.write,
            {"product_id": self.foreign_service.id},
        )

    def test_services_of_the_parents_are_offered_and_of_the_children_not(self):
        self.direction.parent_id = self.other_direction
        self.line(product_id=self.foreign_service.id)
        self.direction.parent_id = False
        self.other_direction.parent_id = self.direction
        self.assertRefused(
            ValidationError,
            "does not offer",
            self.line,
            product_id=self.foreign_service.id,
        )

    def test_service_that_is_not_sold_is_refused(self):
        self.survey.sale_ok = False
        self.assertRefused(ValidationError, "does not offer", self.line)

    def test_unit_of_another_kind_is_refused(self):
        self.assertRefused(
            ValidationError,
            "can't be converted",
            self.line,
            product_uom_id=self.env.ref("uom.product_uom_kgm").id,
        )

    def test_service_without_a_unit_is_refused(self):
        line = self.line()
        self.assertRefused(
            ValidationError, "has no unit", line.write, {"product_uom_id": False}
        )

    def test_line_needs_a_service_and_no_negative_numbers(self):
        taken = self.taken()
        for values in (
            {"quantity": 1, "name": "No service"},
            {"product_id": self.survey.id, "quantity": -1},
            {"product_id": self.survey.id, "base_price": -1},
        ):
            with self.subTest(values=values), mute_logger("odoo.sql_db"):
                self.assertRefused(
                    CheckViolation,
                    "positive|product_line",
                    self.variant,
                    taken,
                    [values],
                )

    def test_section_has_no_price(self):
        section = self.variant(
            self.taken(),
            [
                {
                    "display_type": "line_section",
                    "name": "Outside",
                    "quantity": 5,
                    "base_price": 9,
                }
            ],
        ).line_ids
        self.assertEqual(
            (section.quantity, section.base_price, section.price_subtotal), (0, 0, 0)
        )


@tagged("standard", "post_install", "-at_install")
class TestPrices(VariantCase):
    def test_base_price_begins_with_the_service_and_is_the_engineers(self):
        line = self.line()
        self.assertEqual(line.base_price, 100)
        line.base_price = 130
        self.assertEqual((line.price_unit, line.price_subtotal), (130, 260))

    def test_base_price_comes_from_the_pricelist_in_its_currency(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.currency.rate"].create(
            {"currency_id": euro.id, "name": "2020-01-01", "rate": 0.5}
        )
        self.direction.pricelist_id = self.env["product.pricelist"].create(
            {
                "name": "Euro, a tenth off",
                "company_id": False,
                "currency_id": euro.id,
                "item_ids": [
                    Command.create({"compute_price": "percentage", "percent_price": 10})
                ],
            }
        )
        line = self.line()
        self.assertEqual(line.currency_id, euro)
        self.assertEqual(line.variant_id.calculation_id.currency_id, euro)
        self.assertEqual(line.base_price, 45)

    def test_pricelist_may_be_of_the_deals_company_and_of_no_other(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        pricelists = self.env["product.pricelist"].create(
            [
                {"name": "Ours", "company_id": self.env.company.id},
                {"name": "Theirs", "company_id": other.id},
            ]
        )
        self.direction.pricelist_id = pricelists[0]
        self.assertEqual(self.line().base_price, 100)
        self.direction.pricelist_id = pricelists[1]
        with self.assertRaisesRegex(ValidationError, "Theirs.*Elsewhere"):
            self.line()

    def test_base_price_is_that_of_the_lines_unit(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self.survey.uom_ids = dozen
        self.assertEqual(self.line(product_uom_id=dozen.id).base_price, 1200)

    def test_price_is_base_by_coefficients_by_the_variants(self):
        line = self.line(coefficient_ids=[Command.set((self.floor | self.night).ids)])
        self.assertAlmostEqual(line.coefficient, 2.4)
        self.assertEqual(line.price_unit, 240)
        line.variant_id.coefficient_ids = self.floor
        self.assertEqual(line.price_unit, 288)
        self.assertEqual(line.variant_id.amount_untaxed, 576)

    def test_coefficient_is_corrected_within_its_bounds(self):
        line = self.line(coefficient_ids=[Command.set(self.floor.ids)])
        for value in (1.0, 1.5):
            line.coefficient = value
            self.assertEqual(line.price_unit, 100 * value)
        for value in (0.99, 1.51):
            with self.subTest(value):
                self.assertRefused(
                    ValidationError,
                    r"bounds of its coefficients \(1 to 1.5\)",
                    line.write,
                    {"coefficient": value},
                )
        self.assertRefused(
            ValidationError,
            "bounds",
            line.variant_id.write,
            {"coefficient_ids": [Command.set(self.night.ids)], "coefficient": 9},
        )

    def test_changed_settings_change_no_line_that_exists(self):
        self.direction.pricelist_id = self.env["product.pricelist"].create(
            {
                "name": "Company",
                "company_id": False,
                "currency_id": self.env.company.currency_id.id,
            }
        )
        line = self.line(coefficient_ids=[Command.set(self.floor.ids)])
        self.floor.write({"value": 3.0, "value_min": 2.9, "value_max": 3.1})
        self.survey.write({"list_price": 1, "standard_price": 1})
        self.direction.write(
            {"pricelist_id": False, "product_tmpl_ids": [Command.clear()]}
        )
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((line.base_price, line.coefficient), (100, 1.2))
        self.assertEqual((line.price_unit, line.price_subtotal), (120, 240))
        line.quantity = 3
        self.assertEqual(line.price_subtotal, 360)
        line.variant_id.calculation_id.action_complete()

    def test_changed_currency_of_the_pricelist_leaves_the_calculation(self):
        pricelist = self.env["product.pricelist"].create(
            {
                "name": "Home",
                "company_id": False,
                "currency_id": self.env.company.currency_id.id,
            }
        )
        self.direction.pricelist_id = pricelist
        line = self.line()
        euro = self.env.ref("base.EUR")
        euro.active = True
        pricelist.currency_id = euro
        self.env.flush_all()
        self.assertEqual(line.currency_id, self.env.company.currency_id)


@tagged("standard", "post_install", "-at_install")
class TestSections(VariantCase):
    def setUp(self):
        super().setUp()
        self.lines = self.variant(
            self.taken(),
            [
                {"product_id": self.survey.id, "sequence": 1},
                {"display_type": "line_section", "name": "A", "sequence": 2},
                {"product_id": self.survey.id, "sequence": 3},
                {"display_type": "line_subsection", "name": "A1", "sequence": 4},
                {"product_id": self.montage.id, "sequence": 5},
                {"display_type": "line_section", "name": "B", "sequence": 6},
                {"product_id": self.repair.id, "sequence": 7},
            ],
        ).line_ids

    def test_line_belongs_to_the_section_above_it(self):
        top, a, of_a, a1, of_a1, b, of_b = self.lines
        self.assertEqual(
            [line.parent_id for line in (top, a, of_a, a1, of_a1, b, of_b)],
            [top.browse(), top.browse(), a, a, a1, top.browse(), b],
        )
        self.assertEqual(of_a1.get_parent_section_line(), a)

    def test_sections_are_not_counted_as_services(self):
        self.assertEqual(self.lines.variant_id.line_count, 4)


@tagged("standard", "post_install", "-at_install")
class TestRights(VariantCase):
    def test_engineer_writes_no_price_past_the_coefficients(self):
        line = self.line()
        for values in ({"price_unit": 1.0}, {"correction_reason": "Friend"}):
            with self.subTest(values=values):
                self.assertRefused(
                    UserError, "can be corrected when", line.write, values
                )
                self.assertRefused(
                    UserError,
                    "set its base price",
                    line.write,
                    {"quantity": 1, **values},
                )
                self.assertRefused(
                    UserError,
                    "set its base price",
                    line.create,
                    {
                        "variant_id": line.variant_id.id,
                        "product_id": self.survey.id,
                        **values,
                    },
                )

    def test_price_from_a_clients_default_is_not_taken(self):
        variant = self.line().variant_id
        line = variant.line_ids.with_context(default_price_unit=1.0).create(
            {"variant_id": variant.id, "product_id": self.survey.id}
        )
        self.assertEqual(line.price_unit, 100)

    def test_others_do_not_write_variants(self):
        line = self.line()
        for user in (self.manager, self.sales_head):
            with self.subTest(user.login):
                self.assertRefused(
                    UserError,
                    "only an engineer of “Roofers”",
                    self.as_(user, line).write,
                    {"quantity": 5},
                )
        for user in (self.outsider, self.manager2, self.employee):
            with self.subTest(user.login):
                self.assertRefused(
                    AccessError, ".", self.as_(user, line).write, {"quantity": 5}
                )
        self.as_(self.colleague, line).quantity = 5
        self.assertEqual(line.price_subtotal, 500)

    def test_completed_is_read_only(self):
        line = self.completed_line()
        variant = line.variant_id
        for user in (self.engineer, self.leader, self.administrator):
            for method, args in (
                (line.write, ({"quantity": 1},)),
                (line.write, ({"base_price": 1},)),
                (line.unlink, ()),
                (variant.write, ({"name": "Other"},)),
                (variant.write, ({"line_ids": [Command.delete(line.id)]},)),
                (variant.write, ({"line_ids": [Command.clear()]},)),
                (variant.unlink, ()),
                (variant.copy, ()),
                (line.copy, ()),
                (variant.calculation_id.write, ({"need": "Else"},)),
                (variant.create, ({"calculation_id": variant.calculation_id.id},)),
            ):
                with self.subTest(user=user.name, method=method.__name__, args=args):
                    records = method.__self__.with_user(user)
                    self.assertRefused(
                        UserError,
                        "Completed",
                        getattr(records, method.__name__),
                        *args,
                    )

    def test_lines_of_one_service_keep_what_they_are_given(self):
        hours = self.env.ref("uom.product_uom_hour")
        self.montage.uom_id, self.montage.list_price = hours, 100
        days = self.env.ref("uom.product_uom_day")
        variant = self.variant(
            self.taken(),
            [
                {"product_id": self.montage.id, **values}
                for values in (
                    {},
                    {"name": "Mine", "quantity": 3},
                    {"base_price": 7},
                    {"product_uom_id": days.id},
                )
            ],
        )
        plain, named, cheap, daily = variant.line_ids
        self.assertEqual((plain.name, named.name), (self.montage.display_name, "Mine"))
        self.assertEqual((plain.price_subtotal, named.price_subtotal), (100, 300))
        self.assertEqual((cheap.base_price, cheap.price_unit), (7, 7))
        self.assertEqual((daily.product_uom_id, daily.price_unit), (days, 800))

    def test_copy_keeps_what_it_would_only_compute_again(self):
        calculation = self.taken()
        self.as_(self.engineer, calculation).measurement_ids = [
            Command.create({"name": "Width", "code": "W", "value": 3})
        ]
        variant = self.variant(
            calculation,
            [
                {"display_type": "line_section", "name": "Roof"},
                {"product_id": self.montage.id, "formula": "W * 2"},
                {"product_id": self.survey.id, "coefficient": 1.5},
            ],
            coefficient=1.1,
            coefficient_reason="A hurry",
        )
        names = [
            name
            for name, field in variant.line_ids._fields.items()
            if field.precompute and field.type != "one2many"
        ]

        def read(lines):
            return [[line[name] for name in names] for line in lines.sudo()]

        copy = variant.copy()
        self.assertEqual(read(copy.line_ids), read(variant.line_ids))
        self.env.add_to_compute(
            copy.line_ids._fields["calculated_price"], copy.line_ids.sudo()
        )
        self.assertEqual(read(copy.line_ids), read(variant.line_ids))
        dearer = variant.copy({"coefficient": 2, "coefficient_reason": "Haste"})
        self.assertEqual(dearer.line_ids[1].price_unit, 500)

    def test_copy_computes_what_follows_from_other_values(self):
        variant = self.variant(self.taken())
        lines = self.env.registry["engineering.variant.line"]
        copy_data, create = lines.copy_data, lines.create

        def cheaper(lines, default=None):
            return [{**vals, "base_price": 10} for vals in copy_data(lines, default)]

        def more(lines, vals_list):
            return create(lines, [{**vals, "quantity": 9} for vals in vals_list])

        for name, method, total in (("copy_data", cheaper, 50), ("create", more, 3150)):
            with self.subTest(name), patch.object(lines, name, method):
                copy = variant.copy()
                self.assertEqual(sum(copy.line_ids.mapped("price_subtotal")), total)

    def test_copy_computes_what_follows_from_what_it_does_not_have(self):
        variant = self.variant(
            self.taken(), coefficient=1.5, coefficient_reason="Haste"
        )
        for record in (variant, variant.line_ids):
            field = record._fields["coefficient"]
            with self.subTest(record._name), patch.object(field, "copy", False):
                lines = variant.copy().line_ids
                self.assertEqual(
                    lines.mapped("calculated_price"),
                    [
                        line.base_price * line.coefficient * line.variant_id.coefficient
                        for line in lines
                    ],
                )

    def test_copy_takes_no_prices_from_a_client(self):
        variant = self.variant(self.taken())
        copy = variant.copy(
            {
                "line_ids": [
                    Command.create(
                        {
                            "product_id": self.montage.id,
                            "calculated_price": 1,
                            "price_subtotal": 1,
                            "coefficient_values": {},
                        }
                    )
                ]
            }
        )
        self.assertEqual(copy.line_ids.mapped("price_subtotal"), [250])
        line = variant.line_ids[0].copy({"calculated_price": 1, "price_subtotal": 1})
        self.assertEqual(line.price_unit, variant.line_ids[0].price_unit)
        self.assertEqual(line.price_subtotal, variant.line_ids[0].price_subtotal)

    def test_variants_and_lines_stay_in_their_calculation(self):
        line, other = self.line(), self.line().variant_id
        for record, values in (
            (line, {"variant_id": other.id}),
            (line.variant_id, {"calculation_id": other.calculation_id.id}),
        ):
            with self.subTest(record._name):
                self.assertNotByHand(record, values)
                self.assertRefused(
                    UserError,
                    f"copied into {other.calculation_id.name}.*take its lines over",
                    record.copy,
                    values,
                )
        sibling = line.variant_id.copy()
        self.assertEqual(line.copy({"variant_id": sibling.id}).variant_id, sibling)

    def test_copy_of_a_variant_has_its_lines_and_prices(self):
        line = self.line(
            base_price=77.0,
            coefficient_ids=[Command.set(self.floor.ids)],
            coefficient=1.1,
        )
        variant = line.variant_id
        copy = variant.copy()
        self.assertEqual(copy.name, f"{variant.name} (copy)")
        self.assertEqual(copy.calculation_id, variant.calculation_id)
        self.assertEqual(copy.line_ids.price_unit, line.price_unit)
        self.assertEqual(copy.amount_total, variant.amount_total)
        copy.line_ids.quantity = 9
        self.assertEqual(line.quantity, 2)


@tagged("standard", "post_install", "-at_install")
class TestCorrections(VariantCase):
    def setUp(self):
        super().setUp()
        self.direction.write({"price_decrease_limit": 10, "price_increase_limit": 20})
        self.engineers = self.completed_line()
        self.line_ = self.as_(self.manager, self.engineers)

    def test_correction_keeps_who_when_why_and_the_engineers_price(self):
        line = self.line_
        line.write({"price_unit": 95.0, "correction_reason": "Old friend"})
        self.assertEqual((line.price_unit, line.calculated_price), (95, 100))
        self.assertEqual(line.price_subtotal, 190)
        self.assertEqual(line.variant_id.amount_total, 190)
        self.assertEqual(line.correction_percent, -5)
        self.assertEqual(line.corrected_by_id, self.manager)
        self.assertTrue(line.corrected_on)
        told = self.feed(line.variant_id.lead_id)[-1]
        for part in ("Survey", "100.00", "95.00", "Old friend"):
            self.assertIn(part, told)

    def test_correction_reaches_its_limits_and_not_further(self):
        for price in (90.0, 120.0):
            self.line_.price_unit = price
            self.assertEqual(self.line_.price_unit, price)
        for price in (89.99, 120.01):
            with self.subTest(price):
                self.assertRefused(
                    UserError,
                    "outside the limits of “Roofing”.*90.00.*120.00",
                    self.line_.write,
                    {"price_unit": price},
                )

    def test_limit_counts_from_the_engineers_price_not_the_last_one(self):
        self.line_.price_unit = 95
        self.assertRefused(
            UserError, "outside the limits", self.line_.write, {"price_unit": 86}
        )

    def test_correction_is_the_managers_alone(self):
        self.assertRefused(
            AccessError,
            "Only the manager",
            self.engineers.write,
            {"price_unit": 95},
        )
        self.assertRefused(
            AccessError,
            ".",
            self.as_(self.manager2, self.line_).write,
            {"price_unit": 95},
        )
        self.as_(self.sales_head, self.line_).price_unit = 96
        self.assertEqual(self.line_.corrected_by_id, self.sales_head)

    def test_correction_carries_nothing_else_along(self):
        for values in ({"quantity": 9}, {"calculated_price": 5}, {"base_price": 5}):
            with self.subTest(values=values), self.assertRaises(UserError):
                self.line_.write({"price_unit": 95, **values})

    def test_open_calculation_is_not_corrected(self):
        line = self.as_(self.manager, self.line())
        self.assertRefused(
            UserError,
            "now it is in the state “In progress”",
            line.write,
            {"price_unit": 95},
        )

    def test_correction_comes_through_the_deal_and_the_variant_too(self):
        variant = self.line_.variant_id
        variant.write({"line_ids": [Command.update(self.line_.id, {"price_unit": 97})]})
        self.assertEqual(self.line_.price_unit, 97)
        self.assertRefused(
            AccessError,
            "not allowed to create",
            variant.write,
            {"line_ids": [Command.create({"product_id": self.survey.id})]},
        )


@tagged("standard", "post_install", "-at_install")
class TestCosts(VariantCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.survey.standard_price = 60
        groups = f"{SALESMAN},crm_engineering_calc.group_see_costs"
        cls.buyer = cls.user("buyer", groups)

    def test_cost_and_margin_are_of_the_time_of_the_line(self):
        line = self.completed_line().sudo()
        self.env.flush_all()
        self.survey.standard_price = 1
        self.assertEqual((line.unit_cost, line.margin), (60, 80))
        self.assertEqual(line.variant_id.margin, 80)
        self.assertAlmostEqual(line.variant_id.margin_percent, 0.4)

    def test_corrected_price_changes_the_margin(self):
        line = self.completed_line()
        self.as_(self.manager, line).price_unit = 95
        self.assertEqual(line.sudo().margin, 70)
        self.assertEqual(line.sudo().variant_id.margin, 70)

    def test_costs_are_read_by_their_group_only(self):
        line = self.completed_line()
        for user in (self.engineer, self.leader, self.administrator, self.manager):
            for records, field in (
                (line, "unit_cost"),
                (line, "margin"),
                (line.variant_id, "margin"),
                (line.variant_id, "margin_percent"),
            ):
                with self.subTest(user=user.name, field=field):
                    records = self.as_(user, records)
                    with self.assertRaises(AccessError):
                        records.read([field])
                    with self.assertRaises(AccessError):
                        records.search([(field, ">", 0)])
                    self.assertNotIn(field, records.fields_get())
        self.assertRefused(
            AccessError, ".", self.line().write, {"unit_cost": 1, "quantity": 1}
        )
        line.sudo().variant_id.lead_id.user_id = self.buyer
        self.assertEqual(self.as_(self.buyer, line).read(["margin"])[0]["margin"], 80)

    def test_costs_are_in_no_view_of_who_may_not_see_them(self):
        for model in ("engineering.variant", "engineering.calculation", "crm.lead"):
            for user, seen in ((self.engineer, False), (self.manager, False)):
                with self.subTest(model=model, user=user.name):
                    views = self.model(model, user).get_views(
                        [(False, "form"), (False, "list"), (False, "kanban")]
                    )
                    archs = "".join(view["arch"] for view in views["views"].values())
                    for field in ('name="unit_cost"', 'name="margin"'):
                        self.assertEqual(field in archs, seen)
        form = self.model("engineering.variant", self.env.ref("base.user_admin"))
        self.assertIn('name="margin"', form.get_view(view_type="form")["arch"])
