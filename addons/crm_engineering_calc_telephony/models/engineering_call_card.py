from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.crm_engineering_calc.domain.workflows import CalculationState
from odoo.addons.crm_engineering_calc.models.common.concurrency import serialize

from ..telephony.call import RESULT_RINGING, RESULT_TALKING, RINGS_AT_MOST
from ..telephony.events import INTERNAL

CHANNEL = "engineering_call"
MOST_CARDS = 5
GONE = (CalculationState.CANCELLED.value, CalculationState.SUPERSEDED.value)


class EngineeringCall(models.Model):
    """The card of the caller, on the screens of who is rung.

    They are told that it rings; what the card says each reads for himself, so it is
    what he may read.
    """

    _name = "engineering.call"
    _inherit = "engineering.call"

    def _after_event(self, was, rung):
        result = super()._after_event(was, rung)
        self._tell_screens(rung)
        return result

    def _tell_screens(self, rung):
        """Tell all who are, or were, rung what the call is now."""
        told = {"id": self.id, "result": self.result, "user_id": self.user_id.id}
        (rung | self.rang_user_ids | self.user_id)._bus_send(CHANNEL, told)

    # === CARD ===

    @api.model
    def get_cards(self):
        """Return what the cards show that the user should see now, a list of dicts.

        They are of the call that he talks in, of those that he makes, and of calls that
        ring at his place: the newest, where there are many.
        """
        since = fields.Datetime.now() - RINGS_AT_MOST
        rings = Domain("rang_user_ids", "in", self.env.uid)
        own = Domain("user_id", "=", self.env.uid)
        # However many ring meanwhile, who talks keeps his card.
        talked = self.search(
            Domain("result", "=", RESULT_TALKING) & own, limit=MOST_CARDS
        )
        rung = self.search(
            Domain("result", "=", RESULT_RINGING)
            & Domain("started", ">=", since)
            & (rings | own),
            limit=MOST_CARDS,
        )
        return [call._get_card() for call in (talked + rung)[:MOST_CARDS]]

    def _get_card(self):
        """Return what the card of a call shows the user. To be extended."""
        self.ensure_one()
        is_internal = self.direction == INTERNAL
        partner = self.partner_id._filtered_access("read")
        deals = self.env["crm.lead"]
        if self.number_normalized and deals.has_access("read"):
            deals = deals._search_open_of_number(
                self.number_normalized, self.company_id
            )
            deals |= self.lead_id._filtered_access("read")
        return {
            "id": self.id,
            "result": self.result,
            "direction": self.direction,
            "number": self._get_shown_number(),
            "queue": self.queue or "",
            "is_internal": is_internal,
            "colleague": self._get_colleague() if is_internal else "",
            "summary": self.summary or "",
            "partner": bool(partner)
            and {"id": partner.id, "name": partner.name or partner.display_name},
            "company": self._get_company_of(partner),
            "deals": self._get_card_deals(deals),
            "last_call": self._get_last_call(),
            "can_create": not is_internal and deals.has_access("create"),
        }

    def _get_colleague(self):
        return self.exchange_id._get_users([self.number]).name or ""

    def _get_company_of(self, partner):
        firm = partner.commercial_partner_id._filtered_access("read")
        return firm.name if firm and firm != partner else ""

    def _get_card_deals(self, deals):
        """Return what the card shows of deals. To be extended."""
        calculations = self.env["engineering.calculation"]
        if deals and calculations.has_access("read"):
            calculations = calculations.search(
                [("lead_id", "in", deals.ids), ("state", "not in", GONE)]
            )
        by_deal = calculations.grouped("lead_id")
        extensions = self._get_engineer_extensions(calculations.engineer_id)
        states = dict(
            deals._fields["engineering_state"]._description_selection(self.env)
        )
        return [
            {
                "id": deal.id,
                "name": deal.name,
                "state": states.get(deal.engineering_state) or deal.stage_id.name or "",
                "calculator": ", ".join(
                    by_deal.get(deal, calculations.browse()).engineer_id.mapped("name")
                ),
                "engineers": [
                    extensions[engineer]
                    for engineer in by_deal.get(deal, calculations.browse()).engineer_id
                    if engineer in extensions
                ],
                "manager": deal.user_id.name or "",
            }
            for deal in deals
        ]

    def _get_engineer_extensions(self, engineers):
        """Return who of engineers is reached by an extension, and by which."""
        extensions = self.exchange_id.extension_ids.filtered(
            lambda one: one.user_id in engineers and one.user_id != self.env.user
        )
        return {
            one.user_id: {"name": one.user_id.name, "extension": one.number}
            for one in extensions.sorted(reverse=True)
        }

    def _get_last_call(self):
        """Return when, and with whom, the number was talked to before."""
        if not self.number_normalized:
            return False
        last = self.search(
            [
                ("number_normalized", "=", self.number_normalized),
                ("company_id", "=", self.company_id.id),
                ("id", "!=", self.id),
                ("started", "<=", self.started),
            ],
            limit=1,
        )
        results = dict(self._fields["result"]._description_selection(self.env))
        return bool(last) and {
            "id": last.id,
            "started": fields.Datetime.to_string(last.started),
            "user": last.user_id.name or "",
            "result": results.get(last.result, ""),
            "summary": last.summary or "",
        }

    # === NEW DEAL ===

    def action_open_deal(self):
        """Open the deal of the call, a new one with its number where it has none.

        :return: the action that opens the deal
        :raises AccessError: the user may not make deals
        """
        self.ensure_one()
        self.check_access("write")
        # Two of those who are rung may click at once.
        serialize(self)
        if not self.lead_id:
            self.lead_id = self.env["crm.lead"].create(self._prepare_deal_values())
            self._tell_screens(self.env["res.users"])
        return {
            "type": "ir.actions.act_window",
            "res_model": "crm.lead",
            "res_id": self.lead_id.id,
            "views": [(False, "form")],
        }

    def _prepare_deal_values(self):
        """Return the values of a new deal of the call. To be extended."""
        partner = self.partner_id._filtered_access("read")
        shown = self._get_shown_number()
        return {
            "name": self.env._(
                "Call from %(who)s", who=partner.display_name if partner else shown
            ),
            "type": "opportunity",
            "partner_id": partner.id,
            "phone": shown if self.number else False,
            "user_id": self.env.uid,
            "company_id": self.company_id.id,
        }
