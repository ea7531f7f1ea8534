"""Typical calculations: made from a variant, taken over into another."""

from engineering_case import EngineeringCase

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

SECTION = {"display_type": "line_section", "name": "Roof", "collapse_prices": True}
NOTE = {"display_type": "line_note", "name": "Without scaffolding"}


class TemplateCase(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.steep = self.quiet["engineering.coefficient"].create(
            {"name": "Steep", "value": 1.2, "value_max": 1.5}
        )
        self.template = self.model("engineering.template", self.administrator).create(
            {
                "name": "Usual roof",
                "direction_id": self.direction.id,
                "line_ids": [
                    Command.create(vals)
                    for vals in (
                        SECTION,
                        {
                            "product_id": self.montage.id,
                            "formula": "S / 2",
                            "coefficient_ids": [Command.set(self.steep.ids)],
                        },
                        {"product_id": self.repair.id, "quantity": 3},
                        NOTE,
                    )
                ],
            }
        )
        self.calculation = self.taken()

    def empty(self, calculation=None):
        calculation = calculation or self.calculation
        return calculation.env["engineering.variant"].create(
            {"calculation_id": calculation.id}
        )

    def fill(self, variant, **values):
        wizard = self.wizard("engineering.variant.fill", variant, **values)
        wizard.action_confirm()
        return wizard

    def shape(self, variant):
        return [
            (line.display_type or line.product_id.name, line.formula or line.quantity)
            for line in variant.line_ids
        ]


@tagged("standard", "post_install", "-at_install")
class TestTemplate(TemplateCase):
    def test_template_is_taken_over_with_prices_of_today(self):
        self.model("engineering.direction.measurement", self.administrator).create(
            {
                "direction_id": self.direction.id,
                "name": "Slope",
                "code": "S",
                "value": 9,
            }
        )
        variant = self.empty()
        self.fill(variant, template_id=self.template.id)
        self.assertEqual(
            self.shape(variant),
            [
                ("line_section", 0),
                ("Montage", "S / 2"),
                ("Repair", 3),
                ("line_note", 0),
            ],
        )
        section, montage, _repair, _note = variant.line_ids
        self.assertTrue(section.collapse_prices)
        self.assertEqual((montage.quantity, montage.base_price), (4.5, 250))
        self.assertEqual(montage.coefficient, 1.2)
        self.assertEqual(montage.parent_id, section)
        self.assertEqual(self.calculation.measurement_ids.code, "S")

    def test_lines_are_added_below_those_that_are_there(self):
        variant = self.variant(self.calculation, [(self.survey, 1, 100.0)])
        self.fill(variant, template_id=self.template.id)
        self.assertEqual(self.shape(variant)[0], ("Survey", 1))
        self.assertEqual(len(variant.line_ids), 5)

    def test_lines_are_replaced(self):
        variant = self.variant(self.calculation, [(self.survey, 1, 100.0)])
        self.fill(variant, template_id=self.template.id, mode="replace")
        self.assertEqual(len(variant.line_ids), 4)
        self.assertNotIn(self.survey, variant.line_ids.product_id)

    def test_what_is_no_longer_offered_is_named_before_and_after(self):
        self.direction.product_tmpl_ids -= self.repair.product_tmpl_id
        variant = self.empty()
        wizard = self.wizard(
            "engineering.variant.fill", variant, template_id=self.template.id
        )
        self.assertRegex(wizard.missing, "^Repair, 3 ")
        wizard.action_confirm()
        self.assertNotIn(self.repair, variant.line_ids.product_id)
        self.assertRegex(self.feed(self.calculation)[-1], "Usual roof.*Repair")

    def test_archived_service_is_left_out(self):
        self.repair.action_archive()
        variant = self.empty()
        wizard = self.fill(variant, template_id=self.template.id)
        self.assertIn("Repair", wizard.missing)
        self.assertEqual(len(variant.line_ids), 3)

    def test_coefficient_that_is_not_offered_is_named(self):
        self.steep.direction_ids = self.other_direction
        variant = self.empty()
        wizard = self.fill(variant, template_id=self.template.id)
        self.assertIn("Coefficient Steep", wizard.missing)
        self.assertEqual(variant.line_ids[1].coefficient, 1)

    def test_variant_becomes_a_template_in_one_click(self):
        variant = self.variant(
            self.calculation,
            [
                SECTION,
                {
                    "product_id": self.montage.id,
                    "formula": "S / 2",
                    "base_price": 1.0,
                    "coefficient_ids": [Command.set(self.steep.ids)],
                },
                {"product_id": self.repair.id, "quantity": 2, "name": "Small repair"},
                NOTE,
            ],
        )
        template = self.from_action(variant.action_save_as_template(), variant.env)
        self.assertEqual(template.direction_id, self.direction)
        self.assertEqual(template.line_count, 2)
        other = self.empty()
        self.fill(other, template_id=template.id)
        self.assertEqual(self.shape(other), self.shape(variant))
        self.assertEqual(other.line_ids[1].base_price, 250)
        self.assertEqual(other.line_ids[2].name, "Small repair")

    def test_child_directions_use_templates_of_their_parents(self):
        child = self.quiet["engineering.direction"].create(
            {
                "name": "Flat roofs",
                "parent_id": self.direction.id,
                "team_id": self.team.id,
            }
        )
        variant = self.empty(self.taken(direction_id=child.id))
        self.fill(variant, template_id=self.template.id)
        self.assertEqual(len(variant.line_ids), 4)

    # === ANOTHER VARIANT ===

    def test_variant_of_another_deal_gets_prices_of_today(self):
        old = self.variant(self.taken(), [SECTION, (self.montage, 4, 200.0)])
        variant = self.empty()
        self.fill(variant, source="variant", source_variant_id=old.id)
        self.assertEqual(self.shape(variant), [("line_section", 0), ("Montage", 4)])
        self.assertEqual(variant.line_ids[1].base_price, 250)

    def test_variant_of_another_deal_may_keep_its_prices(self):
        old = self.variant(self.taken(), [(self.montage, 4, 200.0)])
        variant = self.empty()
        self.fill(variant, source="variant", source_variant_id=old.id, prices="kept")
        self.assertEqual(variant.line_ids.base_price, 200)

    def test_variant_of_the_same_calculation_keeps_its_prices(self):
        first = self.variant(self.calculation, [(self.montage, 4, 200.0)])
        second = self.empty()
        wizard = self.fill(second, source="variant", source_variant_id=first.id)
        self.assertEqual(wizard.prices, "kept")
        self.assertEqual(second.line_ids.base_price, 200)

    def test_variant_is_copied_in_one_click(self):
        first = self.variant(self.calculation, [(self.montage, 4, 200.0)])
        action = first.action_duplicate()
        copy = self.from_action(action, first.env)
        self.assertEqual(copy.calculation_id, self.calculation)
        self.assertEqual(copy.amount_untaxed, 800)

    # === REFUSALS ===

    def test_nothing_chosen_is_refused(self):
        wizard = self.wizard("engineering.variant.fill", self.empty())
        self.assertRefused(UserError, "Choose the template", wizard.action_confirm)

    def test_closed_calculation_takes_nothing_over(self):
        variant = self.variant(self.calculation)
        self.complete(self.calculation)
        self.assertRefused(UserError, "Completed", variant.action_apply_template)
        wizard = self.wizard(
            "engineering.variant.fill", variant, template_id=self.template.id
        )
        self.assertRefused(UserError, "Completed", wizard.action_confirm)

    def test_variant_that_one_may_not_see_is_not_copied(self):
        foreign = self.as_(
            self.outsider, self.requested(direction_id=self.other_direction.id)
        )
        foreign.action_take()
        hidden = self.variant(foreign, [(self.foreign_service, 1, 70.0)])
        self.assertRefused(
            AccessError,
            "",
            self.fill,
            self.empty(),
            source="variant",
            source_variant_id=hidden.id,
        )

    def test_wrong_formula_is_refused_with_its_service(self):
        self.assertRefused(
            ValidationError,
            "Montage",
            self.template.line_ids[1].write,
            {"formula": "W *"},
        )

    def test_service_of_another_direction_is_refused(self):
        self.assertRefused(
            ValidationError,
            "Roofing.*Piping",
            self.template.write,
            {"line_ids": [Command.create({"product_id": self.foreign_service.id})]},
        )

    def test_engineers_change_their_own_templates_only(self):
        own = self.from_action(
            self.variant(self.calculation).action_save_as_template(),
            self.calculation.env,
        )
        own.name = "Mine"
        own.line_ids[0].quantity = 5
        for user in (self.engineer, self.manager):
            with self.subTest(user.login):
                self.assertRefused(
                    AccessError,
                    "",
                    self.as_(user, self.template).write,
                    {"name": "Theirs"},
                )
        self.assertRefused(
            AccessError, "", self.as_(self.colleague, own.line_ids).unlink
        )
        self.as_(self.administrator, own).name = "Ours"

    def test_queries_do_not_grow_with_the_lines(self):
        def fill(count):
            template = self.template.copy(
                {
                    "line_ids": [
                        Command.create(
                            {"product_id": self.montage.id, "quantity": number}
                        )
                        for number in range(count)
                    ]
                }
            )
            variant = self.empty()
            wizard = self.wizard(
                "engineering.variant.fill", variant, template_id=template.id
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            wizard.action_confirm()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        fill(1)
        self.assertEqual(fill(3), fill(60))
