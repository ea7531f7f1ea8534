"""Units as people write them are known to imports, and what is new is remembered."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase
from odoo.addons.crm_engineering_calc.tests.workbooks import WorkbookCase

ALIAS = "engineering.unit.alias"


@tagged("standard", "post_install", "-at_install")
class TestSpellings(EngineeringCase):
    def found(self, *names, user=None):
        calculation = self.as_(user or self.engineer, self.taken())
        found = calculation._find_units(set(names))
        return [found[name].sudo().mapped("name") for name in names]

    def test_usual_spellings_are_known(self):
        self.assertEqual(
            self.found("шт", "Шт.", "ед.", "pcs", "796", "H87", "к-т"), [["Units"]] * 7
        )
        self.assertEqual(self.found("м2", "кв. м", "КВ.М", "m²", "055"), [["m²"]] * 5)
        self.assertEqual(self.found("пог. м", "м.п.", "lm"), [["m"]] * 3)
        self.assertEqual(self.found("чел.-ч", "hr"), [["Hours"]] * 2)

    def test_archived_unit_is_known_by_name_and_spelling(self):
        self.env.ref("uom.product_uom_cubic_meter").active = False
        self.assertEqual(self.found("m³", "м3"), [["m³"]] * 2)

    def test_name_of_a_unit_comes_before_a_spelling(self):
        truck = self.env["uom.uom"].create({"name": "компл"})
        found = self.taken()._find_units({"компл", "компл."})
        self.assertEqual(found["компл"], truck)
        self.assertEqual(found["компл."], self.env.ref("uom.product_uom_unit"))

    def test_archived_spelling_is_not_learned_again(self):
        alias = self.env[ALIAS].create(
            {"name": "рейс", "uom_id": self.env.ref("uom.product_uom_unit").id}
        )
        alias.active = False
        self.env[ALIAS]._learn({"Рейс.": self.env.ref("uom.product_uom_hour")})
        self.assertFalse(alias.active)
        self.assertEqual(alias.uom_id, self.env.ref("uom.product_uom_unit"))
        self.assertEqual(self.found("рейс"), [[]])

    def test_unknown_and_archived_spellings_are_not_known(self):
        self.assertEqual(self.found("рейс", "100 м2"), [[], []])
        [alias] = self.env[ALIAS].search([("key", "=", "кг")]) or self.env[
            ALIAS
        ].search([("uom_id", "=", self.env.ref("uom.product_uom_kgm").id)], limit=1)
        alias.active = False
        self.assertEqual(self.found(alias.name), [[]])

    def test_administrator_adds_spellings_and_engineers_read_them(self):
        unit = self.env.ref("uom.product_uom_unit")
        self.model(ALIAS, self.administrator).create(
            {"name": "Рейс.", "uom_id": unit.id}
        )
        self.assertEqual(self.found("рейс"), [["Units"]])
        with self.assertRaises(AccessError):
            self.model(ALIAS, self.engineer).create({"name": "x", "uom_id": unit.id})

    def test_spelling_means_one_unit_and_something(self):
        unit = self.env.ref("uom.product_uom_unit")
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.env[ALIAS].create(
                {"name": "Ш т.", "uom_id": unit.id}
            ).flush_recordset()
        with self.assertRaises(ValidationError):
            self.env[ALIAS].create({"name": " . ", "uom_id": unit.id})

    def test_what_is_learned_replaces_what_was_known(self):
        unit, meter = (
            self.env.ref(f"uom.product_uom_{name}") for name in ("unit", "meter")
        )
        aliases = self.model(ALIAS, self.engineer)
        aliases._learn({"баллон": unit, "БАЛЛОН.": unit, "": unit})
        self.assertEqual(self.found("Баллон"), [["Units"]])
        aliases._learn({"баллон": meter})
        self.assertEqual(self.found("баллон"), [["m"]])
        [learned] = self.env[ALIAS].search([("is_learned", "=", True)])
        self.assertEqual(learned.create_uid, self.engineer)

    def test_usual_spellings_are_loaded_once(self):
        aliases = self.env[ALIAS].with_context(active_test=False)
        count = aliases.search_count([])
        aliases.search([], limit=1).uom_id = self.env.ref("uom.product_uom_day")
        aliases._load_usual()
        self.assertEqual(aliases.search_count([]), count)

    def test_keys_of_an_earlier_version_are_renewed(self):
        unit = self.env.ref("uom.product_uom_unit")
        hour = self.env.ref("uom.product_uom_hour")
        first, other = self.env[ALIAS].create(
            [
                {"name": "нвк", "uom_id": hour.id},
                {"name": "xyz", "uom_id": unit.id, "is_learned": True},
            ]
        )
        self.env.flush_all()
        # It knew fewer letters that look alike; the second name is Latin.
        for alias, name, key in ((first, "нвк", "нвk"), (other, "hbk", "hbk")):
            self.env.cr.execute(
                "UPDATE engineering_unit_alias SET name = %s, key = %s WHERE id = %s",
                [name, key, alias.id],
            )
        self.env.invalidate_all()
        self.env[ALIAS]._load_usual()
        self.env.flush_all()
        self.assertEqual((first | other).exists(), first)
        self.assertEqual(first.key, "hbk")
        self.assertEqual(self.found("HBK"), [["Hours"]])


@tagged("standard", "post_install", "-at_install")
class TestUnitsOfSheets(WorkbookCase):
    def previewed_unit(self, unit):
        return self.previewed(self.sheet((1, "SUR", "Survey", unit, 2, 100, 200)))

    def test_unit_of_another_dimension_is_told(self):
        self.assertFalse(self.errors(self.previewed_unit("шт.")))
        [choice] = self.previewed_unit("м2").choice_ids
        self.assertEqual((choice.name, choice.rows), ("Survey", "2"))
        self.assertEqual(choice.note, "“Survey” is sold in Units, the sheet has м2")

    def test_unit_that_may_be_several_is_told(self):
        unit = self.survey.uom_id
        self.env["uom.uom"].create(
            [
                {"name": "Box", "relative_uom_id": unit.id, "relative_factor": factor}
                for factor in (6, 10)
            ]
        )
        calculation = self.as_(self.engineer, self.calculation)
        data = calculation.export_estimate()
        data["variants"][0]["lines"][1]["unit"] = "box"
        with self.assertRaisesRegex(UserError, "any of several units"):
            calculation.import_estimate(data)

    def test_own_export_with_an_archived_unit_comes_back(self):
        pack = self.env["uom.uom"].create(
            {
                "name": "Pack of 4",
                "relative_uom_id": self.survey.uom_id.id,
                "relative_factor": 4,
            }
        )
        line = self.standard.line_ids.filtered(
            lambda one: one.product_id == self.survey
        )
        line.product_uom_id = pack
        content = self.content()
        pack.active = False
        wizard = self.previewed(content)
        self.assertFalse(wizard.line_ids)
        line.product_uom_id = self.survey.uom_id
        self.imported(content)
        self.assertEqual(line.product_uom_id, pack)
