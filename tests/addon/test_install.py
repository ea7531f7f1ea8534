"""The addon comes into a database that is large already."""

from odoo.tests import tagged
from odoo.tools import SQL
from odoo.tools.sql import column_exists

from odoo.addons.crm_engineering_calc.hooks import pre_init_hook, uninstall_hook
from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

MODULE = "crm_engineering_calc"
# Their tables are filled as they are made, or are small.
SETTINGS = {"crm.stage", "crm.team", "res.company", "res.config.settings"}


@tagged("standard", "post_install", "-at_install")
class TestInstall(EngineeringCase):
    def filled_fields(self):
        """Return the columns on the host's tables that the ORM would fill."""
        for model in self.env.registry.values():
            if model._abstract or model._transient or not model._auto:
                continue
            if model._original_module == MODULE or model._name in SETTINGS:
                continue
            for field in model._fields.values():
                added = field._modules == (MODULE,) and field.store
                if added and field.column_type and (field.compute or field.default):
                    yield model._table, field.name

    def test_no_column_of_the_host_is_filled_record_by_record(self):
        fields = list(self.filled_fields())
        self.assertIn(("crm_lead", "engineering_state"), fields)
        self.env.flush_all()
        for table, name in fields:
            self.env.cr.execute(
                SQL(
                    "ALTER TABLE %s DROP COLUMN %s CASCADE",
                    *map(SQL.identifier, (table, name)),
                )
            )
        pre_init_hook(self.env)
        for table, name in fields:
            self.assertTrue(column_exists(self.env.cr, table, name), (table, name))

    def test_uninstalling_takes_no_file_of_other_addons_along(self):
        calculation = self.requested()
        files = self.env["ir.attachment"]
        photo = {
            "name": "Photo",
            "type": "url",
            "url": "https://example.com/photo",
            "res_id": calculation.id,
        }
        own, kept, theirs = files.create(
            [
                {**photo, "res_model": calculation._name, "res_field": "name"},
                {**photo, "res_model": calculation._name},
                {**photo, "res_model": "engineering.change.order"},
            ]
        )
        self.env.flush_all()
        uninstall_hook(self.env)
        self.assertFalse(own.exists())
        self.assertEqual(
            (kept.res_model, kept.res_id), ("crm.lead", calculation.sudo().lead_id.id)
        )
        self.assertTrue(theirs.exists())
