"""Lines of a variant are read together: as the host reads them, and by whom it lets."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.models import BaseModel
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.models.common.rows import (
    get_values,
    group_alike,
)
from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestLineReading(EngineeringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.floor = cls.quiet["engineering.coefficient"].create(
            {"name": "Floor", "value": 1.2, "value_min": 1.0, "value_max": 1.5}
        )

    def setUp(self):
        super().setUp()
        floor = {"coefficient_ids": [Command.set(self.floor.ids)]}
        self.variant_ = self.variant(
            self.taken(),
            [
                {"display_type": "line_section", "name": "Roof"},
                {"product_id": self.survey.id, "quantity": 2, **floor},
                {"product_id": self.survey.id, "formula": "1 + 1"},
                {"product_id": self.survey.id, "formula": "1 / 0"},
                {"product_id": self.survey.id, "quantity": 9},
            ],
        )
        self.lines = self.variant_.line_ids
        self.floor.active = False
        self.env.flush_all()
        self.env.invalidate_all()

    def test_lines_are_read_as_the_host_reads_them(self):
        names = [
            name
            for name, field in self.lines._fields.items()
            if self.lines._has_field_access(field, "read")
        ]
        for load in (None, "_classic_read"):
            for lines in (self.lines, self.lines[:1], self.lines.browse()):
                with self.subTest(load=load, lines=len(lines)):
                    read = lines.read(names, load=load)
                    self.assertEqual(
                        read, BaseModel._read_format(lines, names, load=load)
                    )
                    self.assertEqual(len(read), len(lines))
        multiplied = self.lines.filtered("coefficient_ids")
        self.assertEqual(
            multiplied.read(["coefficient_ids"])[0]["coefficient_ids"], self.floor.ids
        )

    def test_lines_that_are_gone_are_left_out(self):
        gone = self.lines[-1]
        before = self.lines.read(["name", "quantity"])
        gone.unlink()
        for names in (["name", "quantity"], ["name", "coefficient_values"]):
            read = self.lines.read(names)
            self.assertEqual(
                [row["id"] for row in read], [row["id"] for row in before[:-1]]
            )

    def test_costs_are_read_by_whom_they_are_shown_to_alone(self):
        self.assertFalse(
            self.lines._has_field_access(self.lines._fields["unit_cost"], "read")
        )
        for read in (self.lines.read, self.lines._read_format):
            with self.assertRaises(AccessError):
                read(["unit_cost"])

    def test_variant_tells_of_its_lines(self):
        variant = self.variant_
        self.assertTrue(variant.has_formula_errors)
        self.assertFalse(variant.has_corrected_coefficients)
        self.assertFalse(variant.carried_count)
        self.lines[1].write({"coefficient": 1.1, "coefficient_reason": "Low"})
        self.lines[3].formula = "2"
        self.assertFalse(variant.has_formula_errors)
        self.assertTrue(variant.has_corrected_coefficients)
        self.assertEqual(self.lines.filtered("coefficient_corrected"), self.lines[1])

    def test_values_of_new_lines_are_asked_of_each(self):
        new = self.lines.browse().concat(
            *(self.lines.new(origin=line) for line in self.lines)
        )
        for name in ("quantity", "formula_error", "sequence"):
            self.assertEqual(
                [value or False for value in get_values(new, name)],
                [value or False for value in get_values(self.lines, name)],
            )

    def test_lines_with_the_same_values_are_together(self):
        groups = group_alike(self.lines, "product_id", "formula")
        alike = self.lines.grouped(lambda line: (line.product_id, line.formula))
        self.assertEqual(groups, list(alike.values()))
        self.assertEqual([len(lines) for lines in groups], [1, 2, 1, 1])

    def test_lines_of_another_team_are_refused_together(self):
        foreign = self.as_(self.outsider, self.lines)
        self.assertFalse(foreign._filtered_access("read"))
        with self.assertRaises(AccessError):
            foreign.read(["name"])
        self.assertEqual(self.lines._filtered_access("write"), self.lines)

    def test_rule_about_lines_is_asked_of_each(self):
        self.env["ir.rule"].create(
            {
                "name": "Few",
                "model_id": self.env["ir.model"]._get_id(self.lines._name),
                "domain_force": "[('quantity', '<', 5)]",
            }
        )
        self.assertEqual(self.lines._filtered_access("read"), self.lines[:-1])
        with self.assertRaises(AccessError):
            self.lines.read(["name"])

    def test_lines_of_two_variants_are_looked_at_each(self):
        foreign = self.variant(self.taken(), [(self.survey, 1, 5.0)]).line_ids
        foreign.sudo().variant_id.calculation_id._as_machine().write(
            {"team_id": self.other_team.id, "engineer_id": self.outsider.id}
        )
        lines = self.lines | foreign
        self.assertEqual(lines._filtered_access("read"), self.lines)
