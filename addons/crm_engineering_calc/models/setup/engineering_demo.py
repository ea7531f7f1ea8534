import re
from contextlib import suppress
from datetime import datetime, time, timedelta

import polib
from lxml import etree
from pytz import timezone, utc

from odoo import api, models
from odoo.tools import file_open, file_path
from odoo.tools.convert import xml_import
from odoo.tools.translate import get_base_langs

ADDON = "crm_engineering_calc"
QUOTED = re.compile(r"'([^']+)'")
ZONE = timezone("Europe/Moscow")
SATURDAY = 5


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

    # === WORKS ===

    @api.model
    def _get_moment(self, days, hour):
        """Return an hour of the day that is so many working days from today, in UTC."""
        step = timedelta(days=-1 if days < 0 else 1)
        day = datetime.now(ZONE).date()
        while day.weekday() >= SATURDAY:
            day += step
        for _day in range(abs(days)):
            day += step
            while day.weekday() >= SATURDAY:
                day += step
        moment = ZONE.localize(datetime.combine(day, time(hour)))
        return moment.astimezone(utc).replace(tzinfo=None)

    @api.model
    def _hand_out(self, name, lead_id, share, values):
        """Create a work of a share of what is open of a deal's order.

        :param name: the external id that it gets
        :param values: those of the dialog in which works are created
        """
        dialog = self.env["engineering.work.create"].create({"lead_id": lead_id})
        dialog.write(values)
        for line in dialog.line_ids:
            line.quantity = line.product_uom_id.round(line.quantity * share)
        work = self.env["project.task"].browse(dialog.action_confirm()["res_id"])
        work.sudo().date_deadline = work.engineering_end
        self.env["ir.model.data"].sudo()._update_xmlids(
            [{"xml_id": f"{ADDON}.{name}", "record": work, "noupdate": True}]
        )
