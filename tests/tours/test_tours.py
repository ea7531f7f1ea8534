"""The whole flow in a browser: the manager, the engineer, the customer."""

from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

TIMEOUT = 120


@tagged("standard", "post_install", "-at_install")
class TestTours(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(
            cls.env, "tour_manager", "sales_team.group_sale_salesman"
        )
        cls.engineer = new_test_user(
            cls.env, "tour_engineer", "crm_engineering_calc.group_engineer"
        )
        cls.customer_user = new_test_user(
            cls.env, "tour_customer", "base.group_portal", name="Tour customer"
        )
        cls.customer = cls.customer_user.partner_id
        cls._set_up_direction()

    @classmethod
    def _set_up_direction(cls):
        services = cls.env["product.template"].create(
            [
                {"name": "Tour survey", "type": "service", "list_price": 1000.0},
                {"name": "Tour montage", "type": "service", "list_price": 500.0},
            ]
        )
        services.taxes_id = [Command.clear()]
        cls.direction = cls.env["engineering.direction"].create(
            {
                "name": "Tour direction",
                "team_id": cls.env["engineering.team"]
                .create(
                    {
                        "name": "Tour team",
                        "member_ids": [Command.set(cls.engineer.ids)],
                    }
                )
                .id,
                "project_id": cls.env["project.project"]
                .create({"name": "Tour works", "allow_billable": True})
                .id,
                "product_tmpl_ids": [Command.set(services.ids)],
                "evidence_required": 1,
            }
        )
        cls.env["engineering.coefficient"].create(
            {
                "name": "Tour coefficient",
                "value": 1.2,
                "value_min": 1.0,
                "value_max": 1.5,
            }
        )

    def tour(self, user, name, url):
        self.start_tour(url, f"engineering_{name}", login=user.login, timeout=TIMEOUT)
        self.env.invalidate_all()

    def test_whole_flow(self):
        lead = self._request_and_calculate()
        order = self._propose_and_order(lead)
        self._work(lead)
        self._sign_act(lead, order)

    def _request_and_calculate(self):
        self.tour(self.manager, "manager_requests", "/odoo/crm/new")
        lead = self.env["crm.lead"].search([("name", "=", "Winter garden")])
        calculation = lead.engineering_calculation_ids
        self.assertEqual(lead.engineering_state, "calculation")
        self.assertEqual(calculation.state, "requested")

        self.tour(self.engineer, "engineer_asks", "/odoo/engineering-desk")
        self.assertEqual(calculation.state, "waiting")
        self.assertEqual(calculation.engineer_id, self.engineer)

        self.tour(self.manager, "manager_answers", "/odoo/engineering-questions")
        self.assertEqual(calculation.state, "in_progress")
        self.assertEqual(calculation.answer, "Four metres")

        self.tour(self.engineer, "engineer_calculates", "/odoo/engineering-desk")
        self.assertEqual(calculation.state, "completed")
        self.assertEqual(calculation.variant_ids.amount_untaxed, 3 * 1200 + 500)
        self.assertEqual(lead.engineering_state, "provided")
        return lead

    def _propose_and_order(self, lead):
        self.tour(self.manager, "manager_proposes", f"/odoo/crm/{lead.id}")
        order = lead.order_ids
        self.assertEqual(order.state, "sent")
        self.assertEqual(order.amount_untaxed, 3 * 1150 + 500)
        self.assertEqual(lead.engineering_state, "proposal")
        corrected = lead.engineering_variant_ids.line_ids.filtered("correction_reason")
        self.assertEqual(corrected.corrected_by_id, self.manager)
        self.assertEqual(corrected.calculated_price, 1200)

        self.tour(self.customer_user, "customer_signs_proposal", order.get_portal_url())
        self.assertEqual(order.state, "sale")
        self.assertEqual(order.signed_by, "Tour customer")
        return order

    def _work(self, lead):
        self.tour(self.manager, "manager_creates_work", f"/odoo/crm/{lead.id}")
        work = lead.engineering_work_ids
        self.assertEqual(work.engineering_state, "assigned")
        self.assertEqual(work.user_ids, self.engineer)
        self.assertEqual(work.engineering_work_line_ids.mapped("quantity"), [3, 1])

        self.tour(self.engineer, "engineer_accepts_work", "/odoo/engineering-works")
        self.assertEqual(work.engineering_state, "accepted")

        self.env["ir.attachment"].with_user(self.engineer).create(
            {
                "name": "photo.txt",
                "raw": b"A photo of the site",
                "res_model": work._name,
                "res_id": work.id,
                "engineering_evidence_kind_id": self.env.ref(
                    "crm_engineering_calc.evidence_kind_other"
                ).id,
            }
        )
        self.tour(self.engineer, "engineer_completes_work", "/odoo/engineering-works")
        self.assertEqual(work.engineering_state, "completed")
        self.assertEqual(lead.engineering_state, "work_done")

    def _sign_act(self, lead, order):
        self.tour(self.manager, "manager_creates_act", f"/odoo/crm/{lead.id}")
        act = lead.engineering_act_ids
        self.assertEqual(act.state, "sent")
        self.assertEqual(act.amount_total, order.amount_total)

        self.tour(self.customer_user, "customer_signs_act", "/my/acts")
        self.assertEqual(act.state, "signed")
        self.assertEqual(act.signed_by, "Tour customer")
        self.assertTrue(act.signature)
        self.assertEqual(order.order_line.mapped("qty_delivered"), [3, 1])
        self.assertEqual(lead.engineering_state, "closed")
