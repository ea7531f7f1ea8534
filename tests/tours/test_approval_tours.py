"""The manager goes as far as he may, and further when the leader lets him."""

from odoo.tests import HttpCase, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

TIMEOUT = 300


@tagged("standard", "post_install", "-at_install")
class TestApprovalTours(EngineeringCase, HttpCase):
    def tour(self, url, name, user):
        self.start_tour(url, f"engineering_{name}", login=user.login, timeout=TIMEOUT)
        self.env.invalidate_all()

    def test_correction_approval_and_invoice(self):
        self.direction.work_gate = "payment"
        self.survey.invoice_policy = self.repair.invoice_policy = "order"
        lead = self.deal(name="Winter garden")
        calculation = self.completed(
            lead, lines=[(self.survey, 1, 100.0), (self.repair, 2, 40.0)]
        )
        self.tour(f"/odoo/crm/{lead.id}", "manager_corrects_and_asks", self.manager)
        prices = calculation.variant_ids.line_ids.mapped("price_unit")
        self.assertEqual(prices, [92.0, 38.0])
        order = self.as_(self.manager, lead.order_ids)
        self.assertEqual(order.engineering_approval_state, "requested")

        self.tour("/odoo/engineering-desk", "leader_approves", self.leader)
        self.assertEqual(order.engineering_approval_state, "approved")

        order.action_confirm()
        self.manager.sudo().group_ids += self.env.ref("account.group_account_invoice")
        self.tour(f"/odoo/crm/{lead.id}", "manager_invoices", self.manager)
        invoice = order.sudo().invoice_ids
        self.assertEqual((invoice.state, invoice.amount_untaxed), ("posted", 126.0))
