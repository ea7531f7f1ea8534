"""A field that another addon gives to the line: a factor, wherever the line goes."""

from psycopg2.errors import CheckViolation

from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

URGENT = 1.5


class UrgencyCase(EngineeringCase):
    def line(self, **values):
        values = {"product_id": self.montage.id, "quantity": 4, **values}
        return self.variant(self.taken(), [{"urgency": URGENT, **values}]).line_ids


@tagged("post_install", "-at_install")
class TestPrice(UrgencyCase):
    def test_it_multiplies_the_price(self):
        line = self.line()
        self.assertEqual(line.calculated_price, 375)
        self.assertEqual(line.variant_id.amount_untaxed, 1500)
        line.urgency = 2
        self.assertEqual(line.price_unit, 500)

    def test_it_is_one_where_nobody_says_otherwise(self):
        line = self.variant(self.taken()).line_ids[0]
        self.assertEqual((line.urgency, line.price_unit), (1, line.base_price))

    @mute_logger("odoo.sql_db")
    def test_it_is_more_than_nothing(self):
        self.assertRefused(CheckViolation, "urgency", self.line().write, {"urgency": 0})

    def test_form_shows_the_price_at_once(self):
        line = self.line()
        with Form(line.variant_id) as form, form.line_ids.edit(0) as row:
            row.urgency = 2
            self.assertEqual(row.price_unit, 500)
        self.assertEqual(line.price_unit, 500)

    def test_it_costs_many_lines_no_query_each(self):
        lines = [(self.montage, number + 1, 250.0) for number in range(40)]
        variant = self.variant(self.taken(), lines)

        def make_urgent(lines):
            urgent = [Command.update(line.id, {"urgency": URGENT}) for line in lines]
            return self.count_queries(variant.write, {"line_ids": urgent})

        make_urgent(variant.line_ids[:2])
        few = make_urgent(variant.line_ids[2:5])
        self.assertLessEqual(make_urgent(variant.line_ids[5:]), few)


@tagged("post_install", "-at_install")
class TestWhereTheLineGoes(UrgencyCase):
    def test_copies_and_revisions_keep_it(self):
        line = self.line()
        self.assertEqual(line.variant_id.copy().line_ids.urgency, URGENT)
        calculation = line.variant_id.calculation_id
        self.complete(calculation)
        revision = self.revise(calculation)
        self.assertEqual(revision.variant_ids.line_ids.mapped("urgency"), [URGENT] * 2)

    def test_template_keeps_it_and_gives_it(self):
        variant = self.line(urgency_reason="It rains").variant_id
        template = self.from_action(variant.action_save_as_template(), variant.env)
        self.assertEqual(template.line_ids.urgency, URGENT)
        self.assertEqual(template.line_ids.urgency_reason, "It rains")
        other = variant.create({"calculation_id": variant.calculation_id.id})
        self.wizard(
            "engineering.variant.fill",
            other,
            source="template",
            template_id=template.id,
        ).action_confirm()
        self.assertEqual(other.line_ids.urgency, URGENT)
        self.assertEqual(other.line_ids.urgency_reason, "It rains")
        self.assertEqual(other.line_ids.price_unit, 375)

    def test_order_and_act_have_it(self):
        self.contract()
        order = self.ordered(lines=[{"product_id": self.montage.id, "urgency": URGENT}])
        ordered = order.order_line
        self.assertEqual((ordered.engineering_urgency, ordered.price_unit), (1.5, 375))
        self.assertEqual(order.amount_total, order.engineering_variant_ids.amount_total)
        self.assertNotByHand(ordered, {"engineering_urgency": 1})
        self.assertEqual(order.copy().order_line.engineering_urgency, 1)
        act = self.acted(self.done(self.worked(order)))
        self.assertEqual(act.line_ids.urgency, URGENT)
        self.assertNotByHand(act.line_ids, {"urgency": 1})
