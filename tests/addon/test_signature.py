"""Signed is signed: what was signed is kept, and changes say so."""

import base64
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase
from odoo.addons.crm_engineering_calc.tests.signing import (
    blank_signature,
    drawn_signature,
)

REPORT = "sale.action_report_saleorder"
ACT_REPORT = "crm_engineering_calc.engineering_act_report"
SVG = base64.b64encode(
    b"<svg xmlns='http://www.w3.org/2000/svg'><path/></svg>"
).decode()
HTML = base64.b64encode(b"<!DOCTYPE html><html><body>Anna</body></html>").decode()


class SignatureCase(EngineeringCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer = cls.user(
            "buyer",
            "base.group_portal",
            partner_id=cls.customer.id,
            notification_type="email",
        )
        cls.head = cls.user("head", "sales_team.group_sale_manager")
        cls.env.company.portal_confirmation_sign = True
        cls.env.company.portal_confirmation_pay = False

    def setUp(self):
        super().setUp()
        self.order = self.sent()

    def sent(self, **values):
        order = self.proposed(
            lines=[(self.survey, 3, 100.0), (self.montage, 2, 50.0)], **values
        )
        order.write({"require_signature": True, "require_payment": False})
        order.action_quotation_sent()
        order.sudo()._portal_ensure_token()
        return order

    def log_in(self, user):
        self.authenticate(user and user.login, user and user.login)

    def post(self, route, **params):
        """Return what a page is answered; what is refused, as its `error` in words."""
        with mute_logger("odoo.http"):
            response = self.url_open(route, json={"params": params}, timeout=60)
        self.env.invalidate_all()
        answer = response.json()
        error = answer.get("error")
        return {"error": error["data"]["message"]} if error else answer.get("result")

    def accept(self, order=None, name="Anna", signature=None, user=None):
        """Sign as a customer does; return what the page is answered."""
        order = order or self.order
        self.log_in(user)
        return self.post(
            f"/my/orders/{order.id}/accept",
            access_token=order.sudo().access_token,
            name=name,
            signature=drawn_signature() if signature is None else signature,
        )

    def signed_order(self, **values):
        order = self.sent(**values)
        self.assertNotIn("error", self.accept(order))
        return order

    def kept(self, document=None):
        return (document or self.order).sudo().engineering_signature_id

    def call(self, records, method, *args):
        """Call a method over RPC as the user who is logged in."""
        return self.post(
            f"/web/dataset/call_kw/{records._name}/{method}",
            model=records._name,
            method=method,
            args=[records.ids, *args],
            kwargs={},
        )

    def shown(self, order=None):
        """Return whether the paper shows a signature, ours or the host's."""
        paper = self.paper(REPORT, (order or self.order).sudo())
        place = "@name='td_customer_signature' or @name='signature'"
        return bool(paper.xpath(f"//*[{place}]//img"))


@tagged("standard", "post_install", "-at_install")
class TestSigning(SignatureCase):
    def test_customer_signs_by_the_link(self):
        answer = self.accept()
        self.assertNotIn("error", answer)
        signature = self.kept()
        self.assertEqual(self.order.state, "sale")
        self.assertTrue(self.order._has_valid_signature())
        self.assertEqual(signature.signed_by, "Anna")
        self.assertEqual(signature.partner_id, self.customer)
        self.assertEqual(signature.user_id, self.env.ref("base.public_user"))
        self.assertEqual(len(signature.content_hash), 64)
        self.assertEqual(self.order.engineering_signed_hash, signature.content_hash)
        lines = signature.content["lines"]
        self.assertEqual([line["quantity"] for line in lines], ["3", "2"])
        self.assertEqual(signature.content["facts"]["total"], "400")
        self.assertTrue(self.shown())

    def test_customer_signs_logged_in(self):
        person = self.quiet["res.partner"].create(
            {"name": "Clerk", "parent_id": self.customer.id}
        )
        clerk = self.user(
            "clerk",
            "base.group_portal",
            partner_id=person.id,
            notification_type="email",
        )
        self.accept(user=clerk)
        self.assertEqual(self.kept().partner_id, person)
        self.assertEqual(self.kept().user_id, clerk)

    def test_customer_is_the_author_of_all_that_follows(self):
        before = self.order.sudo().message_ids
        of_deal = self.order.opportunity_id.sudo().message_ids
        self.assertNotIn("error", self.accept())
        told = self.order.sudo().message_ids - before
        # The manager's mail says that it is confirmed.
        self.assertEqual(told.author_id, self.customer | self.manager.partner_id)
        told = self.order.opportunity_id.sudo().message_ids - of_deal
        step = self.env.ref("crm_engineering_calc.mt_deal_step")
        told = told.filtered(lambda message: message.subtype_id == step)
        self.assertEqual(told.author_id, self.customer)

    def test_paper_is_kept_as_it_was(self):
        self.assertNotIn("error", self.accept())
        paper = self.kept().paper_id
        self.assertTrue(paper.engineering_frozen)
        self.assertEqual(paper.name, f"Order {self.order.name}.pdf")
        self.assertEqual((paper.res_model, paper.res_id), ("sale.order", self.order.id))
        self.assertIn(self.kept().content_hash, paper.description)
        self.assertEqual(
            self.url_open(self.order._get_signed_paper_url()).content, paper.raw
        )

    def test_order_is_signed_once(self):
        self.assertNotIn("error", self.accept())
        signature = self.kept()
        self.assertIn("error", self.accept(name="Boris"))
        self.assertEqual(self.order.signed_by, "Anna")
        self.assertEqual(self.kept(), signature)

    def test_nobody_of_the_company_writes_a_signature(self):
        values = {"signed_by": "Anna", "signature": drawn_signature()}
        for writer in (self.order, self.order.sudo(), self.as_(self.head, self.order)):
            self.assertRefused(
                AccessError, "signed by its customer alone", writer.write, values
            )
        self.assertRefused(
            UserError, "not signed yet", self.order.write, {"signed_by": "Anna"}
        )
        self.log_in(self.head)
        self.assertIn("customer alone", self.call(self.order, "write", values)["error"])
        self.assertRefused(
            AccessError,
            "can't be written by hand",
            self.order.sudo().write,
            {"engineering_signature_id": False},
        )
        self.assertFalse(self.order.signature)

    def test_signature_that_is_there_stays(self):
        self.assertNotIn("error", self.accept())
        head = self.as_(self.head, self.order)
        for values in (
            {"signed_by": "Boris"},
            {"signed_on": "2020-01-01 00:00:00"},
            {"signature": False},
            {"signature": drawn_signature(90)},
        ):
            for writer in (head, self.order.sudo()):
                self.assertRefused(
                    UserError, "was signed by Anna", writer.write, values
                )
        self.order.sudo()._action_cancel()
        self.assertRefused(UserError, "Undo acceptance", head.action_draft)
        self.assertRefused(UserError, "stays", head.unlink)

    def test_others_learn_nothing_from_refusals(self):
        self.accept(name="Anna Morozova")
        paper = self.kept().paper_id
        for user in (self.manager2, self.employee, self.env.ref("base.public_user")):
            order = self.as_(user, self.order)
            for refused in (
                lambda order=order: order.write({"signed_by": "X"}),
                lambda order=order: order.write({"state": "sent"}),
                order.action_confirm,
                order.action_quotation_send,
                order.action_undo_acceptance,
                lambda user=user: self.as_(user, paper).write({"name": "X"}),
            ):
                self.env.flush_all()
                self.assertRefused(AccessError, ".", refused)

    def test_order_becomes_no_proposal_by_its_state(self):
        self.accept()
        for state in ("draft", "sent"):
            self.assertRefused(
                UserError,
                "undo its acceptance",
                self.as_(self.manager, self.order).write,
                {"state": state},
            )

    def test_plain_orders_are_signed_as_ever(self):
        order = self.model("sale.order", self.manager).create(
            {
                "partner_id": self.customer.id,
                "require_signature": True,
                "require_payment": False,
                "order_line": [Command.create({"product_id": self.survey.id})],
            }
        )
        order.action_quotation_sent()
        order.sudo()._portal_ensure_token()
        self.assertNotIn("error", self.accept(order, signature=blank_signature()))
        self.assertFalse(self.kept(order))
        self.assertTrue(order._has_valid_signature())
        order.order_line.price_unit = 1
        self.assertTrue(self.shown(order))
        order.write({"signed_by": "Boris"})
        self.assertFalse(order.engineering_signature_changes)


@tagged("standard", "post_install", "-at_install")
class TestImage(SignatureCase):
    def test_what_is_no_signature_is_refused(self):
        for what, signature in (
            ("white", blank_signature()),
            ("black", blank_signature("black")),
            ("transparent", blank_signature((0, 0, 0, 0), mode="RGBA")),
            ("white on nothing", blank_signature((255, 255, 255, 90), mode="RGBA")),
            ("too wide", drawn_signature(20000, 10)),
            ("svg", SVG),
            ("html", HTML),
            ("gif", drawn_signature(kind="GIF")),
            ("no base64", "no base64"),
            ("cut off", drawn_signature()[:60]),
        ):
            with self.subTest(what):
                self.assertIn("error", self.accept(signature=signature))
                self.assertEqual(self.order.state, "sent")
                self.assertFalse(self.order.signature)
                self.assertFalse(self.kept())

    def test_large_picture_is_not_unpacked(self):
        order = self.as_(self.env.ref("base.public_user"), self.order).sudo()
        large = blank_signature(size=(20000, 20000), mode="1", color=1)
        with patch("PIL.ImageFile.ImageFile.load", side_effect=AssertionError):
            self.assertRefused(
                UserError,
                "more than 5000 pixels",
                order.write,
                {"signed_by": "Anna", "signature": large},
            )

    def test_heavy_picture_is_refused(self):
        order = self.as_(self.env.ref("base.public_user"), self.order).sudo()
        heavy = base64.b64encode(b"\x89PNG" + bytes(6 * 1024**2)).decode()
        self.assertRefused(
            UserError,
            "larger than 5 MB",
            order.write,
            {"signed_by": "Anna", "signature": heavy},
        )

    def test_name_of_blanks_is_none(self):
        for name in ("", "   ", "\t\n", "\u200b", "\ud800Anna", False):
            with self.subTest(name=name):
                self.assertIn("error", self.accept(name=name))
                self.assertFalse(self.order.signature)

    def test_photo_of_a_signature_is_one(self):
        self.assertNotIn("error", self.accept(signature=drawn_signature(kind="JPEG")))


@tagged("standard", "post_install", "-at_install")
class TestChange(SignatureCase):
    def setUp(self):
        super().setUp()
        self.assertNotIn("error", self.accept())
        self.line = self.order.order_line[0]

    def changed(self):
        """Return in words what differs, as the form tells."""
        self.env.cr.flush()
        self.order.invalidate_recordset()
        return self.order.engineering_signature_changes or ""

    def test_change_makes_the_signature_void_and_setting_back_valid(self):
        self.line.price_unit = 90
        self.assertIn("Unit price of “Survey”: 100 → 90", self.changed())
        self.assertIn("Total: 400 → 370", self.changed())
        self.assertFalse(self.order._has_valid_signature())
        self.assertFalse(self.shown())
        self.assertIn("signature is not valid", " ".join(self.feed(self.order)))
        told = " ".join(self.feed(self.order.opportunity_id))
        self.assertIn("signature is not valid", told)
        self.line.price_unit = 100
        self.assertEqual(self.changed(), "")
        self.assertTrue(self.shown())
        self.assertIn("the signature is valid", " ".join(self.feed(self.order)))

    def test_all_that_was_read_is_signed(self):
        self.let_sell_freely(self.manager)
        other = self.quiet["res.partner"].create({"name": "Other"})
        tax = self.quiet["account.tax"].create({"name": "Ten", "amount": 10})
        term = self.env.ref("account.account_payment_term_30days")
        for words, change in (
            ("Quantity of “Survey”", lambda: self.line.write({"product_uom_qty": 4})),
            ("Discount of “Survey”", lambda: self.line.write({"discount": 5})),
            ("Taxes of “Survey”", lambda: self.line.write({"tax_ids": tax.ids})),
            ("“Survey” is left out", lambda: self.line.write({"name": "Look"})),
            ("“Look” is new", lambda: self.line.write({"name": "Look"})),
            ("Order of lines", lambda: self.line.write({"sequence": 99})),
            ("Customer", lambda: self.order.write({"partner_id": other.id})),
            (
                "Payment terms",
                lambda: self.order.write({"payment_term_id": term.id}),
            ),
            (
                "Prepayment",
                lambda: self.order.write(
                    {"require_payment": True, "prepayment_percent": 0.5}
                ),
            ),
            ("Terms", lambda: self.order.write({"note": "Without warranty"})),
            (
                "Warranty",
                lambda: self.order.write({"engineering_warranty": "<p>None</p>"}),
            ),
            (
                "“Repair” is new",
                lambda: self.order.write(
                    {"order_line": [Command.create({"product_id": self.repair.id})]}
                ),
            ),
        ):
            with self.subTest(words), self.env.cr.savepoint() as savepoint:
                change()
                self.env.flush_all()
                self.order.invalidate_recordset()
                self.assertIn(words, self.order.engineering_signature_changes or "")
                self.assertFalse(self.shown())
                savepoint.rollback()
            self.env.invalidate_all()
        self.assertTrue(self.order._has_valid_signature())

    def test_what_becomes_of_the_order_changes_nothing(self):
        for payment in ("percentage", "fixed"):
            self.env["sale.advance.payment.inv"].with_context(
                active_model="sale.order", active_ids=self.order.ids
            ).create(
                {
                    "advance_payment_method": payment,
                    "amount": 10,
                    "fixed_amount": 5,
                    "sale_order_ids": self.order.ids,
                }
            ).create_invoices()
        self.assertTrue(self.order.order_line.filtered("is_downpayment"))
        self.order.write({"commitment_date": "2026-12-24", "client_order_ref": "PO 5"})
        self.done(self.worked(self.order))
        self.assertEqual(self.changed(), "")
        self.assertTrue(self.shown())

    def test_changed_page_and_paper_say_so(self):
        paper = self.kept().paper_id
        self.line.price_unit = 90
        self.env.flush_all()
        self.log_in(None)
        page = self.url_open(self.order.get_portal_url()).text
        self.assertIn("This is not what", page)
        self.assertIn(f"/web/content/{paper.id}", page)
        self.assertNotIn('id="signature"', page)

    def test_open_proposal_that_was_changed_is_signed_again(self):
        order = self.sent(name="Second roof")
        order.require_payment = True
        self.assertNotIn("error", self.accept(order))
        first = self.kept(order)
        self.assertEqual(order.state, "sent")
        self.assertFalse(order._has_to_be_signed())
        order.order_line[0].price_unit = 90
        self.env.flush_all()
        self.assertTrue(order._has_to_be_signed())
        self.assertNotIn("error", self.accept(order, name="Boris"))
        self.assertEqual(order.signed_by, "Boris")
        self.assertTrue(order._has_valid_signature())
        self.assertTrue(first.ended_on)
        self.assertTrue(first.paper_id.exists())

    def test_contract_of_many_lines_costs_no_query_a_line(self):
        counts = []
        for size in (2, 12):
            order = self.sent(name=f"Roof of {size}")
            order.order_line = [
                Command.create({"product_id": self.repair.id, "name": f"Part {number}"})
                for number in range(size)
            ]
            self.accept(order)
            counts.append(self.count_queries(order._has_valid_signature))
        self.assertEqual(*counts)


@tagged("standard", "post_install", "-at_install")
class TestFrozenFile(SignatureCase):
    def setUp(self):
        super().setUp()
        self.assertNotIn("error", self.accept())
        self.file = self.kept().paper_id

    def files(self):
        image = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "sale.order"),
                ("res_id", "=", self.order.id),
                ("res_field", "=", "signature"),
            ]
        )
        return self.file | image

    def test_frozen_files_stay_whoever_writes(self):
        other = self.env["ir.attachment"].create({"name": "Other", "raw": b"x"})
        system = self.user("system", "base.group_system,sales_team.group_sale_manager")
        self.assertEqual(len(self.files()), 2)
        for file in self.files():
            for writer in (self.as_(system, file), file.sudo()):
                for values in (
                    {"raw": b"forged"},
                    {"datas": base64.b64encode(b"forged")},
                    {"name": "forged.pdf"},
                    {"res_id": 1},
                    {"res_model": "crm.lead"},
                    {"res_field": "image"},
                    {"public": True},
                    {"access_token": "guessed"},
                    {"url": "/forged", "type": "url"},
                    {"store_fname": other.store_fname, "mimetype": "text/html"},
                    {"description": "forged"},
                    {"company_id": False},
                    {"engineering_frozen": False},
                ):
                    with self.subTest(values=values):
                        self.assertRefused(
                            UserError, "belongs to something", writer.write, values
                        )
                self.assertRefused(UserError, "belongs to something", writer.unlink)

    def test_nobody_freezes_by_hand(self):
        self.assertRefused(
            AccessError,
            "can't be written by hand",
            self.env["ir.attachment"].create,
            {"name": "Mine", "engineering_frozen": True},
        )

    def test_frozen_files_stay_over_http(self):
        raw = self.file.raw
        message = self.order.sudo().message_ids.filtered(
            lambda message: self.file in message.attachment_ids
        )
        self.log_in(self.head)
        for records, method, *args in (
            (self.file, "write", {"raw": "Zm9yZ2Vk"}),
            (self.file, "write", {"public": True}),
            (self.file, "write", {"res_id": 1}),
            (self.file, "unlink"),
        ):
            told = self.call(records, method, *args)["error"]
            self.assertIn("belongs to something that was signed", told)
        self.assertIn("error", self.call(self.order, "unlink"))
        deleted = {"attachment_id": self.file.id}
        edited = {
            "message_id": message.id,
            "update_data": {"body": "", "attachment_ids": []},
        }
        token = self.file._get_ownership_token()
        for user, route, params in (
            (self.head, "/mail/attachment/delete", deleted),
            (self.head, "/mail/message/update_content", edited),
            (None, "/mail/attachment/delete", {**deleted, "access_token": token}),
        ):
            self.log_in(user)
            self.assertIn("error", self.post(route, **params))
        self.env.invalidate_all()
        self.assertEqual(self.file.raw, raw)

    def test_deleted_message_leaves_the_file(self):
        message = self.order.sudo().message_ids.filtered(
            lambda message: self.file in message.attachment_ids
        )
        message.unlink()
        self.assertTrue(self.file.exists())

    def test_signature_made_as_a_file_is_none(self):
        order = self.sent(name="Second roof")
        self.model("ir.attachment", self.head).create(
            {
                "name": "signature",
                "res_model": "sale.order",
                "res_id": order.id,
                "res_field": "signature",
                "datas": drawn_signature(),
            }
        )
        order.invalidate_recordset()
        self.assertFalse(order._has_valid_signature())
        self.assertFalse(self.shown(order))
        self.assertTrue(order._has_to_be_signed())

    def test_merged_deals_take_orders_with_their_papers(self):
        other = self.deal(name="Other roof")
        merged = (other | self.order.opportunity_id).merge_opportunity()
        self.assertEqual(self.order.opportunity_id, merged)
        self.assertEqual(self.file.res_id, self.order.id)
        self.assertTrue(self.order._has_valid_signature())


