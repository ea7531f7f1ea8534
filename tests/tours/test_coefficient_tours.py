"""An engineer picks services from the catalog, and multiplies their prices."""

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestCoefficientTours(EngineeringCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.outdoors, indoors = self.quiet["product.category"].create(
            [{"name": "Outdoors"}, {"name": "Indoors"}]
        )
        self.montage.categ_id = self.outdoors
        self.survey.categ_id = indoors
        coefficients = self.quiet["engineering.coefficient"]
        self.hazard, self.steep, *_others = coefficients.create(
            [
                {"name": "Hazard", "value": 1.1, "value_max": 2.0, "kind": "always"},
                {"name": "Roof steep", "value": 1.2, "value_max": 2.0},
                {"name": "Roof: Indoors", "categ_ids": [Command.set(indoors.ids)]},
                {"name": "Roof: Expired", "date_to": "2000-01-01"},
            ]
        )
        self.hazard.categ_ids = self.outdoors

    def test_engineer_picks_and_multiplies(self):
        variant = self.variant(
            self.taken(name="Winter garden"),
            [
                {"display_type": "line_section", "name": "Materials", "sequence": 1},
                {"product_id": self.repair.id, "sequence": 2},
                {"display_type": "line_section", "name": "Works", "sequence": 3},
            ],
            name="Standard",
        )
        self.start_tour(
            "/odoo/engineering-desk",
            "engineering_engineer_picks_and_multiplies",
            login=self.engineer.login,
            timeout=120,
        )
        self.env.invalidate_all()
        self.assertEqual(
            variant.line_ids.mapped("name"), ["Materials", "Repair", "Works", "Montage"]
        )
        montage = variant.line_ids[-1]
        self.assertEqual(montage.parent_id.name, "Works")
        self.assertEqual(montage.quantity, 2)
        self.assertEqual(montage.coefficient_ids, self.hazard | self.steep)
        self.assertEqual(montage.coefficient_reason, "Icy in March")
        self.assertEqual(montage.price_unit, 375)
