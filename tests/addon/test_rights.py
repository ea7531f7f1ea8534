"""Who may read, write, create and delete what: the whole table, as real users."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import (
    ENGINEER,
    SALESMAN,
    EngineeringCase,
)

# What each user may do with the records of the deal of `manager`, whose direction is
# calculated and done by `engineer`. r, w, c, d: read, write, create, delete.
MATRIX = {
    "engineering.direction": {"administrator": "rwcd", "*": "r"},
    "engineering.team": {"administrator": "rwcd", "*": "r"},
    "engineering.stage": {"administrator": "rwcd", "*": "r"},
    "engineering.coefficient": {"administrator": "rwcd", "*": "r"},
    "engineering.calculation": {
        "manager": "rc",
        "sales_head": "rc",
        "engineer": "rw",
        "colleague": "rw",
        "leader": "rw",
        "administrator": "rwcd",
    },
    "engineering.variant": {
        "manager": "rw",
        "sales_head": "rw",
        "engineer": "rwcd",
        "colleague": "rwcd",
        "leader": "rwcd",
        "administrator": "rwcd",
    },
    "engineering.variant.line": {
        "manager": "rw",
        "sales_head": "rw",
        "engineer": "rwcd",
        "colleague": "rwcd",
        "leader": "rwcd",
        "administrator": "rwcd",
    },
    "engineering.work.line": {
        "manager": "rwcd",
        "sales_head": "rwcd",
        "engineer": "rw",
        "colleague": "rw",
        "leader": "rw",
        "administrator": "rw",
    },
    "engineering.act": {
        "manager": "rwcd",
        "sales_head": "rwcd",
        "administrator": "r",
    },
    "engineering.act.line": {
        "manager": "rwcd",
        "sales_head": "rwcd",
        "administrator": "r",
    },
    "crm.lead": {
        "manager": "rwc",
        "sales_head": "rwc",
        "engineer": "r",
        "colleague": "r",
        "leader": "r",
        "administrator": "r",
    },
    "agreement": {
        "manager": "rwc",
        "sales_head": "rwc",
        "engineer": "r",
        "colleague": "r",
        "leader": "r",
        "administrator": "r",
    },
}
# Who has no business with engineering at all.
NOBODIES = ("employee", "customer_user", "public")
USERS = (
    "manager",
    "manager2",
    "sales_head",
    "engineer",
    "colleague",
    "outsider",
    "leader",
    "administrator",
)
OPERATIONS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}


@tagged("standard", "post_install", "-at_install")
class TestMatrix(EngineeringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer_user = cls.user(
            "customer_user",
            "base.group_portal",
            partner_id=cls.customer.id,
            notification_type="email",
        )
        cls.public = cls.env.ref("base.public_user")
        cls.coefficient = cls.quiet["engineering.coefficient"].create({"name": "High"})

    def setUp(self):
        super().setUp()
        order = self.ordered()
        self.work = self.worked(order)
        act = self.acted(self.done(self.work))
        variant = order.sudo().engineering_variant_ids
        records = (
            self.direction,
            self.team,
            self.env.ref("crm_engineering_calc.engineering_stage_requested"),
            self.coefficient,
            variant.calculation_id,
            variant,
            variant.line_ids,
            self.work.sudo().engineering_work_line_ids,
            act,
            act.line_ids,
            order.opportunity_id,
            order.agreement_id,
        )
        self.records = {record._name: record for record in records}

    def test_matrix(self):
        for model, rights in MATRIX.items():
            for login in USERS + NOBODIES:
                expected = rights.get(login, "")
                if login in USERS and "*" in rights:
                    expected = rights.get(login, rights["*"])
                records = self.as_(getattr(self, login), self.records[model])
                for letter, operation in OPERATIONS.items():
                    with self.subTest(model=model, user=login, operation=operation):
                        self.assertEqual(
                            records.has_access(operation), letter in expected
                        )

    def test_what_is_not_read_is_not_found(self):
        for model, rights in MATRIX.items():
            for login in USERS + NOBODIES:
                may = "*" in rights and login in USERS or "r" in rights.get(login, "")
                with self.subTest(model=model, user=login):
                    found = self.model(model, getattr(self, login))
                    domain = [("id", "in", self.records[model].ids)]
                    if may:
                        self.assertEqual(
                            set(found.search(domain).ids), set(self.records[model].ids)
                        )
                        continue
                    try:
                        self.assertFalse(found.search(domain))
                    except AccessError:
                        pass  # no access to the model at all

    def test_work_is_seen_by_its_team_and_its_manager(self):
        for login, seen in (
            ("manager", True),
            ("sales_head", True),
            ("engineer", True),
            ("colleague", True),
            ("leader", True),
            ("administrator", True),
            ("outsider", False),
            ("customer_user", False),
            ("public", False),
        ):
            with self.subTest(login):
                work = self.as_(getattr(self, login), self.work)
                self.assertEqual(work.has_access("read"), seen)

    def test_managers_write_no_task(self):
        for user in (self.manager, self.sales_head, self.manager2):
            self.assertRefused(
                AccessError, ".", self.as_(user, self.work).write, {"name": "Mine"}
            )

    def test_engineer_reads_only_the_deals_of_own_calculations(self):
        foreign = self.deal(engineering_direction_id=self.other_direction.id)
        self.requested(foreign)
        silent = self.deal(name="Not sent")
        for user, seen in (
            (self.engineer, self.records["crm.lead"]),
            (self.outsider, foreign),
        ):
            deals = self.model("crm.lead", user).search([])
            self.assertIn(self.as_(user, seen), deals)
            self.assertFalse(
                deals
                & self.as_(user, (self.records["crm.lead"] | foreign | silent) - seen)
            )
            self.assertTrue(self.as_(user, seen).read(["name", "description"]))

    def test_engineer_writes_nothing_of_the_deal(self):
        lead = self.records["crm.lead"]
        for user in (self.engineer, self.leader, self.administrator):
            self.assertRefused(
                AccessError, ".", self.as_(user, lead).write, {"name": "Mine"}
            )

    def test_engineer_who_sells_keeps_both_sights(self):
        both = self.user("both", f"{SALESMAN},{ENGINEER}")
        self.other_team.member_ids += both
        own = self.deal(both)
        calculated = self.deal(engineering_direction_id=self.other_direction.id)
        self.requested(own)
        self.requested(calculated)
        deals = self.model("crm.lead", both).search([])
        self.assertIn(self.as_(both, own), deals)
        self.assertIn(self.as_(both, calculated), deals)
        self.assertNotIn(self.as_(both, self.records["crm.lead"]), deals)
        self.assertTrue(self.as_(both, own).has_access("write"))
        self.assertFalse(self.as_(both, calculated).has_access("write"))

    def test_engineer_who_sells_finds_his_own_deals_as_a_seller_does(self):
        both = self.user("both", f"{SALESMAN},{ENGINEER}")
        self.other_team.member_ids += both
        own = self.deal(both, engineering_direction_id=self.other_direction.id)
        calculated = self.deal(engineering_direction_id=self.other_direction.id)
        self.requested(own)
        self.requested(calculated)
        deals = self.model("crm.lead", both)
        mine = [("user_id", "=", both.id)]
        gathered = "engineering_calculation"
        self.assertNotIn(gathered, str(deals._search(mine).select()))
        self.assertEqual(deals.search(mine), self.as_(both, own))
        either = ["|", ("user_id", "=", both.id), ("id", "=", calculated.id)]
        self.assertIn(gathered, str(deals._search(either).select()))
        found = deals.search(either)
        self.assertEqual(found, self.as_(both, own | calculated))
        # Who sells no more reads what his teams calculate, his own deals among it.
        both.group_ids -= self.env.ref(SALESMAN)
        deals = self.model("crm.lead", both)
        self.assertEqual(deals.search(mine), self.as_(both, own))


@tagged("standard", "post_install", "-at_install")
class TestDialogs(EngineeringCase):
    """A dialog is no way around: by who may not, it is refused and does nothing."""

    def assertDialogRefused(self, name, records, users, **values):
        for user in users:
            with self.subTest(dialog=name, user=user.name):
                self.assertRefused(
                    (AccessError, UserError),
                    ".",
                    lambda user=user: self.wizard(
                        name, self.as_(user, records), **values
                    ).action_confirm(),
                )

    def test_dialogs_of_a_calculation(self):
        strangers = (self.manager2, self.outsider, self.employee)
        calculation = self.taken()
        sellers = (self.manager, self.sales_head)
        for name, values in (("redirect", {"reason": "x"}), ("ask", {"question": "x"})):
            self.assertDialogRefused(
                f"engineering.calculation.{name}",
                calculation,
                strangers + sellers,
                **values,
            )
        self.ask(calculation)
        self.assertDialogRefused(
            "engineering.calculation.answer",
            calculation,
            strangers,
            answer="x",
        )
        self.answer(calculation)
        self.variant(calculation)
        calculation.action_complete()
        self.assertDialogRefused(
            "engineering.calculation.revise", calculation, strangers, reason="x"
        )
        self.assertEqual(calculation.state, "completed")

    def test_dialogs_of_works_and_acts(self):
        strangers = (
            self.manager2,
            self.outsider,
            self.engineer,
            self.leader,
            self.employee,
        )
        order = self.ordered()
        lead = order.opportunity_id
        self.assertDialogRefused(
            "engineering.work.create", lead, strangers, order_id=order.id
        )
        work = self.done(self.worked(order))
        self.assertDialogRefused("engineering.work.return", work, strangers, reason="x")
        self.assertDialogRefused(
            "engineering.act.create",
            lead,
            strangers,
            work_ids=[Command.set(work.ids)],
        )
        act = self.acted(work)
        act.action_send()
        self.assertDialogRefused(
            "engineering.act.sign", act, strangers, scan=b"c2Nhbg=="
        )
        self.assertEqual((work.engineering_state, act.state), ("completed", "sent"))


@tagged("standard", "post_install", "-at_install")
class TestCompanies(EngineeringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch = cls.quiet["res.company"].create({"name": "Branch"})
        company = {"company_id": cls.branch.id}
        cls.branch_manager = cls.user(
            "branch_head", "sales_team.group_sale_salesman_all_leads", **company
        )
        cls.branch_engineer = cls.user(
            "branch_engineer", "crm_engineering_calc.group_administrator", **company
        )
        cls.branch_team = cls.quiet["engineering.team"].create(
            {
                "name": "Branch team",
                "member_ids": [Command.set(cls.branch_engineer.ids)],
                **company,
            }
        )
        cls.branch_direction = cls.quiet["engineering.direction"].create(
            {
                "name": "Branch direction",
                "team_id": cls.branch_team.id,
                "product_tmpl_ids": [Command.set(cls.survey.product_tmpl_id.ids)],
                **company,
            }
        )

    def test_other_companys_records_are_out_of_sight(self):
        order = self.ordered()
        act = self.acted(self.done(self.worked(order)))
        variant = order.sudo().engineering_variant_ids
        for user in (self.branch_manager, self.branch_engineer):
            for records in (
                variant.calculation_id,
                variant,
                variant.line_ids,
                act,
                act.line_ids,
                act.line_ids.work_line_id,
            ):
                with self.subTest(user=user.name, model=records._name):
                    self.assertFalse(self.as_(user, records).has_access("read"))
        for records in (self.branch_direction, self.branch_team):
            with self.subTest(model=records._name):
                self.assertFalse(self.as_(self.manager, records).has_access("read"))

    def test_branch_calculates_in_its_own_company_and_currency(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.branch.currency_id = euro
        lead = self.deal(
            self.branch_manager,
            company_id=self.branch.id,
            engineering_direction_id=self.branch_direction.id,
        )
        calculation = self.as_(self.branch_engineer, self.requested(lead))
        self.assertEqual(calculation.company_id, self.branch)
        self.assertEqual(calculation.currency_id, euro)
        calculation.action_take()
        self.variant(calculation, [(self.survey, 1, 10.0)])
        calculation.action_complete()
        self.assertEqual(lead.engineering_state, "provided")
        self.assertFalse(self.as_(self.manager, calculation).has_access("read"))

    def test_records_of_two_companies_do_not_mix(self):
        company = self.env.company
        own = self.quiet["engineering.direction"].create(
            {"name": "Head office only", "company_id": company.id}
        )
        self.assertRefused(
            UserError, "company", own.write, {"team_id": self.branch_team.id}
        )
        lead = self.deal(company_id=company.id)
        self.assertRefused(
            UserError,
            "company",
            lead.sudo().write,
            {"engineering_direction_id": self.branch_direction.id},
        )

    def test_deal_stays_in_the_company_that_calculates_it(self):
        lead = self.deal(company_id=self.env.company.id)
        calculation = self.taken(lead)
        given_away = {"user_id": self.branch_manager.id, "team_id": False}
        for values in ({"company_id": self.branch.id}, given_away):
            self.assertRefused(
                ValidationError, calculation.name, lead.sudo().write, values
            )
        self.as_(self.manager, calculation).action_cancel()
        lead.sudo().write(given_away)
        self.assertEqual(lead.sudo().user_id, self.branch_manager)

    def test_lines_are_copied_by_who_may_read_them(self):
        line = self.completed().variant_ids.line_ids[0]
        for user in (self.outsider, self.employee):
            with self.assertRaises(AccessError):
                self.as_(user, line).copy_data()

    def test_every_value_written_to_a_line_arrives(self):
        variant = self.variant(self.taken())
        first, second = variant.line_ids
        variant.line_ids = [
            Command.update(first.id, {"quantity": 7}),
            Command.update(second.id, {"quantity": 8}),
            Command.update(first.id, {"base_price": 5}),
            Command.update(second.id, {"collapse_prices": True}),
        ]
        self.assertEqual((first.quantity, first.base_price), (7, 5))
        self.assertEqual((second.quantity, second.collapse_prices), (8, True))
