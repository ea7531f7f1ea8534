"""One job, one valid paper: whatever was made before, one proposal can be accepted."""

from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from odoo.addons.crm_engineering_calc.tests.choice import ChoiceFlow
from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase
from odoo.addons.crm_engineering_calc.tests.concurrency import ConcurrencyCase
from odoo.addons.crm_engineering_calc.tests.signing import drawn_signature


class PaperFlow(ChoiceFlow):
    """A sent proposal, and what is made after it."""

    def sent(self, lead=None, **values):
        order = self.proposed(lead, [(self.survey, 10, 100.0)], **values)
        order.action_quotation_sent()
        return order

    def corrected(self, order, price=95.0):
        """Return the proposal that is made at another price."""
        order.engineering_variant_ids.line_ids.price_unit = price
        return self.propose(order.opportunity_id)

    def replaced(self, order):
        """Return the proposal that is made in place of the same one."""
        dialog = self.wizard(
            "engineering.proposal.replace",
            self.as_(self.manager, order.opportunity_id),
        )
        self.assertEqual(dialog.order_id, order)
        return self.from_action(dialog.action_confirm(), order.env)


@tagged("standard", "post_install", "-at_install")
class TestOnePaper(PaperFlow, EngineeringCase):
    def assertCantBeAccepted(self, order, standing):
        self.assertFalse(order.sudo()._has_to_be_signed())
        self.assertFalse(order.sudo()._has_to_be_paid())
        self.assertRefused(UserError, standing.name, order.action_confirm)
        self.assertRefused(UserError, standing.name, order.write, {"state": "sale"})
        self.assertIn("replaces", order.sudo()._get_acceptance_refusal())
        self.assertNotEqual(order.state, "sale")

    def test_corrected_price_replaces(self):
        old = self.sent()
        new = self.corrected(old)
        self.assertEqual(old.engineering_superseded_by_id, new)
        self.assertCantBeAccepted(old, new)
        self.assertIn("Superseded by", " ".join(self.feed(old)))
        new.action_quotation_sent()
        self.assertTrue(new.sudo()._has_to_be_signed())
        new.action_confirm()
        self.assertCantBeAccepted(old, new)

    def test_another_variant_or_offer_replaces(self):
        old, tin, slate = self.offered()
        slate.action_select()
        (tin.calculation_id.variant_ids - tin - slate).action_offer()
        new = self.propose(tin.lead_id)
        self.assertEqual(old.engineering_superseded_by_id, new)
        self.assertCantBeAccepted(old, new)

    def test_proposal_of_several_directions_goes_with_one_of_them(self):
        lead = self.deal()
        first, second = (self.completed(lead).variant_ids for _number in range(2))
        both = self.propose(lead)
        self.as_(self.manager, second).action_leave_out()
        one = self.propose(lead)
        self.assertEqual(one.engineering_variant_ids.sudo(), first.sudo())
        self.assertCantBeAccepted(both, one)

    def test_history_of_papers_is_kept(self):
        first = self.sent()
        second = self.corrected(first, 95.0)
        third = self.corrected(second, 92.0)
        self.assertEqual(first.engineering_superseded_by_id, second)
        self.assertEqual(second.engineering_superseded_by_id, third)
        self.assertCantBeAccepted(first, third)
        second._action_cancel()
        self.assertEqual(first.engineering_superseded_by_id, third)
        third._action_cancel()
        self.assertFalse(first.engineering_superseded_by_id)
        self.assertTrue(first.sudo()._has_to_be_signed())

    def test_cancelled_proposal_that_is_taken_up_again_replaces_again(self):
        first = self.sent()
        second = self.corrected(first)
        second._action_cancel()
        self.assertFalse(first.engineering_superseded_by_id)
        second.action_draft()
        self.assertEqual(first.engineering_superseded_by_id, second)
        first._action_cancel()
        first.action_draft()
        self.assertEqual(first.engineering_superseded_by_id, second)
        self.assertFalse(second.engineering_superseded_by_id)

    def test_order_stands_until_it_is_cancelled(self):
        order = self.sent()
        order.action_confirm()
        new = self.replaced(order)
        new.action_quotation_sent()
        self.assertFalse(order.engineering_superseded_by_id)
        self.assertCantBeAccepted(new, order)
        order._action_cancel()
        self.assertTrue(new.sudo()._has_to_be_signed())
        new.action_confirm()
        self.assertEqual(new.state, "sale")

    def test_other_calculations_and_orders_by_hand_are_left_alone(self):
        lead = self.deal()
        first = self.sent(lead)
        other = self.completed(lead, [(self.repair, 1, 40.0)])
        self.as_(self.manager, other.variant_ids).action_select()
        self.as_(self.manager, first.engineering_variant_ids).action_leave_out()
        second = self.propose(lead)
        by_hand = second.copy({"opportunity_id": lead.id})
        self.assertFalse(first.engineering_superseded_by_id)
        for order in (first, second, by_hand):
            order.action_confirm()
            self.assertEqual(order.state, "sale")

    # === REVISED ===

    def revised(self, order):
        """Return the revision, in work, of what a proposal was made from."""
        calculation = self.as_(self.manager, order.engineering_calculation_ids)
        return self.as_(self.engineer, self.revise(calculation))

    def test_completed_revision_replaces_before_it_is_proposed(self):
        old = self.sent()
        lead = old.opportunity_id
        revision = self.revised(old)
        self.assertTrue(old.sudo()._has_to_be_signed())
        revision.variant_ids.line_ids.base_price = 120
        self.complete(revision)
        self.env.flush_all()
        self.assertEqual(lead.engineering_state, "provided")
        self.assertEqual(lead.expected_revenue, 1200)
        self.assertFalse(lead.engineering_money)
        self.assertFalse(old.filtered_domain(old._get_valid_domain()))
        self.assertFalse(old.search([("id", "=", old.id), *old._get_valid_domain()]))
        self.assertFalse(old.sudo()._has_to_be_signed())
        self.assertIn("calculated this anew", old.sudo()._get_acceptance_refusal())
        self.assertRefused(UserError, "completed since", old.action_confirm)
        self.assertRefused(UserError, "completed since", old.write, {"state": "sale"})
        new = self.propose(lead)
        self.assertCantBeAccepted(old, new)

    def test_revision_that_is_cancelled_replaces_nothing(self):
        old = self.sent()
        revision = self.revised(old)
        self.as_(self.manager, revision).action_cancel()
        self.assertTrue(old.sudo()._has_to_be_signed())
        self.assertEqual(old.opportunity_id.engineering_state, "proposal")
        old.action_confirm()
        self.assertEqual(old.state, "sale")

    def test_what_can_be_accepted_is_said_in_one_way(self):
        """The deal, its sums and the customer's page say the same of a proposal."""

        def expire(order):
            order.validity_date = "2020-01-01"

        def revise(order):
            self.complete(self.revised(order))

        def replace(order):
            self.corrected(order)

        for name, change in (
            ("as sent", lambda order: None),
            ("expired", expire),
            ("revised", revise),
            ("replaced", replace),
        ):
            with self.subTest(name):
                order = self.sent(name=name)
                change(order)
                self.env.flush_all()
                facts = order.opportunity_id.sudo()._get_engineering_facts()
                valid = [
                    proposal.is_valid
                    for known in facts.values()
                    for proposal in known.proposals
                ]
                is_open = not order.sudo()._get_acceptance_refusal()
                self.assertEqual(is_open, name == "as sent")
                self.assertEqual(valid.count(False), not is_open)
                found = order.search(order._get_valid_domain())
                self.assertEqual(order in found, is_open)

    # === ASKED BEFORE ===

    def test_same_proposal_is_opened_or_replaced(self):
        order = self.sent()
        lead = order.opportunity_id
        action = lead.action_create_proposal()
        self.assertEqual(action["res_model"], "engineering.proposal.replace")
        dialog = self.wizard(action["res_model"], lead)
        self.assertEqual(dialog.action_open()["res_id"], order.id)
        self.assertEqual(len(lead.order_ids), 1)
        new = self.replaced(order)
        self.assertEqual(order.engineering_superseded_by_id, new)
        self.assertEqual(lead.action_create_proposal()["res_id"], new.id)

    def test_what_was_changed_on_the_proposal_is_not_left_behind(self):
        order = self.proposed()
        lead = order.opportunity_id
        order.order_line[0].price_unit = 95
        self.assertEqual(lead.action_create_proposal()["res_id"], order.id)
        order.action_quotation_sent()
        action = lead.action_create_proposal()
        self.assertEqual(action["res_model"], "engineering.proposal.replace")

    def test_button_takes_a_colleagues_proposal_over_and_no_dialog_does(self):
        order = self.sent()
        lead = order.opportunity_id
        order.sudo().user_id = self.manager2
        dialog = self.wizard("engineering.proposal.replace", lead)
        self.assertFalse(dialog.order_id)
        self.assertEqual(order.sudo().user_id, self.manager2)
        lead.action_create_proposal()
        self.assertEqual(order.sudo().user_id, self.manager)
        self.assertEqual(
            self.wizard("engineering.proposal.replace", lead).order_id, order
        )

    def test_expired_proposal_is_made_anew_at_once(self):
        order = self.sent()
        order.validity_date = "2020-01-01"
        self.assertNotEqual(self.propose(order.opportunity_id), order)

    def test_proposal_that_waits_for_another_choice_is_the_same(self):
        order, _tin, slate = self.offered()
        order.sudo()._choose_variants(slate)
        action = order.opportunity_id.action_create_proposal()
        self.assertEqual(action["res_model"], "engineering.proposal.replace")

    # === MONEY ===

    def paid(self, order, part=1.0):
        """Return the transaction of a customer who has paid a part of the order."""
        provider = self.env["payment.provider"].create({"name": "Bank", "code": "none"})
        transaction = self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": self.env["payment.method"]
                .with_context(active_test=False)
                .search([], limit=1)
                .id,
                "amount": order.amount_total * part,
                "currency_id": order.currency_id.id,
                "partner_id": order.partner_id.id,
                "reference": f"Payment of {order.name}",
                "sale_order_ids": order.ids,
            }
        )
        transaction.state = "done"
        return transaction

    def test_money_for_what_is_replaced_is_told_and_orders_nothing(self):
        old = self.sent()
        transaction = self.paid(old)
        new = self.corrected(old)
        ordered = transaction._check_amount_and_confirm_order()
        self.assertFalse(ordered)
        self.assertEqual((old.state, new.state), ("sent", "draft"))
        told = self.feed(old.opportunity_id)[-1]
        self.assertIn(f"came for {old.name}, which is not ordered by it", told)
        self.assertIn(new.name, told)

    def test_too_little_money_is_told_and_orders_nothing(self):
        order = self.sent()
        order.write({"require_payment": True, "prepayment_percent": 0.3})
        transaction = self.paid(order, 0.1)
        transaction._check_amount_and_confirm_order()
        self.assertEqual(order.state, "sent")
        told = self.feed(order.opportunity_id)[-1]
        self.assertIn(f"100.00 came for {order.name}", told.replace("\xa0", " "))
        self.assertIn("300.00 is paid", told)

    def test_prepayment_that_orders_is_told(self):
        order = self.sent()
        order.write({"require_payment": True, "prepayment_percent": 0.3})
        self.end()
        transaction = self.paid(order, 0.3)
        self.end()
        with patch.object(
            type(order), "_send_order_confirmation_mail", lambda orders: None
        ):
            transaction._check_amount_and_confirm_order()
        self.end()
        self.assertEqual(order.state, "sale")
        told = " ".join(self.feed(order.opportunity_id))
        self.assertRegex(told, "paid .*300.00 of .*1,000.00")

    def end(self):
        """Let the transaction tell what it tells when it is committed."""
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env.invalidate_all()

    def test_money_for_what_stands_orders_it(self):
        order = self.sent()
        transaction = self.paid(order)
        with patch.object(
            type(order), "_send_order_confirmation_mail", lambda orders: None
        ):
            self.assertEqual(transaction._check_amount_and_confirm_order(), order)
        self.assertEqual(order.state, "sale")


