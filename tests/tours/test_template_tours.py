"""An engineer takes lines over, groups them, and saves a template, in the browser."""

from odoo.tests import HttpCase, tagged

from odoo.addons.crm_engineering_calc.tests.cases import TemplateCase


@tagged("standard", "post_install", "-at_install")
class TestTemplateTours(TemplateCase, HttpCase):
    def tour(self, name, variant):
        self.start_tour(
            f"/odoo/calculations/{self.calculation.id}"
            f"/engineering.variant/{variant.id}",
            f"engineering_engineer_{name}",
            login=self.engineer.login,
            timeout=120,
        )
        self.env.invalidate_all()

    def test_engineer_takes_over_and_groups(self):
        self.direction.product_tmpl_ids -= self.repair.product_tmpl_id
        variant = self.variant(self.calculation, [(self.survey, 1, 100.0)])
        self.tour("takes_over", variant)
        self.assertEqual(variant.line_ids.product_id, self.survey | self.montage)

    def test_engineer_saves_a_template(self):
        variant = self.variant(self.calculation)
        self.tour("saves_template", variant)
        template = self.env["engineering.template"].search([("name", "=", "My roof")])
        self.assertEqual(template.line_count, 2)
        self.assertEqual(template.create_uid, self.engineer)
