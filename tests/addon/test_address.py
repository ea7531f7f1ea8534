"""The address of a deal's works: where it is measured, worked, and delivered to."""

from odoo.tests import Form, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestAddress(EngineeringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.site = cls.quiet["res.partner"].create(
            {"name": "Site", "parent_id": cls.customer.id, "type": "other"}
        )

    def test_address_of_works_is_where_the_order_is_delivered(self):
        order = self.proposed(self.deal(engineering_address_id=self.site.id))
        self.assertEqual(order.partner_shipping_id, self.site)

    def test_without_one_it_is_the_customers_delivery_address(self):
        self.site.write({"type": "delivery", "street": "Steppe 1"})
        order = self.proposed()
        self.assertEqual(order.partner_shipping_id, self.site)
        self.assertIn("Steppe 1", order.opportunity_id._get_site_address())
        order.opportunity_id.street = "Lane 9"
        self.assertEqual(order.opportunity_id._get_site_address(), "Lane 9")

    def test_calculation_visit_and_work_go_there(self):
        self.site.write({"street": "Steppe 1", "phone": "+7 700"})
        lead = self.deal(engineering_address_id=self.site.id)
        calculation = self.taken(lead)
        self.assertIn("Steppe 1", calculation.site_address)
        self.assertEqual(calculation.contact_phone, "+7 700")
        visit = calculation.action_plan_measurement()["context"]
        self.assertIn("Steppe 1", visit["default_location"])
        self.variant(calculation)
        self.complete(calculation)
        lead.action_create_proposal()
        lead.order_ids.action_confirm()
        work = self.as_(self.engineer, self.worked(lead.order_ids))
        self.assertIn("Steppe 1", work.engineering_site_address)

    def test_address_goes_with_its_customer(self):
        lead = self.deal(engineering_address_id=self.site.id)
        lead.partner_id = self.quiet["res.partner"].create(
            {"name": "Buyer", "parent_id": self.customer.id}
        )
        self.assertEqual(lead.engineering_address_id, self.site)
        lead.partner_id = self.quiet["res.partner"].create({"name": "Other"})
        self.assertFalse(lead.engineering_address_id)

    def test_open_calculation_is_told(self):
        lead = self.deal()
        calculation = self.taken(lead)
        self.site.street = "Steppe 1"
        lead.engineering_address_id = self.site
        self.assertIn("Steppe 1", self.feed(calculation)[-1])

    def test_visits_ahead_go_to_the_new_address(self):
        calculation = self.taken()
        visit, elsewhere = calculation.env["calendar.event"].create(
            [
                {
                    "name": "Visit",
                    "engineering_calculation_id": calculation.id,
                    "location": location,
                    "start": "2030-06-01 12:00:00",
                    "stop": "2030-06-01 13:00:00",
                }
                for location in (calculation.site_address, "The shop")
            ]
        )
        self.site.street = "Steppe 1"
        lead = calculation.lead_id.with_user(self.manager)
        lead.engineering_address_id = self.site
        self.assertIn("Steppe 1", visit.location)
        self.assertEqual(elsewhere.location, "The shop")

    def test_manager_makes_an_address_on_the_way(self):
        lead = self.deal()
        with Form(lead, "crm.crm_lead_view_form") as form:
            form.engineering_address_id = self.model(
                "res.partner", self.manager
            ).create(
                {"name": "New site", "parent_id": self.customer.id, "type": "delivery"}
            )
        self.assertEqual(lead.engineering_address_id.name, "New site")

    def test_merged_deal_keeps_the_address_of_its_customer(self):
        first, second = self.deal(), self.deal(engineering_address_id=self.site.id)
        merged = (first | second).with_user(self.sales_head).merge_opportunity()
        self.assertEqual(merged.engineering_address_id, self.site)

    def test_dialog_of_a_work_asks_for_the_address_that_nobody_has(self):
        self.customer.street = False
        order = self.ordered()
        lead = order.opportunity_id
        self.contract()
        dialog = self.wizard("engineering.work.create", lead, order_id=order.id)
        self.assertFalse(dialog.site_address)
        dialog.new_address = "  Lane 7 "
        work = self.from_action(dialog.action_confirm(), order.env)
        self.assertEqual(lead.street, "Lane 7")
        self.assertEqual(work.engineering_site_address, "Lane 7")
        self.assertFalse(self.customer.street)

    def test_dialog_of_a_work_keeps_the_address_that_is_known(self):
        order = self.ordered(self.deal(street="Lane 1"))
        lead = order.opportunity_id
        dialog = self.wizard("engineering.work.create", lead, order_id=order.id)
        dialog.new_address = "Lane 7"
        work = self.from_action(dialog.action_confirm(), order.env)
        self.assertEqual(work.engineering_site_address, "Lane 1")
