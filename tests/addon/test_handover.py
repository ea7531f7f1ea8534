from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

WIZARD = "engineering.calculation.complete"


@tagged("standard", "post_install", "-at_install")
class TestHandover(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.calculation = self.taken()

    def findings(self):
        return [
            (finding.level, finding.text)
            for finding in self.calculation._get_findings()
        ]

    def test_nothing_suspicious_is_completed_at_once(self):
        self.variant(self.calculation)
        self.assertEqual(self.findings(), [])
        self.assertIs(self.calculation.action_complete(), True)
        self.assertFalse(self.calculation.completion_note)

    def test_nothing_priced_is_an_error(self):
        self.variant(self.calculation, [(self.survey, 1, 0.0)])
        self.assertRefused(UserError, "priced line", self.calculation.action_complete)

    def test_warnings_open_the_dialog_and_change_nothing(self):
        self.variant(self.calculation, [(self.survey, 1, 0.0), (self.montage, 1, 5.0)])
        action = self.calculation.action_complete()
        self.assertEqual(action["res_model"], WIZARD)
        self.assertEqual(self.calculation.state, "in_progress")

    def test_warnings_ask_for_a_word_that_stays(self):
        self.variant(self.calculation, [(self.survey, 1, 0.0), (self.montage, 1, 5.0)])
        wizard = self.wizard(WIZARD, self.calculation)
        self.assertEqual(wizard.finding_ids.mapped("level"), ["warning"])
        self.assertIn("Survey: no price", wizard.finding_ids.text)
        for nothing in (False, "  "):
            wizard.explanation = nothing
            self.assertRefused(UserError, "Survey: no price", wizard.action_confirm)
        wizard.explanation = "The survey is a gift"
        wizard.action_confirm()
        self.assertEqual(self.calculation.state, "completed")
        self.assertEqual(self.calculation.completion_note, "The survey is a gift")
        self.assertIn("The survey is a gift", " ".join(self.feed(self.calculation)))
        (told,) = (
            text
            for text in self.feed(self.calculation.lead_id)
            if "is completed" in text
        )
        self.assertIn("Explanation: The survey is a gift", told)

    def test_findings_are_read_by_who_checks(self):
        self.variant(self.calculation, [(self.survey, 1, 0.0), (self.montage, 1, 5.0)])
        wizard = self.wizard(WIZARD, self.calculation)
        for user in (self.colleague, self.outsider):
            for records in (wizard, wizard.finding_ids):
                with self.assertRaises(AccessError):
                    self.as_(user, records).check_access("read")

    def test_errors_block_the_dialog_too(self):
        self.variant(self.calculation, [{"product_id": self.survey.id, "formula": "X"}])
        wizard = self.wizard(WIZARD, self.calculation, explanation="I know better")
        self.assertTrue(wizard.has_errors)
        self.assertRefused(UserError, "can't be completed yet", wizard.action_confirm)

    def test_what_appears_after_the_dialog_was_opened_counts(self):
        variant = self.variant(self.calculation)
        wizard = self.wizard(WIZARD, self.calculation)
        variant.line_ids[0].quantity = 0
        self.assertRefused(UserError, "no quantity", wizard.action_confirm)

    def test_check_shows_and_changes_nothing(self):
        self.assertEqual(self.calculation.action_check()["res_model"], WIZARD)
        self.assertEqual(self.calculation.state, "in_progress")

    def test_missing_quantity_is_a_warning(self):
        self.variant(self.calculation, [(self.survey, 0, 9.0), (self.montage, 1, 5.0)])
        self.assertEqual(
            self.findings(), [("warning", "Variant 1 › Survey: no quantity.")]
        )

    def test_empty_variant_is_a_warning(self):
        self.variant(self.calculation)
        self.calculation.env["engineering.variant"].create(
            {"calculation_id": self.calculation.id, "name": "Cheap"}
        )
        self.assertEqual(self.findings(), [("warning", "Cheap is empty.")])

    def test_duplicates_in_one_section_are_a_warning(self):
        section = {"display_type": "line_section", "name": "Second floor"}
        line = {"product_id": self.survey.id}
        self.variant(self.calculation, [{**line, "quantity": 2}, section, line])
        self.assertEqual(self.findings(), [])
        self.calculation.variant_ids.line_ids.create(
            {"variant_id": self.calculation.variant_ids.id, **line, "sequence": 99}
        )
        [(level, text)] = self.findings()
        self.assertEqual(level, "warning")
        self.assertIn("Survey: it is there 2 times", text)

    def test_corrected_coefficient_is_a_warning_until_it_is_said_why(self):
        steep = self.quiet["engineering.coefficient"].create(
            {"name": "Steep", "value": 1.2, "value_max": 1.5}
        )
        variant = self.variant(self.calculation)
        line = variant.line_ids[0]
        line.coefficient_ids = steep
        self.assertEqual(self.findings(), [])
        line.coefficient = 1.4
        [(level, text)] = self.findings()
        self.assertEqual(level, "warning")
        self.assertIn("Survey: the coefficient is corrected from 1.2 to 1.4", text)
        line.coefficient_reason = "No ladder fits"
        self.assertEqual(self.findings(), [])

    def test_margin_below_the_floor_is_a_warning_to_who_sees_costs(self):
        self.survey.standard_price = 90
        self.direction.margin_floor = 20
        self.variant(self.calculation, [(self.survey, 1, 100.0)])
        self.assertEqual(self.findings(), [])
        self.quiet.ref("crm_engineering_calc.group_see_costs").user_ids |= self.engineer
        [(level, text)] = self.findings()
        self.assertEqual(level, "warning")
        self.assertIn("is 10%", text)
        self.direction.margin_floor = 10
        self.assertEqual(self.findings(), [])

    def test_card_dropped_on_completed_is_refused_with_the_reason(self):
        self.variant(self.calculation, [(self.survey, 1, 0.0), (self.montage, 1, 5.0)])
        stage = self.env["engineering.stage"]._get_first_of_state("completed")
        self.assertRefused(
            UserError, "button", self.calculation.write, {"stage_id": stage.id}
        )
        self.assertEqual(self.calculation.state, "in_progress")

    def test_several_are_completed_only_without_explanations(self):
        self.variant(self.calculation)
        other = self.taken()
        self.variant(other, [(self.survey, 1, 0.0), (self.montage, 1, 5.0)])
        both = self.calculation | other
        self.assertRefused(UserError, "say a word", both.action_complete)
        self.assertEqual(set(both.mapped("state")), {"in_progress"})

    def test_only_engineers_complete(self):
        self.variant(self.calculation)
        self.assertRefused(
            AccessError, "", self.as_(self.manager, self.calculation).action_complete
        )
        self.assertRefused(
            AccessError,
            "",
            self.as_(self.outsider, self.calculation).action_complete,
        )
        self.assertRefused(
            AccessError,
            "",
            self.as_(self.manager, self.calculation)._send_event,
            "complete",
            explanation="Because",
        )

    def test_revision_is_explained_anew(self):
        self.variant(self.calculation, [(self.survey, 1, 0.0), (self.montage, 1, 5.0)])
        self.wizard(WIZARD, self.calculation, explanation="A gift").action_confirm()
        revision = self.revise(self.calculation)
        self.assertFalse(revision.completion_note)
        self.assertEqual(revision.action_complete()["res_model"], WIZARD)

    def test_queries_do_not_grow_with_the_lines(self):
        def check(count):
            calculation = self.taken()
            self.variant(
                calculation,
                [(self.survey, 0, 100.0 + number) for number in range(count)],
            )
            return self.count_queries(calculation._get_findings)

        check(1)  # what the first one loads is kept
        self.assertEqual(check(3), check(60))

    # === WHAT A COLLEAGUE SEES ===

    def sections(self, *rows):
        """Make a variant: texts are sections, others values of lines."""
        rows = [
            {"display_type": "line_section", "name": row} if type(row) is str else row
            for row in rows
        ]
        return self.variant(self.calculation, rows)

    def test_same_service_and_quantity_in_two_sections_is_a_warning(self):
        line = {"product_id": self.survey.id, "quantity": 3}
        variant = self.sections("Kitchen", line, "Hall", line)
        [(level, text)] = self.findings()
        self.assertEqual(level, "warning")
        self.assertIn("Survey: 3", text)
        self.assertIn("2 sections: Kitchen, Hall", text)
        [finding] = self.calculation._get_findings()
        self.assertEqual(finding.record, variant.line_ids[-1])
        variant.line_ids[-1].quantity = 4
        self.assertEqual(self.findings(), [])

    def test_same_service_for_different_openings_or_texts_is_none(self):
        line = {"product_id": self.survey.id, "quantity": 3}
        self.sections("Kitchen", line, "Hall", {**line, "name": "Survey of the hall"})
        self.assertEqual(self.findings(), [])

    def test_coefficient_without_coefficients_needs_a_reason(self):
        variant = self.variant(self.calculation)
        line = variant.line_ids[0]
        line.coefficient = 1.2
        [(level, text)] = self.findings()
        self.assertEqual(level, "warning")
        self.assertIn("Survey: the coefficient 1.2", text)
        line.coefficient_reason = "Fifth floor"
        self.assertEqual(self.findings(), [])
        variant.coefficient = 0.9
        self.assertIn("the coefficient 0.9", self.findings()[0][1])

    def test_coefficient_by_hand_keeps_to_the_bounds_of_the_direction(self):
        self.direction.write({"coefficient_min": 0.8, "coefficient_max": 1.5})
        variant = self.variant(self.calculation)
        line = variant.line_ids[0]
        for record in (line, variant):
            record.coefficient = 1.5
            for wrong in (1.51, 0.79):
                self.assertRefused(
                    ValidationError,
                    "0.8 to 1.5",
                    record.write,
                    {"coefficient": wrong},
                )
        self.direction.write({"coefficient_min": 0, "coefficient_max": 0})
        self.direction.parent_id = self.quiet["engineering.direction"].create(
            {"name": "All", "coefficient_min": 0.5, "coefficient_max": 3}
        )
        self.assertRefused(
            ValidationError, "0.5 to 3", line.write, {"coefficient": 3.1}
        )
        self.direction.parent_id = False
        line.coefficient = 7
        for wrong in ((0, 2), (1.1, 2), (0.5, 0.9), (-1, 2)):
            with (
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self.direction.write(
                    {"coefficient_min": wrong[0], "coefficient_max": wrong[1]}
                )
                self.direction.flush_recordset()

    def test_bounds_of_the_direction_change_no_line_that_is_there(self):
        line = self.variant(self.calculation).line_ids[0]
        line.write({"coefficient": 3, "coefficient_reason": "Night"})
        self.direction.write({"coefficient_min": 0.8, "coefficient_max": 1.5})
        line.quantity = 5
        self.calculation.action_complete()
        revision = self.revise(self.calculation)
        self.assertEqual(revision.variant_ids.line_ids[0].coefficient, 3)

    def test_what_was_written_by_hand_before_the_bounds_is_carried_over(self):
        variant = self.variant(self.calculation)
        line = variant.line_ids[0]
        line.write({"coefficient": 3, "coefficient_reason": "Night"})
        variant.write({"coefficient": 0.5, "coefficient_reason": "Loyal"})
        self.direction.write({"coefficient_min": 0.8, "coefficient_max": 1.5})
        line.write({"coefficient": 3, "quantity": 5})
        variant.action_duplicate()
        copies = [self.calculation.variant_ids[-1], variant.copy()]
        for copy in copies:
            self.assertEqual(copy.coefficient, 0.5)
            self.assertEqual(copy.line_ids[0].coefficient, 3)
        self.assertEqual(line.copy().coefficient, 3)
        for record, wrong in ((line, 2), (variant, 0.6), (copies[0].line_ids[0], 4)):
            self.assertRefused(
                ValidationError, "0.8 to 1.5", record.write, {"coefficient": wrong}
            )
            self.assertRefused(
                ValidationError, "0.8 to 1.5", record.copy, {"coefficient": wrong}
            )

    def test_number_of_coefficients_that_are_gone_is_one_by_hand(self):
        height = self.quiet["engineering.coefficient"].create(
            {"name": "Height", "value": 3, "value_min": 3, "value_max": 3}
        )
        line = self.variant(self.calculation).line_ids[0]
        line.coefficient_ids = height
        self.direction.write({"coefficient_min": 0.8, "coefficient_max": 1.5})
        self.assertEqual(line.coefficient, 3)
        self.assertRefused(
            ValidationError,
            "0.8 to 1.5",
            line.write,
            {"coefficient_ids": [Command.clear()], "coefficient": 3},
        )
        line.coefficient_ids = False
        self.assertEqual(line.coefficient, 1)

    def test_unit_that_differs_from_the_catalog_is_a_warning(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        dozen.active = True
        line = self.variant(self.calculation).line_ids[0]
        line.product_uom_id = dozen
        [(level, text)] = self.findings()
        self.assertEqual(level, "warning")
        self.assertIn("Survey: it is in Dozens, and the catalog has it in Units", text)
        self.survey.uom_ids = dozen
        self.assertEqual(self.findings(), [])

    def openings(self):
        own = {"calculation_id": self.calculation.id}
        env = self.calculation.env
        env["engineering.opening.column"].create(
            [
                {**own, "name": "Width", "code": "W"},
                {**own, "name": "Type", "code": "type", "kind": "text"},
            ]
        )
        return env["engineering.opening"].create(
            [
                {**own, "name": "Window", "cells": {"W": 2, "type": "window"}},
                {**own, "name": "Loggia", "cells": {"W": 3, "type": "loggia"}},
            ]
        )

    def test_opening_without_a_line_is_a_warning(self):
        _window, loggia = self.openings()
        line = self.variant(self.calculation).line_ids[0]
        self.assertIn("Window, Loggia", self.findings()[0][1])
        line.formula = 'sum(W; type="window")'
        [(level, text)] = self.findings()
        self.assertEqual(level, "warning")
        self.assertIn("Variant 1: no line is of these openings", text)
        self.assertIn("Loggia", text)
        self.assertNotIn("Window", text)
        own = line.copy({"formula": "W", "opening_id": loggia.id, "name": "Loggia"})
        self.assertEqual(self.findings(), [])
        own.unlink()
        self.calculation.env["engineering.measurement"].create(
            {
                "calculation_id": self.calculation.id,
                "name": "Around",
                "code": "L",
                "formula": "sum(W)",
            }
        )
        line.formula = "L * 2"
        self.assertEqual(self.findings(), [])

    # === FROM A FINDING TO ITS LINE ===

    def test_finding_leads_to_what_it_is_about(self):
        _window, _loggia = self.openings()
        variant = self.variant(self.calculation, [(self.survey, 0, 9.0)])
        action = self.calculation.action_check()
        wizard = self.calculation.env[WIZARD].browse(action["res_id"])
        by_model = {one.record._name: one for one in wizard.finding_ids}
        line = by_model["engineering.variant.line"].action_open()
        self.assertEqual(
            (line["res_model"], line["res_id"], line["target"]),
            ("engineering.variant.line", variant.line_ids.id, "new"),
        )
        openings = by_model["engineering.opening"].action_open()
        self.assertEqual(
            (openings["res_model"], openings["res_id"]),
            ("engineering.calculation", self.calculation.id),
        )
        again = variant.line_ids.action_check_again()
        self.assertEqual(again["res_model"], WIZARD)
        variant.line_ids.unlink()
        self.assertRefused(
            UserError,
            "deleted meanwhile",
            by_model["engineering.variant.line"].action_open,
        )

    def test_every_finding_opens(self):
        self.variant(self.calculation, [(self.survey, 1, 0.0)])
        self.calculation.env["engineering.variant"].create(
            {"calculation_id": self.calculation.id, "name": "Cheap"}
        )
        self.calculation.env["engineering.measurement"].create(
            {
                "calculation_id": self.calculation.id,
                "name": "Width",
                "code": "W",
                "required": True,
            }
        )
        wizard = self.wizard(WIZARD, self.calculation)
        opened = {one.record._name: one.action_open() for one in wizard.finding_ids}
        self.assertEqual(len(opened), 4)
        self.assertEqual(
            opened["engineering.variant"]["res_model"], "engineering.variant"
        )
        for action in opened.values():
            self.assertIn(
                action["type"], ("ir.actions.act_window", "ir.actions.act_window_close")
            )
