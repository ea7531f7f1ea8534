from contextlib import contextmanager

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestOpening(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.calculation = self.taken()
        self.columns = self.calculation.env["engineering.opening.column"].create(
            [
                {"calculation_id": self.calculation.id, **values}
                for values in (
                    {"name": "Width", "code": "W", "required": True},
                    {
                        "name": "Height",
                        "code": "H",
                        "value_min": 0.3,
                        "value_max": 4,
                    },
                    {"name": "Count", "code": "n", "value": 1},
                    {
                        "name": "Type",
                        "code": "type",
                        "kind": "choice",
                        "choices": "window\nbalcony",
                    },
                )
            ]
        )
        self.width, self.height, self.count, self.type = self.columns
        self.kitchen, self.loggia = self.openings(
            ("Kitchen", {"W": 1.4, "H": 1.5, "n": 2, "type": "window"}),
            ("Loggia", {"W": 2.5, "H": 1.2, "n": 1, "type": "balcony"}),
        )

    def openings(self, *rows, calculation=None):
        calculation = calculation or self.calculation
        return calculation.env["engineering.opening"].create(
            [
                {"calculation_id": calculation.id, "name": name, "cells": cells}
                for name, cells in rows
            ]
        )

    def line(self, formula, **values):
        return self.variant(
            self.calculation,
            [{"product_id": self.montage.id, "formula": formula, **values}],
        ).line_ids

    @contextmanager
    def refused(self, *words, error=UserError):
        with self.assertRaises(error) as refusal, self.env.cr.savepoint():
            yield
        for word in words:
            self.assertIn(word, str(refusal.exception))

    # === FORMULAS ===

    def test_quantity_adds_openings_up(self):
        self.assertEqual(self.line("sum(W*H*n)").quantity, 7.2)
        self.assertEqual(self.line('СУММ(w*h*n; type="БАЛКОН")').quantity, 0)
        self.assertEqual(self.line('СУММ(w*h*n; type="Balcony")').quantity, 3)
        self.assertEqual(self.line("count").quantity, 2)

    def test_quantity_follows_each_change_of_openings(self):
        area = self.line("sum(W*H*n)")
        number = self.line("count")
        self.kitchen.write({"cells": {"W": 2}})
        self.assertEqual(area.quantity, 9)
        self.assertEqual(self.kitchen.cells["H"], 1.5)
        hall = self.openings(("Hall", {"W": 1, "H": 1, "n": 1}))
        self.assertEqual((area.quantity, number.quantity), (10, 3))
        hall.unlink()
        self.assertEqual((area.quantity, number.quantity), (9, 2))
        self.kitchen.write({"cells": {"W": None}})
        self.assertEqual(area.quantity, 3)

    def test_measurement_is_computed_from_openings(self):
        measurement = self.calculation.env["engineering.measurement"].create(
            {
                "calculation_id": self.calculation.id,
                "name": "Area",
                "code": "A",
                "formula": "sum(W*H*n)",
            }
        )
        line = self.line("A * 1,1")
        self.kitchen.write({"cells": {"n": 1}})
        self.assertEqual(measurement.value, 5.1)
        self.assertEqual(line.quantity, 5.61)

    def test_problem_of_a_formula_is_told_with_its_remedy(self):
        self.assertIn("sum(W)", self.line("W*H").formula_error)
        self.assertIn("window, balcony", self.line('count(type="door")').formula_error)
        self.kitchen.write({"cells": {"n": None}})
        self.assertIn("Kitchen", self.line("sum(W/n)").formula_error)
        with self.refused("1,5", "1.5", error=ValidationError):
            self.line("max(1,5)")

    # === CELLS ===

    def test_bad_cell_is_refused_with_its_opening_and_remedy(self):
        with self.refused("Kitchen", "Height", "0.3", error=ValidationError):
            self.kitchen.write({"cells": {"H": 40}})
        with self.refused("Kitchen", "Width", "wide", error=ValidationError):
            self.kitchen.write({"cells": {"W": "wide"}})
        with self.refused("Kitchen", "window, balcony", error=ValidationError):
            self.kitchen.write({"cells": {"type": "door"}})
        with self.refused("Kitchen", "“X”", "W, H", error=ValidationError):
            self.kitchen.write({"cells": {"X": 1}})
        for value in (float("nan"), float("inf"), 1e16, [1], True):
            with self.refused("Kitchen", error=ValidationError):
                self.kitchen.write({"cells": {"W": value}})

    def test_what_is_no_table_of_cells_is_refused(self):
        for cells in ("abc", [1, 2], 5, True):
            with self.subTest(cells):
                with self.refused(error=ValidationError):
                    self.kitchen.cells = cells
                with self.refused(error=ValidationError):
                    self.openings(("Hall", cells))
        self.assertEqual(self.kitchen.cells["W"], 1.4)

    def test_cell_is_taken_as_people_write_it(self):
        self.kitchen.write({"cells": {"W": " 1,25 ", "type": "BALCONY"}})
        self.assertEqual(self.kitchen.cells["W"], 1.25)
        self.assertEqual(self.kitchen.cells["type"], "balcony")

    def test_opening_without_label_is_numbered(self):
        rows = [{"calculation_id": self.calculation.id}] * 2
        openings = self.calculation.env["engineering.opening"].create(rows)
        self.assertEqual(openings.mapped("name"), ["3", "4"])

    def test_check_before_handover_names_what_is_not_measured(self):
        self.kitchen.write({"cells": {"W": None}})
        texts = [finding.text for finding in self.calculation._get_findings()]
        self.assertTrue(
            [text for text in texts if "Kitchen" in text and "Width" in text]
        )

    # === COLUMNS ===

    def test_column_that_formulas_use_keeps_its_code(self):
        line = self.line("sum(w*H)")
        with self.refused("W (Width)", line._get_label()):
            self.width.code = "X"
        with self.refused("W (Width)", line._get_label()):
            self.width.unlink()
        line.formula = "sum(H)"
        self.width.code = "X"
        self.assertEqual(self.kitchen.cells["X"], 1.4)
        self.width.unlink()
        self.assertNotIn("X", self.kitchen.cells)

    def test_measurement_that_formulas_use_keeps_its_code(self):
        measurement = self.calculation.env["engineering.measurement"].create(
            {"calculation_id": self.calculation.id, "name": "Perimeter", "code": "P"}
        )
        line = self.line("p*2")
        with self.refused("P (Perimeter)", line._get_label()):
            measurement.unlink()
        with self.refused("P (Perimeter)", line._get_label()):
            measurement.code = "Q"
        line.unlink()
        measurement.code = "Q"
        measurement.unlink()

    def test_column_does_not_change_under_its_cells(self):
        with self.refused("Loggia", "Width", error=ValidationError):
            self.width.write({"value_min": 0.3, "value_max": 2})
        with self.refused("Loggia", "balcony", error=ValidationError):
            self.type.choices = "window"
        with self.refused("Type", error=ValidationError):
            self.type.choices = " \n"

    def test_code_stands_for_one_thing(self):
        with self.refused("Width", error=ValidationError):
            self.calculation.env["engineering.measurement"].create(
                {"calculation_id": self.calculation.id, "name": "Wall", "code": "w"}
            )

    def test_calculation_begins_with_the_columns_of_its_direction(self):
        self.direction.sudo().opening_column_ids = [
            (0, 0, {"name": "Width", "code": "W", "value_max": 3})
        ]
        calculation = self.taken()
        self.assertEqual(calculation.opening_column_ids.mapped("code"), ["W"])
        self.direction.sudo().opening_column_ids.value_max = 1
        self.assertEqual(calculation.opening_column_ids.value_max, 3)

    # === LINES FOR EACH OPENING ===

    def test_line_is_made_for_each_opening(self):
        line = self.line("W*n", base_price=100)
        line.action_add_line_for_each_opening()
        lines = line.variant_id.line_ids
        self.assertEqual(lines.mapped("quantity"), [2.8, 2.5])
        self.assertEqual(lines.opening_id, self.kitchen | self.loggia)
        self.assertEqual(set(lines.mapped("base_price")), {100})
        self.assertIn("Kitchen", lines[0].name)
        self.assertIn("Loggia", lines[1].name)
        self.openings(("Hall", {"W": 1, "n": 1}))
        lines[0].action_add_line_for_each_opening()
        lines = line.variant_id.line_ids
        self.assertEqual(lines.mapped("quantity"), [2.8, 2.5, 1])
        self.assertIn("Hall", lines[2].name)
        self.assertNotIn("Kitchen", lines[2].name)
        self.kitchen.write({"cells": {"W": 2}})
        self.assertEqual(lines[0].quantity, 4)
        with self.refused("Kitchen", lines[0]._get_label()):
            self.kitchen.unlink()

    def test_line_of_an_opening_needs_a_formula_and_openings(self):
        with self.refused("formula"):
            self.line(False).action_add_line_for_each_opening()
        line = self.line("2")
        self.calculation.opening_ids.unlink()
        with self.refused("openings"):
            line.action_add_line_for_each_opening()

    def test_revision_keeps_openings_and_their_lines(self):
        line = self.line("W*n", base_price=100)
        line.action_add_line_for_each_opening()
        total = self.line("sum(W*H*n)", base_price=100)
        before = (line.variant_id | total.variant_id).line_ids.mapped("quantity")
        self.complete(self.calculation)
        revision = self.calculation._revise("Anew")
        self.assertEqual(revision.opening_ids.mapped("name"), ["Kitchen", "Loggia"])
        self.assertEqual(revision.opening_ids[0].cells, self.kitchen.cells)
        lines = revision.variant_ids.line_ids
        self.assertEqual(lines.mapped("quantity"), before)
        self.assertEqual(lines.opening_id, revision.opening_ids)

    # === TABLE ===

    def test_table_is_typed_in_one_call(self):
        area = self.line("sum(W*H*n)")
        stored = self.calculation.save_openings(
            [
                {"id": self.kitchen.id, "cells": {"W": "2"}},
                {"id": False, "name": "Hall", "cells": {"H": 1}},
            ]
        )
        self.assertEqual(stored[0]["cells"]["W"], 2)
        self.assertEqual(stored[1]["missing"], ["W"])
        self.assertEqual(self.calculation.opening_ids.mapped("name")[-1], "Hall")
        self.assertEqual(area.quantity, 9)
        table = self.calculation.opening_table
        self.assertTrue(table["editable"])
        self.assertEqual(len(table["rows"]), 3)
        self.assertEqual([one["code"] for one in table["columns"]][:2], ["W", "H"])

    def test_table_takes_no_opening_of_another_calculation(self):
        other = self.taken()
        self.columns.copy({"calculation_id": other.id})
        foreign = self.openings(("Foreign", {}), calculation=other)
        with self.refused(self.calculation.name):
            self.calculation.save_openings([{"id": foreign.id, "cells": {"W": 1}}])

    def test_what_is_measured_stays_in_its_calculation(self):
        other = self.taken()
        line = self.line("W * H * k", opening_id=self.kitchen.id)
        measurement = self.calculation.env["engineering.measurement"].create(
            {
                "calculation_id": self.calculation.id,
                "name": "Kits",
                "code": "k",
                "value": 2,
            }
        )
        self.assertEqual(line.quantity, 4.2)
        for record in (self.kitchen, self.width, measurement):
            self.assertNotByHand(record, {"calculation_id": other.id})
        self.assertEqual((line.quantity, line.formula_error), (4.2, False))

    def test_variant_lists_what_is_measured(self):
        line = self.line("k")
        variant = line.variant_id
        variant.measurement_ids = [
            Command.create({"name": "Kits", "code": "k", "value": 2})
        ]
        kits = self.calculation.measurement_ids.filtered(lambda one: one.code == "k")
        variant.measurement_ids = [
            Command.update(kits.id, {"value": 3}),
            Command.create({"name": "Pumps", "code": "p", "value": 1}),
        ]
        self.assertEqual((kits.value, line.quantity), (3, 3))
        self.assertIn("Pumps", self.calculation.measurement_ids.mapped("name"))

    # === RIGHTS ===

    def test_manager_reads_openings_and_changes_none(self):
        manager = self.kitchen.with_user(self.manager)
        self.assertEqual(manager.name, "Kitchen")
        self.assertFalse(manager.calculation_id.opening_table["editable"])
        with self.assertRaises(UserError):
            manager.write({"cells": {"W": 1}})
        with self.assertRaises(UserError):
            manager.calculation_id.save_openings([])

    def test_completed_calculation_keeps_its_openings(self):
        self.line("sum(W*H*n)", base_price=100)
        self.complete(self.calculation)
        for change in (
            lambda: self.kitchen.write({"cells": {"W": 1}}),
            lambda: self.kitchen.unlink(),
            lambda: self.width.write({"name": "Other"}),
            lambda: self.openings(("New", {})),
            lambda: self.calculation.save_openings([{"id": False, "cells": {}}]),
        ):
            with self.assertRaises(UserError):
                change()

    def test_form_shows_openings(self):
        with Form(self.calculation) as form:
            self.assertEqual(len(form.opening_table["rows"]), 2)

    # === TEMPLATES ===

    def template(self, *lines):
        return self.env["engineering.template"].create(
            {
                "name": "Usual window",
                "direction_id": self.direction.id,
                "line_ids": [Command.create(line) for line in lines],
            }
        )

    def take_over(self, template, calculation):
        variant = calculation.env["engineering.variant"].create(
            {"calculation_id": calculation.id, "name": "From a template"}
        )
        self.wizard(
            "engineering.variant.fill", variant, template_id=template.id
        ).action_confirm()
        return variant

    def test_template_line_becomes_a_line_for_each_opening(self):
        template = self.template(
            {"product_id": self.survey.id},
            {
                "product_id": self.montage.id,
                "formula": "W*H*n",
                "for_each_opening": True,
            },
            {"product_id": self.repair.id, "quantity": 3},
        )
        variant = self.take_over(template, self.calculation)
        self.assertEqual(
            [
                (line.name, line.quantity)
                for line in variant.line_ids.sorted("sequence")
            ],
            [
                ("Survey", 1),
                ("Montage · Kitchen", 4.2),
                ("Montage · Loggia", 3),
                ("Repair", 3),
            ],
        )
        again = variant._prepare_template_values()["line_ids"]
        self.assertEqual(
            [(line[2].get("formula"), line[2]["for_each_opening"]) for line in again],
            [(False, False), ("W*H*n", True), (False, False)],
        )
        self.assertNotIn("name", again[1][2])

    def test_template_line_waits_where_nothing_is_measured_yet(self):
        template = self.template(
            {"product_id": self.montage.id, "formula": "W", "for_each_opening": True}
        )
        calculation = self.taken()
        line = self.take_over(template, calculation).line_ids
        self.assertEqual(len(line), 1)
        self.assertFalse(line.opening_id)

    def test_code_of_the_direction_is_not_taken_from_its_templates(self):
        column = self.direction.opening_column_ids.create(
            {"direction_id": self.direction.id, "name": "Width", "code": "W"}
        )
        measured = self.direction.measurement_ids.create(
            [
                {"direction_id": self.direction.id, "name": "Ceiling", "code": "C"},
                {
                    "direction_id": self.direction.id,
                    "name": "Volume",
                    "code": "V",
                    "formula": "C * 2",
                },
            ]
        )
        template = self.template({"product_id": self.montage.id, "formula": "sum(w)"})
        for refused in (lambda: column.write({"code": "B"}), column.unlink):
            with self.refused("W (Width)", "Usual window › Montage: sum(w)"):
                refused()
        with self.refused("C (Ceiling)", "Volume = C * 2"):
            measured[0].unlink()
        column.write({"code": "w", "name": "Breadth"})
        template.line_ids.formula = False
        column.code = "B"
        measured.unlink()
        column.unlink()
