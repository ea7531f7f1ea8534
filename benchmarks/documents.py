"""A variant and an order of the same services, taxes and sections.

The variant has coefficients and formulas besides, which the order has not.
"""

from io import BytesIO
from typing import Any

from openpyxl import Workbook

from odoo.fields import Command

from .session import make_user

SERVICES = 100
LINES_A_SECTION = 10
FORMULA = "ceil(W * H / 2) * n"


class Documents:
    """The salesman, the engineer, and what they make and change."""

    def __init__(self, env: Any) -> None:
        salesman = make_user(env, "salesman", ["sales_team.group_sale_salesman"])
        engineer = make_user(env, "engineer", ["crm_engineering_calc.group_engineer"])
        self.sales = env(user=salesman)
        self.engineering = env(user=engineer)
        self.partner = env["res.partner"].create({"name": "Customer"})
        project = env["project.project"].create(
            {"name": "Works", "allow_billable": True}
        )
        tax = env["account.tax"].create({"name": "VAT 20%", "amount": 20.0})
        self.services = self._make_services(env, tax, {})
        self.tasks = self._make_services(
            env,
            tax,
            {"service_tracking": "task_global_project", "project_id": project.id},
        )
        self.direction = env["engineering.direction"].create(
            {
                "name": "Installation",
                "team_id": env["engineering.team"]
                .create({"name": "Team", "member_ids": [Command.set(engineer.ids)]})
                .id,
                "project_id": project.id,
                "product_tmpl_ids": [Command.set(self.services.product_tmpl_id.ids)],
            }
        )
        self.coefficients = env["engineering.coefficient"].create(
            [{"name": name, "value": 1.1} for name in ("Floor", "Region")]
        )
        env["engineering.direction.measurement"].create(
            [
                {
                    "direction_id": self.direction.id,
                    "name": code,
                    "code": code,
                    "value": 2,
                }
                for code in "WHn"
            ]
        )
        env["agreement"].create(
            {"name": "Contract", "code": "C", "partner_id": self.partner.id}
        )

    def _make_services(self, env: Any, tax: Any, values: dict[str, Any]) -> Any:
        return env["product.product"].create(
            [
                {
                    "name": f"Service {number}",
                    "type": "service",
                    "list_price": 100.1 + number,
                    "standard_price": 50.5 + number,
                    "taxes_id": [Command.set(tax.ids)],
                    **values,
                }
                for number in range(SERVICES)
            ]
        )

    def _prepare_lines(self, services: Any, size: int, quantity: str) -> list[Any]:
        """Return commands of `size` lines, the first of each ten a section."""
        return [
            Command.create(
                {quantity: 2.0, "product_id": services[number % SERVICES].id}
                if number % LINES_A_SECTION
                else {"display_type": "line_section", "name": f"Section {number}"}
            )
            for number in range(size)
        ]

    def prepare_variant_lines(self, size: int) -> list[Any]:
        """Return the lines of an order, a third with a formula, a third multiplied."""
        commands = self._prepare_lines(self.services, size, "quantity")
        for number, (_create, _id, vals) in enumerate(commands):
            if "product_id" in vals and number % 3 == 1:
                del vals["quantity"]
                vals["formula"] = FORMULA
            elif "product_id" in vals and number % 3 == 2:
                vals["coefficient_ids"] = [Command.set(self.coefficients.ids)]
        return commands

    def create_team(self, size: int) -> Any:
        """Return a team of engineers who read what they are told in their inbox."""
        env = self.direction.env
        members = [
            make_user(env, f"member_{number}", ["crm_engineering_calc.group_engineer"])
            for number in range(size)
        ]
        users = env["res.users"].concat(*members)
        users.notification_type = "inbox"
        return env["engineering.team"].create(
            {"name": "Large team", "member_ids": [Command.set(users.ids)]}
        )

    def create_leads(self, size: int, team: Any) -> Any:
        return self.sales["crm.lead"].create(
            [
                {
                    "name": f"Deal {number}",
                    "type": "opportunity",
                    "partner_id": self.partner.id,
                    "engineering_direction_id": self.direction.id,
                    "engineering_team_id": team.id,
                }
                for number in range(size)
            ]
        )

    def prepare_activities(self, leads: Any, users: Any) -> list[dict[str, Any]]:
        """Return the values of an activity on each deal for each user."""
        model = leads.env["ir.model"]._get_id(leads._name)
        todo = leads.env.ref("mail.mail_activity_data_todo")
        return [
            {
                "activity_type_id": todo.id,
                "note": lead.name,
                "res_id": lead.id,
                "res_model_id": model,
                "summary": "Calculate",
                "user_id": user.id,
            }
            for lead in leads
            for user in users
        ]

    def create_calculation(self) -> Any:
        lead = self.sales["crm.lead"].create(
            {
                "name": "Deal",
                "type": "opportunity",
                "partner_id": self.partner.id,
                "engineering_direction_id": self.direction.id,
            }
        )
        lead.action_request_calculation()
        calculation = self.engineering["engineering.calculation"].browse(
            lead.sudo().engineering_calculation_ids.id
        )
        calculation.action_take()
        return calculation

    def create_variant(self, calculation: Any, size: int) -> Any:
        return self.engineering["engineering.variant"].create(
            {
                "calculation_id": calculation.id,
                "line_ids": self.prepare_variant_lines(size),
            }
        )

    def create_measured_variant(self, calculation: Any, size: int) -> Any:
        """Return a variant whose every quantity is a formula of one measurement."""
        lines = [
            Command.create(
                {
                    "product_id": self.services[number % SERVICES].id,
                    "formula": f"W * {number + 1}",
                }
            )
            for number in range(size)
        ]
        return self.engineering["engineering.variant"].create(
            {"calculation_id": calculation.id, "line_ids": lines}
        )

    def make_sheet(self, size: int) -> bytes:
        """Return somebody's workbook of `size` lines, with sections and a total."""
        book = Workbook()
        sheet = book.active
        sheet.append(["No.", "Description", "Unit", "Qty", "Price", "Amount"])
        total = 0.0
        for number in range(size):
            if not number % LINES_A_SECTION:
                sheet.append([None, f"Section {number}"])
                continue
            service = self.services[number % SERVICES]
            quantity, price = 1 + number % 7, service.list_price
            total += round(quantity * price, 2)
            cells = [number, service.name, service.uom_id.name, quantity, price]
            sheet.append([*cells, round(quantity * price, 2)])
        sheet.append([None, "Total", None, None, None, round(total, 2)])
        file = BytesIO()
        book.save(file)
        return file.getvalue()

    def create_order(self, size: int, services: Any = None) -> Any:
        lines = self._prepare_lines(services or self.services, size, "product_uom_qty")
        return self.sales["sale.order"].create(
            {"partner_id": self.partner.id, "order_line": lines}
        )

    def create_completed_deal(self, size: int) -> Any:
        calculation = self.create_calculation()
        self.create_variant(calculation, size)
        dialog = calculation.action_complete()
        if dialog is not True:  # many lines repeat services, which is asked about
            asked = self.engineering[dialog["res_model"]].browse(dialog["res_id"])
            asked.explanation = "Repeated"
            asked.action_confirm()
        return self.sales["crm.lead"].browse(calculation.lead_id.id)

    def prepare_same_order(self, lead: Any) -> dict[str, Any]:
        """Return the values of the deal's proposal without what is the addon's."""
        values: dict[str, Any] = lead.engineering_variant_ids._prepare_order_values()
        for command in values["order_line"]:
            del command[2]["engineering_variant_line_id"]
        for name in [name for name in values if name.startswith("engineering_")]:
            del values[name]
        return values

    def create_confirmed_deal(self, size: int) -> Any:
        lead = self.create_completed_deal(size)
        lead.action_create_proposal()
        lead.order_ids.action_confirm()
        return lead

    def complete_work(self, lead: Any) -> Any:
        """Order what a deal has calculated, and return the completed work of all."""
        lead.action_create_proposal()
        lead.engineering_variant_ids.order_ids.action_confirm()
        lead.action_create_work()
        work = self.engineering["project.task"].browse(lead.engineering_work_ids.ids)
        work.action_accept_work()
        work.action_complete_work()
        return work
