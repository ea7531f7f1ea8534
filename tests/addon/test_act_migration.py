"""Acts of a database that people have worked in keep what they came to."""

from odoo.modules.module import load_script
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

AMOUNTS = "migrations/19.0.1.7.0/post-acts.py"


@tagged("standard", "post_install", "-at_install")
class TestMigration(EngineeringCase):
    def migrate(self, script):
        self.env.invalidate_all()
        module = load_script(f"crm_engineering_calc/{script}", script)
        module.migrate(self.env.cr, "19.0.1.6.0")
        self.env.invalidate_all()

    def test_lines_keep_what_their_act_came_to(self):
        self.survey.taxes_id = self.quiet["account.tax"].create(
            {"name": "VAT", "amount": 20, "price_include_override": "tax_included"}
        )
        order = self.ordered(lines=[(self.survey, 3, 100.0), (self.montage, 2, 50.0)])
        act = self.acted(self.done(self.worked(order, {self.survey: 1})))
        act.action_hand_over()
        line = act.line_ids
        before = (act.amount_untaxed, act.amount_tax, line.tax_amounts)
        self.env.execute_query(
            SQL(
                "UPDATE engineering_act_line SET price_tax = NULL, price_total = NULL,"
                " tax_amounts = NULL WHERE id = %s RETURNING id",
                line.id,
            )
        )
        order.order_line[0].price_unit = 90
        self.migrate(AMOUNTS)
        self.assertEqual((line.price_subtotal, line.price_total), (83.33, 100))
        after = (act.amount_untaxed, act.amount_tax, line.tax_amounts)
        self.assertEqual(after, before)
        self.assertEqual(act._get_paper_totals()["total_amount_currency"], 100)

    def test_numbers_go_on_without_gaps(self):
        sequence = self.env["ir.sequence"].search([("code", "=", "engineering.act")])
        sequence.write({"implementation": "standard", "number_next_actual": 5})
        numbers = [sequence[:1].next_by_id() for _number in range(2)]
        self.migrate(AMOUNTS)
        self.assertEqual(set(sequence.mapped("implementation")), {"no_gap"})
        self.assertEqual(int(sequence[:1].next_by_id()[-5:]), int(numbers[-1][-5:]) + 1)
