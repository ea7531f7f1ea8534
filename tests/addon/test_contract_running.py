"""Nothing is ordered, done or accepted under a contract that is not in force."""

from datetime import timedelta
from unittest.mock import patch

from lxml import etree

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestContractRunning(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.today = fields.Date.today()
        self.yesterday = self.today - timedelta(days=1)
        self.tomorrow = self.today + timedelta(days=1)
        self.neighbour = self.quiet["res.partner"].create({"name": "Neighbour"})
        self.branch = self.quiet["res.company"].create({"name": "Branch"})
        self.running = self.contract(code="K-RUN")

    def unusable(self):
        """Return {what the refusal says: a contract that nothing is done under}."""
        return {
            "has ended on": self.contract(code="K-END", end_date=self.yesterday),
            "runs from": self.contract(code="K-NEXT", start_date=self.tomorrow),
            "is archived": self.contract(code="K-OLD", active=False),
            "is with Neighbour": self.contract(
                code="K-N", partner_id=self.neighbour.id
            ),
            "of the company Branch": self.as_(
                self.manager,
                self.quiet["agreement"].create(
                    {
                        "name": "Of the branch",
                        "code": "K-B",
                        "partner_id": self.customer.id,
                        "company_id": self.branch.id,
                    }
                ),
            ),
            "no contract that works": self.contract(code="K-T", is_template=True),
        }

    def assertUnusable(self, attempt):
        for reason, contract in self.unusable().items():
            contract = contract.sudo().with_user(self.manager)
            with self.subTest(reason=reason):
                if contract.has_access("read"):
                    self.assertRefused(UserError, reason, attempt, contract)
                else:
                    self.assertRefused(UserError, ".", attempt, contract)

    def test_order_takes_a_running_contract_of_its_customer_only(self):
        order = self.proposed()
        self.assertUnusable(lambda contract: order.write({"agreement_id": contract.id}))
        order.agreement_id = self.running
        self.assertEqual(order.agreement_id, self.running)

    def test_proposal_is_not_created_under_another(self):
        order = self.proposed()
        self.assertUnusable(
            lambda contract: (
                order.sudo()
                ._as_machine()
                .copy({"engineering_calculated": True, "agreement_id": contract.id})
            )
        )

    def test_work_is_not_created_under_another(self):
        order = self.ordered()
        self.assertUnusable(
            lambda contract: self.wizard(
                "engineering.work.create",
                order.opportunity_id,
                order_id=order.id,
                agreement_id=contract.id,
                create_agreement=False,
            ).action_confirm()
        )
        self.assertFalse(order.opportunity_id.engineering_work_ids)

    def test_none_of_them_is_offered(self):
        order = self.ordered()
        self.unusable()
        self.assertEqual(order._get_running_agreements(), self.running)

    def test_order_form_offers_running_contracts(self):
        order = self.proposed()
        self.unusable()
        view = order.get_view(view_type="form")
        node = etree.fromstring(view["arch"]).find(".//field[@name='agreement_id']")
        values = {
            "engineering_calculated": True,
            "company_id": order.company_id.id,
            "partner_id": order.partner_id.id,
        }
        offered = self.model("agreement", self.manager).search(
            safe_eval(node.get("domain"), values)
        )
        self.assertEqual(offered, self.running)
        values["engineering_calculated"] = False
        self.assertEqual(safe_eval(node.get("domain"), values), [])

    def test_order_whose_contract_has_ended_asks_for_another(self):
        order = self.ordered()
        order.agreement_id = self.contract(code="K-SHORT", end_date=self.today)
        order.agreement_id.sudo().end_date = self.yesterday
        action = order.opportunity_id.action_create_work()
        self.assertEqual(action["res_model"], "engineering.work.create")
        work = self.worked(order)
        self.assertEqual(work.engineering_agreement_id, self.running)
        self.assertEqual(order.agreement_id, self.running)

    def test_one_frame_contract_serves_many_orders(self):
        first, second = self.ordered(), self.ordered()
        works = self.worked(first) | self.worked(second)
        self.assertEqual(works.engineering_agreement_id, self.running)
        self.assertEqual((first | second).agreement_id, self.running)
        self.assertEqual(self.running.sale_order_count, 2)

    def test_contract_of_a_contact_is_of_the_whole_customer(self):
        office = self.quiet["res.partner"].create(
            {"name": "Office", "parent_id": self.customer.id}
        )
        contract = self.contract(code="K-OFF", partner_id=office.id)
        order = self.proposed()
        order.agreement_id = contract
        self.assertEqual(order.agreement_id, contract)

    def test_contact_that_moves_takes_its_contract_along(self):
        office = self.quiet["res.partner"].create({"name": "Office"})
        contract = self.contract(code="K-OFF", partner_id=office.id)
        office.parent_id = self.customer
        self.assertEqual(contract.commercial_partner_id, self.customer)

    # === THE END OF A CONTRACT ===

    def test_work_goes_on_and_is_accepted_after_the_end(self):
        order = self.ordered()
        work = self.worked(order, {self.survey: 1})
        self.running.sudo().write({"end_date": self.yesterday})
        act = self.acted(self.done(work))
        self.assertEqual(act.agreement_id, self.running)
        self.signed(act)
        self.assertRefused(
            UserError, "has ended on", self.worked_under, order, self.running
        )

    def worked_under(self, order, contract):
        return self.wizard(
            "engineering.work.create",
            order.opportunity_id,
            order_id=order.id,
            agreement_id=contract.id,
            create_agreement=False,
        ).action_confirm()

    def test_act_is_made_where_the_day_of_the_contract_has_not_come(self):
        """A manager in the east makes contract and work, one in the west the act."""
        work = self.done(self.worked(self.ordered()))
        self.running.sudo().start_date = self.today + timedelta(days=1)
        self.assertEqual(self.acted(work).agreement_id, self.running)

    def test_act_of_a_work_under_a_contract_that_is_archived_since(self):
        work = self.done(self.worked(self.ordered()))
        self.running.sudo().active = False
        self.assertEqual(self.acted(work).agreement_id, self.running)

    # === THE PARTIES STAY ===

    def test_contract_that_something_stands_on_keeps_its_parties(self):
        order = self.ordered()
        self.worked(order)
        for values in (
            {"partner_id": self.neighbour.id},
            {"company_id": self.branch.id},
            {"domain": "purchase"},
            {"is_template": True},
        ):
            with self.subTest(**values):
                self.assertRefused(
                    UserError,
                    "stands on contract",
                    self.running.sudo().write,
                    values,
                )
        office = self.quiet["res.partner"].create(
            {"name": "Office", "parent_id": self.customer.id}
        )
        self.running.partner_id = office

    def test_order_under_a_contract_keeps_its_customer(self):
        order = self.proposed()
        order.agreement_id = self.running
        self.assertRefused(
            UserError,
            "is with",
            order.write,
            {"partner_id": self.neighbour.id},
        )
        order.write({"agreement_id": False, "partner_id": self.neighbour.id})
        self.assertEqual(order.partner_id, self.neighbour)

    def test_term_that_has_passed_stops_no_other_change_of_the_order(self):
        order = self.ordered()
        order.agreement_id = self.running
        self.running.sudo().end_date = self.yesterday
        order.client_order_ref = "PO 5"
        self.assertEqual(order.client_order_ref, "PO 5")

    def test_orders_of_the_host_are_left_to_the_host(self):
        order = self.quiet["sale.order"].create({"partner_id": self.neighbour.id})
        order.agreement_id = self.running.sudo()
        self.assertEqual(order.agreement_id, self.running.sudo())

    # === REMINDERS ===

    def remind(self):
        cron = self.env.ref("crm_engineering_calc.ir_cron_contracts_ending")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        return self.running.sudo().activity_ids

    def test_manager_is_reminded_once_of_a_contract_that_ends(self):
        self.worked(self.ordered())
        self.assertFalse(self.remind())
        end = self.today + timedelta(days=10)
        self.running.sudo().end_date = end
        activity = self.remind()
        self.assertEqual(activity.user_id, self.manager)
        self.assertEqual(activity.date_deadline, end)
        self.assertIn("Extend the contract", activity.summary)
        activity.unlink()
        self.assertFalse(self.remind())
        self.running.sudo().end_date = end + timedelta(days=1)
        self.assertTrue(self.remind())
        self.running.sudo().end_date = end + timedelta(days=300)
        self.assertFalse(self.running.sudo().activity_ids)

    def test_contract_that_fails_holds_up_no_other(self):
        contracts = self.running.sudo() | self.contract(code="K-2").sudo()
        for contract in contracts:
            order = self.ordered()
            order.agreement_id = contract
            self.worked(order)
        contracts.end_date = self.tomorrow
        model = self.registry["agreement"]
        deadline = model._get_activity_deadline

        def fail(contract):
            if contract == self.running:
                raise ValueError("It can't be reminded of")
            return deadline(contract)

        logger = "odoo.addons.crm_engineering_calc.models.common"
        with (
            patch.object(model, "_get_activity_deadline", fail),
            self.assertLogs(logger, "ERROR") as log,
        ):
            self.assertFalse(self.remind())
        self.assertIn(self.running.name, log.output[0])
        self.assertEqual(contracts[1].activity_ids.user_id, self.manager)
        self.assertTrue(self.remind())
        self.assertEqual(len(contracts[1].activity_ids), 1)

    def test_contract_without_open_works_ends_quietly(self):
        self.done(self.worked(self.ordered()))
        self.running.sudo().end_date = self.tomorrow
        self.assertFalse(self.remind())
