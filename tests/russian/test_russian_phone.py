"""A customer in Russia has an act on a phone, where words are longer."""

from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.portal import EngineeringPortalCase
from odoo.addons.crm_engineering_calc_ru.tests.common import LANG

TIMEOUT = 300


@tagged("standard", "post_install", "-at_install")
class TestRussianCustomerOnPhone(EngineeringPortalCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_customer_signs_an_act(self):
        lang = self.env["res.lang"]._activate_lang(LANG)
        addons = self.env["ir.module.module"].search(
            [("name", "=", "crm_engineering_calc")]
        )
        addons._update_translations(LANG)
        rouble = self.env.ref("base.RUB")
        rouble.active = True
        self.env.company.currency_id = rouble
        self.customer.lang = LANG
        path = ""
        if "website" in self.env:
            self.env["website"].search([]).language_ids += lang
            path = f"/{lang.url_code}"
        self.contract()
        order = self.ordered(lines=[(self.survey, 1000, 1234.5)])
        act = self.acted(self.done(self.worked(order)))
        act.action_send()
        self.start_tour(
            f"{path}/my/acts",
            "engineering_customer_signs_act_in_russian",
            login=self.buyer.login,
            timeout=TIMEOUT,
        )
        act.invalidate_recordset()
        self.assertEqual((act.state, act.signed_by), ("signed", "Tour customer"))
