from odoo import models

# Of the deal: what its calculations have of it, and what they show of it.
COPIED = {
    "description": "need",
    "engineering_deadline": "deadline",
    "priority": "priority",
}
SHOWN = {
    "city",
    "contact_name",
    "engineering_address_id",
    "partner_id",
    "phone",
    "street",
    "street2",
    "zip",
}


class CrmLead(models.Model):
    """What the manager changes of a request that is sent reaches who calculates it.

    The manager may not write the engineer's card, hence superuser.
    """

    _name = "crm.lead"
    _inherit = "crm.lead"

    def write(self, vals):
        cards = self.env["engineering.calculation"].sudo()
        if vals.keys() & (COPIED.keys() | SHOWN):
            cards = self._with_cards()._search_open_calculations()
        before = cards._get_request_values()
        result = super().write(vals)
        if names := [COPIED[name] for name in COPIED if name in vals]:
            self._copy_to_calculations(cards, names)
        cards._notify_request_changed(before)
        cards._move_visits_with_site(before)
        return result

    def _copy_to_calculations(self, cards, names):
        """Let the cards of the deals have what the manager has written."""
        written = cards.grouped(
            lambda card: tuple(
                (name, value)
                for name, value in card.lead_id._prepare_request_values().items()
                if name in names
            )
        )
        for values, alike in written.items():
            alike = alike.with_context(tracking_disable=True)._as_machine()
            alike.write(dict(values))

    def _search_open_calculations(self):
        cards = self.env["engineering.calculation"].sudo()
        if not self:
            return cards
        return self._search_calculations(list(cards._get_workflow().open_states))

    def _prepare_request_values(self):
        """Return what calculations have of the deal for as long as they are open."""
        return {
            "need": self.description,
            "deadline": self.engineering_deadline,
            "priority": "1" if self.priority in ("2", "3") else "0",
        }
