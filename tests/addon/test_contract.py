"""Contracts are read and changed by those whose deals and works stand on them."""

from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import config

from odoo.addons.crm_engineering_calc import hooks
from odoo.addons.crm_engineering_calc.tests.common import SALESMAN, EngineeringCase

EDITOR = "base.group_user,agreement.group_agreement_user"


@tagged("standard", "post_install", "-at_install")
class TestContract(EngineeringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.editor = cls.user("editor", EDITOR)

    def setUp(self):
        super().setUp()
        order = self.ordered()
        self.work = self.worked(order)
        self.contract_of_work = order.agreement_id.sudo()
        self.neighbour = self.quiet["res.partner"].create({"name": "Neighbour"})
        self.foreign = self.quiet["agreement"].create(
            {"name": "Rent", "code": "K-7", "partner_id": self.neighbour.id}
        )

    def assertAccess(self, contract, operations):
        for user, expected in operations.items():
            for letter, operation in (("r", "read"), ("w", "write"), ("d", "unlink")):
                with self.subTest(user=user.name, operation=operation):
                    self.assertEqual(
                        self.as_(user, contract).has_access(operation),
                        letter in expected,
                    )

    def test_contract_of_a_work(self):
        self.assertAccess(
            self.contract_of_work,
            {
                self.manager: "rw",
                self.manager2: "",
                self.sales_head: "rw",
                self.engineer: "r",
                self.colleague: "r",
                self.leader: "r",
                self.outsider: "",
                self.administrator: "r",
                self.editor: "r",
                self.employee: "",
            },
        )
        self.assertRefused(
            AccessError,
            ".",
            self.as_(self.editor, self.contract_of_work).write,
            {"partner_id": self.neighbour.id},
        )

    def test_contract_without_works_is_its_editors(self):
        self.assertAccess(
            self.foreign,
            {
                self.editor: "rwd",
                self.manager: "",
                self.sales_head: "rw",
                self.engineer: "",
                self.administrator: "",
                self.employee: "",
            },
        )

    def test_administrator_reads_what_is_agreed_before_a_work_is_given_out(self):
        contract = self.contract()
        own = self.as_(self.administrator, contract)
        self.assertFalse(own.has_access("read"))
        self.proposed().agreement_id = contract
        self.assertTrue(own.has_access("read"))

    def test_editor_who_sells_has_both_rights(self):
        both = self.user("both", f"{EDITOR},{SALESMAN}")
        self.assertAccess(self.foreign, {both: "rwd"})
        self.assertAccess(self.contract_of_work, {both: "r"})

    def test_manager_reads_the_contracts_of_own_customers(self):
        office = self.quiet["res.partner"].create(
            {"name": "Office", "parent_id": self.neighbour.id}
        )
        self.assertAccess(self.foreign, {self.manager: ""})
        self.deal(partner_id=office.id)
        self.assertAccess(self.foreign, {self.manager: "r", self.manager2: ""})
        found = self.model("agreement", self.manager).search([])
        self.assertIn(self.foreign.id, found.ids)

    def test_contract_of_two_managers_is_changed_by_neither(self):
        order = self.ordered(self.deal(self.manager2))
        order.sudo().agreement_id = self.contract_of_work
        self.worked(order.with_user(self.manager2))
        self.assertAccess(
            self.contract_of_work,
            {self.manager: "r", self.manager2: "r", self.sales_head: "rw"},
        )

    def test_contract_of_own_orders_is_changed_before_the_first_work(self):
        order = self.ordered()
        order.sudo().agreement_id = frame = self.quiet["agreement"].create(
            {"name": "Frame", "code": "K-8", "partner_id": self.customer.id}
        )
        self.assertAccess(frame, {self.manager: "rw", self.manager2: ""})
        self.ordered(self.deal(self.manager2)).sudo().agreement_id = frame
        self.assertAccess(frame, {self.manager: "r", self.manager2: "r"})

    def test_plain_order_takes_nobody_to_the_contracts_of_others(self):
        contract = self.contract(partner_id=self.neighbour.id)
        plain = self.quiet["sale.order"].create({"partner_id": self.customer.id})
        plain.write({"user_id": self.manager2.id, "agreement_id": contract.id})
        self.deal(self.manager2, partner_id=self.neighbour.id)
        self.assertAccess(contract, {self.manager: "rw", self.manager2: "r"})

    def test_manager_makes_a_contract(self):
        contract = self.contract(partner_id=self.neighbour.id)
        contract.name = "Works of May"
        self.assertAccess(contract, {self.manager: "rw", self.manager2: ""})

    def test_form_opens_for_the_engineer_of_the_work(self):
        for user in self.engineer | self.leader | self.administrator | self.editor:
            form = Form(self.as_(user, self.contract_of_work))
            self.assertEqual(form.partner_id, self.customer.with_user(user))


@tagged("standard", "post_install", "-at_install")
class TestContractEditors(EngineeringCase):
    """What OCA's agreement gives to everybody when it is installed."""

    def editors_after(self, seconds=0, asked=()):
        """Return the direct editors after an install beside a group of this age."""
        editors = self.env.ref("agreement.group_agreement_user")
        editors.user_ids = [Command.set((self.employee | self.manager).ids)]
        ours = self.env["ir.module.module"]._get("crm_engineering_calc")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_groups SET create_date = %s WHERE id = %s",
            [ours.write_date + timedelta(seconds=seconds), editors.id],
        )
        editors.invalidate_recordset()
        with patch.dict(config.options, {"init": list(asked)}):
            hooks._take_contracts_back(self.env)
        return editors.user_ids

    def test_who_got_contracts_with_us_loses_them(self):
        self.assertFalse(self.editors_after())
        self.assertFalse(self.editors_after(5, ["crm_engineering_calc"]))

    def test_who_had_contracts_before_keeps_them(self):
        kept = self.employee | self.manager
        self.assertEqual(self.editors_after(-5), kept)

    def test_contracts_that_the_company_asked_for_stay(self):
        kept = self.employee | self.manager
        for asked in ("agreement", "agreement_sale"):
            self.assertEqual(
                self.editors_after(5, ["crm_engineering_calc", asked]), kept
            )
