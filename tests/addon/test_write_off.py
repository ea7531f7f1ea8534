"""What is left of an order is written off, with a reason, and can be undone."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase
from odoo.addons.crm_engineering_calc.tests.money import MoneyCase


@tagged("standard", "post_install", "-at_install")
class TestWriteOff(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.contract()
        self.order = self.ordered(lines=[(self.montage, 10, 50.0)])
        self.line = self.order.order_line
        self.lead = self.order.opportunity_id

    def written_off(self, quantity, reason="The roof is gone", user=None):
        order = self.as_(user or self.manager, self.order)
        action = order.action_write_off()
        dialog = self.wizard(action["res_model"], order, reason=reason)
        dialog.line_ids.quantity = quantity
        dialog.action_confirm()
        return self.order.order_line.engineering_write_off_ids[:1]

    def undone(self, write_off, reason="It is back", user=None):
        write_off = self.as_(user or self.manager, write_off)
        action = write_off.action_undo()
        self.wizard(action["res_model"], write_off, reason=reason).action_confirm()

    def assertProgress(self, **expected):
        line = self.line
        line.invalidate_recordset()
        self.assertEqual(
            {
                "open": line.engineering_open_quantity,
                "in_work": line.engineering_in_work_quantity,
                "done": line.engineering_done_quantity,
                "acted": line.engineering_acted_quantity,
                "written_off": line.engineering_written_off_quantity,
            },
            {
                **dict.fromkeys(("open", "in_work", "done", "acted", "written_off"), 0),
                **expected,
            },
        )

    # === WRITE OFF ===

    def test_written_off_is_neither_open_nor_handed_out(self):
        write_off = self.written_off(4)
        self.assertProgress(open=6, written_off=4)
        self.assertEqual(self.line._get_quantity_to_do(), 6)
        self.assertEqual(write_off.user_id, self.manager)
        self.assertEqual(write_off.reason, "The roof is gone")
        work = self.worked(self.order)
        self.assertEqual(work.engineering_work_line_ids.quantity, 6)
        self.assertProgress(in_work=6, written_off=4)

    def test_deal_closes_when_the_rest_is_written_off(self):
        work = self.done(self.worked(self.order, {self.montage: 7}))
        self.signed(self.acted(work))
        self.assertEqual(self.lead.engineering_state, "ordered")
        self.written_off(3)
        self.assertProgress(acted=7, written_off=3)
        self.assertEqual(self.lead.engineering_state, "closed")

    def test_deal_reads_what_was_written_off_and_why(self):
        self.written_off(4)
        self.assertIn("written off: Montage: 4 Units", self.feed(self.lead)[-1])
        self.assertIn("The roof is gone", self.feed(self.lead)[-1])

    def test_deal_is_told_once_of_several_services(self):
        order = self.ordered(lines=[(self.montage, 10, 50.0), (self.survey, 1, 9.0)])
        before = len(self.feed(order.opportunity_id))
        self.as_(self.manager, order)._write_off(
            dict.fromkeys(order.order_line, 1), "The roof is gone"
        )
        told = self.feed(order.opportunity_id)[before:]
        self.assertEqual(len(told), 1)
        for line in order.order_line:
            self.assertIn(f"{line.product_id.name}: 1 ", told[0])

    def test_more_than_is_open_and_no_reason_are_refused(self):
        self.worked(self.order, {self.montage: 7})
        for quantity in 4, -1:
            self.assertRefused(
                UserError, "3 Units are in no work", self.written_off, quantity
            )
        self.assertRefused(UserError, "and why", self.written_off, 0)
        self.assertRefused(UserError, "and why", self.written_off, 1, " ")
        self.written_off(3)
        self.assertRefused(UserError, "Nothing of .* is open", self.written_off, 1)

    def test_work_cannot_have_what_is_written_off(self):
        work = self.worked(self.order, {self.montage: 5})
        self.written_off(4)
        self.assertRefused(
            ValidationError,
            "6 Units are ordered",
            work.engineering_work_line_ids.write,
            {"quantity": 7},
        )

    def test_only_the_manager_of_the_deal_writes_off(self):
        for user in self.manager2, self.engineer, self.leader:
            with self.subTest(user.name):
                self.assertRefused(AccessError, "", self.written_off, 1, user=user)
        self.written_off(1, user=self.sales_head)

    def test_record_is_written_by_nobody_by_hand(self):
        write_off = self.written_off(4)
        self.assertNotByHand(write_off.sudo(), {"quantity": 1})
        self.assertRefused(AccessError, "", write_off.unlink)
        for user in self.manager2, self.engineer:
            self.assertFalse(self.as_(user, write_off).has_access("read"))

    # === THE DIALOG ===

    def opened(self, records):
        action = self.as_(self.manager, records).action_write_off()
        return self.wizard(action["res_model"], records, reason="The roof is gone")

    def test_dialog_chooses_the_only_service(self):
        dialog = self.opened(self.lead)
        self.assertEqual(dialog.line_ids.quantity, 10)
        self.assertFalse(dialog.has_choice)

    def test_dialog_chooses_nothing_of_several_services(self):
        order = self.ordered(lines=[(self.montage, 10, 50.0), (self.survey, 1, 9.0)])
        dialog = self.opened(order)
        self.assertEqual(dialog.line_ids.mapped("quantity"), [0, 0])
        self.assertTrue(dialog.has_choice)
        self.assertRefused(UserError, "and why", dialog.action_confirm)
        self.assertFalse(order.order_line.engineering_write_off_ids)

    def test_all_is_written_off_at_once(self):
        order = self.ordered(lines=[(self.montage, 10, 50.0), (self.survey, 1, 9.0)])
        self.worked(order, {self.montage: 7})
        self.opened(order).action_confirm_all()
        self.assertEqual(
            order.order_line.mapped("engineering_written_off_quantity"), [3, 1]
        )

    def test_deal_offers_what_is_open_of_all_its_orders(self):
        other = self.ordered(self.lead, lines=[(self.survey, 2, 9.0)])
        dialog = self.opened(self.lead)
        lines = (self.order | other).order_line
        self.assertEqual(dialog.line_ids.order_line_id, lines)
        self.assertTrue(dialog.has_several_orders)
        of_one = self.opened(other)
        self.assertEqual(of_one.line_ids.order_line_id, other.order_line)
        dialog.line_ids.quantity = 1
        dialog.action_confirm()
        self.assertEqual(lines.mapped("engineering_written_off_quantity"), [1, 1])

    def test_deal_offers_no_service_of_another_deal(self):
        other = self.ordered(lines=[(self.survey, 2, 9.0)])
        dialog = self.opened(self.lead)
        dialog.line_ids.order_line_id = other.order_line
        self.assertRefused(UserError, "is no service of", dialog.action_confirm)

    def test_order_that_is_cancelled_meanwhile_says_so(self):
        for opened in (self.order, self.lead):
            with self.subTest(opened._name), self.env.cr.savepoint() as savepoint:
                dialog = self.opened(opened)
                dialog.line_ids.quantity = 1
                self.order._action_cancel()
                for confirm in (dialog.action_confirm, dialog.action_confirm_all):
                    self.assertRefused(UserError, self.order.name, confirm)
                savepoint.rollback()

    # === UNDO ===

    def test_undone_is_open_again_and_the_record_stays(self):
        write_off = self.written_off(4)
        self.assertTrue(write_off.can_undo)
        self.undone(write_off)
        self.assertProgress(open=10)
        self.assertEqual(write_off.undone_by_id, self.manager)
        self.assertEqual(write_off.undone_reason, "It is back")
        self.assertFalse(write_off.can_undo)
        self.assertRefused(UserError, "is undone once", self.undone, write_off)
        self.assertIn("not written off any more", self.feed(self.lead)[-1])

    def test_undo_opens_a_closed_deal(self):
        self.signed(self.acted(self.done(self.worked(self.order, {self.montage: 7}))))
        write_off = self.written_off(3)
        self.assertEqual(self.lead.engineering_state, "closed")
        self.undone(write_off)
        self.assertEqual(self.lead.engineering_state, "ordered")

    def test_only_the_manager_of_the_deal_undoes(self):
        write_off = self.written_off(4)
        for user in self.manager2, self.engineer, self.administrator:
            with self.subTest(user.name):
                self.assertRefused(AccessError, "", self.undone, write_off, user=user)

    # === REDUCTION ===

    def test_reduced_order_gives_its_written_off_first(self):
        self.worked(self.order, {self.montage: 5})
        self.written_off(4)
        self.order._reduce({self.line: 8}, "Less")
        self.assertProgress(in_work=5, written_off=3)
        self.order._reduce({self.line: 5}, "Less")
        self.assertProgress(in_work=5)
        self.order._reduce({self.line: 3}, "Less")
        self.assertProgress(in_work=3)

    def test_what_is_open_goes_before_what_is_written_off(self):
        self.written_off(4)
        self.order._reduce({self.line: 5}, "Less")
        self.assertProgress(open=1, written_off=4)

    # === THE DEAL'S TABLE ===

    def test_deal_lists_services_for_who_may_read_orders(self):
        self.assertEqual(self.lead.engineering_progress_line_ids, self.line)
        self.assertTrue(self.lead.engineering_can_write_off)
        self.written_off(10)
        self.lead.invalidate_recordset()
        self.assertFalse(self.lead.engineering_can_write_off)

    def test_table_costs_as_many_queries_for_one_service_as_for_many(self):
        def queries(order):
            line_ids = order.order_line.ids
            self.env.flush_all()
            self.env.invalidate_all()
            lines = self.env["sale.order.line"].browse(line_ids)
            lines.mapped("product_uom_qty")
            before = self.env.cr.sql_log_count
            lines.mapped("engineering_open_quantity")
            return self.env.cr.sql_log_count - before

        many = self.ordered(lines=[(self.montage, 1 + n, 50.0) for n in range(12)])
        queries(many)
        self.assertLessEqual(queries(many), queries(self.order))


@tagged("standard", "post_install", "-at_install")
class TestPaymentOfWrittenOff(MoneyCase):
    """What is written off is not to be paid."""

    def setUp(self):
        super().setUp()
        self.order = self.ordered(lines=[(self.montage, 10, 50.0)])
        self.line = self.order.order_line
        self.lead = self.order.opportunity_id

    def write_off(self, quantity):
        return self.order._write_off({self.line: quantity}, "The roof is gone")

    def get_note(self):
        item = self.as_(self.manager, self.order)._prepare_order_summary_item()
        return item["note"], item["level"]

    def test_order_is_paid_when_all_that_is_left_of_it_is(self):
        self.paid_online(self.order, 300)
        self.assertMoney(self.order, 0, 300, "partial")
        write_off = self.write_off(4)
        self.assertMoney(self.order, 0, 300, "paid")
        self.assertEqual(self.get_note(), ("paid", "success"))
        self.as_(self.manager, write_off)._undo("It is back")
        self.assertMoney(self.order, 0, 300, "partial")

    def test_order_that_is_written_off_is_not_paid(self):
        self.write_off(10)
        self.assertMoney(self.order, 0, 0, False)
        self.assertEqual(self.get_note(), ("written off", ""))
        self.assertNotIn(self.order, self.search(self.order._get_unpaid_domain()))
        self.assertNotIn(self.order, self.search(self.order._get_paid_domain()))
        self.assertRefused(
            UserError,
            "paid or written off",
            self.as_(self.manager, self.lead).action_create_invoice,
        )

    def search(self, domain):
        return self.env["sale.order"].search(domain)

    def test_works_wait_for_no_payment_of_what_is_written_off(self):
        directions = self.order.engineering_calculation_ids.direction_id
        directions.sudo().work_gate = "full_payment"
        self.paid_online(self.order, 300)
        self.end()
        missing = self.order._get_amount_missing_for_gate
        self.assertEqual(missing("full_payment"), 200)
        self.write_off(4)
        self.assertEqual(missing("full_payment"), 0)
        self.assertIn("can be created now", self.told(self.order)[-1])
