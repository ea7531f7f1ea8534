"""What the engineer's phone asks for: checklist, signature, hours; and one status."""

import base64
import io

from PIL import Image, ImageDraw

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.modules.module import load_script
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase
from odoo.addons.crm_engineering_calc.tests.probes import BY_HAND


def drawn():
    """Return the picture of a stroke, in base64."""
    picture = Image.new("RGBA", (60, 20), (0, 0, 0, 0))
    ImageDraw.Draw(picture).line((5, 15, 55, 5), fill=(0, 0, 0, 255), width=3)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return base64.b64encode(file.getvalue())


class WorkProofCase(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.contract()

    def work(self):
        order = self.ordered(lines=[(self.survey, 3, 100.0), (self.montage, 2, 50.0)])
        return self.as_(self.engineer, self.worked(order, engineer=self.engineer))

    def accepted(self):
        work = self.work()
        work.action_accept_work()
        return work

    def give_back(self, work, reason="The sash is loose"):
        self.wizard(
            "engineering.work.return", self.as_(self.manager, work), reason=reason
        ).action_confirm()

    def sign(self, work, signed_by="Anna Customer", signature=None):
        self.wizard(
            "engineering.work.sign",
            work,
            signed_by=signed_by,
            signature=signature or drawn(),
        ).action_confirm()


@tagged("standard", "post_install", "-at_install")
class TestChecklist(WorkProofCase):
    def setUp(self):
        super().setUp()
        self.direction.check_ids = [
            Command.create({"name": "The sash opens freely", "sequence": 1}),
            Command.create({"name": "Photo sent", "required": False, "sequence": 2}),
        ]

    def test_work_begins_with_the_checklist_of_its_direction(self):
        checks = self.work().engineering_check_ids
        self.assertEqual(
            checks.mapped(lambda check: (check.name, check.required, check.done)),
            [("The sash opens freely", True, False), ("Photo sent", False, False)],
        )

    def test_work_begins_with_that_of_the_parent(self):
        parent = self.direction.copy({"name": "Windows", "code": "WIN"})
        self.assertEqual(len(parent.check_ids), 2)
        self.direction.write({"check_ids": [Command.clear()], "parent_id": parent.id})
        self.assertEqual(len(self.work().engineering_check_ids), 2)

    def test_later_changes_of_the_direction_change_no_work(self):
        work = self.work()
        self.direction.check_ids[0].name = "Another thing"
        self.assertEqual(work.engineering_check_ids[0].name, "The sash opens freely")

    def test_completing_asks_for_what_is_required_alone(self):
        work = self.accepted()
        self.assertRefused(
            UserError,
            "can't be completed yet:\n• “The sash opens freely” is not checked",
            work.action_complete_work,
        )
        work.engineering_check_ids[0].action_tick()
        work.action_complete_work()
        self.assertEqual(work.engineering_state, "completed")

    def test_who_ticks_is_kept_and_a_second_tick_changes_nothing(self):
        check = self.accepted().engineering_check_ids[0]
        check.action_tick()
        ticked = check.done_on
        self.as_(self.leader, check).action_tick()
        self.assertEqual((check.done_by_id, check.done_on), (self.engineer, ticked))
        check.action_untick()
        self.assertFalse(check.done or check.done_by_id or check.done_on)

    def test_nothing_is_ticked_before_accepting_nor_after_completing(self):
        work = self.work()
        check = work.engineering_check_ids[0]
        self.assertRefused(UserError, "from accepting", check.action_tick)
        work.action_accept_work()
        check.action_tick()
        work.action_complete_work()
        self.assertRefused(UserError, "from accepting", check.action_untick)

    def test_who_does_not_do_the_work_ticks_nothing(self):
        check = self.accepted().engineering_check_ids[0]
        for user in (self.manager, self.colleague):
            self.assertRefused(
                UserError, "by who does", self.as_(user, check).action_tick
            )
        self.assertRefused(AccessError, ".", self.as_(self.outsider, check).action_tick)

    def test_checks_are_written_by_nobody(self):
        check = self.accepted().engineering_check_ids[0]
        for user in (self.engineer, self.manager, self.administrator):
            for values in ({"done": True}, {"required": False}):
                self.assertRefused(
                    AccessError, ".", self.as_(user, check).write, values
                )
        self.assertRefused(AccessError, BY_HAND, check.sudo().write, {"done": True})


@tagged("standard", "post_install", "-at_install")
class TestSignature(WorkProofCase):
    def test_direction_demands_the_signature(self):
        self.direction.signature_required = True
        work = self.accepted()
        self.assertRefused(
            UserError, "The customer has not signed", work.action_complete_work
        )
        self.sign(work)
        work.action_complete_work()
        self.assertEqual(work.engineering_signed_by, "Anna Customer")
        self.assertEqual(work.engineering_signature_user_id, self.engineer)
        self.assertTrue(work.engineering_signed_on)

    def test_all_that_is_missing_is_in_one_list(self):
        self.direction.write(
            {
                "signature_required": True,
                "evidence_required": 1,
                "check_ids": [Command.create({"name": "Swept"})],
            }
        )
        work = self.accepted()
        with self.assertRaises(UserError) as refusal:
            work.action_complete_work()
        text = str(refusal.exception)
        self.assertEqual(text.count("•"), 3, text)

    def test_no_signature_is_needed_where_none_is_demanded(self):
        work = self.accepted()
        work.action_complete_work()
        self.assertFalse(work.engineering_signature)

    def test_blank_is_no_signature_and_blanks_are_no_name(self):
        work = self.accepted()
        self.assertRefused(
            UserError, "who signs", lambda: self.sign(work, signed_by=" - ")
        )
        blank = base64.b64encode(b"no picture")
        self.assertRefused(
            UserError, "can't be read", lambda: self.sign(work, signature=blank)
        )

    def test_name_is_as_long_as_a_paper_has_place_for(self):
        work = self.accepted()
        self.assertRefused(
            UserError, "who signs", lambda: self.sign(work, signed_by="A" * 201)
        )

    def test_signature_is_frozen(self):
        work = self.accepted()
        self.sign(work)
        kept = work.sudo().engineering_signature_id
        work.action_complete_work()
        self.assertRefused(UserError, "not possible", lambda: self.sign(work, "Boris"))
        self.assertRefused(AccessError, BY_HAND, kept.write, {"signed_by": "Boris"})
        self.assertRefused(
            AccessError,
            BY_HAND,
            work.sudo().write,
            {"engineering_signature_id": False},
        )
        self.assertRefused(UserError, "stays in the history", kept.unlink)

    def test_who_does_not_do_the_work_takes_no_signature(self):
        work = self.accepted()
        for user in (self.manager, self.colleague):
            self.assertRefused(
                (AccessError, UserError),
                ".",
                lambda user=user: self.as_(user, work)._send_event(
                    "sign_work", signed_by="Anna", signature=drawn()
                ),
            )

    def test_other_quantities_need_another_signature(self):
        work = self.accepted()
        self.sign(work)
        work.engineering_work_line_ids[0].write(
            {"done_quantity": 1, "done_reason": "Rain"}
        )
        self.assertRefused(
            UserError,
            "Anna Customer has signed something else",
            work.action_complete_work,
        )
        self.sign(work, "Boris")
        work.action_complete_work()
        self.assertEqual(work.engineering_signed_by, "Boris")

    def test_return_ends_the_signature_and_keeps_it(self):
        work = self.accepted()
        self.sign(work)
        kept = work.sudo().engineering_signature_id
        work.action_complete_work()
        self.give_back(work)
        self.assertFalse(work.engineering_signed_by)
        self.assertEqual(
            (kept.signed_by, kept.end_reason), ("Anna Customer", "The sash is loose")
        )


@tagged("standard", "post_install", "-at_install")
class TestStatus(WorkProofCase):
    def setUp(self):
        super().setUp()
        self.project = self.direction.sudo()._get_project()
        self.project.type_ids = [
            Command.clear(),
            Command.create({"name": "Any", "sequence": 1}),
            Command.create(
                {"name": "Plan", "sequence": 2, "engineering_state": "assigned"}
            ),
            Command.create(
                {"name": "Doing", "sequence": 3, "engineering_state": "accepted"}
            ),
            Command.create(
                {"name": "Done", "sequence": 4, "engineering_state": "completed"}
            ),
        ]

    def stage(self, name):
        return self.project.type_ids.filtered(lambda stage: stage.name == name)

    def assertStatus(self, work, name, state):
        work = work.sudo()
        self.assertEqual((work.stage_id.name, work.state), (name, state))

    def test_column_and_dot_follow_the_work(self):
        work = self.work()
        self.assertStatus(work, "Plan", "01_in_progress")
        work.action_accept_work()
        self.assertStatus(work, "Doing", "01_in_progress")
        work.action_complete_work()
        self.assertStatus(work, "Done", "1_done")
        self.give_back(work)
        self.assertStatus(work, "Doing", "01_in_progress")
        self.as_(self.manager, work).action_cancel_work()
        self.assertStatus(work, "Doing", "1_canceled")

    def test_work_is_not_dragged_to_the_column_of_another_state(self):
        work = self.work()
        for user in (self.engineer, self.administrator):
            self.assertRefused(
                UserError,
                "in the state “Assigned”, and its column follows it",
                self.as_(user, work).write,
                {"stage_id": self.stage("Done").id},
            )
        work.sudo().stage_id = self.stage("Any")
        self.assertEqual(work.engineering_state, "assigned")

    def test_tasks_of_the_host_are_dragged_as_before(self):
        task = self.env["project.task"].create(
            {"name": "Tidy up", "project_id": self.project.id}
        )
        task.stage_id = self.stage("Done")
        self.assertEqual(task.stage_id.name, "Done")

    def test_project_of_a_direction_is_made_with_columns_in_each_language(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        self.direction.project_id = False
        columns = self.direction.sudo()._get_project().type_ids
        self.assertEqual(
            columns.mapped("engineering_state"),
            ["assigned", "accepted", "completed", "cancelled"],
        )
        self.assertFalse(columns.user_id)
        for lang in ("en_US", "ru_RU"):
            works = self.env["project.task"].with_context(lang=lang)
            labels = dict(works._get_state_selection())
            for column in columns.with_context(lang=lang):
                self.assertEqual(column.name, labels[column.engineering_state])
        work = self.work()
        work.action_accept_work()
        work.action_complete_work()
        self.assertEqual(work.sudo().stage_id, columns[2])

    def chosen(self, *columns):
        """Return the states of the columns of a project that a direction is given."""
        project = self.env["project.project"].create(
            {
                "name": "Sites",
                "type_ids": [
                    Command.create({"name": name, "fold": fold, "sequence": position})
                    for position, (name, fold) in enumerate(columns, start=1)
                ],
            }
        )
        self.direction.project_id = project
        return project.type_ids.mapped("engineering_state")

    def test_columns_of_a_project_that_is_chosen_are_for_states(self):
        plain = [("New", False), ("Going", False), ("Check", False), ("End", False)]
        self.assertEqual(
            self.chosen(*plain), ["assigned", "accepted", False, "completed"]
        )
        self.assertEqual(
            self.chosen(*plain[:2], ("Done", True), ("Dropped", True)),
            ["assigned", "accepted", "completed", False],
        )
        self.assertEqual(self.chosen(*plain[:2]), ["assigned", "completed"])
        self.assertEqual(self.chosen(plain[0]), [False])
        self.assertEqual(self.chosen(), [])

    def test_columns_that_are_for_states_already_stay_so(self):
        columns = self.project.type_ids
        states = columns.mapped("engineering_state")
        self.direction.write({"project_id": self.project.id})
        self.assertEqual(columns.mapped("engineering_state"), states)

    def test_columns_that_are_for_no_state_move_nothing(self):
        self.project.type_ids.engineering_state = False
        work = self.work()
        stage = work.sudo().stage_id
        work.action_accept_work()
        self.assertEqual(work.sudo().stage_id, stage)


@tagged("standard", "post_install", "-at_install")
class TestRemarksAndHours(WorkProofCase):
    def test_remarks_stand_on_the_work_until_it_is_completed_again(self):
        work = self.accepted()
        work.action_complete_work()
        self.give_back(work)
        self.assertEqual(work.engineering_return_reason, "The sash is loose")
        work.action_complete_work()
        self.assertFalse(work.engineering_return_reason)

    def test_cancelled_work_has_nothing_to_mend(self):
        work = self.accepted()
        work.action_complete_work()
        self.give_back(work)
        self.as_(self.manager, work).action_cancel_work()
        self.assertEqual(work.engineering_state, "cancelled")
        self.assertFalse(work.engineering_return_reason)

    def test_works_cancelled_before_have_nothing_to_mend(self):
        works = self.work() | self.work()
        self.as_(self.manager, works[0]).action_cancel_work()
        works.sudo()._as_machine().engineering_return_reason = "The sash is loose"
        self.env.flush_all()
        script = "migrations/19.0.1.13.0/post-cancelled-works.py"
        module = load_script(f"crm_engineering_calc/{script}", script)
        module.migrate(self.env.cr, "19.0.1.12.0")
        self.env.invalidate_all()
        self.assertEqual(
            works.mapped("engineering_return_reason"), [False, "The sash is loose"]
        )

    def test_remarks_are_written_by_nobody(self):
        work = self.accepted()
        self.assertRefused(
            AccessError, BY_HAND, work.write, {"engineering_return_reason": "Ha"}
        )

    def test_hours_are_written_while_the_work_is_done(self):
        work = self.work()
        write = {"engineering_hours_spent": 2.5}
        self.assertRefused(UserError, "is not in work", work.write, write)
        work.action_accept_work()
        work.write(write)
        self.assertRefused(
            UserError, "less than no time", work.write, {"engineering_hours_spent": -1}
        )
        work.action_complete_work()
        self.assertRefused(UserError, "is not in work", work.write, write)
        self.assertEqual(work.engineering_hours_spent, 2.5)

    def test_hours_are_written_by_who_does_the_work(self):
        work = self.accepted()
        write = {"engineering_hours_spent": 2.5}
        self.assertRefused(
            AccessError,
            "written by its engineer",
            self.as_(self.colleague, work).write,
            write,
        )
        self.as_(self.leader, work).write(write)
        self.assertEqual(work.engineering_hours_spent, 2.5)

    def test_services_stand_under_their_sections(self):
        order = self.proposed(
            lines=[
                {"display_type": "line_section", "name": "Roof"},
                {"product_id": self.survey.id, "quantity": 1, "base_price": 10.0},
                {"product_id": self.montage.id, "quantity": 1, "base_price": 10.0},
            ]
        )
        order.action_confirm()
        lines = self.as_(self.engineer, self.worked(order)).engineering_work_line_ids
        self.assertEqual(lines.mapped("section"), ["Roof", "Roof"])
        self.assertEqual(lines.mapped("heading"), ["Roof", False])
