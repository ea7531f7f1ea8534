from odoo import models
from odoo.tools.translate import LazyTranslate

from ..common.reader_texts import as_read_by, to_html

_lt = LazyTranslate(__name__)


class CrmLead(models.Model):
    """A deal that is closed needs no drafts of what its customer has accepted."""

    _name = "crm.lead"
    _inherit = "crm.lead"

    def _after_close(self):
        result = super()._after_close()
        drafts = self._search_engineering_orders().filtered(
            lambda order: (
                order.state == "draft"
                and order.engineering_superseded_by_id.state == "sale"
            )
        )
        for order in drafts:
            order._action_cancel()
            order = as_read_by(order, order.user_id)
            order.message_post(
                body=to_html(
                    order.env,
                    _lt(
                        "Cancelled: %(link)s was ordered instead, and all of it is"
                        " accepted.",
                        link=order.engineering_superseded_by_id,
                    ),
                ),
                subtype_xmlid="mail.mt_note",
            )
        return result
