"""The files of an addon's translation, for its tests: they are whole."""

import re
from pathlib import Path

import polib

from odoo.modules import get_module_path
from odoo.tools.translate import TranslationModuleReader

ADVICE = "run `make i18n`, and translate what is new in i18n/ru.po"

# A demo record's external id says that it is one; its terms are in the files, though
# only a database with the demo data has them.
DEMO = "demo_"

# What stands in a term for something else, and so in its translation.
PLACEHOLDER = re.compile(r"%\(\w+\)\w|\{\{.*?\}\}|<t\b[^>]*>|</?\w+")

# Odoo exports a translation that equals its term as none.
SAME_IN_RUSSIAN = {"ID"}
# The host's website labels models, and exports it with whoever extends them.
LABEL_OF_WEBSITE = "ir.model,website_form_label"
PYTHON_CODE = "model:ir.actions.report,print_report_name:"


def directory(addon):
    """Return the folder of an addon's translations."""
    return Path(get_module_path(addon)) / "i18n"


def places(pofile):
    """Return the pairs of a term and a place where it stands."""
    return {
        (entry.msgid, place)
        for entry in pofile
        if not entry.obsolete
        for place, _line in entry.occurrences
    }


def needs_translation(entry):
    """Return whether a term says something that Russian says otherwise."""
    if all(place.startswith(PYTHON_CODE) for place, _line in entry.occurrences):
        return False
    letters = re.search(r"[^\W\d_]", re.sub(r"%\(\w+\)\w|<[^>]*>", "", entry.msgid))
    return bool(letters) and entry.msgid not in SAME_IN_RUSSIAN


class TranslationFiles:
    """The template and the Russian translation of `addon` have all of its terms."""

    addon: str

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = directory(cls.addon)
        cls.demo = f":{cls.addon}.{DEMO}"
        cls.template = polib.pofile(str(folder / f"{cls.addon}.pot"))
        cls.russian = polib.pofile(str(folder / "ru.po"))
        cls.exported = {
            (source, f"{kind}:{name}" + (f":{xmlid}" if kind != "code" else ""))
            for _module, kind, name, xmlid, source, *_rest in TranslationModuleReader(
                cls.env.cr, modules=[cls.addon]
            )
            if name != LABEL_OF_WEBSITE
        }

    def test_files_have_every_term(self):
        for pofile in (self.template, self.russian):
            with self.subTest(file=pofile.fpath):
                missing = self.exported - places(pofile)
                self.assertFalse(missing, ADVICE)

    def test_files_have_no_other_terms(self):
        has_demo = any(self.demo in place for _term, place in self.exported)
        for pofile in (self.template, self.russian):
            with self.subTest(file=pofile.fpath):
                gone = {
                    (term, place)
                    for term, place in places(pofile) - self.exported
                    if has_demo or self.demo not in place
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
