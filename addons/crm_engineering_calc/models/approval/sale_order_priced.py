from odoo import models

from ..common.told_at_end import gather


class SaleOrder(models.Model):
    """What somebody has priced within his limits may go out, whoever sells it later.

    A deal may go to a seller with narrower limits, and he may send what is there. What
    he changes himself is the proposal's content as a whole, within his own limits.
    """

    _name = "sale.order"
    _inherit = "sale.order"

    def _void_changed_approvals(self):
        result = super()._void_changed_approvals()
        self._watch_who_prices()
        return result

    def _watch_who_prices(self):
        """Look, when all is written, whether it is within the limits of who did.

        Where nobody has wider limits than others, there is nothing to keep.
        """
        user = self.env.user
        if not user._is_internal() or user._is_superuser():
            return
        orders = self._get_to_check_before_sending().sudo()
        orders = orders.filtered("engineering_variant_ids.direction_id.limit_ids")
        if orders:
            name, tell = "sale.order_priced", self.browse()._release_priced
            gather(self.env, name, tell).update(dict.fromkeys(orders.ids, user.id))

    def _release_priced(self, priced):
        """Release orders that are within the limits of who has changed them last.

        :param priced: {order id: user id}
        """
        orders = self.sudo().browse(priced).exists()
        for order in orders._get_to_check_before_sending():
            user = self.env["res.users"].browse(priced[order.id])
            if not order._get_excesses(user):
                order._release()
