"""Codes in the other alphabet, prices that are words, and files of several sheets."""

from openpyxl import Workbook

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from odoo.addons.crm_engineering_calc.tests.workbooks import WorkbookCase

HEADERS = ("Код", "Наименование", "Ед. изм.", "Кол-во", "Цена", "Сумма")


@tagged("standard", "post_install", "-at_install")
class TestAnySheet(WorkbookCase):
    def lines(self, variant):
        return [
            (line.product_id, line.quantity, line.base_price)
            for line in variant.line_ids
        ]

    def confirmed(self, wizard):
        self.assertFalse(self.errors(wizard))
        self.assertFalse(wizard.pending_count)
        return self.from_action(wizard.action_confirm(), wizard.env)

    def test_code_is_known_in_the_other_alphabet(self):
        self.survey.default_code = "CMP-12"
        self.montage.default_code = "МО-3"
        # The first code is Cyrillic here, and the second one Latin.
        wizard = self.previewed(
            self.sheet(
                ("СМР-12", "Осмотр", "шт", 2, 100, 200),
                ("mo-3", "Монтаж", "шт", 3, 50, 150),
                headers=HEADERS,
            )
        )
        self.assertFalse(wizard.choice_ids)
        self.assertEqual(
            self.lines(self.confirmed(wizard)),
            [(self.survey, 2, 100), (self.montage, 3, 50)],
        )

    def test_exact_code_comes_before_one_that_looks_the_same(self):
        self.survey.default_code = "CMP"
        self.montage.default_code = "СМР"
        for code, service in (("CMP", self.survey), ("СМР", self.montage)):
            wizard = self.previewed(
                self.sheet((code, "Работа", "шт", 2, 100, 200), headers=HEADERS)
            )
            self.assertEqual(self.lines(self.confirmed(wizard))[0][0], service)
        # "C" is Latin, the rest is Cyrillic: it looks like both.
        wizard = self.previewed(
            self.sheet(("CМР", "Работа", "шт", 2, 100, 200), headers=HEADERS)
        )
        self.assertEqual(wizard.pending_count, 1)

    def test_prices_that_are_words_are_zero_and_told(self):
        wizard = self.previewed(
            self.sheet(
                ("SUR", "Осмотр", "шт", 2, "договорная", None),
                ("MON", "Монтаж", "шт", 3, "по запросу", "—"),
                ("SUR", "Осмотр ещё раз", "шт", 2, "по договорённости", 80),
                ("MON", "Монтаж", "шт", 1, 50, 50),
                ("Итого", None, None, None, None, 130),
                headers=HEADERS,
            )
        )
        [price] = wizard.column_ids.filtered(lambda one: one.header == "Цена")
        self.assertEqual(price.meaning, "base_price")
        self.assertIn("words are taken as zero: 2–3.", wizard.notice)
        self.assertFalse(wizard.totals_differ, wizard.totals)
        self.assertEqual(
            self.lines(self.confirmed(wizard)),
            [
                (self.survey, 2, 0),
                (self.montage, 3, 0),
                (self.survey, 2, 40),
                (self.montage, 1, 50),
            ],
        )

    def test_unit_is_known_in_the_other_alphabet(self):
        reis = self.env["uom.uom"].create({"name": "рейс", "relative_factor": 1})
        self.survey.uom_id = reis
        wizard = self.previewed(
            self.sheet(
                # Of both alphabets each.
                ("SUR", "Осмотр", "pейc", 2, 100, 200),
                ("MON", "Монтаж", "ШT", 3, 50, 150),
                headers=HEADERS,
            )
        )
        self.assertFalse(wizard.choice_ids)
        variant = self.confirmed(wizard)
        self.assertEqual(variant.line_ids[0].product_uom_id, reis)

    def test_quantities_that_are_words_are_zero_and_told(self):
        wizard = self.previewed(
            self.sheet(
                ("SUR", "Осмотр", "шт", "по месту", 100, None),
                ("MON", "Монтаж", "шт", "—", 50, None),
                ("MON", "Монтаж", "шт", "по факту", 50, 100),
                ("MON", "Монтаж", "шт", 1, 50, 50),
                ("Итого", None, None, None, None, 150),
                headers=HEADERS,
            )
        )
        self.assertIn("words or dashes are taken as zero: 2–3.", wizard.notice)
        self.assertEqual(
            self.lines(self.confirmed(wizard)),
            [
                (self.survey, 0, 100),
                (self.montage, 0, 50),
                (self.montage, 2, 50),
                (self.montage, 1, 50),
            ],
        )

    def test_position_of_an_estimate_by_norms_is_one_line(self):
        headers = ("№ п/п", *HEADERS)
        wizard = self.previewed(
            self.sheet(
                (1, "SUR", "Осмотр", "шт", 2, None, None),
                (None, None, "ОТ", None, None, None, 100),
                (None, None, "в т.ч. ОТм", None, None, None, 10),
                (None, None, "НР", "%", 90, None, 90),
                (None, None, "Всего по позиции", None, None, None, 190),
                (2, "MON", "Монтаж", "шт", 1, 50, 50),
                (None, None, "Итого", None, None, None, 240),
                headers=headers,
            )
        )
        self.assertFalse(wizard.totals_differ)
        self.assertIn(
            "parts of the position above them are left out: 3–6.", wizard.notice
        )
        self.assertEqual(
            self.lines(self.confirmed(wizard)),
            [(self.survey, 2, 95), (self.montage, 1, 50)],
        )

    def book_of_two(self):
        book = Workbook()
        first, second = book.active, book.create_sheet("Отделка")
        first.title = "Окна"
        for row in (
            HEADERS,
            ("SUR", "Осмотр", "шт", 2, 100, 200),
            ("MON", "Монтаж", "шт", 3, 50, 150),
        ):
            first.append(row)
        for row in (
            ("Наименование", "Кол-во", "Цена"),
            ("Survey", 7, 10),
            ("Montage", 1, 20),
        ):
            second.append(row)
        rooms = book.create_sheet("Замеры")
        for row in (("Помещение", "Ширина", "Высота"), ("Кухня", 1.4, 1.5)):
            rooms.append(row)
        prices = book.create_sheet("Прайс")
        for row in (("Наименование", "Цена"), ("Survey", 10), ("Montage", 20)):
            prices.append(row)
        return self.saved(book)

    def test_another_estimate_in_the_file_is_named_and_can_be_chosen(self):
        wizard = self.previewed(self.book_of_two())
        self.assertEqual(wizard.sheet_id.name, "Окна")
        self.assertEqual(wizard.other_sheets, "Отделка")
        wizard.action_back()
        self.assertEqual(wizard.step, "columns")
        with Form(wizard) as form:
            form.sheet_id = wizard.sheet_ids[1]
            self.assertEqual(form.other_sheets, "Окна")
        wizard.action_preview()
        self.assertEqual(wizard.other_sheets, "Окна")
        self.assertEqual(
            self.lines(self.confirmed(wizard)),
            [(self.survey, 7, 10), (self.montage, 1, 20)],
        )

    def test_sheets_go_into_one_variant_one_after_the_other(self):
        wizard = self.previewed(self.book_of_two())
        wizard.action_confirm_next()
        self.assertEqual(wizard.step, "columns")
        self.assertEqual(wizard.sheet_id.name, "Отделка")
        self.assertEqual(wizard.header_row, 1)
        self.assertFalse(wizard.other_sheets)
        variant = wizard.variant_id
        wizard.action_preview()
        self.assertEqual(self.counts(wizard), (2, 0, 0))
        wizard.action_confirm()
        self.assertEqual(
            self.lines(variant),
            [
                (self.survey, 2, 100),
                (self.montage, 3, 50),
                (self.survey, 7, 10),
                (self.montage, 1, 20),
            ],
        )

    def test_there_is_no_next_sheet_where_none_looks_like_an_estimate(self):
        wizard = self.previewed(self.sheet(("SUR", "Осмотр", "шт", 2, 1, 2)))
        self.assertFalse(wizard.other_sheets)
        before = self.calculation.variant_ids
        with self.assertRaises(UserError), self.env.cr.savepoint():
            wizard.action_confirm_next()
        self.env.invalidate_all()
        self.assertEqual(self.calculation.variant_ids, before)

    def test_price_that_is_remembered_gives_way_to_what_amounts_are_made_of(self):
        headers = ("Наименование", "Кол-во", "Цена", "Скидка, %", "Сумма")
        wizard = self.previewed(
            self.sheet(
                ("Survey", 2, 100, 0, 200), ("Montage", 3, 50, 0, 150), headers=headers
            )
        )
        self.confirmed(wizard)
        wizard = self.previewed(
            self.sheet(
                ("Survey", 2, 100, 10, 180),
                ("Montage", 3, 50, 20, 120),
                headers=headers,
            )
        )
        self.assertFalse(wizard.totals_differ, wizard.totals)
        self.assertEqual(
            self.lines(self.confirmed(wizard)),
            [(self.survey, 2, 90), (self.montage, 3, 40)],
        )

    def test_rows_without_a_price_are_told_and_free_lines_cost_nothing(self):
        self.direction.free_product_ids = self.repair
        wizard = self.previewed(
            self.sheet(
                ("SUR", "Осмотр", "шт", 2, None, None),
                ("MON", "Монтаж", "шт", 3, 50, 150),
                (None, "Что-то ещё", "шт", 4, None, None),
                headers=HEADERS,
            )
        )
        wizard.others = "free"
        wizard.action_preview()
        self.assertIn("get the one of their service: 2.", wizard.notice)
        lines = self.lines(self.confirmed(wizard))
        self.assertEqual(lines[1:], [(self.montage, 3, 50), (self.repair, 4, 0)])
        self.assertEqual(lines[0], (self.survey, 2, self.survey.list_price))

    def test_sheet_without_prices_takes_those_of_the_services(self):
        wizard = self.previewed(
            self.sheet(("Survey", 2), headers=("Наименование", "Кол-во"))
        )
        self.assertNotIn("without a price", wizard.notice or "")
        self.assertEqual(
            self.lines(self.confirmed(wizard)),
            [(self.survey, 2, self.survey.list_price)],
        )
