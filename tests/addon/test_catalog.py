"""The product catalog over a variant: plus, minus, and the section at hand."""

from odoo.exceptions import UserError
from odoo.tests import HttpCase, JsonRpcException, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestCatalog(EngineeringCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.calculation = self.taken()
        self.variant_ = self.variant(
            self.calculation,
            [{"display_type": "line_section", "name": "A", "sequence": 1}],
        )
        self.section = self.variant_.line_ids

    def call(self, route, user, **params):
        self.authenticate(user.login, user.login)
        answer = self.make_jsonrpc_request(
            f"/product/catalog/{route}",
            {
                "res_model": "engineering.variant",
                "order_id": self.variant_.id,
                **params,
            },
        )
        self.variant_.invalidate_recordset()
        return answer

    def update(self, quantity, user=None, **params):
        return self.call(
            "update_order_line_info",
            user or self.engineer,
            product_id=self.montage.id,
            quantity=quantity,
            **params,
        )

    def test_catalog_offers_the_directions_services_only(self):
        action = self.variant_.action_add_from_catalog()
        offered = self.model("product.product", self.engineer).search(action["domain"])
        self.assertEqual(offered, self.survey | self.montage | self.repair)
        self.assertEqual(
            action["context"]["product_catalog_order_id"], self.variant_.id
        )

    def test_catalog_of_lines_without_a_variant_is_refused_in_words(self):
        for order_id in (None, False, 0, "x", [self.variant_.id]):
            lines = self.model("engineering.variant.line", self.engineer)
            with self.assertRaisesRegex(UserError, "from a variant"):
                lines.with_context(order_id=order_id).action_add_from_catalog()
        of_variant = lines.with_context(order_id=self.variant_.id)
        self.assertTrue(of_variant.action_add_from_catalog()["context"])

    def test_catalog_shows_base_prices_and_what_is_chosen(self):
        self.update(3, section_id=self.section.id)
        infos = self.call(
            "order_lines_info",
            self.engineer,
            product_ids=[self.montage.id, self.survey.id],
            section_id=self.section.id,
        )
        montage, survey = infos[str(self.montage.id)], infos[str(self.survey.id)]
        self.assertEqual((montage["quantity"], montage["price"]), (3, 250))
        self.assertEqual((survey["quantity"], survey["price"]), (0, 100))
        self.assertFalse(montage["readOnly"])

    def test_catalog_adds_changes_and_removes_a_line(self):
        self.assertEqual(self.update(2), 250)
        line = self.variant_.line_ids - self.section
        self.assertEqual((line.product_id, line.quantity), (self.montage, 2))
        self.update(5)
        self.assertEqual(self.variant_.line_ids - self.section, line)
        self.assertEqual(line.quantity, 5)
        self.update(0)
        self.assertEqual(self.variant_.line_ids, self.section)
        self.assertEqual(self.update(0), 250)

    def test_catalog_puts_a_line_into_its_section(self):
        second = self.call(
            "create_section",
            self.engineer,
            child_field="line_ids",
            name="B",
            position="bottom",
        )
        self.update(1, section_id=self.section.id, child_field="line_ids")
        self.update(2, section_id=second["id"], child_field="line_ids")
        self.assertEqual(
            [
                (line.name, line.parent_id.name)
                for line in self.variant_.line_ids
                if line.display_type
            ],
            [("A", False), ("B", False)],
        )
        self.assertEqual(
            [
                (line.quantity, line.parent_id.name)
                for line in self.variant_.line_ids
                if line.product_id
            ],
            [(1, "A"), (2, "B")],
        )
        sections = self.call("get_sections", self.engineer, child_field="line_ids")
        counts = {section["name"]: section["line_count"] for section in sections}
        self.assertEqual((counts["A"], counts["B"]), (1, 1))

    def test_catalog_is_closed_to_others(self):
        for user in (self.manager, self.manager2, self.outsider, self.employee):
            with self.subTest(user.login), self.assertRaises(JsonRpcException):
                self.update(2, user)
        self.assertEqual(self.variant_.line_ids, self.section)

    def test_catalog_is_closed_when_completed(self):
        self.update(2)
        self.calculation.action_complete()
        with self.assertRaises(JsonRpcException):
            self.update(3)
        self.assertRefused(
            UserError, "Completed", self.variant_.action_add_from_catalog
        )
        self.assertEqual((self.variant_.line_ids - self.section).quantity, 2)

    def test_catalog_refuses_a_service_of_another_direction(self):
        with self.assertRaises(JsonRpcException):
            self.call(
                "update_order_line_info",
                self.engineer,
                product_id=self.foreign_service.id,
                quantity=1,
            )
        self.assertEqual(self.variant_.line_ids, self.section)

    def test_minus_to_zero_removes_the_line(self):
        self.update(2)
        self.update(1)
        self.assertEqual((self.variant_.line_ids - self.section).quantity, 1)
        self.update(0)
        self.assertEqual(self.variant_.line_ids, self.section)

    def test_line_with_a_formula_is_changed_in_the_list_only(self):
        line = self.variant_.line_ids.create(
            {
                "variant_id": self.variant_.id,
                "product_id": self.montage.id,
                "formula": "2 * 3",
                "sequence": 2,
            }
        )
        [info] = self.call(
            "order_lines_info",
            self.engineer,
            product_ids=self.montage.ids,
            section_id=self.section.id,
        ).values()
        self.assertEqual((info["quantity"], info["readOnly"]), (6, True))
        for quantity in (7, 0):
            self.assertRefused(
                UserError,
                "“Montage” stands here more than once, or has a formula",
                self.variant_._update_order_line_info,
                self.montage.id,
                quantity,
                section_id=self.section.id,
            )
        self.assertEqual((line.quantity, line.formula), (6, "2 * 3"))

    def test_service_that_stands_twice_is_changed_in_the_list_only(self):
        values = {"variant_id": self.variant_.id, "product_id": self.montage.id}
        twice = self.variant_.line_ids.create([values, values])
        [info] = self.call(
            "order_lines_info",
            self.engineer,
            product_ids=self.montage.ids,
            section_id=self.section.id,
        ).values()
        self.assertEqual((info["quantity"], info["readOnly"]), (2, True))
        self.assertRefused(
            UserError,
            "more than once",
            self.variant_._update_order_line_info,
            self.montage.id,
            0,
            section_id=self.section.id,
        )
        self.assertTrue(twice.exists())


@tagged("standard", "post_install", "-at_install")
class TestCatalogSections(EngineeringCase):
    def setUp(self):
        super().setUp()
        texts = ["top", "A", "of A", "A1", "of A1", "B", "of B"]
        kinds = {
            "A": "line_section",
            "A1": "line_subsection",
            "B": "line_section",
        }
        self.variant_ = self.variant(
            self.taken(),
            [
                {"sequence": number, "name": text, "display_type": kinds[text]}
                if text in kinds
                else {
                    "sequence": number,
                    "name": text,
                    "product_id": self.survey.id,
                }
                for number, text in enumerate(texts)
            ],
        )
        lines = self.variant_.line_ids
        self.of = {line.name: line for line in lines}

    def move(self, moved, target):
        def section(name):
            line = self.of.get(name, self.variant_.line_ids.browse())
            return {"id": line.id, "sequence": line.sequence}

        sequences = self.variant_._resequence_sections(
            [section(moved), section(target)], "line_ids"
        )
        self.env.invalidate_all()
        self.assertEqual(
            sequences, {self.of[name].id: self.of[name].sequence for name in "AB"}
        )
        return self.variant_.line_ids.mapped("name")

    def test_panel_counts_services_of_subsections_with_their_section(self):
        counts = {
            section["name"]: section["line_count"]
            for section in self.variant_._get_sections("line_ids")
        }
        self.assertEqual(counts, {"No Section": 1, "A": 2, "B": 1})

    def test_plus_and_minus_find_the_line_in_a_subsection(self):
        section = self.of["A"]
        self.variant_._update_order_line_info(
            self.montage.id, 3, section_id=section.id, child_field="line_ids"
        )
        added = self.variant_.line_ids.filtered(
            lambda line: line.product_id == self.montage
        )
        self.assertEqual(added.parent_id, section)
        self.of["of A"].unlink()
        self.variant_._update_order_line_info(
            self.survey.id, 5, section_id=section.id, child_field="line_ids"
        )
        self.assertEqual(self.of["of A1"].quantity, 5)
        self.assertEqual(self.of["of A1"].parent_id, self.of["A1"])

    def test_moved_section_takes_its_subsections_along(self):
        self.assertEqual(
            self.move("A", "B"), ["top", "B", "of B", "A", "of A", "A1", "of A1"]
        )
        self.assertEqual(self.of["of A1"].parent_id, self.of["A1"])
        self.assertEqual(
            self.move("A", "B"), ["top", "A", "of A", "A1", "of A1", "B", "of B"]
        )

    def test_what_is_in_no_section_stays_above_all_sections(self):
        self.assertEqual(
            self.move("B", "none"), ["top", "B", "of B", "A", "of A", "A1", "of A1"]
        )
