"""The company that the tests work in: its people, direction, services, customer."""

from lxml import html

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

QUIET = {"tracking_disable": True, "no_reset_password": True, "mail_notrack": True}
SALESMAN = "sales_team.group_sale_salesman"
ENGINEER = "crm_engineering_calc.group_engineer"


class EngineeringCompany:
    """People, their records, and what they do with them, over the case's `env`."""

    @classmethod
    def _set_up_company(cls):
        cls.quiet = cls.env(context=QUIET)
        cls._set_up_people()
        cls._set_up_direction()

    @classmethod
    def _set_up_people(cls):
        cls.manager = cls.user("manager", SALESMAN)
        cls.manager2 = cls.user("manager2", SALESMAN)
        cls.sales_head = cls.user(
            "sales_head", "sales_team.group_sale_salesman_all_leads"
        )
        cls.engineer = cls.user("engineer", ENGINEER)
        cls.colleague = cls.user("colleague", ENGINEER)
        cls.outsider = cls.user("outsider", ENGINEER)
        cls.leader = cls.user("leader", "crm_engineering_calc.group_leader")
        cls.administrator = cls.user(
            "administrator", "crm_engineering_calc.group_administrator"
        )
        cls.employee = cls.user("employee", "base.group_user")
        cls.team = cls.quiet["engineering.team"].create(
            {
                "name": "Roofers",
                "leader_id": cls.leader.id,
                "member_ids": [Command.set((cls.engineer | cls.colleague).ids)],
            }
        )
        cls.other_team = cls.quiet["engineering.team"].create(
            {"name": "Plumbers", "member_ids": [Command.set(cls.outsider.ids)]}
        )
        cls.sales_team = cls.quiet["crm.team"].create(
            {
                "name": "Roof sales",
                "member_ids": [Command.set((cls.manager | cls.manager2).ids)],
            }
        )
        cls.sales_team.action_add_engineering_columns()
        cls.customer = cls.quiet["res.partner"].create(
            {"name": "Customer", "email": "customer@example.com", "street": "Lane 1"}
        )

    @classmethod
    def _set_up_direction(cls):
        cls.project = cls.quiet["project.project"].create(
            {"name": "Roofs", "allow_billable": True}
        )
        cls.survey, cls.montage, cls.repair = (
            cls.service(name, price)
            for name, price in (("Survey", 100.0), ("Montage", 250.0), ("Repair", 40.0))
        )
        cls.foreign_service = cls.service("Piping", 70.0)
        cls.direction = cls.quiet["engineering.direction"].create(
            {
                "name": "Roofing",
                "team_id": cls.team.id,
                "project_id": cls.project.id,
                "product_tmpl_ids": [
                    Command.set(
                        (cls.survey | cls.montage | cls.repair).product_tmpl_id.ids
                    )
                ],
            }
        )
        cls.other_direction = cls.quiet["engineering.direction"].create(
            {
                "name": "Plumbing",
                "team_id": cls.other_team.id,
                "project_id": cls.project.id,
                "product_tmpl_ids": [
                    Command.set(cls.foreign_service.product_tmpl_id.ids)
                ],
            }
        )

    # === RECORDS OF A TEST ===

    @classmethod
    def user(cls, login, groups, **values):
        return new_test_user(
            cls.env,
            f"{login}_of_test",
            groups,
            context=QUIET,
            **{
                "name": login.replace("_", " ").capitalize(),
                "email": f"{login}@example.com",
                "notification_type": "inbox",
                **values,
            },
        )

    @classmethod
    def service(cls, name, price, **values):
        return cls.quiet["product.product"].create(
            {
                "name": name,
                "type": "service",
                "list_price": price,
                "taxes_id": [Command.clear()],
                **values,
            }
        )

    def model(self, name, user):
        return self.env[name].with_user(user)

    def as_(self, user, records):
        return records.with_user(user)

    def deal(self, user=None, **values):
        """Return a new deal, as its manager sees it."""
        user = user or self.manager
        return self.model("crm.lead", user).create(
            {
                "name": "New roof",
                "type": "opportunity",
                "user_id": user.id,
                "partner_id": self.customer.id,
                "engineering_direction_id": self.direction.id,
                **values,
            }
        )

    def requested(self, lead=None, **values):
        """Return the calculation of a deal that is sent, as its engineer sees it."""
        lead = lead or self.deal(**values)
        before = lead.sudo().engineering_calculation_ids
        lead.action_request_calculation()
        return self.as_(self.engineer, lead.sudo().engineering_calculation_ids - before)

    def taken(self, lead=None, **values):
        calculation = self.requested(lead, **values)
        calculation.action_take()
        return calculation

    def variant(self, calculation, lines=None, **values):
        """Return a variant of `lines`: (service, quantity, base price) or values."""
        lines = lines or [(self.survey, 1, 100.0), (self.montage, 4, 250.0)]
        return calculation.env["engineering.variant"].create(
            {
                "calculation_id": calculation.id,
                "line_ids": [
                    Command.create(
                        line
                        if isinstance(line, dict)
                        else dict(
                            zip(
                                ("product_id", "quantity", "base_price"),
                                (line[0].id, *line[1:]),
                                strict=False,
                            )
                        )
                    )
                    for line in lines
                ],
                **values,
            }
        )

    def completed(self, lead=None, lines=None, **values):
        """Return a completed calculation with one variant."""
        calculation = self.taken(lead, **values)
        self.variant(calculation, lines)
        self.complete(calculation)
        return calculation

    def complete(self, calculation, explanation="It is right as it is"):
        """Complete a calculation, and explain what is suspicious in it."""
        if calculation.action_complete() is not True:
            self.wizard(
                "engineering.calculation.complete",
                calculation,
                explanation=explanation,
            ).action_confirm()

    def proposed(self, lead=None, lines=None, **values):
        """Return the draft order of a completed calculation, as its manager."""
        variant = self.completed(lead, lines, **values).variant_ids
        lead = variant.lead_id.with_user(variant.sudo().lead_id.user_id)
        variant.with_env(lead.env).action_select()
        return self.from_action(lead.action_create_proposal(), lead.env)

    def ordered(self, lead=None, lines=None, **values):
        order = self.proposed(lead, lines, **values)
        order.action_confirm()
        return order

    def contract(self, **values):
        return self.model("agreement", self.manager).create(
            {
                "name": "Contract",
                "code": "K-1",
                "partner_id": self.customer.id,
                "domain": "sale",
                **values,
            }
        )

    def worked(self, order, quantities=None, engineer=None):
        """Return a work of the order: of all that is left, or {service: quantity}."""
        wizard = self.wizard(
            "engineering.work.create", order.opportunity_id, order_id=order.id
        )
        if quantities is not None:
            for line in wizard.line_ids:
                line.quantity = quantities.get(line.order_line_id.product_id, 0)
        if engineer is not None:
            wizard.engineer_id = engineer
        return self.from_action(wizard.action_confirm(), order.env)

    def done(self, work):
        """Let the engineer accept and complete the work."""
        work = self.as_(self.engineer, work)
        work.action_accept_work()
        work.action_complete_work()
        return work

    def acted(self, works, quantities=None):
        """Return the draft act of works, as the manager."""
        works = self.as_(self.manager, works)
        wizard = self.wizard(
            "engineering.act.create",
            works.engineering_lead_id,
            work_ids=[Command.set(works.ids)],
        )
        if quantities is not None:
            for line in wizard.line_ids:
                line.quantity = quantities.get(line.work_line_id.product_id, 0)
        return self.from_action(wizard.action_confirm(), works.env)

    def signed(self, act):
        if act.state == "draft":
            act.action_send()
        self.wizard("engineering.act.sign", act, scan=b"c2Nhbg==").action_confirm()
        return act

    # === WHAT PEOPLE DO AND SEE ===

    def wizard(self, name, records, **values):
        """Return the dialog as the client opens it over `records`."""
        dialogs = records.env[name].with_context(
            active_model=records._name, active_ids=records.ids
        )
        dialog = dialogs.create(values)
        # A dialog is computed as its user: nobody else's transaction comes between.
        dialog.flush_recordset()
        return dialog

    def from_action(self, action, env):
        """Return the record that an action opens."""
        self.assertTrue(action.get("res_id"), action)
        return env[action["res_model"]].browse(action["res_id"])

    def ask(self, calculation, question="How high?"):
        self.wizard(
            "engineering.calculation.ask", calculation, question=question
        ).action_confirm()

    def answer(self, calculation, answer="Nine metres", user=None):
        calculation = self.as_(user or self.manager, calculation)
        self.wizard(
            "engineering.calculation.answer", calculation, answer=answer
        ).action_confirm()

    def hold(self, calculation, reason="The customer is away", user=None):
        calculation = self.as_(user or self.manager, calculation)
        self.wizard(
            "engineering.calculation.hold", calculation, reason=reason
        ).action_confirm()

    def redirect(self, calculation, **values):
        values = {"reason": "Not ours", **values}
        self.wizard(
            "engineering.calculation.redirect", calculation, **values
        ).action_confirm()

    def revise(self, calculation, reason="Another colour"):
        wizard = self.wizard(
            "engineering.calculation.revise", calculation, reason=reason
        )
        return self.from_action(wizard.action_confirm(), calculation.env)

    def feed(self, record):
        """Return the texts in a record's feed, the oldest first."""
        self.env.flush_all()
        return [
            html.fromstring(message.body or "<p/>").text_content()
            for message in record.sudo().message_ids.sorted("id")
        ]

    def inbox(self, record):
        """Return who has something unread of the record in the inbox."""
        return (
            record.sudo()
            .message_ids.notification_ids.filtered(
                lambda notification: notification.notification_type == "inbox"
            )
            .res_partner_id.user_ids
        )

    def asked(self, record):
        """Return who has an open activity on the record."""
        record.sudo().invalidate_recordset(["activity_ids"])
        return record.sudo().activity_ids.user_id

    def assertRefused(self, exception, pattern, method, *args, **kwargs):
        """Assert that `method` refuses with this text, and leaves nothing behind."""
        with self.assertRaisesRegex(exception, pattern), self.env.cr.savepoint():
            method(*args, **kwargs)
            self.env.flush_all()


class EngineeringCase(EngineeringCompany, TransactionCase):
    """Each test acts as people do: `self.as_(user, record)`, or `model(name, user)`."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_company()