@tagged("standard", "post_install", "-at_install")
class TestUndo(SignatureCase):
    def setUp(self):
        super().setUp()
        self.assertNotIn("error", self.accept())

    def undo(self, user=None, reason="Wrong variant"):
        order = self.as_(user or self.head, self.order)
        self.wizard(
            "engineering.acceptance.undo", order, reason=reason
        ).action_confirm()
        self.env.invalidate_all()

    def test_mistaken_acceptance_is_undone_and_stays_in_the_history(self):
        signature, paper = self.kept(), self.kept().paper_id
        self.undo()
        self.assertEqual(self.order.state, "sent")
        self.assertFalse(self.order.signature)
        self.assertFalse(self.order.signed_by)
        self.assertFalse(self.kept())
        self.assertEqual(signature.end_reason, "Wrong variant")
        self.assertEqual(signature.ended_by_id, self.head)
        self.assertTrue(paper.exists().engineering_frozen)
        self.assertTrue(self.order._has_to_be_signed())
        for feed in (self.order, self.order.opportunity_id):
            self.assertIn("is undone: Wrong variant", " ".join(self.feed(feed)))
        told = [
            text for text in self.feed(self.order.opportunity_id) if "is sent" in text
        ]
        self.assertEqual(len(told), 1)
        self.assertNotIn("error", self.accept(name="Boris"))
        self.assertEqual(self.order.signed_by, "Boris")
        self.assertRefused(UserError, "stays", signature.unlink)

    def test_who_heads_sales_or_the_team_undoes(self):
        self.assertFalse(self.order.engineering_may_undo_acceptance)
        self.assertRefused(AccessError, "undone by", self.order.action_undo_acceptance)
        self.assertRefused(AccessError, "undone by", self.undo, self.manager)
        self.order.sudo().team_id = self.sales_team
        self.sales_team.user_id = self.manager
        self.assertTrue(self.order.engineering_may_undo_acceptance)
        self.undo(self.manager)
        self.assertEqual(self.order.state, "sent")

    def test_reason_is_needed(self):
        self.assertRefused(UserError, "reason", self.undo, reason="   ")

    def test_what_follows_is_taken_back_first(self):
        work = self.worked(self.order)
        self.assertRefused(UserError, "works", self.undo)
        self.as_(self.manager, work).action_cancel_work()
        self.undo()
        self.assertEqual(self.order.state, "sent")

    def test_what_it_replaced_stays_replaced(self):
        first = self.sent()
        first.engineering_variant_ids.line_ids[0].price_unit = 95.0
        lead = self.as_(self.manager, first.opportunity_id)
        self.order = self.from_action(lead.action_create_proposal(), lead.env)
        self.order.write({"require_signature": True, "require_payment": False})
        self.order.action_quotation_sent()
        self.order.sudo()._portal_ensure_token()
        self.assertNotIn("error", self.accept())
        self.undo()
        self.assertEqual(first.engineering_superseded_by_id, self.order)
        self.assertFalse(self.order.engineering_superseded_by_id)
        self.assertTrue(self.order._has_to_be_signed())

    def test_supplemented_order_is_not_undone(self):
        lead = self.order.opportunity_id
        self.completed(lead, lines=[(self.repair, 1, 50.0)])
        mine = self.as_(self.manager, lead)
        supplement = self.from_action(mine.action_create_proposal(), mine.env)
        self.assertEqual(supplement.engineering_supplements_id, self.order)
        supplement.action_confirm()
        self.assertRefused(UserError, "supplements", self.undo)

    def test_invoiced_order_is_not_undone(self):
        self.env["sale.advance.payment.inv"].with_context(
            active_model="sale.order", active_ids=self.order.ids
        ).create(
            {
                "advance_payment_method": "percentage",
                "amount": 10,
                "sale_order_ids": self.order.ids,
            }
        ).create_invoices()
        self.assertRefused(UserError, "invoices", self.undo)


