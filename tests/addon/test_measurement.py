from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestMeasurement(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.calculation = self.taken()
        self.width, self.height, self.count = self.measure(
            ("Width", "W", 2.5), ("Height", "H", 2.0), ("Windows", "n", 3)
        )

    def measure(self, *values, calculation=None):
        calculation = calculation or self.calculation
        return calculation.env["engineering.measurement"].create(
            [
                {
                    "calculation_id": calculation.id,
                    "name": name,
                    "code": code,
                    "value" if isinstance(value, int | float) else "formula": value,
                }
                for name, code, value in values
            ]
        )

    def line(self, formula, calculation=None, **values):
        variant = self.variant(
            calculation or self.calculation,
            [{"product_id": self.montage.id, "formula": formula, **values}],
        )
        return variant.line_ids

    # === QUANTITIES ===

    def test_quantity_is_computed_from_measurements(self):
        line = self.line("ceil(W * H / 2) * n")
        self.assertEqual(line.quantity, 9)
        self.assertEqual(line.price_subtotal, 9 * 250)
        self.assertFalse(line.formula_error)

    def test_formula_is_computed_in_the_form(self):
        form = Form(self.variant(self.calculation))
        with form.line_ids.new() as line:
            line.product_id = self.repair
            line.formula = "W * n"
            self.assertEqual(line.quantity, 7.5)
        form.save()
        self.assertEqual(form.record.line_ids[-1].quantity, 7.5)

    def test_measurement_is_written_down_in_the_form(self):
        form = Form(self.calculation)
        with form.measurement_ids.new() as row:
            row.name = "Area"
            row.code = "S"
            row.formula = "W * H"
        form.save()
        self.assertEqual(self.calculation.measurement_ids[-1].value, 5)

    def test_quantity_is_rounded_half_up_to_the_digits_of_units(self):
        self.width.value = 0.125
        self.assertEqual(self.line("W").quantity, 0.13)

    def test_quantity_without_formula_starts_with_one(self):
        self.assertEqual(self.line(False).quantity, 1)

    def test_measurement_changes_exactly_what_depends_on_it(self):
        wide, high, fixed = (
            self.line("W * n"),
            self.line("H"),
            self.line(False, quantity=7),
        )
        self.env.flush_all()
        written = []
        line_class = self.env.registry["engineering.variant.line"]
        evaluate = line_class._evaluate_formula

        def spy(line, *args):
            written.append(line)
            return evaluate(line, *args)

        self.patch(line_class, "_evaluate_formula", spy)
        self.width.value = 4
        self.env.flush_all()
        self.assertEqual(written, [wide])
        self.assertEqual((wide.quantity, high.quantity, fixed.quantity), (12, 2, 7))
        self.assertEqual(wide.variant_id.amount_untaxed, 12 * 250)

    def test_measurement_can_be_computed_from_others(self):
        self.measure(("Area", "S", "W * H"), ("Paint", "P", "S * 2"))
        line = self.line("ceil(P / 3)")
        self.assertEqual(line.quantity, 4)
        self.height.value = 4
        self.assertEqual(line.quantity, 7)
        area, paint = self.calculation.measurement_ids[-2:]
        self.assertEqual((area.value, paint.value), (10, 20))

    def test_order_of_entry_does_not_matter(self):
        line = self.line("S")
        self.assertIn("S", line.formula_error)
        self.measure(("Area", "S", "W * T"), ("Times", "T", 2))
        self.assertEqual(line.quantity, 5)
        self.assertFalse(line.formula_error)

    def test_code_that_formulas_use_is_not_changed(self):
        line = self.line("W")
        self.assertRefused(
            UserError, r"W \(Width\).*Montage: W", self.width.write, {"code": "B"}
        )
        self.width.code = "w"
        self.assertEqual(line.quantity, 2.5)
        line.unlink()
        self.width.code = "B"

    def test_measurement_that_formulas_use_is_not_removed(self):
        line = self.line("w")
        self.assertRefused(UserError, r"W \(Width\).*Montage: w", self.width.unlink)
        self.assertEqual(line.quantity, 2.5)

    def test_written_quantity_replaces_the_formula(self):
        line = self.line("W")
        line.quantity = 8
        self.assertFalse(line.formula)
        self.width.value = 4
        self.assertEqual(line.quantity, 8)

    def test_formula_comes_before_a_quantity_written_with_it(self):
        line = self.line("W", quantity=99)
        self.assertEqual(line.quantity, 2.5)
        line.write({"formula": "H", "quantity": 99})
        self.assertEqual((line.formula, line.quantity), ("H", 2))

    def test_text_has_no_formula(self):
        line = self.variant(
            self.calculation,
            [{"display_type": "line_note", "name": "Note", "formula": "W"}],
        ).line_ids
        self.assertFalse(line.formula)
        self.assertEqual(line.quantity, 0)

    # === ERRORS ===

    def test_errors_stand_on_the_line_in_words(self):
        for formula, words in (
            ("W * X", "X"),
            ("W / (H - 2)", "zero"),
            ("-W", "negative"),
        ):
            with self.subTest(formula):
                line = self.line(formula)
                self.assertIn(words, line.formula_error)
                self.assertEqual(line.quantity, 0)

    def test_what_is_no_formula_is_refused_with_its_line(self):
        line = self.line("W")
        for formula, words in (
            ("W *", "complete formula"),
            ("max(1,5)", "1.5 with a point"),
            ("W, H", "semicolons"),
            ("W << 2", "“W << 2” can't be used"),
            ("W >> H", "“W >> H” can't be used"),
        ):
            with self.subTest(formula):
                self.assertRefused(ValidationError, words, self.line, formula)
                self.assertRefused(
                    ValidationError,
                    f"Montage.*{words}",
                    line.write,
                    {"formula": formula},
                )
                self.assertRefused(
                    ValidationError, words, self.measure, ("Area", "S", formula)
                )

    def test_form_tells_at_once_what_is_no_formula(self):
        form = Form(self.variant(self.calculation))
        with form.line_ids.new() as line:
            line.product_id = self.repair
            line.formula = "W << 2"
            self.assertIn("“W << 2”", line.formula_error)
        self.assertRefused(ValidationError, "W << 2", form.save)

    def test_stored_nonsense_stands_on_its_line_and_breaks_nothing(self):
        line = self.line("W")
        [area] = self.measure(("Area", "S", "W * H"))
        self.env.flush_all()
        for record in (line, area):
            self.env.cr.execute(
                f"UPDATE {record._table} SET formula = 'S << 1' WHERE id = %s",
                [record.id],
            )
        self.env.invalidate_all()
        for record in (line, area):
            self.assertIn("“S << 1” can't be used", record.formula_error)
        self.width.value = 4
        self.assertRefused(UserError, "S << 1", self.calculation.action_complete)
        other = self.taken()
        copy = self.variant(other)
        wizard = copy.env["engineering.variant.fill"].create(
            {
                "variant_id": copy.id,
                "source": "variant",
                "source_variant_id": line.variant_id.id,
            }
        )
        self.assertRefused(ValidationError, "S << 1", wizard.action_confirm)
        line.formula = "W"
        self.assertEqual(line.quantity, 4)

    def test_cycle_stands_on_measurements_and_lines(self):
        first, second = self.measure(("First", "A", "B + 1"), ("Second", "B", "A + 1"))
        line = self.line("A")
        for record in (first, second, line):
            self.assertRegex(record.formula_error, "A.*B|B.*A")

    def test_error_of_a_measurement_blocks_completion(self):
        line = self.line("S", name="Glass")
        self.measure(("Area", "S", "W / 0"))
        self.assertRefused(
            UserError, "Area.*\n.*Glass", self.calculation.action_complete
        )
        self.calculation.measurement_ids[-1].formula = "W"
        self.assertEqual(line.quantity, 2.5)
        self.calculation.action_complete()
        self.assertEqual(self.calculation.state, "completed")

    def test_code_is_a_name(self):
        for code in ("1W", "W H", "max", "if", "W-1"):
            with self.subTest(code):
                self.assertRefused(
                    ValidationError, code, self.measure, ("Width", code, 1.0)
                )

    def test_code_may_be_russian(self):
        self.measure(("Ширина", "Ш", 1.5))
        self.assertEqual(self.line("Ш * 2").quantity, 3)

    def test_code_is_written_as_formulas_read_it(self):
        [floor] = self.measure(("Floor", " Ⅳ ", 4.0))
        self.assertEqual(floor.code, "IV")
        self.assertEqual(self.line("Ⅳ * 2").quantity, 8)

    def test_computed_values_are_passed_on_exactly(self):
        self.width.value = 5
        self.measure(("Third", "T", "W / 3"))
        self.assertEqual(self.line("ceil(T * 3)").quantity, 5)

    def test_code_is_there_once(self):
        self.assertRefused(Exception, "code", self.measure, ("Again", "W", 1.0))

    # === BOUNDS ===

    def test_value_outside_of_bounds_is_refused(self):
        self.width.write({"value_min": 1, "value_max": 3})
        self.assertRefused(
            ValidationError, "Width is 4.* 1 to 3", self.width.write, {"value": 4}
        )

    def test_computed_value_outside_of_bounds_blocks_completion(self):
        self.line("W")
        self.measure(("Area", "S", "W * H"))
        self.calculation.measurement_ids[-1].write({"value_min": 1, "value_max": 4})
        self.assertRefused(
            UserError, "Area is 5.* 1 to 4", self.calculation.action_complete
        )

    # === DIRECTION ===

    def ask_of_direction(self, direction, *values):
        return self.model(
            "engineering.direction.measurement", self.administrator
        ).create([{"direction_id": direction.id, **vals} for vals in values])

    def test_calculation_begins_with_what_the_direction_asks(self):
        child = self.quiet["engineering.direction"].create(
            {
                "name": "Flat roofs",
                "parent_id": self.direction.id,
                "team_id": self.team.id,
            }
        )
        self.ask_of_direction(
            self.direction,
            {"name": "Slope", "code": "a", "value": 30, "value_max": 60},
            {"name": "Length", "code": "L", "required": True},
        )
        self.ask_of_direction(child, {"name": "Flat slope", "code": "a", "value": 2})
        parent, flat = (
            self.requested(),
            self.requested(engineering_direction_id=child.id),
        )
        self.assertEqual(parent.measurement_ids.mapped("name"), ["Slope", "Length"])
        self.assertEqual(
            {(one.name, one.value) for one in flat.measurement_ids},
            {("Flat slope", 2), ("Length", 0)},
        )

    def test_missing_measurement_blocks_completion(self):
        self.ask_of_direction(
            self.direction, {"name": "Length", "code": "L", "required": True}
        )
        calculation = self.taken()
        self.variant(calculation)
        self.assertRefused(UserError, "Length .L. is not", calculation.action_complete)
        calculation.measurement_ids.value = 6
        calculation.action_complete()
        self.assertEqual(calculation.state, "completed")

    def test_later_configuration_changes_no_calculation(self):
        asked = self.ask_of_direction(
            self.direction, {"name": "Slope", "code": "a", "value": 30}
        )
        calculation = self.taken()
        asked.write({"value": 45, "name": "Angle"})
        self.assertEqual(calculation.measurement_ids.value, 30)
        self.assertEqual(calculation.measurement_ids.name, "Slope")

    def test_usual_value_is_within_the_bounds(self):
        self.assertRefused(
            ValidationError,
            "Slope",
            self.ask_of_direction,
            self.direction,
            {"name": "Slope", "code": "a", "value": 90, "value_max": 60},
        )

    # === RIGHTS ===

    def test_only_engineers_of_the_team_measure(self):
        for user in (self.manager, self.outsider, self.employee):
            with self.subTest(user.login):
                self.assertRefused(
                    (AccessError, UserError),
                    "",
                    self.as_(user, self.width).write,
                    {"value": 1},
                )

    def test_manager_reads_measurements(self):
        self.assertEqual(self.as_(self.manager, self.width).value, 2.5)

    def test_completed_calculation_is_measured_no_more(self):
        self.line("W")
        self.calculation.action_complete()
        for method, args in (
            (self.width.write, [{"value": 1}]),
            (self.width.unlink, []),
            (self.measure, [("More", "M", 1.0)]),
        ):
            self.assertRefused(UserError, "Completed", method, *args)

    def test_engineers_do_not_change_what_directions_ask(self):
        asked = self.ask_of_direction(
            self.direction, {"name": "Slope", "code": "a", "value": 30}
        )
        self.assertRefused(
            AccessError, "", self.as_(self.engineer, asked).write, {"value": 45}
        )

    # === COPIES ===

    def test_revision_has_measurements_of_its_own(self):
        line = self.line("W * n")
        self.calculation.action_complete()
        revision = self.revise(self.calculation)
        revised = revision.variant_ids.line_ids
        self.assertEqual((revised.formula, revised.quantity), ("W * n", 7.5))
        revision.measurement_ids[0].value = 4
        self.assertEqual((revised.quantity, line.quantity), (12, 7.5))

    def test_queries_do_not_grow_with_the_lines(self):
        def change(count):
            calculation = self.taken()
            [width] = self.measure(("Width", "W", 1.0), calculation=calculation)
            lines = [
                {"product_id": self.montage.id, "formula": f"W * {number + 1}"}
                for number in range(count)
            ]
            self.variant(calculation, lines)
            return self.count_queries(width.write, {"value": 2})

        change(1)  # what the first one loads is kept
        self.assertEqual(change(3), change(60))
