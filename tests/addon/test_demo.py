from odoo.modules import Manifest
from odoo.tests import TransactionCase, tagged
from odoo.tools.convert import convert_file

ADDON = "crm_engineering_calc"


@tagged("standard", "post_install", "-at_install")
class TestDemo(TransactionCase):
    """The demo data, loaded where the database has none yet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.env.ref(f"{ADDON}.demo_company", raise_if_not_found=False):
            for path in Manifest.for_addon(ADDON)["demo"]:
                convert_file(cls.env, ADDON, path, {}, "init", noupdate=True)
        cls.company = cls.env.ref(f"{ADDON}.demo_company")
        names = cls.env["ir.model.data"].search(
            [("module", "=", ADDON), ("name", "=like", "demo_deal_%")]
        )
        cls.deals = cls.env["crm.lead"].browse(names.mapped("res_id"))

    def test_deals_are_in_every_state(self):
        states = {state for state, _label in self.deals._get_state_selection()}
        self.assertEqual(set(self.deals.mapped("engineering_state")), states)

    def test_calculations_are_in_every_open_state(self):
        states = set(self.deals.engineering_calculation_ids.mapped("state"))
        self.assertLessEqual({"requested", "in_progress", "waiting"}, states)

    def test_deadlines_have_every_colour(self):
        cards = self.deals.engineering_calculation_ids.filtered("is_open")
        self.assertEqual(set(cards.mapped("urgency")), {"safe", "soon", "late"})
        deals = cards.lead_id
        found = deals.filtered(lambda deal: deal.engineering_urgency == "soon")
        self.assertIn(self.env.ref(f"{ADDON}.demo_deal_stairwell"), found)

    def test_a_direction_asks_for_what_a_deal_must_say(self):
        direction = self.env.ref(f"{ADDON}.demo_direction_industrial_glazing")
        self.assertEqual(
            set(direction._get_required_fields()), {"partner_id", "description"}
        )

    def test_a_visit_is_ahead(self):
        visit = self.env.ref(f"{ADDON}.demo_visit_loggias")
        card = visit.engineering_calculation_id
        self.assertEqual(card._get_visits_ahead(), visit)
        self.assertEqual(card.stage_id.name, "Site measurement")

    def test_every_direction_offers_a_dozen_services(self):
        directions = self.env["engineering.direction"].search(
            [("company_id", "=", self.company.id), ("child_ids", "=", False)]
        )
        self.assertEqual(
            set(directions.mapped("name")),
            {"New buildings", "Secondary housing", "Industrial glazing"},
        )
        for direction in directions:
            self.assertGreaterEqual(direction.product_count, 12, direction.name)

    def test_orders_cost_what_their_variants_cost(self):
        orders = self.deals.order_ids
        self.assertTrue(orders)
        self.assertEqual(
            orders.mapped("amount_total"),
            orders.engineering_variant_ids.mapped("amount_total"),
        )
        self.assertEqual(orders.currency_id.name, "RUB")

    def test_stories_are_told_by_the_people_who_did_it(self):
        people = self.env["res.users"].search([("company_id", "=", self.company.id)])
        authors = self.deals.message_ids.author_id
        self.assertLessEqual(authors, people.partner_id)

    def test_variants_leave_a_margin(self):
        for variant in self.deals.engineering_calculation_ids.variant_ids:
            self.assertGreater(variant.margin_percent, 0.2, variant.name)
