"""The whole table of who may do what, beside this file as access_matrix.csv.

A row is a record: `own` belongs to the deal of the first salesman, which the first
team calculates; `another's` to the deal of a colleague, which the other team does;
`shared` to nobody. `model` is a model without a record, such as a dialog.

A cell says what the role of the column may do: r(ead) w(rite) c(reate) d(elete)
k (duplicate) x (export). R, X: it may, and is refused for a field of ours.

`make access-matrix` writes the table anew, after rights were changed on purpose.
"""

import csv
import os
from contextlib import contextmanager
from pathlib import Path

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.crm_engineering_calc.models.common.field_groups import COST_GROUP
from odoo.addons.crm_engineering_calc.tests.common import SALESMAN, EngineeringCase

OURS = "crm_engineering_calc"
TABLE = Path(__file__).with_name("access_matrix.csv")
# Extended by what delegates to it, or looked at beside what we extend.
BESIDE = {"product.product", "agreement.type"}

# The column, its user of the company of the tests, and the groups where there is none.
ROLES = {
    "employee": ("employee", "base.group_user"),
    "salesman": ("manager", SALESMAN),
    "sales all": ("sales_head", None),
    "sales manager": (None, "sales_team.group_sale_manager"),
    "engineer": ("engineer", None),
    "engineer of the other team": ("outsider", None),
    "leader": ("leader", None),
    "administrator": ("administrator", None),
    "project user": (None, "project.group_project_user"),
    "product manager": (None, "product.group_product_manager"),
    "accountant": (None, "account.group_account_invoice"),
    "auditor": (None, "account.group_account_readonly"),
    "contract editor": (None, "agreement.group_agreement_user"),
    "portal": (None, "base.group_portal"),
    "public": (None, "base.group_public"),
}


class Undo(Exception):
    pass


