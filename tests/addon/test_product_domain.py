"""What a direction offers is decided in one place, and asked for everywhere."""

from types import SimpleNamespace
from unittest.mock import patch

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestProductDomain(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.services = self.survey | self.montage | self.repair | self.foreign_service
        self.variant_ = self.variant(self.taken())
        self.template = self.model("engineering.template", self.engineer).create(
            {
                "name": "Usual roof",
                "direction_id": self.direction.id,
                "line_ids": [
                    Command.create({"product_id": service.id})
                    for service in (self.survey, self.repair)
                ],
            }
        )
        directions = type(self.env["engineering.direction"])
        offer = directions._get_product_domain

        def offer_what_costs_more(direction):
            return offer(direction) & Domain("list_price", ">", self.repair.list_price)

        override = patch.object(
            directions, "_get_product_domain", offer_what_costs_more
        )
        override.start()
        self.addCleanup(override.stop)
        self.offered = self.survey | self.montage

    def in_form(self, record):
        """Return the services that the record's form offers for its lines."""
        (field,) = self.parts(
            record, "//field[@name='line_ids']/list/field[@name='product_id']"
        )
        parent = SimpleNamespace(id=record.id, direction_id=self.direction.id)
        domain = safe_eval(field.get("domain"), {"parent": parent})
        return self.services.with_env(record.env).search(domain) & self.services

    def test_override_reaches_the_forms(self):
        self.assertEqual(self.in_form(self.variant_), self.offered)
        self.assertEqual(self.in_form(self.template), self.offered)

    def test_override_reaches_the_catalog(self):
        action = self.variant_.action_add_from_catalog()
        found = self.services.with_user(self.engineer).search(action["domain"])
        self.assertEqual(found & self.services, self.offered)

    def test_override_reaches_lines_and_templates(self):
        for lines, owner in (
            (self.variant_.line_ids, {"variant_id": self.variant_.id}),
            (self.template.line_ids, {"template_id": self.template.id}),
        ):
            values = {**owner, "product_id": self.repair.id}
            self.assertRefused(
                ValidationError, "does not offer .*Repair", lines.create, values
            )

    def test_override_reaches_what_is_taken_over(self):
        fill = self.wizard(
            "engineering.variant.fill",
            self.variant_,
            source="template",
            template_id=self.template.id,
            mode="replace",
        )
        self.assertIn("Repair", fill.missing)
        fill.action_confirm()
        self.assertEqual(self.variant_.line_ids.product_id, self.survey)

    def test_override_reaches_the_import(self):
        calculation = self.variant_.calculation_id
        data = calculation.export_estimate()
        data["variants"][0]["lines"].append(
            {"ref": "new", "name": "Repair", "product_code": "Repair", "quantity": "1"}
        )
        self.assertRefused(UserError, "Repair", calculation.import_estimate, data)

    def test_override_reaches_the_number_on_the_direction(self):
        self.direction.invalidate_recordset(["product_count"])
        self.assertEqual(self.direction.product_count, len(self.offered))

    def test_search_without_a_direction_or_a_variant_finds_nothing(self):
        products = self.model("product.product", self.engineer)
        for name in (
            "engineering_offered_direction_id",
            "engineering_offered_variant_id",
        ):
            self.assertFalse(products.search([(name, "=", False)]))


@tagged("standard", "post_install", "-at_install")
class TestWhatElseIsOffered(EngineeringCase):
    def test_search_tells_nothing_of_what_its_user_may_not_see(self):
        variant = self.variant(self.taken())
        gone = variant.copy()
        gone.unlink()
        self.quiet["engineering.coefficient"].create({"name": "Floor", "value": 2})
        self.env.flush_all()
        for user, named in ((self.outsider, variant), (self.engineer, gone)):
            for name, field in (
                ("product.product", "engineering_offered_variant_id"),
                ("engineering.coefficient", "offered_variant_id"),
                ("engineering.template", "offered_variant_id"),
            ):
                with self.subTest(name, variant=named.id):
                    self.env.invalidate_all()
                    self.assertFalse(
                        self.model(name, user).search([(field, "=", named.id)])
                    )

    def test_coefficients_and_templates_are_found_by_who_offers_them(self):
        variant = self.variant(self.taken())
        own, other = self.quiet["engineering.coefficient"].create(
            [
                {"name": "Steep", "direction_ids": [Command.set(self.direction.ids)]},
                {
                    "name": "Deep",
                    "direction_ids": [Command.set(self.other_direction.ids)],
                },
            ]
        )
        found = own.with_user(self.engineer).search(
            [("offered_direction_id", "=", self.direction.id)]
        )
        self.assertEqual((own | other) & found.with_env(self.env), own)
        usual, foreign = self.quiet["engineering.template"].create(
            [
                {"name": "Roof", "direction_id": self.direction.id},
                {"name": "Pipe", "direction_id": self.other_direction.id},
            ]
        )
        found = usual.with_user(self.engineer).search(
            [("offered_variant_id", "=", variant.id)]
        )
        self.assertEqual((usual | foreign) & found.with_env(self.env), usual)
