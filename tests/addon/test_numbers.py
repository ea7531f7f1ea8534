"""What is no number is refused, wherever it comes from or is computed."""

import re
from itertools import product

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools.misc import formatLang

from odoo.addons.crm_engineering_calc.models.common.finite_fields import (
    FiniteFloat,
    FiniteMonetary,
)
from odoo.addons.crm_engineering_calc.models.common.format_number import (
    format_amount,
    format_float,
)
from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

NO_NUMBERS = (float("nan"), float("inf"), float("-inf"), "nan", "1e999", 1e15)


@tagged("standard", "post_install", "-at_install")
class TestNumbers(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.calculation = self.taken()
        self.line = self.variant(self.calculation).line_ids[0]

    def test_each_number_that_is_kept_is_finite(self):
        infinite = [
            str(field)
            for name, model in self.env.registry.items()
            if name.startswith("engineering.")
            for field in model._fields.values()
            if field.type in ("float", "monetary") and field.store
            if field._modules and not field.related
            if not isinstance(field, FiniteFloat | FiniteMonetary)
        ]
        self.assertEqual(infinite, [])

    def test_precision_that_is_changed_holds_at_once(self):
        """Even in the middle of what has asked for it before."""
        precision = self.env.ref("product.decimal_price")
        line = self.as_(self.engineer, self.line)
        line.base_price = 1.23456
        self.assertEqual(line.base_price, 1.23)
        precision.digits = 4
        line.base_price = 1.23456
        self.assertEqual(line.base_price, 1.2346)

    def test_numbers_are_written_as_the_host_writes_them(self):
        langs = self.env["res.lang"]
        for code in ("fr_FR", "ru_RU"):
            langs._activate_lang(code)
        langs._activate_lang("en_US").grouping = "[3,2,0]"
        currencies = self.env.ref("base.USD") | self.env.ref("base.JPY")
        for code, number in product(
            ("en_US", "fr_FR", "ru_RU"),
            (0.0, 0.5, -1.005, 999.995, 1234567.125, -98765432.1),
        ):
            env = self.env(context={"lang": code})
            for digits in (0, 2, 5):
                with self.subTest(lang=code, number=number, digits=digits):
                    self.assertEqual(
                        format_float(env, number, digits),
                        formatLang(env, number, digits=digits),
                    )
            for currency in currencies.with_env(env):
                with self.subTest(lang=code, number=number, currency=currency.name):
                    self.assertEqual(
                        format_amount(env, number, currency), currency.format(number)
                    )

    def assertNumbersOnly(self, record, name):
        label = record._fields[name]._description_string(record.env)
        for number in NO_NUMBERS:
            with self.subTest(field=str(record._fields[name]), number=number):
                self.assertRefused(
                    ValidationError,
                    re.escape(f"“{label}” takes a number with at most 15 digits"),
                    record.write,
                    {name: number},
                )

    def test_what_is_no_number_is_refused_on_lines(self):
        for name in ("quantity", "base_price", "coefficient"):
            self.assertNumbersOnly(self.line, name)
        for number in NO_NUMBERS:
            self.assertRefused(
                ValidationError,
                "“Quantity” takes a number",
                self.variant,
                self.calculation,
                [(self.survey, number, 1.0)],
            )

    def test_what_is_no_number_is_refused_in_measurements(self):
        measurement = self.calculation.measurement_ids.create(
            {
                "calculation_id": self.calculation.id,
                "name": "Width",
                "code": "W",
                "value": 2.5,
            }
        )
        for name in ("value", "value_min", "value_max"):
            self.assertNumbersOnly(measurement, name)
        self.assertEqual(measurement.value, 2.5)

    def test_what_is_no_number_is_refused_in_settings(self):
        direction = self.as_(self.administrator, self.direction)
        for name in ("price_decrease_limit", "margin_floor"):
            self.assertNumbersOnly(direction, name)
        coefficient = self.model("engineering.coefficient", self.administrator).create(
            {"name": "Height", "value": 1.2}
        )
        for name in ("value", "value_min", "value_max"):
            self.assertNumbersOnly(coefficient, name)

    def test_what_is_no_number_is_refused_as_a_correction(self):
        self.complete(self.calculation)
        self.assertNumbersOnly(self.as_(self.manager, self.line), "price_unit")
        for number in NO_NUMBERS:
            self.assertRefused(
                ValidationError,
                "“How Much” takes a number",
                lambda number=number: self.wizard(
                    "engineering.correction",
                    self.as_(self.manager, self.line.variant_id),
                    value=number,
                    reason="x",
                ),
            )

    def test_what_is_no_number_is_refused_in_works_and_acts(self):
        order = self.ordered(lines=[(self.survey, 3, 100.0)])
        order.agreement_id = self.contract()
        wizard = self.wizard("engineering.work.create", order.opportunity_id)
        self.assertNumbersOnly(wizard.line_ids, "quantity")
        work = self.worked(order)
        self.assertNumbersOnly(work.engineering_work_line_ids, "quantity")
        self.done(work)
        act = self.acted(work)
        self.assertNumbersOnly(act.line_ids, "quantity")

    def test_computed_measurement_that_overflows_says_so(self):
        measurement = self.calculation.measurement_ids.create(
            {
                "calculation_id": self.calculation.id,
                "name": "Width",
                "code": "W",
                "formula": "9 ** 99",
            }
        )
        self.line.formula = "W"
        self.assertEqual((measurement.value, self.line.quantity), (0, 0))
        self.assertIn("too large", measurement.formula_error)
        self.assertIn("too large", self.line.formula_error)

    def test_amount_that_overflows_is_refused(self):
        self.line.write({"quantity": 9e12, "base_price": 1.0})
        self.assertRefused(
            ValidationError,
            "“Subtotal” takes a number",
            self.line.write,
            {"base_price": 9e14},
        )

    def test_what_is_no_number_is_refused_in_an_import(self):
        before = self.calculation.export_estimate()
        for number in (*NO_NUMBERS, "Infinity", 10**15):
            for name in ("quantity", "base_price", "coefficient"):
                with self.subTest(field=name, number=number):
                    data = self.calculation.export_estimate()
                    data["variants"][0]["lines"][0][name] = number
                    self.assertRefused(
                        UserError,
                        rf"line 1 \(Survey\), {name}: .*(no number|15 digits)",
                        self.calculation.import_estimate,
                        data,
                    )
        self.env.invalidate_all()
        self.assertEqual(self.calculation.export_estimate(), before)
