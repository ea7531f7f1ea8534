"""Two people at once, over two connections: a thing is done once, and both know."""

import threading
from functools import partial

from engineering_case import EngineeringCompany

from odoo.api import SUPERUSER_ID, Environment
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger

TIMEOUT = 60


@tagged("standard", "post_install", "-at_install")
class TestConcurrency(EngineeringCompany, BaseCase):
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
            if model == "sale.order":
                records._action_cancel()
            if model == "engineering.calculation":
                records._as_machine().write({"state": "cancelled"})
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
        with mute_logger("odoo.sql_db"):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(TIMEOUT)
        self.assertFalse(any(thread.is_alive() for thread in threads))
        self.cr.commit()
        self.env.invalidate_all()
        return outcomes

    def assertOneWins(self, outcomes, pattern):
        """Assert that one succeeded, and the other was told why not."""
        refused = [error for error in outcomes if error]
        self.assertEqual(len(refused), 1, outcomes)
        self.assertIsInstance(refused[0], UserError)
        self.assertRegex(str(refused[0]), pattern)

    def test_two_engineers_take_one_calculation(self):
        calculation = self.requested()
        ids = calculation.ids

        def take(env):
            env["engineering.calculation"].browse(ids).action_take()

        outcomes = self.race((self.engineer, take), (self.colleague, take))
        winner = calculation.engineer_id
        self.assertIn(winner, self.engineer | self.colleague)
        self.assertOneWins(
            outcomes, f"{calculation.name} is already with {winner.name}"
        )
        self.assertEqual(
            sum("has taken" in text for text in self.feed(calculation.lead_id)), 1
        )

    def test_two_clicks_send_one_request(self):
        lead = self.deal()

        def request(env):
            env["crm.lead"].browse(lead.ids).action_request_calculation()

        outcomes = self.race((self.manager, request), (self.manager, request))
        self.assertOneWins(outcomes, "being calculated already")
        self.assertEqual(len(lead.engineering_calculation_ids), 1)

    def test_two_clicks_make_one_proposal(self):
        lead = self.completed().lead_id.with_user(self.manager)

        def propose(env):
            env["crm.lead"].browse(lead.ids).action_create_proposal()

        outcomes = self.race((self.manager, propose), (self.manager, propose))
        self.assertEqual(outcomes, [None, None])
        self.assertEqual(len(lead.order_ids), 1)

    def test_two_managers_hand_out_the_last_quantity(self):
        order = self.ordered(lines=[(self.survey, 3, 100.0)])
        order.agreement_id = self.contract()
        lead = order.opportunity_id

        def work(env):
            env["crm.lead"].browse(lead.ids).action_create_work()

        outcomes = self.race((self.manager, work), (self.sales_head, work))
        self.assertOneWins(outcomes, "is in works already")
        self.assertEqual(order.order_line.engineering_work_quantity, 3)
        self.assertEqual(len(lead.sudo().engineering_work_ids), 1)

    def test_two_dialogs_hand_out_the_last_quantity(self):
        order = self.ordered(lines=[(self.survey, 3, 100.0)])
        lead = order.opportunity_id
        dialogs = [
            self.wizard("engineering.work.create", self.as_(user, lead))
            for user in (self.manager, self.sales_head)
        ]

        def confirm(dialog):
            return lambda env: env[dialog._name].browse(dialog.ids).action_confirm()

        outcomes = self.race(
            (self.manager, confirm(dialogs[0])), (self.sales_head, confirm(dialogs[1]))
        )
        self.assertOneWins(outcomes, "All that is ordered")
        self.assertEqual(order.order_line.engineering_work_quantity, 3)

    def test_last_two_calculations_are_completed_at_once(self):
        lead = self.deal()
        first = self.taken(lead)
        self.variant(first)
        lead.engineering_direction_id = self.other_direction
        second = self.as_(self.outsider, self.requested(lead))
        second.action_take()
        self.variant(second, [(self.foreign_service, 1, 70.0)])

        def complete(calculation):
            ids = calculation.ids
            return lambda env: (
                env["engineering.calculation"].browse(ids).action_complete()
            )

        outcomes = self.race(
            (self.engineer, complete(first)), (self.outsider, complete(second))
        )
        self.assertEqual(outcomes, [None, None])
        self.assertEqual((first | second).sudo().mapped("state"), ["completed"] * 2)
        self.assertEqual(lead.engineering_state, "provided")
