"""A column that another addon gives to the act: form, paper, portal."""

from lxml import html

from odoo.exceptions import UserError
from odoo.tests import Form, HttpCase, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("post_install", "-at_install")
class TestGuarantee(EngineeringCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.act = self.acted(self.done(self.worked(self.ordered())))
        with Form(self.act) as form, form.line_ids.edit(0) as line:
            line.guarantee = 24

    def test_it_is_given_where_the_act_is_made(self):
        work = self.done(self.worked(self.ordered()))
        dialog = self.wizard("engineering.act.create", self.as_(self.manager, work))
        dialog.line_ids[0].guarantee = 36
        act = self.from_action(dialog.action_confirm(), dialog.env)
        self.assertEqual(act.line_ids.mapped("guarantee"), [36, 0])

    def test_paper_has_the_column(self):
        paper = self.paper("crm_engineering_calc.engineering_act_report", self.act)
        self.assertEqual(self.cells(paper, "th_guarantee"), ["Guarantee, months"])
        self.assertEqual(self.cells(paper, "td_guarantee"), ["24", ""])

    def test_customer_reads_it_in_the_portal(self):
        self.act.action_send()
        page = html.fromstring(self.url_open(self.act.get_portal_url()).content)
        self.assertEqual(self.cells(page, "td_guarantee"), ["24", ""])

    def test_it_is_settled_when_the_act_is_sent(self):
        self.act.action_send()
        self.assertRefused(
            UserError, "only a draft", self.act.line_ids[0].write, {"guarantee": 1}
        )
