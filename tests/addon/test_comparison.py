"""Variants and revisions side by side: on the screen, on paper, in a workbook."""

import io

from engineering_case import SALESMAN, EngineeringCase
from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

SECTION = {"display_type": "line_section", "name": "Roof"}


class ComparisonCase(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.calculation = self.taken()
        self.cheap = self.variant(
            self.calculation,
            [SECTION, (self.survey, 1, 100.0), (self.montage, 4, 250.0)],
            name="Cheap",
        )
        self.warm = self.variant(
            self.calculation,
            [
                SECTION,
                (self.survey, 1, 100.0),
                (self.montage, 5, 250.0),
                (self.repair, 1, 40.0),
            ],
            name="=Warm()",
        )


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
        self.assertEqual(len(data["variants"]), 4)
        self.assertEqual(
            [variant["revision"] for variant in data["variants"]], [1, 1, 2, 2]
        )
        pair = revision.get_comparison(
            [self.cheap.id, revision.variant_ids.filtered("revised_id")[0].id]
        )
        self.assertEqual([row["size"] for row in pair["rows"][1:]], [0, 500])

    def test_only_variants_of_the_calculation_are_compared(self):
        other = self.variant(self.taken())
        self.assertRefused(UserError, "Variant 1", self.compare, self.cheap, other)

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
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            calculation.get_comparison()
            return self.env.cr.sql_log_count - before

        compare(1, 1)
        self.assertEqual(compare(2, 3), compare(5, 40))

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

    def test_report_shows_differences(self):
        action = self.calculation.action_print_comparison(self.cheap.ids)
        self.assertEqual(action["data"]["variant_ids"], self.cheap.ids)
        html, _type = self.env["ir.actions.report"]._render_qweb_html(
            "crm_engineering_calc.report_engineering_comparison",
            self.calculation.ids,
            data={"variant_ids": (self.cheap | self.warm).ids},
        )
        text = html.decode()
        self.assertIn("=Warm()", text)
        self.assertIn("▲ +", text)


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

    def test_strangers_download_nothing(self):
        stranger = self.user("stranger", SALESMAN)
        self.assertEqual(self.download(stranger).status_code, 403)
