"""When works are planned: start and end, by the working hours of who does them."""

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

FRIDAY = "2030-06-07 13:00:00"  # 16:00 in Moscow


class PlanCase(EngineeringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office = cls.quiet["resource.calendar"].create(
            {"name": "Office", "tz": "Europe/Moscow"}
        )
        cls.team.resource_calendar_id = cls.office
        cls.env.company.resource_calendar_id = cls.office

    def work(self, **values):
        self.contract()
        work = self.worked(self.ordered())
        work.sudo().write(values)
        return work

    def moment(self, text):
        return fields.Datetime.to_datetime(text)

    def resource(self, user, **values):
        return self.env["resource.resource"].create(
            {"name": user.name, "user_id": user.id, "tz": "Europe/Moscow", **values}
        )


@tagged("standard", "post_install", "-at_install")
class TestWorkPlan(PlanCase):
    def test_work_ends_after_its_hours_of_work(self):
        work = self.work(allocated_hours=4, engineering_start=FRIDAY)
        self.assertEqual(work.engineering_end, self.moment("2030-06-10 08:00:00"))
        work.sudo().allocated_hours = 1
        self.assertEqual(work.engineering_end, self.moment("2030-06-07 14:00:00"))

    def test_end_that_is_given_stays(self):
        work = self.work(engineering_start=FRIDAY, engineering_end="2030-06-07 20:00")
        self.assertEqual(work.engineering_end, self.moment("2030-06-07 20:00:00"))

    def test_day_off_of_the_engineer_is_no_work(self):
        resource = self.resource(self.engineer, calendar_id=self.office.id)
        self.env["resource.calendar.leaves"].create(
            {
                "resource_id": resource.id,
                "calendar_id": self.office.id,
                "date_from": "2030-06-09 21:00:00",
                "date_to": "2030-06-10 20:59:00",
            }
        )
        work = self.work(allocated_hours=2, engineering_start=FRIDAY)
        self.assertEqual(work.user_ids, self.engineer)
        self.assertEqual(work.engineering_end, self.moment("2030-06-11 06:00:00"))

    def test_work_without_hours_is_seen_on_a_calendar(self):
        work = self.work(engineering_start=FRIDAY)
        self.assertEqual(work.engineering_end, self.moment("2030-06-07 14:00:00"))
        work.sudo().engineering_start = False
        self.assertFalse(work.engineering_end)

    def test_work_of_endless_hours_has_an_end(self):
        work = self.work(allocated_hours=1e9, engineering_start=FRIDAY)
        self.assertEqual(work.engineering_end.year, 2031)

    def test_work_can_not_end_before_it_starts(self):
        work = self.work(engineering_start=FRIDAY)
        self.assertRefused(
            ValidationError,
            "can't end before it starts",
            work.sudo().write,
            {"engineering_end": "2030-06-07 12:59:59"},
        )
