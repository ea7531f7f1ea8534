"""Two people press at once what makes a record: one is made, and both know of it."""

from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.concurrency import ConcurrencyCase


@tagged("standard", "post_install", "-at_install")
class TestMadeOnce(ConcurrencyCase):
    def setUp(self):
        super().setUp()
        self.survey.invoice_policy = "delivery"
        self.order = self.ordered(lines=[(self.survey, 3, 100.0)])
        self.lead = self.order.opportunity_id
        self.both = self.manager, self.sales_head

    def accepted(self):
        """Return a work, and its signed act."""
        self.order.agreement_id = self.contract(code=f"K-{self.order.name}")
        work = self.done(self.worked(self.order, None, self.engineer))
        return work, self.signed(self.acted(work))

    def dialogs(self, name, record, users=None, **values):
        """Let each of two open a dialog of his own."""
        return [
            (user, self.confirm(self.wizard(name, self.as_(user, record), **values)))
            for user in users or self.both
        ]

    def confirm(self, dialog):
        name, ids = dialog._name, dialog.ids
        return lambda env: env[name].browse(ids).action_confirm()

    def press(self, record, button, users=None):
        name, ids = record._name, record.ids
        return [
            (user, lambda env: getattr(env[name].browse(ids), button)())
            for user in users or self.both
        ]

    def test_claim(self):
        work = self.accepted()[0]
        name = work.name
        outcomes = self.race(
            *self.dialogs("engineering.work.claim", work, reason="It leaks")
        )
        self.assertOneWins(outcomes, f"{name}.* has created .*claim.*Assigned")
        self.assertEqual(len(work.sudo().engineering_claim_ids), 1)

    def test_contract(self):
        before = self.env["agreement"].search_count([])
        outcomes = self.race(
            *self.dialogs(
                "engineering.agreement.choose",
                self.lead,
                order_id=self.order.id,
                create_agreement=True,
            )
        )
        self.assertOneWins(outcomes, "somebody has given it")
        self.assertEqual(self.env["agreement"].search_count([]), before + 1)

    def test_contract_of_two_clicks(self):
        before = self.env["agreement"].search_count([])
        dialog = self.wizard(
            "engineering.agreement.choose", self.lead, create_agreement=True
        )
        pair = self.manager, self.confirm(dialog)
        outcomes = self.race(pair, pair)
        self.assertOneWins(outcomes, "was confirmed here already")
        self.assertEqual(self.env["agreement"].search_count([]), before + 1)

    def test_contract_of_two_works(self):
        before = self.env["agreement"].search_count([])
        dialogs = []
        for user in self.both:
            dialog = self.wizard(
                "engineering.work.create",
                self.as_(user, self.lead),
                create_agreement=True,
                agreement_id=False,
            )
            dialog.line_ids.quantity = 1
            dialogs.append((user, self.confirm(dialog)))
        outcomes = self.race(*dialogs)
        self.assertOneWins(outcomes, "somebody has given it")
        self.assertEqual(self.env["agreement"].search_count([]), before + 1)
        self.assertEqual(len(self.lead.sudo().engineering_work_ids), 1)

    def test_more_is_needed(self):
        work = self.accepted()[0]
        before = len(self.lead.sudo().engineering_calculation_ids)
        outcomes = self.race(
            *self.dialogs(
                "engineering.work.more",
                work,
                (self.engineer, self.leader),
                text="A pump",
            )
        )
        self.assertEqual(outcomes, [None, None])
        self.assertEqual(len(self.lead.sudo().engineering_calculation_ids), before + 1)

    def test_write_off(self):
        outcomes = self.race(
            *self.dialogs("engineering.order.write.off", self.lead, reason="Gone")
        )
        self.assertOneWins(outcomes, "not written off")
        self.assertEqual(self.order.order_line.engineering_written_off_quantity, 3)

    def test_invoice_of_an_act(self):
        act = self.accepted()[1]
        self.race(*self.press(act, "action_create_invoice"))
        self.assertEqual(len(self.order.sudo().invoice_ids), 1)

    def test_invoice_of_a_deal(self):
        self.accepted()
        self.race(*self.press(self.lead, "action_create_invoice"))
        self.assertEqual(len(self.order.sudo().invoice_ids), 1)

    def test_work_of_one_click(self):
        self.order.agreement_id = self.contract(code=f"K-{self.order.name}")
        outcomes = self.race(*self.press(self.lead, "action_create_work"))
        self.assertOneWins(outcomes, "is in works already")
        self.assertEqual(len(self.lead.sudo().engineering_work_ids), 1)

    def test_revision(self):
        card = self.completed()
        outcomes = self.race(
            *self.dialogs(
                "engineering.calculation.revise",
                card,
                (self.engineer, self.manager),
                reason="Another colour",
            )
        )
        self.assertOneWins(outcomes, "is not possible")
        self.assertEqual(len(card.sudo().revision_ids), 1)

    def test_proposal(self):
        card = self.completed()
        self.as_(self.manager, card.variant_ids).action_select()
        lead = self.as_(self.manager, card.lead_id)
        outcomes = self.race(*self.press(lead, "action_create_proposal"))
        self.assertEqual(outcomes, [None, None])
        self.assertEqual(len(lead.sudo().order_ids), 1)
