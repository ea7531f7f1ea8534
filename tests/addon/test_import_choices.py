"""What a sheet calls otherwise is said once for all its rows, and remembered."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.domain.texts import MAX_TEXT
from odoo.addons.crm_engineering_calc.tests.workbooks import WorkbookCase

HEADERS = ("Наименование", "Ед. изм.", "Кол-во", "Цена", "Стоимость")


@tagged("standard", "post_install", "-at_install")
class TestImportChoices(WorkbookCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.meter = cls.env.ref("uom.product_uom_meter")
        cls.window, cls.sill, cls.other, cls.other_meters = cls.quiet[
            "product.product"
        ].create(
            [
                {
                    "name": name,
                    "type": "service",
                    "uom_id": unit.id,
                    "engineering_direction_ids": cls.direction.ids,
                }
                for name, unit in (
                    ("Монтаж окна", cls.env.ref("uom.product_uom_unit")),
                    ("Подоконник ПВХ, 300 мм", cls.meter),
                    ("Прочие работы", cls.env.ref("uom.product_uom_unit")),
                    ("Прочие работы, м", cls.meter),
                )
            ]
        )

    def unknown(self):
        return self.sheet(
            ("Установка окон", "шт", 6, 4500, 27000),
            ("Подоконник пластик 300мм", "м.п.", 9.6, 1200, 11520),
            ("Откосы из сэндвич-панелей", "м.п.", 28, 950, 26600),
            ("Пена монтажная", "баллон", 12, 650, 7800),
            ("УСТАНОВКА ОКОН", "шт", 1, 5000, 5000),
            ("Итого", None, None, None, 77920),
            headers=HEADERS,
        )

    def allow_free(self):
        self.direction.free_product_ids = self.other | self.other_meters

    def choice(self, wizard, name):
        [choice] = wizard.choice_ids.filtered(lambda one: one.name == name)
        return choice

    def imported_variant(self, wizard):
        self.assertFalse(self.errors(wizard))
        self.assertFalse(wizard.pending_count)
        self.assertFalse(wizard.totals_differ, wizard.totals)
        return self.from_action(wizard.action_confirm(), wizard.env)

    def test_a_name_is_asked_about_once(self):
        wizard = self.previewed(self.unknown())
        self.assertFalse(self.errors(wizard))
        choice = self.choice(wizard, "Установка окон")
        self.assertEqual((choice.rows, choice.count), ("2, 6", 2))
        self.assertFalse(choice.decision)
        self.assertIn(
            "Подоконник ПВХ", self.choice(wizard, "Подоконник пластик 300мм").note
        )
        self.assertEqual(wizard.pending_count, 4)
        self.assertFalse(wizard.totals_differ, wizard.totals)
        self.assertRefused(UserError, "Choose what is unknown", wizard.action_confirm)

    def test_sheet_may_be_long_and_so_its_names(self):
        self.allow_free()
        name = "Работы по договору " * 40
        rows = [(f"{name}{number}", "шт", 1, 10, 10) for number in range(60)]
        wizard = self.previewed(self.sheet(*rows, headers=HEADERS))
        self.assertGreater(len(wizard.sheet_id.content), MAX_TEXT)
        wizard.others = "free"
        wizard.action_preview()
        self.assertGreater(len(wizard.estimate), MAX_TEXT)
        lines = self.imported_variant(wizard).line_ids
        self.assertEqual(lines[0].name, f"{name}0")
        self.assertEqual(len(lines), len(rows))

    def test_only_what_is_possible_is_offered_for_all_others(self):
        wizard = self.previewed(self.unknown())
        self.assertEqual(wizard.allowed_others, ["skip"])
        self.allow_free()
        wizard.invalidate_recordset()
        self.assertEqual(wizard.allowed_others, ["skip", "free"])

    def test_choices_are_taken_for_all_rows_and_remembered(self):
        self.allow_free()
        wizard = self.previewed(self.unknown())
        self.choice(wizard, "Установка окон").product_id = self.window
        self.choice(wizard, "Подоконник пластик 300мм").product_id = self.sill
        wizard.others = "free"
        wizard.action_preview()
        variant = self.imported_variant(wizard)
        self.assertEqual(
            [
                (line.product_id, line.name, line.quantity, line.product_uom_id.name)
                for line in variant.line_ids
            ],
            [
                (self.window, "Монтаж окна", 6, "Units"),
                (self.sill, "Подоконник ПВХ, 300 мм", 9.6, "m"),
                (self.other_meters, "Откосы из сэндвич-панелей", 28, "m"),
                (self.other, "Пена монтажная, баллон", 12, "Units"),
                (self.window, "Монтаж окна", 1, "Units"),
            ],
        )
        self.assertEqual(variant.amount_untaxed, 77920)

        again = self.previewed(self.unknown())
        self.assertEqual(again.pending_count, 2)
        self.assertEqual(self.choice(again, "Установка окон").product_id, self.window)

    def test_unknown_unit_is_proposed_and_learned(self):
        content = self.sheet(("Монтаж окна", "рейс", 2, 10, 20), headers=HEADERS)
        wizard = self.previewed(content)
        choice = self.choice(wizard, "рейс")
        self.assertEqual((choice.decision, choice.uom_id.name), ("unit", "Units"))
        variant = self.imported_variant(wizard)
        self.assertEqual(variant.line_ids.product_uom_id.name, "Units")
        self.assertFalse(self.previewed(content).choice_ids)

    def test_unit_by_the_hundred_is_not_guessed(self):
        content = self.sheet(("Монтаж окна", "100 шт", 2, 10, 20), headers=HEADERS)
        wizard = self.previewed(content)
        self.assertEqual(wizard.pending_count, 1)
        self.choice(wizard, "100 шт").decision = "own"
        wizard.action_preview()
        self.assertEqual(self.imported_variant(wizard).line_ids.quantity, 2)

    def test_service_in_a_unit_that_does_not_fit_is_asked_about(self):
        content = self.sheet(("Монтаж окна", "м2", 2, 10, 20), headers=HEADERS)
        wizard = self.previewed(content)
        choice = self.choice(wizard, "Монтаж окна")
        self.assertIn("is sold in Units, the sheet has м2", choice.note)
        self.assertFalse(choice.decision)

    def test_one_name_in_two_units_is_two_questions(self):
        content = self.sheet(
            ("Подоконник ПВХ 300", "м", 2, 10, 20),
            ("Подоконник ПВХ 300", "м2", 3, 10, 30),
            headers=HEADERS,
        )
        wizard = self.previewed(content)
        self.assertEqual(wizard.choice_ids.mapped("rows"), ["2", "3"])
        self.assertEqual(wizard.choice_ids[0].product_id, self.sill)
        self.assertFalse(wizard.choice_ids[1].decision)
        self.assertFalse(self.errors(wizard))

    def test_what_is_left_out_is_told(self):
        wizard = self.previewed(self.unknown())
        wizard.others = "skip"
        wizard.action_preview()
        self.assertIn("left out by choice: 2–6", wizard.notice)
        self.assertTrue(wizard.totals_differ)

    def test_free_lines_need_the_direction(self):
        wizard = self.previewed(self.unknown())
        wizard.others = "free"
        self.assertRefused(UserError, "free lines are of", wizard.action_preview)
        self.assertNotIn("free", wizard.choice_ids[0].allowed)

    def test_engineer_makes_no_services(self):
        wizard = self.previewed(self.unknown())
        wizard.others = "new"
        self.assertRefused(AccessError, "may create products", wizard.action_preview)

    def test_administrator_makes_services_at_confirmation(self):
        wizard = self.wizard_of(self.unknown(), user=self.administrator)
        wizard.action_preview()
        wizard.action_preview()
        services = self.env["product.template"]
        domain = [("name", "=", "Откосы из сэндвич-панелей")]
        wizard.others = "new"
        wizard.action_preview()
        self.assertFalse(services.search(domain))
        variant = self.imported_variant(wizard)
        made = services.search(domain)
        self.assertEqual((made.uom_id, made.list_price), (self.meter, 950))
        self.assertIn(self.direction, made.engineering_direction_ids)
        self.assertEqual(len(variant.line_ids.product_id), 4)

    def test_what_was_changed_since_the_preview_is_shown_first(self):
        self.allow_free()
        wizard = self.previewed(self.unknown())
        wizard.others = "free"
        wizard.action_preview()
        self.choice(wizard, "Установка окон").product_id = self.window
        wizard.action_confirm()
        self.assertEqual(wizard.step, "preview")
        self.assertFalse(wizard.is_confirmed)
        self.assertIn("→ Монтаж окна · 6 шт × 4,500", wizard.line_ids.mapped("text"))
        self.imported_variant(wizard)

    def test_remembered_service_that_is_gone_is_asked_about_again(self):
        memory = self.env["engineering.import.choice"]
        memory._remember(self.direction, {"Установка окон": ("service", self.window)})
        self.assertEqual(self.previewed(self.unknown()).pending_count, 3)
        self.window.engineering_direction_ids = [Command.clear()]
        self.assertEqual(self.previewed(self.unknown()).pending_count, 4)

    def test_free_lines_are_told_apart_by_name(self):
        self.allow_free()
        content = self.sheet(
            ("Уборка", "шт", 1, 10, 10), ("Вывоз", "шт", 2, 20, 40), headers=HEADERS
        )
        wizard = self.previewed(content, others="free")
        variant = self.imported_variant(wizard)
        swapped = self.sheet(
            ("Вывоз", "шт", 3, 20, 60), ("Уборка", "шт", 1, 10, 10), headers=HEADERS
        )
        self.imported(swapped, variant, others="free")
        self.assertEqual(
            [(line.name, line.quantity) for line in variant.line_ids],
            [("Уборка", 1), ("Вывоз", 3)],
        )
        own = self.calculation._export_workbook(variant)[1]
        self.assertFalse(self.previewed(own).line_ids)

    def test_nearest_services_are_offered_first(self):
        services = self.model("product.product", self.engineer).with_context(
            engineering_nearest_to="подоконник пластиковый 300"
        )
        domain = [("engineering_offered_direction_id", "=", self.direction.id)]
        self.assertEqual(services.name_search(domain=domain)[0][0], self.sill.id)
        found = services.name_search("Монтаж", domain=domain)
        self.assertEqual([id_ for id_, _name in found], self.window.ids)
