"""When works are planned: start and end, by the working hours of who does them."""

from freezegun import freeze_time
from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

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

    def test_any_number_of_hours_and_any_day_can_be_planned(self):
        work = self.work()
        for hours, start in (
            (float("nan"), FRIDAY),
            (float("inf"), FRIDAY),
            (-1.0, FRIDAY),
            (1e300, FRIDAY),
            (9.0, "0001-01-01 00:00:00"),
            (9.0, "9999-12-31 23:59:59"),
        ):
            with self.subTest(hours=hours, start=start):
                work.sudo().write(
                    {"allocated_hours": hours, "engineering_start": start}
                )
                self.assertGreaterEqual(work.engineering_end, work.engineering_start)
                self.assertIsInstance(work.engineering_plan_note, str)

    def test_work_can_not_end_before_it_starts(self):
        work = self.work(engineering_start=FRIDAY)
        self.assertRefused(
            ValidationError,
            "can't end before it starts",
            work.sudo().write,
            {"engineering_end": "2030-06-07 12:59:59"},
        )

    def test_plan_is_written_by_whoever_may_write_and_decide(self):
        self.contract()
        work = self.worked(self.ordered())
        for user, expected in (
            (self.leader, True),
            (self.engineer, False),
            (self.manager, False),
        ):
            with self.subTest(user.login):
                self.assertEqual(self.as_(user, work).engineering_may_plan, expected)
        self.as_(self.leader, work).action_cancel_work()
        self.assertFalse(self.as_(self.leader, work).engineering_may_plan)


