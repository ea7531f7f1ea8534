"""One manager in two companies: what is sold, signed and billed stays in its own."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase
from odoo.addons.crm_engineering_calc.tests.signing import sign


@tagged("standard", "post_install", "-at_install")
class TestTwoCompanies(EngineeringCase):
    """A deal of no company is calculated in the head office and in a branch."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.head = cls.env.company
        cls.branch = cls.quiet["res.company"].create({"name": "Branch"})
        both = {"company_ids": [Command.link(cls.branch.id)]}
        (cls.manager | cls.outsider).sudo().write(both)
        cls.branch_manager = cls.user(
            "branch_head",
            "sales_team.group_sale_salesman_all_leads",
            company_id=cls.branch.id,
        )

    def setUp(self):
        super().setUp()
        self.lead = self.deal(company_id=False)
        self.roof = self.completed(self.lead, [(self.survey, 1, 100.0)]).variant_ids
        self.lead.engineering_direction_id = self.other_direction
        self.seen(self.lead, self.branch).action_request_calculation()
        pipes = self.as_(
            self.outsider,
            self.lead.sudo().engineering_calculation_ids
            - self.roof.sudo().calculation_id,
        )
        pipes.action_take()
        self.variant(pipes, [(self.foreign_service, 1, 70.0)])
        self.complete(pipes)
        self.pipes = pipes.variant_ids
        for variant in self.lead.engineering_completed_variant_ids:
            variant.action_select()

    def seen(self, records, companies, user=None):
        """Return records as a user sees them who works in these companies now."""
        return records.with_user(user or self.manager).with_context(
            allowed_company_ids=companies.ids
        )

    def proposed_in(self, company):
        """Return the proposal of what one company calculates."""
        self.env.invalidate_all()
        lead = self.seen(self.lead, company)
        order = self.from_action(lead.action_create_proposal(), lead.env)
        return self.as_(self.manager, order).with_context(allowed_company_ids=None)

    def test_one_proposal_is_of_one_company(self):
        self.assertRefused(
            UserError, "One proposal has one company", self.lead.action_create_proposal
        )
        roof, pipes = self.proposed_in(self.head), self.proposed_in(self.branch)
        self.assertEqual((roof.company_id, pipes.company_id), (self.head, self.branch))
        self.assertEqual(roof.engineering_variant_ids.sudo(), self.roof.sudo())
        self.assertEqual(pipes.engineering_variant_ids.sudo(), self.pipes.sudo())
        self.assertFalse((roof | pipes).engineering_superseded_by_id)

    def test_nothing_goes_to_another_company(self):
        roof, pipes = self.proposed_in(self.head), self.proposed_in(self.branch)
        self.assertRefused(UserError, ".", roof.write, {"company_id": self.branch.id})
        self.assertRefused(
            UserError,
            ".",
            roof.order_line.write,
            {"order_id": pipes.id},
        )
        roof.action_quotation_sent()
        self.assertRefused(
            UserError, "does not offer", roof._choose_variants, self.pipes
        )
        both = self.roof.sudo() | self.pipes.sudo()
        self.assertNotByHand(roof, {"engineering_variant_ids": both.ids})

    def test_who_is_of_one_company_knows_nothing_of_the_other(self):
        self.direction.price_decrease_limit = 0
        roof = self.proposed_in(self.head)
        roof.order_line.price_unit = 1
        dialogs = "engineering.approval.request"
        self.wizard(dialogs, roof, reason="A friend").action_confirm()
        approval = roof.sudo().engineering_approval_ids
        sign(roof)
        signature = roof.sudo().engineering_signature_id
        mine = self.as_(self.branch_manager, signature)
        self.assertFalse(mine.has_access("read"))
        for record in (roof, approval, self.roof):
            with self.subTest(record._name):
                mine = self.as_(self.branch_manager, record)
                self.assertFalse(mine.has_access("read"))
                self.assertFalse(mine.search([("id", "=", record.id)]))
        stranger = self.as_(self.branch_manager, roof)
        for method in (
            "action_request_approval",
            "action_confirm",
            "action_quotation_send",
            "action_undo_acceptance",
        ):
            with self.subTest(method):
                self.assertRefused(AccessError, ".", getattr(stranger, method))
        for dialog, values in (
            (dialogs, {"reason": "x"}),
            ("engineering.acceptance.undo", {"reason": "x"}),
        ):
            with self.subTest(dialog):
                self.assertRefused(
                    AccessError,
                    ".",
                    lambda dialog=dialog, values=values: self.wizard(
                        dialog, stranger, **values
                    ).action_confirm(),
                )

    def test_signature_is_of_the_company_of_what_is_signed(self):
        pipes = self.proposed_in(self.branch)
        pipes.action_quotation_sent()
        sign(pipes)
        self.assertEqual(pipes.sudo().engineering_signature_id.company_id, self.branch)
        content = pipes.sudo().engineering_signature_id.content
        self.assertEqual(content["facts"]["company"], "Branch")
        self.assertTrue(self.seen(pipes, self.head)._has_valid_signature())
        self.assertTrue(self.seen(pipes, self.branch)._has_valid_signature())

    def test_deal_stands_where_both_companies_are(self):
        roof, pipes = self.proposed_in(self.head), self.proposed_in(self.branch)
        self.assertEqual(self.lead.engineering_state, "proposal")
        roof.action_confirm()
        self.assertEqual(self.lead.engineering_state, "ordered")
        self.assertEqual(pipes.state, "draft")
        amounts = [
            self.seen(self.lead, companies).engineering_money
            for companies in (self.head, self.branch, self.head | self.branch)
        ]
        self.assertEqual(amounts[0], amounts[1])
        self.assertEqual(amounts[1], amounts[2])
        strip = self.seen(self.lead, self.head).engineering_summary
        self.assertTrue(strip)
        self.assertTrue(self.seen(self.lead, self.branch).read(["engineering_summary"]))

    def test_invoice_is_of_the_orders_company(self):
        roof, pipes = self.proposed_in(self.head), self.proposed_in(self.branch)
        (roof | pipes).action_confirm()
        lead = self.seen(self.lead, self.head)
        dialogs = lead.env["engineering.invoice.create"]
        dialog = dialogs.with_context(active_model="crm.lead", active_ids=lead.ids)
        self.assertRefused(
            (AccessError, UserError),
            ".",
            lambda: dialog.create({"order_id": pipes.id}).action_confirm(),
        )
        both = self.seen(self.lead, self.head | self.branch)
        self.assertEqual(
            both.action_create_invoice()["res_model"], "engineering.invoice.create"
        )
        other = self.ordered(self.deal(name="Another"))
        self.assertRefused(
            UserError,
            "no unpaid order",
            lambda: self.wizard(
                "engineering.invoice.create", both, order_id=other.id
            ).action_confirm(),
        )
