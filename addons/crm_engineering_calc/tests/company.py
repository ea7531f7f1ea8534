"""The company that the tests work in: its people, direction, services, customer."""

from odoo.fields import Command

QUIET = {"tracking_disable": True, "no_reset_password": True, "mail_notrack": True}
SALESMAN = "sales_team.group_sale_salesman"
ENGINEER = "crm_engineering_calc.group_engineer"


class EngineeringCompany:
    """People, teams, directions and services, over the case's `env`.

    `quiet` is the environment that sets them up without a word to anybody.
    """

    @classmethod
    def _set_up_company(cls):
        cls.quiet = cls.env(context=QUIET)
        cls._set_up_people()
        cls._set_up_direction()

    @classmethod
    def _set_up_people(cls):
        people = {
            "manager": SALESMAN,
            "manager2": SALESMAN,
            "sales_head": "sales_team.group_sale_salesman_all_leads",
            "engineer": ENGINEER,
            "colleague": ENGINEER,
            "outsider": ENGINEER,
            "leader": "crm_engineering_calc.group_leader",
            "administrator": "crm_engineering_calc.group_administrator",
            "employee": "base.group_user",
        }
        users = cls.quiet["res.users"].create(
            [cls._prepare_user(login, groups) for login, groups in people.items()]
        )
        for login, user in zip(people, users, strict=True):
            setattr(cls, login, user)
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

    # === MORE OF THEM ===

    @classmethod
    def user(cls, login, groups, **values):
        """Return a new user with these groups, by external ids with commas between."""
        users = cls.quiet["res.users"]
        return users.create(cls._prepare_user(login, groups, **values)).with_env(
            cls.env
        )

    @classmethod
    def _prepare_user(cls, login, groups, **values):
        login_of_test = f"{login}_of_test"
        if company_id := values.get("company_id"):
            values.setdefault("company_ids", [Command.link(company_id)])
        return {
            "login": login_of_test,
            "password": login_of_test,
            "name": login.replace("_", " ").capitalize(),
            "email": f"{login}@example.com",
            "notification_type": "inbox",
            "group_ids": [
                Command.set([cls.env.ref(group).id for group in groups.split(",")])
            ],
            **values,
        }

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

    def let_sell_freely(self, user):
        """Let a user sell anything of the directions at any price."""
        group = self.quiet["res.groups"].create({"name": "Free", "user_ids": user.ids})
        directions = self.direction | self.other_direction
        self.quiet["engineering.direction.limit"].create(
            [
                {"direction_id": direction.id, "group_id": group.id, "kind": "free"}
                for direction in directions
            ]
        )

    def model(self, name, user):
        return self.env[name].with_user(user)

    def as_(self, user, records):
        return records.with_user(user)
