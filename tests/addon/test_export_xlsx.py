import io
from urllib.parse import unquote

from openpyxl import load_workbook

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestExportXlsx(EngineeringCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.calculation = self.taken()
        self.standard = self.variant(self.calculation, name="Standard")
        self.cheap = self.variant(
            self.calculation, [(self.survey, 2, 95.55)], name="Cheap / quick"
        )

    def download(self, user, records):
        action = self.as_(user, records).action_export_xlsx()
        self.assertEqual(action["target"], "download")
        return self.fetch(user, action["url"])

    def fetch(self, user, url):
        # The password of a test's user is its login.
        self.authenticate(user.login, user.login)
        return self.url_open(url)

    def filename(self, response):
        return unquote(response.headers["Content-Disposition"].split("''")[1])

    def test_calculation_is_a_workbook_of_all_variants(self):
        attachments = self.env["ir.attachment"].search_count([])
        response = self.download(self.engineer, self.calculation)
        self.assertEqual(response.status_code, 200)
        number = self.calculation.name.replace("/", "-")
        self.assertEqual(self.filename(response), f"{number}.xlsx")
        book = load_workbook(io.BytesIO(response.content), data_only=True)
        self.assertEqual(book.sheetnames, ["Standard", "Cheap quick", "Comparison"])
        for variant, sheet in zip(
            self.calculation.variant_ids, book.worksheets, strict=False
        ):
            values = {cell.value for row in sheet.iter_rows() for cell in row}
            self.assertIn(variant.amount_untaxed, values)
        self.assertEqual(self.env["ir.attachment"].search_count([]), attachments)

    def test_variant_is_a_workbook_of_its_own(self):
        response = self.download(self.engineer, self.cheap)
        number = self.calculation.name.replace("/", "-")
        self.assertEqual(self.filename(response), f"{number} Cheap - quick.xlsx")
        book = load_workbook(io.BytesIO(response.content))
        self.assertEqual(book.sheetnames, ["Cheap quick"])

    def test_revision_stands_in_the_name(self):
        self.calculation._send_event("complete", explanation="Right")
        revision = self.revise(self.calculation)
        response = self.download(self.engineer, revision)
        self.assertIn("rev. 2.xlsx", self.filename(response))

    def test_manager_exports_what_is_completed(self):
        self.calculation._send_event("complete", explanation="Right")
        self.assertEqual(self.download(self.manager, self.calculation).status_code, 200)

    def test_who_may_not_see_it_gets_nothing(self):
        url = self.calculation.action_export_xlsx()["url"]
        portal = self.user("portal", "base.group_portal", notification_type="email")
        for user in (self.outsider, self.employee, self.manager2, portal):
            self.assertEqual(self.fetch(user, url).status_code, 403, user.name)
        other = self.variant(self.taken())
        url = f"/engineering/calculation/{self.calculation.id}/xlsx"
        for id_ in (other.id, "x", 0):
            response = self.fetch(self.engineer, f"{url}?variant_id={id_}")
            self.assertEqual(response.status_code, 404)

    def test_nothing_to_export_is_told(self):
        self.assertRefused(
            UserError, "has no variants to export", self.taken().action_export_xlsx
        )

    def test_text_of_people_is_no_formula(self):
        self.standard.line_ids[0].name = "=1+1"
        response = self.download(self.engineer, self.standard)
        cells = [
            cell
            for row in load_workbook(io.BytesIO(response.content)).active.iter_rows()
            for cell in row
            if cell.value == "=1+1"
        ]
        self.assertEqual([cell.data_type for cell in cells], ["s"])
