"""A Russian company and its customer, with requisites whose keys are right."""

from odoo.addons.crm_engineering_calc.tests.money import MoneyCase

LANG = "ru_RU"
BIK = "044525999"
CORRESPONDENT = "30101810600000000999"
ACCOUNT = "40702810600000012345"
INN = "7700000016"
CUSTOMER_INN = "7700000023"
PERSON_INN = "500100732259"
OGRN = "1027700132195"
KPP = "770001001"


class RussianCase(MoneyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang(LANG)
        rouble = cls.env.ref("base.RUB")
        rouble.active = True
        cls.env.company.currency_id = rouble
        cls._set_up_requisites()

    @classmethod
    def _set_up_requisites(cls):
        cls.russia = cls.env.ref("base.ru")
        cls.bank = cls.quiet["res.bank"].create(
            {
                "name": "АО «Пример Банк»",
                "city": "г. Москва",
                "country": cls.russia.id,
                "bic": BIK,
                "engineering_correspondent_account": CORRESPONDENT,
            }
        )
        cls.company = cls.env.company
        cls.party = cls.company.partner_id.with_env(cls.quiet)
        cls.party.write(
            {
                "name": "ООО «Кровля»",
                "country_id": cls.russia.id,
                "lang": LANG,
                "vat": INN,
                "engineering_kpp": KPP,
                "company_registry": OGRN,
            }
        )
        cls.account = cls.quiet["res.partner.bank"].create(
            {
                "partner_id": cls.party.id,
                "acc_number": ACCOUNT,
                "bank_id": cls.bank.id,
            }
        )
        cls.customer.write(
            {
                "is_company": True,
                "country_id": cls.russia.id,
                "lang": LANG,
                "vat": CUSTOMER_INN,
            }
        )

    def tax(self, percent, **values):
        """Return a tax of sales, which prices have not in them."""
        group = self.quiet["account.tax.group"].create({"name": f"НДС {percent}%"})
        return self.quiet["account.tax"].create(
            {
                "name": f"НДС {percent}%",
                "amount": percent,
                "tax_group_id": group.id,
                "price_include_override": "tax_excluded",
                **values,
            }
        )

    def totals(self, paper):
        """Return {label: amount} of the rows under the lines of a form."""
        labels, amounts = (
            [" ".join(cell.text_content().split()) for cell in cells]
            for cells in (
                paper.xpath("//table[@name='totals']//td[1]"),
                paper.xpath("//table[@name='totals']//td[2]"),
            )
        )
        return dict(zip(labels, amounts, strict=True))
