"""The Russian translation is whole, and says the words of the design."""

import re
from pathlib import Path

import polib
from lxml import etree

from odoo.modules import get_module_path
from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import TranslationImporter, TranslationModuleReader

ADDON = "crm_engineering_calc"
LANG = "ru_RU"
ADVICE = "run `make i18n`, and translate what is new in i18n/ru.po"

# A demo record's external id says that it is one; its terms are in the files, though
# only a database with the demo data has them.
DEMO = f":{ADDON}.demo_"

# What stands in a term for something else, and so in its translation.
PLACEHOLDER = re.compile(r"%\(\w+\)\w|\{\{.*?\}\}|<t\b[^>]*>|</?\w+")

# Odoo exports a translation that equals its term as none.
SAME_IN_RUSSIAN = {"ID"}
PYTHON_CODE = "model:ir.actions.report,print_report_name:"

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


def directory():
    return Path(get_module_path(ADDON)) / "i18n"


def places(pofile):
    """Return the pairs of a term and a place where it stands."""
    return {
        (entry.msgid, place)
        for entry in pofile
        if not entry.obsolete
        for place, _line in entry.occurrences
    }


def needs_translation(entry):
    if all(place.startswith(PYTHON_CODE) for place, _line in entry.occurrences):
        return False
    letters = re.search(r"[^\W\d_]", re.sub(r"%\(\w+\)\w|<[^>]*>", "", entry.msgid))
    return bool(letters) and entry.msgid not in SAME_IN_RUSSIAN


@tagged("standard", "post_install", "-at_install")
class TestTranslationFiles(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = polib.pofile(str(directory() / f"{ADDON}.pot"))
        cls.russian = polib.pofile(str(directory() / "ru.po"))
        cls.exported = {
            (source, f"{kind}:{name}" + (f":{xmlid}" if kind != "code" else ""))
            for _module, kind, name, xmlid, source, *_rest in TranslationModuleReader(
                cls.env.cr, modules=[ADDON]
            )
        }

    def test_files_have_every_term(self):
        for pofile in (self.template, self.russian):
            with self.subTest(file=pofile.fpath):
                missing = self.exported - places(pofile)
                self.assertFalse(missing, ADVICE)

    def test_files_have_no_other_terms(self):
        has_demo = any(DEMO in place for _term, place in self.exported)
        for pofile in (self.template, self.russian):
            with self.subTest(file=pofile.fpath):
                gone = {
                    (term, place)
                    for term, place in places(pofile) - self.exported
                    if has_demo or DEMO not in place
                }
                self.assertFalse(gone, ADVICE)
                self.assertFalse([entry.msgid for entry in pofile.obsolete_entries()])

    def test_every_term_is_translated(self):
        untranslated = [
            entry.msgid
            for entry in self.russian
            if entry.fuzzy or (needs_translation(entry) and not entry.msgstr.strip())
        ]
        self.assertFalse(untranslated, ADVICE)

    def test_placeholders_are_those_of_the_term(self):
        different = [
            (entry.msgid, entry.msgstr)
            for entry in self.russian.translated_entries()
            if sorted(PLACEHOLDER.findall(entry.msgstr))
            != sorted(PLACEHOLDER.findall(entry.msgid))
        ]
        self.assertFalse(different)

    def test_russian_has_russian_quotation_marks(self):
        for entry in self.russian:
            self.assertNotRegex(entry.msgstr, "[“”„]")

    def test_files_do_not_change_by_exporting_alone(self):
        for pofile in (self.template, self.russian):
            dates = {"POT-Creation-Date", "PO-Revision-Date"} & set(pofile.metadata)
            self.assertFalse(dates, pofile.fpath)


@tagged("standard", "post_install", "-at_install")
class TestRussianWords(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang(LANG)
        importer = TranslationImporter(cls.env.cr, verbose=False)
        with (directory() / "ru.po").open("rb") as file:
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
