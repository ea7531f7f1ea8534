from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ..common.batches import do_in_batches
from ..common.field_groups import ENGINEERING

_lt = LazyTranslate(__name__)


class SaleOrder(models.Model):
    """A proposal that expires while its works go on is told of, once a validity."""

    _name = "sale.order"
    _inherit = "sale.order"

    engineering_expiry_told = fields.Date(
        "Expiry Told",
        readonly=True,
        copy=False,
        groups=ENGINEERING,
        export_string_translation=False,
        help="The validity whose end its people have been told.",
    )

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | {"engineering_expiry_told"}

    # === CRON ===

    @api.model
    def _cron_tell_expired_ahead(self, limit=100):
        """Tell of proposals that have expired while their works go on."""
        orders = self.search(self._get_expired_ahead_domain(), order="id")
        do_in_batches(orders, type(orders)._tell_expired_ahead, limit)

    @api.model
    def _get_expired_ahead_domain(self):
        works = (
            self.env["project.task"]
            .sudo()
            ._search(Domain("engineering_is_open", "=", True))
        )
        return (
            Domain("engineering_calculated", "=", True)
            & Domain("state", "in", ("draft", "sent"))
            & Domain("validity_date", "<", fields.Date.today())
            & Domain("order_line.engineering_work_line_ids.task_id", "in", works)
        )

    def _tell_expired_ahead(self):
        for order in self:
            if order.engineering_expiry_told == order.validity_date:
                continue
            order._tell_works_ahead(
                _lt(
                    "%(link)s has expired, and its work goes on without an order:"
                    " extend the proposal, cancel the work, or let it be done",
                    link=order,
                )
            )
            order._as_machine().engineering_expiry_told = order.validity_date
