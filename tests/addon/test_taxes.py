"""Taxes, address and currency of a variant are those of its order."""

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase
from odoo.addons.crm_engineering_calc.tests.signing import drawn_signature


class TaxCase(EngineeringCase):
    """At home the tax is 20 %, abroad nothing, in the free zone 5 %."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        home, abroad, zone = (
            cls.env.ref(f"base.{code}") for code in ("be", "kz", "am")
        )
        cls.home, cls.abroad, cls.zone = home, abroad, zone
        cls.customer.country_id = home
        cls.vat = cls.quiet["account.tax"].create({"name": "VAT 20", "amount": 20})
        for service in cls.survey | cls.montage | cls.repair:
            service.taxes_id = cls.vat
        cls.export = cls.position("Export", abroad, "No VAT", 0)
        cls.free = cls.position("Free zone", zone, "Zone 5", 5)
        cls.site = cls.address("Site abroad", abroad)
        cls.zone_site = cls.address("Site in the zone", zone)

    @classmethod
    def position(cls, name, country, tax_name, amount, **values):
        position = cls.quiet["account.fiscal.position"].create(
            {"name": name, "auto_apply": True, "country_id": country.id, **values}
        )
        cls.quiet["account.tax"].create(
            {
                "name": tax_name,
                "amount": amount,
                "fiscal_position_ids": [Command.link(position.id)],
                "original_tax_ids": [Command.link(cls.vat.id)],
            }
        )
        return position

    @classmethod
    def address(cls, name, country, customer=None, **values):
        return cls.quiet["res.partner"].create(
            {
                "name": name,
                "parent_id": (customer or cls.customer).id,
                "type": "other",
                "country_id": country.id,
                **values,
            }
        )

    def assertTotals(self, total, *records):
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(
            [record.sudo().amount_total for record in records], [total] * len(records)
        )

    def told(self, lead):
        """Return what the deal's feed says of taxes."""
        return [text for text in self.feed(lead) if "Taxes have followed" in text]

    def lines(self):
        return [(self.survey, 1, 100.0)]