@tagged("standard", "post_install", "-at_install")
class TestAccessMatrix(EngineeringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {}
        for role, (name, group) in ROLES.items():
            user = getattr(cls, name) if name else cls._make_user(role, group)
            cls.users[role] = user
        export = cls.env.ref("base.group_allow_export")
        for user in cls.users.values():
            if user._is_internal():
                user.group_ids += export
        cls.neighbour = cls.quiet["res.partner"].create(
            {"name": "Neighbour", "email": "neighbour@example.com"}
        )

    @classmethod
    def _make_user(cls, role, group):
        if group == "base.group_public":
            return cls.env.ref("base.public_user")
        login = role.replace(" ", "_")
        if group == "base.group_portal":
            return cls.user(
                login,
                group,
                partner_id=cls.customer.id,
                notification_type="email",
            )
        return cls.user(login, f"base.group_user,{group}")

    # === RECORDS ===

    def records_of(self, manager, engineer, direction, service, partner):
        """Return, by model, the records of a deal from its request to its act."""
        lead = self.deal(
            manager, engineering_direction_id=direction.id, partner_id=partner.id
        )
        lead.action_request_calculation()
        calculation = self.as_(engineer, lead.sudo().engineering_calculation_ids)
        calculation.action_take()
        variant = self.variant(calculation, [(service, 2, 50.0)])
        measurement = calculation.env["engineering.measurement"].create(
            {"calculation_id": calculation.id, "name": "Height", "code": "height"}
        )
        template = self.model("engineering.template", engineer).create(
            {
                "name": f"Typical {direction.name}",
                "direction_id": direction.id,
                "line_ids": [Command.create({"product_id": service.id})],
            }
        )
        self.complete(calculation)
        variant.with_user(manager).action_select()
        order = self.from_action(lead.action_create_proposal(), lead.env)
        direction.write({"approver": "user", "approver_id": manager.id})
        order.order_line[0].price_unit = 1
        self.wizard(
            "engineering.approval.request", order, reason="Friend"
        ).action_confirm()
        approval = order.engineering_approval_ids
        order.action_confirm()
        work = self.worked(order, engineer=engineer.browse())
        for event in ("accept", "complete"):
            getattr(self.as_(engineer, work), f"action_{event}_work")()
        act = self.from_action(
            self.wizard(
                "engineering.act.create", lead, work_ids=[Command.set(work.ids)]
            ).action_confirm(),
            lead.env,
        )
        coefficient = self.quiet["engineering.coefficient"].create(
            {
                "name": f"High {direction.name}",
                "direction_ids": [Command.set(direction.ids)],
            }
        )
        asked = self.quiet["engineering.direction.measurement"].create(
            {"direction_id": direction.id, "name": "Width", "code": "width"}
        )
        visit = self.model("calendar.event", engineer).create(
            {
                **calculation._prepare_visit_values(),
                "start": "2026-01-12 09:00:00",
                "stop": "2026-01-12 10:00:00",
            }
        )
        return {
            record._name: record[:1].with_env(self.env)
            for record in (
                direction,
                direction.team_id,
                coefficient,
                asked,
                template,
                template.line_ids,
                calculation,
                measurement,
                variant,
                variant.line_ids,
                work.sudo().engineering_work_line_ids,
                act,
                act.line_ids,
                lead,
                order,
                order.order_line,
                approval,
                work,
                order.agreement_id,
                visit,
                service,
                service.product_tmpl_id,
                partner,
            )
        }

    def shared_records(self):
        stage = self.env["crm.stage"].create({"name": "Shared"})
        kind = self.env["agreement.type"].create({"name": "Shared"})
        team = self.env["crm.team"].create({"name": "Shared"})
        column = self.env.ref("crm_engineering_calc.engineering_stage_requested")
        return {record._name: record for record in (stage, kind, team, column)}

    def models(self):
        """Return our models, and those of others that we put something on."""
        return sorted(
            name
            for name, model in self.env.registry.items()
            if not model._abstract
            and (
                model._original_module == OURS or name in BESIDE or self.extends(model)
            )
        )

    def extends(self, model):
        return not model._transient and any(
            OURS in field._modules and not field.inherited
            for field in model._fields.values()
        )

    def rows(self):
        """Return (model, whose, record) of each row of the table."""
        own = self.records_of(
            self.manager, self.engineer, self.direction, self.survey, self.customer
        )
        another = self.records_of(
            self.manager2,
            self.outsider,
            self.other_direction,
            self.foreign_service,
            self.neighbour,
        )
        shared = self.shared_records()
        for model in self.models():
            if model in shared:
                yield model, "shared", shared[model]
            elif model in own:
                yield model, "own", own[model]
                yield model, "another's", another[model]
            else:
                yield model, "model", self.env[model]

    # === CELLS ===

    @contextmanager
    def undone(self):
        """Run the block, and leave nothing of it behind."""
        try:
            with self.env.cr.savepoint():
                yield
                self.env.flush_all()
                raise Undo
        except Undo:
            pass

    def can(self, method, *args):
        try:
            with self.undone():
                method(*args)
        except (AccessError, UserError, IntegrityError):
            return False
        return True

    def cell(self, user, record):
        record = record.with_user(user).with_context(self.env.context)
        letters = [
            letter
            for letter, operation in zip(
                "rwcd", ("read", "write", "create", "unlink"), strict=True
            )
            if record.has_access(operation)
        ]
        if not record:
            return "".join(letters)
        if "r" in letters:
            names = self.fields_to_try(record)
            if not self.can(record.read, names):
                letters[0] = "R"
            if "c" in letters and self.can(record.copy):
                letters.append("k")
            if user.has_group("base.group_allow_export"):
                whole = self.can(record.export_data, names)
                letters.append("x" if whole else "X")
        return "".join(letters)

    def fields_to_try(self, record):
        """Return all fields of ours, and on a model of others those that we put there.

        What the host itself refuses to read whole is not ours to mend.
        """
        readable = record.fields_get(attributes=())
        if record._original_module == OURS:
            return sorted(readable)
        ours = {name for name in readable if OURS in record._fields[name]._modules}
        return ["id", *sorted(ours)]

    def table(self):
        table = [["model", "record", *ROLES]]
        for model, whose, record in self.rows():
            cells = [self.cell(user, record) for user in self.users.values()]
            table.append([model, whose, *cells])
        return table

    # === TESTS ===

    @mute_logger("odoo.sql_db", "odoo.addons.base.models.ir_rule", "odoo.models")
    def test_matrix(self):
        table = self.table()
        if os.environ.get("ACCESS_MATRIX") == "write":
            with TABLE.open("w", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows(table)
        with TABLE.open(newline="") as file:
            expected = {tuple(row[:2]): row[2:] for row in csv.reader(file)}
        found = {tuple(row[:2]): row[2:] for row in table}
        self.assertEqual(set(found), set(expected))
        for key, cells in found.items():
            for role, cell, right in zip(ROLES, cells, expected[key], strict=True):
                with self.subTest(model=key[0], record=key[1], role=role):
                    self.assertEqual(cell, right)

    def costs_of(self, model):
        return {
            name
            for name, field in self.env[model]._fields.items()
            if COST_GROUP in (field.groups or "")
        }

    def test_costs_are_in_no_cell(self):
        group = self.env.ref(COST_GROUP)
        for model, whose, record in self.rows():
            names = self.costs_of(model)
            for role, user in self.users.items():
                self.assertNotIn(group, user.all_group_ids)
                seen = record.with_user(user)
                self.assertFalse(names.intersection(seen.fields_get(attributes=())))
                for name in names:
                    with self.subTest(model=model, whose=whose, role=role, field=name):
                        self.assertFalse(self.can(seen.read, [name]))
                        self.assertFalse(self.can(seen.export_data, [name]))

    def test_what_is_computed_from_costs_is_costs(self):
        for model in self.models():
            costs = self.costs_of(model)
            for name, field in self.env[model]._fields.items():
                paths = self.env.registry.field_depends.get(field, ())
                if costs.intersection(path.split(".")[-1] for path in paths):
                    with self.subTest(model=model, field=name):
                        self.assertIn(name, costs)
