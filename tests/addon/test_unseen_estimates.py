"""Estimates of 30 to 500 rows as people write them take few choices, to the kopeck."""

import csv
import io

from openpyxl import Workbook

from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.workbooks import WorkbookCase

WORKS = (
    ("Демонтаж оконных блоков", "шт"),
    ("Штукатурка стен по маякам", "м2"),
    ("Укладка плитки на пол", "кв.м"),
    ("Монтаж плинтуса", "м.п."),
    ("Вывоз мусора контейнером", "рейс"),
    ("Разводка кабеля ВВГнг 3×2,5", "пог.м"),
    ("Survey", "шт."),
)
MOST_CHOICES = 10


@tagged("standard", "post_install", "-at_install")
class TestUnseenEstimates(WorkbookCase):
    def setUp(self):
        super().setUp()
        self.direction.free_product_ids = self.repair
        self.total = 0

    def take(self, rows):
        """Yield the name, unit, quantity and price of so many services."""
        for number in range(1, rows + 1):
            name, unit = WORKS[number % len(WORKS)]
            yield (
                f"{name}, вид {number % 40}" if name != "Survey" else name,
                unit,
                round(number % 17 + 1 + number % 4 / 10, 1),
                number * 37 % 4000 + 50,
            )

    def add(self, amount):
        self.total = round(self.total + amount, 2)
        return round(amount, 2)

    def check(self, content, rows):
        """Import as an engineer who knows no name: count what has to be chosen."""
        wizard = self.previewed(content)
        self.assertFalse(self.errors(wizard))
        choices = sum(not one.decision for one in wizard.choice_ids)
        if choices:
            # All that nobody knows becomes free lines, by one choice.
            choices, wizard.others = 1, "free"
            wizard.action_preview()
        self.assertLessEqual(choices, MOST_CHOICES)
        self.assertFalse(wizard.pending_count)
        self.assertFalse(wizard.totals_differ, wizard.totals)
        self.assertIn("✓", wizard.totals)
        variant = self.from_action(wizard.action_confirm(), wizard.env)
        services = variant.line_ids.filtered(lambda line: not line.display_type)
        self.assertEqual(len(services), rows)
        self.assertAlmostEqual(sum(services.mapped("price_subtotal")), self.total, 2)
        return variant

    def book(self, rows, merged=()):
        book = Workbook()
        for row in rows:
            book.active.append(row)
        for cells in merged:
            book.active.merge_cells(cells)
        return self.saved(book)

    def test_works_and_materials_of_a_flat(self):
        rows = [
            ("СМЕТА № 14/2 на ремонт квартиры",),
            ("Заказчик:", "Иванов И. И."),
            ("№", "Наименование работ и материалов", "Ед.", "Кол-во")
            + ("Работа, руб.", None, "Материалы, руб.", None, "Всего, руб."),
            (*[None] * 4, "Цена", "Сумма", "Цена", "Сумма", None),
        ]
        for room in ("Кухня", "Спальня", "Санузел"):
            rows.append((None, room))
            before = self.total
            for name, unit, quantity, price in self.take(40):
                more = price // 3 if price % 2 else 0
                amount = self.add(quantity * (price + more))
                parts = (price, quantity * price, more or None, quantity * more or None)
                rows.append((len(rows), name, unit, quantity, *parts, amount))
            rows.append(
                (None, f"Итогo {room}:", *[None] * 6, round(self.total - before, 2))
            )
        rows.append((None, "ИТОГО по смете:", *[None] * 6, self.total))
        rows.append((None, "Сметчик ____________ / Петрова А. А."))
        self.check(self.book(rows, ("E3:F3", "G3:H3")), 120)

    def test_offer_of_windows_with_discounts(self):
        rows = [
            ("ООО «Светлые окна», тел. +7 (843) 200-00-00",),
            ("Коммерческое предложение № 281 от 14.10.2026",),
            (),
            ("Поз.", "Изделие", "Размер, мм", "Площадь, м2", "Кол-во, шт")
            + (
                "Цена, руб./шт",
                "Скидка, %",
                "Цена со скидкой, руб.",
                "Стоимость, руб.",
            ),
        ]
        for number in range(1, 33):
            price, less, quantity = 9000 + number * 300, number % 3 * 5, number % 5 + 1
            net = price * (100 - less) / 100
            size = f"{700 + number * 10}×1500", round((700 + number * 10) * 0.0015, 2)
            head = (f"О-{number}", "Окно двустворчатое", *size, quantity)
            rows.append((*head, price, less, net, self.add(quantity * net)))
        rows.append(("Доп. работы и материалы",))
        rows.append(
            (None, "Москитная сетка", None, None, 14, 950, 0, 950, self.add(14 * 950))
        )
        rows.append((None, "Доставка", None, None, 1, "договорная", None, None, None))
        rows.append(("Итого к оплате:", *[None] * 7, self.total))
        rows.append(("в т.ч. НДС 20%", *[None] * 7, round(self.total / 6, 2)))
        rows.append(("Менеджер: Сидорова О. (подпись)",))
        self.check(self.book(rows), 34)

    def test_bill_of_materials_with_two_rows_of_headers(self):
        rows = [
            ("Project: Riverside Offices - HVAC",),
            ("Item", "Part No.", "Description", "Qty", "UoM")
            + ("Material", None, "Labor", None, "Total"),
            (*[None] * 5, "Unit Cost", "Ext. Cost", "Unit Cost", "Ext. Cost", None),
        ]
        for number, part in enumerate(("Air Handling", "Ductwork", "Controls"), 1):
            rows.append((number, None, part))
            before = self.total
            for place in range(1, 101):
                quantity, material, labour = place % 9 + 1, place * 1.25, place * 0.5
                head = (f"{number}.{place}", f"AHU-{number}{place:03}")
                head += (f"Damper type {place % 30}", quantity, "EA")
                costs = (material, quantity * material, labour, quantity * labour)
                rows.append((*head, *costs, self.add(quantity * (material + labour))))
            rows.append(
                (None, None, f"Subtotal {part}", *[None] * 6, self.total - before)
            )
        tax = round(self.total * 0.0825, 2)
        rows.append((None, None, "Sales Tax (8.25%)", *[None] * 6, tax))
        rows.append((None, None, "Grand Total", *[None] * 6, self.total + tax))
        self.check(self.book(rows, ("F2:G2", "H2:I2")), 300)

    def test_list_typed_by_hand_without_headers(self):
        rows = [("Расчёт по даче Сергея",), ()]
        for name, unit, quantity, price in self.take(50):
            said = (f"{price}р", f"{price} р.", price, f"{price} руб")[price % 4]
            said_quantity = f"{quantity:g}".replace(".", ",")
            amount = self.add(quantity * price)
            rows.append((name.lower(), f"{said_quantity} {unit}", said, amount))
        rows.append(("бензин", None, None, self.add(1500)))
        rows.append(("итого", None, None, self.total))
        self.check(self.book(rows), 51)

    def test_text_of_an_accounting_program(self):
        def say(number):
            return f"{number:,.2f}".replace(",", " ").replace(".", ",")

        rows = [
            ('ООО "Ромашка"',),
            ("Счет на оплату № 87 от 12 октября 2026 г.",),
            ("Покупатель:", "", "ИП Кузнецов"),
            (),
            ("№", "Артикул", "Товары (работы, услуги)", "Кол-во", "Ед.", "Цена")
            + ("Сумма без НДС", "Ставка НДС", "Сумма НДС", "Всего"),
        ]
        for number, (name, unit, quantity, price) in enumerate(self.take(45), 1):
            amount = self.add(quantity * price)
            head = (number, f"00-{number:06}", name, say(quantity), unit, say(price))
            tax = round(amount * 0.2, 2)
            rows.append((*head, say(amount), "20%", say(tax), say(amount + tax)))
        tax = round(self.total * 0.2, 2)
        sums = (say(self.total), "", say(tax), say(self.total + tax))
        rows += [
            ("", "", "Итого:", "", "", "", *sums),
            ("", "", "В том числе НДС:", *[""] * 6, say(tax)),
            ("", "", "Всего к оплате:", *[""] * 6, say(self.total + tax)),
            (f"Всего наименований 45, на сумму {say(self.total + tax)} руб.",),
            ("Руководитель", "", "_______ Орлов"),
        ]
        stream = io.StringIO()
        csv.writer(stream, delimiter=";").writerows(rows)
        self.check(stream.getvalue().encode("cp1251", "replace"), 45)
