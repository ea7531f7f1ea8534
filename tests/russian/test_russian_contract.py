"""The contract says what the law of Russia asks for, and the work order its units."""

from odoo.tests import tagged

from odoo.addons.crm_engineering_calc_ru.tests.common import (
    ACCOUNT,
    BIK,
    CORRESPONDENT,
    INN,
    KPP,
    RussianCase,
)


@tagged("standard", "post_install", "-at_install")
class TestRussianContract(RussianCase):
    def text(self, report, record):
        paper = self.paper(f"crm_engineering_calc.{report}", record)
        return " ".join(paper.text_content().split())

    def printed(self, **values):
        contract = self.contract(
            engineering_direction_id=self.direction.id,
            signature_date="2026-11-26",
            **values,
        )
        return self.text("agreement_report", contract)

    def test_text_and_requisites(self):
        director = self.quiet["res.partner"].create(
            {
                "name": "Иванов Иван Иванович",
                "function": "генеральный директор",
                "parent_id": self.party.id,
            }
        )
        self.party.write(
            {
                "engineering_signatory_id": director.id,
                "engineering_signatory_basis": "Устав",
            }
        )
        text = self.printed(
            engineering_signatory_id=director.id, engineering_signatory_basis="Устав"
        )
        self.assertIn("1. Предмет договора", text)
        self.assertIn("в лице генерального директора Иванова Ивана Ивановича,", text)
        self.assertIn("действующего на основании Устава, с одной стороны", text)
        self.assertIn("26 ноября 2026 г.", text)
        self.assertIn(f"ИНН: {INN} КПП: {KPP}", text)
        self.assertIn(ACCOUNT, text)
        self.assertIn(f"БИК {BIK}, к/с {CORRESPONDENT}", text)

    def test_genitive_is_as_it_is_written(self):
        chairwoman = self.quiet["res.partner"].create(
            {
                "name": "Морозова Анна Ильинична",
                "function": "и. о. председателя",
                "parent_id": self.party.id,
            }
        )
        self.party.engineering_signatory_id = chairwoman
        self.party.engineering_signatory_genitive = "исполняющей обязанности"
        self.assertEqual(chairwoman.engineering_genitive, "исполняющей обязанности")
        text = self.printed(
            engineering_signatory_id=chairwoman.id,
            engineering_signatory_basis="Доверенность № 7",
        )
        self.assertIn("в лице исполняющей обязанности, действующей", text)
        self.assertIn("на основании Доверенности № 7, с одной стороны", text)

    def test_who_is_not_known_is_written_by_hand(self):
        self.assertIn("в лице ________, ", self.printed())

    def test_direction_may_have_its_own(self):
        self.direction.with_context(lang="ru_RU").contract_text = "<p>Свой текст</p>"
        text = self.printed()
        self.assertIn("Свой текст", text)
        self.assertNotIn("Предмет договора", text)

    def test_english_contract_is_the_shared_one(self):
        self.customer.lang = "en_US"
        text = self.printed()
        self.assertIn("1. Subject", text)
        self.assertIn(f"INN: {INN}", text)

    def test_work_order_has_units(self):
        self.contract()
        work = self.worked(self.ordered(lines=[(self.survey, 3, 100.5)]))
        work.sudo().user_ids.partner_id.lang = "ru_RU"
        paper = self.paper("crm_engineering_calc.work_order_report", work)
        self.assertEqual(self.cells(paper, "td_unit"), ["шт"])