@tagged("standard", "post_install", "-at_install")
class TestFollow(TaxCase):
    def test_open_variant_follows_the_address_in_one_note(self):
        lead = self.deal()
        variant = self.variant(self.taken(lead), self.lines())
        self.assertTotals(120, variant)
        lead.engineering_address_id = self.site
        self.assertTotals(100, variant)
        [note] = self.told(lead)
        self.assertIn("120.00", note)
        self.assertIn("No VAT", note)

    def test_completed_variant_follows_the_customer(self):
        lead = self.deal()
        variant = self.completed(lead, self.lines()).variant_ids
        lead.partner_id = self.quiet["res.partner"].create(
            {"name": "Abroad", "country_id": self.abroad.id}
        )
        self.assertTotals(100, variant)
        self.assertEqual(len(self.told(lead)), 1)

    def test_customer_of_no_country_gets_one(self):
        self.customer.country_id = False
        variant = self.variant(self.taken(), self.lines())
        self.assertTotals(120, variant)
        self.customer.country_id = self.abroad
        self.assertTotals(100, variant)

    def test_new_delivery_address_of_the_customer(self):
        variant = self.variant(self.taken(), self.lines())
        address = self.address("New", self.zone, type="delivery")
        self.assertTotals(105, variant)
        address.active = False
        self.assertTotals(120, variant)

    def test_settings_of_taxes(self):
        lead = self.deal(engineering_address_id=self.site.id)
        abroad = self.variant(self.taken(lead), self.lines())
        home = self.completed(lines=self.lines()).variant_ids
        self.vat.amount = 22
        self.assertTotals(122, home)
        self.assertTotals(100, abroad)
        self.export.tax_ids.amount = 1
        self.assertTotals(101, abroad)
        self.export.auto_apply = False
        self.assertTotals(122, abroad)
        self.export.auto_apply = True
        self.assertTotals(101, abroad)
        self.export.unlink()
        self.assertTotals(122, abroad)
        self.position("Again", self.abroad, "Two", 2)
        self.assertTotals(102, abroad)
        self.survey.taxes_id = False
        self.assertTotals(100, home, abroad)

    def test_archived_tax(self):
        variant = self.completed(lines=self.lines()).variant_ids
        ordered = self.ordered(lines=self.lines())
        draft = self.proposed(lines=self.lines())
        self.vat.active = False
        self.assertTotals(100, variant, draft, draft.engineering_variant_ids)
        self.assertTotals(120, ordered, ordered.engineering_variant_ids)
        self.assertTrue(ordered.engineering_variant_ids.line_ids.tax_ids)

    def test_note_is_in_the_managers_language(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        self.manager.lang = "ru_RU"
        lead = self.deal()
        self.variant(self.taken(lead), self.lines())
        self.customer.country_id = self.abroad
        self.assertRegex(self.feed(lead)[-1], "120,00.*→.*100,00")

    def test_variant_of_a_lost_deal_follows_when_its_proposal_is_made(self):
        lead = self.deal()
        variant = self.completed(lead, self.lines()).variant_ids
        lead.action_set_lost()
        self.vat.amount = 22
        self.assertTotals(120, variant)
        lead.action_unarchive()
        order = self.from_action(lead.action_create_proposal(), lead.env)
        self.assertTotals(122, order, variant)
        self.assertEqual(len(self.told(lead)), 1)

    def test_revision_of_what_is_ordered_begins_with_the_taxes_of_today(self):
        order = self.ordered(lines=self.lines())
        self.vat.amount = 22
        calculation = order.engineering_calculation_ids
        revision = self.revise(self.as_(self.manager, calculation))
        self.assertTotals(122, revision.variant_ids)
        self.assertTotals(120, calculation.variant_ids, order)

    def test_queries_do_not_grow_with_lines(self):
        def queries(size):
            lead = self.deal()
            self.variant(self.taken(lead), [(self.survey, 1, 100.0)] * size)
            self.env.flush_all()
            self.env.invalidate_all()
            return self.count_queries(lead.write, {"engineering_address_id": site.id})

        site = self.site
        queries(2)
        self.assertLessEqual(abs(queries(40) - queries(2)), 2)


@tagged("standard", "post_install", "-at_install")
class TestProposal(TaxCase):
    def test_open_proposal_goes_to_the_new_address(self):
        order = self.proposed(lines=self.lines())
        lead = order.opportunity_id
        order.action_quotation_sent()
        lead.engineering_address_id = self.site
        self.assertEqual(order.partner_shipping_id, self.site)
        self.assertTotals(100, order, order.engineering_variant_ids)
        self.assertEqual(len(self.told(lead)), 1)

    def test_order_keeps_address_and_taxes(self):
        order = self.ordered(lines=self.lines())
        order.opportunity_id.engineering_address_id = self.site
        self.customer.country_id = self.abroad
        self.vat.amount = 22
        self.assertEqual(order.partner_shipping_id, self.customer)
        self.assertTotals(120, order, order.engineering_variant_ids)
        order.fiscal_position_id = self.free
        order.action_update_taxes()
        self.assertTotals(120, order.engineering_variant_ids)

    def test_signed_proposal_keeps_taxes(self):
        order = self.proposed(lines=self.lines())
        order.action_quotation_sent()
        order.sudo()._as_machine().write(
            {
                "signed_by": "Anna",
                "signed_on": "2026-01-01 10:00:00",
                "signature": drawn_signature(),
            }
        )
        order.opportunity_id.engineering_address_id = self.site
        self.assertTrue(order._has_valid_signature())
        self.vat.amount = 22
        self.assertTotals(120, order, order.engineering_variant_ids)

    def test_variant_follows_what_the_back_office_changes(self):
        order = self.proposed(lines=self.lines())
        variant = order.engineering_variant_ids
        with Form(order) as form:
            form.fiscal_position_id = self.free
        self.assertTotals(105, order, variant)
        self.assertEqual(order.order_line.price_unit, 100)
        order.partner_shipping_id = self.site
        self.assertEqual(order.fiscal_position_id, self.export)
        self.assertTotals(100, order, variant)
        order.order_line.tax_ids = self.vat
        self.assertTotals(120, order, variant)
        order.action_update_taxes()
        self.assertTotals(100, order, variant)
        self.assertEqual(len(self.told(order.opportunity_id)), 4)

    def test_chosen_position_outlives_settings(self):
        order = self.proposed(lines=self.lines())
        order.fiscal_position_id = self.free
        self.customer.country_id = self.abroad
        self.assertTotals(105, order, order.engineering_variant_ids)
        self.free.tax_ids.amount = 6
        self.assertTotals(106, order, order.engineering_variant_ids)

    def test_position_of_the_host_follows_settings(self):
        order = self.proposed(lines=self.lines())
        self.customer.country_id = self.abroad
        self.assertEqual(order.fiscal_position_id, self.export)
        self.assertTotals(100, order, order.engineering_variant_ids)

    def test_cancelled_proposal_lets_the_variant_go_back(self):
        order = self.proposed(lines=self.lines())
        order.fiscal_position_id = self.free
        order._action_cancel()
        self.assertTotals(120, order.engineering_variant_ids)

    def test_deleted_proposal_lets_the_variant_go_back(self):
        order = self.proposed(lines=self.lines())
        variant = order.engineering_variant_ids
        order.fiscal_position_id = self.free
        order.sudo().unlink()
        self.assertTotals(120, variant)

    def test_proposal_that_counts_again_has_the_taxes_of_today(self):
        first = self.proposed(lines=self.lines())
        lead = first.opportunity_id
        lead.partner_id = self.quiet["res.partner"].create({"name": "Other"})
        second = self.from_action(lead.action_create_proposal(), lead.env)
        self.assertEqual(first.engineering_superseded_by_id, second)
        self.vat.amount = 22
        self.assertTotals(120, first)
        second._action_cancel()
        self.assertFalse(first.engineering_superseded_by_id)
        self.assertTotals(122, first, first.engineering_variant_ids)
        first._action_cancel()
        self.vat.amount = 23
        first.action_draft()
        self.assertTotals(123, first, first.engineering_variant_ids)

    def test_another_customer_gets_a_proposal_of_its_own(self):
        first = self.proposed(lines=self.lines())
        lead = first.opportunity_id
        lead.partner_id = self.quiet["res.partner"].create(
            {"name": "Abroad", "country_id": self.abroad.id}
        )
        self.assertTotals(120, first, first.engineering_variant_ids)
        second = self.from_action(lead.action_create_proposal(), lead.env)
        self.assertEqual(second.partner_id, lead.partner_id)
        self.assertTotals(100, second, second.engineering_variant_ids)

    def test_customer_with_a_pricelist_in_dollars_changes_no_rouble(self):
        dollars = self.dollars()
        order = self.proposed(lines=self.lines())
        currency = order.currency_id
        order.partner_id = self.quiet["res.partner"].create(
            {"name": "Abroad", "specific_property_product_pricelist": dollars.id}
        )
        self.env.flush_all()
        self.assertEqual(order.currency_id, currency)
        self.assertEqual(order.amount_untaxed, 100)

    def test_pricelist_in_another_currency_is_refused(self):
        order = self.proposed(lines=self.lines())
        with self.assertRaisesRegex(ValidationError, "let the engineer revise"):
            order.pricelist_id = self.dollars()

    def dollars(self, **values):
        currency = self.env.ref("base.USD")
        if currency == self.env.company.currency_id:
            currency = self.env.ref("base.EUR")
        currency.active = True
        return self.quiet["product.pricelist"].create(
            {"name": "Dollars", "currency_id": currency.id, **values}
        )

    def test_engineer_changes_no_currency_of_prices(self):
        calculation = self.taken()
        currency = self.dollars().currency_id
        calculation.currency_id = currency
        self.variant(calculation, self.lines())
        with self.assertRaisesRegex(UserError, "prices"):
            calculation.currency_id = self.env.company.currency_id

    def test_customers_own_pricelist_counts_where_the_direction_says(self):
        own = self.dollars(
            item_ids=[
                Command.create(
                    {
                        "applied_on": "3_global",
                        "compute_price": "fixed",
                        "fixed_price": 7.0,
                    }
                )
            ]
        )
        self.customer.specific_property_product_pricelist = own
        line = [{"product_id": self.survey.id, "quantity": 1}]
        order = self.proposed(lines=line)
        self.assertEqual(order.currency_id, self.env.company.currency_id)
        self.direction.use_customer_pricelist = True
        order = self.proposed(lines=line)
        self.assertEqual(order.pricelist_id, own)
        self.assertEqual(order.currency_id, own.currency_id)
        self.assertEqual(order.amount_untaxed, 7)
