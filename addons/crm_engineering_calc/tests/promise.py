"""The case for tests of deadlines: a team with working hours, and what it promises."""

from datetime import datetime, timedelta

from odoo.fields import Command

from .common import EngineeringCase

# Moscow is three hours ahead: a working day is from 6 to 10 and from 11 to 15.
FRIDAY = "2026-11-27 14:00:00"


class PromiseCase(EngineeringCase):
    """A team that works in Moscow, of a direction with promises."""

    def setUp(self):
        super().setUp()
        halves = ((9, 13, "morning"), (14, 18, "afternoon"))
        self.hours = self.env["resource.calendar"].create(
            {
                "name": "Roofers' hours",
                "tz": "Europe/Moscow",
                "company_id": self.env.company.id,
                "attendance_ids": [Command.clear()]
                + [
                    Command.create(
                        {
                            "name": "Work",
                            "dayofweek": str(day),
                            "hour_from": start,
                            "hour_to": stop,
                            "day_period": period,
                        }
                    )
                    for day in range(5)
                    for start, stop, period in halves
                ],
            }
        )
        self.team.resource_calendar_id = self.hours
        self.direction.write(
            {"response_hours": 8, "calculation_hours": 16, "answer_hours": 4}
        )

    def day_off(self, start, stop, user=None, **values):
        resource = user and self.env["resource.resource"].create(
            {"name": user.name, "user_id": user.id, "calendar_id": self.hours.id}
        )
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Off",
                "calendar_id": self.hours.id,
                "date_from": start,
                "date_to": stop,
                "resource_id": resource and resource.id,
                **values,
            }
        )

    def visit(self, calculation, start, hours=2):
        start = datetime.fromisoformat(start)
        return (
            self.as_(self.engineer, calculation)
            .env["calendar.event"]
            .create(
                {
                    "name": "Visit",
                    "engineering_calculation_id": calculation.id,
                    "start": start,
                    "stop": start + timedelta(hours=hours),
                }
            )
        )

    def assertDue(self, moment, text):
        self.assertEqual(str(moment or "")[:16], text)