@tagged("standard", "post_install", "-at_install")
class TestWorkDialog(PlanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2030-06-03 06:00:00"))  # a Monday

    def setUp(self):
        super().setUp()
        self.contract()
        self.order = self.ordered(lines=[(self.survey, 3, 100.0)])
        self.lead = self.order.opportunity_id

    def dialog(self, **values):
        return self.wizard("engineering.work.create", self.lead, **values)

    def created(self, **values):
        return self.from_action(self.dialog(**values).action_confirm(), self.lead.env)

    def test_work_is_made_as_it_is_planned(self):
        dialog = self.dialog(
            planned_hours=10, start="2030-06-04 06:00:00", instructions="<p>Ring</p>"
        )
        self.assertEqual(dialog.end, self.moment("2030-06-05 08:00:00"))
        self.assertFalse(dialog.plan_note)
        work = self.from_action(dialog.action_confirm(), self.lead.env)
        self.assertEqual(work.engineering_start, self.moment("2030-06-04 06:00:00"))
        self.assertEqual(work.engineering_end, self.moment("2030-06-05 08:00:00"))
        self.assertEqual(work.allocated_hours, 10)
        self.assertIn("Ring", work.description)

    def test_hours_that_are_ordered_are_planned(self):
        hour = self.env.ref("uom.product_uom_hour")
        hours = self.service("Hours", 10.0, uom_id=hour.id)
        self.direction.product_tmpl_ids += hours.product_tmpl_id
        order = self.ordered(lines=[(hours, 6, 10.0), (self.survey, 1, 10.0)])
        dialog = self.wizard("engineering.work.create", order.opportunity_id)
        self.assertEqual(dialog.planned_hours, 6)

    def test_dialog_says_what_the_work_is_worth(self):
        with Form(self.dialog()) as form:
            self.assertEqual(form.amount, 300)
            with form.line_ids.edit(0) as line:
                line.quantity = 2
                self.assertEqual(line.amount, 200)
            self.assertEqual(form.amount, 200)

    def test_no_more_than_is_left_goes_into_a_work(self):
        dialog = self.dialog()
        dialog.line_ids.quantity = 4
        self.assertRefused(
            ValidationError, "3 Units are ordered", dialog.action_confirm
        )

    def test_dialog_tells_where_and_whom_to_call(self):
        self.lead.write({"contact_name": "Ann", "phone": "+7 900 000-00-00"})
        dialog = self.dialog()
        self.assertIn("Lane 1", dialog.site_address)
        self.assertEqual(dialog.contact_name, "Ann")
        self.assertEqual(dialog.contact_phone, "+7 900 000-00-00")

    def test_files_of_calculation_are_at_hand(self):
        card = self.order.sudo().engineering_calculation_ids
        files = self.env["ir.attachment"].create(
            [
                {"name": "Plan.pdf", "res_model": card._name, "res_id": card.id},
                {"name": "Foreign.pdf", "res_model": "res.partner", "res_id": 1},
            ]
        )
        self.assertEqual(self.dialog().attachment_ids, files[0])
        work = self.as_(self.engineer, self.created())
        self.assertEqual(work.engineering_calculation_attachment_ids, files[0])

    # === WHAT SPEAKS AGAINST A PLAN ===

    def assertNoted(self, pattern, **values):
        values = {"planned_hours": 4, "start": "2030-06-04 06:00:00", **values}
        dialog = self.dialog(**values)
        self.assertRegex(dialog.plan_note or "", pattern)
        self.assertTrue(dialog.action_confirm())

    def test_night_is_no_time_for_a_work(self):
        self.assertNoted(
            "Engineer does not work at this time",
            start="2030-06-03 20:00:00",
            end="2030-06-03 22:00:00",
        )

    def test_less_time_than_the_work_takes(self):
        self.assertNoted(
            "Engineer works only 2 h of this time, and 4 h are planned",
            end="2030-06-04 08:00:00",
        )

    def test_day_off_of_the_engineer(self):
        resource = self.resource(self.engineer, calendar_id=self.office.id)
        self.env["resource.calendar.leaves"].create(
            {
                "resource_id": resource.id,
                "calendar_id": self.office.id,
                "date_from": "2030-06-03 21:00:00",
                "date_to": "2030-06-04 20:59:00",
            }
        )
        self.assertNoted(
            "Engineer does not work at this time", end="2030-06-04 10:00:00"
        )

    def test_meeting_and_visit_of_the_engineer(self):
        events = self.model("calendar.event", self.engineer)
        for name, shown in (("Secret", "busy"), ("Lunch", "free")):
            events.create(
                {
                    "name": name,
                    "show_as": shown,
                    "start": "2030-06-04 07:00:00",
                    "stop": "2030-06-04 08:00:00",
                    "partner_ids": [Command.set(self.engineer.partner_id.ids)],
                }
            )
        dialog = self.dialog(planned_hours=4, start="2030-06-04 06:00:00")
        self.assertEqual(dialog.plan_note.count("Engineer has a meeting from"), 1)
        self.assertNotIn("Secret", dialog.plan_note)
        dialog.start = "2030-06-04 08:00:00"
        self.assertFalse(dialog.plan_note)
        # Over the night between two days of work, and in such a night.
        events.search([("name", "=", "Secret")]).write(
            {"start": "2030-06-04 19:00:00", "stop": "2030-06-04 20:00:00"}
        )
        dialog.write({"planned_hours": 10, "start": "2030-06-04 08:00:00"})
        self.assertGreater(dialog.end, self.moment("2030-06-05 06:00:00"))
        self.assertFalse(dialog.plan_note)
        dialog.write({"start": "2030-06-04 18:00:00", "end": "2030-06-04 21:00:00"})
        self.assertIn("Engineer has a meeting", dialog.plan_note)
        events.create(
            {
                "name": "Visit",
                "start": "2030-06-04 09:00:00",
                "stop": "2030-06-04 10:00:00",
                "partner_ids": [Command.set(self.engineer.partner_id.ids)],
                "engineering_calculation_id": self.taken().id,
            }
        )
        self.assertNoted("has a site visit from", start="2030-06-04 08:00:00")

    def test_other_work_at_the_same_time(self):
        lead = self.as_(self.manager2, self.deal(user=self.manager2))
        other = self.worked(self.ordered(lead), engineer=self.engineer)
        other.sudo().write({"engineering_start": "2030-06-04 07:00:00"})
        note = self.dialog(planned_hours=4, start="2030-06-04 06:00:00").plan_note
        self.assertRegex(note, "Engineer has another work from")
        self.assertNotIn(other.name, note)
        own = self.created(
            planned_hours=1,
            start="2030-06-04 12:00:00",
            line_ids=[
                Command.create(
                    {"order_line_id": self.order.order_line.id, "quantity": 1}
                )
            ],
        )
        self.assertNoted(f"has the work “{own.name}”", start="2030-06-04 10:00:00")

    def test_plan_that_can_not_be_is_refused(self):
        for values, pattern in (
            ({"start": False, "end": "2030-06-04 07:00:00"}, "before it starts"),
            ({"end": "2030-06-04 05:00:00"}, "before it starts"),
            ({"planned_hours": -1}, "less than zero"),
        ):
            with self.subTest(values=values):
                dialog = self.dialog(start="2030-06-04 06:00:00")
                dialog.write(values)
                self.assertRefused(UserError, pattern, dialog.action_confirm)

    def test_note_goes_with_the_work(self):
        work = self.created(planned_hours=4, start="2030-06-04 06:00:00")
        self.assertFalse(work.engineering_plan_note)
        work.sudo().write(
            {
                "engineering_start": "2030-06-08 06:00:00",
                "engineering_end": "2030-06-08 09:00:00",
            }
        )
        self.assertIn("does not work at this time", work.engineering_plan_note)

    # === STAGES ===

    def stages(self):
        """Return two works of the order, one after the other."""
        line = [{"order_line_id": self.order.order_line.id, "quantity": 1}]
        first = self.created(
            planned_hours=2,
            start="2030-06-04 06:00:00",
            line_ids=[Command.create(line[0])],
        )
        dialog = self.dialog(predecessor_ids=[Command.set(first.ids)])
        self.assertEqual(dialog.start, first.engineering_end)
        return first, self.from_action(dialog.action_confirm(), self.lead.env)

    def test_next_stage_is_accepted_and_waits(self):
        first, second = self.stages()
        self.assertEqual(second.sudo().depend_on_ids, first)
        self.assertEqual(second.engineering_predecessor_ids, first)
        self.assertTrue(self.project.allow_task_dependencies)
        first.sudo().user_ids = self.leader
        second = self.as_(self.engineer, second)
        second.action_accept_work()
        self.assertEqual(second.engineering_state, "accepted")
        self.assertEqual(second.state, "04_waiting_normal")
        self.assertRefused(
            UserError, f"“{first.name}” comes before", second.action_complete_work
        )
        first = self.as_(self.leader, first)
        first.action_accept_work()
        first.action_complete_work()
        self.assertEqual(second.state, "01_in_progress")
        self.assertIn(self.engineer, self.inbox(second))
        self.assertIn("comes before is done", " ".join(self.feed(second)))
        second.action_complete_work()
        self.assertEqual(second.engineering_state, "completed")

    def test_cancelled_stage_blocks_nothing(self):
        first, second = self.stages()
        second = self.as_(self.engineer, second)
        second.action_accept_work()
        first.action_cancel_work()
        self.assertIn("comes before is cancelled", " ".join(self.feed(second)))
        second.action_complete_work()
        self.assertEqual(second.engineering_state, "completed")

    def test_who_does_a_stage_can_not_take_it_out_of_its_order(self):
        _first, second = self.stages()
        self.assertRefused(
            AccessError,
            "decided by the manager",
            self.as_(self.engineer, second).write,
            {"depend_on_ids": [Command.clear()]},
        )

    def test_nobody_puts_a_task_before_the_work_of_another(self):
        first, second = self.stages()
        part = self.model("project.task", self.engineer).create(
            {"name": "Part", "parent_id": first.id, "project_id": self.project.id}
        )
        self.assertRefused(
            AccessError,
            "decided by the manager",
            part.write,
            {"dependent_ids": [Command.link(second.id)]},
        )
        self.assertRefused(
            AccessError,
            "decided by the manager",
            part.create,
            {
                "name": "Part",
                "parent_id": first.id,
                "project_id": self.project.id,
                "dependent_ids": [Command.link(second.id)],
            },
        )
        second.sudo().depend_on_ids += part.sudo()
        self.assertRefused(
            AccessError,
            "decided by the manager",
            part.write,
            {"dependent_ids": [Command.clear()]},
        )
        self.as_(self.leader, part).dependent_ids = False
        self.assertEqual(second.sudo().depend_on_ids, first.sudo())

    def test_nothing_waits_for_the_copy_of_a_work(self):
        first, second = self.stages()
        planner = self.user("planner", "project.group_project_manager")
        before = self.plain(planner)
        after = self.plain(planner, depend_on_ids=[Command.link(before.id)])
        for copied in (
            self.as_(planner, first).copy(),
            self.as_(planner, self.project).copy().task_ids,
        ):
            self.assertFalse(copied.sudo().dependent_ids & second.sudo())
        self.assertEqual(second.sudo().depend_on_ids, first.sudo())
        self.assertEqual(before.copy().dependent_ids, after)

    def plain(self, user, **values):
        return self.model("project.task", user).create(
            {"name": "Plain", "project_id": self.project.id, **values}
        )

    def test_stage_comes_after_works_of_its_order_alone(self):
        foreign = self.worked(self.ordered())
        dialog = self.dialog(predecessor_ids=[Command.set(foreign.ids)])
        self.assertRefused(UserError, "same order only", dialog.action_confirm)

    def test_who_is_busy_already_is_told_before_he_is_assigned(self):
        planned = {"engineering_start": FRIDAY, "engineering_end": "2030-06-07 20:00"}
        busy, work = (self.worked(self.ordered()) for _number in range(2))
        (busy | work).sudo().write(planned)
        busy.sudo().user_ids = self.colleague
        dialog = self.wizard("engineering.work.assign", self.as_(self.leader, work))
        self.assertNotIn(busy.name, dialog.plan_note or "")
        dialog.engineer_id = self.colleague
        self.assertIn(busy.name, dialog.plan_note)
        self.assertIn(self.colleague.name, dialog.plan_note)

    def test_stage_that_begins_too_early_is_told(self):
        first, second = self.stages()
        first.sudo().engineering_end = "2030-06-05 09:00:00"
        self.assertIn("is planned until", second.engineering_plan_note)

    # === THE DAY OF ENGINEERS ===

    def board(self, user, *filters):
        """Return {engineer: works in the column} of the board, as a user sees it."""
        action = self.env.ref("crm_engineering_calc.engineering_work_action_board")
        works = self.model("project.task", user).with_context(
            engineering_day=True, read_group_expand=True, tz="Europe/Moscow"
        )
        view = works.get_views([(action.search_view_id.id, "search")])["views"]
        arch = etree.fromstring(view["search"]["arch"])
        domain = Domain(safe_eval(action.domain))
        for name in filters:
            node = arch.find(f".//filter[@name='{name}']")
            domain &= Domain(safe_eval(node.get("domain")))
        groups = works.web_read_group(
            domain, ["user_ids"], auto_unfold=True, unfold_read_specification={}
        )["groups"]
        return {
            group["user_ids"] and group["user_ids"][0]: group["__count"]
            for group in groups
        }

    def test_what_nobody_has_is_open_on_the_board(self):
        work = self.created(planned_hours=4, start="2030-06-04 06:00:00")
        work.sudo().user_ids = False
        works = self.model("project.task", self.leader)
        for context, is_open in (({"engineering_day": True}, True), ({}, False)):
            (group,) = works.with_context(**context).web_read_group(
                Domain("id", "=", work.id),
                ["user_ids"],
                auto_unfold=True,
                unfold_read_specification={},
            )["groups"]
            self.assertEqual("__records" in group, is_open)

    def test_board_has_a_column_for_each_engineer_of_the_day(self):
        self.created(planned_hours=4, start="2030-06-04 06:00:00")
        for user in (self.manager, self.leader):
            with self.subTest(user.name):
                today = self.board(user, "planned_today")
                tomorrow = self.board(user, "planned_tomorrow")
                week = self.board(user, "planned_week")
                self.assertEqual(today.get(self.engineer.id), 0)
                self.assertEqual(today.get(self.colleague.id), 0)
                self.assertEqual(tomorrow.get(self.engineer.id), 1)
                self.assertEqual(week.get(self.engineer.id), 1)

    def test_other_boards_of_tasks_have_the_columns_that_they_had(self):
        tasks = self.env["project.task"].with_context(read_group_expand=True)
        project = self.env["project.project"].create({"name": "Home"})
        tasks.create(
            [
                {"name": name, "project_id": project.id, "user_ids": users.ids}
                for name, users in (
                    ("Of nobody", self.employee.browse()),
                    ("Of both", self.employee | self.engineer),
                )
            ]
        )
        groups = tasks.web_read_group([("project_id", "=", project.id)], ["user_ids"])[
            "groups"
        ]
        users = [group["user_ids"] and group["user_ids"][0] for group in groups]
        self.assertEqual(set(users), {False, self.employee.id, self.engineer.id})

    def test_time_of_a_work_is_said_by_the_clock_of_who_reads(self):
        work = self.created(planned_hours=2, start="2030-06-04 06:00:00")
        work = work.with_context(tz="Europe/Moscow")
        self.assertIn("9:00", work.engineering_planned_time)
        self.assertEqual(work.engineering_planned_time.count("2030"), 1)
        work.sudo().engineering_end = "2030-06-05 07:00:00"
        self.assertEqual(work.engineering_planned_time.count("2030"), 2)
