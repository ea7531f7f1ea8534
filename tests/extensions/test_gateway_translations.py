"""The translation of messengers is whole."""

from odoo.tests import TransactionCase, tagged

from odoo.addons.crm_engineering_calc.tests.translations import TranslationFiles


@tagged("standard", "post_install", "-at_install")
class TestTranslationFiles(TranslationFiles, TransactionCase):
    addon = "crm_engineering_calc_gateway"
