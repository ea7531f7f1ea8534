"""A direction's services: where they are set, where they are offered, nowhere else."""

from types import SimpleNamespace

from lxml import html

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


class DirectionCase(EngineeringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.child = cls.quiet["engineering.direction"].create(
            {
                "name": "Flat roofs",
                "code": "ROOF-FLAT",
                "parent_id": cls.direction.id,
                "team_id": cls.team.id,
                "product_tmpl_ids": [
                    Command.set(cls.foreign_service.product_tmpl_id.ids)
                ],
            }
        )
        cls.direction.code = "ROOF"
        cls.merchandiser = cls.user(
            "merchandiser",
            "product.group_product_manager,sales_team.group_sale_manager",
        )

    def line(self, product, calculation=None, **values):
        calculation = calculation or self.taken()
        return self.variant(
            calculation, [{"product_id": product.id, **values}]
        ).line_ids

    def elsewhere(self):
        """Return another company, which the engineer works in too."""
        company = self.env["res.company"].create({"name": "Elsewhere"})
        self.engineer.company_ids |= company
        return company


@tagged("standard", "post_install", "-at_install")
class TestTree(DirectionCase):
    def test_children_stand_under_their_parent(self):
        flat, last, first = self.quiet["engineering.direction"].create(
            [
                {"name": "Green", "parent_id": self.child.id},
                {"name": "Sloping", "parent_id": self.direction.id, "sequence": 20},
                {"name": "Domes", "parent_id": self.direction.id, "sequence": 1},
            ]
        )
        tree = self.direction | first | self.child | flat | last

        def in_order():
            return self.env["engineering.direction"].search([("id", "in", tree.ids)])

        self.assertEqual(in_order(), tree)
        self.assertEqual(flat.display_name, "Roofing / Flat roofs / Green")
        self.child.sequence = 30
        self.assertEqual(in_order(), self.direction | first | last | self.child | flat)
        self.child.parent_id = False
        self.direction.sequence = 99
        self.assertEqual(in_order()[0], self.child)

    def test_path_finds_a_direction(self):
        directions = self.model("engineering.direction", self.administrator)
        for name, operator in (
            ("Roofing / Flat roofs", "="),
            ("ROOF-FLAT", "="),
            ("roof / flat", "ilike"),
            ("Flat", "ilike"),
        ):
            with self.subTest(name):
                self.assertEqual(
                    directions.name_search(name, operator=operator),
                    [(self.child.id, "Roofing / Flat roofs")],
                )
        for name in ("Plumbing / Flat roofs", "Roofing / ", "Roofing/Flat roofs"):
            with self.subTest(name):
                self.assertNotIn(
                    self.child.id,
                    dict(directions.name_search(name, operator="=")),
                )

    def test_part_of_a_parents_name_finds_its_children(self):
        directions = self.env["engineering.direction"]
        windows = directions.create({"name": "Windows"})
        children = directions.create(
            [
                {"name": name, "parent_id": windows.id}
                for name in ("Apartments", "Houses")
            ]
        )
        found = [found for found, _name in directions.name_search("windo")]
        self.assertEqual(found, (windows | children).ids)
        windows.active = False
        found = [found for found, _name in directions.name_search("windo")]
        self.assertEqual(found, children.ids)

    def test_no_direction_is_under_its_own_child(self):
        self.assertRefused(
            UserError, ".", self.direction.write, {"parent_id": self.child.id}
        )

    def test_form_counts_own_services_and_those_of_the_parents(self):
        self.child.product_tmpl_ids |= self.survey.product_tmpl_id
        child = self.as_(self.administrator, self.child)
        self.assertEqual(len(child.product_tmpl_ids), 2)
        self.assertEqual(child.inherited_product_count, 2)
        self.assertEqual(child.product_count, 4)
        self.assertEqual(self.direction.inherited_product_count, 0)
        action = child.action_view_inherited_products()
        self.assertEqual(
            self.env["product.template"].search(action["domain"]),
            (self.montage | self.repair).product_tmpl_id,
        )
        action = child.action_view_products()
        self.assertEqual(self.env["product.template"].search_count(action["domain"]), 4)


@tagged("standard", "post_install", "-at_install")
class TestTracking(DirectionCase):
    def assertTracked(self, record, **values):
        record = self.as_(self.administrator, record).with_context(
            mail_notrack=False, tracking_disable=False
        )
        self.env.cr.precommit.run()
        record.write(values)
        self.env.flush_all()
        self.env.cr.precommit.run()
        fields_told = record.sudo().message_ids[0].tracking_value_ids.field_id
        self.assertEqual(set(fields_told.mapped("name")), set(values))

    def test_what_a_direction_asks_for_is_tracked(self):
        phone = self.env["ir.model.fields"]._get("crm.lead", "phone")
        self.assertTracked(
            self.direction,
            required_field_ids=[Command.set(phone.ids)],
            required_files=2,
            visit_hours=2,
        )

    def test_who_is_in_a_team_is_tracked(self):
        self.assertTracked(self.team, member_ids=[Command.link(self.outsider.id)])


@tagged("standard", "post_install", "-at_install")
class TestServices(DirectionCase):
    def offered(self, calculation):
        """Return what a line's field offers the engineer, as the catalog does."""
        variant = self.variant(
            calculation, [{"display_type": "line_note", "name": "-"}]
        )
        form = html.fromstring(variant.get_view(view_type="form")["arch"])
        [node] = form.xpath("//field[@name='line_ids']/list/field[@name='product_id']")
        parent = SimpleNamespace(id=variant.id)
        products = variant.env["product.product"]
        found = products.search(safe_eval(node.get("domain"), {"parent": parent}))
        in_catalog = products.search(variant.action_add_from_catalog()["domain"])
        self.assertEqual(found, in_catalog)
        return found.with_env(self.env)

    def assertNotOffered(self, service, calculation=None, pattern="does not offer"):
        calculation = calculation or self.taken()
        self.assertNotIn(service, self.offered(calculation))
        self.assertRefused(
            ValidationError,
            f"“{calculation.direction_id.display_name}” {pattern} “{service.name}”",
            self.line,
            service,
            calculation,
        )

    def test_child_offers_what_its_parent_does_and_not_the_other_way_round(self):
        calculation = self.taken(engineering_direction_id=self.child.id)
        self.assertEqual(
            self.offered(calculation),
            self.survey | self.montage | self.repair | self.foreign_service,
        )
        self.line(self.survey, calculation)
        self.assertNotOffered(self.foreign_service)

    def test_archived_service_is_refused(self):
        self.survey.active = False
        self.assertNotOffered(self.survey)

    def test_service_of_another_company_is_refused(self):
        calculation = self.taken()
        self.montage.company_id = self.elsewhere()
        self.assertNotOffered(self.montage, calculation)
        line = self.line(self.survey, calculation)
        for write in (line.write, line.with_context(allowed_company_ids=[]).write):
            self.assertRefused(UserError, ".", write, {"product_id": self.montage.id})

    def test_service_of_a_company_that_the_engineer_is_not_in_is_refused(self):
        self.montage.company_id = self.env["res.company"].create({"name": "Elsewhere"})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertNotOffered(self.montage)

    def test_line_lives_on_when_its_service_is_no_longer_offered(self):
        line = self.line(self.survey)
        gone = self.line(self.montage)
        self.survey.active = False
        self.direction.product_tmpl_ids -= self.montage.product_tmpl_id
        for kept in (line, gone):
            kept.write({"quantity": 5, "base_price": 10})
            self.assertEqual(kept.price_subtotal, 50)
            kept.variant_id._update_order_line_info(kept.product_id.id, 6)
            self.assertEqual(kept.quantity, 6)
        self.assertRefused(
            ValidationError,
            "does not offer",
            line.write,
            {"product_id": self.montage.id},
        )

    def test_service_is_not_moved_into_another_calculation(self):
        line = self.line(self.survey)
        deal = self.deal(engineering_direction_id=self.other_direction.id)
        deal.engineering_team_id = self.team
        other = self.variant(
            self.taken(deal), [{"display_type": "line_note", "name": "-"}]
        )
        self.assertRefused(
            AccessError,
            "“Variant” of Survey can't be written by hand",
            line.write,
            {"variant_id": other.id},
        )


@tagged("standard", "post_install", "-at_install")
class TestAssignment(DirectionCase):
    def test_service_joins_directions_on_its_form_and_on_theirs(self):
        template = self.as_(self.merchandiser, self.foreign_service.product_tmpl_id)
        with Form(template) as form:
            form.engineering_direction_ids.add(
                self.direction.with_user(self.merchandiser)
            )
        self.assertIn(
            self.foreign_service.product_tmpl_id, self.direction.product_tmpl_ids
        )
        direction = self.as_(self.administrator, self.direction)
        with Form(direction) as form:
            form.product_tmpl_ids.remove(template.id)
        self.assertNotIn(self.direction, template.engineering_direction_ids)

    def test_only_who_may_sets_services(self):
        for user in (self.engineer, self.leader, self.manager):
            self.assertRefused(
                AccessError,
                ".",
                self.as_(user, self.direction).write,
                {"product_tmpl_ids": [Command.clear()]},
            )
            self.assertRefused(
                AccessError,
                ".",
                self.as_(user, self.survey.product_tmpl_id).write,
                {"engineering_direction_ids": [Command.clear()]},
            )

    def test_services_are_imported_with_their_directions(self):
        result = self.model("product.template", self.merchandiser).load(
            ["name", "type", "list_price", "engineering_direction_ids"],
            [
                ["Imported by code", "service", "10", "ROOF-FLAT"],
                ["Imported by name", "service", "11", "Roofing,Plumbing"],
                ["Imported by path", "service", "12", "Roofing / Flat roofs"],
            ],
        )
        self.assertFalse(result["messages"])
        self.assertEqual(
            [
                template.engineering_direction_ids
                for template in self.env["product.template"].browse(result["ids"])
            ],
            [self.child, self.direction | self.other_direction, self.child],
        )

    def test_unknown_direction_is_named_and_nothing_is_imported(self):
        result = self.model("product.template", self.merchandiser).load(
            ["name", "engineering_direction_ids"],
            [["Fine", "ROOF"], ["Wrong", "Aviation"]],
        )
        self.assertFalse(result["ids"])
        [message] = result["messages"]
        self.assertIn("Aviation", message["message"])
        self.assertEqual(message["rows"]["from"], 1)

    def test_directions_are_imported_with_parents_and_services(self):
        result = self.model("engineering.direction", self.administrator).load(
            ["name", "code", "parent_id", "team_id", "product_tmpl_ids"],
            [
                ["Facades", "FAC", "", "Roofers", "Survey"],
                ["Glass facades", "FAC-G", "FAC", "Roofers", "Montage,Repair"],
                ["Cold glass", "FAC-GC", "Facades / Glass facades", "", ""],
            ],
        )
        self.assertFalse(result["messages"])
        facades, glass, cold = self.env["engineering.direction"].browse(result["ids"])
        self.assertEqual((glass.parent_id, cold.parent_id), (facades, glass))
        self.assertEqual(facades.team_id, self.team)
        self.assertEqual(cold.product_count, 3)

    def test_what_is_exported_is_imported(self):
        names = ["id", "engineering_direction_ids"]
        service = self.survey.product_tmpl_id
        for directions in (self.child, self.direction | self.other_direction):
            service.engineering_direction_ids = directions
            rows = service._export_rows([[name] for name in names])
            service.engineering_direction_ids = False
            result = self.as_(self.merchandiser, service).load(names, rows)
            self.assertFalse(result["messages"])
            self.assertEqual(service.engineering_direction_ids, directions)

    def test_products_are_found_and_edited_by_direction_in_their_list(self):
        products = self.model("product.template", self.merchandiser)
        views = products.get_views([(False, "list"), (False, "search")])["views"]
        self.assertIn('multi_edit="1"', views["list"]["arch"])
        for view in views.values():
            self.assertIn('name="engineering_direction_ids"', view["arch"])
        self.assertIn("engineering_group_direction", views["search"]["arch"])
        groups = products.formatted_read_group(
            [("engineering_direction_ids", "child_of", self.direction.id)],
            ["engineering_direction_ids"],
            ["__count"],
        )
        self.assertEqual(
            {
                group["engineering_direction_ids"][1]: group["__count"]
                for group in groups
            },
            {"Roofing": 3, "Roofing / Flat roofs": 1, "Plumbing": 1},
        )
        (self.survey | self.repair).product_tmpl_id.with_user(self.merchandiser).write(
            {"engineering_direction_ids": [Command.link(self.other_direction.id)]}
        )
        self.assertEqual(len(self.other_direction.product_tmpl_ids), 3)

    def test_products_of_who_has_no_engineering_look_as_before(self):
        clerk = self.user("clerk", "base.group_user,product.group_product_manager")
        for view_type in ("list", "search", "form"):
            arch = self.model("product.template", clerk).get_view(view_type=view_type)
            self.assertNotIn("engineering_direction", arch["arch"])


@tagged("standard", "post_install", "-at_install")
class TestDirectionAtWork(EngineeringCase):
    # === THE PROJECT OF ITS WORKS ===

    def test_first_work_makes_the_project_of_its_direction(self):
        self.direction.project_id = False
        work = self.worked(self.ordered(), engineer=self.engineer)
        self.assertTrue(work.project_id)
        self.assertEqual(self.direction.project_id, work.sudo().project_id)
        self.assertEqual(self.direction.project_id.name, "Roofing")

    def test_works_of_a_child_go_to_the_project_of_the_parent(self):
        self.direction.parent_id = self.other_direction
        self.direction.project_id = False
        self.assertEqual(self.direction._get_project(), self.project)
        self.assertFalse(self.direction.project_id)

    # === ARCHIVING ===

    def test_what_is_calculated_with_is_not_archived(self):
        calculation = self.requested().sudo()
        for record in (self.direction, self.team):
            record = self.as_(self.administrator, record)
            self.assertRefused(UserError, calculation.name, record.action_archive)
        calculation.action_cancel()
        self.as_(self.administrator, self.direction).action_archive()
        self.as_(self.administrator, self.team).action_archive()

    def test_what_is_calculated_with_stays_in_the_company(self):
        calculation = self.requested().sudo()
        branch = self.quiet["res.company"].create({"name": "Branch"})
        self.direction.project_id = self.direction.team_id = False
        for record in (self.direction, self.team):
            self.assertRefused(
                ValidationError,
                f"{record.name}.*{self.env.company.name}: {calculation.name}",
                record.write,
                {"company_id": branch.id},
            )
            record.company_id = self.env.company
        calculation.action_cancel()
        self.direction.company_id = branch

    def test_team_of_a_direction_is_not_archived(self):
        team = self.as_(self.administrator, self.team)
        self.assertRefused(UserError, "Roofing.*another team", team.action_archive)
