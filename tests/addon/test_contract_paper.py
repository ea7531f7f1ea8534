"""A contract is made from the deal in one dialog, changed, and printed."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.service.model import call_kw
from odoo.tests import Form, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


class ContractCase(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.today = fields.Date.today()
        firm = self.env.company.partner_id
        self.director = self.quiet["res.partner"].create(
            {"name": "Ivan Director", "function": "Director", "parent_id": firm.id}
        )
        firm.write(
            {
                "engineering_signatory_id": self.director.id,
                "engineering_signatory_basis": "the Charter",
            }
        )

    def chosen(self, order, **values):
        """Return the contract that the dialog gives an order."""
        dialog = self.wizard(
            "engineering.agreement.choose",
            order.opportunity_id,
            order_id=order.id,
        )
        dialog.write(values)
        return self.from_action(dialog.action_confirm(), order.env)

    def file(self, user, **values):
        return self.model("ir.attachment", user).create(
            {"name": "scan.pdf", "datas": b"c2Nhbg==", **values}
        )


@tagged("standard", "post_install", "-at_install")
class TestContractDialog(ContractCase):
    def test_new_contract_from_the_deal(self):
        order = self.proposed()
        action = order.opportunity_id.action_choose_contract()
        self.assertEqual(action["res_model"], "engineering.agreement.choose")
        contract = self.chosen(order)
        self.assertEqual(order.agreement_id, contract)
        self.assertRegex(contract.code, r"^K\d{4}/\d{4}$")
        self.assertEqual(contract.signature_date, self.today)
        self.assertEqual(contract.engineering_signatory_id, self.director)
        self.assertEqual(contract.engineering_signatory_basis, "the Charter")
        self.assertEqual(contract.engineering_direction_id, self.direction)
        self.assertEqual(order.opportunity_id.engineering_agreement_ids, contract)
        opened = order.opportunity_id.action_view_agreements()
        self.assertEqual(opened["res_id"], contract.id)

    def test_all_is_said_in_the_dialog(self):
        order = self.proposed()
        kind = self.env["agreement.type"].create({"name": "Works"})
        buyer = self.quiet["res.partner"].create(
            {"name": "Olga Buyer", "parent_id": self.customer.id}
        )
        until = self.today + timedelta(days=365)
        contract = self.chosen(
            order,
            code="17-A",
            name="Works of the year",
            agreement_type_id=kind.id,
            end_date=until,
            customer_signatory_id=buyer.id,
            signed_copy_ids=[Command.set(self.file(self.manager).ids)],
        )
        self.assertRecordValues(
            contract,
            [
                {
                    "code": "17-A",
                    "name": "Works of the year",
                    "agreement_type_id": kind.id,
                    "end_date": until,
                    "engineering_customer_signatory_id": buyer.id,
                }
            ],
        )
        self.assertTrue(contract.engineering_signed_copy_ids)

    def test_manager_changes_it_afterwards(self):
        contract = self.chosen(self.proposed())
        with Form(contract) as form:
            form.code = "17-B"
            form.end_date = self.today + timedelta(days=1)
            form.engineering_customer_signatory_id = self.director
            form.engineering_customer_signatory_basis = "power of attorney 5"
        self.assertEqual(contract.code, "17-B")

    def test_running_contract_is_taken(self):
        frame = self.contract(code="K-FRAME")
        self.contract(code="K-OLD", end_date=self.today - timedelta(days=1))
        order = self.proposed()
        dialog = self.wizard("engineering.agreement.choose", order.opportunity_id)
        self.assertEqual(dialog.order_id, order)
        self.assertEqual(dialog.available_agreement_ids, frame)
        self.assertEqual(dialog.agreement_id, frame)
        self.assertFalse(dialog.create_agreement)
        self.assertEqual(self.from_action(dialog.action_confirm(), order.env), frame)
        self.assertEqual(order.agreement_id, frame)
        self.assertEqual(self.env["agreement"].search_count([("code", "like", "/")]), 0)

    def test_order_is_taken_out_of_the_dialogs_while_another_is_chosen(self):
        lead = self.ordered().opportunity_id
        for name in ("engineering.agreement.choose", "engineering.work.create"):
            with self.subTest(name), Form(self.wizard(name, lead)) as form:
                order = form.order_id
                form.order_id = order.browse()
                self.assertFalse(form.available_agreement_ids)
                form.order_id = order

    def test_expired_contract_is_refused(self):
        old = self.contract(code="K-OLD", end_date=self.today - timedelta(days=1))
        order = self.proposed()
        self.assertRefused(
            UserError,
            "has ended on",
            self.chosen,
            order,
            agreement_id=old.id,
            create_agreement=False,
        )

    def test_deal_of_another_manager_and_a_deal_without_proposal(self):
        order = self.proposed()
        lead = self.as_(self.manager2, order.opportunity_id)
        self.assertRefused(AccessError, ".", lead.action_choose_contract)
        self.assertRefused(
            UserError, "Create a proposal", self.deal().action_choose_contract
        )

    def test_number_from_the_menu(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_engineering_calc.engineering_agreement_action"
        )
        self.assertIn("'default_code': '/'", action["context"])
        contract = self.contract(code="/")
        self.assertRegex(contract.code, r"^K\d{4}/\d{4}$")

    def test_each_company_may_number_its_own(self):
        branch = self.quiet["res.company"].create({"name": "Branch"})
        self.env["ir.sequence"].create(
            {
                "name": "Branch",
                "code": "engineering.agreement",
                "prefix": "B-",
                "padding": 3,
                "company_id": branch.id,
            }
        )
        contract = self.quiet["agreement"].create(
            {"name": "C", "code": "/", "company_id": branch.id}
        )
        self.assertEqual(contract.code, "B-001")
        self.assertRegex(self.contract(code="/").code, r"^K")

    def test_name_has_number_and_date(self):
        contract = self.contract(code="K-9", signature_date="2026-03-02")
        self.assertEqual(contract.display_name, "[K-9] Contract of 03/02/2026")


@tagged("standard", "post_install", "-at_install")
class TestContractSignedCopy(ContractCase):
    def test_signed_copy_is_frozen(self):
        contract = self.contract()
        copy = self.file(self.manager)
        contract.engineering_signed_copy_ids = [Command.link(copy.id)]
        self.assertEqual((copy.res_model, copy.res_id), ("agreement", contract.id))
        self.assertRefused(UserError, "was signed", copy.write, {"datas": b"eA=="})
        self.assertRefused(UserError, "was signed", copy.sudo().unlink)
        second = self.file(self.manager, name="better.pdf")
        contract.engineering_signed_copy_ids = [Command.link(second.id)]
        self.assertEqual(contract.engineering_signed_copy_ids, copy | second)
        self.assertRefused(UserError, ".", contract.sudo().unlink)

    def test_file_of_another_record_stays_there(self):
        lead = self.deal()
        theirs = self.file(self.manager, res_model="crm.lead", res_id=lead.id)
        contract = self.contract()
        contract.engineering_signed_copy_ids = [Command.link(theirs.id)]
        self.assertEqual(theirs.res_model, "crm.lead")
        self.assertFalse(theirs.engineering_frozen)
        copy = contract.engineering_signed_copy_ids
        self.assertNotEqual(copy, theirs)
        self.assertTrue(copy.engineering_frozen)

    def test_file_that_is_not_ones_own_is_refused(self):
        foreign = self.file(self.manager2)
        contract = self.contract()
        self.assertRefused(
            AccessError,
            ".",
            contract.write,
            {"engineering_signed_copy_ids": [Command.link(foreign.id)]},
        )


@tagged("standard", "post_install", "-at_install")
class TestSignedContract(ContractCase):
    """What was signed stays, whoever asks for another, until the copy is taken off."""

    def setUp(self):
        super().setUp()
        self.contract_ = self.contract(
            code="K-7", engineering_direction_id=self.direction.id
        )
        self.copy = self.file(self.manager)
        self.contract_.engineering_signed_copy_ids = [Command.link(self.copy.id)]

    def call(self, user, method, *args, model="agreement", ids=None):
        """Call a method as a program does."""
        ids = self.contract_.ids if ids is None else ids
        env = self.env(user=user.id)
        with self.env.cr.savepoint():
            return call_kw(env[model], method, [ids, *args], {})

    def test_terms_stay(self):
        tomorrow = self.today + timedelta(days=1)
        changes = {
            "code": "K-8",
            "name": "Another subject",
            "signature_date": tomorrow,
            "start_date": self.today - timedelta(days=9),
            "end_date": tomorrow,
            "domain": "purchase",
            "engineering_text": "<p>Another text</p>",
            "engineering_direction_id": False,
            "engineering_signatory_id": False,
            "engineering_customer_signatory_basis": "a warrant",
            "partner_id": self.customer.create({"name": "Another"}).id,
            "is_template": True,
        }
        for user in (self.manager, self.env.ref("base.user_admin")):
            for name, value in changes.items():
                with self.subTest(user=user.login, name=name):
                    self.assertRefused(
                        UserError,
                        "signed",
                        self.call,
                        user,
                        "write",
                        {name: value},
                    )

    def test_what_is_no_term_and_the_same_value_are_written(self):
        values = {"code": "K-7", "active": False}
        self.assertTrue(self.call(self.manager, "write", values))
        self.assertFalse(self.contract_.active)

    def test_copy_is_not_taken_off_by_hand(self):
        for command in (
            Command.clear(),
            Command.unlink(self.copy.id),
            Command.set([]),
            Command.delete(self.copy.id),
        ):
            with self.subTest(command=command):
                self.assertRefused(
                    UserError,
                    "signed",
                    self.call,
                    self.manager,
                    "write",
                    {"engineering_signed_copy_ids": [command]},
                )

    def take_off(self, user, reason="It is the copy of another contract"):
        action = self.call(user, "action_take_off_signed_copy")
        context = {**action["context"], "lang": "en_US"}
        env = self.env(user=user.id, context=context)
        with self.env.cr.savepoint():
            dialog = env[action["res_model"]].create({"reason": reason})
            return dialog.action_confirm()

    def test_administrator_takes_it_off_with_a_reason(self):
        # Administrators read the contracts that works stand on.
        self.worked(self.ordered())
        self.take_off(self.administrator)
        contract = self.contract_
        self.assertFalse(contract.engineering_signed_copy_ids)
        self.assertTrue(self.copy.exists().engineering_frozen)
        (told,) = contract.sudo().message_ids.filtered(
            lambda message: "the copy of another contract" in message.body
        )
        self.assertEqual(told.author_id, self.administrator.partner_id)
        self.assertIn("scan.pdf", told.body)
        contract.code = "K-8"
        self.assertRefused(
            UserError, "no signed copy", self.take_off, self.administrator
        )

    def test_only_administrators_do_and_say_why(self):
        self.worked(self.ordered())
        for user in (self.manager, self.leader):
            with self.subTest(user=user.login):
                self.assertRefused(AccessError, "administrator", self.take_off, user)
                self.assertRefused(
                    AccessError,
                    ".",
                    self.model("engineering.agreement.unsign", user).create,
                    {"agreement_id": self.contract_.id, "reason": "So"},
                )
        self.assertRefused(UserError, "Say why", self.take_off, self.administrator, " ")
        self.assertTrue(self.contract_.engineering_signed_copy_ids)


@tagged("standard", "post_install", "-at_install")
class TestContractText(ContractCase):
    def text(self, *names):
        return "".join(f'<p>{name}: <t t-out="object.{name}"/></p>' for name in names)

    def test_text_of_the_direction_is_filled(self):
        self.direction.contract_text = self.text("number", "customer", "company_basis")
        contract = self.chosen(self.proposed(), code="17 <b>")
        self.assertIn("object.number", contract.engineering_text)
        text = str(contract.engineering_preview)
        self.assertIn("number: 17 &lt;b&gt;", text)
        self.assertIn(f"customer: {self.customer.name}", text)
        self.assertIn("company_basis: the Charter", text)
        contract.code = "18"
        self.assertIn("number: 18", str(contract.engineering_preview))

    def test_contract_keeps_its_text(self):
        self.direction.contract_text = "<p>Before</p>"
        contract = self.chosen(self.proposed())
        self.direction.contract_text = "<p>After</p>"
        self.assertIn("Before", contract.engineering_preview)
        contract.engineering_text = "<p>As agreed</p>"
        self.assertIn("As agreed", contract.engineering_preview)

    def test_standard_text(self):
        contract = self.chosen(self.proposed())
        self.assertIn("object.company_signatory", contract.engineering_text)
        text = contract.engineering_preview
        self.assertIn("Ivan Director", text)
        self.assertIn("until further notice", " ".join(text.split()))
        self.assertIn("________", text)
        self.assertNotIn("t-out", text)
        plain = self.contract(code="K-P")
        self.assertFalse(plain.engineering_text)
        self.assertIn("1. Subject", plain.engineering_preview)

    def test_totals_of_the_orders(self):
        self.direction.contract_text = self.text("orders", "amount", "amount_in_words")
        order = self.proposed()
        contract = self.chosen(order)
        text = contract.engineering_preview
        self.assertIn(f"orders: {order.name}", text)
        self.assertIn(order.currency_id.format(order.amount_total), text)

    def test_replaced_orders_are_not_in_the_totals(self):
        self.direction.contract_text = self.text("orders", "amount")
        order = self.proposed()
        contract = self.chosen(order)
        # What follows is made of the same calculation at another price.
        lead = order.opportunity_id
        lead.engineering_variant_ids.line_ids[0].price_unit = 95
        later = self.from_action(lead.action_create_proposal(), lead.env)
        later.agreement_id = contract
        self.assertEqual(order.engineering_superseded_by_id, later)
        contract.invalidate_recordset(["engineering_preview"])
        text = contract.engineering_preview
        self.assertIn(f"orders: {later.name}", text)
        self.assertNotIn(order.name, text)
        self.assertIn(later.currency_id.format(later.amount_total), text)

    def test_orders_of_other_customers_are_not_in_the_totals(self):
        self.direction.contract_text = self.text("orders", "amount")
        contract = self.chosen(self.proposed())
        text = contract.engineering_preview
        neighbour = self.quiet["res.partner"].create({"name": "Neighbour"})
        self.quiet["sale.order"].create(
            {"partner_id": neighbour.id, "agreement_id": contract.id}
        )
        contract.invalidate_recordset()
        self.assertEqual(contract.engineering_preview, text)

    def test_text_evaluates_nothing(self):
        attempts = (
            '<p t-if="True">x</p>',
            '<t t-out="object.env.cr"/>',
            '<t t-out="object.id"/>',
            '<t t-set="a" t-value="1"/>',
            '<t t-call="web.layout"/>',
            '<t t-out="object.sudo().search([])"/>',
        )
        contract = self.contract()
        for text in attempts:
            with self.subTest(text=text):
                for record, field in (
                    (self.as_(self.administrator, self.direction), "contract_text"),
                    (contract, "engineering_text"),
                ):
                    self.assertRefused(
                        UserError, "placeholders", record.write, {field: text}
                    )
        contract.engineering_text = "<p>a<script>alert(1)</script></p>"
        self.assertNotIn("script", contract.engineering_preview)

    def test_who_writes_the_text_of_a_direction(self):
        own = self.as_(self.administrator, self.direction)
        own.action_take_standard_contract()
        self.assertIn("object.company", own.contract_text)
        self.assertRefused(
            AccessError,
            ".",
            self.as_(self.manager, self.direction).write,
            {"contract_text": "<p>Mine</p>"},
        )

    def test_placeholders_are_offered_by_the_host(self):
        texts = self.env["engineering.contract.text"]
        self.assertIn("object.number", texts.mail_allowed_qweb_expressions())
        described = texts.fields_get(["number"], ["string", "searchable"])
        self.assertTrue(described["number"]["searchable"])

    def test_printed(self):
        contract = self.chosen(self.proposed())
        for user in (self.manager, self.sales_head):
            html = (
                self.env["ir.actions.report"]
                .with_user(user)
                ._render_qweb_html(
                    "crm_engineering_calc.report_agreement", contract.ids
                )[0]
                .decode()
            )
            self.assertIn(contract.code, html)
            self.assertIn("Ivan Director", html)
            self.assertIn("acting on the basis of", html)

    def test_title_and_file(self):
        contract = self.contract(code="K2026/0001")
        self.assertEqual(contract._get_paper_file_name(), "Contract K2026-0001")
