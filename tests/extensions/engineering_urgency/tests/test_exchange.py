"""The fields of another addon in JSON and workbooks, and beside other variants."""

import json
from io import BytesIO

from openpyxl import load_workbook

from odoo.tests import tagged

from .test_urgency import URGENT, UrgencyCase


class ExchangeCase(UrgencyCase):
    def setUp(self):
        super().setUp()
        self.line_ = self.line()
        self.variant_ = self.line_.variant_id
        self.calculation = self.variant_.calculation_id


@tagged("post_install", "-at_install")
class TestEstimate(ExchangeCase):
    def exported(self):
        data = json.loads(json.dumps(self.calculation.export_estimate()))
        return data, data["variants"][0]["lines"]

    def test_it_comes_and_goes(self):
        data, lines = self.exported()
        self.assertEqual(lines[0]["extra"], {"urgency": "1.5", "urgency_reason": None})
        lines[0]["extra"] = {"urgency": "2", "urgency_reason": "The roof leaks"}
        lines.append(
            {"ref": "new", "name": "Survey", "product_code": "Survey", "quantity": "1"}
        )
        self.calculation.import_estimate(data)
        self.assertEqual(self.variant_.line_ids.mapped("urgency"), [2, 1])
        self.assertEqual(self.line_.price_unit, 500)
        self.assertEqual(self.line_.urgency_reason, "The roof leaks")

    def test_what_is_left_out_stays(self):
        data, lines = self.exported()
        del lines[0]["extra"]
        self.calculation.import_estimate(data)
        self.assertEqual(self.line_.urgency, URGENT)


@tagged("post_install", "-at_install")
class TestWorkbook(ExchangeCase):
    def test_each_field_has_a_column_and_the_factor_is_in_the_price(self):
        self.line_.urgency_reason = "The roof leaks"
        _name, data = self.calculation._export_workbook(self.variant_)
        sheet = load_workbook(BytesIO(data)).worksheets[0]
        letters = {cell.value: cell.column_letter for cell in sheet[5]}
        fields = self.line_._fields
        urgency, reason = (
            f"{letters[fields[name]._description_string(self.env)]}6"
            for name in ("urgency", "urgency_reason")
        )
        self.assertEqual(sheet[urgency].value, URGENT)
        self.assertEqual(sheet[reason].value, "The roof leaks")
        self.assertTrue(any(urgency in str(cell.value) for cell in sheet[6]))


@tagged("post_install", "-at_install")
class TestComparison(ExchangeCase):
    def test_another_urgency_is_a_difference(self):
        other = self.variant_.copy()
        other.line_ids.urgency = 1
        [row] = self.calculation.get_comparison()["rows"]
        self.assertIn("urgency", row["cells"][1]["differs"])
