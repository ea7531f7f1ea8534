"""The engineering administrator sets all up, and sells and plans nothing."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestAdministrator(EngineeringCase):
    def mine(self, model):
        return self.model(model, self.administrator)

    # === WHAT DIRECTIONS NEED ===

    def test_administrator_makes_services(self):
        with Form(self.mine("product.template")) as form:
            form.name = "Roof window"
            form.type = "service"
            form.list_price = 300
            form.engineering_direction_ids.add(self.direction)
        service = form.save()
        self.assertTrue(service.product_variant_id)
        self.assertIn(service, self.direction.with_env(service.env).product_tmpl_ids)
        service.standard_price = 120
        service.active = False

    def test_administrator_makes_pricelists(self):
        pricelist = self.mine("product.pricelist").create(
            {
                "name": "Roofs",
                "item_ids": [
                    Command.create(
                        {
                            "applied_on": "1_product",
                            "product_tmpl_id": self.survey.product_tmpl_id.id,
                            "fixed_price": 80,
                        }
                    )
                ],
            }
        )
        pricelist.item_ids.fixed_price = 85
        pricelist.item_ids.unlink()
        self.as_(self.administrator, self.direction).pricelist_id = pricelist

    def test_administrator_makes_projects_of_works(self):
        with Form(self.mine("project.project")) as form:
            form.name = "Works on roofs"
        project = form.save()
        project.name = "Works on all roofs"
        self.as_(self.administrator, self.direction).project_id = project

    def test_administrator_maps_columns_of_deals(self):
        stage = self.mine("crm.stage").create({"name": "At the engineer's"})
        stage.engineering_state = "calculation"

    def test_administrator_adds_columns_to_works(self):
        self.contract()
        work = self.worked(self.ordered())
        project = work.sudo().project_id
        project.type_ids = project.type_ids._prepare_columns_of_works()
        columns = self.mine("project.task.type").with_context(
            engineering_columns_of_works=True
        )
        with Form(columns, "crm_engineering_calc.work_stage_view_list") as form:
            form.name = "Waiting for glass"
            form.engineering_state = "accepted"
        column = form.save()
        self.assertIn(project, column.project_ids.with_env(self.env))
        work = self.as_(self.engineer, work)
        work.action_accept_work()
        self.assertEqual(work.sudo().stage_id.engineering_state, "accepted")
        work.sudo().stage_id = column
        work.action_complete_work()
        self.assertEqual(work.sudo().stage_id.engineering_state, "completed")
        column.name = "Waiting for panes"
        column.unlink()

    def test_menus_of_the_configuration_open(self):
        menus = self.mine("ir.ui.menu").search(
            [
                (
                    "id",
                    "child_of",
                    self.env.ref("crm_engineering_calc.menu_configuration").id,
                )
            ]
        )
        for menu in menus.filtered("action"):
            action = menu.action.sudo()
            model = self.mine(action.res_model)
            with self.subTest(menu.name):
                for _view_id, kind in action.views:
                    self.assertTrue(model.get_views([(False, kind)]))
                self.assertTrue(model.has_access("create"))

    def test_no_menu_leads_where_another_does(self):
        root = self.env.ref("crm_engineering_calc.menu_engineering_root")
        menus = self.mine("ir.ui.menu").search([("id", "child_of", root.id)])
        actions = [menu.action for menu in menus.filtered("action")]
        self.assertEqual(len(set(actions)), len(actions))

    def test_administrator_sells_and_plans_nothing(self):
        self.assertFalse(
            self.administrator.has_group("sales_team.group_sale_salesman")
            or self.administrator.has_group("project.group_project_user")
        )
        for model in ("sale.order", "sale.order.line", "account.move"):
            self.assertFalse(self.mine(model).has_access("read"), model)
        for model in ("product.template", "product.product", "project.project"):
            self.assertFalse(self.mine(model).has_access("unlink"), model)
        lead = self.deal()
        self.assertRefused(
            AccessError, ".", self.as_(self.administrator, lead).write, {"name": "Mine"}
        )

    # === FILES ===

    def exported(self, records, fields):
        """Return what the client's export for a later import has in its cells."""
        self.assertTrue(self.administrator.has_group("base.group_allow_export"))
        records = self.as_(self.administrator, records).with_context(import_compat=True)
        return records.export_data(fields)["datas"]

    def imported(self, model, fields, rows):
        """Import rows as the client does, and return what they become."""
        lines = [",".join(f'"{cell}"' for cell in row) for row in [fields, *rows]]
        importing = self.mine("base_import.import").create(
            {
                "res_model": model,
                "file": "\n".join(lines).encode(),
                "file_name": "rows.csv",
                "file_type": "text/csv",
            }
        )
        options = {
            "quoting": '"',
            "separator": ",",
            "has_headers": True,
            "advanced": True,
            "keep_matches": False,
            "encoding": "utf-8",
        }
        result = importing.execute_import(fields, fields, options)
        self.assertTrue(result["ids"], result["messages"])
        return self.mine(model).browse(result["ids"])

    def assertComesBack(self, records, fields):
        rows = self.exported(records, fields)
        records = self.as_(self.administrator, records)
        before = records.read(fields[1:])
        back = self.imported(records._name, fields, rows)
        self.assertEqual(back, records)
        records.invalidate_recordset()
        self.assertEqual(records.read(fields[1:]), before)

    def test_names_come_back_as_they_went(self):
        coefficients = self.quiet["engineering.coefficient"].create(
            [
                {
                    "name": "High",
                    "value": 1.25,
                    "value_max": 1.5,
                    "direction_ids": [Command.set(self.direction.ids)],
                },
                {"name": "Steep × wet", "value": 1.1},
            ]
        )
        child = self.quiet["engineering.direction"].create(
            {
                "name": "Tiles",
                "parent_id": self.direction.id,
                "team_id": self.team.id,
                "project_id": self.project.id,
                "pricelist_id": self.quiet["product.pricelist"]
                .create({"name": "Roofs"})
                .id,
                "coefficient_ids": [Command.set(coefficients.ids)],
            }
        )
        coefficients[0].direction_ids += child
        self.assertComesBack(
            coefficients, ["id", "name", "value", "value_max", "direction_ids"]
        )
        self.assertComesBack(
            child,
            [
                "id",
                "name",
                "parent_id",
                "team_id",
                "project_id",
                "pricelist_id",
                "coefficient_ids",
            ],
        )
        self.assertComesBack(
            self.team | self.other_team, ["id", "name", "leader_id", "member_ids"]
        )
        self.assertComesBack(
            self.env["engineering.stage"].search([]),
            ["id", "name", "state", "sequence"],
        )

    def test_coefficient_is_found_as_it_is_shown(self):
        high, higher = self.quiet["engineering.coefficient"].create(
            [{"name": "High", "value": 1.25}, {"name": "High", "value": 1.5}]
        )
        for shown, found in (
            ("High ×1.25", high),
            ("High ×1.5", higher),
            ("High ×7", high | higher),
            ("Low ×1.25", high.browse()),
        ):
            with self.subTest(shown):
                ids = [id_ for id_, _name in high.name_search(shown, operator="=")]
                self.assertEqual(set(ids), set(found.ids))
        self.env["res.lang"]._activate_lang("ru_RU")
        russian = high.with_context(lang="ru_RU")
        self.assertEqual(russian.display_name, "High ×1,25")
        self.assertEqual(
            self.exported(russian, ["name", "display_name"]), [["High", "High"]]
        )