@tagged("standard", "post_install", "-at_install")
class TestOnePaperOnPortal(PaperFlow, EngineeringCase, HttpCase):
    def accept(self, order):
        return self.make_jsonrpc_request(
            f"/my/orders/{order.id}/accept",
            {
                "access_token": order._portal_ensure_token(),
                "name": "Customer",
                "signature": drawn_signature(),
            },
        )

    def test_what_is_replaced_is_not_signed(self):
        old = self.sent()
        new = self.corrected(old)
        new.action_quotation_sent()
        self.assertIn("error", self.accept(old))
        self.accept(new)
        self.env.invalidate_all()
        self.assertFalse(old.signature)
        self.assertEqual((old.state, new.state), ("sent", "sale"))

    def csrf(self):
        self.authenticate(None, None)
        return Request.csrf_token(self)

    def test_decline_is_told_in_the_deal_with_its_reason(self):
        order = self.sent()
        lead = order.opportunity_id
        self.url_open(
            f"/my/orders/{order.id}/decline?access_token={order._portal_ensure_token()}",
            data={"decline_message": "Too dear", "csrf_token": self.csrf()},
        )
        self.env.invalidate_all()
        self.assertEqual(order.state, "cancel")
        message = lead.message_ids.filtered(lambda told: "declines" in told.body)
        self.assertIn("Too dear", message.body)
        self.assertIn(order.name, message.body)
        self.assertEqual(message.author_id, order.partner_id)
        self.assertIn(self.manager.partner_id, message.notified_partner_ids)


