from odoo import models

ADDON = "crm_engineering_calc_ru"


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    def _update_translations(self, filter_lang=None, overwrite=False):
        """Name the host's units in Russian whenever this addon is translated.

        That is: when it is installed or upgraded, and when Russian is activated.
        """
        result = super()._update_translations(filter_lang, overwrite)
        if ADDON in self.mapped("name"):
            self.env["uom.uom"]._name_in_russian()
        return result
