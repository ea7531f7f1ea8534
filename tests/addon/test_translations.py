"""The Russian translation is whole, and says the words of the design."""

from lxml import etree

from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import TranslationImporter

from odoo.addons.crm_engineering_calc.tests.translations import (
    TranslationFiles,
    directory,
)

ADDON = "crm_engineering_calc"
LANG = "ru_RU"

WORDS = {
    "engineering.direction": "направление",
    "engineering.team": "группа инженеров",
    "engineering.calculation": "расчёт",
    "engineering.variant": "вариант расчёта",
    "engineering.variant.line": "строка расчёта",
    "engineering.coefficient": "коэффициент",
    "engineering.work.line": "состав работы",
    "engineering.act": "акт выполненных работ",
}
STATES = {
    ("crm.lead", "engineering_state"): {
        "calculation": "Расчёт",
        "provided": "Расчёт предоставлен",
        "proposal": "Согласование КП",
        "ordered": "Заказ",
        "work": "Выполнение работ",
        "work_done": "Работы выполнены",
        "closed": "Закрыт",
    },
    ("engineering.calculation", "state"): {
        "requested": "Новый запрос",
        "in_progress": "В работе",
        "waiting": "Ожидает ответа",
        "completed": "Расчёт завершён",
        "superseded": "Заменён",
        "cancelled": "Отменён",
    },
    ("project.task", "engineering_state"): {
        "assigned": "Назначена",
        "accepted": "Принята в работу",
        "completed": "Завершена",
    },
}
BUTTONS = {
    "crm.crm_lead_view_form": {
        "action_request_calculation": "Отправить на расчёт",
        "action_create_proposal": "Сформировать КП",
        "action_create_work": "Создать работу",
        "action_create_act": "Сформировать акт",
    },
    f"{ADDON}.engineering_calculation_view_form": {
        "action_take": "Взять в работу",
        "action_redirect": "Перенаправить",
        "action_ask": "Запросить информацию",
        "action_complete": "Завершить расчёт",
        "action_revise": "Пересчитать",
    },
    "project.view_task_form2": {
        "action_accept_work": "Принять в работу",
        "action_complete_work": "Завершить работы",
        "action_return_work": "Вернуть",
    },
}
TABS = {
    "crm.crm_lead_view_form": {"engineering": "Расчёт услуг"},
    f"{ADDON}.engineering_calculation_view_form": {"variants": "Расчёт по вариантам"},
}


@tagged("standard", "post_install", "-at_install")
class TestTranslationFiles(TranslationFiles, TransactionCase):
    addon = ADDON


@tagged("standard", "post_install", "-at_install")
class TestRussianWords(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang(LANG)
        importer = TranslationImporter(cls.env.cr, verbose=False)
        with (directory(ADDON) / "ru.po").open("rb") as file:
            importer.load(file, "po", LANG)
        importer.save(force_overwrite=True)
        cls.env = cls.env(context={"lang": LANG})

    def _arch(self, xmlid):
        return etree.fromstring(self.env.ref(xmlid).get_combined_arch())

    def test_models(self):
        for model, word in WORDS.items():
            with self.subTest(model=model):
                self.assertEqual(self.env["ir.model"]._get(model).name.lower(), word)

    def test_states(self):
        for (model, name), labels in STATES.items():
            with self.subTest(model=model):
                field = self.env[model].fields_get([name])[name]
                self.assertLessEqual(labels.items(), dict(field["selection"]).items())

    def test_buttons(self):
        for view, labels in BUTTONS.items():
            arch = self._arch(view)
            for name, label in labels.items():
                with self.subTest(view=view, button=name):
                    found = arch.xpath(f"//button[@name='{name}']/@string")
                    self.assertEqual(set(found), {label})

    def test_tabs(self):
        for view, labels in TABS.items():
            arch = self._arch(view)
            for name, label in labels.items():
                with self.subTest(view=view, tab=name):
                    found = arch.xpath(f"//page[@name='{name}']/@string")
                    self.assertEqual(found, [label])

    def test_menus_and_stages(self):
        names = {
            "menu_calculation_desk": "АРМ инженера",
            "engineering_stage_measurement": "Выезд на замер",
        }
        for xmlid, name in names.items():
            with self.subTest(record=xmlid):
                self.assertEqual(self.env.ref(f"{ADDON}.{xmlid}").name, name)
