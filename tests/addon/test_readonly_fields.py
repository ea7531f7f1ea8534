"""Fields that forms show, and that programs of users don't write either."""

from odoo.exceptions import AccessError
from odoo.models import MAGIC_COLUMNS
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

BY_HAND = "can't be written"
FORGED = {
    "char": "C2026/00001",
    "text": "Forged",
    "datetime": "2020-01-01 00:00:00",
    "integer": 9,
    "monetary": 0.01,
    "float": 0.01,
}


@tagged("standard", "post_install", "-at_install")
class TestReadonlyFields(EngineeringCase):
    def forged(self, model):
        """Return a value for each stored read-only field that may be forged."""
        return {
            name: FORGED.get(field.type, 1)
            for name, field in self.env[model]._fields.items()
            if field.store
            and field.readonly
            and field.type not in ("one2many", "many2many")
            and not field.groups
            and name not in MAGIC_COLUMNS
        }

    def assertForgesNothing(self, record, values, vals_list):
        for name, value in vals_list.items():
            with self.subTest(model=record._name, field=name):
                self.assertRefused(
                    AccessError, BY_HAND, record.create, {**values, name: value}
                )
                if record._name != "engineering.calculation":
                    self.assertRefused(
                        AccessError, BY_HAND, record.write, {name: value}
                    )

    def test_request_takes_no_number_and_no_history(self):
        lead = self.deal()
        values = {
            "lead_id": lead.id,
            "direction_id": self.direction.id,
            "team_id": self.team.id,
        }
        calculations = self.model("engineering.calculation", self.manager)
        forged = self.forged("engineering.calculation")
        self.assertIn("revised_id", forged)
        self.assertForgesNothing(calculations, values, forged)

    def test_request_takes_nothing_from_defaults(self):
        lead = self.deal()
        calculations = self.model("engineering.calculation", self.manager)
        self.env["ir.default"].set(
            "engineering.calculation", "completion_note", "x", user_id=self.manager.id
        )
        calculation = calculations.with_context(
            default_name="C2026/00001", default_revision=9
        ).create(
            {
                "lead_id": lead.id,
                "direction_id": self.direction.id,
                "team_id": self.team.id,
            }
        )
        self.assertNotEqual(calculation.name, "C2026/00001")
        self.assertEqual(calculation.revision, 1)
        self.assertTrue(calculation.requested_on)
        self.assertFalse(calculation.completion_note)

    def test_engineer_writes_no_totals(self):
        calculation = self.taken()
        variant = self.variant(calculation)
        self.assertForgesNothing(
            variant, {"calculation_id": calculation.id}, self.forged(variant._name)
        )
        self.assertEqual(variant.amount_untaxed, 1100.0)

    def test_engineer_forges_no_correction(self):
        variant = self.variant(self.taken())
        lines = variant.line_ids
        values = {"variant_id": variant.id, "product_id": self.survey.id}
        for name, value in (
            ("corrected_by_id", self.manager.id),
            ("corrected_on", "2020-01-01 00:00:00"),
        ):
            self.assertRefused(
                AccessError, BY_HAND, lines.create, {**values, name: value}
            )
            line = lines.with_context(**{f"default_{name}": value}).create(values)
            self.assertFalse(line[name])

    def test_manager_writes_no_number_and_no_totals_of_an_act(self):
        act = self.acted(self.done(self.worked(self.ordered())))
        values = {
            "lead_id": act.lead_id.id,
            "agreement_id": act.agreement_id.id,
            "partner_id": act.partner_id.id,
            "currency_id": act.currency_id.id,
        }
        self.assertForgesNothing(act, values, self.forged("engineering.act"))
        forged = act.with_context(default_amount_total=1, default_signed_by="Ivan")
        self.assertFalse(forged.create(values).signed_by)

    def test_lines_are_delivered_by_no_default(self):
        self.let_sell_freely(self.manager)
        order = self.ordered()
        lines = order.order_line.with_context(
            default_qty_delivered=4, default_qty_delivered_method="manual"
        )
        values = {"order_id": order.id, "product_id": self.repair.id}
        line = lines.create(values)
        self.env["ir.default"].set(
            "sale.order.line", "qty_delivered", 4, user_id=self.manager.id
        )
        line |= order.order_line.create(values)
        self.assertEqual(line.mapped("qty_delivered"), [0.0, 0.0])
        self.assertEqual(set(line.mapped("qty_delivered_method")), {"engineering_act"})
