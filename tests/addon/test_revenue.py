"""The expected revenue of a deal follows its cards, unless somebody has typed it."""

from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.crm_engineering_calc.tests.choice import ChoiceFlow
from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestRevenue(ChoiceFlow, EngineeringCase):
    def assertExpects(self, lead, revenue):
        self.env.flush_all()
        self.assertEqual(lead.expected_revenue, revenue)

    def test_it_follows_from_the_variant_to_the_order(self):
        tin, slate, _straw = self.calculated()
        lead = tin.lead_id
        self.assertExpects(lead, 0)
        (tin | slate).action_offer()
        self.assertExpects(lead, 200)
        slate.action_select()
        self.assertExpects(lead, 600)
        slate.line_ids.price_unit = 290
        self.assertExpects(lead, 580)
        order = self.propose(lead)
        order.action_quotation_sent()
        self.assertExpects(lead, 580)
        order.sudo()._choose_variants(tin)
        self.assertExpects(lead, 200)
        order.order_line.price_unit = 95
        self.assertExpects(lead, 190)
        order.action_confirm()
        self.assertExpects(lead, 190)

    def test_what_is_typed_stays(self):
        lead = self.deal(expected_revenue=5000)
        self.proposed(lead)
        self.assertExpects(lead, 5000)
        lead = self.deal()
        order = self.proposed(lead)
        self.assertExpects(lead, 1100)
        lead.expected_revenue = 1000
        order.action_confirm()
        self.assertExpects(lead, 1000)

    def test_where_all_is_cancelled_nothing_is_expected(self):
        order = self.proposed()
        lead = order.opportunity_id
        typed = self.proposed(self.deal(expected_revenue=5000)).opportunity_id
        for deal in (lead, typed):
            deal.order_ids._action_cancel()
            calculation = deal.engineering_calculation_ids
            revision = self.revise(self.as_(self.manager, calculation))
            self.assertExpects(deal, 1100 if deal == lead else 5000)
            self.as_(self.manager, revision).action_cancel()
        self.assertExpects(lead, 0)
        self.assertExpects(typed, 5000)

    def test_lost_deal_tells_what_is_lost(self):
        lead = self.proposed().opportunity_id
        lead.action_set_lost()
        self.assertExpects(lead, 1100)

    def test_what_replaces_counts_alone(self):
        order = self.proposed(lines=[(self.survey, 10, 100.0)])
        lead = order.opportunity_id
        order.engineering_variant_ids.line_ids.price_unit = 95
        new = self.propose(lead)
        self.assertExpects(lead, 950)
        new._action_cancel()
        self.assertExpects(lead, 1000)

    def test_calculations_add_up(self):
        order = self.ordered()
        lead = order.opportunity_id
        further = self.completed(lead, [(self.repair, 2, 40.0)])
        self.assertExpects(lead, 1180)
        second = self.propose(lead)
        self.assertExpects(lead, 1180)
        second.action_confirm()
        self.assertExpects(lead, 1180)
        self.assertEqual(second.engineering_calculation_ids.sudo(), further.sudo())

    def test_it_is_in_the_currency_of_the_deal(self):
        euro = self.env.ref("base.EUR")
        if euro == self.env.company.currency_id:
            euro = self.env.ref("base.USD")
        euro.active = True
        self.quiet["res.currency.rate"].create(
            {"currency_id": euro.id, "name": "2020-01-01", "rate": 0.5}
        )
        self.direction.pricelist_id = self.quiet["product.pricelist"].create(
            {"name": "Abroad", "currency_id": euro.id, "company_id": False}
        )
        order = self.proposed(lines=[(self.survey, 1, 100.0)])
        self.assertEqual(order.currency_id, euro)
        self.assertExpects(order.opportunity_id, 200)

    def test_merged_deals_add_up(self):
        plain = self.deal(name="A roof", engineering_direction_id=False)
        leads = plain | self.proposed().opportunity_id
        leads |= self.proposed(lines=[(self.repair, 1, 40.0)]).opportunity_id
        self.env.flush_all()
        merged = leads.with_context(active_test=False).merge_opportunity()
        self.assertExpects(merged, 1140)

    def test_deals_without_calculations_are_the_hosts(self):
        lead = self.deal(engineering_direction_id=False, expected_revenue=10)
        order = self.model("sale.order", self.manager).create(
            {
                "partner_id": self.customer.id,
                "opportunity_id": lead.id,
                "order_line": [Command.create({"product_id": self.survey.id})],
            }
        )
        self.assertExpects(lead, 10)
        order.action_confirm()
        self.assertExpects(lead, 100)
        with Form(lead) as form:
            form.expected_revenue = 70
        self.assertExpects(lead, 70)
        self.assertExpects(lead.copy(), 70)
