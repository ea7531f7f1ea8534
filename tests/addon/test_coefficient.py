"""Coefficients: where they are offered, which are not optional, and what lines keep."""

from datetime import date, datetime

from psycopg2.errors import CheckViolation, ForeignKeyViolation, RestrictViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


class CoefficientCase(EngineeringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.floor = cls.coefficient("Floor", 1.2, 1.0, 1.5, code="FLOOR")
        cls.night = cls.coefficient("Night", 2.0, 1.5, 2.5)
        cls.indoors, cls.outdoors = cls.quiet["product.category"].create(
            [{"name": "Indoors"}, {"name": "Outdoors"}]
        )
        cls.roofs = cls.quiet["product.category"].create(
            {"name": "Roofs", "parent_id": cls.outdoors.id}
        )
        cls.survey.categ_id = cls.indoors
        cls.montage.categ_id = cls.roofs

    @classmethod
    def coefficient(cls, name, value, value_min=None, value_max=None, **values):
        return cls.quiet["engineering.coefficient"].create(
            {
                "name": name,
                "value": value,
                "value_min": value_min or value,
                "value_max": value_max or value,
                **values,
            }
        )

    @classmethod
    def always(cls, name="Hazard", value=1.1, **values):
        return cls.coefficient(name, value, value, value + 1, kind="always", **values)

    def line(self, *coefficients, calculation=None, **values):
        """Return the line of a new variant, as its engineer sees it."""
        values = {"product_id": self.survey.id, "quantity": 2, **values}
        if coefficients:
            ids = [coefficient.id for coefficient in coefficients]
            values["coefficient_ids"] = [Command.set(ids)]
        return self.variant(calculation or self.taken(), [values]).line_ids

    def choose(self, line, *coefficients):
        line.coefficient_ids = line.coefficient_ids.union(
            *(coefficient.with_env(line.env) for coefficient in coefficients)
        )

    def requested_on(self, moment, **values):
        """Return a calculation of that moment, in work."""
        calculation = self.taken(**values)
        calculation.sudo()._as_machine().requested_on = moment
        return calculation

    def offered(self, record, product=None):
        """Return what the form offers for a line, or without a product a variant."""
        variant = record if record._name == "engineering.variant" else record.variant_id
        return (
            self.model("engineering.coefficient", self.engineer)
            .search(
                [
                    ("offered_variant_id", "=", variant.id),
                    ("offered_product_id", "=", product and product.id),
                ]
            )
            .with_env(self.env)
        )


@tagged("standard", "post_install", "-at_install")
class TestScope(CoefficientCase):
    def assertNotOffered(self, line, coefficient):
        self.assertNotIn(coefficient, self.offered(line, line.product_id))
        self.assertRefused(
            ValidationError,
            f"“Roofing” does not offer the coefficient {coefficient.name} ×.*"
            f"{line.name}.* on ",
            self.choose,
            line,
            coefficient,
        )

    def assertOffered(self, line, coefficient):
        self.assertIn(coefficient, self.offered(line, line.product_id))
        self.choose(line, coefficient)
        self.assertIn(coefficient, line.coefficient_ids)

    def test_without_scope_it_is_offered_to_every_line_and_variant(self):
        line = self.line()
        self.assertOffered(line, self.floor)
        self.assertIn(self.floor, self.offered(line.variant_id))
        line.variant_id.coefficient_ids = self.floor
        self.assertEqual(line.price_unit, 144)

    def test_it_is_offered_in_its_directions_and_their_children(self):
        line = self.line()
        self.floor.direction_ids = self.other_direction
        self.assertNotOffered(line, self.floor)
        self.direction.parent_id = self.other_direction
        self.assertOffered(line, self.floor)

    def test_it_is_offered_to_services_of_its_categories_and_theirs(self):
        survey, montage = self.line(), self.line(product_id=self.montage.id)
        self.floor.categ_ids = self.outdoors
        self.assertNotOffered(survey, self.floor)
        self.assertOffered(montage, self.floor)

    def test_it_is_offered_to_its_services(self):
        survey, montage = self.line(), self.line(product_id=self.montage.id)
        self.floor.product_tmpl_ids = self.survey.product_tmpl_id
        self.assertNotOffered(montage, self.floor)
        self.assertOffered(survey, self.floor)

    def test_a_line_must_fit_every_scope(self):
        survey, montage = self.line(), self.line(product_id=self.montage.id)
        self.floor.write(
            {
                "categ_ids": [Command.set(self.outdoors.ids)],
                "product_tmpl_ids": [
                    Command.set((self.survey | self.montage).product_tmpl_id.ids)
                ],
            }
        )
        self.assertNotOffered(survey, self.floor)
        self.assertOffered(montage, self.floor)

    def test_archived_scope_goes_on_limiting(self):
        montage = self.line(product_id=self.montage.id)
        self.floor.product_tmpl_ids = self.survey.product_tmpl_id
        self.night.direction_ids = self.other_direction
        self.survey.product_tmpl_id.active = False
        self.other_direction.active = False
        self.assertNotOffered(montage, self.floor)
        self.assertNotOffered(montage, self.night)

    @mute_logger("odoo.sql_db")
    def test_scope_is_not_deleted_from_under_a_coefficient(self):
        self.floor.product_tmpl_ids = self.foreign_service.product_tmpl_id
        self.night.categ_ids = self.outdoors
        self.other_direction.product_tmpl_ids = False
        # PostgreSQL 18 has an error of its own for it.
        refusals = (ForeignKeyViolation, RestrictViolation)
        for records in (self.foreign_service.product_tmpl_id, self.outdoors):
            with self.subTest(records._name):
                self.assertRefused(refusals, "scope|rel", records.unlink)
        self.night.direction_ids = self.other_direction
        self.assertRefused(
            UserError,
            "Night ×2 is for “Plumbing” only",
            self.other_direction.unlink,
        )
        self.night.direction_ids |= self.direction
        self.other_direction.unlink()

    def test_archived_is_offered_to_nobody(self):
        line = self.line()
        self.floor.active = False
        self.assertNotOffered(line, self.floor)

    def test_variant_has_what_belongs_to_no_service(self):
        variant = self.line().variant_id
        self.floor.categ_ids = self.indoors
        self.night.product_tmpl_ids = self.survey.product_tmpl_id
        for coefficient in (self.floor, self.night, self.always()):
            with self.subTest(coefficient.name):
                self.assertNotIn(coefficient, self.offered(variant))
                self.assertRefused(
                    ValidationError,
                    "does not offer",
                    variant.write,
                    {"coefficient_ids": [Command.link(coefficient.id)]},
                )

    def test_coefficient_of_another_company_is_refused(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        line = self.line()
        self.floor.company_id = elsewhere
        self.engineer.company_ids |= elsewhere
        self.assertNotIn(self.floor, self.offered(line, line.product_id))
        self.assertRefused(
            UserError,
            "“Survey” .*Floor ×1.2.* another company",
            self.choose,
            line,
            self.floor,
        )

    def test_form_of_a_line_finds_by_name_and_code(self):
        line = self.line()
        names = self.model("engineering.coefficient", self.engineer).name_search(
            "FLO",
            [
                ("offered_variant_id", "=", line.variant_id.id),
                ("offered_product_id", "=", line.product_id.id),
            ],
        )
        self.assertEqual(names, [(self.floor.id, "Floor ×1.2")])

    def test_administrator_finds_what_applies_to_a_service(self):
        self.floor.categ_ids = self.outdoors
        coefficients = self.model("engineering.coefficient", self.administrator)
        for service, found in (
            (self.survey, self.night),
            (self.montage, self.floor | self.night),
        ):
            self.assertLessEqual(
                found, coefficients.search([("offered_product_id", "=", service.id)])
            )
            self.assertNotIn(
                self.floor if found == self.night else self.env[found._name],
                coefficients.search([("offered_product_id", "ilike", service.name)]),
            )


@tagged("standard", "post_install", "-at_install")
class TestDates(CoefficientCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.winter = cls.coefficient(
            "Winter", 1.3, date_from=date(2026, 12, 1), date_to=date(2027, 2, 28)
        )
        cls.env.company.partner_id.tz = "UTC"

    def assertChoice(self, moment, allowed):
        line = self.line(calculation=self.requested_on(moment))
        self.assertEqual(
            self.winter in self.offered(line, line.product_id), allowed, moment
        )
        if allowed:
            self.choose(line, self.winter)
        else:
            self.assertRefused(
                ValidationError,
                f"does not offer .*Winter.* on {moment:%m/%d/%Y}",
                self.choose,
                line,
                self.winter,
            )

    def test_first_and_last_day_are_valid(self):
        self.assertChoice(datetime(2026, 11, 30, 23, 59), False)
        self.assertChoice(datetime(2026, 12, 1, 0, 1), True)
        self.assertChoice(datetime(2027, 2, 28, 23, 59), True)
        self.assertChoice(datetime(2027, 3, 1, 0, 1), False)

    def test_one_date_leaves_the_other_side_open(self):
        self.winter.date_to = False
        self.assertChoice(datetime(2040, 1, 1), True)
        self.winter.write({"date_from": False, "date_to": date(2027, 2, 28)})
        self.assertChoice(datetime(2020, 1, 1), True)

    def test_day_is_that_of_the_companys_clock(self):
        calculation = self.requested_on(datetime(2026, 11, 30, 22, 0))
        self.engineer.tz = "America/New_York"
        for tz, expected in (
            ("UTC", date(2026, 11, 30)),
            ("Europe/Moscow", date(2026, 12, 1)),
        ):
            self.env.company.partner_id.tz = tz
            self.assertEqual(calculation._get_request_date(), expected)
        self.choose(self.line(calculation=calculation), self.winter)

    def test_it_does_not_end_before_it_begins(self):
        with mute_logger("odoo.sql_db"):
            self.assertRefused(
                CheckViolation, "dates", self.winter.write, {"date_from": "2028-01-01"}
            )


@tagged("standard", "post_install", "-at_install")
class TestAlways(CoefficientCase):
    def test_line_has_it_from_when_its_service_is_chosen(self):
        hazard = self.always(categ_ids=[Command.set(self.outdoors.ids)])
        self.assertFalse(self.line().coefficient_ids)
        line = self.line(product_id=self.montage.id)
        self.assertEqual(line.coefficient_ids, hazard)
        self.assertEqual(line.price_unit, 275)
        line.product_id = self.survey
        self.assertFalse(line.coefficient_ids)
        self.assertEqual((line.coefficient, line.price_unit), (1, 100))
        line.product_id = self.montage
        self.assertEqual(line.coefficient_ids, hazard)

    def test_it_comes_beside_what_is_chosen(self):
        hazard = self.always()
        line = self.line(self.floor)
        self.assertEqual(line.coefficient_ids, self.floor | hazard)
        self.assertAlmostEqual(line.coefficient, 1.32)
        emptied = self.line(coefficient_ids=[Command.set([])])
        self.assertEqual(emptied.coefficient_ids, hazard)

    def test_sections_and_notes_have_none(self):
        self.always()
        texts = self.variant(
            self.taken(),
            [
                {"display_type": "line_section", "name": "A"},
                {"display_type": "line_note", "name": "B"},
            ],
        ).line_ids
        self.assertFalse(texts.coefficient_ids)

    def test_catalog_applies_it(self):
        hazard = self.always()
        variant = self.line().variant_id
        price = variant._update_order_line_info(self.montage.id, 1)
        self.assertEqual(price, 275)
        self.assertEqual(variant.line_ids[-1].coefficient_ids, hazard)

    def test_form_shows_it_at_once(self):
        self.always(name="Hazard")
        variant = self.line().variant_id
        with Form(variant) as form, form.line_ids.new() as line:
            line.product_id = self.montage.with_user(self.engineer)
            self.assertEqual(line.coefficient_ids[:].mapped("name"), ["Hazard"])
            self.assertAlmostEqual(line.coefficient, 1.1)
        self.assertEqual(variant.line_ids[-1].price_unit, 275)

    def test_engineer_does_not_take_it_off(self):
        hazard = self.always()
        line = self.line(self.floor)
        for commands in (
            [Command.unlink(hazard.id)],
            [Command.clear()],
            [Command.set(self.floor.ids)],
        ):
            with self.subTest(commands=commands):
                self.assertRefused(
                    ValidationError,
                    "Hazard ×1.1 is always applied to .*Survey.*Put it back",
                    line.write,
                    {"coefficient_ids": commands},
                )
        line.coefficient_ids = hazard
        self.assertEqual(line.coefficient, 1.1)

    def test_new_service_brings_it_even_if_the_engineer_writes_none(self):
        hazard = self.always(categ_ids=[Command.set(self.outdoors.ids)])
        line = self.line()
        line.write({"product_id": self.montage.id, "coefficient_ids": []})
        self.assertEqual(line.coefficient_ids, hazard)

    def test_its_number_may_be_corrected_within_its_bounds(self):
        self.always()
        line = self.line()
        line.write({"coefficient": 2.1, "coefficient_reason": "Over water"})
        self.assertEqual(line.price_unit, 210)
        self.assertRefused(
            ValidationError, r"bounds.*\(1.1 to 2.1\)", line.write, {"coefficient": 1}
        )

    def test_later_configuration_leaves_old_lines_alone(self):
        line = self.line()
        hazard = self.always()
        line.write({"quantity": 5, "coefficient_ids": [Command.link(self.floor.id)]})
        self.assertEqual(line.coefficient_ids, self.floor)
        line.coefficient_ids = False
        kept = self.line()
        hazard.date_to = date(2000, 1, 1)
        kept.coefficient_ids = self.floor
        self.assertEqual(kept.coefficient_ids, self.floor)

    def test_other_directions_days_and_companies_are_left_alone(self):
        self.always(direction_ids=[Command.set(self.other_direction.ids)])
        self.always(date_to=date(2000, 1, 1))
        self.always(active=False)
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.always(company_id=elsewhere.id)
        self.engineer.company_ids |= elsewhere
        self.assertFalse(self.line().coefficient_ids)

    def test_copy_and_revision_take_no_new_one_and_drop_no_old_one(self):
        hazard = self.always()
        line = self.line()
        hazard.active = False
        calculation = line.variant_id.calculation_id
        self.always("Insurance", 1.5)
        copy = line.variant_id.copy()
        self.assertEqual(copy.line_ids.coefficient_ids, hazard)
        self.complete(calculation)
        revision = self.revise(calculation)
        for again in revision.variant_ids.line_ids:
            self.assertEqual(again.coefficient_ids, hazard)
            self.assertEqual(again.price_unit, line.price_unit)

    def test_copy_takes_off_nothing_that_is_always_applied(self):
        hazard = self.always()
        line = self.line()
        copies = line.copy({"coefficient_ids": [Command.clear()]})
        copies |= line.copy({"product_id": self.montage.id})
        for copy in copies:
            self.assertEqual((copy.coefficient_ids, copy.coefficient), (hazard, 1.1))

    def test_it_costs_a_batch_of_lines_no_query_each(self):
        self.always(categ_ids=[Command.set(self.outdoors.ids)])
        variant = self.line().variant_id

        def queries(number):
            line = {"variant_id": variant.id, "product_id": self.montage.id}
            lines = [dict(line) for _count in range(number)]
            return self.count_queries(variant.line_ids.create, lines)

        queries(2)
        self.assertLessEqual(queries(60), queries(2))
        self.assertEqual(set(variant.line_ids[1:].mapped("price_unit")), {275})


@tagged("standard", "post_install", "-at_install")
class TestTaken(CoefficientCase):
    def configure_anew(self, coefficient, value=3.0):
        coefficient.write({"value": value, "value_min": value, "value_max": value + 1})
        self.env.flush_all()
        self.env.invalidate_all()

    def test_configured_anew_it_changes_neither_number_nor_bounds(self):
        line = self.line(self.floor)
        self.configure_anew(self.floor)
        line.quantity = 3
        self.assertEqual((line.coefficient, line.price_unit), (1.2, 120))
        line.coefficient = 1.5
        self.assertRefused(
            ValidationError, r"Survey.*\(1 to 1.5\)", line.write, {"coefficient": 3.0}
        )

    def test_another_coefficient_multiplies_the_values_taken(self):
        line = self.line(self.floor)
        self.configure_anew(self.floor)
        self.choose(line, self.night)
        self.assertAlmostEqual(line.coefficient, 2.4)
        line.coefficient_ids = self.night
        self.assertEqual(line.coefficient, 2.0)
        self.choose(line, self.floor)
        self.assertEqual(line.coefficient, 6.0)

    def test_what_went_out_of_scope_stays_and_is_not_in_the_way(self):
        line = self.line(self.floor)
        self.floor.write(
            {
                "categ_ids": [Command.set(self.outdoors.ids)],
                "direction_ids": [Command.set(self.other_direction.ids)],
                "date_to": date(2000, 1, 1),
                "active": False,
            }
        )
        self.choose(line, self.night)
        self.assertEqual(line.coefficient_ids, self.floor | self.night)
        line.base_price = 50
        self.assertEqual(line.price_unit, 120)
        self.complete(line.variant_id.calculation_id)

    def test_copy_takes_no_values_from_a_client(self):
        line = self.line(self.floor)
        forged = {str(self.floor.id): {"value": 0.1, "min": 0.01, "max": 99}}
        for record in (line, line.variant_id):
            record.coefficient_ids = self.floor
            copy = record.copy({"coefficient_values": forged})
            self.assertEqual(copy.coefficient_values, record.coefficient_values)
            self.assertRefused(
                ValidationError, r"\(1 to 1.5\)", copy.write, {"coefficient": 0.1}
            )

    def test_copy_takes_no_coefficients_that_are_not_offered(self):
        line = self.line(self.floor)
        line.write({"coefficient": 1.4, "coefficient_reason": "Narrow stairs"})
        foreign = self.coefficient(
            "Depth", 2, direction_ids=[Command.set(self.other_direction.ids)]
        )
        for record in (line, line.variant_id):
            self.assertRefused(
                ValidationError,
                "does not offer the coefficient Depth",
                record.copy,
                {"coefficient_ids": [Command.set(foreign.ids)]},
            )
        copy = line.copy({"coefficient_ids": [Command.set(self.night.ids)]})
        self.assertEqual((copy.coefficient, copy.coefficient_reason), (2.0, False))

    def test_copies_and_revisions_keep_what_was_taken(self):
        line = self.line(self.floor)
        line.variant_id.coefficient_ids = self.night
        self.configure_anew(self.floor)
        self.configure_anew(self.night)
        self.floor.active = False
        copy = line.variant_id.copy()
        calculation = line.variant_id.calculation_id
        self.complete(calculation)
        revision = self.revise(calculation)
        for variant in copy | revision.variant_ids:
            with self.subTest(variant.display_name):
                self.assertEqual(variant.coefficient, 2.0)
                self.assertEqual(variant.line_ids.coefficient, 1.2)
                self.assertEqual(
                    variant.line_ids.coefficient_values, line.coefficient_values
                )
                self.assertEqual(variant.amount_total, line.variant_id.amount_total)
        again = revision.variant_ids[0].line_ids
        again.coefficient = 1.5
        self.assertRefused(
            ValidationError, r"\(1 to 1.5\)", again.write, {"coefficient": 3.0}
        )

    def test_nobody_says_what_was_taken(self):
        forged = {str(self.floor.id): {"value": 9.0, "min": 0.1, "max": 9.0}}
        line = self.line(self.floor)
        self.assertRefused(
            AccessError,
            "can't be written by hand",
            line.write,
            {"coefficient_values": forged},
        )
        honest = {str(self.floor.id): {"value": 1.2, "min": 1.0, "max": 1.5}}
        for create, values in (
            (line.create, {"coefficient_values": forged}),
            (line.with_context(default_coefficient_values=forged).create, {}),
        ):
            made = create(
                {
                    "variant_id": line.variant_id.id,
                    "product_id": self.survey.id,
                    "coefficient_ids": [Command.set(self.floor.ids)],
                    **values,
                }
            )
            self.assertEqual(made.coefficient_values, honest)
            self.assertEqual(made.coefficient, 1.2)

    def test_line_from_before_values_were_taken_has_the_present_ones(self):
        line = self.line(self.floor)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE engineering_variant_line SET coefficient_values = NULL"
            " WHERE id = %s",
            [line.id],
        )
        self.env.invalidate_all()
        self.assertFalse(line.coefficient_corrected)
        line.coefficient = 1.5
        self.assertRefused(
            ValidationError, r"\(1 to 1.5\)", line.write, {"coefficient": 1.6}
        )
        self.choose(line, self.night)
        self.assertAlmostEqual(line.coefficient, 2.4)

    def test_used_coefficient_is_archived_and_not_deleted(self):
        self.line(self.floor).variant_id.coefficient_ids = self.night
        for coefficient in (self.floor, self.night):
            coefficient.active = False
            self.assertRefused(
                UserError,
                f"{coefficient.name} .*needed by calculations .*. Archive it",
                self.as_(self.administrator, coefficient).unlink,
            )
        self.as_(self.administrator, self.coefficient("Unused", 1.0)).unlink()


@tagged("standard", "post_install", "-at_install")
class TestReason(CoefficientCase):
    def test_reason_stays_while_the_number_is_corrected(self):
        line = self.line(self.floor)
        self.assertFalse(line.coefficient_corrected)
        line.write({"coefficient": 1.4, "coefficient_reason": "Narrow stairs"})
        self.assertTrue(line.coefficient_corrected)
        line.quantity = 7
        line.coefficient = 1.3
        self.assertEqual(line.coefficient_reason, "Narrow stairs")
        line.coefficient = 1.2
        self.assertFalse(line.coefficient_corrected)
        self.assertFalse(line.coefficient_reason)

    def test_another_coefficient_begins_with_the_product(self):
        line = self.line(self.floor)
        line.write({"coefficient": 1.4, "coefficient_reason": "Narrow stairs"})
        self.choose(line, self.night)
        self.assertAlmostEqual(line.coefficient, 2.4)
        self.assertFalse(line.coefficient_reason)

    def test_plain_number_needs_a_reason_too(self):
        line = self.line(coefficient=1.7, coefficient_reason="As agreed")
        self.assertTrue(line.coefficient_corrected)
        self.assertEqual(line.coefficient_reason, "As agreed")
        self.assertEqual(line.price_unit, 170)

    def test_form_asks_for_a_reason_of_a_corrected_number(self):
        variant = self.line(self.floor).variant_id
        form = Form(variant)
        self.assertFalse(form.has_corrected_coefficients)
        with form.line_ids.edit(0) as line:
            line.coefficient = 1.4
        self.assertTrue(form.has_corrected_coefficients)
        with (
            self.assertRaisesRegex(AssertionError, "coefficient_reason.*required"),
            form.line_ids.edit(0) as line,
        ):
            line.coefficient = 1.3
        with form.line_ids.edit(0) as line:
            line.coefficient = 1.4
            line.coefficient_reason = "Narrow stairs"
        form.save()
        self.assertEqual(variant.line_ids.coefficient_reason, "Narrow stairs")
        with form.line_ids.edit(0) as line:
            line.coefficient = 1.2
        form.save()
        self.assertFalse(variant.line_ids.coefficient_reason)

    def test_variant_keeps_a_reason_too(self):
        variant = self.line().variant_id
        with Form(variant) as form:
            form.coefficient_ids.add(self.floor.with_user(self.engineer))
            form.coefficient = 1.5
            form.coefficient_reason = "Twice the floor"
        self.assertEqual(variant.coefficient_reason, "Twice the floor")
        self.assertEqual(variant.line_ids.price_unit, 150)
        self.assertRefused(
            ValidationError,
            rf"1.6 of “{variant.name}”.*\(1 to 1.5\)",
            variant.write,
            {"coefficient": 1.6},
        )

    def test_copy_keeps_the_reason(self):
        line = self.line(self.floor)
        line.write({"coefficient": 1.4, "coefficient_reason": "Narrow stairs"})
        copy = line.variant_id.copy().line_ids
        self.assertEqual(copy.coefficient, 1.4)
        self.assertEqual(copy.coefficient_reason, "Narrow stairs")


@tagged("standard", "post_install", "-at_install")
class TestConfiguration(CoefficientCase):
    def test_administrators_changes_are_in_the_feed(self):
        coefficient = (
            self.env["engineering.coefficient"]
            .with_user(self.administrator)
            .create({"name": "Floor", "value": 1.1})
        )
        self.env.flush_all()
        self.env.cr.precommit.run()
        for values in (
            {"name": "Floor above 5"},
            {"code": "F5"},
            {"kind": "always"},
            {"value": 1.15},
            {"value_max": 1.9},
            {"value_min": 1.01},
            {"direction_ids": [Command.set(self.direction.ids)]},
            {"categ_ids": [Command.set(self.indoors.ids)]},
            {"product_tmpl_ids": [Command.set(self.survey.product_tmpl_id.ids)]},
            {"date_from": "2026-01-01"},
            {"date_to": "2026-12-31"},
            {"active": False},
        ):
            with self.subTest(values=values):
                coefficient.write(values)
                self.env.flush_all()
                self.env.cr.precommit.run()
                tracked = coefficient.sudo().message_ids[0].tracking_value_ids.field_id
                self.assertLessEqual(set(values), set(tracked.mapped("name")))
                self.assertEqual(
                    coefficient.message_ids[0].author_id, self.administrator.partner_id
                )

    def test_direction_tells_of_its_coefficients_too(self):
        self.env.cr.precommit.run()
        direction = self.direction.with_env(self.env).with_user(self.administrator)
        direction.coefficient_ids = self.floor
        self.env.flush_all()
        self.env.cr.precommit.run()
        tracked = direction.sudo().message_ids.tracking_value_ids.field_id
        self.assertIn("coefficient_ids", tracked.mapped("name"))

    def test_engineers_and_managers_do_not_configure(self):
        for user in (self.engineer, self.leader, self.manager):
            self.assertRefused(
                AccessError, ".", self.as_(user, self.floor).write, {"value": 1.1}
            )

    def test_tag_is_written_as_people_write_numbers(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        self.floor.value = 1.25
        self.assertEqual(self.floor.display_name, "Floor ×1.25")
        self.assertEqual(
            self.floor.with_context(lang="ru_RU").display_name, "Floor ×1,25"
        )
        self.floor.value = 1.5
        self.assertEqual(self.floor.display_name, "Floor ×1.5")

    def test_filters_find_by_kind_date_and_direction(self):
        hazard = self.always(direction_ids=[Command.set(self.direction.ids)])
        past = self.coefficient("Past", 1.0, date_to="2000-01-01")
        future = self.coefficient("Future", 1.0, date_from="2100-01-01")
        plumbing = self.coefficient(
            "Pipes", 1.0, direction_ids=[Command.set(self.other_direction.ids)]
        )
        made = hazard | past | future | plumbing | self.floor
        arch = self.env.ref(
            "crm_engineering_calc.engineering_coefficient_view_search"
        )._get_combined_arch()
        coefficients = self.model("engineering.coefficient", self.administrator)

        def found(name):
            [node] = arch.xpath(f"//filter[@name='{name}']")
            domain = safe_eval(node.get("domain"))
            return coefficients.search(domain) & made

        self.assertEqual(found("always"), hazard)
        self.assertEqual(found("choice"), made - hazard)
        self.assertEqual(found("valid"), made - past - future)
        self.assertEqual(found("expired"), past)
        self.assertEqual(found("future"), future)
