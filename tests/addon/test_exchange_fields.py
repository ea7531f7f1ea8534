"""Fields that an addon gives to the line: exported, imported, previewed, compared."""

import base64
import json
from datetime import date
from io import BytesIO

from openpyxl import load_workbook

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

FIELDS = {
    "x_remark": {"ttype": "char", "field_description": "Remark"},
    "x_layers": {"ttype": "integer", "field_description": "Layers"},
    "x_waste": {"ttype": "float", "field_description": "Waste"},
    "x_urgent": {"ttype": "boolean", "field_description": "Urgent"},
    "x_until": {"ttype": "date", "field_description": "Until"},
    "x_maker": {
        "ttype": "many2one",
        "relation": "res.partner",
        "field_description": "Maker",
    },
    "x_colour": {
        "ttype": "selection",
        "selection": "[('r', 'Red'), ('b', 'Blue')]",
        "field_description": "Colour",
    },
}
SAID = {
    "x_remark": "=Thick",
    "x_layers": 3,
    "x_waste": 0.125,
    "x_urgent": True,
    "x_until": date(2026, 2, 28),
    "x_colour": "b",
}


@tagged("standard", "post_install", "-at_install")
class TestExchangeFields(EngineeringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for model in ("engineering.variant.line", "engineering.template.line"):
            cls.env["ir.model.fields"].create(
                [
                    {"name": name, "model_id": cls.env["ir.model"]._get_id(model)}
                    | values
                    for name, values in FIELDS.items()
                    if model == "engineering.variant.line" or name == "x_remark"
                ]
            )
        cls.classPatch(
            type(cls.env["engineering.variant.line"]),
            "_get_exchange_fields",
            lambda self: tuple(FIELDS),
        )
        cls.maker = cls.env["res.partner"].create({"name": "Makers of Ducts"})

    def setUp(self):
        super().setUp()
        self.calculation = self.taken()
        values = {**SAID, "x_maker": self.maker.id}
        services = [self.montage, self.repair]
        self.standard = self.variant(
            self.calculation,
            [{"product_id": one.id, "quantity": 2, **values} for one in services],
            name="Standard",
        )
        self.line = self.standard.line_ids[0]

    def exported(self):
        return json.loads(json.dumps(self.calculation.export_estimate()))

    def imported(self, **extra):
        data = self.exported()
        data["variants"][0]["lines"][0]["extra"] = extra
        self.calculation.import_estimate(data)

    def previewed(self, change):
        """Return the import of the variant's workbook with something changed."""
        _name, data = self.calculation._export_workbook(self.standard)
        book = load_workbook(BytesIO(data))
        sheet = book.worksheets[0]
        letters = {cell.value: cell.column_letter for cell in sheet[5]}
        for header, value in change.items():
            sheet[f"{letters[header]}6"] = value
        stream = BytesIO()
        book.save(stream)
        wizard = self.calculation.env["engineering.estimate.import"].create(
            {
                "calculation_id": self.calculation.id,
                "file": base64.b64encode(stream.getvalue()),
                "file_name": "Ducts.xlsx",
            }
        )
        wizard.action_preview()
        return wizard

    # === JSON ===

    def test_json_has_them_and_takes_them_back(self):
        extra = self.exported()["variants"][0]["lines"][0]["extra"]
        self.assertEqual(
            extra,
            {
                "x_remark": "=Thick",
                "x_layers": "3",
                "x_waste": "0.125",
                "x_urgent": True,
                "x_until": "2026-02-28",
                "x_maker": "Makers of Ducts",
                "x_colour": "b",
            },
        )
        self.env.flush_all()
        written = self.line.write_date
        self.imported(**extra)
        self.assertEqual(self.line.write_date, written)
        self.imported(x_layers=5, x_urgent=False, x_maker=None, x_colour="red")
        self.assertRecordValues(
            self.line,
            [
                {
                    "x_remark": "=Thick",
                    "x_layers": 5,
                    "x_urgent": False,
                    "x_maker": False,
                    "x_colour": "r",
                }
            ],
        )

    def test_wrong_value_is_told_with_field_and_remedy(self):
        cases = [
            ({"x_layers": "2.5"}, "“2.5” is not possible for “Layers”; give a whole"),
            ({"x_until": "soon"}, "for “Until”; give a date"),
            ({"x_urgent": "si"}, "for “Urgent”; give yes or no"),
            ({"x_colour": "green"}, "for “Colour”; give one of: Red, Blue"),
            ({"x_maker": "Nobody"}, "“Nobody” is not the name of exactly one record"),
            ({"x_weight": 1}, "the exchange has no field “x_weight”; leave it out"),
        ]
        for extra, pattern in cases:
            with self.subTest(pattern):
                self.assertRefused(UserError, pattern, self.imported, **extra)

    # === WORKBOOK ===

    def test_workbook_that_nobody_changed_changes_nothing(self):
        wizard = self.previewed({})
        self.assertFalse(wizard.line_ids)

    def test_changed_cells_are_previewed_and_imported(self):
        wizard = self.previewed(
            {
                "Layers": 7,
                "Waste": "0,25",
                "Urgent": False,
                "Until": "01.03.2026",
                "Colour": "Red",
                "Maker": None,
                "Remark": "Thin",
            }
        )
        self.assertEqual(wizard.line_ids.mapped("kind"), ["changed"])
        text = wizard.line_ids.text
        for words in (
            "Layers: 3 → 7",
            "Waste: 0.125 → 0.25",
            "Urgent: yes → no",
            "Until: 02/28/2026 → 03/01/2026",
            "Colour: Blue → Red",
            "Maker: Makers of Ducts → –",
            "Remark: =Thick → Thin",
        ):
            self.assertIn(words, text)
        wizard.action_confirm()
        self.assertEqual((self.line.x_layers, self.line.x_colour), (7, "r"))
        self.assertEqual(self.line.x_until, date(2026, 3, 1))
        self.assertFalse(self.line.x_maker)

    def test_wrong_cell_is_told_by_row_and_column(self):
        wizard = self.previewed({"Colour": "Green"})
        self.assertEqual(wizard.line_ids.mapped("kind"), ["error"])
        self.assertEqual(wizard.line_ids.row, 6)
        self.assertIn("for “Colour”; give one of: Red, Blue", wizard.line_ids.text)

    # === COMPARISON ===

    def test_variants_are_compared_by_them(self):
        other = self.standard.copy()
        other.line_ids[0].write({"x_layers": 4, "x_colour": "r"})
        compared = self.calculation.get_comparison(only_differences=True)
        [row] = compared["rows"]
        cell = row["cells"][1]
        self.assertEqual(set(cell["differs"]), {"extra.x_layers", "extra.x_colour"})
        self.assertEqual(cell["extra"]["extra.x_colour"], "Red")
        labels = {one["name"]: one["label"] for one in compared["fields"]}
        self.assertEqual(labels["extra.x_layers"], "Layers")
        book = load_workbook(BytesIO(self.calculation._export_comparison()))
        comments = [
            cell.comment.text for row in book.active for cell in row if cell.comment
        ]
        self.assertIn("Layers: 4", "\n".join(comments))
        self.assertIn("Colour: Red", "\n".join(comments))

    # === TEMPLATE ===

    def test_template_keeps_what_its_lines_have_too(self):
        values = self.line._prepare_template_line_values()
        self.assertEqual(values["x_remark"], "=Thick")
        self.assertNotIn("x_layers", values)
