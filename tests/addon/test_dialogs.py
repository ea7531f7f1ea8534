"""No dialog and no form shows, takes or changes what its user may not see."""

from contextlib import suppress

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.fields import Command
from odoo.tests import TransactionCase, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

MODULE = "crm_engineering_calc"
DIALOG = "engineering.dialog"
# What a program, or an address that somebody typed, may name instead of records.
NO_IDS = (5, "x", {"a": 1}, [True], ["x"], [{}], [None], [-1], [2**40])
NUMBERED = ("engineering.calculation", "engineering.act", "sale.order")


def get_dialogs(env):
    """Return the names of all transient models of the addon."""
    return [
        name
        for name, model in env.registry.items()
        if model._transient and model._original_module == MODULE
    ]


def get_parent(model):
    """Return the field that names the dialog of a line, if the model is one."""
    return next(
        (
            field
            for field in model._fields.values()
            if field.type == "many2one"
            and field.required
            and model.env[field.comodel_name]._transient
        ),
        None,
    )


def specify(model, depth=1):
    """Return what a form with all fields of `model` reads, and of its lines too."""
    specification = {}
    for name, field in model._fields.items():
        if field.type == "many2one":
            specification[name] = {"fields": {"display_name": {}}}
        elif field.type in ("one2many", "many2many") and depth:
            lines = specify(model.env[field.comodel_name], depth - 1)
            specification[name] = {"fields": lines}
        elif not field.relational:
            specification[name] = {}
    return specification


