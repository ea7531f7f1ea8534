"""Visits name a customer and where he lives: to others they are busy time."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.models.work import work_conflicts
from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

TOLD = ["name", "location", "description", "opportunity_id", "res_id"]


@tagged("standard", "post_install", "-at_install")
class TestVisitPrivacy(EngineeringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.write({"street": "Secret lane 7", "phone": "+7 495 000 00 07"})

    def setUp(self):
        super().setUp()
        self.calculation = self.taken()
        self.visit = self.planned(description="Gate code 4711")
        self.env["ir.attachment"].create(
            {
                "name": "gate.png",
                "raw": b"gate",
                "res_model": "calendar.event",
                "res_id": self.visit.id,
            }
        )
        self.env.flush_all()
        self.env.invalidate_all()

    def planned(self, **values):
        calculation = self.calculation
        return calculation.env["calendar.event"].create(
            {**calculation._prepare_visit_values(), **values}
        )

    def of(self, user):
        self.env.invalidate_all()
        return self.visit.with_user(user).with_context(lang="en_US")

    def strangers(self):
        return self.employee, self.outsider

    def test_who_may_read_the_calculation_reads_the_visit(self):
        for user in (self.engineer, self.leader, self.manager, self.sales_head):
            with self.subTest(user=user.name):
                visit = self.of(user)
                self.assertEqual(visit.location, self.calculation.site_address)
                self.assertIn("Gate code", visit.description)
                self.assertTrue(visit.search([("location", "ilike", "Secret lane")]))
                self.assertTrue(visit.has_access("write"))
                if user != self.engineer:
                    self.assertEqual(
                        visit.engineering_contact_phone, "+7 495 000 00 07"
                    )

    def test_others_read_that_somebody_is_busy(self):
        for user in self.strangers():
            with self.subTest(user=user.name):
                visit = self.of(user)
                row = visit.read(["start", "stop", "user_id", *TOLD])[0]
                self.assertEqual(row["name"], "Busy")
                self.assertEqual(row["user_id"][0], self.engineer.id)
                self.assertTrue(row["start"])
                self.assertFalse(any(row[name] for name in TOLD[1:]))
                self.assertEqual(visit.display_name, "Busy")

    def test_contact_is_not_computed_for_others(self):
        visit = self.of(self.outsider)
        for name in ("contact_name", "contact_phone", "map_url"):
            self.assertFalse(visit[f"engineering_{name}"], name)
        row = visit.read(["engineering_contact_phone", "engineering_map_url"])[0]
        self.assertFalse(row["engineering_contact_phone"])

    def test_nobody_finds_by_search_what_he_may_not_read(self):
        for user in self.strangers():
            for name, value in (
                ("location", "Secret lane"),
                ("name", "Site"),
                ("display_name", "Site"),
                ("description", "4711"),
            ):
                with self.subTest(user=user.name, name=name):
                    visits = self.of(user)
                    domain = [("id", "in", visits.ids), (name, "ilike", value)]
                    self.assertFalse(visits.search(domain))
                    self.assertFalse(visits._read_group(domain, ["user_id"]))
                    attendees = visits.env["calendar.attendee"]
                    path = [
                        ("event_id", "in", visits.ids),
                        (f"event_id.{name}", "ilike", value),
                    ]
                    self.assertFalse(attendees.search(path))

    def test_nobody_finds_the_visits_of_a_deal_that_he_may_not_read(self):
        lead = self.calculation.sudo().lead_id
        for user in self.strangers():
            visits = self.of(user)
            domain = [("id", "in", visits.ids), ("opportunity_id", "=", lead.id)]
            self.assertFalse(visits.search(domain))

    def test_nobody_groups_by_what_he_may_not_read(self):
        for user in self.strangers():
            visits = self.of(user)
            domain = [("id", "in", visits.ids)]
            groups = visits.formatted_read_group(domain, ["location"], ["__count"])
            self.assertFalse(groups)

    def test_calendar_of_a_colleague_still_shows_when_he_is_busy(self):
        for user in self.strangers():
            found = self.of(user).search(
                [("partner_ids", "in", self.engineer.partner_id.ids)]
            )
            self.assertIn(self.visit, found)

    def test_others_neither_move_nor_delete_a_visit(self):
        for user in self.strangers():
            visit = self.of(user)
            self.assertFalse(visit.has_access("write"))
            for change in (
                lambda visit=visit: visit.write({"start": "2031-01-01 10:00:00"}),
                lambda visit=visit: visit.write({"location": "Elsewhere"}),
                visit.action_archive,
                visit.unlink,
            ):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    change()
        self.assertTrue(self.visit.exists().active)

    def test_others_read_neither_messages_nor_photos_of_a_visit(self):
        self.visit.message_post(body="Beware of the dog")
        for user in self.strangers():
            env = self.of(user).env
            about = [("res_id", "=", self.visit.id)]
            messages = env["mail.message"].search(
                [*about, ("model", "=", "calendar.event")]
            )
            self.assertFalse(messages)
            files = env["ir.attachment"].search(
                [*about, ("res_model", "=", "calendar.event")]
            )
            self.assertFalse(files)
            with self.assertRaises(AccessError):
                self.of(user).message_post(body="Me too")

    def test_copy_of_others_tells_no_more_than_they_read(self):
        for user in self.strangers():
            copy = self.of(user).copy().sudo()
            for name in TOLD[1:]:
                self.assertFalse(copy[name], name)
            self.assertFalse(copy.engineering_calculation_id)
            self.assertNotIn(self.calculation.contact_name, copy.name)

    def test_who_is_invited_reads_the_visit(self):
        self.visit.partner_ids = [Command.link(self.employee.partner_id.id)]
        visit = self.of(self.employee)
        self.assertEqual(visit.location, self.calculation.site_address)
        self.assertTrue(visit.has_access("write"))

    def test_what_others_read_hides_nothing_from_who_may(self):
        """What is masked for one reader is masked in nobody else's eyes."""
        self.of(self.outsider).read(["name", "location", "engineering_calculation_id"])
        self.env.invalidate_all()
        self.assertTrue(self.visit.location)
        self.assertTrue(self.visit.sudo().engineering_calculation_id)

    def test_what_others_read_hides_nothing_from_what_goes_on_as_superuser(self):
        """In the same transaction: the host's mask stands in the cache of all."""
        visit = self.of(self.outsider)
        visit.read(["name", "location", "partner_ids", "engineering_invite_customer"])
        self.assertEqual(visit.name, "Busy")
        visits = visit._get_visits()
        self.assertEqual(visits, self.visit.sudo())
        self.assertEqual(visits.location, self.calculation.site_address)
        self.assertIn(self.engineer.partner_id, visits.partner_ids)

    def test_plan_of_a_work_knows_a_visit_that_its_planner_has_read_as_busy(self):
        visit = self.of(self.outsider)
        visit.read(["name", "partner_ids"])
        users = self.as_(self.outsider, self.engineer)
        found = work_conflicts._read_events(users, visit.start, visit.stop)
        self.assertIn(self.engineer.partner_id, found.partner_ids)
        self.assertTrue(found.engineering_calculation_id)

    def test_who_may_change_a_visit_changes_its_to_do_with_it(self):
        """The to-do stands on the calculation, which a manager may not write."""
        todo = self.asked_for_visit()
        for user in (self.manager, self.leader, self.engineer):
            with self.subTest(user=user.name):
                self.of(user).write(
                    {
                        "name": f"Measured for {user.name}",
                        "description": "<p>Ring twice</p>",
                        "start": "2031-02-03 09:00:00",
                        "stop": "2031-02-03 10:00:00",
                    }
                )
                self.assertEqual(todo.summary, f"Measured for {user.name}")
                self.assertIn("Ring twice", todo.note)
                self.assertEqual(str(todo.date_deadline), "2031-02-03")

    def test_a_visit_changes_no_to_do_of_another_record(self):
        other = self.taken()
        todo = other.sudo().activity_schedule(
            "mail.mail_activity_data_meeting",
            summary="Foreign",
            user_id=self.leader.id,
        )
        todo.calendar_event_id = self.visit
        with self.assertRaises(AccessError):
            self.of(self.manager).name = "Mine"
            self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(todo.summary, "Foreign")

    def asked_for_visit(self):
        todo = self.calculation.sudo().activity_schedule(
            "mail.mail_activity_data_meeting", user_id=self.engineer.id
        )
        todo.calendar_event_id = self.visit
        return todo

    def test_other_meetings_are_as_the_host_has_them(self):
        meeting = self.model("calendar.event", self.engineer).create(
            {"name": "Standup", "location": "Room 1"}
        )
        self.env.flush_all()
        self.env.invalidate_all()
        of_employee = meeting.with_user(self.employee)
        self.assertEqual(of_employee.location, "Room 1")
        self.assertIn(meeting, of_employee.search([("name", "=", "Standup")]))
        of_employee.write({"location": "Room 2"})

    def test_queries_do_not_grow_with_the_visits(self):
        more = self.visit
        for _n in range(6):
            more += self.planned()

        def count(visits):
            self.env.flush_all()
            visits = visits.with_user(self.outsider)
            visits.read(["name", "location"])
            visits.invalidate_recordset()
            before = self.env.cr.sql_log_count
            visits.read(["name", "location"])
            return self.env.cr.sql_log_count - before

        one = count(more[:1])
        self.assertLessEqual(count(more), one)
