"""The case that tests of workbooks inherit: what people do to them, and the dialog."""

import base64
import io

from openpyxl import Workbook, load_workbook

from odoo.fields import Command

from .common import EngineeringCase

HEADERS = ("No", "Code", "Work", "Unit of measure", "Qty", "Price", "Sum")


class WorkbookCase(EngineeringCase):
    """A calculation with a workbook of it, and people who change and import it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.survey.default_code = "SUR"
        cls.montage.default_code = "MON"
        cls.height = cls.quiet["engineering.coefficient"].create(
            {
                "name": "Height",
                "code": "height",
                "value": 1.2,
                "value_min": 1.1,
                "value_max": 1.5,
            }
        )

    def setUp(self):
        super().setUp()
        self.calculation = self.taken()
        self.standard = self.variant(
            self.calculation,
            [
                {"display_type": "line_section", "name": "Roof"},
                {
                    "product_id": self.survey.id,
                    "name": "Survey",
                    "base_price": 123.45,
                    "coefficient_ids": [Command.set(self.height.ids)],
                },
                {"product_id": self.montage.id, "name": "Montage", "quantity": 3},
                {"display_type": "line_note", "name": "By helicopter"},
                {"display_type": "line_section", "name": "Wall"},
                {"product_id": self.repair.id, "name": "Repair", "quantity": 2.5},
            ],
            name="Standard",
        )

    def content(self, *variants):
        variants = self.standard.union(*variants)
        return self.calculation._export_workbook(variants)[1]

    def exported(self, *variants):
        """Return the workbook to be changed, and where its columns and rows are.

        Rows are those of the lines, from the first on.
        """
        book = load_workbook(io.BytesIO(self.content(*variants)))
        sheet = book.active
        [head] = (row for row in sheet.iter_rows() if row[3].value == "Code")
        columns = {cell.value: cell.column_letter for cell in head}
        rows = range(head[0].row + 1, head[0].row + 1 + len(self.standard.line_ids))
        return book, sheet, columns, rows

    def saved(self, book):
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    def sheet(self, *rows, headers=HEADERS):
        """Return the bytes of somebody's workbook."""
        book = Workbook()
        for row in (headers, *rows):
            book.active.append(row)
        return self.saved(book)

    def wizard_of(self, content, variant=None, user=None, **values):
        calculation = self.as_(user or self.engineer, self.calculation)
        return self.wizard(
            "engineering.estimate.import",
            calculation,
            variant_id=variant and variant.id,
            file=base64.b64encode(content),
            file_name="Lines.xlsx",
            **values,
        )

    def previewed(self, content, variant=None, **values):
        """Return the dialog at its preview; columns mean what is proposed."""
        wizard = self.wizard_of(content, variant, **values)
        wizard.action_preview()
        if wizard.step == "columns":
            wizard.action_preview()
        self.assertEqual(wizard.step, "preview")
        return wizard

    def imported(self, content, variant=None, **values):
        wizard = self.previewed(content, variant, **values)
        self.assertFalse(wizard.error_count, wizard.line_ids.mapped("text"))
        wizard.action_confirm()
        return wizard

    def counts(self, wizard):
        return (wizard.added_count, wizard.changed_count, wizard.removed_count)

    def texts(self, wizard, kind):
        lines = wizard.line_ids.filtered(lambda line: line.kind == kind)
        return [(line.row, line.column, line.name, line.text) for line in lines]

    def errors(self, wizard):
        return [
            (line.row, line.column or "", line.text)
            for line in wizard.line_ids
            if line.kind == "error"
        ]
