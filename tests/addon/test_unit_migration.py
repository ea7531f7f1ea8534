"""Spellings of units of a version that knew fewer letters that look alike."""

from odoo.modules.module import load_script
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

KEYS = "migrations/19.0.1.13.0/post-unit-keys.py"


@tagged("standard", "post_install", "-at_install")
class TestUnitMigration(EngineeringCase):
    def test_spellings_that_look_alike_become_one(self):
        aliases = self.env["engineering.unit.alias"]
        hour, unit = (
            self.env.ref(f"uom.product_uom_{name}") for name in ("hour", "unit")
        )
        first = aliases.create({"name": "нвк", "uom_id": hour.id})
        other = aliases.create({"name": "xyz", "uom_id": unit.id, "is_learned": True})
        self.env.flush_all()
        # Latin letters.
        for alias, name, key in ((first, "нвк", "нвk"), (other, "hbk", "hbk")):
            self.env.cr.execute(
                "UPDATE engineering_unit_alias SET name = %s, key = %s WHERE id = %s",
                [name, key, alias.id],
            )
        self.env.invalidate_all()
        script = load_script(f"crm_engineering_calc/{KEYS}", "post-unit-keys")
        script.migrate(self.env.cr, "19.0.1.12.0")
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(other.exists())
        self.assertEqual(first.key, "hbk")
        self.assertEqual(aliases._find_units(["HBK"]), {"HBK": hour})
