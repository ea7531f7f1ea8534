"""Requisites of Russian parties are checked by their keys, and those of no others."""

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from odoo.addons.crm_engineering_calc_ru.tests.common import (
    ACCOUNT,
    BIK,
    CORRESPONDENT,
    INN,
    KPP,
    OGRN,
    PERSON_INN,
    RussianCase,
)


@tagged("standard", "post_install", "-at_install")
class TestRequisites(RussianCase):
    def refuses(self, record, **values):
        with self.assertRaises(ValidationError) as refused:
            record.write(values)
            record.flush_recordset()
        return str(refused.exception)

    def test_numbers_of_a_russian_party(self):
        self.assertIn("7700000017", self.refuses(self.customer, vat="7700000017"))
        for vat in (INN, PERSON_INN, "/", "", False):
            self.customer.vat = vat
        message = self.refuses(self.customer, company_registry="1027700132196")
        self.assertIn("OGRN of Customer", message)
        self.customer.company_registry = OGRN
        self.assertIn("770101001", self.refuses(self.customer, engineering_kpp="7701"))
        self.customer.engineering_kpp = KPP

    def test_requisites_are_no_books(self):
        self.assertEqual(self.unbounded_texts(), [])
        admin = self.env.ref("base.user_admin")
        book = "770101001" * 100_000
        pieces = self.env.ref("uom.product_uom_unit")
        for record, name in (
            (self.customer, "engineering_kpp"),
            (self.customer, "engineering_genitive"),
            (self.company, "engineering_kpp"),
            (self.bank, "engineering_correspondent_account"),
            (pieces, "engineering_okei_code"),
            (pieces, "engineering_symbol"),
        ):
            with self.subTest(record=record, name=name):
                self.assertRefused(
                    UserError,
                    "is too long",
                    record.with_user(admin).write,
                    {name: book},
                )

    def test_others_are_none_of_its_business(self):
        for country in (False, self.env.ref("base.fr"), self.env.ref("base.kz")):
            partner = self.quiet["res.partner"].create(
                {
                    "name": "Other",
                    "country_id": country and country.id,
                    "company_registry": "12",
                }
            )
            partner.with_context(no_vat_validation=True).vat = "1234"
            partner.name = "Another"

    def test_moving_to_russia_asks_for_the_numbers(self):
        partner = self.quiet["res.partner"].create(
            {"name": "Other", "company_registry": "12"}
        )
        self.assertIn("OGRN", self.refuses(partner, country_id=self.russia.id))

    def test_an_import_may_bring_what_it_has(self):
        partner = self.customer.with_context(no_vat_validation=True)
        partner.vat = "1"

    def test_contacts_of_a_company_have_its_numbers(self):
        self.customer.engineering_kpp = KPP
        contact = self.quiet["res.partner"].create(
            {"name": "Anna", "parent_id": self.customer.id}
        )
        self.assertEqual(
            (contact.vat, contact.engineering_kpp), (self.customer.vat, KPP)
        )

    def test_form_asks_a_russian_company_alone(self):
        with Form(self.customer) as form:
            form.engineering_kpp = KPP
            form.company_registry = OGRN
            form.country_id = self.env.ref("base.fr")
            form.engineering_kpp = False
            with self.assertRaises(AssertionError):
                form.engineering_kpp = KPP
        self.assertEqual(self.customer.company_registry, OGRN)

    def test_bank(self):
        self.assertIn("04452599", self.refuses(self.bank, bic="04452599"))
        self.bank.bic = "SABRRUMM"
        self.assertEqual(self.bank._get_bik(), "")
        self.bank.bic = BIK
        wrong = CORRESPONDENT[:8] + "0" + CORRESPONDENT[9:]
        message = self.refuses(self.bank, engineering_correspondent_account=wrong)
        self.assertIn(self.bank.display_name, message)

    def test_a_foreign_bank_has_its_own_code(self):
        bank = self.quiet["res.bank"].create({"name": "Bank", "bic": "12345"})
        self.quiet["res.partner.bank"].create(
            {"partner_id": self.customer.id, "acc_number": "12", "bank_id": bank.id}
        )

    def test_account_fits_its_bank(self):
        wrong = ACCOUNT[:8] + "7" + ACCOUNT[9:]
        message = self.refuses(self.account, acc_number=wrong)
        self.assertIn(wrong, message)
        self.assertIn("ООО «Кровля»", message)
        self.account.acc_number = f"{ACCOUNT[:5]} {ACCOUNT[5:]}"

    def test_company_form_has_the_code(self):
        self.company.engineering_kpp = "770001002"
        self.assertEqual(self.party.engineering_kpp, "770001002")
