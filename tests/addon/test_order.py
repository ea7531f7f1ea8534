"""What the engineer priced stays priced, whatever happens to the proposal or order."""

from pathlib import Path

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.modules.migration import load_script
from odoo.tests import Form, tagged

from odoo.addons.crm_engineering_calc import hooks
from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestPrice(EngineeringCase):
    """The catalogue says 100 and 40; the engineer says 80, and gives the other."""

    def setUp(self):
        super().setUp()
        self.order = self.proposed(
            lines=[(self.survey, 1, 80.0), (self.repair, 1, 0.0)]
        )
        self.lines = self.order.order_line

    def assertPrices(self, prices=(80, 0), lines=None):
        lines = self.lines if lines is None else lines
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(tuple(lines.mapped("price_unit")), tuple(prices))

    def pricelist(self, **values):
        return self.quiet["product.pricelist"].create(
            {
                "name": "Half",
                "item_ids": [
                    Command.create(
                        {
                            "compute_price": "percentage",
                            "percent_price": 50,
                            "applied_on": "3_global",
                            **values,
                        }
                    )
                ],
            }
        )

    def test_price_outlives_a_quantity_on_the_proposal(self):
        self.lines.product_uom_qty = 3
        self.assertPrices()

    def test_price_outlives_a_quantity_on_the_order(self):
        self.order.action_confirm()
        self.lines.product_uom_qty = 3
        self.assertPrices()

    def test_price_outlives_a_quantity_in_the_form(self):
        with Form(self.order) as form:
            for index in range(2):
                with form.order_line.edit(index) as line:
                    line.product_uom_qty = 5
                    self.assertEqual(line.price_unit, (80, 0)[index])
        self.assertPrices()

    def test_price_outlives_a_unit(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self.survey.uom_ids = dozen
        self.lines[0].product_uom_id = dozen
        self.assertPrices()

    def test_price_that_the_manager_typed_stays_too(self):
        self.lines[0].price_unit = 75
        self.lines[1].price_unit = 40
        self.lines.product_uom_qty = 3
        self.order.action_update_prices()
        self.assertPrices((75, 40))

    def test_price_outlives_the_button_of_the_pricelist(self):
        self.order.pricelist_id = self.pricelist()
        self.order.action_update_prices()
        self.assertPrices()

    def test_discounts_of_pricelists_leave_the_engineers_price_alone(self):
        self.manager.group_ids += self.env.ref("sale.group_discount_per_so_line")
        self.order.pricelist_id = self.pricelist()
        self.lines.product_uom_qty = 3
        self.order.action_update_prices()
        self.assertEqual(self.lines.mapped("discount"), [0, 0])
        self.lines[0].discount = 5
        self.lines.product_uom_qty = 4
        self.order.action_update_prices()
        self.assertEqual(self.lines.mapped("discount"), [5, 0])
        self.assertPrices()

    def test_price_outlives_another_customer_and_taxes(self):
        self.order.partner_id = self.quiet["res.partner"].create(
            {"name": "Abroad", "property_product_pricelist": self.pricelist().id}
        )
        self.order.fiscal_position_id = self.quiet["account.fiscal.position"].create(
            {"name": "Abroad"}
        )
        self.order.action_update_taxes()
        self.order.action_update_prices()
        self.assertPrices()

    def test_price_outlives_a_duplicate_and_its_new_quantity(self):
        copy = self.order.copy()
        self.assertPrices(lines=copy.order_line)
        copy.order_line.product_uom_qty = 3
        self.assertPrices(lines=copy.order_line)

    def test_another_service_has_its_own_price(self):
        with Form(self.order) as form, form.order_line.edit(0) as line:
            line.product_id = self.montage
        self.lines[0].product_uom_qty = 2
        self.assertPrices((250, 0))

    def test_line_added_by_hand_is_priced_by_the_host(self):
        line = self.lines.create(
            {"order_id": self.order.id, "product_id": self.repair.id}
        )
        self.assertPrices((40,), line)
        self.order.pricelist_id = self.pricelist(compute_price="fixed", fixed_price=7.0)
        self.order.action_update_prices()
        self.assertPrices((7,), line)
        self.assertPrices()


@tagged("standard", "post_install", "-at_install")
class TestDelivery(EngineeringCase):
    """Signed acts deliver, whatever else the host would deliver a line by.

    Says most in a database that has the host's timesheets and inventory too.
    """

    def setUp(self):
        super().setUp()
        kinds = self.env["product.template"]._fields["service_type"]
        self.products = self.env["product.product"]
        for kind in kinds.get_values(self.env):
            self.products |= self.service(
                kind.capitalize(), 50.0, service_type=kind, invoice_policy="delivery"
            )
        self.products |= self.service(
            "Profile", 10.0, type="consu", invoice_policy="delivery"
        )
        self.direction.product_tmpl_ids += self.products.product_tmpl_id
        self.order = self.ordered(
            lines=[(product, 4, 90.0) for product in self.products]
        )
        self.lead = self.order.opportunity_id

    def assertDelivered(self, quantity):
        self.env.flush_all()
        self.env.invalidate_all()
        lines = self.order.order_line
        self.assertEqual(
            dict.fromkeys(self.products, ("engineering_act", quantity)),
            {
                line.product_id: (line.qty_delivered_method, line.qty_delivered)
                for line in lines
            },
        )

    def move_goods(self):
        """Ship what the order asks for, where the host has an inventory."""
        if "picking_ids" not in self.order:
            return
        pickings = self.order.sudo().picking_ids
        self.assertEqual(pickings.move_ids.product_id.type, "consu")
        pickings.move_ids.write({"quantity": 4, "picked": True})
        pickings.button_validate()
        self.assertEqual(pickings.move_ids.state, "done")
        self.assertEqual(pickings.move_ids.sale_line_id, self.order.order_line[-1:])

    def log_hours(self, work):
        """Log time on the work, and on the order, where the host has timesheets."""
        if "timesheet_ids" not in work:
            return
        self.quiet["account.analytic.line"].create(
            {
                "name": "Hours",
                "project_id": work.project_id.id,
                "task_id": work.id,
                "employee_id": self.quiet["hr.employee"].create({"name": "Worker"}).id,
                "unit_amount": 3,
                "so_line": self.order.order_line[-2].id,
            }
        )

    def test_walk_from_the_order_to_the_invoice(self):
        self.assertDelivered(0)
        self.assertFalse(self.order.sudo().tasks_ids)
        work = self.worked(self.order)
        self.assertEqual(
            work.engineering_work_line_ids.mapped("quantity"), [4] * len(self.products)
        )
        self.log_hours(work.sudo())
        self.move_goods()
        self.assertDelivered(0)
        self.assertEqual(self.order.invoice_status, "no")
        self.assertEqual(set(self.order.order_line.mapped("invoice_status")), {"no"})
        act = self.acted(self.done(work))
        self.assertEqual(act.amount_total, self.order.amount_total)
        self.assertDelivered(0)
        self.signed(act)
        self.assertDelivered(4)
        self.assertEqual(self.lead.engineering_state, "closed")
        invoice = self.order.sudo()._create_invoices()
        self.assertEqual(invoice.amount_total, self.order.amount_total)
        self.assertEqual(self.order.invoice_status, "invoiced")

    def test_period_of_timesheets_bills_what_acts_delivered(self):
        wizard = self.env["sale.advance.payment.inv"]
        if "date_start_invoice_timesheet" not in wizard:
            self.skipTest("The host has no timesheets here")
        self.signed(self.acted(self.done(self.worked(self.order))))
        wizard.create(
            {
                "sale_order_ids": self.order.ids,
                "advance_payment_method": "delivered",
                "date_start_invoice_timesheet": "2020-01-01",
                "date_end_invoice_timesheet": "2020-01-31",
            }
        )._create_invoices(self.order)
        self.assertEqual(self.order.invoice_ids.amount_total, self.order.amount_total)

    def test_service_added_by_hand_is_done_by_works_too(self):
        self.let_sell_freely(self.manager)
        service = self.products[-2]
        line = self.order.order_line.create(
            {"order_id": self.order.id, "product_id": service.id, "price_unit": 5}
        )
        self.assertEqual(line.qty_delivered_method, "engineering_act")
        self.assertFalse(line.task_id)
        act = self.acted(self.done(self.worked(self.order)))
        self.assertEqual(act.amount_total, self.order.amount_total)

    def test_nobody_writes_what_is_delivered(self):
        self.let_sell_freely(self.manager)
        line = self.order.order_line[0]
        for values in ({"qty_delivered": 4}, {"qty_delivered_method": "manual"}):
            with self.subTest(values=values):
                self.assertRefused(AccessError, "by hand", line.write, values)
                self.assertRefused(
                    AccessError,
                    "by hand",
                    line.create,
                    {
                        "order_id": self.order.id,
                        "product_id": self.survey.id,
                        **values,
                    },
                )
        self.assertDelivered(0)

    def test_no_line_of_the_host_is_made_ours(self):
        order = self.order.copy()
        self.assertRefused(
            AccessError,
            "by hand",
            order.order_line[0].write,
            {"qty_delivered_method": "engineering_act"},
        )


@tagged("standard", "post_install", "-at_install")
class TestDiscount(EngineeringCase):
    """A discount is no work: acts, invoices and the order say the same total."""

    def setUp(self):
        super().setUp()
        tax = self.quiet["account.tax"].create({"name": "VAT", "amount": 22})
        (self.survey | self.montage).write(
            {"taxes_id": [Command.set(tax.ids)], "invoice_policy": "delivery"}
        )
        self.env.company.sale_discount_product_id = self.service(
            "Discount", 0.0, invoice_policy="order"
        )
        self.order = self.proposed(
            lines=[(self.survey, 3, 333.33), (self.montage, 2, 1000.0)]
        )
        self.lead = self.order.opportunity_id

    def discounted(self, **values):
        self.model("sale.order.discount", self.manager).create(
            {
                "sale_order_id": self.order.id,
                "discount_type": "so_discount",
                "discount_percentage": 0.07,
                **values,
            }
        ).action_apply_discount()
        return self.order.order_line - self.order.order_line[:2]

    def invoiced(self):
        return sum(self.order.invoice_ids.mapped("amount_total"))

    def test_whole_act_costs_what_the_discounted_order_does(self):
        for values in (
            {},
            {"discount_type": "amount", "discount_amount": 99.99},
        ):
            with self.subTest(values=values):
                line = self.discounted(**values)[-1:]
                self.assertTrue(line._goes_along())
        self.order.action_confirm()
        work = self.worked(self.order)
        self.assertEqual(
            work.engineering_work_line_ids.product_id, self.survey | self.montage
        )
        act = self.acted(self.done(work))
        for field in ("amount_untaxed", "amount_tax", "amount_total"):
            self.assertEqual(act[field], self.order[field], field)
        self.signed(act)
        self.assertEqual(self.lead.engineering_state, "closed")
        self.order.sudo()._create_invoices(final=True)
        self.assertEqual(self.invoiced(), self.order.amount_total)
        self.assertEqual(self.order.invoice_status, "invoiced")

    def test_parts_of_a_discount_make_the_whole(self):
        discount = self.discounted()
        discount.product_id.sudo().invoice_policy = "delivery"
        self.order.action_confirm()
        work = self.done(self.worked(self.order))
        acts = self.env["engineering.act"]
        for quantities in ({self.survey: 1}, {self.survey: 1}, None):
            act = self.signed(self.acted(work, quantities))
            self.assertEqual(act.line_ids[-1].order_line_id, discount)
            acts |= act
            self.order.sudo()._create_invoices(final=True)
            # Acts round what is accepted by now, and the host each invoice by itself.
            accepted = sum(acts.mapped("amount_total"))
            self.assertAlmostEqual(self.invoiced(), accepted, delta=0.015)
        self.assertEqual(
            [act.line_ids[-1].quantity for act in acts], [0.11, 0.11, 0.78]
        )
        self.assertEqual(discount.qty_delivered, 1)
        self.assertAlmostEqual(
            sum(acts.mapped("amount_untaxed")), self.order.amount_untaxed
        )

    def test_changed_draft_changes_its_part(self):
        discount = self.discounted()
        self.order.action_confirm()
        act = self.acted(self.done(self.worked(self.order)))
        act.line_ids[1].quantity = 1
        part = (999.99 + 1000) / 2999.99
        self.assertAlmostEqual(act.line_ids[2].quantity, part, 2)
        act.line_ids[2].quantity = 0.1
        act.line_ids[0].unlink()
        act.action_send()
        self.assertEqual(act.line_ids[1].order_line_id, discount)
        self.assertAlmostEqual(act.line_ids[1].quantity, 1000 / 2999.99, 2)

    def test_discount_enters_an_act_by_its_order_only(self):
        discount = self.discounted()
        self.order.action_confirm()
        act = self.acted(self.done(self.worked(self.order)))
        for values in (
            {"order_line_id": discount.id, "quantity": 1},
            {"work_line_id": act.line_ids[0].work_line_id.id, "price_unit": 1},
        ):
            with self.subTest(values=values):
                self.assertRefused(
                    AccessError,
                    "by hand",
                    act.line_ids.create,
                    {"act_id": act.id, **values},
                )

    def test_price_taken_off_by_hand_is_no_work(self):
        self.order.order_line.create(
            {
                "order_id": self.order.id,
                "product_id": self.repair.id,
                "price_unit": -100,
            }
        )
        self.order.action_confirm()
        work = self.worked(self.order)
        self.assertNotIn(self.repair, work.engineering_work_line_ids.product_id)
        act = self.acted(self.done(work))
        self.assertEqual(act.amount_total, self.order.amount_total)

    def test_down_payment_is_no_work_and_in_no_act(self):
        self.order.action_confirm()
        self.model("sale.advance.payment.inv", self.manager).sudo().create(
            {
                "sale_order_ids": self.order.ids,
                "advance_payment_method": "percentage",
                "amount": 30,
            }
        ).create_invoices()
        self.order.sudo().invoice_ids.action_post()
        work = self.worked(self.order)
        self.assertEqual(len(work.engineering_work_line_ids), 2)
        act = self.signed(self.acted(self.done(work)))
        self.assertEqual(act.amount_total, self.order.amount_total)
        self.assertEqual(self.lead.engineering_state, "closed")
        self.order.sudo()._create_invoices(final=True)
        self.assertAlmostEqual(self.invoiced(), self.order.amount_total)


@tagged("standard", "post_install", "-at_install")
class TestStaleCopy(EngineeringCase):
    def test_duplicate_is_no_proposal_of_the_deal(self):
        order = self.ordered()
        copy = order.copy({"partner_id": self.manager2.partner_id.id})
        self.assertFalse(copy.opportunity_id)
        self.assertFalse(copy.engineering_variant_ids)
        self.assertFalse(copy.engineering_offered_variant_ids)
        self.assertFalse(copy.order_line.engineering_variant_line_id)
        self.assertNotIn(
            "engineering_act", copy.order_line.mapped("qty_delivered_method")
        )
        self.assertEqual(copy.amount_total, order.amount_total)
        copy.opportunity_id = order.opportunity_id
        copy.action_confirm()
        dialog = self.wizard("engineering.work.create", order.opportunity_id)
        self.assertEqual(dialog.available_order_ids, order)
        self.signed(self.acted(self.done(self.worked(order))))
        self.assertEqual(order.opportunity_id.engineering_state, "closed")

    def test_order_in_work_is_not_cancelled(self):
        order = self.ordered()
        work = self.worked(order)
        for refused, event in (
            ("Cancel its works first", lambda: self.done(work)),
            ("has the completed work .* Return that work", lambda: self.acted(work)),
            (
                "has the completed work",
                lambda: self.signed(order.opportunity_id.engineering_act_ids),
            ),
            ("act ACT.* is signed.* Reduce the quantities", lambda: None),
        ):
            with self.subTest(refused):
                self.assertRefused(UserError, refused, order.action_cancel)
                self.assertRefused(UserError, refused, order._action_cancel)
                self.assertRefused(UserError, refused, order.write, {"state": "cancel"})
                event()
        self.assertEqual(order.state, "sale")

    def test_order_of_cancelled_works_is_cancelled(self):
        order = self.ordered()
        work = self.worked(order)
        self.acted(self.done(work)).action_cancel()
        self.wizard("engineering.work.return", work, reason="Wrong").action_confirm()
        self.as_(self.manager, work).action_cancel_work()
        order.action_cancel()
        self.assertEqual(order.state, "cancel")


@tagged("standard", "post_install", "-at_install")
class TestLifeOfTheAddon(EngineeringCase):
    """Orders outlive the addon, and its older versions."""

    def methods(self, lines):
        self.env.invalidate_all()
        return lines.mapped("qty_delivered_method")

    def left(self, lines, methods):
        """Let the lines be as something else than this version has left them."""
        self.env.flush_all()
        for line, method in zip(lines, methods, strict=True):
            self.env.cr.execute(
                "UPDATE sale_order_line SET qty_delivered_method = %s WHERE id = %s",
                (method, line.id),
            )
        self.env.invalidate_all()

    def test_uninstalling_leaves_lines_that_are_delivered_by_hand(self):
        order = self.ordered()
        self.signed(self.acted(self.done(self.worked(order))))
        delivered = order.order_line.mapped("qty_delivered")
        selection = self.env["ir.model.fields.selection"].search(
            [
                ("field_id.model", "=", "sale.order.line"),
                ("value", "=", "engineering_act"),
            ]
        )
        selection._process_ondelete()
        self.env.flush_all()
        self.assertEqual(self.methods(order.order_line), ["manual"] * 2)
        self.assertEqual(order.order_line.mapped("qty_delivered"), delivered)
        order.order_line.qty_delivered = 1
        self.assertEqual(order.order_line.mapped("qty_delivered"), [1, 1])

    def test_uninstalling_is_not_stopped_by_a_file_without_a_path(self):
        act = self.signed(self.acted(self.done(self.worked(self.ordered()))))
        link = self.quiet["ir.attachment"].create(
            {
                "name": "Photos",
                "type": "url",
                "url": "https://example.com",
                "res_model": "engineering.act",
                "res_id": act.id,
            }
        )
        scan = act.sudo().scan_id
        signed = scan.raw
        self.assertEqual((scan.res_model, scan.res_id), (act._name, act.id))
        self.env.flush_all()
        hooks.uninstall_hook(self.env)
        for file in (link, scan):
            self.assertEqual(
                (file.res_model, file.res_id), ("crm.lead", act.lead_id.id)
            )
        self.assertEqual(scan.raw, signed)

    def test_installing_heals_what_an_older_version_left(self):
        order = self.model("sale.order", self.manager).create(
            {
                "partner_id": self.customer.id,
                "order_line": [
                    Command.create({"product_id": self.survey.id}) for _line in range(3)
                ],
            }
        )
        self.left(order.order_line, ["engineering_act", None, "analytic"])
        hooks._heal_delivery(self.env)
        self.assertEqual(
            self.methods(order.order_line), ["manual", "manual", "analytic"]
        )
        order.order_line[0].qty_delivered = 1
        self.assertEqual(order.order_line.mapped("qty_delivered"), [1, 0, 0])

    def test_upgrade_takes_lines_back_from_the_host(self):
        order = self.ordered(lines=[(self.survey, 1, 80.0), (self.repair, 1, 80.0)])
        copy = order.copy()
        lines = order.order_line
        self.signed(self.acted(self.done(self.worked(order))))
        lines.sudo().write({"technical_price_unit": 80.0, "price_unit": 80.0})
        self.left(lines, ["manual", "milestones"])
        script = Path(hooks.__file__).parent / "migrations/19.0.1.1.0/post-orders.py"
        load_script(str(script), "post_orders").migrate(self.env.cr, "19.0.1.0.0")
        self.env.flush_all()
        self.assertEqual(self.methods(lines), ["engineering_act"] * 2)
        self.assertEqual(lines.mapped("qty_delivered"), [1, 1])
        self.assertNotIn("engineering_act", self.methods(copy.order_line))
        copy = order.copy()
        copy.order_line.product_uom_qty = 2
        self.assertEqual(copy.order_line.mapped("price_unit"), [80, 80])
