"""Texts that nobody types: a name of a megabyte, an endless reason."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

MEGABYTE = "Window " * 150_000


@tagged("standard", "post_install", "-at_install")
class TestLongTexts(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.calculation = self.taken()

    def test_name_of_an_opening_has_its_place(self):
        opening = {"calculation_id": self.calculation.id, "name": "Window"}
        window = self.calculation.env["engineering.opening"].create(opening)
        window.name = "W" * 250
        for save in (
            lambda: window.write({"name": MEGABYTE}),
            lambda: window.create({**opening, "name": MEGABYTE}),
            lambda: self.calculation.save_openings([{"name": MEGABYTE}]),
            lambda: self.calculation.save_openings(
                [{"id": window.id, "name": MEGABYTE}]
            ),
        ):
            self.assertRefused(UserError, "“Opening” is too long", save)
        self.assertEqual(window.name, "W" * 250)

    def test_refusal_says_how_long_it_may_be(self):
        variant = self.variant(self.calculation)
        self.assertRefused(
            UserError,
            "may have 250 characters, and “Warm Warm.*has 251. Shorten it",
            variant.write,
            {"name": "Warm " * 50 + "!"},
        )

    def test_question_is_no_book(self):
        dialog = self.calculation.env["engineering.calculation.ask"]
        values = {"calculation_id": self.calculation.id, "question": MEGABYTE}
        self.assertRefused(UserError, "“Question” is too long", dialog.create, values)

    def test_what_was_long_before_is_carried_on(self):
        variant = self.variant(
            self.calculation, [{"product_id": self.montage.id, "quantity": 1}]
        )
        variant.sudo().name = "W" * 300
        variant.line_ids.sudo().name = "L" * 40_000
        self.complete(self.calculation)
        revision = self.revise(self.calculation)
        self.assertEqual(revision.variant_ids.name, variant.name)
        self.assertEqual(revision.variant_ids.line_ids.name, variant.line_ids.name)

    def test_what_comes_from_the_catalog_is_carried_on(self):
        self.montage.sudo().name = "M" * 400
        variant = self.variant(
            self.calculation, [{"product_id": self.montage.id, "quantity": 1}]
        )
        self.assertIn("M" * 400, variant.line_ids.name)

    def test_what_a_file_says_is_as_long_as_the_file_has_it(self):
        name = "Montage " * 200
        for model in (
            "engineering.calculation.finding",
            "engineering.estimate.import.line",
            "engineering.estimate.import.column",
            "engineering.estimate.import.sheet",
            "engineering.estimate.import.choice",
            "engineering.import.choice",
        ):
            self.env[model].with_user(self.engineer)._check_texts(
                dict.fromkeys(self.env[model]._fields, name)
            )

    def test_each_typed_text_has_a_bound(self):
        self.assertEqual(self.unbounded_texts(), [])

    def test_basis_of_a_signatory_is_one_line(self):
        party = self.env.company.partner_id.with_user(self.env.ref("base.user_admin"))
        for basis in (MEGABYTE, "Charter\0"):
            self.assertRefused(
                UserError,
                "“Acts on the Basis of”",
                party.write,
                {"engineering_signatory_basis": basis},
            )
        party.comment = MEGABYTE

    def test_translation_is_bounded(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        admin = self.env.ref("base.user_admin")
        for record, field in (
            (self.env.company.partner_id, "engineering_signatory_basis"),
            (self.direction, "name"),
        ):
            translate = record.with_user(admin).update_field_translations
            for text in (MEGABYTE, "Charter\0"):
                self.assertRefused(UserError, "“", translate, field, {"ru_RU": text})
            translate(field, {"ru_RU": "Устав"})
            self.assertEqual(record.with_context(lang="ru_RU")[field], "Устав")
