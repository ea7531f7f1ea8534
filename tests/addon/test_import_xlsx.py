import base64
import io
import zipfile

from openpyxl import Workbook, load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.crm_engineering_calc.tests.workbooks import HEADERS, WorkbookCase


@tagged("standard", "post_install", "-at_install")
class TestOwnWorkbook(WorkbookCase):
    def test_export_has_the_amounts_of_the_variant(self):
        book = load_workbook(io.BytesIO(self.content()), data_only=True)
        values = {cell.value for row in book.active.iter_rows() for cell in row}
        self.assertIn(self.standard.amount_untaxed, values)
        for line in self.standard.line_ids.filtered("product_id"):
            self.assertIn(line.price_subtotal, values)

    def test_export_speaks_the_language_of_the_user(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        self.engineer.lang = "ru_RU"
        calculation = self.calculation.with_context(lang="ru_RU")
        labels = calculation._get_workbook_labels()
        self.assertEqual(labels.product_code, "Код")

    def test_unchanged_workbook_changes_nothing(self):
        cheap = self.variant(self.calculation, name="Cheap")
        wizard = self.previewed(self.content(cheap))
        self.assertFalse(wizard.line_ids)
        self.assertFalse(wizard.notice)

    def test_changed_cells_change_their_lines(self):
        book, sheet, columns, rows = self.exported()
        sheet[f"{columns['Quantity']}{rows[2]}"] = 5
        sheet[f"{columns['Base price']}{rows[5]}"] = "1 040,50"
        sheet[f"{columns['Service']}{rows[3]}"] = "By crane"
        wizard = self.previewed(self.saved(book))
        self.assertEqual(self.counts(wizard), (0, 3, 0))
        self.assertEqual(
            self.texts(wizard, "changed"),
            [
                (rows[2], False, "Montage", "Quantity: 3 → 5"),
                (
                    rows[3],
                    False,
                    "By helicopter",
                    "Description: By helicopter → By crane",
                ),
                (rows[5], False, "Repair", "Base Price: 40 → 1,040.5"),
            ],
        )
        lines = self.standard.line_ids
        self.assertEqual(lines[2].quantity, 3)
        wizard.action_confirm()
        self.assertEqual(self.standard.line_ids, lines)
        self.assertEqual(lines[2].quantity, 5)
        self.assertEqual(lines[5].base_price, 1040.5)
        self.assertEqual(lines[3].name, "By crane")
        self.assertRegex(self.feed(self.calculation)[-1], "Lines.xlsx.*0 added, 3 cha")

    def test_deleted_and_inserted_rows(self):
        book, sheet, columns, rows = self.exported()
        sheet.delete_rows(rows[2])
        sheet.insert_rows(rows[2])
        sheet[f"{columns['Code']}{rows[2]}"] = "MON"
        sheet[f"{columns['Quantity']}{rows[2]}"] = "2,5"
        section, survey, montage, *rest = self.standard.line_ids
        wizard = self.imported(self.saved(book))
        self.assertEqual(self.counts(wizard), (1, 0, 1))
        lines = self.standard.line_ids
        self.assertFalse(montage.exists())
        self.assertEqual([lines[0], lines[1], *lines[3:]], [section, survey, *rest])
        self.assertEqual(lines[2].product_id, self.montage)
        self.assertEqual(lines[2].name, "[MON] Montage")
        self.assertEqual(lines[2].quantity, 2.5)
        self.assertEqual(lines[2].base_price, 250)

    def test_copied_row_is_a_new_line(self):
        book, sheet, columns, rows = self.exported()
        sheet.insert_rows(rows[3])
        for cell in sheet[rows[2]]:
            sheet.cell(rows[3], cell.column).value = cell.value
        sheet[f"{columns['Quantity']}{rows[3]}"] = 8
        montage = self.standard.line_ids[2]
        self.imported(self.saved(book))
        self.assertEqual(self.standard.line_ids[2], montage)
        self.assertEqual(self.standard.line_ids.mapped("quantity")[2:4], [3, 8])

    def test_columns_in_another_order(self):
        book, sheet, _columns, _rows = self.exported()
        for row in sheet.iter_rows():
            cells = [cell.value for cell in row]
            for cell, value in zip(row, cells[::-1], strict=True):
                cell.value = value
        self.assertFalse(self.previewed(self.saved(book)).line_ids)

    def test_coefficient_is_added_by_its_code(self):
        book, sheet, columns, rows = self.exported()
        sheet[f"{columns['Coefficients']}{rows[2]}"] = "height"
        wizard = self.imported(self.saved(book))
        self.assertEqual(
            self.texts(wizard, "changed")[0][3], "Coefficients: – → height"
        )
        self.assertEqual(self.standard.line_ids[2].coefficient, 1.2)

    def test_several_variants_find_themselves(self):
        cheap = self.variant(self.calculation, name="Cheap")
        book, _sheet, columns, rows = self.exported(cheap)
        book["Cheap"][f"{columns['Quantity']}{rows[0]}"] = 9
        wizard = self.imported(self.saved(book), variant=self.standard)
        self.assertIn("is of “Cheap”, and changes that one", wizard.notice)
        self.assertEqual(cheap.line_ids[0].quantity, 9)

    def test_other_variants_stay(self):
        cheap = self.variant(self.calculation, name="Cheap")
        book, sheet, columns, rows = self.exported()
        sheet[f"{columns['Quantity']}{rows[2]}"] = 5
        self.imported(self.saved(book))
        self.assertTrue(cheap.exists())

    def test_copied_sheet_is_a_new_variant(self):
        book, _sheet, _columns, _rows = self.exported()
        book.copy_worksheet(book.active).title = "Dear"
        wizard = self.previewed(self.saved(book))
        self.assertEqual(self.counts(wizard), (7, 0, 0))
        action = wizard.action_confirm()
        dear = self.from_action(action, wizard.env)
        self.assertEqual(dear.name, "Dear")
        self.assertEqual(dear.amount_untaxed, self.standard.amount_untaxed)

    def test_formulas_and_measurements_come_back(self):
        measurements = self.calculation.env["engineering.measurement"].create(
            {
                "calculation_id": self.calculation.id,
                "name": "Width",
                "code": "W",
                "value": 2.5,
            }
        )
        self.standard.line_ids[2].formula = "ceil(W * 2)"
        content = self.content()
        self.assertFalse(self.previewed(content).line_ids)
        measurements.value = 4
        self.assertEqual(self.standard.line_ids[2].quantity, 8)
        wizard = self.imported(content)
        self.assertEqual(
            self.texts(wizard, "changed")[0][2:], ("Width", "Value: 4 → 2.5")
        )
        self.assertEqual(self.standard.line_ids[2].quantity, 5)

    # === NOT WHAT IT WAS ===

    def test_variant_that_has_changed_since_is_told(self):
        content = self.content()
        self.standard.line_ids[2].quantity = 4
        wizard = self.previewed(content)
        self.assertIn("“Standard” has changed here since", wizard.notice)
        self.assertEqual(self.texts(wizard, "changed")[0][3], "Quantity: 4 → 3")

    def test_what_changed_since_the_preview_is_not_written_over(self):
        book, sheet, _columns, rows = self.exported()
        sheet.delete_rows(rows[2])
        wizard = self.previewed(self.saved(book))
        self.standard.line_ids[5].copy()
        self.assertRefused(UserError, "changed since the", wizard.action_confirm)

    def test_workbook_of_another_calculation_may_be_taken_as_a_plain_sheet(self):
        content = self.content()
        theirs = self.calculation
        self.calculation = self.taken()
        wizard = self.wizard_of(content)
        wizard.action_preview()
        self.assertEqual(wizard.step, "file")
        self.assertEqual(
            wizard.obstacle,
            f"The workbook is of {theirs.name}, and this is {self.calculation.name}.",
        )
        wizard.action_take_as_plain()
        self.assertEqual(wizard.step, "columns")
        wizard.action_preview()
        self.assertFalse(wizard.error_count, self.errors(wizard))
        wizard.action_confirm()
        copy = self.calculation.variant_ids
        self.assertEqual(copy.amount_untaxed, self.standard.amount_untaxed)
        self.assertEqual(
            copy.line_ids.mapped("display_type"),
            self.standard.line_ids.mapped("display_type"),
        )

    def test_workbook_of_an_older_revision_is_told(self):
        content = self.content()
        self.calculation._send_event("complete", explanation="Right")
        self.calculation = self.as_(self.engineer, self.revise(self.calculation))
        wizard = self.wizard_of(content)
        wizard.action_preview()
        self.assertIn("of revision 1, and this is revision 2", wizard.obstacle)

    def test_workbook_of_a_deleted_variant_is_told(self):
        content = self.content()
        self.standard.unlink()
        wizard = self.wizard_of(content)
        wizard.action_preview()
        self.assertIn("variant of the sheet “Standard” has been del", wizard.obstacle)

    # === ERRORS ===

    def test_errors_name_row_and_column_and_nothing_is_written(self):
        book, sheet, columns, rows = self.exported()
        sheet[f"{columns['Quantity']}{rows[1]}"] = "many"
        sheet[f"{columns['Base price']}{rows[2]}"] = -1
        sheet[f"{columns['Service']}{rows[5]}"] = "Other"
        wizard = self.previewed(self.saved(book))
        self.assertEqual(
            self.errors(wizard),
            [
                (rows[1], columns["Quantity"], "“many” is no number."),
                (
                    rows[2],
                    columns["Base price"],
                    "-1 is negative. Write 0 or more.",
                ),
            ],
        )
        self.assertRefused(UserError, "Only without errors", wizard.action_confirm)
        self.assertEqual(self.standard.line_ids[5].name, "Repair")

    def test_errors_of_names_tell_row_and_column_too(self):
        book, sheet, columns, rows = self.exported()
        sheet[f"{columns['Code']}{rows[2]}"] = "PIPE"
        sheet[f"{columns['Unit']}{rows[5]}"] = "kg"
        sheet[f"{columns['Coefficients']}{rows[5]}"] = "luck"
        wizard = self.previewed(self.saved(book))
        self.assertEqual(
            [(row, column) for row, column, _text in self.errors(wizard)],
            [
                (rows[2], columns["Code"]),
                (rows[5], columns["Unit"]),
                (rows[5], columns["Coefficients"]),
            ],
        )
        self.assertRefused(UserError, "Only without errors", wizard.action_confirm)

    def test_formula_without_a_saved_result_is_told(self):
        book, sheet, columns, rows = self.exported()
        sheet[f"{columns['Quantity']}{rows[2]}"] = "=1+1"
        [(row, column, text)] = self.errors(self.previewed(self.saved(book)))
        self.assertEqual((row, column), (rows[2], columns["Quantity"]))
        self.assertIn("Open it in a spreadsheet program and save it again", text)


@tagged("standard", "post_install", "-at_install")
class TestPlainSheet(WorkbookCase):
    def test_columns_are_guessed_and_remembered(self):
        rows = [(1, "SUR", "Survey", "Units", 2, 90), (2, "MON", "Montage", None, 1)]
        content = self.sheet(
            *rows, headers=("#", "SKU", "Work", "Unit", "Heft", "Price")
        )
        wizard = self.wizard_of(content)
        wizard.action_preview()
        self.assertEqual(
            wizard.column_ids.mapped("meaning"),
            ["position", "product_code", "name", "unit", "skip", "base_price"],
        )
        self.assertEqual(wizard.column_ids[1].sample, "SUR · MON")
        wizard.column_ids[4].meaning = "quantity"
        wizard.column_ids[3].meaning = "skip"
        wizard.action_preview()
        self.assertEqual(self.counts(wizard), (3, 0, 0))
        variant = self.from_action(wizard.action_confirm(), wizard.env)
        self.assertEqual(variant.name, "Lines")
        self.assertEqual(variant.line_ids.mapped("quantity"), [2, 1])
        self.assertEqual(variant.line_ids.mapped("base_price"), [90, 250])

        again = self.wizard_of(content)
        again.action_preview()
        self.assertEqual(
            again.column_ids.mapped("meaning"),
            ["position", "product_code", "name", "skip", "quantity", "base_price"],
        )

    def test_lines_with_the_same_service_are_changed(self):
        content = self.sheet(
            (None, None, "Roof"),
            (1, "SUR", "Survey", None, 7, None),
            (2, None, "repair", None, 1, "40.00"),
            (None, None, "Cellar"),
            (3, "MON", "Montage", None, 4, None),
        )
        before = self.standard.line_ids
        wizard = self.imported(content, self.standard, mode="update")
        self.assertEqual(self.counts(wizard), (3, 1, 0))
        after = self.standard.line_ids
        self.assertEqual(after - (after - before), before)
        self.assertEqual(
            after.mapped("name"),
            [
                "Roof",
                "Survey",
                "Montage",
                "By helicopter",
                "Repair",
                "Wall",
                "Repair",
                "Cellar",
                "Montage",
            ],
        )
        self.assertEqual(after[1].quantity, 7)
        self.assertEqual(after[1].base_price, 123.45)
        self.assertEqual(self.texts(wizard, "changed")[0][0], 3)

    def test_lines_are_added_or_replaced(self):
        content = self.sheet((1, "SUR", "Survey", None, 7, None))
        before = self.standard.line_ids
        wizard = self.imported(content, self.standard, mode="append")
        self.assertEqual(self.counts(wizard), (1, 0, 0))
        self.assertEqual(self.standard.line_ids[:6], before)
        wizard = self.imported(content, self.standard, mode="replace")
        self.assertEqual(self.counts(wizard), (1, 0, 7))
        self.assertEqual(self.standard.line_ids.quantity, 7)

    def test_what_people_do_to_sheets(self):
        book = Workbook()
        book.create_sheet("Prices", 0).append(["Nothing"])
        sheet = book["Sheet"]
        sheet.append(["Estimate of the roof"])
        sheet.append([])
        sheet.append(HEADERS)
        sheet.append(range(1, 8))
        sheet.append(["Roof"])
        sheet.merge_cells("A5:G5")
        sheet.append([])
        sheet.append([1, "SUR", "Survey", "Units", "1 234,50", "2\u00a0000.00", 1])
        sheet.append([None, None, "Total", None, None, None, 1])
        wizard = self.wizard_of(self.saved(book))
        wizard.action_preview()
        self.assertEqual(wizard.sheet_id.name, "Sheet")
        self.assertEqual(wizard.header_row, 3)
        wizard.action_preview()
        self.assertIn("totals are left out: 8", wizard.notice)
        variant = self.from_action(wizard.action_confirm(), wizard.env)
        section, survey = variant.line_ids
        self.assertEqual(section.display_type, "line_section")
        self.assertEqual(section.name, "Roof")
        self.assertEqual((survey.quantity, survey.base_price), (1234.5, 2000))

    def test_another_sheet_or_header_has_other_columns(self):
        book = Workbook()
        book.active.append(HEADERS)
        book.active.append((1, "SUR"))
        other = book.create_sheet("Other")
        other.append(["Comment", "Nothing"])
        other.append(["Work", "Qty"])
        wizard = self.wizard_of(self.saved(book))
        wizard.action_preview()
        with Form(wizard) as form:
            form.sheet_id = wizard.sheet_ids[1]
            self.assertEqual(form.header_row, 2)
            form.header_row = 1
        self.assertEqual(wizard.column_ids.mapped("header"), ["Comment", "Nothing"])
        with Form(wizard) as form:
            form.header_row = 2
        self.assertEqual(wizard.column_ids.mapped("meaning"), ["name", "quantity"])

    def test_a_column_needs_a_meaning_of_its_own(self):
        wizard = self.wizard_of(self.sheet((1, "SUR")))
        wizard.action_preview()
        wizard.column_ids[6].meaning = "quantity"
        self.assertRefused(
            UserError, "“Qty” and “Sum” mean the same", wizard.action_preview
        )
        wizard.column_ids.meaning = "skip"
        self.assertRefused(
            UserError, "Choose the column that has the", wizard.action_preview
        )

    def test_back_and_again(self):
        wizard = self.previewed(self.sheet((1, "PIPE")))
        self.assertEqual(wizard.pending_count, 1)
        names = self.sheet(("PIPE", 2), headers=("Work", "Qty"))
        self.assertEqual(self.previewed(names).choice_ids.rows, "2")
        wizard.action_back()
        self.assertEqual(wizard.step, "columns")
        self.assertFalse(wizard.line_ids)
        wizard.action_back()
        self.assertEqual(wizard.step, "file")
        wizard.file = base64.b64encode(self.content())
        wizard.action_preview()
        self.assertEqual(wizard.step, "preview")
        wizard.action_back()
        self.assertEqual(wizard.step, "file")

    # === NO WORKBOOKS ===

    def test_what_is_no_workbook_is_refused_with_the_remedy(self):
        macros = io.BytesIO(self.content())
        with zipfile.ZipFile(macros, "a") as archive:
            archive.writestr("xl/vbaProject.bin", b"")
        bomb = io.BytesIO(self.content())
        with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/worksheets/sheet9.xml", bytes(50_000_000))
        for content, remedy in (
            (b"Code", "no table. Open it in a spreadsheet program and save it"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is damaged.*save it again"),
            (self.content()[:2000], "is damaged.*save it again as .xlsx"),
            (macros.getvalue(), "has macros, which are never taken"),
            (bomb.getvalue(), "unpacks to more than any calculation has"),
            (bytes(21_000_000), "larger than 20 MB"),
            (self.saved(Workbook()), "All sheets of the workbook are empty"),
            (b"", "Choose a file"),
        ):
            with self.subTest(remedy):
                wizard = self.wizard_of(content)
                self.assertRefused(UserError, remedy, wizard.action_preview)

    # === RIGHTS ===

    def test_who_may_not_edit_may_not_import(self):
        content = self.content()
        for user in (self.manager, self.employee):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self.wizard_of(content, user=user)
        wizard = self.wizard_of(content)
        for user in (self.outsider, self.colleague):
            with self.assertRaises(AccessError):
                self.as_(user, wizard).action_preview()
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.wizard_of(content, user=self.outsider).action_preview()
        self.assertRefused(
            UserError,
            "only an engineer",
            self.as_(self.manager, self.calculation).action_import_xlsx,
        )
        self.calculation._send_event("complete", explanation="Right")
        self.assertRefused(UserError, "while it is open", wizard.action_preview)

    def test_variant_of_another_calculation_is_refused(self):
        other = self.variant(self.taken())
        wizard = self.wizard_of(self.sheet((1, "SUR")), other)
        self.assertRefused(UserError, "is no variant of", wizard.action_preview)

    # === SIZE ===

    def test_many_rows_take_few_queries(self):
        counts = []
        for count in (50, 1000):
            rows = [(n, "MON", f"Line {n}", None, n, 100 + n) for n in range(count)]
            content = self.sheet(*rows)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            wizard = self.imported(content)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(wizard.added_count, count + 1)
        self.assertLessEqual(counts[1], counts[0] + 5)
