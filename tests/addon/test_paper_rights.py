"""Nobody reads on paper, or in a mail, what he may not read in its document."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

REPORTS = {
    "sale.order": (
        "sale.report_saleorder",
        "sale.report_saleorder_pro_forma",
        "sale.report_saleorder_raw",
    ),
    "agreement": ("crm_engineering_calc.report_agreement",),
    "engineering.act": ("crm_engineering_calc.report_engineering_act",),
    "project.task": ("crm_engineering_calc.report_work_order",),
    "engineering.calculation": (
        "crm_engineering_calc.report_measurement_sheet",
        "crm_engineering_calc.report_engineering_comparison",
    ),
}


@tagged("standard", "post_install", "-at_install")
class TestPaperRights(EngineeringCase):
    def setUp(self):
        super().setUp()
        order = self.ordered()
        work = self.done(self.worked(order))
        act = self.acted(work)
        self.documents = (
            *(order, work, act, work.sudo().engineering_agreement_id),
            order.sudo().engineering_calculation_ids,
        )

    def strangers(self, document):
        users = self.manager2, self.engineer, self.outsider, self.employee
        strangers = [
            user for user in users if not self.as_(user, document).has_access("read")
        ]
        self.assertIn(self.employee, strangers)
        return strangers

    def test_paper_is_for_who_may_read_its_document(self):
        for document in self.documents:
            for user in self.strangers(document):
                for name in REPORTS[document._name]:
                    with self.subTest(user=user.name, report=name):
                        self.env.flush_all()
                        self.env.invalidate_all()
                        reports = self.model("ir.actions.report", user)
                        with self.assertRaises(AccessError):
                            reports._render_qweb_html(name, document.ids)
                        self.env.invalidate_all()
                        with self.assertRaises(AccessError):
                            reports._render_qweb_pdf(name, document.ids)

    def test_what_was_signed_is_for_who_may_read_its_document(self):
        act = self.signed(self.documents[2])
        paper = self.env["ir.attachment"].create({"name": "A.pdf", "raw": b"%PDF-1"})
        act.sudo().engineering_signature_id._keep_paper(paper)
        self.customer.name = "Renamed"
        reports = self.model("ir.actions.report", self.manager2)
        with self.assertRaises(AccessError):
            reports._render_qweb_pdf(REPORTS[act._name][0], act.ids)

    def test_composer_shows_nothing_of_others_papers(self):
        for document in self.documents[:1] + self.documents[2:4]:
            for user in self.strangers(document):
                with self.subTest(user=user.name, document=document._name):
                    self.env.flush_all()
                    self.env.invalidate_all()
                    composers = self.model("mail.compose.message", user).with_context(
                        {document._sent_key: True},
                        default_model=document._name,
                        default_res_ids=document.ids,
                    )
                    with self.assertRaises(AccessError):
                        Form(composers)
                    with self.assertRaises(AccessError):
                        composers.new(
                            {"model": document._name, "res_ids": str(document.ids)}
                        ).mapped("engineering_preview_url")

    def test_template_fills_no_mail_with_what_one_may_not_read(self):
        order = self.documents[0]
        template = self.env.ref("crm_engineering_calc.mail_template_proposal")
        bare = template.copy({"report_template_ids": [Command.clear()]})
        values = {
            "model": order._name,
            "res_ids": str(order.ids),
            "composition_mode": "comment",
        }
        for user in self.strangers(order):
            for mail in template, bare:
                with self.subTest(user=user.name, template=mail.name):
                    self.env.flush_all()
                    self.env.invalidate_all()
                    composers = self.model("mail.compose.message", user)
                    with self.assertRaises(UserError):
                        composers.onchange(
                            {**values, "template_id": mail.id},
                            ["template_id"],
                            {"attachment_ids": {}, "body": {}},
                        )

    def test_what_is_ours_is_asked_without_reading_more(self):
        order = self.as_(self.manager2, self.documents[0])
        self.env.invalidate_all()
        self.assertTrue(order._of_engineering())
        self.assertRaises(AccessError, order.mapped, "amount_total")
