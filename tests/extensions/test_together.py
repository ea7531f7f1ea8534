"""Both addons in one database: what they add adds up."""

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestTogether(EngineeringCase):
    def test_deal_goes_all_the_way(self):
        self.contract()
        self.direction.review_required = True
        self.colleague.group_ids = [
            Command.link(self.env.ref("engineering_review.group_reviewer").id)
        ]
        calculation = self.taken()
        variant = self.variant(
            calculation, [{"product_id": self.montage.id, "urgency": 2, "quantity": 3}]
        )
        calculation.action_send_to_review()
        self.as_(self.colleague, calculation).action_approve()
        self.complete(calculation)
        lead = calculation.lead_id.with_user(self.manager)
        variant.with_env(lead.env).action_select()
        order = self.from_action(lead.action_create_proposal(), lead.env)
        order.action_confirm()
        act = self.acted(self.done(self.worked(order)))
        act.line_ids.guarantee = 12
        self.assertEqual((act.line_ids.urgency, act.amount_untaxed), (2, 1500))
        paper = self.paper("crm_engineering_calc.engineering_act_report", act)
        self.assertEqual(self.cells(paper, "td_guarantee"), ["12"])
        self.signed(act)
        self.assertEqual(lead.engineering_state, "closed")
