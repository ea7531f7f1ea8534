"""Openings that a customer has measured himself come with his request."""

from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.site import SiteCase

TWO = [{"width": 1.5, "h": 1.2, "c": "grey"}, {"h": 2, "p": "<b>Kitchen</b>"}]


@tagged("standard", "post_install", "-at_install")
class TestSiteOpenings(SiteCase):
    def taken(self, openings=TWO, **values):
        return self.assert_taken(self.send(self.told(openings=openings, **values)))

    def calculated(self, inquiry):
        return self.requested(self.as_(self.sales_head, inquiry.lead_id)).sudo()

    # === DEAL ===

    def test_need_and_page_tell_each_opening(self):
        inquiry = self.taken()
        need = inquiry.lead_id.description
        self.assertIn("Window 1: Width 1.5 m, Height 1.2 m, Colour Grey", need)
        self.assertIn("Window 2: Height 2 m, Place &lt;b&gt;Kitchen&lt;/b&gt;", need)
        page = self.url_open(inquiry.get_portal_url()).text
        self.assertIn("Width 1.5 m, Height 1.2 m, Colour Grey", page)
        self.assertNotIn("<b>Kitchen", page)

    # === CALCULATION ===

    def test_calculation_begins_with_the_openings(self):
        openings = self.calculated(self.taken()).opening_ids
        self.assertEqual(openings.mapped("name"), ["Window 1", "Window 2"])
        self.assertEqual(
            openings.mapped("cells"),
            [
                {"width": 1.5, "h": 1.2, "c": "Grey", "n": 1.0},
                {"h": 2.0, "p": "<b>Kitchen</b>", "n": 1.0},
            ],
        )

    def test_opening_without_a_word_of_its_own_is_a_number(self):
        self.direction.site_opening_name = False
        inquiry = self.taken()
        self.assertIn("Opening 1: Width", inquiry.lead_id.description)
        openings = self.calculated(inquiry).opening_ids
        self.assertEqual(openings.mapped("name"), ["1", "2"])

    def test_word_and_columns_are_those_of_the_parent_too(self):
        child = self.quiet["engineering.direction"].create(
            {
                "name": "Roof windows",
                "code": "roof",
                "parent_id": self.direction.id,
                "team_id": self.direction.team_id.id,
                "offered_on_sites": True,
            }
        )
        described = child._describe_for_site()[0]
        self.assertEqual(described["opening_name"], "Window")
        codes = [column["code"] for column in described["opening_columns"]]
        self.assertEqual(codes, ["width", "h", "c", "p"])

    def test_what_has_its_columns_already_gets_no_openings_anew(self):
        calculation = self.calculated(self.taken())
        calculation._as_machine().opening_ids.unlink()
        calculation._as_machine()._add_direction_columns()
        self.assertFalse(calculation.opening_ids)

    def test_what_fits_no_more_is_left_out_and_the_deal_is_calculated(self):
        inquiry = self.taken()
        by_code = {one.code: one for one in self.direction.opening_column_ids}
        by_code["width"].value_min = 2
        by_code["c"].choices = "Brown"
        by_code["p"].unlink()
        self.direction.measurement_ids.filtered("asked_of_customer").value_min = 2
        calculation = self.calculated(inquiry)
        self.assertEqual(
            calculation.opening_ids.mapped("cells"),
            [{"h": 1.2, "n": 1.0}, {"h": 2.0, "n": 1.0}],
        )
        self.assertFalse(calculation.measurement_ids[0].value)

    def test_choice_is_understood_in_any_language(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        colour = self.direction.opening_column_ids.filtered(lambda one: one.code == "c")
        colour.with_context(lang="ru_RU").choices = "Белый\nСерый"
        inquiry = self.taken([{"c": "серый"}])
        self.assertIn("Colour Grey", inquiry.lead_id.description)
        self.assertEqual(self.calculated(inquiry).opening_ids.cells["c"], "Grey")

    # === HARM ===

    def test_what_the_direction_doesnt_ask_for_is_refused_by_name(self):
        told = self.told(
            openings=[
                {"width": 1},
                {"width": 100, "h": "2", "c": "Pink", "p": 5, "n": 2, "x": 1},
            ]
        )
        names = [f"openings.1.{code}" for code in ("c", "h", "n", "p", "width", "x")]
        self.assert_refused(self.send(told), 422, *names)
        self.assertFalse(self.inquiries())

    def test_rows_of_any_other_kind_are_refused(self):
        for openings in (
            None,
            {},
            "text",
            5,
            [[]],
            ["width"],
            [{}],
            [{"width": None}],
            [{"width": [1]}],
            [{"width": {"x": 1}}],
            [{"width": True}],
            [{"width": 1e300}],
            [{"width": 10**4000}],
            [{"p": "x" * 201}],
            [{"p": "\0"}],
            [{"p": "\ud800"}],
            [{"": 1}],
            [{"width": 1}] * 101,
            [{f"x{number}": 1 for number in range(51)}],
        ):
            with self.subTest(str(openings)[:40]):
                answer = self.send(self.told(openings=openings))
                self.assertEqual(answer.status_code, 422, answer.text)
                fields = answer.json()["error"]["fields"]
                self.assertTrue(
                    all(field["field"].startswith("openings") for field in fields)
                )
        self.assertFalse(self.inquiries())

    def test_many_faults_make_a_short_answer(self):
        many = [{"width": None, f"x{number}": None} for number in range(100000)]
        answer = self.send(self.told(openings=many))
        self.assertEqual(answer.status_code, 422)
        self.assertLess(len(answer.content), 20000)

    def test_repeated_request_with_other_openings_is_another(self):
        first = self.taken()
        told = self.told(openings=TWO)
        self.assertEqual(self.send(told).status_code, 200)
        told["openings"] = TWO[:1]
        self.assert_refused(self.send(told), 409, "request_id")
        self.assertEqual(self.inquiries(), first)
