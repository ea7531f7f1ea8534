"""The act has the sections of its proposal, and hides what the proposal hides."""

from odoo.tests import HttpCase, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

REPORT = "crm_engineering_calc.engineering_act_report"


def section(name, kind="line_section", **values):
    return {"display_type": kind, "name": name, **values}


@tagged("standard", "post_install", "-at_install")
class TestSections(EngineeringCase, HttpCase):
    def act(self, *lines, quantities=None):
        self.order = self.ordered(lines=list(lines))
        return self.acted(self.done(self.worked(self.order, quantities)))

    def rows(self, act):
        """Return what the paper shows: (name, amount) of sections and services."""
        rows = act._get_paper_table()["rows"]
        return [(row["kind"], row["name"], row["amount"]) for row in rows]

    def money(self, amount):
        return self.order.currency_id.format(amount)

    def test_sections_have_their_sums(self):
        act = self.act(
            (self.repair, 1, 10.0),
            section("Roof"),
            (self.survey, 2, 100.0),
            section("Gutter", "line_subsection"),
            (self.montage, 1, 50.0),
        )
        self.assertEqual(
            self.rows(act),
            [
                ("product", "Repair", self.money(10)),
                ("section", "Roof", self.money(250)),
                ("product", "Survey", self.money(200)),
                ("subsection", "Gutter", self.money(50)),
                ("product", "Montage", self.money(50)),
            ],
        )
        self.assertEqual(act.line_ids.mapped("section"), ["", "Roof", "Roof / Gutter"])
        self.assertTrue(act.has_sections)

    def test_lines_made_together_say_what_each_computes(self):
        """What is looked up for all of them is what the fields compute of one."""
        act = self.act(
            (self.repair, 3, 10.0),
            section("Roof"),
            (self.survey, 2, 33.333),
            section("Gutter", "line_subsection"),
            (self.montage, 7, 50.05),
            quantities={self.repair: 3, self.survey: 1, self.montage: 4},
        )
        names = [
            name
            for name, field in act.line_ids._fields.items()
            if field.precompute and name != "work_line_id"
        ]
        self.assertLessEqual({"price_subtotal", "sections", "tax_ids"}, set(names))
        made = act.line_ids.read(names)
        act.line_ids.sudo()._follow_order()
        act.line_ids.sudo()._compute_again({"_compute_name", "_compute_order_line_id"})
        self.assertEqual(act.line_ids.read(names), made)
        self.assertEqual(act.amount_untaxed, 263.53)

    def test_first_line_of_a_section_heads_it(self):
        act = self.act(
            (self.repair, 1, 10.0),
            section("Roof"),
            (self.survey, 2, 100.0),
            (self.montage, 1, 50.0),
        )
        self.assertEqual(
            [line.heading or "" for line in act.line_ids], ["", "Roof", ""]
        )
        act.line_ids[1:2].unlink()
        self.assertEqual([line.heading or "" for line in act.line_ids], ["", "Roof"])
        act.line_ids[-1:].unlink()
        self.assertFalse(act.has_sections)

    def test_section_without_accepted_services_is_left_out(self):
        act = self.act(
            section("Roof"),
            (self.survey, 2, 100.0),
            section("Wall"),
            (self.montage, 1, 50.0),
            quantities={self.montage: 1},
        )
        self.assertEqual([row[1] for row in self.rows(act)], ["Wall", "Montage"])

    def test_hidden_composition_is_on_neither_paper_nor_page(self):
        act = self.act(
            section("Turnkey window", collapse_composition=True),
            (self.survey, 2, 100.0),
            (self.montage, 1, 50.0),
        )
        self.assertEqual(
            self.rows(act), [("section", "Turnkey window", self.money(250))]
        )
        act.action_send()
        page = self.url_open(act.get_portal_url()).text
        paper = self.paper(REPORT, act).text_content()
        for text in (page, paper):
            self.assertIn("Turnkey window", text)
            self.assertNotIn("Survey", text)
            self.assertNotIn("Montage", text)

    def test_hidden_prices_are_not_in_the_rows(self):
        act = self.act(
            section("Turnkey window", collapse_prices=True), (self.survey, 2, 100.0)
        )
        self.assertEqual(
            self.rows(act),
            [
                ("section", "Turnkey window", self.money(200)),
                ("product", "Survey", ""),
            ],
        )
        self.assertNotIn("100.00", self.paper(REPORT, act).text_content())

    def test_draft_follows_the_sections_and_what_is_issued_keeps_them(self):
        act = self.act(section("Roof"), (self.survey, 2, 100.0))
        head = self.order.order_line.filtered("display_type")
        head.name = "The roof"
        self.assertEqual(self.rows(act)[0][1], "The roof")
        act.action_hand_over()
        head.name = "Wall"
        head.collapse_composition = True
        self.env.flush_all()
        self.assertEqual([row[1] for row in self.rows(act)], ["The roof", "Survey"])
