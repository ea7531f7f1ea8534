"""Who acts at once on the requests of a queue, over real connections."""

import threading
from datetime import timedelta
from types import SimpleNamespace
from unittest.mock import patch

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import ENGINEER
from odoo.addons.crm_engineering_calc.tests.concurrency import ConcurrencyCase

ENGINEERS = 20
REQUESTS = 100
AT_ONCE = 300
# The host waits up to some seconds before it tries again.
SHORTLY = SimpleNamespace(uniform=lambda _least, _most: 0.01)


@tagged("standard", "post_install", "-at_install")
class TestQueue(ConcurrencyCase):
    def setUp(self):
        super().setUp()
        patcher = patch("odoo.service.model.random", SHORTLY)
        patcher.start()
        self.addCleanup(patcher.stop)
        # What a test commits is there in the next one.
        people = self.engineer | self.colleague
        self.team.write({"dispatch": "queue", "member_ids": [Command.set(people.ids)]})
        self.cr.commit()

    def deals(self, number):
        values = {
            "type": "opportunity",
            "user_id": self.manager.id,
            "engineering_direction_id": self.direction.id,
        }
        return self.model("crm.lead", self.manager).create(
            [{**values, "name": f"Deal {index}"} for index in range(number)]
        )

    def test_of_many_who_click_one_takes_each_request(self):
        people = self.env["res.users"].concat(
            *(self.user(f"taker_{number}", ENGINEER) for number in range(ENGINEERS))
        )
        # Nobody else is asked, so that the requests are there sooner.
        self.team.member_ids = [Command.set(people[:1].ids)]
        deals = self.deals(REQUESTS)
        deals.action_request_calculation()
        requests = deals.sudo().engineering_calculation_ids
        self.team.member_ids = [Command.set(people.ids)]
        self.cr.commit()
        barrier = threading.Barrier(ENGINEERS, timeout=AT_ONCE)
        taken, refused, failed = [], [], []

        def click(user, start):
            barrier.wait()
            for id_ in (*requests.ids[start:], *requests.ids[:start]):

                def take(env, id_=id_):
                    env["engineering.calculation"].browse(id_).action_take()

                try:
                    error = self.alone(user, take)
                except Exception as error:  # noqa: BLE001 - the test asserts there is none
                    failed.append(error)
                    return
                (refused if error else taken).append((id_, user.id, str(error)))

        # Two at a time begin with the same request.
        threads = [
            threading.Thread(target=click, args=(user, number // 2), daemon=True)
            for number, user in enumerate(people)
        ]
        self.run_at_once(threads, AT_ONCE)
        self.assertFalse(failed)
        self.assertEqual(sorted(id_ for id_, *_ in taken), sorted(requests.ids))
        self.assertEqual(len(refused), REQUESTS * (ENGINEERS - 1))
        holders = {id_: user_id for id_, user_id, _error in taken}
        for request in requests:
            self.assertEqual(request.engineer_id.id, holders[request.id])
        for id_, _user_id, error in refused:
            request = requests.browse(id_)
            self.assertIn(f"already with {request.engineer_id.name}", error)

    def test_managers_who_send_at_once_get_an_engineer_each(self):
        for dispatch in ("round_robin", "least_loaded"):
            with self.subTest(dispatch):
                self.team.dispatch = dispatch
                deals = self.deals(2)

                def send(deal):
                    ids = deal.ids
                    return lambda env: (
                        env["crm.lead"].browse(ids).action_request_calculation()
                    )

                outcomes = self.race(*((self.manager, send(deal)) for deal in deals))
                self.assertEqual(outcomes, [None, None])
                requests = deals.sudo().engineering_calculation_ids
                self.assertEqual(requests.engineer_id, self.engineer | self.colleague)

    def test_two_runs_at_once_tell_of_a_deadline_once(self):
        request = self.requested().sudo()
        past = fields.Datetime.now() - timedelta(days=60)
        request._as_machine().write({"response_deadline": past})
        others = request.search([("id", "!=", request.id), ("escalated", "<", 3)])
        others._as_machine().write({"escalated": 3})
        told = self.env["mail.notification"]
        last = told.search([], order="id desc", limit=1).id or 0

        def run(env):
            env["engineering.calculation"]._cron_escalate()

        admin = self.env.user
        self.assertEqual(self.race((admin, run), (admin, run)), [None, None])
        people = told.search([("id", ">", last)]).res_partner_id.user_ids
        self.assertEqual(people, self.team.member_ids | self.leader | self.manager)
        self.assertEqual(told.search_count([("id", ">", last)]), len(people))
