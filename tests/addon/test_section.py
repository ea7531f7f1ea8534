"""Lines put into groups, and groups dissolved; what the proposal keeps of them."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


def section(name, kind="line_section", **values):
    return {"display_type": kind, "name": name, **values}


@tagged("standard", "post_install", "-at_install")
class TestSection(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.calculation = self.taken()

    def make(self, *lines):
        """Return a variant of services (by name) and sections."""
        services = [
            {"product_id": self.montage.id, "name": line, "base_price": 10.0}
            if isinstance(line, str)
            else line
            for line in lines
        ]
        return self.variant(self.calculation, services)

    def lines(self, variant, *names):
        return variant.line_ids.filtered(lambda line: line.name in names)

    def outline(self, variant):
        """Return the lines as text, those of a section indented."""
        variant.invalidate_recordset()
        variant.line_ids.invalidate_recordset()
        depth = {"line_section": 0, "line_subsection": 1}
        return [
            "  " * (depth[line.parent_id.display_type] + 1 if line.parent_id else 0)
            + line.name
            for line in variant.line_ids.sorted("sequence")
        ]

    def test_lines_are_put_into_a_section(self):
        variant = self.make("A", "B", "C")
        self.lines(variant, "A", "C").action_group("Roof")
        self.assertEqual(self.outline(variant), ["B", "Roof", "  A", "  C"])

    def test_lines_of_a_section_become_its_subsection(self):
        variant = self.make(section("Roof"), "A", "B", "C", section("Floor"), "D")
        self.lines(variant, "B").action_group("Inside")
        self.assertEqual(
            self.outline(variant),
            ["Roof", "  A", "  C", "  Inside", "    B", "Floor", "  D"],
        )

    def test_lines_of_several_sections_become_a_section(self):
        variant = self.make("A", section("Roof"), "B", section("Floor"), "C", "D")
        self.lines(variant, "B", "C").action_group("Both")
        self.assertEqual(
            self.outline(variant), ["A", "Both", "  B", "  C", "Roof", "Floor", "  D"]
        )

    def test_section_is_dissolved_and_its_lines_stay(self):
        variant = self.make("A", section("Roof"), "B", section("Floor"), "C")
        self.lines(variant, "Floor").action_ungroup()
        self.assertEqual(self.outline(variant), ["A", "C", "Roof", "  B"])

    def test_subsection_is_dissolved_into_its_section(self):
        variant = self.make(
            section("Roof"), "A", section("Inside", "line_subsection"), "B"
        )
        self.lines(variant, "B").action_ungroup()
        self.assertEqual(self.outline(variant), ["Roof", "  A", "  B"])

    def test_dissolved_subsection_does_not_fall_into_the_one_before(self):
        variant = self.make(
            section("Roof"),
            "A",
            section("Inside", "line_subsection"),
            "B",
            section("Outside", "line_subsection"),
            "C",
        )
        self.lines(variant, "Outside").action_ungroup()
        self.assertEqual(
            self.outline(variant), ["Roof", "  A", "  C", "  Inside", "    B"]
        )

    def test_subsections_of_a_dissolved_section_become_sections(self):
        variant = self.make(
            section("Roof"),
            "A",
            section("Floor"),
            "B",
            section("Inside", "line_subsection"),
            "C",
        )
        self.lines(variant, "Floor").action_ungroup()
        self.assertEqual(self.outline(variant), ["B", "Roof", "  A", "Inside", "  C"])

    def test_section_is_dissolved_with_its_subsections(self):
        variant = self.make(
            section("Roof"), "A", section("Inside", "line_subsection"), "B"
        )
        self.lines(variant, "Roof", "Inside").action_ungroup()
        self.assertEqual(self.outline(variant), ["A", "B"])

    def test_notes_are_grouped_with_their_services(self):
        note = {"display_type": "line_note", "name": "Note"}
        variant = self.make("A", note, "B")
        self.lines(variant, "A", "Note").action_group("Roof")
        self.assertEqual(self.outline(variant), ["B", "Roof", "  A", "  Note"])

    def test_group_that_is_dissolved_is_gone(self):
        variant = self.make("A", "B")
        self.lines(variant, "B").action_group("Roof")
        self.lines(variant, "B").action_ungroup()
        self.assertEqual(self.outline(variant), ["A", "B"])
        self.assertEqual(variant.amount_untaxed, 20)

    def test_sections_are_summed(self):
        variant = self.make(
            "A", section("Roof"), "B", section("In", "line_subsection"), "C"
        )
        self.assertEqual(
            variant.line_ids.mapped("section_subtotal"), [10, 20, 10, 10, 10]
        )

    def test_margins_of_sections_are_for_those_who_may_see_them(self):
        self.montage.standard_price = 4
        variant = self.make(section("Roof"), "A", "B")
        lines = variant.sudo().line_ids
        self.assertEqual(lines.mapped("section_margin"), [12, 6, 6])
        self.assertEqual(lines.mapped("section_margin_percent"), [0.6, 0.6, 0.6])
        self.assertRefused(AccessError, "", variant.line_ids.mapped, "section_margin")

    def test_proposal_keeps_sections_and_what_they_hide(self):
        order = self.proposed(
            lines=[
                section("Roof", collapse_prices=True),
                (self.montage, 1, 10.0),
                section("In", "line_subsection", collapse_composition=True),
                (self.repair, 1, 10.0),
                {"display_type": "line_note", "name": "Note"},
            ]
        )
        self.assertEqual(
            order.order_line.mapped("display_type"),
            ["line_section", False, "line_subsection", False, "line_note"],
        )
        self.assertTrue(order.order_line[0].collapse_prices)
        self.assertTrue(order.order_line[2].collapse_composition)
        self.assertEqual(order.order_line[3].parent_id, order.order_line[2])

    # === REFUSALS ===

    def test_sections_are_not_grouped(self):
        variant = self.make(section("Roof"), "A")
        self.assertRefused(UserError, "Roof", variant.line_ids.action_group)

    def test_lines_without_a_section_have_none_to_dissolve(self):
        variant = self.make("A")
        self.assertRefused(UserError, "no section", variant.line_ids.action_ungroup)

    def test_lines_of_several_variants_are_not_grouped(self):
        lines = self.make("A").line_ids | self.make("B").line_ids
        self.assertRefused(UserError, "one variant", lines.action_group)

    def test_closed_calculation_is_not_arranged(self):
        variant = self.make("A", "B")
        self.complete(self.calculation)
        self.assertRefused(UserError, "Completed", variant.line_ids.action_group)

    def test_manager_does_not_arrange(self):
        variant = self.make("A", "B")
        self.assertRefused(
            (UserError, AccessError),
            "",
            self.as_(self.manager, variant.line_ids).action_group,
        )
