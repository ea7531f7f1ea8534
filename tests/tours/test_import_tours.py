"""An engineer imports a sheet with an unknown service, then a workbook of ours."""

import io

from openpyxl import Workbook, load_workbook

from odoo.tests import HttpCase, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestImportTours(EngineeringCase, HttpCase):
    def test_engineer_imports(self):
        calculation = self.taken(name="Winter garden")
        variant = self.variant(
            calculation,
            [(self.survey, 1, 100.0), (self.montage, 3, 250.0)],
        )
        self.put("sheet", self.sheet())
        self.put("workbook", self.changed(calculation, variant))
        self.start_tour(
            "/odoo/engineering-desk",
            "engineering_engineer_imports",
            login=self.engineer.login,
            timeout=120,
        )
        self.env.invalidate_all()
        self.assertEqual(variant.line_ids.mapped("quantity"), [1, 5])

    def sheet(self):
        book = Workbook()
        for row in (("Work", "Code", "Qty", "Heft"), ("Survey", None, 1, 2)):
            book.active.append(row)
        book.active.append(("Pipes", "Piping", 2, 3))
        return book

    def changed(self, calculation, variant):
        _name, content = calculation._export_workbook(variant)
        book = load_workbook(io.BytesIO(content))
        for row in book.active.iter_rows():
            for cell in row:
                if cell.value == 3:
                    cell.value = 5
        return book

    def put(self, name, book):
        """Let the browser fetch a workbook."""
        stream = io.BytesIO()
        book.save(stream)
        attachment = self.env["ir.attachment"].create(
            {"name": f"{name}.xlsx", "raw": stream.getvalue(), "public": True}
        )
        self.env["ir.model.data"].create(
            {
                "module": "crm_engineering_calc",
                "name": f"tour_{name}",
                "model": attachment._name,
                "res_id": attachment.id,
            }
        )
