"""A work is completed while what proves it is deleted, replaced or taken away."""

from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.concurrency import ConcurrencyCase


@tagged("standard", "post_install", "-at_install")
class TestEvidenceConcurrency(ConcurrencyCase):
    NAMES = ("deleted", "unmarked", "replaced", "renamed")

    def begin(self, code="K-1"):
        """Accept a work under a contract of this code, and prove it with one file."""
        self.direction.evidence_required = 1
        order = self.ordered(lines=[(self.survey, 3, 100.0)])
        order.agreement_id = self.contract(code=code)
        self.work = self.as_(self.engineer, self.worked(order))
        self.work.action_accept_work()
        self.file = self.proof(self.work)
        self.kept = self.content()
        self.cr.commit()

    def content(self):
        """Return what the file is, and what the database says of its content.

        Tests of other processes share the folder of files, and sweep it.
        """
        file = self.file
        return file.name, file.checksum, file.file_size, file.store_fname

    def changes(self):
        """Return what a colleague does with the file, and whether it proves no more."""
        ids = self.file.ids

        def write(values):
            return lambda env: env["ir.attachment"].browse(ids).write(values)

        return {
            "deleted": (lambda env: env["ir.attachment"].browse(ids).unlink(), True),
            "unmarked": (write({"engineering_evidence_kind_id": False}), True),
            "replaced": (write({"raw": b"other"}), False),
            "renamed": (write({"name": "other.jpg"}), False),
        }

    def complete_work(self, env):
        env["project.task"].browse(self.work.ids).action_complete_work()

    def test_what_began_before_the_completion_takes_nothing_from_it(self):
        for name in self.NAMES:
            with self.subTest(name):
                self.begin(f"Before {name}")
                change = self.changes()[name][0]
                error, tries = self.overtaken(
                    (self.colleague, change), (self.engineer, self.complete_work)
                )
                self.assertRegex(str(error), "was completed with it")
                self.assertEqual(tries, 2)
                self.assertEqual(self.work.engineering_state, "completed")
                self.assertEqual(self.content(), self.kept)
                self.assertTrue(self.file.engineering_frozen)

    def test_completion_looks_at_what_is_left_by_now(self):
        for name in self.NAMES:
            with self.subTest(name):
                self.begin(f"After {name}")
                change, is_gone = self.changes()[name]
                error, tries = self.overtaken(
                    (self.engineer, self.complete_work), (self.colleague, change)
                )
                self.assertEqual(tries, 2)
                if is_gone:
                    self.assertRegex(str(error), "any kind: 0 of 1")
                    self.assertEqual(self.work.engineering_state, "accepted")
                else:
                    self.assertIsNone(error)
                    self.assertTrue(self.file.engineering_frozen)

    def test_completed_and_deleted_at_once(self):
        self.begin()
        delete = self.changes()["deleted"][0]
        outcomes = self.race(
            (self.engineer, self.complete_work), (self.colleague, delete)
        )
        self.assertOneWins(outcomes, "any kind: 0 of 1|was completed with it")
        is_completed = self.work.engineering_state == "completed"
        self.assertEqual(bool(self.file.exists()), is_completed)