class DialogCase(EngineeringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        branch = cls.quiet["res.company"].create({"name": "Branch"})
        everything = f"{MODULE}.group_leader,sales_team.group_sale_salesman_all_leads"
        cls.branch_user = cls.user("branch", everything, company_id=branch.id)
        cls.sales_leader = cls.user("head", "sales_team.group_sale_manager")
        cls.portal = cls.user("portal", "base.group_portal", notification_type="email")
        cls.strangers = (
            cls.outsider | cls.manager2 | cls.branch_user | cls.employee | cls.portal
        )
        cls.dialogs = get_dialogs(cls.env)

    def setUp(self):
        super().setUp()
        self.secrets = self.walk(self.manager, self.engineer, self.direction, "Secret")
        self.own = self.walk(self.manager2, self.outsider, self.other_direction, "Mine")

    def walk(self, manager, engineer, direction, name):
        """Return {model: record} of a deal that is walked through by these two."""
        service = self.survey if direction == self.direction else self.foreign_service
        lead = self.deal(
            manager,
            name=f"{name} deal",
            engineering_direction_id=direction.id,
            company_id=self.env.company.id,
            partner_id=self.customer.copy({"name": f"{name} customer"}).id,
        )
        lead.action_request_calculation()
        calculation = self.as_(engineer, lead.sudo().engineering_calculation_ids)
        calculation.action_take()
        line = {"product_id": service.id, "quantity": 2, "name": f"{name} line"}
        variant = self.variant(calculation, [{**line, "base_price": 777}])
        self.complete(calculation)
        order = self.from_action(lead.action_create_proposal(), lead.env)
        approval = self.approved(order, manager, direction)
        order.action_confirm()
        work = self.as_(engineer, self.worked(order, {service: 1}))
        work.action_accept_work()
        work.action_complete_work()
        work_line = work.engineering_work_line_ids.sudo()
        other = {"work_line_id": work_line.id, "quantity": 0.5}
        act = self.model("engineering.act", manager).create(
            {
                "lead_id": lead.id,
                "agreement_id": work.sudo().engineering_agreement_id.id,
                "partner_id": lead.partner_id.id,
                "company_id": order.company_id.id,
                "currency_id": order.currency_id.id,
                "line_ids": [Command.create(other)],
            }
        )
        write_off = order._write_off({order.order_line: 0.25}, f"{name} reason")
        records = (
            lead,
            calculation,
            variant,
            variant.line_ids,
            order,
            order.order_line,
            approval,
            work,
            work_line,
            act,
            act.line_ids,
            write_off,
            act.agreement_id,
        )
        self.env.flush_all()
        self.env.invalidate_all()
        return {record._name: record.sudo() for record in records}

    def approved(self, order, manager, direction):
        """Return the approval of a price that nobody may give by himself."""
        direction.write({"approver": "user", "approver_id": manager.id})
        order.order_line[0].price_unit = 1
        self.wizard(
            "engineering.approval.request", order, reason="Friend"
        ).action_confirm()
        return order.engineering_approval_ids

    def get_target(self, name):
        """Return the field of a dialog's target, and whose record it may not be."""
        model = self.env[name]
        if model._target:
            field = model._fields[model._target]
            return field, self.secrets[field.comodel_name]
        field = get_parent(model)
        return field, self.open(field.comodel_name)

    def open(self, name, records=None):
        """Return a dialog that its owner has opened over what is the owner's."""
        model = self.env[name]
        comodel = model._fields[model._target].comodel_name
        records = (records or self.secrets)[comodel]
        users = self.manager | self.engineer
        if records == self.own[comodel]:
            users = self.manager2 | self.outsider
        users |= self.administrator | self.sales_leader
        user = next(user for user in users if self.may_open(user, model, records))
        needed = {
            "scan": b"c2Nhbg==",
            "reason": "Reason",
            "question": "Question?",
            "answer": "Answer",
        }
        values = {key: needed[key] for key in needed if key in model._fields}
        if name == "engineering.calculation.answer":
            values.pop("question")
        return self.wizard(name, self.as_(user, records), **values)

    def may_open(self, user, model, records):
        records = self.as_(user, records)
        event = getattr(model, "_target_event", None)
        return (
            self.as_(user, model).has_access("create")
            and records.has_access(model._target_operation)
            and (not event or records._has_role_for(event))
        )

    def assertTellsNothing(self, method, *args, refused=True):
        """Assert that a method is refused, or returns nothing, of the secrets."""
        self.env.invalidate_all()
        result = None
        try:
            with self.env.cr.savepoint():
                result = method(*args)
                self.env.flush_all()
        except AccessError as error:
            result = str(error)
        else:
            self.assertFalse(refused, f"not refused: {result}")
        numbers = (self.secrets[model].display_name for model in NUMBERED)
        for word in ("Secret", *numbers):
            self.assertNotIn(word, str(result))


@tagged("standard", "post_install", "-at_install")
class TestDialogModels(TransactionCase):
    def test_it_is_a_dialog_of_its_creator(self):
        self.assertGreater(len(get_dialogs(self.env)), 10)
        for name in get_dialogs(self.env):
            model = self.env[name]
            with self.subTest(name):
                self.assertIsInstance(model, self.env.registry[DIALOG])
                parent = get_parent(model)
                path = f"{parent.name}.create_uid" if parent else "create_uid"
                rules = self.env["ir.rule"].search(
                    [("model_id.model", "=", name), ("groups", "=", False)]
                )
                self.assertIn(
                    f"[('{path}', '=', user.id)]", rules.mapped("domain_force")
                )

    def test_nothing_is_computed_as_superuser(self):
        for name in get_dialogs(self.env):
            for field in self.env[name]._fields.values():
                with self.subTest(str(field)):
                    self.assertFalse(field.compute_sudo)


@tagged("standard", "post_install", "-at_install")
class TestEveryDialog(DialogCase):
    def test_no_dialog_about_what_is_foreign(self):
        for name in self.dialogs:
            parent = get_parent(self.env[name])
            dialog = self.env[parent.comodel_name if parent else name]
            if not dialog._target:
                continue  # about nothing that there is already
            field, target = self.get_target(name)
            context = {
                "active_model": target._name,
                "active_ids": target.ids,
                f"default_{field.name}": target.id,
            }
            for user in self.strangers:
                dialogs = self.model(name, user)
                over = dialogs.with_context(**context)
                values = {field.name: target.id}
                specification = specify(dialogs.sudo())
                for method, *args in (
                    (dialogs.create, values),
                    (over.create, {}),
                    (over.default_get, list(dialogs._fields)),
                    (dialogs.onchange, values, [field.name], specification),
                    (over.onchange, {}, [], specification),
                ):
                    with self.subTest(
                        dialog=name, user=user.name, method=method.__name__
                    ):
                        self.assertTellsNothing(method, *args)

    def test_no_dialog_of_another(self):
        for name in self.dialogs:
            if not self.env[name]._target:
                continue
            dialog = self.open(name)
            lines = [
                dialog[line]
                for line, field in dialog._fields.items()
                if field.type == "one2many" and dialog[line]
            ]
            for user in self.strangers | self.leader | self.sales_head:
                for record in (dialog, *lines):
                    with self.subTest(dialog=record._name, user=user.name):
                        record = self.as_(user, record)
                        self.assertTellsNothing(record.read, [])
                        self.assertTellsNothing(record.write, {"write_date": False})
                        self.assertTellsNothing(record.search_read, [], refused=False)

    def test_no_dialog_is_turned_to_what_is_foreign(self):
        for name in self.dialogs:
            if not self.env[name]._target:
                continue
            dialog = self.open(name, self.own)
            if dialog.env.user in self.administrator | self.sales_leader:
                continue  # nothing of it is foreign to them
            for field in dialog._fields.values():
                target = self.secrets.get(field.comodel_name)
                if not target or field.type == "one2many" or not field.store:
                    continue
                is_target = field.name == dialog._target
                if not is_target and target.with_env(dialog.env).has_access("read"):
                    continue
                value = target.id
                if field.type == "many2many":
                    value = [Command.set(target.ids)]
                specification = specify(dialog.sudo())
                values = {field.name: value}
                with self.subTest(str(field)):
                    self.assertTellsNothing(dialog.write, values)
                    self.assertTellsNothing(
                        dialog.onchange, values, [field.name], specification
                    )

    def test_no_line_is_turned_to_what_is_foreign(self):
        for name, line, target in (
            ("engineering.work.create", "order_line_id", "sale.order.line"),
            ("engineering.act.create", "work_line_id", "engineering.work.line"),
        ):
            dialog = self.open(name, self.own)
            for command in (
                (0, "virtual_1", {line: self.secrets[target].id}),
                (1, dialog.line_ids[:1].id or "v", {line: self.secrets[target].id}),
            ):
                values = {"line_ids": [command]}
                with self.subTest(dialog=name, command=command[0]):
                    self.assertTellsNothing(dialog.write, values)
                    self.assertTellsNothing(
                        dialog.onchange, values, ["line_ids"], specify(dialog.sudo())
                    )

    def test_a_forged_scan_gets_into_nobodys_signature(self):
        act = self.as_(self.manager, self.secrets["engineering.act"])
        act.action_send()
        dialog = self.wizard("engineering.act.sign", act, scan=b"c2Nhbg==")
        self.assertRefused(
            AccessError,
            ".",
            self.as_(self.manager2, dialog).write,
            {"scan": b"Zm9yZ2Vk"},
        )
        dialog.action_confirm()
        self.assertEqual(act.scan_id.datas, b"c2Nhbg==")

    def test_a_dialog_over_nothing_says_what_to_do(self):
        for name in self.dialogs:
            dialog = self.env[name]
            target = dialog._fields.get(dialog._target)
            if not target or not target.required:
                continue
            specification = specify(dialog)
            over_no_model = dialog.with_context(active_model="no.model", active_id=1)
            for method, *args in (
                (dialog.create, {}),
                (dialog.onchange, {}, [], specification),
                (over_no_model.onchange, {}, [], specification),
            ):
                with self.subTest(dialog=name, method=method.__name__):
                    self.assertRefused(UserError, "about nothing yet", method, *args)

    def test_a_dialog_takes_its_own(self):
        for name in self.dialogs:
            if self.env[name]._target:
                with self.subTest(name):
                    self.assertTrue(self.open(name, self.own).read())


@tagged("standard", "post_install", "-at_install")
class TestForms(DialogCase):
    """The forms of documents, given a guessed id, show nothing of what it is."""

    def find_references(self):
        """Return each stored reference of ours to what may be secret."""
        for model in self.env.values():
            for field in model._fields.values():
                if (
                    not model._abstract
                    and not model._transient
                    and field.type == "many2one"
                    and field.store
                    and field.comodel_name in self.secrets
                    and (
                        model._original_module == MODULE
                        or field.name.startswith("engineering_")
                    )
                ):
                    yield model, field

    def test_forms_show_nothing_foreign(self):
        found = list(self.find_references())
        self.assertGreater(len(found), 12)
        for model, field in found:
            target = self.secrets[field.comodel_name]
            ours = model._original_module == MODULE
            specification = {
                name: fields
                for name, fields in specify(model.sudo()).items()
                if ours or name.startswith("engineering_")
            }
            for user in self.strangers:
                records = self.as_(user, model)
                default = records.with_context(**{f"default_{field.name}": target.id})
                values = {field.name: target.id}
                if self.as_(user, target).has_access("read"):
                    continue
                with self.subTest(field=str(field), user=user.name):
                    self.assertTellsNothing(
                        records.onchange, values, [field.name], specification
                    )
                    self.assertTellsNothing(
                        default.onchange, {}, [], specification, refused=False
                    )

    def test_forms_are_given_no_foreign_lines(self):
        act = self.own["engineering.act"]
        lead = self.own["crm.lead"]
        variant = self.own["engineering.variant"]
        for records, user, values in (
            (
                act,
                self.manager2,
                {
                    "line_ids": [
                        (
                            0,
                            "virtual_1",
                            {"work_line_id": self.secrets["engineering.work.line"].id},
                        )
                    ]
                },
            ),
            (
                lead,
                self.manager2,
                {
                    "engineering_selected_line_ids": [
                        (4, self.secrets["engineering.variant.line"].id)
                    ]
                },
            ),
            (
                variant,
                self.outsider,
                {"line_ids": [(4, self.secrets["engineering.variant.line"].id)]},
            ),
            (
                variant,
                self.outsider,
                {
                    "calculation_id": {
                        "id": False,
                        "lead_id": self.secrets["crm.lead"].id,
                    }
                },
            ),
        ):
            with self.subTest(model=records._name, values=values):
                self.assertTellsNothing(
                    self.as_(user, records).onchange,
                    values,
                    list(values),
                    specify(records),
                )

    def test_own_forms_work(self):
        variant = self.as_(self.outsider, self.own["engineering.variant"])
        new = variant.browse()
        values = {"calculation_id": variant.calculation_id.id}
        result = new.onchange(values, ["calculation_id"], {"lead_id": {}, "name": {}})
        self.assertEqual(result["value"]["lead_id"], variant.lead_id.id)


@tagged("standard", "post_install", "-at_install")
class TestDialogsOfNothing(EngineeringCase):
    def test_dialog_over_no_record_is_refused_in_words_or_opens_empty(self):
        for name in get_dialogs(self.env):
            model = self.model(name, self.manager)
            if not isinstance(model, self.env.registry[DIALOG]):
                continue
            target = "res.users"
            if model._target:
                target = model._fields[model._target].comodel_name
            for ids in NO_IDS:
                dialog = model.with_context(active_model=target, active_ids=ids)
                with (
                    self.subTest(dialog=name, ids=ids),
                    suppress(AccessError, UserError, MissingError),
                    self.env.cr.savepoint(),
                ):
                    dialog.default_get(list(model._fields))

    def test_page_of_no_record_is_chosen(self):
        calculation = self.taken()
        variant = self.variant(calculation)
        for model, method, record in (
            ("engineering.variant", "action_arrange", variant),
            ("engineering.variant", "action_open_sheet", variant),
        ):
            pages = self.model(model, self.engineer)
            for id_ in (True, -1, 0, 2**40, None, *NO_IDS[1:]):
                with self.subTest(method=method, id=id_):
                    page = pages.with_context(active_id=id_)._open_from_url(method)
                    self.assertEqual(page["tag"], "display_notification")
            page = pages.with_context(active_id=record.id)._open_from_url(method)
            self.assertEqual(page["type"], "ir.actions.act_window")
