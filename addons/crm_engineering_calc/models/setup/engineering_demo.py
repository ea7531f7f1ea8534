import re
from contextlib import suppress

import polib
from lxml import etree

from odoo import api, models
from odoo.tools import file_open, file_path
from odoo.tools.convert import xml_import
from odoo.tools.translate import get_base_langs

ADDON = "crm_engineering_calc"
QUOTED = re.compile(r"'([^']+)'")


class EngineeringDemo(models.AbstractModel):
    """The demo data, called in the language of the administrator who installs it.

    Its files are in English. What a record can keep in one language alone, such as
    the names of deals and people, stands in a file of terms beside them, and the rest
    in the translation of the addon.
    """

    _name = "engineering.demo"
    _description = "Demo Data"

    @api.model
    def _load_file(self, name):
        """Load a file of the demo data in the administrator's language."""
        path = f"{ADDON}/demo/{name}"
        with file_open(path, "rb", env=self.env) as file:
            root = etree.parse(file).getroot()
        lang = self.env.ref("base.user_admin").lang or "en_US"
        self._call_in_language(root, {"en_US": lang} | self._get_terms(lang))
        loader = xml_import(self.env, ADDON, {}, "init", True, path)
        loader.parse(root)

    @api.model
    def _get_terms(self, lang):
        """Return {English text of the files: text in a language}."""
        terms = {}
        for code in get_base_langs(lang):
            with suppress(FileNotFoundError):
                path = file_path(f"{ADDON}/demo/{code}.po", env=self.env)
                terms |= {entry.msgid: entry.msgstr for entry in polib.pofile(path)}
        return terms

    @api.model
    def _call_in_language(self, root, terms):
        """Write the texts of a file as `terms` has them."""

        def call(found):
            return repr(terms.get(found[1], found[1]))

        for element in root.iter(etree.Element):
            text = " ".join((element.text or "").split())
            element.text = terms.get(text, element.text)
            for name in ("eval", "context"):
                if name in element.attrib:
                    element.set(name, QUOTED.sub(call, element.get(name)))
