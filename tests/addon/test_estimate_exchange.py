import functools
import json
import operator

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestEstimateExchange(EngineeringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.survey.default_code = "SUR"
        cls.montage.default_code = "MON"
        cls.height, cls.region = cls.quiet["engineering.coefficient"].create(
            [
                {
                    "name": "Height",
                    "code": "height",
                    "value": 1.2,
                    "value_min": 1.1,
                    "value_max": 1.5,
                },
                {"name": "Region", "value": 1.1},
            ]
        )

    def setUp(self):
        super().setUp()
        self.calculation = self.taken()
        self.calculation.env["engineering.measurement"].create(
            [
                {"calculation_id": self.calculation.id, **values}
                for values in (
                    {"name": "Width", "code": "W", "value": 2.5},
                    {"name": "Area", "code": "A", "formula": "W * 4"},
                )
            ]
        )
        self.standard = self.variant(
            self.calculation,
            [
                {"display_type": "line_section", "name": "Roof"},
                {
                    "product_id": self.survey.id,
                    "base_price": 123.45,
                    "coefficient_ids": [Command.set(self.height.ids)],
                    "coefficient": 1.25,
                    "coefficient_reason": "Windy",
                },
                {"display_type": "line_subsection", "name": "Ridge"},
                {"product_id": self.montage.id, "formula": "ceil(A / 3)"},
                {"display_type": "line_note", "name": "By helicopter"},
                {"product_id": self.repair.id, "quantity": 2.5},
            ],
            name="Standard",
            coefficient_ids=[Command.set(self.region.ids)],
        )
        self.cheap = self.variant(self.calculation, name="Cheap")

    def exported(self, calculation=None):
        """Return the estimate as a program has it that reads and writes JSON."""
        calculation = calculation or self.calculation
        return json.loads(json.dumps(calculation.export_estimate()))

    def lines(self, data):
        return data["variants"][0]["lines"]

    def assertNothingImported(self, pattern, data, exception=UserError):
        before = self.exported()
        self.assertRefused(exception, pattern, self.calculation.import_estimate, data)
        self.env.invalidate_all()
        self.assertEqual(self.exported(), before)

    # === OUT ===

    def test_export_has_what_people_entered(self):
        data = self.exported()
        self.assertEqual(data["calculation"], self.calculation.name)
        self.assertEqual(
            [
                (one["code"], one["value"], one["formula"])
                for one in data["measurements"]
            ],
            [("W", "2.5", None), ("A", "10", "W * 4")],
        )
        self.assertEqual(
            [variant["name"] for variant in data["variants"]], ["Standard", "Cheap"]
        )
        lines = self.lines(data)
        self.assertEqual(
            [line["kind"] for line in lines],
            ["section", "product", "subsection", "product", "note", "product"],
        )
        survey, montage, repair = (line for line in lines if line["kind"] == "product")
        self.assertEqual(survey["product_code"], "SUR")
        self.assertEqual(survey["base_price"], "123.45")
        self.assertEqual(survey["coefficient"], "1.25")
        self.assertEqual(survey["coefficient_reason"], "Windy")
        self.assertEqual(
            [(one["code"], one["value"]) for one in survey["coefficients"]],
            [("height", "1.2")],
        )
        self.assertEqual(
            (montage["formula"], montage["quantity"]), ("ceil(A / 3)", "4")
        )
        self.assertEqual(repair["product_code"], "Repair")
        self.assertEqual(data["variants"][0]["coefficients"][0]["code"], "Region")

    def test_export_has_no_costs(self):
        self.survey.standard_price = 77.77
        self.calculation.sudo().variant_ids.line_ids.unit_cost = 77.77
        self.assertNotIn("77.77", json.dumps(self.exported()))

    def test_correction_of_the_manager_is_exported_and_not_imported(self):
        calculation = self.completed()
        line = self.as_(self.manager, calculation.variant_ids.line_ids[0])
        line.write({"price_unit": 95.0, "correction_reason": "Friend"})
        self.assertEqual(self.lines(self.exported(calculation))[0]["price_unit"], "95")
        revision = self.as_(self.engineer, self.revise(calculation))
        data = self.exported(revision)
        self.lines(data)[0]["price_unit"] = "95"
        revision.import_estimate(data)
        self.assertEqual(revision.variant_ids.line_ids[0].price_unit, 100)

    def test_texts_that_no_file_can_hold_are_exported_and_stay(self):
        section, survey = self.standard.line_ids[:2]
        section.name = "   "
        survey.sudo().name = "x" * 33000
        self.standard.name = " "
        data = self.exported()
        self.assertEqual(data["variants"][0]["name"], "–")
        self.assertEqual(self.lines(data)[0]["name"], "–")
        self.assertEqual(len(self.lines(data)[1]["name"]), 32767)
        self.calculation._export_workbook(self.calculation.variant_ids)
        self.calculation.import_estimate(data)
        self.assertEqual((section.name, len(survey.name)), ("   ", 33000))

    def test_numbers_of_any_size_are_exported(self):
        self.calculation.measurement_ids[0].value = 1.5e-14
        self.standard.line_ids[5].quantity = 123456789012.34
        self.assertEqual(self.exported()["measurements"][0]["value"], "1.5E-14")

    # === THERE AND BACK ===

    def test_import_of_the_same_changes_nothing(self):
        before = self.exported()
        self.env.flush_all()
        written = self.standard.line_ids.mapped("write_date")
        self.calculation.import_estimate(before)
        self.env.invalidate_all()
        self.assertEqual(self.exported(), before)
        self.assertEqual(self.standard.line_ids.mapped("write_date"), written)

    def test_import_into_an_empty_calculation_makes_the_same(self):
        data = self.exported()
        other = self.taken()
        other.import_estimate({**data, "calculation": other.name})
        copy = self.exported(other)
        for part in (data, copy):
            del part["calculation"]
            for variant in part["variants"]:
                del variant["ref"]
                for line in variant["lines"]:
                    del line["ref"]
        self.assertEqual(copy, data)
        self.assertEqual(
            other.variant_ids.mapped("amount_total"),
            self.calculation.variant_ids.mapped("amount_total"),
        )

    def test_lines_keep_their_identity(self):
        data = self.exported()
        lines = self.lines(data)
        section, survey, *_rest = before = self.standard.line_ids
        del lines[4]
        lines[1]["quantity"] = "7"
        lines.insert(2, {"ref": "new", "name": "Once more", "product_code": "MON"})
        self.calculation.import_estimate(data)
        after = self.standard.line_ids
        self.assertEqual(after[:2] | after[3:], before - before[4])
        self.assertEqual(after[:2], section | survey)
        self.assertEqual(survey.quantity, 7)
        self.assertEqual(after[2].product_id, self.montage)
        self.assertEqual(after[2].name, "Once more")
        self.assertEqual(after[2].base_price, 250)
        self.assertEqual(after[2].quantity, 1)

    def test_lines_stand_as_in_the_estimate(self):
        data = self.exported()
        self.lines(data).reverse()
        before = self.standard.line_ids
        self.calculation.import_estimate(data)
        self.assertEqual(self.standard.line_ids.ids, before.ids[::-1])

    def test_variants_come_and_go_and_keep_their_identity(self):
        data = self.exported()
        data["variants"] = [
            {"ref": "dear", "name": "Dear", "lines": self.lines(data)},
            {**data["variants"][1], "name": "Cheapest"},
        ]
        self.calculation.import_estimate(data)
        self.assertFalse(self.standard.exists())
        dear, cheap = self.calculation.variant_ids
        self.assertEqual(cheap, self.cheap)
        self.assertEqual(cheap.name, "Cheapest")
        self.assertEqual(dear.name, "Dear")
        self.assertEqual(len(dear.line_ids), 6)

    def test_measurements_are_known_by_their_code(self):
        data = self.exported()
        width, area = self.calculation.measurement_ids
        montage = self.standard.line_ids[3]
        self.assertEqual(montage.quantity, 4)
        data["measurements"] = [
            {**data["measurements"][0], "value": "5"},
            {"code": "A", "name": "Area", "formula": "W * H"},
            {"code": "H", "name": "Height", "value": "3", "unit": "m"},
        ]
        self.calculation.import_estimate(data)
        self.assertEqual(self.calculation.measurement_ids[:2], width | area)
        self.assertEqual(self.calculation.measurement_ids[2].uom_id.name, "m")
        self.assertEqual(area.value, 15)
        self.assertEqual(montage.quantity, 5)

    def test_quantity_of_a_formula_comes_from_the_formula(self):
        data = self.exported()
        self.lines(data)[3]["quantity"] = "99"
        self.calculation.import_estimate(data)
        self.assertEqual(self.standard.line_ids[3].quantity, 4)
        self.lines(data)[3]["formula"] = None
        self.calculation.import_estimate(data)
        self.assertEqual(self.standard.line_ids[3].quantity, 99)
        self.assertFalse(self.standard.line_ids[3].formula)

    def test_what_is_left_out_stays_or_begins_as_usual(self):
        survey = self.standard.line_ids[1]
        data = self.exported()
        lines = self.lines(data)
        lines[:] = [
            {"ref": lines[1]["ref"], "name": "Survey", "product_code": "SUR"},
            {"ref": "1", "name": "Repair", "product_code": "repair"},
        ]
        self.calculation.import_estimate(data)
        self.assertEqual(survey.base_price, 123.45)
        self.assertEqual(survey.coefficient, 1.25)
        repair = self.standard.line_ids - survey
        self.assertEqual(repair.base_price, 40)
        self.assertEqual(repair.quantity, 1)
        self.assertEqual(repair.product_uom_id, self.repair.uom_id)

    def test_coefficient_is_named_by_code_or_name(self):
        data = self.exported()
        line = self.lines(data)[5]
        line["coefficients"] = [
            {"code": "height", "value": "1.2"},
            {"code": "REGION", "value": "1.1"},
        ]
        line["coefficient"] = "1.32"
        self.calculation.import_estimate(data)
        repair = self.standard.line_ids[5]
        self.assertEqual(repair.coefficient_ids, self.height | self.region)
        self.assertEqual(repair.coefficient, 1.32)
        self.assertFalse(repair.coefficient_corrected)

    def test_coefficient_without_value_is_taken_at_the_value_of_today(self):
        data = self.exported()
        self.lines(data)[1]["coefficients"].append({"code": "Region"})
        self.lines(data)[5]["coefficients"] = [{"code": "height", "value": None}]
        self.calculation.import_estimate(data)
        self.assertEqual(self.standard.line_ids[1].coefficient, 1.32)
        self.assertEqual(self.standard.line_ids[5].coefficient, 1.2)

    def test_other_names_of_the_same_change_nothing(self):
        data = self.exported()
        line = self.lines(data)[1]
        line.update(product_code="survey", unit=" units", base_price="123.450")
        line["coefficients"] = [{"code": "Height", "value": "1.2"}]
        self.env.flush_all()
        written = self.standard.line_ids.mapped("write_date")
        self.calculation.import_estimate(data)
        self.assertEqual(self.standard.line_ids.mapped("write_date"), written)

    def test_values_that_were_taken_stay_what_they_were(self):
        data = self.exported()
        self.height.write({"value": 2.0, "value_min": 2.0, "value_max": 3.0})
        self.height.active = False
        self.lines(data)[1]["quantity"] = "3"
        self.calculation.import_estimate(data)
        self.assertEqual(self.standard.line_ids[1].coefficient, 1.25)
        self.assertEqual(self.exported(), data)

    def test_always_applied_coefficient_is_on_new_lines(self):
        self.quiet["engineering.coefficient"].create(
            {"name": "Fuel", "value": 1.5, "kind": "always"}
        )
        data = self.exported()
        self.lines(data).append({"ref": "x", "name": "M", "product_code": "MON"})
        self.calculation.import_estimate(data)
        self.assertEqual(self.standard.line_ids[-1].coefficient, 1.5)
        data = self.exported()
        self.lines(data)[-1].update(coefficients=[], coefficient="1")
        self.assertNothingImported("Fuel ×1.5 is always applied", data)

    def test_service_is_found_in_any_language(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        self.repair.with_context(lang="ru_RU").name = "Ремонт"
        data = self.exported()
        self.lines(data).append(
            {"ref": "x", "name": "Ремонт", "product_code": "  ремонт "}
        )
        self.calculation.import_estimate(data)
        self.assertEqual(self.standard.line_ids[-1].product_id, self.repair)

    def test_unit_is_found_by_name(self):
        self.montage.uom_id = self.env.ref("uom.product_uom_hour")
        data = self.exported()
        self.lines(data).append(
            {
                "ref": "x",
                "name": "Montage",
                "product_code": "MON",
                "unit": "Days",
            }
        )
        self.calculation.import_estimate(data)
        line = self.standard.line_ids[-1]
        self.assertEqual(line.product_uom_id, self.env.ref("uom.product_uom_day"))
        self.assertEqual(line.base_price, 250 * 8)

    # === REFUSED ===

    def test_refusal_names_line_field_reason_and_remedy(self):
        data = self.exported()
        lines = self.lines(data)
        lines[1]["quantity"] = "many"
        del lines[3]["name"]
        self.assertNothingImported(
            r"Nothing is imported into .*:\n"
            r"• “Standard”, line 2 \(\[SUR\] Survey\), quantity:"
            r" “many” is no number; give one as 1234\.5\.\n"
            r"• “Standard”, line 4, name: it is missing; give it",
            data,
        )

    def test_values_of_another_type_are_refused_with_the_remedy(self):
        line = ("variants", 0, "lines", 1)
        for path, value, refusal in (
            ((), "x", "\n• “x” has no fields; give them in {"),
            (("revision",), 0, "revision: 0 is out of bounds; the limit is 1"),
            (("revision",), "x", "revision: “x” is no whole number; give one"),
            (("price_factors", 0), 5, "price_factors 1: “5” has no fields; give"),
            (("variants",), {}, r"variants: “{}” is no list; give one in \["),
            ((*line, "collapse_prices"), 7, "“7” is neither true nor false; give one"),
            ((*line, "included_tax"), -2, "-2 is not above -1; give more"),
            ((*line, "extra"), "a\ud800", "no field “a”; leave it out"),
            ((*line, "extra"), {"b\udfff": 1}, "no field “b”; leave it out"),
            ((*line, "unit"), "c\ud800" + "\ud800" * 40000, "no unit “c”"),
        ):
            with self.subTest(path=path, value=str(value)[:9].encode(errors="ignore")):
                data = {"": self.exported()}
                *parents, key = ("", *path)
                functools.reduce(operator.getitem, parents, data)[key] = value
                self.assertNothingImported(refusal, data[""])

    def test_what_is_no_estimate_is_refused(self):
        for data in (None, [], "estimate", {}, {"variants": 7}, {"variants": [None]}):
            self.assertNothingImported("Nothing is imported", data)

    def test_problem_names_line_and_remedy(self):
        cases = [
            ({"product_code": "Piping"}, r"offers no service “Piping”\. Write the"),
            ({"unit": "parsec"}, r"There is no unit “parsec”\. Write the name"),
            ({"unit": "kg"}, r"is sold in Units, which can't be converted into kg"),
            ({"quantity": "-1"}, r"A quantity can't be negative"),
            ({"formula": "A *"}, r"formula"),
            (
                {"coefficients": [{"code": "luck", "value": 2}]},
                r"offers no coefficient “luck” here\. Write the code",
            ),
            (
                {"coefficients": [{"code": "height", "value": 2}]},
                r"The coefficient “height” is 1\.2 here, not 2\. Write 1\.2",
            ),
            (
                {
                    "coefficients": [{"code": "height", "value": "1.2"}],
                    "coefficient": "1.6",
                },
                r"1\.6 is outside the bounds of its coefficients \(1\.1 to 1\.5\)",
            ),
        ]
        for values, pattern in cases:
            with self.subTest(pattern):
                data = self.exported()
                self.lines(data)[5].update(values)
                self.assertNothingImported(
                    rf"“Standard”, line 6 \(Repair\): .*{pattern}", data
                )

    def test_each_rule_of_the_exchange_is_told_in_words(self):
        height = {"code": "height", "value": "1.2"}
        cases = [
            (5, {"product_code": None}, "no service is named; give its code"),
            (5, {"base_price": "-1234.5"}, r"base_price is -1,234\.5; give 0 or more"),
            (5, {"coefficient": "-0.5"}, r"the coefficient -0\.5 is not above 0"),
            (5, {"coefficients": [height] * 2}, "“height” is there twice; keep one"),
            (5, {"collapse_prices": True}, "a service has no collapse_prices; clear"),
            (5, {"extra": {"colour": "red"}}, "has no field “colour”; leave it out"),
            (0, {"quantity": "2"}, "a section or note has no quantity; clear it"),
            (2, {"ref": "x", "name": "x" * 40000}, "longer than 32767 characters"),
        ]
        for place, values, pattern in cases:
            with self.subTest(pattern):
                data = self.exported()
                self.lines(data)[place].update(values)
                self.assertNothingImported(pattern, data)
        data = self.exported()
        self.lines(data)[1]["ref"] = self.lines(data)[5]["ref"]
        self.assertNothingImported("“Standard”: “.*” is there twice", data)

    def test_ambiguous_service_is_refused(self):
        twin = self.service("Repair", 50.0)
        self.direction.product_tmpl_ids |= twin.product_tmpl_id
        data = self.exported()
        self.lines(data).append({"ref": "x", "name": "x", "product_code": "Repair"})
        self.assertNothingImported("“Repair” may be any of Repair, Repair", data)

    def test_estimate_of_another_calculation_is_refused(self):
        data = self.exported()
        for values, pattern in (
            ({"calculation": "C-1"}, "This is C-1, revision 1, and"),
            ({"revision": 7}, "revision 7, and it is to be imported into"),
            ({"currency_code": "XXX"}, "The prices are in XXX, and"),
        ):
            self.assertNothingImported(pattern, {**data, **values})

    # === RIGHTS ===

    def test_who_may_not_edit_may_not_import(self):
        data = self.exported()
        lead = self.calculation.lead_id
        self.lines(data)[1]["quantity"] = "7"
        self.as_(self.manager, self.calculation).export_estimate()
        cases = [
            (self.manager, UserError),
            (self.outsider, AccessError),
            (self.employee, AccessError),
        ]
        for user, exception in cases:
            calculation = self.as_(user, self.calculation)
            self.assertRefused(exception, "", calculation.import_estimate, data)
        for user in (self.outsider, self.employee):
            with self.assertRaises(AccessError):
                self.as_(user, self.calculation).export_estimate()
        self.as_(self.colleague, self.calculation).import_estimate(data)
        self.assertEqual(self.standard.line_ids[1].quantity, 7)
        self.assertTrue(lead)

    def test_completed_calculation_is_not_imported_into(self):
        calculation = self.completed()
        data = self.exported(calculation)
        self.assertRefused(
            UserError, "only while it is open", calculation.import_estimate, data
        )

    # === COST ===

    def test_queries_do_not_grow_with_lines(self):
        counts = []
        for count in (20, 200):
            calculation = self.taken()
            data = {
                **self.exported(calculation),
                "variants": [
                    {
                        "ref": "x",
                        "name": "Many",
                        "lines": [
                            {
                                "ref": f"x{number}",
                                "name": f"Line {number}",
                                "product_code": "MON",
                                "quantity": number,
                            }
                            for number in range(count)
                        ],
                    }
                ],
            }
            counts.append([self.count_queries(calculation.import_estimate, data)])
            data = self.exported(calculation)
            for number, line in enumerate(self.lines(data)):
                line["quantity"] = str(2 * number + 1)
            counts[-1].append(self.count_queries(calculation.import_estimate, data))
            del self.lines(data)[::2]
            counts[-1].append(self.count_queries(calculation.import_estimate, data))
        for few, many in zip(*counts, strict=True):
            self.assertLessEqual(many, few)
