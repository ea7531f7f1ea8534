from odoo import models

MOVING = {"engineering_address_id", "partner_id"}


class CrmLead(models.Model):
    """Another customer or address of works: what of the deal follows.

    Proposals go to the address of the day. They stay made out to their customer.
    """

    _name = "crm.lead"
    _inherit = "crm.lead"

    def write(self, vals):
        if MOVING.isdisjoint(vals):
            return super().write(vals)
        deals = self._with_cards()
        if not deals:
            return super().write(vals)
        before = {deal: deal._get_delivery_address() for deal in deals}
        with deals._get_all_variants()._following_taxes():
            result = super().write(vals)
            deals._move_proposals(before)
            deals._follow_customers_pricelist()
        return result

    def _get_all_variants(self):
        return self.sudo().engineering_calculation_ids.variant_ids

    def _move_proposals(self, before):
        """Let open proposals that went to the deals' former addresses go to the new.

        :param before: {deal: its address before}
        """
        for order in self._search_open_orders():
            lead = order.opportunity_id
            address = lead._get_delivery_address()
            if (
                order._is_open_proposal()
                and order.partner_shipping_id == before[lead]
                and order.partner_shipping_id != address
                and order.partner_id.commercial_partner_id
                == lead.partner_id.commercial_partner_id
            ):
                order.partner_shipping_id = address

    def _follow_customers_pricelist(self):
        """Let calculations without prices be in the currency of the customer's."""
        cards = self._search_open_calculations()
        self.env.add_to_compute(cards._fields["currency_id"], cards)

    def _merge_opportunity(self, *args, **kwargs):
        merged = super()._merge_opportunity(*args, **kwargs)
        merged._get_all_variants()._follow_taxes()
        return merged
