"""What others are called may change: what was signed stays signed."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.crm_engineering_calc.tests.choice import ChoiceFlow
from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase
from odoo.addons.crm_engineering_calc.tests.signing import drawn_signature, sign

ORDER_REPORT = "sale.action_report_saleorder"
ACT_REPORT = "crm_engineering_calc.engineering_act_report"


@tagged("standard", "post_install", "-at_install")
class TestRenamed(EngineeringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tax = cls.quiet["account.tax"].create({"name": "Ten", "amount": 10})
        cls.unit = cls.quiet["uom.uom"].create({"name": "Crew day"})
        cls.term = cls.quiet["account.payment.term"].create({"name": "At once"})
        cls.survey.write({"taxes_id": cls.tax.ids, "uom_id": cls.unit.id})

    def signed_order(self):
        order = self.proposed(lines=[(self.survey, 2, 100.0)])
        order.payment_term_id = self.term
        order.action_quotation_sent()
        sign(order, "Anna")
        return order

    def signed_act(self):
        order = self.signed_order()
        order.action_confirm()
        act = self.acted(self.done(self.worked(order)))
        act.action_send()
        act._send_event(
            "sign",
            signed_by="Anna",
            signed_on="2026-11-26 10:00:00",
            signature=drawn_signature(),
        )
        return act

    def rename(self):
        """Let everybody and everything be called otherwise."""
        self.customer.sudo().write(
            {"name": "Renamed", "street": "Lane 2", "phone": "+1 555", "vat": "NEW 1"}
        )
        self.env.company.sudo().partner_id.write({"street": "Mill 9", "name": "Roofs"})
        self.tax.write({"name": "Tenth", "invoice_label": "Tenth"})
        self.unit.name = "Gang day"
        self.term.write({"name": "Now", "note": "Pay now"})
        self.env.flush_all()
        self.env.invalidate_all()

    def test_what_others_are_called_is_no_change_of_an_order(self):
        order = self.signed_order()
        self.rename()
        self.assertTrue(order._has_valid_signature())
        self.assertFalse(order.engineering_signature_changes)
        order.client_order_ref = "PO 5"
        order.order_line.write({"name": order.order_line.name})
        self.env.cr.precommit.run()
        self.assertNotIn("not valid", " ".join(self.feed(order)))

    def test_what_others_are_called_is_no_change_of_an_act(self):
        act = self.signed_act()
        self.rename()
        act.agreement_id.sudo().name = "Frame contract"
        self.env.flush_all()
        self.assertTrue(act._has_valid_signature())
        self.assertFalse(act.engineering_signature_changes)

    def test_contacts_that_are_merged_have_signed(self):
        order = self.signed_order()
        twin = self.quiet["res.partner"].create(
            {"name": "Customer Ltd", "email": self.customer.email}
        )
        merge = self.env["base.partner.merge.automatic.wizard"]
        merge._merge((self.customer | twin).ids, twin)
        self.assertEqual(order.partner_id, twin)
        self.assertTrue(order._has_valid_signature())
        self.assertFalse(order._reads_as_signed())

    def test_other_parties_taxes_units_and_terms_are_a_change(self):
        order = self.signed_order()
        line = order.order_line
        customer, tax, unit, term = (
            record.sudo().copy({"name": "Other"})
            for record in (self.customer, self.tax, self.unit, self.term)
        )
        for words, change in (
            (
                "Customer: Customer → Other",
                lambda: order.write({"partner_id": customer.id}),
            ),
            (
                "Taxes of “Survey”: Ten (10) → Other (10)",
                lambda: line.write({"tax_ids": tax.ids}),
            ),
            (
                "Unit of “Survey”: Crew day → Other",
                lambda: line.write({"product_uom_id": unit.id}),
            ),
            (
                "Payment terms: At once → At once (copy)",
                lambda: order.write({"payment_term_id": term.id}),
            ),
        ):
            with self.subTest(words), self.env.cr.savepoint() as savepoint:
                change()
                self.env.flush_all()
                order.invalidate_recordset()
                self.assertFalse(order._has_valid_signature())
                self.assertIn(words, order.engineering_signature_changes)
                savepoint.rollback()
            self.env.invalidate_all()

    def test_changes_tell_what_was_signed_beside_what_is_called_otherwise(self):
        order = self.signed_order()
        self.rename()
        order.order_line.tax_ids = [Command.clear()]
        self.env.flush_all()
        order.invalidate_recordset()
        changes = order.engineering_signature_changes
        self.assertIn("Taxes of “Survey”: Ten (10) → –", changes)
        self.assertNotIn("Renamed", changes)

    def test_no_paper_shows_a_signature_over_other_words(self):
        order, act = self.signed_order(), self.signed_act()
        self.assertTrue(order._get_shown_signature())
        self.assertTrue(act._get_shown_signature())
        self.rename()
        self.assertFalse(order._get_shown_signature())
        paper = self.paper(ORDER_REPORT, order.sudo())
        self.assertFalse(paper.xpath("//div[@name='signature']//img"))
        paper = self.paper(ACT_REPORT, act)
        self.assertFalse(paper.xpath("//img[@alt='Signature']"))
        self.assertNotIn("Anna", paper.text_content())

    def printed(self, report, document):
        """Return the bytes that are printed of a document that reads otherwise."""
        reports = document.env["ir.actions.report"]
        streams = reports._render_qweb_pdf_prepare_streams(report, {}, document.ids)
        return streams[document.id]["stream"].getvalue()

    def test_it_is_printed_as_it_was_signed(self):
        order, act = self.signed_order(), self.signed_act()
        papers = {order: ORDER_REPORT, act: ACT_REPORT}
        for document in papers:
            name = document._get_signed_paper_name()
            document.sudo().message_post(attachments=[(name, b"%PDF-1.4 signed")])
        self.assertFalse(order._get_paper_as_signed() or act._get_paper_as_signed())
        self.rename()
        for document, report in papers.items():
            self.assertEqual(self.printed(report, document), b"%PDF-1.4 signed")
        order.order_line.price_unit = 90
        self.assertFalse(order._get_paper_as_signed())

    def test_who_may_not_read_a_document_prints_none_that_was_signed(self):
        order, act = self.signed_order(), self.signed_act()
        papers = {order: ORDER_REPORT, act: ACT_REPORT}
        for document in papers:
            name = document._get_signed_paper_name()
            document.sudo().message_post(attachments=[(name, b"%PDF-1.4 signed")])
        self.rename()
        stranger = new_test_user(self.env, "stranger", "base.group_portal")
        for document, report in papers.items():
            with self.subTest(report), self.assertRaises(AccessError):
                self.printed(report, document.with_user(stranger))


@tagged("standard", "post_install", "-at_install")
class TestSignedAndChanged(ChoiceFlow, EngineeringCase):
    """An open proposal that is another than was signed is open to all again."""

    def setUp(self):
        super().setUp()
        self.order, self.tin, self.slate = self.offered()
        self.order.write({"require_signature": True, "require_payment": True})
        sign(self.order)

    def test_signed_proposal_is_settled(self):
        self.assertTrue(self.order._is_settled())
        self.assertFalse(self.order._is_open_to_choice())
        self.assertFalse(self.order._has_to_be_signed())

    def test_changed_proposal_is_chosen_from_taxed_and_signed_anew(self):
        self.order.note = "Without warranty"
        self.assertFalse(self.order._is_settled())
        self.assertTrue(self.order._has_to_be_signed())
        self.assertEqual(len(self.order._get_choices()[0]["variants"]), 2)
        self.order._choose_variants(self.slate)
        self.assertEqual(self.order.engineering_variant_ids, self.slate)
        sign(self.order, "Boris")
        self.assertTrue(self.order._is_settled())
        self.assertEqual(self.order.signed_by, "Boris")
