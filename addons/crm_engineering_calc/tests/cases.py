"""Cases that several files of tests begin with."""

from odoo.fields import Command

from .common import EngineeringCase

SECTION = {"display_type": "line_section", "name": "Roof", "collapse_prices": True}
NOTE = {"display_type": "line_note", "name": "Without scaffolding"}


class TemplateCase(EngineeringCase):
    """A template, and a calculation that may take its lines over."""

    def setUp(self):
        super().setUp()
        self.steep = self.quiet["engineering.coefficient"].create(
            {"name": "Steep", "value": 1.2, "value_max": 1.5}
        )
        self.template = self.model("engineering.template", self.administrator).create(
            {
                "name": "Usual roof",
                "direction_id": self.direction.id,
                "line_ids": [
                    Command.create(vals)
                    for vals in (
                        SECTION,
                        {
                            "product_id": self.montage.id,
                            "formula": "S / 2",
                            "coefficient_ids": [Command.set(self.steep.ids)],
                        },
                        {"product_id": self.repair.id, "quantity": 3},
                        NOTE,
                    )
                ],
            }
        )
        self.calculation = self.taken()

    def empty(self, calculation=None):
        calculation = calculation or self.calculation
        return calculation.env["engineering.variant"].create(
            {"calculation_id": calculation.id}
        )

    def fill(self, variant, **values):
        wizard = self.wizard("engineering.variant.fill", variant, **values)
        wizard.action_confirm()
        return wizard

    def shape(self, variant):
        return [
            (line.display_type or line.product_id.name, line.formula or line.quantity)
            for line in variant.line_ids
        ]


class ComparisonCase(EngineeringCase):
    """A calculation with two variants to compare."""

    def setUp(self):
        super().setUp()
        self.calculation = self.taken()
        self.cheap = self.variant(
            self.calculation,
            [SECTION, (self.survey, 1, 100.0), (self.montage, 4, 250.0)],
            name="Cheap",
        )
        self.warm = self.variant(
            self.calculation,
            [
                SECTION,
                (self.survey, 1, 100.0),
                (self.montage, 5, 250.0),
                (self.repair, 1, 40.0),
            ],
            name="=Warm()",
        )
