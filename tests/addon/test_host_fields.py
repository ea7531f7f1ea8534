"""What we put on models of the host and of OCA: named as ours, and in nobody's way."""

from functools import cached_property

from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.crm_engineering_calc.tests.common import SALESMAN, EngineeringCase

OURS = "crm_engineering_calc"
# The addons of OCA that come with ours, and what they put on the host's models.
BROUGHT = {"agreement", "agreement_sale"}
EXPORT = "base.group_allow_export"


@tagged("standard", "post_install", "-at_install")
class TestHostFields(EngineeringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for login, group in (
            ("plain", "base.group_user"),
            ("contact_keeper", "base.group_partner_manager"),
            ("product_keeper", "product.group_product_manager"),
            ("project_user", "project.group_project_user"),
            ("project_head", "project.group_project_manager"),
            ("billing", "account.group_account_invoice"),
            ("bookkeeper", "account.group_account_user"),
            ("auditor", "account.group_account_readonly"),
            ("account_head", "account.group_account_manager"),
        ):
            setattr(cls, login, cls.user(login, f"base.group_user,{group},{EXPORT}"))
        cls.sales_admin = cls.user("sales_admin", "sales_team.group_sale_manager")
        cls.customer_user = cls.user(
            "customer_user",
            "base.group_portal",
            partner_id=cls.customer.id,
            notification_type="email",
        )

    @cached_property
    def without_role(self):
        return (
            self.plain
            | self.contact_keeper
            | self.product_keeper
            | self.project_user
            | self.project_head
            | self.billing
            | self.bookkeeper
            | self.auditor
            | self.account_head
        )

    @cached_property
    def everybody(self):
        return (
            self.without_role
            | self.customer_user
            | self.manager
            | self.sales_head
            | self.sales_admin
            | self.engineer
            | self.leader
            | self.administrator
        )

    def fields_on(self, model, modules=frozenset({OURS})):
        """Return the names of the fields that only these modules put on a model."""
        return [
            field.name
            for field in self.env[model]._fields.values()
            if field._modules and modules.issuperset(field._modules)
        ]

    def extended(self, modules=frozenset({OURS})):
        """Return the persistent models of others that get fields from these modules."""
        return [
            name
            for name, model in self.env.registry.items()
            if model._original_module not in modules
            and not (model._transient or model._abstract)
            and self.fields_on(name, modules)
        ]

    def records_of_a_deal(self):
        """Return, by model, records that use engineering and records that don't."""
        calculation = self.completed()
        lead = calculation.lead_id.with_user(self.manager)
        visit = (
            self.model("calendar.event", self.engineer)
            .with_context(mail_create_nolog=True)
            .create(
                {
                    **calculation._prepare_visit_values(),
                    "start": "2026-01-12 09:00:00",
                    "stop": "2026-01-12 10:00:00",
                }
            )
        )
        calculation.variant_ids.with_user(self.manager).action_select()
        order = self.from_action(lead.action_create_proposal(), lead.env)
        order.action_confirm()
        work = self.worked(order)
        act = self.signed(self.acted(self.done(work)))
        invoice = order.sudo()._create_invoices()
        self.assertFalse(act.is_to_bill)
        plain_order = self.quiet["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "user_id": self.manager.id,
                "order_line": [Command.create({"product_id": self.repair.id})],
            }
        )
        plain_task = self.quiet["project.task"].create(
            {"name": "Plain", "project_id": self.project.id}
        )
        partner = self.quiet["res.partner"].create({"name": "Neighbour"})
        plain_event = self.quiet["calendar.event"].create(
            {
                "name": "Plain",
                "start": "2026-01-12 09:00:00",
                "stop": "2026-01-12 10:00:00",
            }
        )
        records = (
            order | plain_order,
            (order | plain_order).order_line,
            work | plain_task,
            lead,
            lead.stage_id,
            visit | plain_event,
            order.agreement_id,
            invoice,
            self.customer | partner,
            self.survey | self.foreign_service,
            (self.survey | self.foreign_service).product_tmpl_id,
            self.manager,
        )
        return {record._name: record.sudo() for record in records}

    def seen_by(self, user, records):
        return records.with_env(self.env(user=user))._filtered_access("read")

    def test_names_begin_with_engineering(self):
        self.assertGreaterEqual(
            set(self.extended()),
            {
                "agreement",
                "calendar.event",
                "crm.lead",
                "crm.stage",
                "product.template",
                "project.task",
                "sale.order",
                "sale.order.line",
            },
        )
        for model in self.extended():
            for name in self.fields_on(model):
                with self.subTest(model=model, field=name):
                    self.assertTrue(name.startswith("engineering_"))

    def test_records_are_read_and_exported_whole(self):
        modules = {OURS, *BROUGHT}
        all_records = self.records_of_a_deal()
        for model in set(self.extended(modules)) - set(all_records):
            all_records[model] = self.env[model].search([], limit=5)
        for model, records in all_records.items():
            self.assertTrue(records, f"{model} is not tried")
            names = {
                field.name
                for field in records._fields.values()
                if modules.intersection(field._modules)
            }
            for user in self.everybody:
                seen = self.seen_by(user, records)
                readable = sorted(names.intersection(seen.fields_get(attributes=())))
                with self.subTest(model=model, user=user.name):
                    seen.env.invalidate_all()
                    for name in readable:
                        seen.read([name])
                    if user.has_group(EXPORT):
                        seen.export_data(readable)

    def test_forms_open_for_who_has_no_role(self):
        all_records = self.records_of_a_deal()
        employees = self.plain | self.product_keeper | self.project_user | self.billing
        accountants = self.billing | self.bookkeeper | self.auditor
        for model, users in (
            ("res.partner", employees | self.contact_keeper | self.auditor),
            ("product.template", employees),
            ("product.product", employees),
            ("project.task", employees),
            ("calendar.event", employees),
            ("sale.order", accountants),
        ):
            for user in users:
                for record in self.seen_by(user, all_records[model]):
                    with self.subTest(record=record.display_name, user=user.name):
                        record.env.invalidate_all()
                        self.assertTrue(Form(record).id)

    def test_records_are_duplicated_by_who_has_no_role(self):
        all_records = self.records_of_a_deal()
        for user, model in (
            (self.contact_keeper, "res.partner"),
            (self.project_user, "project.task"),
            (self.product_keeper, "product.product"),
            (self.product_keeper, "product.template"),
            (self.sales_admin, "crm.stage"),
        ):
            seen = self.seen_by(user, all_records[model])
            self.assertTrue(seen)
            for record in seen:
                with self.subTest(record=record.display_name, user=user.name):
                    self.assertTrue(record.copy())
        meeting = all_records["calendar.event"].filtered(
            lambda event: not event.engineering_calculation_id
        )
        self.assertTrue(self.seen_by(self.plain, meeting).copy())

    def test_duplicate_of_a_service_keeps_its_directions(self):
        for user in (self.product_keeper, self.user("seller", SALESMAN)):
            user.group_ids += self.env.ref("product.group_product_manager")
            service = self.survey.product_tmpl_id.with_user(user).copy()
            self.assertEqual(service.sudo().engineering_direction_ids, self.direction)
        bare = self.survey.product_tmpl_id.copy({"engineering_direction_ids": False})
        self.assertFalse(bare.engineering_direction_ids)

    def test_orders_are_changed_by_accountants(self):
        order = self.ordered()
        for user in self.billing | self.bookkeeper:
            own = self.as_(user, order)
            own.order_line[0].name = "Survey of the roof"
            own.order_line[0].product_uom_qty += 1
            own.write({"client_order_ref": "PO 5", "state": "sale"})
            self.assertEqual(own.client_order_ref, "PO 5")

    def test_act_opens_for_the_administrator_who_reads_no_orders(self):
        act = self.acted(self.done(self.worked(self.ordered())))
        own = self.as_(self.administrator, act)
        own.invalidate_recordset()
        self.assertTrue(Form(own).id)
        self.assertEqual(own.work_count, 1)

    def test_contract_counts_orders_for_who_may_read_them(self):
        order = self.ordered()
        contract = self.contract()
        order.agreement_id = contract
        self.worked(order)
        self.assertEqual(self.as_(self.manager, contract).sale_order_count, 1)
        self.assertTrue(Form(self.as_(self.engineer, contract)).id)
