"""What people write into columns of another addon's fields comes back."""

import base64
import io

from openpyxl import load_workbook

from odoo.tests import tagged

from .test_exchange import ExchangeCase
from .test_urgency import URGENT


@tagged("post_install", "-at_install")
class TestWorkbookBack(ExchangeCase):
    def setUp(self):
        super().setUp()
        _name, content = self.calculation._export_workbook(self.variant_)
        self.book = load_workbook(io.BytesIO(content))
        self.sheet = self.book.active
        [head] = (row for row in self.sheet.iter_rows() if row[3].value == "Code")
        self.columns = {cell.value: cell.column_letter for cell in head}
        self.row = head[0].row + 1

    def cell(self, column):
        return self.sheet[f"{self.columns[column]}{self.row}"]

    def imported(self):
        stream = io.BytesIO()
        self.book.save(stream)
        dialog = self.wizard(
            "engineering.estimate.import",
            self.calculation,
            variant_id=self.variant_.id,
            file=base64.b64encode(stream.getvalue()),
            file_name="Lines.xlsx",
        )
        dialog.action_preview()
        if dialog.step == "columns":
            dialog.action_preview()
        self.assertFalse(dialog.error_count, dialog.line_ids.mapped("text"))
        dialog.action_confirm()

    def test_what_is_written_into_it_comes_back(self):
        self.cell("Urgency").value = 3
        self.imported()
        self.assertEqual((self.line_.urgency, self.line_.price_unit), (3, 750))

    def test_empty_cell_leaves_it_as_it_is(self):
        self.cell("Urgency").value = None
        self.cell("Why Urgent").value = "It rains"
        self.imported()
        self.assertEqual(self.line_.urgency, URGENT)
        self.assertEqual(self.line_.urgency_reason, "It rains")
