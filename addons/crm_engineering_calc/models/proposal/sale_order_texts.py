from odoo import api, fields, models

from ..common.signed_texts import plain_text
from ..setup.engineering_direction_proposal_mixin import TEXTS


class SaleOrder(models.Model):
    """What a proposal says besides its lines, as its directions do.

    It is the proposal's own once it is made: a direction that says something else by
    then does not change it. Whoever prints an order reads it.
    """

    _name = "sale.order"
    _inherit = "sale.order"

    engineering_introduction = fields.Html("Introduction")
    engineering_exclusions = fields.Html("Not Included")
    engineering_warranty = fields.Html("Warranty")

    # === WHAT IS SIGNED ===

    @api.model
    def _get_signed_fields(self):
        return super()._get_signed_fields().union(TEXTS)

    def _get_signed_facts(self):
        texts = {name: plain_text(self[name]) for name in TEXTS}
        return {**super()._get_signed_facts(), **texts}

    @api.model
    def _get_signed_labels(self):
        return {
            **super()._get_signed_labels(),
            **{
                name: self._fields[name]._description_string(self.env) for name in TEXTS
            },
        }
