"""What a deal must say before its engineers are asked."""

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestRequestNeeds(EngineeringCase):
    def need(self, direction, *names, files=0):
        fields = self.env["ir.model.fields"]
        direction.write(
            {
                "required_field_ids": [
                    Command.set(
                        [fields._get("crm.lead", name).id for name in names],
                    )
                ],
                "required_files": files,
            }
        )

    def attach(self, lead, name="plan.pdf"):
        self.env["ir.attachment"].with_user(lead.env.user).create(
            {"name": name, "raw": b"plan", "res_model": lead._name, "res_id": lead.id}
        )

    def test_all_that_is_missing_is_named_at_once(self):
        self.need(self.direction, "street", "phone", "description", files=2)
        lead = self.deal(street=False, phone=False, description="<p><br></p>")
        self.attach(lead)
        self.assertRefused(
            UserError,
            "“New roof”, for “Roofing”: Street, Phone, Notes, files: 1 more",
            lead.action_request_calculation,
        )
        self.assertEqual(lead.engineering_state, "none")
        lead.write({"street": "Lane 1", "phone": "+7 900", "description": "<p>Red</p>"})
        self.attach(lead)
        lead.action_request_calculation()
        self.assertEqual(lead.engineering_state, "calculation")

    def test_child_asks_for_what_its_parent_does(self):
        child = self.direction.create(
            {
                "name": "Flat",
                "parent_id": self.direction.id,
                "team_id": self.team.id,
            }
        )
        self.need(self.direction, "phone", files=1)
        lead = self.deal(engineering_direction_id=child.id, phone=False)
        self.assertRefused(
            UserError, "Phone, files: 1 more", lead.action_request_calculation
        )
        self.need(child, "city")
        self.assertRefused(
            UserError,
            "“Roofing / Flat”: City, files: 1 more",
            lead.action_request_calculation,
        )

    def test_dialog_of_several_directions_names_what_is_missing_in_all(self):
        self.need(self.direction, "phone")
        self.need(self.other_direction, "city")
        lead = self.deal(phone=False, city=False)
        dialog = self.wizard(
            "engineering.calculation.request",
            lead,
            direction_ids=[Command.set((self.direction | self.other_direction).ids)],
        )
        self.assertRefused(
            UserError,
            r"for “Roofing”: Phone\n.*for “Plumbing”: City",
            dialog.action_confirm,
        )

    def test_several_deals_are_named_at_once(self):
        self.need(self.direction, "phone")
        leads = self.deal(phone=False) | self.deal(name="Old roof", phone=False)
        self.assertRefused(
            UserError, r"“New roof”.*\n.*“Old roof”", leads.action_request_calculation
        )

    def test_properties_are_named_as_the_sales_team_has_them(self):
        self.sales_team.lead_properties_definition = [
            {"name": "floor", "string": "Floor", "type": "integer"},
            {"name": "colour", "string": "Colour", "type": "char"},
            {"name": "lift", "string": "Lift", "type": "boolean"},
        ]
        self.need(self.direction, "lead_properties")
        lead = self.deal(team_id=self.sales_team.id)
        lead.lead_properties = {"floor": 0, "lift": False}
        self.assertRefused(
            UserError, "“Roofing”: Colour$", lead.action_request_calculation
        )
        lead.lead_properties = {"floor": 0, "colour": "Red", "lift": False}
        lead.action_request_calculation()

    def test_what_is_calculated_anew_needs_nothing_more(self):
        calculation = self.completed()
        self.need(self.direction, "city", files=3)
        self.revise(calculation)

    def test_administrator_chooses_what_is_asked(self):
        direction = self.as_(self.administrator, self.direction)
        phone = self.env["ir.model.fields"]._get("crm.lead", "phone")
        with Form(direction) as form:
            form.required_field_ids.add(phone.with_user(self.administrator))
            form.required_files = 2
        self.assertEqual(direction.required_field_ids, phone)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            direction.required_files = -1
            direction.flush_recordset()
