"""Views of an earlier version refuse none of those that are read before them."""

from odoo.modules.module import load_script
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

MODULE = "crm_engineering_calc"
SCRIPT = "migrations/0.0.0/pre-views.py"


@tagged("standard", "post_install", "-at_install")
class TestViewMigration(EngineeringCase):
    def migrate(self):
        self.env.flush_all()
        load_script(f"{MODULE}/{SCRIPT}", "pre-views").migrate(
            self.env.cr, "19.0.1.0.0"
        )
        self.env.invalidate_all()

    def test_parts_of_other_views_say_nothing(self):
        part = self.env.ref(f"{MODULE}.crm_lead_view_form")
        hosts = self.env.ref("project.view_task_form2").arch_db
        own = self.env.ref(f"{MODULE}.engineering_calculation_view_form").arch_db
        self.migrate()
        self.assertEqual(part.arch_db, "<data/>")
        self.assertEqual(self.env.ref("project.view_task_form2").arch_db, hosts)
        self.assertEqual(
            self.env.ref(f"{MODULE}.engineering_calculation_view_form").arch_db, own
        )

    def test_parts_of_other_addons_stay(self):
        theirs = self.env["ir.ui.view"].create(
            {
                "name": "theirs",
                "model": "project.task",
                "inherit_id": self.env.ref("project.view_task_form2").id,
                "arch": "<sheet position='inside'><div name='theirs'/></sheet>",
            }
        )
        self.migrate()
        self.assertIn("theirs", theirs.arch_db)
