"""Variants and revisions side by side: on the screen, on paper, in a workbook."""

import io

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.crm_engineering_calc.tests.cases import SECTION, ComparisonCase
from odoo.addons.crm_engineering_calc.tests.common import SALESMAN


@tagged("standard", "post_install", "-at_install")
class TestComparison(ComparisonCase):
    def compare(self, *variants, user=None):
        calculation = self.as_(user or self.engineer, self.calculation)
        return calculation.get_comparison([variant.id for variant in variants])

    def test_variants_stand_side_by_side(self):
        data = self.compare()
        self.assertEqual(
            [variant["name"] for variant in data["variants"]], ["Cheap", "=Warm()"]
        )
        section, survey, montage, repair = data["rows"]
        self.assertEqual((section["label"], section["amounts"]), ("Roof", [1100, 1390]))
        self.assertEqual(survey["size"], 0)
        self.assertEqual(montage["cells"][1]["differs"], ["amount", "quantity"])
        self.assertEqual(montage["size"], 250)
        self.assertIsNone(repair["cells"][0])

    def test_action_opens_all_variants(self):
        action = self.calculation.action_compare()
        self.assertEqual(action["tag"], "engineering_comparison")
        self.assertEqual(action["context"]["variant_ids"], (self.cheap | self.warm).ids)

    def test_the_order_asked_for_is_kept(self):
        data = self.compare(self.warm, self.cheap)
        self.assertEqual(data["variants"][0]["name"], "=Warm()")

    def test_a_revision_is_compared_with_the_one_before(self):
        self.complete(self.calculation)
        revision = self.revise(self.calculation)
        revision.variant_ids[0].line_ids[2].quantity = 6
        action = revision.action_view_changes()
        data = revision.get_comparison(action["context"]["variant_ids"])
        self.assertEqual(
            [
                (variant["name"], variant["revision"], variant["reference"])
                for variant in data["variants"]
            ],
            [("Cheap", 1, 0), ("Cheap", 2, 0), ("=Warm()", 1, 2), ("=Warm()", 2, 2)],
        )
        montage = data["rows"][2]
        self.assertEqual(montage["changes"], [0, 500, 0, 0])
        self.assertEqual(data["totals"]["amount_untaxed"]["changes"], [0, 500, 0, 0])

    def measure(self, calculation):
        own = {"calculation_id": calculation.id}
        env = calculation.env
        env["engineering.measurement"].create(
            [
                {**own, "name": "Ceiling", "code": "C", "value": 2.7},
                {**own, "name": "Floor", "code": "F", "value": 5},
            ]
        )
        env["engineering.opening.column"].create(
            [
                {**own, "name": "Width", "code": "W"},
                {**own, "name": "Type", "code": "type", "kind": "text"},
            ]
        )
        return env["engineering.opening"].create(
            [
                {**own, "name": "Window", "cells": {"W": 1.4, "type": "plain"}},
                {**own, "name": "Loggia", "cells": {"W": 3}},
                {**own, "name": "Hall", "cells": {"W": 2}},
            ]
        )

    def measured_revision(self):
        self.measure(self.calculation)
        self.complete(self.calculation)
        revision = self.revise(self.calculation)
        window, loggia, _hall = revision.opening_ids
        window.write({"name": "Wide window", "cells": {"W": 1.5}})
        loggia.unlink()
        revision.opening_ids.create(
            {"calculation_id": revision.id, "name": "Door", "cells": {"W": 0.9}}
        )
        revision.measurement_ids[0].value = 2.8
        return revision

    def test_what_is_measured_otherwise_in_a_revision_is_told(self):
        self.assertEqual(self.calculation.get_comparison()["measured"], [])
        revision = self.measured_revision()
        data = revision.get_comparison((self.cheap | revision.variant_ids[0]).ids)
        self.assertEqual(
            [(row["label"], row["texts"], row["differs"]) for row in data["measured"]],
            [
                ("Ceiling (C)", ["2.7", "2.8"], [False, True]),
                ("Window", ["Width 1.4", "Width 1.5"], [False, True]),
                ("Loggia", ["Width 3", None], [False, True]),
                ("Door", [None, "Width 0.9"], [False, True]),
            ],
        )

    def test_opening_without_cells_is_told_from_one_that_is_not_there(self):
        self.measure(self.calculation)
        self.complete(self.calculation)
        revision = self.revise(self.calculation)
        revision.opening_ids.create({"calculation_id": revision.id, "name": "Attic"})
        data = revision.get_comparison((self.cheap | revision.variant_ids[0]).ids)
        self.assertEqual(
            [(row["label"], row["texts"]) for row in data["measured"]],
            [("Attic", [None, "not measured"])],
        )

    def test_screen_is_told_how_lines_show_numbers_and_what_is_the_same(self):
        data = self.calculation.get_comparison(only_differences=True)
        self.assertEqual(data["same_count"], 1)
        precision = self.env["decimal.precision"].precision_get
        self.assertEqual(
            data["digits"],
            {
                "quantity": precision("Product Unit"),
                "price_unit": precision("Product Price"),
            },
        )

    def test_a_variant_is_compared_to_the_nearest_one_it_revises(self):
        self.complete(self.calculation)
        second = self.revise(self.calculation)
        self.complete(second)
        third = self.revise(second)
        data = third.get_comparison((self.warm | third.variant_ids).ids)
        self.assertEqual([one["reference"] for one in data["variants"]], [0, 0, 0])
        data = third.get_comparison(
            (self.cheap | second.variant_ids[0] | third.variant_ids[0]).ids
        )
        self.assertEqual([one["reference"] for one in data["variants"]], [0, 0, 1])

    def test_the_only_variant_is_compared_with_the_revision_beside(self):
        calculation = self.completed()
        self.assertFalse(calculation.can_compare)
        revision = self.revise(calculation)
        self.env.invalidate_all()
        both = calculation.variant_ids | revision.variant_ids
        for card in (calculation, revision):
            with self.subTest(card.display_name):
                self.assertTrue(card.can_compare)
                action = card.variant_ids.action_compare()
                self.assertEqual(set(action["context"]["variant_ids"]), set(both.ids))
                self.assertEqual(len(card.get_comparison()["variants"]), 2)

    def test_only_differences_and_the_greatest_first(self):
        data = self.calculation.get_comparison(only_differences=True)
        self.assertEqual(
            [row["label"] for row in data["rows"]], ["Roof", "Montage", "Repair"]
        )
        self.assertEqual(data["rows"][0]["amounts"], [1100, 1390])
        data = self.calculation.get_comparison(by_size=True)
        self.assertEqual(
            [row["label"] for row in data["rows"]], ["Montage", "Repair", "Survey"]
        )

    def test_another_unit_and_section_are_told(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self.survey.uom_ids = dozen
        other = self.variant(
            self.calculation,
            [
                {**SECTION, "name": "Floor"},
                {
                    "product_id": self.survey.id,
                    "product_uom_id": dozen.id,
                    "quantity": 1,
                    "base_price": 100.0,
                },
            ],
        )
        rows = self.compare(self.cheap, other)["rows"]
        [survey] = [row for row in rows if row["label"] == "Survey"]
        self.assertEqual(survey["section"], ["Roof"])
        self.assertEqual(survey["cells"][1]["section"], ("Floor",))
        self.assertEqual(survey["cells"][1]["differs"], ["section", "unit"])
        content = self.calculation._export_comparison((self.cheap | other).ids)
        sheet = load_workbook(io.BytesIO(content)).active
        self.assertIn(f"Floor\n{dozen.name}", sheet["G5"].comment.text)

    def test_only_variants_of_the_calculation_are_compared(self):
        other = self.variant(self.taken())
        self.assertRefused(UserError, "Variant 1", self.compare, self.cheap, other)

    def test_a_variant_out_of_sight_is_not_even_named(self):
        lead = self.deal(
            engineering_direction_id=self.other_direction.id,
            engineering_team_id=self.other_team.id,
        )
        lead.action_request_calculation()
        calculation = self.as_(self.outsider, lead.sudo().engineering_calculation_ids)
        calculation.action_take()
        foreign = self.variant(
            calculation, [(self.foreign_service, 1, 70.0)], name="Very secret"
        )
        with self.assertRaises(AccessError) as refusal, self.env.cr.savepoint():
            self.compare(self.cheap, foreign)
        self.assertNotIn("Very secret", str(refusal.exception))

    def test_a_revision_sent_to_another_team_is_compared_with_nothing_unseen(self):
        calculation = self.completed()
        revision = self.revise(calculation)
        self.redirect(revision, team_id=self.other_team.id)
        revision = self.as_(self.outsider, revision)
        revision.action_take()
        self.assertFalse(revision.can_compare)
        self.assertEqual(revision.revised_id.ids, calculation.ids)
        action = revision.action_view_changes()
        self.assertEqual(action["context"]["variant_ids"], revision.variant_ids.ids)
        data = revision.get_comparison(action["context"]["variant_ids"])
        self.assertEqual(len(data["choices"]), 1)
        with Form(revision) as form:
            self.assertEqual(form.display_name, revision.display_name)

    def test_different_currencies_are_refused_clearly(self):
        calculation = self.completed()
        revision = self.revise(calculation)
        currency = self.env.ref("base.JPY")
        currency.active = True
        revision.variant_ids.line_ids.unlink()
        revision.sudo().currency_id = currency
        for method in (revision.action_compare, revision.get_comparison):
            self.assertRefused(UserError, "Choose variants in one currency", method)
        self.assertEqual(
            revision.get_comparison(revision.variant_ids.ids)["currency_id"],
            currency.id,
        )

    def test_manager_compares_and_outsiders_do_not(self):
        self.assertEqual(len(self.compare(user=self.manager)["variants"]), 2)
        for user in (self.outsider, self.manager2, self.employee):
            with self.subTest(user.login):
                self.assertRefused(AccessError, "", self.compare, user=user)
                self.assertRefused(
                    AccessError,
                    "",
                    self.as_(user, self.calculation).action_compare,
                )

    def test_queries_do_not_grow_with_lines_and_variants(self):
        def compare(variants, lines):
            calculation = self.taken()
            for _variant in range(variants):
                self.variant(
                    calculation,
                    [(self.survey, number + 1, 10.0) for number in range(lines)],
                )
            return self.count_queries(calculation.get_comparison)

        compare(1, 1)
        # More lines than the host reads ahead at a time.
        self.assertEqual(compare(2, 3), compare(5, 250))

    def test_workbook_has_live_differences_and_no_formula_of_a_name(self):
        content = self.calculation._export_comparison()
        sheet = load_workbook(io.BytesIO(content)).active
        cells = {cell.coordinate: cell for row in sheet.iter_rows() for cell in row}
        names = [cell for cell in cells.values() if "=Warm()" in str(cell.value)]
        self.assertEqual([cell.data_type for cell in names], ["s"])
        formulas = [cell.value for cell in cells.values() if cell.data_type == "f"]
        self.assertIn("=J5-F5", formulas)
        values = load_workbook(io.BytesIO(content), data_only=True).active
        self.assertEqual([values["F8"].value, values["J8"].value], [1100, 1390])
        self.assertEqual(values["K8"].value, 290)

    def test_workbook_is_arranged_as_the_screen(self):
        content = self.calculation._export_comparison(
            only_differences=True, by_size=True
        )
        sheet = load_workbook(io.BytesIO(content)).active
        labels = [sheet.cell(row, 1).value for row in range(4, 9)]
        totals = ["Untaxed Amount", "Taxes", "Total"]
        self.assertEqual(labels, ["Montage", "Repair", *totals])

    def test_workbook_has_what_is_measured_otherwise(self):
        revision = self.measured_revision()
        ids = (self.cheap | revision.variant_ids[0]).ids
        content = revision._export_comparison(ids)
        sheet = load_workbook(io.BytesIO(content)).active
        rows = [
            [cell for cell in row if cell is not None]
            for row in sheet.iter_rows(values_only=True)
        ]
        start = rows.index(["Measurements and openings that differ"])
        self.assertEqual(
            rows[start + 1 : start + 6],
            [
                [row["label"], *(text or "—" for text in row["texts"])]
                for row in revision.get_comparison(ids)["measured"]
            ]
            + [rows[-3]],
        )
        self.assertEqual(rows[-3][0], "Untaxed Amount")

    def test_report_shows_differences(self):
        action = self.calculation.action_print_comparison(self.cheap.ids)
        self.assertEqual(action["data"]["variant_ids"], self.cheap.ids)
        paper = self.paper(
            "crm_engineering_calc.report_engineering_comparison",
            self.calculation,
            variant_ids=(self.cheap | self.warm).ids,
        )
        text = paper.text_content()
        self.assertIn("=Warm()", text)
        self.assertIn("▲ +", text)
        self.assertIn("Survey", text)

    def test_report_is_arranged_as_the_screen(self):
        action = self.calculation.action_print_comparison(only_differences=True)
        paper = self.paper(
            "crm_engineering_calc.report_engineering_comparison",
            self.calculation,
            **action["data"],
        )
        self.assertNotIn("Survey", paper.text_content())
        self.assertIn("are left out", paper.text_content())


@tagged("standard", "post_install", "-at_install")
class TestComparisonDownload(ComparisonCase, HttpCase):
    def download(self, user):
        self.authenticate(user.login, user.login)
        ids = f"{self.cheap.id},{self.warm.id}"
        return self.url_open(
            f"/engineering/calculation/{self.calculation.id}/comparison"
            f"?variant_ids={ids}"
        )

    def test_engineer_downloads_the_workbook(self):
        response = self.download(self.engineer)
        self.assertEqual(response.status_code, 200)
        self.assertIn(".xlsx", response.headers["Content-Disposition"])
        book = load_workbook(io.BytesIO(response.content))
        self.assertEqual(book.active["A5"].value, "Survey")

    def test_nothing_to_compare_is_told(self):
        empty = self.taken()
        self.authenticate(self.engineer.login, self.engineer.login)
        url = f"/engineering/calculation/{empty.id}/comparison"
        with mute_logger("odoo.http"):
            response = self.url_open(url)
        self.assertEqual(response.status_code, 422)
        self.assertIn("no variants to compare", response.text)

    def test_strangers_download_nothing(self):
        stranger = self.user("stranger", SALESMAN)
        self.assertEqual(self.download(stranger).status_code, 403)
