"""Works, acts and invoices at once, over two connections: what is left agrees."""

from odoo.exceptions import UserError
from odoo.fields import Datetime
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.concurrency import ConcurrencyCase
from odoo.addons.crm_engineering_calc.tests.signing import drawn_signature


@tagged("standard", "post_install", "-at_install")
class TestWorksAndActsAtOnce(ConcurrencyCase):
    def setUp(self):
        super().setUp()
        self.order = self.ordered(lines=[(self.survey, 3, 100.0)])
        self.order.agreement_id = self.contract(code=f"K-{self.order.name}")
        self.lead = self.order.opportunity_id

    def confirm(self, dialog):
        return lambda env: env[dialog._name].browse(dialog.ids).action_confirm()

    def press(self, record, button):
        return lambda env: getattr(env[record._name].browse(record.ids), button)()

    def assertAdmits(self, outcomes, *counts):
        """Assert how many succeeded, and that others were told why not."""
        for error in filter(None, outcomes):
            self.assertIsInstance(error, UserError)
        self.assertIn(outcomes.count(None), counts, outcomes)

    # === WORKS ===

    def test_work_is_completed_by_two_at_once(self):
        work = self.as_(self.engineer, self.worked(self.order, None, self.engineer))
        work.action_accept_work()
        complete = self.press(work, "action_complete_work")
        outcomes = self.race((self.engineer, complete), (self.leader, complete))
        self.assertOneWins(outcomes, "is not possible")
        told = f"Work {work.name} is completed"
        self.assertEqual(self.feed(self.lead).count(told), 1)

    def test_work_is_signed_while_it_is_cancelled(self):
        work = self.as_(self.engineer, self.worked(self.order, None, self.engineer))
        work.action_accept_work()
        dialog = self.wizard(
            "engineering.work.sign", work, signed_by="Anna", signature=drawn_signature()
        )
        outcomes = self.race(
            (self.engineer, self.confirm(dialog)),
            (self.manager, self.press(work, "action_cancel_work")),
        )
        self.assertIsNone(outcomes[1])
        self.assertAdmits(outcomes, 1, 2)
        self.assertEqual(work.engineering_state, "cancelled")
        self.assertEqual(bool(work.sudo().engineering_signature_id), not outcomes[0])

    def test_work_is_returned_while_it_is_put_into_an_act(self):
        work = self.done(self.worked(self.order))
        give_back = self.wizard(
            "engineering.work.return", self.as_(self.manager, work), reason="Mend it"
        )
        act = self.wizard("engineering.act.create", self.lead)
        outcomes = self.race(
            (self.manager, self.confirm(give_back)),
            (self.sales_head, self.confirm(act)),
        )
        self.assertAdmits(outcomes, 1)
        is_acted = bool(self.lead.sudo().engineering_act_ids)
        self.assertEqual(
            work.engineering_state, "completed" if is_acted else "accepted"
        )

    def test_order_is_cancelled_while_its_work_is_created(self):
        cancel = self.press(self.order, "_action_cancel")
        create = self.press(self.lead, "action_create_work")
        outcomes = self.race((self.sales_head, cancel), (self.manager, create))
        self.assertAdmits(outcomes, 1)
        works = self.lead.sudo().engineering_work_ids
        self.assertEqual(self.order.state, "sale" if works else "cancel")

    # === DOUBLE CLICKS ===

    def click_twice(self, dialog):
        """Click twice at once what makes a part, so that another one is possible."""
        confirm = self.confirm(dialog)
        outcomes = self.race((self.manager, confirm), (self.manager, confirm))
        self.assertOneWins(outcomes, "was confirmed here already")

    def test_two_clicks_make_one_work(self):
        dialog = self.wizard("engineering.work.create", self.lead)
        dialog.line_ids.quantity = 1
        self.click_twice(dialog)
        self.assertEqual(self.order.order_line.engineering_work_quantity, 1)

    def test_two_clicks_make_one_act(self):
        self.done(self.worked(self.order))
        dialog = self.wizard("engineering.act.create", self.lead)
        dialog.line_ids.quantity = 1
        self.click_twice(dialog)
        self.assertEqual(self.order.order_line.engineering_acted_quantity, 1)

    def test_two_clicks_write_off_once(self):
        dialog = self.wizard("engineering.order.write.off", self.order, reason="Gone")
        dialog.line_ids.quantity = 1
        self.click_twice(dialog)
        self.assertEqual(self.order.order_line.engineering_written_off_quantity, 1)

    def test_two_clicks_make_one_claim(self):
        work = self.done(self.worked(self.order))
        self.signed(self.acted(work))
        dialog = self.wizard(
            "engineering.work.claim", self.as_(self.manager, work), reason="It leaks"
        )
        self.click_twice(dialog)
        claims = work.search_count([("engineering_claim_of_id", "=", work.id)])
        self.assertEqual(claims, 1)

    # === ACTS ===

    def test_two_dialogs_make_an_act_of_what_is_done(self):
        self.done(self.worked(self.order))
        dialogs = [
            self.wizard("engineering.act.create", self.as_(user, self.lead))
            for user in (self.manager, self.sales_head)
        ]
        outcomes = self.race(
            (self.manager, self.confirm(dialogs[0])),
            (self.sales_head, self.confirm(dialogs[1])),
        )
        self.assertOneWins(outcomes, "are done, and acts would have")
        self.assertEqual(self.order.order_line.engineering_acted_quantity, 3)

    def sent_act(self):
        act = self.acted(self.done(self.worked(self.order)))
        act.action_send()
        return act

    def test_act_is_signed_on_its_page_while_it_is_cancelled(self):
        act = self.sent_act()
        public = self.env.ref("base.public_user")

        def sign(env):
            env[act._name].sudo().browse(act.ids)._send_event(
                "sign",
                signed_by="Anna",
                signed_on=Datetime.now(),
                signature=drawn_signature(),
            )

        outcomes = self.race(
            (public, sign), (self.manager, self.press(act, "action_cancel"))
        )
        self.assertOneWins(outcomes, "is not possible")
        is_signed = not outcomes[0]
        self.assertEqual(act.state, "signed" if is_signed else "cancelled")
        self.assertEqual(bool(act.sudo().engineering_signature_id), is_signed)
        self.assertEqual(self.order.order_line.qty_delivered, 3 if is_signed else 0)

    def test_act_is_cancelled_while_it_is_invoiced(self):
        self.survey.invoice_policy = "delivery"
        act = self.signed(self.sent_act())
        director = self.user(
            f"director {self.order.name}", "sales_team.group_sale_manager"
        )
        annul = self.wizard(
            "engineering.act.annul", self.as_(director, act), reason="Another house"
        )
        outcomes = self.race(
            (self.manager, self.press(act, "action_create_invoice")),
            (director, self.confirm(annul)),
        )
        self.assertAdmits(outcomes, 1)
        is_billed = bool(act.sudo().invoice_ids)
        self.assertEqual(act.state, "signed" if is_billed else "cancelled")
        self.assertEqual(bool(self.order.sudo().invoice_ids), is_billed)

    def test_act_is_signed_at_the_site_while_it_is_changed(self):
        act = self.acted(self.done(self.worked(self.order, None, self.engineer)))
        dialog = self.wizard(
            "engineering.act.sign.site",
            self.as_(self.engineer, act.work_ids),
            signed_by="Anna",
            signature=drawn_signature(),
        )

        def change(env):
            env[act.line_ids._name].browse(act.line_ids.ids).quantity = 1

        outcomes = self.race(
            (self.engineer, self.confirm(dialog)), (self.manager, change)
        )
        self.assertOneWins(outcomes, "Open it again|only a draft")
        self.assertEqual(act.state, "draft" if outcomes[0] else "signed")
        self.assertEqual(act.line_ids.quantity, 1 if outcomes[0] else 3)