@tagged("standard", "post_install", "-at_install")
class TestAct(SignatureCase):
    def setUp(self):
        super().setUp()
        self.assertNotIn("error", self.accept())
        self.act = self.acted(self.done(self.worked(self.order)))
        self.act.action_send()

    def sign(self, name="Anna", signature=None):
        self.log_in(None)
        return self.post(
            f"/my/acts/{self.act.id}/accept",
            access_token=self.act.access_token,
            name=name,
            signature=drawn_signature() if signature is None else signature,
        )

    def test_customer_signs_an_act(self):
        self.assertNotIn("error", self.sign())
        signature = self.kept(self.act)
        self.assertTrue(self.act._has_valid_signature())
        self.assertEqual(signature.partner_id, self.customer)
        self.assertTrue(signature.paper_id.engineering_frozen)
        self.assertEqual(self.act.sudo().message_ids[0].author_id, self.customer)
        paper = self.paper(ACT_REPORT, self.act)
        self.assertTrue(paper.xpath("//img[@alt='Signature']"))

    def test_what_is_no_signature_is_refused(self):
        for name, signature in (
            ("  ", drawn_signature()),
            ("Anna", blank_signature()),
            ("Anna", SVG),
            ("Anna", drawn_signature(20000, 10)),
        ):
            self.assertIn("error", self.sign(name, signature))
            self.assertEqual(self.act.state, "sent")

    def test_signature_of_an_act_is_written_by_its_event_alone(self):
        for values in (
            {"signed_by": "Boris"},
            {"signed_on": "2020-01-01"},
            {"signature": drawn_signature()},
            {"scan_id": False},
        ):
            self.assertNotByHand(self.act, values)

    def test_scan_is_the_signed_paper(self):
        act = self.signed(self.act)
        scan = self.kept(act).paper_id
        self.assertEqual(scan, act.scan_id.sudo())
        self.assertFalse(self.kept(act).partner_id)
        self.assertEqual(self.kept(act).user_id, self.manager)
        self.assertRefused(UserError, "belongs to", scan.write, {"raw": b"forged"})
        self.assertRefused(UserError, "belongs to", scan.unlink)

    def test_day_and_hour_are_the_companys_whoever_prints(self):
        self.env.company.partner_id.tz = "Europe/Moscow"
        self.sign()
        self.act.sudo()._as_machine().signed_on = "2026-11-25 22:30:00"
        public = self.as_(self.env.ref("base.public_user"), self.act).sudo()
        self.manager.tz = "America/New_York"
        papers = [
            " ".join(self.paper(ACT_REPORT, act).text_content().split())
            for act in (public, self.act.with_context(tz=self.manager.tz))
        ]
        for text in papers:
            self.assertIn("11/26/26, 1:30", text)
