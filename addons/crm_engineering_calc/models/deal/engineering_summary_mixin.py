from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import ormcache

from ...domain.progress import DealAction, DealState, get_state_action
from ..common.field_groups import ENGINEERING
from ..common.rows import get_stored
from ..common.short_moments import ShortMoments
from .summary_items import SummaryItems


class EngineeringSummaryMixin(models.AbstractModel):
    """What a deal tells on its first screen, in one strip."""

    _name = "engineering.summary.mixin"
    _description = "Strip of a deal's cards"

    engineering_summary = fields.Json(
        compute="_compute_engineering_summary",
        groups=ENGINEERING,
        export_string_translation=False,
        help="What the cards of the deal tell, a dictionary an item.",
    )

    @api.depends(lambda self: self._get_summary_dependencies())
    @api.depends_context("uid", "lang", "tz")
    def _compute_engineering_summary(self):
        items = self._origin._with_summary()._get_summary_with_waiting()
        openable = self._get_openable_cards(items)
        for lead in self:
            lead.engineering_summary = [
                self._show_summary_item(item) | self._link_summary_item(item, openable)
                for item in items.get(lead._origin, ())
            ]

    @api.model
    def _get_summary_dependencies(self):
        """Return the names of the fields that the strip follows."""
        return [
            "active",
            "engineering_act_ids.state",
            "engineering_calculation_ids.state",
            "engineering_direction_id",
            "engineering_state",
            "engineering_state_since",
            "engineering_work_ids.engineering_state",
            "order_ids.engineering_amount_invoiced",
            "order_ids.engineering_amount_paid",
            "order_ids.state",
            "stage_id",
        ]

    def _with_summary(self):
        """Return the deals of which there may be something to tell, as superuser."""
        leads = self.sudo()
        directions = get_stored(leads, "engineering_direction_id")
        states = get_stored(leads, "engineering_state")
        return leads.browse(
            id_
            for id_ in leads.ids
            if directions[id_] or states[id_] not in (None, DealState.NONE)
        )

    def _get_summary_items(self):
        """Return {deal: list of items} in the order of the strip. To be extended.

        What colleagues' cards say decides about the deal, hence deals come as
        superuser; the number of queries does not grow with them. An item is what
        `_prepare_summary_item` returns.
        """
        return SummaryItems(self, self._get_summary_paths())

    @api.model
    def _get_summary_paths(self):
        """Return {model: its path to the deal} of what few deals of a board have.

        Which have any is asked once for all: `items.filter_having`. To be extended.
        """
        return {}

    @api.model
    def _prepare_summary_item(
        self,
        name,
        label,
        text,
        note="",
        level="",
        cards=None,
        action=None,
        waits=(),
        brief=None,
    ):
        """Return an item of the strip.

        :param name: what tells it from others, for tests and styles
        :param label: what it is
        :param text: what it says first
        :param note: what it adds, in the colour of `level`
        :param level: success, warning, danger, or none
        :param cards: the records that a click opens, if the user may read them
        :param action: the method of the deal that opens several of them
        :param waits: (users, teams or customers, what they are to do) of each for
            whom the card waits, and their name, where it is known; None: whoever
            answers for the deal
        :param brief: `amount`, `currency_id`, `text` and `note`: what is said instead
            where the deal's money is shown beside, and says this amount already
        """
        return {
            "name": name,
            "label": label,
            "text": text,
            "note": note,
            "level": level,
            "cards": cards,
            "action": action,
            "waits": waits,
            "brief": brief,
        }

    # === WHO MUST ACT ===

    def _get_summary_with_waiting(self):
        """Return the items of the strip, and first of all whom the deal waits for.

        One that stands still waits for nobody.
        """
        items = self._get_summary_items() if self else {}
        leads = self.browse(lead.id for lead in items)
        going_on = leads - leads._filter_still()
        companies = items.companies if items else ()
        managers = going_on._get_engineering_managers(companies)
        words = self._get_next_action_words()
        # Many deals of a board wait for the same.
        told = {}
        states = get_stored(going_on, "engineering_state")
        beside = going_on._get_actions_beside(states)
        for lead in going_on:
            of_deal = items[lead]
            waiting = [told_of for item in of_deal for told_of in item["waits"]]
            next_action = get_state_action(states[lead.id])
            if not waiting and next_action in words:
                waiting = [(None, words[next_action])]
            waiting += [(None, words[action]) for action in beside.get(lead, ())]
            if waiting:
                key = (managers[lead], *waiting)
                if key not in told:
                    told[key] = self._prepare_waiting_item(*key)
                of_deal.insert(0, told[key])
        return items

    @api.model
    def _get_next_action_words(self):
        """Return {action: what it asks of the manager}. To be extended."""
        return {
            DealAction.CREATE_PROPOSAL: self.env._("make the proposal"),
            DealAction.CREATE_WORK: self.env._("create the work"),
            DealAction.CREATE_ACT: self.env._("issue the act"),
        }

    @api.model
    def _prepare_waiting_item(self, manager, *waiting):
        names = {}
        asked = []
        for who, what, *name in waiting:
            who = who or manager
            names[who] = self._get_waiting_name(who, *name)
            asked.append((who, what))
        asked = dict.fromkeys(asked)
        mine = [what for who, what in asked if self._is_user_among(who)]
        if len(mine) == len(asked):
            label, text = self.env._("Waits for you"), "; ".join(mine)
        else:
            label = self.env._("Waits for")
            text = "; ".join(
                self.env._("%(who)s: %(what)s", who=names[who], what=what)
                for who, what in asked
            )
        return self._prepare_summary_item(
            "waits", label, text, level="warning" if mine else ""
        )

    @api.model
    def _is_user_among(self, who):
        return who._name == "res.users" and self.env.user in who

    @api.model
    def _get_waiting_name(self, who, name=""):
        if self._is_user_among(who):
            return self.env._("you")
        name = name or ", ".join(who.mapped("display_name"))
        return name or self.env._("the manager")

    # === LINKS AND WORDS ===

    @api.model
    def _get_openable_cards(self, items):
        """Return {model: its records in `items` that the user may read}."""
        cards = defaultdict(set)
        for item in (item for of_deal in items.values() for item in of_deal):
            if item["cards"]:
                cards[item["cards"]._name].update(item["cards"].ids)
        return {
            name: self.env[name].sudo(False).browse(ids)._filtered_access("read")
            for name, ids in cards.items()
        }

    @api.model
    def _show_summary_item(self, item):
        shown = {
            "name": item["name"],
            "label": item["label"],
            "text": item["text"],
            "note": item["note"],
            "level": item["level"],
        }
        return {**shown, "brief": item["brief"]} if item["brief"] else shown

    @api.model
    def _link_summary_item(self, item, openable):
        """Return what a click on an item opens, as far as the user may read it."""
        cards = item["cards"]
        ids = [card.id for card in cards or () if card.id in openable[cards._name]._ids]
        if ids and item["action"]:
            return {"action": item["action"]}
        return {"res_model": cards._name, "res_id": ids[0]} if ids else {}

    @api.model
    def _format_moment(self, moment):
        """Return a date, or the time of today, as short as the user's language does."""
        return ShortMoments(self.env).format(moment)

    @api.model
    @ormcache("amount", "currency.id", "currency.rounding", "self.env.lang")
    def _format_amount(self, amount, currency):
        """Return an amount as the user's language writes it."""
        return currency.with_context(lang=self.env.lang or "en_US").format(amount)
