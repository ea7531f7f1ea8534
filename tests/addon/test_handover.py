from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

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
        self.variant(self.calculation, [line, section, line])
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
