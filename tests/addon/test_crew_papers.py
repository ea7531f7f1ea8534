"""What crews take along on paper: the work order, and an empty measurement sheet."""

import re

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

SECTION = {"display_type": "line_section", "name": "Upper roof"}


class CrewCase(EngineeringCase):
    def paper(self, name, records):
        """Return the text that a report prints for who holds the records."""
        html, _kind = records.env["ir.actions.report"]._render_qweb_html(
            f"crm_engineering_calc.{name}", records.ids
        )
        text = re.sub(r"<(style|script).*?</\1>", " ", html.decode(), flags=re.DOTALL)
        return " ".join(re.sub(r"<[^>]+>", " ", text).split())

    def assertPrintedByTheirPeopleAlone(self, report, records, allowed, refused):
        for user in allowed:
            with self.subTest(allowed=user.login):
                self.paper(report, self.as_(user, records))
        for user in refused:
            with self.subTest(refused=user.login):
                self.assertRefused(
                    AccessError, ".", self.paper, report, self.as_(user, records)
                )


@tagged("standard", "post_install", "-at_install")
class TestWorkOrder(CrewCase):
    def setUp(self):
        super().setUp()
        self.customer.write({"phone": "+7 900 1112233", "city": "Omsk"})
        calculation = self.taken()
        calculation.measurement_ids = [
            Command.create({"name": "Slope", "code": "S", "value": 37.5}),
            Command.create({"name": "Ridge", "code": "R"}),
        ]
        self.variant(
            calculation, [SECTION, (self.survey, 1, 123.45), (self.montage, 4, 678.9)]
        )
        self.complete(calculation)
        lead = calculation.lead_id.with_user(self.manager)
        calculation.variant_ids.with_user(self.manager).action_select()
        self.order = self.from_action(lead.action_create_proposal(), lead.env)
        self.order.action_confirm()
        self.direction.evidence_required = 3
        self.work = self.worked(self.order, engineer=self.engineer)
        self.work.sudo().description = "<p>Ring at the gate</p>"
        self.env.flush_all()

    def test_crew_reads_what_where_for_whom_and_under_what(self):
        paper = self.paper("report_work_order", self.as_(self.engineer, self.work))
        for text in (
            self.work.name,
            "Lane 1, Omsk",
            "+7 900 1112233",
            "Customer",
            self.work.engineering_agreement_id.code,
            self.engineer.name,
            "Roofers",
            "Ring at the gate",
            "Upper roof",
            "Survey",
            "Montage",
            "Slope",
            "37.5",
            "before the work can be completed: 3",
            "Done by",
        ):
            self.assertIn(text, paper)
        self.assertNotIn("Ridge", paper)

    def test_customer_who_is_his_own_contact_is_named_once(self):
        lead = self.work.engineering_lead_id
        papers = (
            self.work._get_work_order_facts,
            lead.engineering_calculation_ids._get_sheet_facts,
        )
        lead.contact_name = self.customer.name
        for get_facts in papers:
            names = [fact["name"] for fact in get_facts()]
            self.assertIn("customer", names)
            self.assertNotIn("contact", names)
        lead.contact_name = "Peter"
        self.env.invalidate_all()
        for get_facts in papers:
            told = {fact["name"]: fact["value"] for fact in get_facts()}
            self.assertEqual(told["contact"], "Peter")

    def test_no_price_stands_on_it(self):
        for user in (self.engineer, self.manager, self.administrator):
            paper = self.paper("report_work_order", self.as_(user, self.work))
            for price in ("123", "678", "2715", "2,715", "2839", "2,839"):
                self.assertNotIn(price, paper)

    def test_it_has_what_of_the_order_is_its_own(self):
        self.work.engineering_work_line_ids[:1].unlink()
        rows = self.as_(self.engineer, self.work)._get_work_order_rows()
        self.assertEqual(
            [(row["kind"], row["name"], row.get("quantity")) for row in rows],
            [("section", "Upper roof", None), ("line", "Montage", "4")],
        )

    def test_steps_are_ticked(self):
        self.work.sudo().child_ids = [
            Command.create({"name": "Scaffold", "project_id": self.project.id})
        ]
        paper = self.paper("report_work_order", self.as_(self.engineer, self.work))
        self.assertIn("Scaffold", paper)

    def test_it_is_in_the_language_of_who_does_it(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.customer.lang = "fr_FR"
        self.assertEqual(self.work._get_paper_lang(), "en_US")
        self.engineer.lang = "fr_FR"
        self.assertEqual(self.work._get_paper_lang(), "fr_FR")

    def test_their_people_print_it_and_nobody_else(self):
        self.assertPrintedByTheirPeopleAlone(
            "report_work_order",
            self.work,
            (self.engineer, self.colleague, self.leader, self.manager),
            (self.outsider, self.manager2, self.employee, self.portal()),
        )

    def portal(self):
        return self.user(
            "buyer",
            "base.group_portal",
            partner_id=self.customer.id,
            notification_type="email",
        )

    def test_plain_task_has_none(self):
        task = self.quiet["project.task"].create(
            {"name": "Plain", "project_id": self.project.id}
        )
        self.assertRefused(
            UserError,
            "“Plain” is no work",
            self.paper,
            "report_work_order",
            self.as_(self.administrator, task).sudo(),
        )


@tagged("standard", "post_install", "-at_install")
class TestMeasurementSheet(CrewCase):
    def setUp(self):
        super().setUp()
        self.customer.phone = "+7 900 1112233"
        self.calculation = self.taken()
        self.calculation.measurement_ids = [
            Command.create(
                {
                    "name": "Width of the eaves",
                    "code": "W",
                    "value": 41.75,
                    "value_min": 1,
                    "value_max": 90,
                    "required": True,
                }
            ),
            Command.create({"name": "Area of it", "code": "F", "formula": "W * 2"}),
        ]

    def test_it_asks_what_is_measured_and_tells_no_value(self):
        paper = self.paper("report_measurement_sheet", self.calculation)
        for text in (
            self.calculation.name,
            "Customer",
            "Lane 1",
            "+7 900 1112233",
            "Width of the eaves",
            "1–90",
            "must be measured",
            "Sketch",
        ):
            self.assertIn(text, paper)
        for text in ("41.75", "Area of it"):
            self.assertNotIn(text, paper)

    def test_without_measurements_it_has_room_for_some(self):
        self.calculation.measurement_ids.unlink()
        self.assertIn("Room", self.paper("report_measurement_sheet", self.calculation))

    def test_their_people_print_it_and_nobody_else(self):
        self.assertPrintedByTheirPeopleAlone(
            "report_measurement_sheet",
            self.calculation,
            (self.engineer, self.leader, self.manager),
            (self.outsider, self.manager2, self.employee),
        )


@tagged("standard", "post_install", "-at_install")
class TestPrintedByAddress(CrewCase, HttpCase):
    def test_nobody_prints_anothers_by_its_address(self):
        work = self.worked(self.ordered(), engineer=self.engineer)
        calculation = work.sudo()._get_calculations()
        for report, record in (
            ("report_work_order", work),
            ("report_measurement_sheet", calculation),
        ):
            address = f"/report/html/crm_engineering_calc.{report}/{record.id}"
            self.authenticate("outsider_of_test", "outsider_of_test")
            with self.assertLogs("odoo.http", "WARNING"):
                page = self.url_open(address)
            self.assertEqual(page.status_code, 403)
            self.assertNotIn("Lane 1", page.text)
            self.authenticate("engineer_of_test", "engineer_of_test")
            self.assertIn("Lane 1", self.url_open(address).text)
