"""Orders and deals of a database that people have worked in say what is so by now."""

from odoo.modules.module import load_script
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

MONEY = "migrations/19.0.1.8.0/post-money.py"


class MigrationCase(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.montage.invoice_policy = "order"
        self.order = self.ordered(lines=[(self.montage, 10, 100.0)])
        self.line = self.order.order_line
        self.lead = self.order.opportunity_id

    def migrate(self, path=MONEY):
        self.env.invalidate_all()
        module = load_script(f"crm_engineering_calc/{path}", path)
        module.migrate(self.env.cr, "19.0.1.7.0")
        self.env.invalidate_all()

    def store(self, record, **values):
        """Store what an earlier version has left."""
        self.env.flush_all()
        sets = SQL(", ").join(
            SQL("%s = %s", SQL.identifier(name), value)
            for name, value in values.items()
        )
        table = SQL.identifier(record._table)
        self.env.cr.execute(
            SQL("UPDATE %s SET %s WHERE id = %s", table, sets, record.id)
        )
        self.env.invalidate_all()


@tagged("standard", "post_install", "-at_install")
class TestMigration(MigrationCase):
    def test_what_is_written_off_is_not_to_be_billed(self):
        self.order._write_off({self.line: 4}, "No roof there")
        self.store(self.line, qty_to_invoice=10)
        self.migrate()
        self.assertEqual(self.line.qty_to_invoice, 6)

    def test_order_that_is_written_off_has_nothing_to_bill(self):
        self.order._write_off({self.line: 10}, "No roof there")
        self.store(self.line, qty_to_invoice=10, invoice_status="to invoice")
        self.store(self.order, invoice_status="to invoice")
        self.store(self.lead, engineering_state="provided")
        self.migrate()
        self.assertEqual(self.line.qty_to_invoice, 0)
        self.assertEqual(self.order.invoice_status, "no")
        self.assertEqual(self.lead.engineering_state, "closed")

    def test_claim_opens_a_deal_that_was_closed(self):
        act = self.signed(self.acted(self.done(self.worked(self.order))))
        work = self.as_(self.manager, act.work_ids)
        action = work.action_claim_work()
        self.wizard(action["res_model"], work, reason="It leaks").action_confirm()
        self.store(self.lead, engineering_state="closed")
        other = self.ordered(lines=[(self.montage, 1, 100.0)]).opportunity_id
        self.store(other, engineering_state="closed")
        self.migrate()
        self.assertEqual(self.lead.engineering_state, "work")
        # Neither works nor write-offs: nothing has changed for it.
        self.assertEqual(other.engineering_state, "closed")


@tagged("standard", "post_install", "-at_install")
class TestPaymentMigration(MigrationCase):
    def test_payment_is_counted_without_what_is_written_off(self):
        path = "migrations/19.0.1.9.0/post-written-off-payment.py"
        other = self.ordered(lines=[(self.montage, 1, 100.0)])
        self.order._write_off({self.line: 10}, "No roof there")
        self.store(self.order, engineering_payment_state="paid")
        self.store(other, engineering_payment_state="partial")
        self.migrate(path)
        self.assertFalse(self.order.engineering_payment_state)
        self.assertEqual(other.engineering_payment_state, "partial")
