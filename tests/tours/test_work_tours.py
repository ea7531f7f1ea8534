"""Works and acts on phones: the engineer's at the site, and the customer's."""

import base64

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.crm_engineering_calc.tests.money import MoneyCase
from odoo.addons.crm_engineering_calc.tests.portal import EngineeringPortalCase

TIMEOUT = 300
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
    "awAAAABJRU5ErkJggg=="
)


@tagged("standard", "post_install", "-at_install")
class TestWorkTour(MoneyCase, HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    def demanding(self):
        """Let works of the direction demand photos, a check and a signature."""
        self.direction.write(
            {
                "signature_required": True,
                "evidence_ids": [
                    Command.create(
                        {
                            "kind_id": self.env.ref(
                                "crm_engineering_calc.evidence_kind_after"
                            ).id,
                            "count": 2,
                        }
                    )
                ],
                "check_ids": [Command.create({"name": "The roof is tight"})],
            }
        )
        self.contract()
        return self.ordered(
            self.deal(name="Winter garden"),
            [
                {"display_type": "line_section", "name": "Roof"},
                {"product_id": self.montage.id, "quantity": 2, "base_price": 10.0},
            ],
        )

    def does(self):
        self.start_tour(
            "/odoo/engineering-my-works",
            "engineering_engineer_does_a_work",
            login=self.engineer.login,
            timeout=TIMEOUT,
        )
        self.env.invalidate_all()

    def test_paid_order_is_worked_and_accepted(self):
        self.direction.work_gate = "full_payment"
        order = self.demanding()
        lead = order.opportunity_id
        self.assertRefused(UserError, "Still missing", lead.action_create_work)
        self.paid(self.invoiced(order))
        self.start_tour(
            f"/odoo/crm/{lead.id}",
            "engineering_manager_hands_out",
            login=self.manager.login,
            timeout=TIMEOUT,
        )
        self.env.invalidate_all()
        work = lead.engineering_work_ids
        self.assertEqual(
            (work.engineering_state, work.user_ids), ("assigned", self.engineer)
        )
        self.does()
        self.assertEqual(work.engineering_state, "completed")
        act = self.signed(self.acted(work))
        self.assertEqual((act.state, act.amount_untaxed), ("signed", 15))
        self.assertEqual(order.order_line.mapped("qty_delivered"), [0, 1.5])

    def test_engineer_does_a_work_on_a_phone(self):
        work = self.worked(self.demanding(), engineer=self.engineer)
        self.does()
        self.assertEqual(work.engineering_state, "completed")
        self.assertEqual(work.engineering_signed_by, "Anna Customer")
        self.assertEqual(work.engineering_signature_user_id, self.engineer)
        self.assertEqual(work.engineering_check_ids.done_by_id, self.engineer)
        line = work.engineering_work_line_ids
        self.assertEqual((line.quantity, line.done_reason), (1.5, "The wall is wet"))
        self.assertEqual(work.engineering_evidence_count, 2)

    def test_manager_looks_at_photos_of_a_work(self):
        self.contract()
        work = self.as_(self.engineer, self.worked(self.ordered()))
        work.action_accept_work()
        for name in ("roof.png", "wall.png"):
            self.proof(work, name=name, raw=base64.b64decode(PIXEL))
        self.start_tour(
            "/odoo/action-crm_engineering_calc.engineering_evidence_action",
            "engineering_gallery_shows_a_photo",
            login=self.manager.login,
            timeout=TIMEOUT,
        )

    def test_engineer_has_an_act_signed_at_the_site(self):
        self.contract()
        work = self.done(self.worked(self.ordered(self.deal(name="Winter garden"))))
        act = self.acted(work)
        self.start_tour(
            f"/odoo/engineering-works/{work.id}",
            "engineering_engineer_has_an_act_signed",
            login=self.engineer.login,
            timeout=TIMEOUT,
        )
        act.invalidate_recordset()
        self.assertEqual((act.state, act.signed_by), ("signed", "Anna Customer"))
        signature = act.sudo().engineering_signature_id
        self.assertEqual(signature.user_id, self.engineer)


@tagged("standard", "post_install", "-at_install")
class TestCustomerOnPhone(EngineeringPortalCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_customer_signs_an_act_on_a_phone(self):
        self.contract()
        act = self.acted(self.done(self.worked(self.ordered())))
        act.action_send()
        self.start_tour(
            "/my/acts",
            "engineering_customer_signs_act",
            login=self.buyer.login,
            timeout=TIMEOUT,
        )
        act.invalidate_recordset()
        self.assertEqual((act.state, act.signed_by), ("signed", "Tour customer"))
        self.assertEqual(act.sudo().engineering_signature_id.partner_id, self.customer)
