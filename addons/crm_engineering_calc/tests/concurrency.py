"""The case of people who act at once, over connections of their own."""

import threading
from functools import partial

from odoo.api import SUPERUSER_ID, Environment
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from .common import EngineeringTools

TIMEOUT = 60

# Others see only what is committed.
# pylint: disable=invalid-commit


class ConcurrencyCase(EngineeringTools, BaseCase):
    """The data is committed, for others to see it, and deleted after the class."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        cls.cr = cls.registry.cursor()
        cls.addClassCleanup(cls.cr.close)
        cls.env = Environment(cls.cr, SUPERUSER_ID, {})
        cls.last_ids = {model: cls.last_id(model) for model in cls.LEFT}
        cls.addClassCleanup(cls.clean_up)
        cls._set_up_company()
        cls.cr.commit()

    # Models that the tests add to, those that refer to others first.
    LEFT = (
        "account.move",
        "engineering.act",
        "project.task",
        "sale.order",
        "engineering.calculation",
        "crm.lead",
        "agreement",
        "engineering.direction",
        "engineering.team",
        "project.project",
        "account.analytic.account",
        "product.template",
        "res.users",
        "res.partner",
    )

    @classmethod
    def last_id(cls, model):
        records = cls.env[model].with_context(active_test=False)
        return records.search([], order="id desc", limit=1).id or 0

    @classmethod
    def forget_signatures(cls, records):
        """Return documents that are deleted although somebody has signed them."""
        signatures = records.engineering_signature_id
        records._as_machine().write({"engineering_signature_id": False})
        signatures.with_context(**{MODULE_UNINSTALL_FLAG: True}).unlink()
        return records._as_machine()

    @classmethod
    def clean_up(cls):
        cls.cr.rollback()
        cls.env.invalidate_all()
        for model in cls.LEFT:
            records = (
                cls.env[model]
                .with_context(active_test=False)
                .search([("id", ">", cls.last_ids[model])])
            )
            if model == "project.task":
                works = records.filtered("engineering_state")
                works._as_machine().write({"engineering_state": "cancelled"})
                files = works.env["ir.attachment"].union(
                    *works._get_evidence().values()
                )
                files._as_machine().write({"engineering_frozen": False})
            if model == "sale.order":
                records._action_cancel()
            if model == "engineering.calculation":
                records._as_machine().write({"state": "cancelled"})
            if model == "engineering.act":
                records._as_machine().write({"state": "draft", "name": "/"})
            if "engineering_signature_id" in records:
                records = cls.forget_signatures(records)
            records.unlink()
        cls.cr.commit()
        left = [model for model in cls.LEFT if cls.last_id(model) > cls.last_ids[model]]
        assert not left, left

    def race(self, *acts):
        """Run (user, act) pairs at once; return what each raised, None for success.

        Every transaction has its snapshot before any of them acts, so that none sees
        what the others do. Each is run as a request is: anew when it can't be
        serialized.
        """
        self.cr.commit()
        barrier = threading.Barrier(len(acts), timeout=TIMEOUT)
        outcomes = [None] * len(acts)

        def attempt(env, act, tries):
            if not tries:
                env.cr.execute("SELECT id FROM res_users LIMIT 1")
                barrier.wait()
            tries.append(act)
            act(env)

        def run(number, user, act):
            try:
                with self.registry.cursor() as cr:
                    env = Environment(cr, user.id, {})
                    retrying(partial(attempt, env, act, []), env)
            except Exception as error:  # noqa: BLE001 - it is what the test asserts
                outcomes[number] = error

        threads = [
            threading.Thread(target=run, args=(number, *pair), daemon=True)
            for number, pair in enumerate(acts)
        ]
        self.run_at_once(threads)
        return outcomes

    def run_at_once(self, threads, timeout=TIMEOUT):
        """Run threads to their end, and let the test see what they have committed."""
        with mute_logger("odoo.sql_db"):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(timeout)
        self.assertFalse(any(thread.is_alive() for thread in threads))
        self.cr.commit()
        self.env.invalidate_all()

    def overtaken(self, slow, fast):
        """Let `fast` begin and commit between the snapshot of `slow` and its act.

        Both are (user, act); return what `slow` raised, None for success, and how
        many times it was run.
        """
        self.cr.commit()
        tries = []

        def attempt(env):
            tries.append(env)
            if len(tries) == 1:
                env.cr.execute("SELECT id FROM res_users LIMIT 1")
                self.assertEqual(self.alone(*fast), None)
            slow[1](env)

        error = self.alone(slow[0], attempt)
        self.cr.commit()
        self.env.invalidate_all()
        return error, len(tries)

    def alone(self, user, act):
        """Run `act` as a request of the user; return what it raised."""
        try:
            with mute_logger("odoo.sql_db"), self.registry.cursor() as cr:
                env = Environment(cr, user.id, {})
                retrying(partial(act, env), env)
        except UserError as error:
            return error

    def assertOneWins(self, outcomes, pattern):
        """Assert that one succeeded, and the other was told why not."""
        refused = [error for error in outcomes if error]
        self.assertEqual(len(refused), 1, outcomes)
        self.assertIsInstance(refused[0], UserError)
        self.assertRegex(str(refused[0]), pattern)
