"""Works and acts on phones: the engineer's at the site, and the customer's."""

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase
from odoo.addons.crm_engineering_calc.tests.portal import EngineeringPortalCase

TIMEOUT = 300


@tagged("standard", "post_install", "-at_install")
class TestWorkTour(EngineeringCase, HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_engineer_does_a_work_on_a_phone(self):
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
        order = self.ordered(
            self.deal(name="Winter garden"),
            [
                {"display_type": "line_section", "name": "Roof"},
                {"product_id": self.montage.id, "quantity": 2, "base_price": 10.0},
            ],
        )
        work = self.worked(order, engineer=self.engineer)
        self.start_tour(
            "/odoo/engineering-my-works",
            "engineering_engineer_does_a_work",
            login=self.engineer.login,
            timeout=TIMEOUT,
        )
        work.invalidate_recordset()
        self.assertEqual(work.engineering_state, "completed")
        self.assertEqual(work.engineering_signed_by, "Anna Customer")
        self.assertEqual(work.engineering_signature_user_id, self.engineer)
        self.assertEqual(work.engineering_check_ids.done_by_id, self.engineer)
        line = work.engineering_work_line_ids
        self.assertEqual((line.quantity, line.done_reason), (1.5, "The wall is wet"))
        self.assertEqual(work.engineering_evidence_count, 2)

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
