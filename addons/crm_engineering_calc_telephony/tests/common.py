"""An exchange, its people, and what it tells: for tests here and of other drivers."""

import json
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

from ..telephony.events import CallEvent

SECRET = "a-secret-of-the-tests-0001"
NUMBER = "+12025550143"


class TelephonyCase(EngineeringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sales_team.user_id = cls.sales_head
        cls.exchange = cls.quiet["engineering.exchange"].create(
            {
                "name": "Office",
                "country_id": cls.env.ref("base.us").id,
                "new_secret": SECRET,
                "fallback_user_id": cls.sales_head.id,
                "extension_ids": [
                    fields.Command.create({"number": number, "user_id": user.id})
                    for number, user in (
                        ("101", cls.manager),
                        ("102", cls.manager2),
                        ("103", cls.employee),
                    )
                ],
            }
        )
        cls.customer.write(
            {"phone": "(202) 555-0143", "country_id": cls.env.ref("base.us").id}
        )
        cls.start = fields.Datetime.now().replace(microsecond=0)

    def told(self, kind="ringing", second=0, call="call-1", **values):
        """Return what an exchange tells, `second` seconds after the test began."""
        moment = self.start + timedelta(seconds=second)
        return {
            "id": f"{call}-{kind}-{second}",
            "call": call,
            "type": kind,
            "time": f"{moment.isoformat()}Z",
            **values,
        }

    def happen(self, *events):
        """Let the exchange tell what `told` returns; return the call of the last."""
        kept = self.env["engineering.call.event"]
        for event in events:
            kept |= self.exchange._receive(CallEvent.model_validate(event))
        kept._settle()
        self.env.invalidate_all()
        return self.call(events[-1]["call"])

    def ring(
        self, number=NUMBER, call="call-1", second=0, extensions=("101",), **values
    ):
        """Let a number ring; return the call."""
        values.setdefault("direction", "in")
        return self.happen(
            self.told(
                "ringing",
                second,
                call,
                number=number,
                extensions=list(extensions),
                **values,
            )
        )

    def miss(self, number=NUMBER, call="call-1", second=0, **values):
        """Let a number ring in vain; return the call."""
        self.ring(number, call, second, **values)
        return self.happen(self.told("ended", second + 20, call))

    def talk(self, number=NUMBER, call="call-1", second=0, extension="101", **values):
        """Let a number be talked to for a minute; return the call."""
        self.ring(number, call, second, extensions=[extension], **values)
        return self.happen(
            self.told("answered", second + 5, call, extensions=[extension]),
            self.told("ended", second + 65, call),
        )

    def run_job(self, name, **ahead):
        """Run a job of ours, so much later."""
        job = self.env.ref(f"crm_engineering_calc_telephony.{name}")
        later = fields.Datetime.now() + timedelta(**ahead)
        with freeze_time(later), self.enter_registry_test_mode():
            job.method_direct_trigger()
        self.env.invalidate_all()

    def call(self, external_id="call-1"):
        return self.env["engineering.call"].search(
            [
                ("exchange_id", "=", self.exchange.id),
                ("external_id", "=", external_id),
            ]
        )

    def body(self, told):
        return told if isinstance(told, bytes) else json.dumps(told).encode()