@tagged("standard", "post_install", "-at_install")
class TestOnePaperAtOnce(PaperFlow, ConcurrencyCase):
    def confirm(self, order):
        return lambda env: env["sale.order"].sudo().browse(order.ids).action_confirm()

    def test_of_two_acceptances_one_is_ordered(self):
        """Both are open, as an older version has left them."""
        first = self.sent()
        second = self.corrected(first)
        second.action_quotation_sent()
        first._as_machine().engineering_superseded_by_id = False
        customer = self.env.ref("base.public_user")
        outcomes = self.race(
            (customer, self.confirm(first)), (customer, self.confirm(second))
        )
        self.assertOneWins(outcomes, "is ordered of the same")
        self.assertEqual(sorted((first | second).mapped("state")), ["sale", "sent"])

    def test_acceptance_overtaken_by_a_new_proposal_is_refused(self):
        order = self.sent()
        lead = order.opportunity_id
        order.engineering_variant_ids.line_ids.price_unit = 95

        def propose(env):
            env["crm.lead"].browse(lead.ids).action_create_proposal()

        customer = self.env.ref("base.public_user")
        error, tries = self.overtaken(
            (customer, self.confirm(order)), (self.manager, propose)
        )
        self.assertRegex(str(error), "a later proposal of the same")
        self.assertEqual((tries, order.state), (2, "sent"))

    def test_cancelling_overtaken_by_a_new_proposal_leaves_one_open(self):
        first = self.sent()
        second = self.corrected(first)
        lead = first.opportunity_id
        second.engineering_variant_ids.line_ids.price_unit = 92

        def cancel(env):
            env["sale.order"].browse(second.ids)._action_cancel()

        def propose(env):
            env["crm.lead"].browse(lead.ids).action_create_proposal()

        error, _tries = self.overtaken((self.manager, cancel), (self.manager, propose))
        self.assertFalse(error)
        open_ = lead.order_ids.filtered(
            lambda order: (
                order.state != "cancel" and not order.engineering_superseded_by_id
            )
        )
        self.assertEqual(open_, lead.order_ids - first - second)

    def test_ten_acceptances_of_one_proposal_make_one_order(self):
        order = self.sent()
        customer = self.env.ref("base.public_user")
        outcomes = self.race(*[(customer, self.confirm(order))] * 10)
        self.assertEqual(outcomes.count(None), 1)
        self.assertEqual(order.state, "sale")
