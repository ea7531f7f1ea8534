"""Documents and photos that prove works: marked, demanded, frozen, and shown."""

import json
from pathlib import Path

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


class EvidenceCase(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.contract()
        self.order = self.ordered(lines=[(self.survey, 3, 100.0)])
        self.lead = self.order.opportunity_id
        self.work = self.as_(self.engineer, self.worked(self.order))

    def kind(self, name):
        return self.env.ref(f"crm_engineering_calc.evidence_kind_{name}")

    def file(self, user=None, **values):
        """Return a file that is attached to the work, and proves nothing yet."""
        return self.model("ir.attachment", user or self.engineer).create(
            {
                "name": "photo.jpg",
                "raw": b"photo",
                "res_model": "project.task",
                "res_id": self.work.id,
                **values,
            }
        )

    def demand(self, **counts):
        self.direction.evidence_ids = [
            Command.create({"kind_id": self.kind(name).id, "count": count})
            for name, count in counts.items()
        ]

    def completed_with(self, **values):
        """Return a file that the work was completed with."""
        self.work.action_accept_work()
        file = self.proof(self.work, **values)
        self.work.action_complete_work()
        return file


@tagged("standard", "post_install", "-at_install")
class TestEvidenceTold(EvidenceCase):
    def note(self):
        """Return the message in the deal that tells that the work is completed."""
        (note,) = self.lead.sudo().message_ids.filtered(
            lambda message: "Photos and documents" in message.body
        )
        return note

    def test_deal_shows_what_the_work_was_completed_with(self):
        file = self.completed_with()
        note = self.note()
        self.assertEqual(note.attachment_ids, file.sudo())
        self.assertIn("is completed", note.body)
        self.assertIn(f"{file.engineering_evidence_kind_id.name}: 1", note.body)
        self.assertEqual((file.res_model, file.res_id), ("project.task", self.work.id))

    def test_deal_shows_the_first_of_many_and_counts_all(self):
        self.work.action_accept_work()
        files = [self.proof(self.work).id for _number in range(8)]
        self.work.action_complete_work()
        self.assertEqual(self.note().attachment_ids.sorted("id").ids, files[:6])
        self.assertIn(": 8", self.note().body)

    def test_note_that_is_deleted_leaves_what_proves_the_work(self):
        file = self.completed_with()
        self.note().unlink()
        self.assertTrue(file.exists())


@tagged("standard", "post_install", "-at_install")
class TestDemanded(EvidenceCase):
    def missing(self):
        return self.work._get_missing_to_complete()

    def test_completing_asks_for_the_directions_evidence(self):
        self.direction.evidence_required = 2
        self.work.action_accept_work()
        self.assertRefused(
            UserError, "any kind: 0 of 2.*add 2 more", self.work.action_complete_work
        )
        self.proof(self.work)
        self.assertRefused(UserError, "add 1 more", self.work.action_complete_work)
        self.proof(self.work, name="second.txt")
        self.work.action_complete_work()
        self.assertEqual(self.work.engineering_state, "completed")

    def test_what_is_attached_proves_nothing_until_it_is_marked(self):
        self.direction.evidence_required = 1
        self.work.action_accept_work()
        file = self.file()
        self.assertRefused(UserError, "add 1 more", self.work.action_complete_work)
        self.work.add_evidence(file.ids, self.kind("other").id)
        self.work.action_complete_work()

    def test_evidence_of_another_work_does_not_count(self):
        self.direction.evidence_required = 1
        other = self.as_(self.engineer, self.worked(self.ordered()))
        for work in self.work | other:
            work.action_accept_work()
        self.proof(other)
        self.assertEqual(self.work.engineering_evidence_count, 0)
        self.assertRefused(UserError, "add 1 more", self.work.action_complete_work)

    def test_all_that_is_missing_is_said_at_once(self):
        self.direction.evidence_required = 4
        self.demand(before=1, after=2)
        self.work.action_accept_work()
        self.proof(self.work)
        with self.assertRaises(UserError) as refusal, self.env.cr.savepoint():
            self.work.action_complete_work()
        lines = str(refusal.exception).split("\n")
        self.assertIn("can't be completed yet", lines[0])
        self.assertEqual(len(lines), 4)
        for line, text in zip(
            lines[1:],
            ("Photo before: 0 of 1", "Photo after: 1 of 2", "any kind: 3 of 4"),
            strict=True,
        ):
            self.assertIn(text, line)
        self.assertEqual(len(self.missing()), 3)

    def test_kinds_alone_are_enough_of_a_demand(self):
        self.demand(after=1)
        self.work.action_accept_work()
        self.proof(self.work, self.kind("before"))
        self.assertEqual(len(self.missing()), 1)
        self.proof(self.work)
        self.work.action_complete_work()

    def test_returned_work_is_completed_with_what_it_had(self):
        self.direction.evidence_required = 1
        first = self.completed_with()
        self.wizard(
            "engineering.work.return", self.as_(self.manager, self.work), reason="Dirt"
        ).action_confirm()
        self.assertTrue(first.engineering_frozen)
        self.assertRefused(UserError, "was completed with it", first.unlink)
        self.direction.evidence_required = 2
        self.assertRefused(UserError, "add 1 more", self.work.action_complete_work)
        second = self.proof(self.work)
        self.work.action_complete_work()
        self.assertTrue(second.engineering_frozen)

    def test_demands_of_a_direction(self):
        self.demand(after=1)
        copy = self.direction.copy()
        self.assertEqual(copy.evidence_ids.kind_id, self.kind("after"))
        self.assertRefused(Exception, "", self.demand, after=0)
        self.assertRefused(UserError, "needed by", self.kind("after").unlink)


@tagged("standard", "post_install", "-at_install")
class TestMarked(EvidenceCase):
    def mark(self, file, name="after"):
        return file.write({"engineering_evidence_kind_id": self.kind(name).id})

    def test_work_is_accepted_first(self):
        file = self.file()
        for act in (self.mark, lambda one: self.work.action_add_evidence()):
            self.assertRefused(UserError, "accept the work before", act, file)
        self.assertRefused(UserError, "accept the work", self.proof, self.work)
        self.work.action_accept_work()
        self.mark(file)

    def test_what_is_added_after_completion_stays_as_well(self):
        self.work.action_accept_work()
        self.work.action_complete_work()
        more = self.proof(self.work, name="later.jpg")
        attached = self.file(name="attached.jpg")
        self.work.add_evidence(attached.ids, self.kind("other").id)
        for file in more | attached:
            self.assertTrue(file.engineering_frozen)
            self.assertRefused(UserError, "was completed with it", file.unlink)
        self.assertEqual(self.work.engineering_evidence_count, 2)

    def test_what_is_added_between_return_and_completion_is_taken_back(self):
        self.work.action_accept_work()
        self.work.action_complete_work()
        work = self.as_(self.manager, self.work)
        self.wizard("engineering.work.return", work, reason="Dirt").action_confirm()
        more = self.proof(self.work, name="later.jpg")
        self.assertFalse(more.engineering_frozen)
        more.unlink()
        self.assertFalse(self.work.engineering_evidence_count)

    def test_who_adds_and_when_is_said(self):
        manager = self.as_(self.manager, self.work)

        def note(work):
            work.invalidate_recordset(["engineering_evidence"])
            return work.engineering_evidence["note"]

        self.assertIn("after the work is accepted", note(self.work))
        self.assertIn(self.engineer.name, note(manager))
        self.work.action_accept_work()
        self.assertEqual(note(self.work), "")
        self.assertIn(self.engineer.name, note(manager))
        self.work.action_complete_work()
        self.assertIn("all of it stays", note(self.work))
        self.assertIn(self.engineer.name, note(manager))

    def test_empty_file_proves_nothing(self):
        self.work.action_accept_work()
        for method, args in (
            (self.proof, (self.work, None)),
            (self.work.add_evidence, (self.file(raw=b"").ids, self.kind("after").id)),
        ):
            values = {"raw": b""} if method == self.proof else {}
            self.assertRefused(UserError, "is empty", method, *args, **values)
        file = self.proof(self.work)
        for content in {"raw": b""}, {"datas": False}:
            self.assertRefused(UserError, "is empty", file.write, content)

    def test_file_whose_content_is_lost_proves_nothing(self):
        self.work.action_accept_work()
        file = self.file(raw=b"swept while it was attached")
        Path(file._full_path(file.store_fname)).unlink()
        marking = (file.ids, self.kind("after").id)
        self.assertRefused(UserError, "is empty", self.work.add_evidence, *marking)

    def test_files_of_works_alone_are_evidence(self):
        self.work.action_accept_work()
        task = self.work.create({"name": "Task", "user_ids": self.engineer.ids})
        self.assertRefused(UserError, "not a work", self.proof, task)
        for values in (
            {"res_model": "res.partner", "res_id": self.engineer.partner_id.id},
            {"res_model": False, "res_id": False},
            {"type": "url", "url": "https://example.com/a.jpg"},
        ):
            file = self.file(self.env.user, **values)
            self.assertRefused(UserError, "no file of a work", self.mark, file)
        marked = self.proof(self.work)
        self.assertRefused(
            UserError,
            "no file of a work",
            marked.sudo().write,
            {"res_model": "crm.lead"},
        )

    def test_context_marks_nothing(self):
        key = "default_engineering_evidence_kind_id"
        context = {key: self.kind("after").id}
        self.assertFalse(
            self.env["ir.attachment"]
            .with_context(**context)
            .create({"name": "x"})
            .engineering_evidence_kind_id
        )

    def test_who_may_not_write_a_work_adds_nothing(self):
        self.work.action_accept_work()
        file = self.file()
        kind = self.kind("after").id
        for user in (self.outsider, self.manager, self.manager2):
            with self.subTest(user.login):
                work = self.as_(user, self.work)
                self.assertRaises(AccessError, self.proof, work)
                self.assertRaises(AccessError, work.add_evidence, file.ids, kind)
        for user in (self.colleague, self.leader, self.administrator):
            with self.subTest(user.login):
                work = self.as_(user, self.work)
                own = self.file(user)
                work.add_evidence(own.ids, kind)
                self.assertTrue(own.engineering_evidence_kind_id)

    def test_files_of_others_are_not_taken_away(self):
        self.work.action_accept_work()
        other = self.as_(self.engineer, self.worked(self.ordered()))
        kind = self.kind("after").id
        theirs = self.file(res_id=other.id)
        self.assertRefused(
            UserError, "another record", self.work.add_evidence, theirs.ids, kind
        )
        loose = self.file(self.colleague, res_model=False, res_id=False)
        self.assertRaises(
            AccessError,
            self.work.add_evidence,
            self.as_(self.engineer, loose).ids,
            kind,
        )
        self.assertRefused(UserError, "Choose photos", self.work.add_evidence, [], kind)

    def test_dialog_takes_new_files_and_those_of_the_chatter(self):
        self.demand(before=1, after=1)
        self.work.action_accept_work()
        self.proof(self.work, self.kind("before"))
        attached = self.file()
        new = self.file(res_model="engineering.evidence.add", res_id=0)
        self.assertEqual(
            self.work.action_add_evidence()["res_model"], "engineering.evidence.add"
        )
        dialog = self.wizard("engineering.evidence.add", self.work)
        self.assertEqual(dialog.kind_id, self.kind("after"))
        self.assertTrue(dialog.has_attached)
        dialog.write({"file_ids": new.ids, "attached_ids": attached.ids})
        dialog.action_confirm()
        for file in new | attached:
            self.assertEqual(file.engineering_evidence_kind_id, self.kind("after"))
            self.assertEqual(file.res_id, self.work.id)
        self.assertEqual(self.work.engineering_evidence_count, 3)

    def test_shown_kind_by_kind(self):
        self.demand(after=2)
        self.work.action_accept_work()
        file = self.proof(self.work)
        shown = self.work.engineering_evidence
        self.assertEqual((shown["required"], shown["count"]), (2, 1))
        self.assertTrue(shown["may_add"])
        first = shown["kinds"][0]
        self.assertEqual((first["name"], first["required"]), ("Photo after", 2))
        self.assertEqual(
            [(one["id"], one["frozen"]) for one in first["files"]], [(file.id, False)]
        )
        self.assertEqual(len(shown["kinds"]), 5)


@tagged("standard", "post_install", "-at_install")
class TestFrozen(EvidenceCase, HttpCase):
    def test_what_a_completion_was_accepted_with_stays(self):
        file = self.completed_with()
        changes = (
            {"name": "other.jpg"},
            {"raw": b"other"},
            {"datas": "b3RoZXI="},
            {"db_datas": b"other"},
            {"res_id": 0},
            {"res_model": "crm.lead", "res_id": self.lead.id},
            {"engineering_evidence_kind_id": False},
            {"engineering_evidence_kind_id": self.kind("other").id},
            {"public": True},
            {"url": "https://example.com"},
            {"type": "url"},
            {"mimetype": "text/plain"},
            {"engineering_frozen": False},
        )
        for user in (self.engineer, self.leader, self.administrator, self.env.user):
            own = self.as_(user, file)
            for values in changes:
                with self.subTest(user=user.login, values=values):
                    self.assertRefused(
                        UserError, "was completed with it", own.write, values
                    )
            self.assertRefused(UserError, "was completed with it", own.unlink)
        self.assertEqual((file.name, file.raw), ("photo.jpg", b"photo"))

    def test_chatter_deletes_nothing(self):
        self.work.action_accept_work()
        file = self.file()
        message = self.work.message_post(
            message_type="comment", attachment_ids=file.ids
        )
        self.work.add_evidence(file.ids, self.kind("after").id)
        token = file._get_ownership_token()
        self.work.action_complete_work()
        for values in ({"attachment_id": file.id}, {"access_token": token}):
            self.authenticate(self.engineer.login, self.engineer.login)
            self.url_open(
                "/mail/attachment/delete",
                json.dumps({"params": {"attachment_id": file.id, **values}}),
                headers={"Content-Type": "application/json"},
            )
            self.assertTrue(file.exists())
        self.assertRefused(
            UserError,
            "was completed with it",
            self.work._message_update_content,
            message,
            body="",
            attachment_ids=[],
        )
        self.assertTrue(file.exists())
        self.assertEqual(self.work.engineering_evidence_count, 1)

    def test_work_stays_with_what_it_was_completed_with(self):
        self.completed_with()
        self.assertRefused(UserError, "was completed", self.work.sudo().unlink)
        work = self.as_(self.manager, self.work)
        self.wizard("engineering.work.return", work, reason="Dirt").action_confirm()
        work.action_cancel_work()
        self.assertRefused(UserError, "with documents", self.work.sudo().unlink)
        self.assertRefused(
            UserError, "with documents", self.work.sudo().project_id.unlink
        )
        self.work.sudo().active = False
        self.assertEqual(self.work.engineering_evidence_count, 1)

    def test_mail_links_to_a_frozen_file(self):
        file = self.completed_with()
        self.assertRefused(
            UserError, "was completed", file.write, {"access_token": "a", "name": "b"}
        )
        token = file.generate_access_token()[0]
        self.assertTrue(token)
        self.assertEqual(file.generate_access_token(), [token])
        self.assertRefused(
            UserError, "was completed with it", file.write, {"access_token": False}
        )

    def test_files_are_kept_elsewhere(self):
        file = self.completed_with().sudo()
        other = self.file().sudo()
        self.env["ir.config_parameter"].set_param("ir_attachment.location", "db")
        (file | other)._migrate()
        self.assertEqual((file.raw, other.raw), (b"photo", b"photo"))
        self.assertEqual((file | other).mapped("store_fname"), [False, False])
        self.assertTrue(file.engineering_frozen)
        self.assertRefused(UserError, "was completed with it", file.unlink)


@tagged("standard", "post_install", "-at_install")
class TestGallery(EvidenceCase):
    def seen(self, action, user):
        files = self.model(action["res_model"], user)
        return files.search(action["domain"])

    def test_gallery_of_work_deal_and_act(self):
        file = self.completed_with()
        self.file()
        act = self.acted(self.work)
        self.assertEqual(self.lead.engineering_evidence_count, 1)
        self.assertEqual(act.evidence_count, 1)
        for record in (self.work, self.lead, act):
            self.assertEqual(
                self.seen(record.action_view_evidence(), self.manager), file
            )

    def test_who_reads_the_work_sees_its_evidence(self):
        file = self.completed_with()
        action = self.work.action_view_evidence()
        portal = new_test_user(
            self.env,
            "portal_evidence",
            "base.group_portal",
            partner_id=self.customer.id,
        )
        for user, seen in (
            (self.engineer, True),
            (self.colleague, True),
            (self.leader, True),
            (self.manager, True),
            (self.sales_head, True),
            (self.manager2, False),
            (self.outsider, False),
        ):
            with self.subTest(user.login):
                self.assertEqual(self.seen(action, user), file if seen else file[:0])
                self.assertEqual(self.as_(user, file).has_access("read"), seen)
        self.assertFalse(self.as_(portal, file).has_access("read"))
        self.assertRaises(AccessError, self.seen, action, portal)

    def test_deal_without_a_manager_shows_its_evidence(self):
        file = self.completed_with()
        self.lead.sudo().user_id = False
        lead = self.as_(self.manager2, self.lead)
        self.assertEqual(lead.engineering_evidence_count, 1)
        self.assertEqual(self.seen(lead.action_view_evidence(), self.manager2), file)

    def test_each_counts_what_he_may_see(self):
        self.completed_with()
        act = self.acted(self.work)
        for user, count in ((self.manager, 1), (self.manager2, 0)):
            with self.subTest(user.login):
                lead = self.as_(user, self.lead)
                self.assertEqual(lead.engineering_evidence_count, count)
                self.assertEqual(self.as_(user, act).evidence_count, count)

    def test_other_files_cost_nothing_more(self):
        files = self.env["ir.attachment"].create(
            [{"name": str(number)} for number in range(20)]
        )
        self.env.flush_all()

        def rename(some):
            self.env.invalidate_all()
            some.write({"res_model": "res.partner", "res_id": self.customer.id})
            self.env.flush_all()

        rename(files)
        few = self.count_queries(rename, files[:2])
        self.assertEqual(self.count_queries(rename, files), few)
