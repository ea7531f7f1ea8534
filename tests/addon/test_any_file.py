"""Estimates as people make them are taken: any table, whatever its rows and units."""

import io

import xlwt
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.workbooks import WorkbookCase

HEADERS = (
    "№ п/п",
    "Шифр",
    "Наименование работ",
    "Ед. изм.",
    "Кол-во",
    "Стоимость, руб.",
)


@tagged("standard", "post_install", "-at_install")
class TestAnyFile(WorkbookCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.square = cls.env.ref("uom.product_uom_square_meter")
        cls.window, cls.slope = cls.quiet["product.product"].create(
            [
                {
                    "name": name,
                    "type": "service",
                    "uom_id": unit.id,
                    "engineering_direction_ids": cls.direction.ids,
                }
                for name, unit in (
                    ("Монтаж окна", cls.square),
                    ("Отделка откосов", cls.env.ref("uom.product_uom_meter")),
                )
            ]
        )

    def book(self, *rows, merged=(), hidden=()):
        book = Workbook()
        sheet = book.active
        for row in rows:
            sheet.append(row)
        for row in merged:
            sheet.merge_cells(f"A{row}:{get_column_letter(len(rows[0]))}{row}")
        for row in hidden:
            sheet.row_dimensions[row].hidden = True
        return self.saved(book)

    def lines(self, wizard):
        variant = self.from_action(wizard.action_confirm(), wizard.env)
        return [
            line.name
            if line.display_type
            else (line.product_id.name, line.quantity, line.product_uom_id.name)
            for line in variant.line_ids
        ], variant.amount_untaxed

    def estimate(self):
        """Return the rows of an estimate with all that people put into one."""
        return [
            ("ЛОКАЛЬНЫЙ СМЕТНЫЙ РАСЧЁТ № 14",),
            (),
            (*HEADERS, None),
            (None, None, None, None, None, "на единицу", "общая"),
            (1, 2, 3, 4, 5, 6, 7),
            ("Раздел 1. Окна",),
            (
                1,
                "ФЕР10-01-034-02",
                "Монтаж окна",
                "м2",
                "12,50",
                "2\u00a0600,00",
                "32 500",
            ),
            (None, None, "Итого по разделу 1", None, None, None, "32\u00a0500,00"),
            ("Раздел 2. Отделка",),
            (
                2,
                "ФЕР15-01-050-01",
                "ОТДЕЛКА ОТКОСОВ ",
                "м.п.",
                "28,4",
                "1350",
                "38 340",
            ),
            (None, None, "ИТОГО по смете", None, None, None, "70\u00a0840,00"),
            (None, None, "НДС 20%", None, None, None, "14 168"),
            (None, None, "ВСЕГО с НДС", None, None, None, "85 008"),
            (None, None, "Составил: инженер Петров"),
        ]

    def test_local_estimate_with_numbered_rows_and_merged_heads(self):
        head = ("№ п/п", "Обоснование", "Наименование работ и затрат", "Ед. изм.")
        book = Workbook()
        sheet = book.active
        for row in (
            ("Локальный сметный расчёт № 02-01-01",),
            (),
            (*head, "К-во", "Стоимость, руб.", None, "Примечание"),
            (*[None] * 5, "за единицу", "всего"),
            ("Раздел 1. Окна",),
            ("1.1.", "ФЕР10-01-034-03", "Монтаж окна", "м2", 12, 1500, "18 000,00"),
            ("Итого по разделу 1", *[None] * 5, 18000),
            ("Раздел 2. Отделка",),
            ("2.1.", "прайс", "Отделка откосов", "м.п.", "3,5", 2000, 7000, "белые"),
            ("Итого по разделу 2", *[None] * 5, 7000),
            ("Итого прямые затраты", *[None] * 5, 25000),
            ("НДС 20%", *[None] * 5, 5000),
            ("Всего по смете с НДС", *[None] * 5, 30000),
            (),
            ("Составил: ____________ Петров П. П.",),
        ):
            sheet.append(row)
        for cells in ("A1:H1", "A3:A4", "B3:B4", "E3:E4", "F3:G3", "A5:H5", "A8:H8"):
            sheet.merge_cells(cells)
        wizard = self.previewed(self.saved(book))
        self.assertFalse(self.errors(wizard))
        self.assertFalse(wizard.choice_ids)
        self.assertFalse(wizard.totals_differ, wizard.totals)
        self.assertIn("Всего по смете с НДС", wizard.totals)
        self.assertEqual(
            self.lines(wizard),
            (
                [
                    "Раздел 1. Окна",
                    ("Монтаж окна", 12, "m²"),
                    "Раздел 2. Отделка",
                    ("Отделка откосов", 3.5, "m"),
                ],
                25000,
            ),
        )

    def test_offer_with_units_in_quantities_and_kopecks_after_a_dash(self):
        head = ("Поз.", "Вид работ / материал", "Кол. (ед.)", "Цена за ед.", "Сумма")
        wizard = self.previewed(
            self.book(
                ("ООО «Ромашка»",),
                ("Коммерческое предложение от 12.11.2026",),
                (),
                head,
                ("1)", "РАБОТЫ"),
                ("1а", "Монтаж окна", "172,8 м²", "11 200,00 ₽", "1 935 360,00 ₽"),
                ("1б", "Отделка откосов", "119,6 м.п.", "950-00", "113 620-00"),
                (None, "Итого работы:", None, None, "2 048 980,00 ₽"),
                (None, "в т.ч. НДС 20%", None, None, "341 496,67 ₽"),
                (),
                (None, "Срок выполнения – 20 рабочих дней"),
                (None, "Директор ________ /Иванов И. И./"),
            )
        )
        self.assertFalse(self.errors(wizard))
        self.assertFalse(wizard.choice_ids)
        self.assertFalse(wizard.totals_differ, wizard.totals)
        self.assertEqual(
            self.lines(wizard),
            (
                [
                    "РАБОТЫ",
                    ("Монтаж окна", 172.8, "m²"),
                    ("Отделка откосов", 119.6, "m"),
                ],
                2048980,
            ),
        )

    def test_hundreds_of_a_unit_are_asked_and_not_converted(self):
        for quantity, unit in (("100 м2", None), (1.5, "100 м2")):
            wizard = self.previewed(
                self.book(
                    ("Наименование", "Ед. изм.", "Кол-во", "Цена"),
                    ("Отделка откосов", unit, quantity, 2000),
                )
            )
            self.assertEqual(len(wizard.choice_ids), 1)
            self.assertFalse(wizard.choice_ids.decision)
            added = wizard.line_ids.filtered("row")
            self.assertNotIn("Отделка откосов", added.mapped("name"))

    def check_estimate(self, content):
        wizard = self.previewed(content)
        self.assertFalse(self.errors(wizard))
        self.assertFalse(wizard.totals_differ, wizard.totals)
        self.assertIn("ИТОГО по смете", wizard.totals)
        self.assertIn("there to be signed are left out: 14", wizard.notice)
        lines, amount = self.lines(wizard)
        self.assertEqual(
            lines,
            [
                "Раздел 1. Окна",
                ("Монтаж окна", 12.5, "m²"),
                "Раздел 2. Отделка",
                ("Отделка откосов", 28.4, "m"),
            ],
        )
        self.assertEqual(amount, 70840)

    def test_workbook(self):
        self.check_estimate(self.book(*self.estimate(), merged=(1, 6, 9)))

    def test_old_workbook(self):
        book = xlwt.Workbook()
        sheet = book.add_sheet("Смета")
        for number, row in enumerate(self.estimate()):
            for column, value in enumerate(row):
                sheet.write(number, column, value)
        stream = io.BytesIO()
        book.save(stream)
        self.check_estimate(stream.getvalue())

    def test_text(self):
        text = "\r\n".join(
            ";".join("" if one is None else str(one) for one in [*row, *[""] * 7][:7])
            for row in self.estimate()
        )
        for encoding in ("cp1251", "utf-8-sig", "utf-16"):
            with self.subTest(encoding):
                self.check_estimate(text.encode(encoding))

    def test_quantity_with_its_unit(self):
        wizard = self.previewed(
            self.book(
                ("Позиция", "Работа / материал", "Количество", "Цена", "Комментарий"),
                ("1.1", "  МОНТАЖ ОКНА", "12,5 кв.м", "2600.00 руб.", None),
                ("1.2", "Отделка откосов ", "28,4 пог. м", "1 350,00 ₽/м", "у окна"),
            )
        )
        self.assertFalse(self.errors(wizard))
        lines, amount = self.lines(wizard)
        self.assertEqual(
            lines, [("Монтаж окна", 12.5, "m²"), ("Отделка откосов", 28.4, "m")]
        )
        self.assertEqual(amount, 70840)

    def test_totals_that_differ_are_told(self):
        wizard = self.previewed(
            self.book(
                ("Наименование", "Кол-во", "Цена", "Сумма"),
                ("Монтаж окна", 2, 100, 250),
                ("Итого", None, None, 300),
            )
        )
        self.assertTrue(wizard.totals_differ)
        self.assertIn("300.00 in the file", wizard.totals.replace("\u00a0", " "))
        self.assertIn("in rows: 2", wizard.totals)

    def test_discounts_and_what_is_to_be_paid_are_no_services(self):
        header = ("Наименование", "Ед. изм.", "Кол-во", "Цена", "Сумма")
        line = ("Монтаж окна", "м2", 2, 500, 1000)
        tails = [
            [("Скидка 5 %", None, None, None, -50)],
            [("Скидка", None, None, "5%", 50)],
            [("Скидка 5%",)],
            [("Скидка 5%", "шт", 1, -50, -50)],
        ]
        for tail in tails:
            rows = [
                header,
                line,
                ("Итого", None, 2, 500, 1000),
                *tail,
                ("НДС 20%", None, 1, 190, 190),
                ("Итого с НДС", None, None, None, 1140),
                ("К оплате", None, None, None, 1140),
            ]
            with self.subTest(tail):
                wizard = self.previewed(self.book(*rows))
                self.assertFalse(wizard.choice_ids)
                self.assertIn("no lines but discounts are left out: 4", wizard.notice)
                lines = wizard.totals.replace("\u00a0", " ").splitlines()
                self.assertEqual(
                    [one.partition(",")[0] for one in lines[1:]],
                    ["✓ Row 3", "≠ Row 4", "✓ Row 6", "✓ Row 7"],
                )
                self.assertIn("50.00 less in the file", lines[2])
                self.assertIn("coefficient to 0.95 afterwards", lines[2])
                self.assertIn("1,190.00 here less $ 50.00 of discount", lines[3])
                self.assertTrue(wizard.totals_differ)
                self.assertEqual(self.lines(wizard)[1], 1000)

    def test_amount_alone_is_one_piece(self):
        wizard = self.previewed(
            self.book(
                ("Наименование", "Кол-во", "Цена", "Сумма"),
                ("Survey", None, None, 500),
                ("Montage", 4, None, 100),
            )
        )
        lines, amount = self.lines(wizard)
        self.assertEqual([line[1] for line in lines], [1, 4])
        self.assertEqual(amount, 600)

    def test_section_in_any_column_and_hidden_rows(self):
        wizard = self.previewed(
            self.book(
                ("Код", "Наименование", "Кол-во", "Цена"),
                ("Кухня",),
                ("SUR", "Survey", 2, 100),
                (None, None, "Стены и потолки"),
                ("MON", "Montage", 3, 200),
                merged=(2,),
                hidden=(5,),
            )
        )
        self.assertFalse(self.errors(wizard))
        self.assertIn("file hides are taken, too: 5", wizard.notice)
        lines, amount = self.lines(wizard)
        self.assertEqual([lines[0], lines[2]], ["Кухня", "Стены и потолки"])
        self.assertEqual(amount, 800)

    def test_results_that_nobody_has_saved_are_computed(self):
        wizard = self.previewed(
            self.book(
                ("Наименование", "Кол-во", "Цена", "Сумма"),
                ("Survey", "=ROUNDUP(1.4*1.5,0)", 100, "=B2*C2"),
                ("Montage", 4, 25, "=B3*C3"),
                ("Итого", None, None, "=SUM(D2:D3)"),
            )
        )
        self.assertFalse(self.errors(wizard))
        self.assertIn("computed here: 2–3", wizard.notice)
        self.assertFalse(wizard.totals_differ, wizard.totals)
        lines, amount = self.lines(wizard)
        self.assertEqual([line[1] for line in lines], [3, 4])
        self.assertEqual(amount, 400)

    def test_errors_of_one_cause_are_one(self):
        wizard = self.previewed(
            self.book(
                ("Наименование", "Кол-во", "Цена"),
                *(("Survey", "=NOW()", 1), ("Survey", "=NOW()", 2), ("Survey", 5, 1)),
                *(("Survey", "=NOW()", 1), ("Survey", "много", 2)),
            )
        )
        errors = wizard.line_ids
        self.assertEqual(errors.mapped("rows"), ["2–3, 5", "6"])
        self.assertEqual(wizard.error_count, 4)
