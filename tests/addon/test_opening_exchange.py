import io

from openpyxl import load_workbook

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.workbooks import WorkbookCase


@tagged("standard", "post_install", "-at_install")
class TestOpeningExchange(WorkbookCase):
    def setUp(self):
        super().setUp()
        self.calculation.import_estimate(
            {
                **self.calculation.export_estimate(),
                "opening_columns": [
                    {"code": "Wo", "name": "Width", "value_max": "6", "required": True},
                    {"code": "no", "name": "Count"},
                    {
                        "code": "type",
                        "name": "Type",
                        "kind": "choice",
                        "choices": ["window", "balcony"],
                    },
                ],
                "openings": [
                    {
                        "ref": "a",
                        "name": "Kitchen",
                        "cells": {"Wo": 1.4, "no": "2", "type": "Window"},
                    },
                    {"ref": "b", "name": "Loggia", "cells": {"Wo": "2.5", "no": "1"}},
                ],
            }
        )
        self.kitchen, self.loggia = self.calculation.opening_ids
        self.line = self.standard.line_ids.filtered("product_id")[0]
        self.line.formula = "sum(Wo*no)"

    def test_estimate_carries_openings_there_and_back(self):
        self.assertEqual(self.kitchen.cells, {"Wo": 1.4, "no": 2, "type": "window"})
        self.assertEqual(self.line.quantity, 5.3)
        data = self.calculation.export_estimate()
        self.assertEqual(data["openings"][0]["cells"]["Wo"], "1.4")
        self.assertTrue(data["opening_columns"][0]["required"])
        before = self.kitchen.write_date, self.kitchen.cells
        self.calculation.import_estimate(data)
        self.assertEqual((self.kitchen.write_date, self.kitchen.cells), before)

    def test_openings_change_come_and_go(self):
        data = self.calculation.export_estimate()
        kitchen, _loggia = data["openings"]
        data["openings"] = [
            {**kitchen, "cells": {"Wo": "2", "no": "1"}},
            {"ref": "new", "name": "Hall", "cells": {"Wo": "1", "no": "1"}},
        ]
        lines = data["variants"][0]["lines"]
        last = {
            name: value
            for name, value in lines[-1].items()
            if name in ("name", "product_code", "unit")
        }
        lines.append({**last, "ref": "x", "formula": "Wo*10", "opening": "new"})
        self.calculation.import_estimate(data)
        self.assertFalse(self.loggia.exists())
        self.assertEqual(self.kitchen.cells, {"Wo": 2, "no": 1})
        self.assertEqual(self.line.quantity, 3)
        line = self.standard.line_ids[-1]
        self.assertEqual((line.opening_id.name, line.quantity), ("Hall", 10))

    def test_who_knows_nothing_of_openings_takes_none_away(self):
        data = self.calculation.export_estimate()
        del data["openings"], data["opening_columns"]
        self.calculation.import_estimate(data)
        self.assertEqual(self.calculation.opening_ids, self.kitchen | self.loggia)
        self.assertEqual(len(self.calculation.opening_column_ids), 3)

    def test_wrong_cell_is_told_with_its_opening(self):
        for cells, words in (
            ({"Wo": "60"}, "Kitchen.*Width.*60"),
            ({"Wo": "wide"}, "Kitchen.*Width.*wide"),
            ({"type": "door"}, "Kitchen.*window, balcony"),
            ({"X": "1"}, "Kitchen.*X.*Wo, no, type"),
        ):
            data = self.calculation.export_estimate()
            data["openings"][0]["cells"] = cells
            with self.subTest(cells):
                self.assertRefused(
                    UserError, words, self.calculation.import_estimate, data
                )
        data = self.calculation.export_estimate()
        data["variants"][0]["lines"][-1]["opening"] = "nowhere"
        self.assertRefused(UserError, "nowhere", self.calculation.import_estimate, data)

    def test_workbook_carries_openings_there_and_back(self):
        wizard = self.previewed(self.content())
        self.assertFalse(wizard.line_ids)
        book = load_workbook(io.BytesIO(self.content()))
        sheet = book["Openings"]
        self.assertEqual([cell.value for cell in sheet[3]][1:4], ["Kitchen", 1.4, 2])
        sheet["C3"] = 2
        sheet["B5"], sheet["C5"], sheet["D5"] = "Hall", "1,5", 2
        stream = io.BytesIO()
        book.save(stream)
        self.imported(stream.getvalue())
        self.assertEqual(self.kitchen.cells["Wo"], 2)
        hall = self.calculation.opening_ids[-1]
        self.assertEqual((hall.name, hall.cells), ("Hall", {"Wo": 1.5, "no": 2}))
        self.assertEqual(self.line.quantity, 9.5)
        self.assertEqual(self.line.formula, "sum(Wo*no)")

    def test_workbook_carries_the_openings_of_lines_there_and_back(self):
        self.line.write({"formula": "Wo*no", "opening_id": self.kitchen.id})
        self.assertFalse(self.previewed(self.content()).line_ids)
        book = load_workbook(io.BytesIO(self.content()))
        sheet = book.worksheets[0]
        (head,) = [cell for cell in sheet[5] if cell.value == "Opening"]
        cells = {row[head.column - 1].value: row for row in sheet.iter_rows()}
        place = cells["Kitchen"][head.column - 1].coordinate
        sheet[place] = "Loggia"
        stream = io.BytesIO()
        book.save(stream)
        wizard = self.previewed(stream.getvalue())
        self.assertEqual(wizard.line_ids.text, "Opening: Kitchen → Loggia")
        wizard.action_confirm()
        self.assertEqual(self.line.opening_id, self.loggia)
        book["Openings"]["B5"], book["Openings"]["C5"] = "Hall", "1,5"
        book["Openings"]["D5"] = 4
        sheet[place] = "Hall"
        stream = io.BytesIO()
        book.save(stream)
        self.imported(stream.getvalue())
        self.assertEqual(self.line.opening_id.name, "Hall")
        self.assertEqual(self.line.quantity, 6)
        sheet[place] = "Attic"
        stream = io.BytesIO()
        book.save(stream)
        wizard = self.previewed(stream.getvalue())
        self.assertEqual(wizard.line_ids.kind, "error")
        self.assertIn("“Attic”", wizard.line_ids.text)

    def test_paper_has_a_row_for_each_opening(self):
        paper = self.paper(
            "crm_engineering_calc.report_measurement_sheet", self.calculation
        )
        text = " ".join(" ".join(paper.itertext()).split())
        for word in ("Kitchen", "Loggia", "Width", "window, balcony", "0–6"):
            self.assertIn(word, text)
        self.assertNotIn("1.4", text)
