"""Mails of earlier versions get what their frames need, unless a company wrote them."""

from odoo.modules.module import load_script
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

ACT = """<div>
    <p>
        Hello <t t-out="object.partner_id.name or ''">Ivan</t>,
    </p>
    <p>
        The works for “<t t-out="object.lead_id.name or ''">Windows</t>” are
        completed. Here is act <t t-out="object.name or ''">ACT/1</t> for
        <t t-out="format_amount(object.amount_total, object.currency_id)">100</t>.\
 Please read and sign it.
    </p>
    <p>
        <a t-att-href="object.get_base_url() + object.get_portal_url()"\
 style="background-color: #714B67; padding: 8px 16px; text-decoration: none;\
 color: #fff; border-radius: 5px;">Read and sign</a>
    </p>
</div>"""
INQUIRY = """<div>
    <p>Hello,</p>
    <p>
        Thank you: your request has come, and we answer as soon as we have read it.
    </p>
    <p>
        <a t-attf-href="{{ object._get_follow_url() }}">See what happens, and add\
 photos or drawings</a>
    </p>
    <p>Was it not you? Then answer this mail, please.</p>
</div>"""

MOVED = """<div>
    <p>
        Hello <t t-out="object._get_customer_to_tell().name or ''">Ivan</t>,
    </p>
    <p>
        The work <strong t-out="object.name or ''">Roof</strong> is done at
        another time: it begins on <strong\
 t-out="format_datetime(object.engineering_start,\
 tz=object._get_customer_to_tell().tz or\
 object.engineering_manager_id.tz)">12/31/2026 09:00</strong>.
    </p>
    <p>If this time does not suit you, please answer this mail.</p>
</div>"""

PROPOSAL = """<div>
    <p>
        Hello <t t-out="object.partner_id.name or ''">Ivan</t>,
    </p>
    <p>
        Here is our proposal <strong t-out="object.name or ''">S00012</strong> for
        <strong t-out="format_amount(object.amount_total, object.currency_id)">100\
</strong><t t-if="object.validity_date">, valid until <t\
 t-out="format_date(object.validity_date)">12/31/2026</t></t>. The paper is attached.\
 On its page you can ask a
        question, choose and accept.
    </p>
    <p>We will gladly answer your questions.</p>
    <div t-if="not is_html_empty(object.user_id.signature)">
        --<br/><t t-out="object.user_id.signature">Maria</t>
    </div>
</div>"""


@tagged("standard", "post_install", "-at_install")
class TestMailMigration(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.act = self.env.ref("crm_engineering_calc.mail_template_act")
        self.inquiry = self.env.ref("crm_engineering_calc.mail_template_inquiry")
        self.act.write({"body_html": ACT, "subject": "Sign act {{ object.name }}"})
        self.inquiry.body_html = INQUIRY
        self.moved = self.env.ref("crm_engineering_calc.mail_template_work_moved")
        self.moved.body_html = MOVED
        self.french = self.inquiry.with_context(lang="fr_FR")
        self.env["res.lang"]._activate_lang("fr_FR")

    def migrate(self, script="19.0.1.10.0/post-mail-templates.py"):
        self.env.flush_all()
        path = f"crm_engineering_calc/migrations/{script}"
        load_script(path, "migration").migrate(self.env.cr, "19.0.1.9.0")
        self.env.invalidate_all()

    def test_what_was_shipped_is_what_is_shipped_now(self):
        self.migrate()
        for template in self.act | self.inquiry | self.moved:
            self.assertIn("_id.signature", template.body_html)
        self.assertNotIn("Read and sign", self.act.body_html)
        self.assertIn("Please read and sign it.", self.act.body_html)
        self.assertEqual(self.act.subject, "Sign act {{ object.name }}")

    def test_translation_that_was_shipped_gives_way_to_the_one_that_is_now(self):
        self.french.body_html = INQUIRY
        self.migrate()
        self.assertEqual(self.french.body_html, self.inquiry.body_html)

    def test_what_a_company_wrote_stays_in_its_language(self):
        self.act.body_html = ACT.replace("Please read and sign it.", "Sign it.")
        self.french.body_html = "<p>Bonjour</p>"
        written = self.act.body_html
        self.migrate()
        self.assertEqual(self.act.body_html, written)
        self.assertEqual(self.french.body_html, "<p>Bonjour</p>")
        self.assertIn("user_id.signature", self.inquiry.body_html)

    def test_mail_that_a_company_deleted_stays_deleted(self):
        self.inquiry.unlink()
        self.migrate()
        self.assertFalse(self.inquiry.exists())

    def test_mail_of_a_proposal_speaks_of_a_choice_where_there_is_one(self):
        proposal = self.env.ref("crm_engineering_calc.mail_template_proposal")
        for written, is_renewed in (
            (PROPOSAL, True),
            (PROPOSAL.replace("choose", "decide"), False),
        ):
            proposal.body_html = written
            self.migrate("19.0.1.13.0/post-proposal-mail.py")
            self.assertEqual("_has_alternatives" in proposal.body_html, is_renewed)
