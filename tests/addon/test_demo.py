import re
from pathlib import Path
from unittest import SkipTest

import polib

from odoo.modules import Manifest
from odoo.tests import TransactionCase, tagged
from odoo.tools import file_path
from odoo.tools.convert import convert_file

from odoo.addons.crm_engineering_calc.tests.reading import LATIN, EngineeringReading

ADDON = "crm_engineering_calc"
# A class of fire resistance, currencies, and what a subject begins with.
NO_WORDS = {"EI", "RUB", "USD", "Re"}
# What the host says in English, for want of a translation of its own.
HOST = re.compile(
    r"Portal Access Granted|Companies created|A new task has been created and is not"
    r" part of any project\.|\bInvitation Hello .*|^engineering\.contract\.text$"
)


class DemoCase(TransactionCase):
    """The demo data, loaded where the database has none yet."""

    @classmethod
    def _load_demo(cls):
        if not cls.env.ref(f"{ADDON}.demo_company", raise_if_not_found=False):
            for path in Manifest.for_addon(ADDON)["demo"]:
                convert_file(cls.env, ADDON, path, {}, "init", noupdate=True)
        cls.company = cls.env.ref(f"{ADDON}.demo_company")


@tagged("standard", "post_install", "-at_install")
class TestDemo(DemoCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._load_demo()
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

    def test_a_mail_waits_to_be_joined_with_an_earlier_one(self):
        (second,) = self.env["crm.lead"].search(
            [
                ("company_id", "=", self.company.id),
                ("engineering_join_id", "!=", False),
            ]
        )
        first = second.engineering_join_id
        self.assertEqual(first.name, "Glazing of a loggia")
        self.assertEqual((first | second).medium_id.name, "Email")

    def test_engineers_have_works_of_every_kind(self):
        works = self.deals.engineering_work_ids
        kinds = {
            "assigned": works.filtered(
                lambda work: work.engineering_state == "assigned"
            ),
            "nobody's": works.filtered(lambda work: not work.user_ids),
            "late": works.filtered_domain(
                [
                    ("date_deadline", "<", "now"),
                    ("engineering_state", "=", "accepted"),
                    ("engineering_return_reason", "=", False),
                ]
            ),
            "returned": works.filtered("engineering_return_reason"),
            "ahead": works.filtered_domain(
                [
                    ("engineering_start", ">", "now"),
                    ("engineering_state", "=", "accepted"),
                ]
            ),
            "without act": works.filtered(
                lambda work: (
                    work.engineering_state == "completed"
                    and not work.engineering_work_line_ids.act_line_ids
                )
            ),
        }
        for kind, found in kinds.items():
            self.assertTrue(found, kind)
        planned = works.filtered("engineering_start")
        self.assertEqual(len(planned), 7)
        for work in planned:
            self.assertTrue(work.engineering_work_line_ids, work.name)

    def test_a_customer_chooses_between_variants(self):
        deal = self.env.ref(f"{ADDON}.demo_deal_concierge")
        self.assertEqual(deal.engineering_state, "proposal")
        offered = deal.order_ids.engineering_offered_variant_ids
        self.assertEqual(len(offered), 3)
        self.assertEqual(deal.order_ids.engineering_variant_ids.name, "Warm")
        self.assertTrue(deal.order_ids._is_open_to_choice())
        self.assertEqual(len(set(offered.mapped("amount_total"))), 3)

    def test_a_line_is_free(self):
        free = self.env.ref(f"{ADDON}.demo_direction_windows").free_product_ids
        self.assertEqual(len(free), 3)
        line = self.env.ref(f"{ADDON}.demo_variant_concierge_quiet").line_ids.filtered(
            lambda one: one.product_id in free
        )
        self.assertEqual(
            line.name, "Acoustic tape around a frame, of the supplier by order"
        )
        self.assertEqual(line.price_unit, 1600)

    def test_variants_leave_a_margin(self):
        for variant in self.deals.engineering_calculation_ids.variant_ids:
            self.assertGreater(variant.margin_percent, 0.2, variant.name)


@tagged("standard", "post_install", "-at_install")
class TestRussianDemo(EngineeringReading, DemoCase):
    """An administrator who reads Russian gets the demo data in Russian."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("ru_RU")
        cls.env.ref("base.user_admin").lang = "ru_RU"
        cls.start_reading()
        if cls.env.ref(f"{ADDON}.demo_company", raise_if_not_found=False):
            raise SkipTest("the database has its demo data already, in some language")
        cls._load_demo()
        cls.manager = cls.env.ref(f"{ADDON}.demo_user_manager")

    def test_no_name_is_without_its_russian(self):
        written = list(self.read_written(self.manager))
        self.assertGreater(len(written), 1000)
        english = {
            f"{record._name}.{field}: {' '.join(words)} in {text[:200]}"
            for record, field, text in written
            if (words := set(self.words(LATIN, HOST.sub("", text))) - NO_WORDS)
        }
        self.assertFalse(english, "\n" + "\n".join(sorted(english)))

    def test_working_hours_are_called_in_russian(self):
        hours = self.env.ref(f"{ADDON}.demo_working_hours")
        self.assertEqual(hours.name, "Инженеры: с 9 до 18")
        self.assertEqual(set(hours.attendance_ids.mapped("name")), {"Утро", "День"})
        self.assertEqual(self.env.ref(f"{ADDON}.demo_holiday").name, "Новый год")

    def test_people_read_russian(self):
        people = self.env["res.users"].search([("company_id", "=", self.company.id)])
        customers = self.env["crm.lead"].search([]).partner_id
        partners = people.partner_id | customers | self.company.partner_id
        self.assertEqual(set(partners.mapped("lang")), {"ru_RU"})

    def test_names_that_are_translated_stay_english_for_others(self):
        direction = self.env.ref(f"{ADDON}.demo_direction_windows")
        self.assertEqual(direction.with_context(lang="en_US").name, "Windows")
        self.assertEqual(direction.with_context(lang="ru_RU").name, "Окна")

    def test_no_term_is_left_over(self):
        folder = file_path(f"{ADDON}/demo")
        terms = {entry.msgid for entry in polib.pofile(f"{folder}/ru.po")}
        files = "".join(
            re.sub(r"\s+", " ", path.read_text())
            for path in Path(folder).glob("engineering_*_demo.xml")
        )
        left = {
            term
            for term in terms
            if not re.search(rf"[>'] ?{re.escape(term)} ?[<']", files)
        }
        self.assertFalse(left)
