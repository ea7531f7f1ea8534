from odoo import fields, models
from odoo.fields import Command, Domain


class CrmStage(models.Model):
    _inherit = "crm.stage"

    engineering_state = fields.Selection(
        lambda self: self._get_engineering_states(),
        help="A deal that reaches this state of its calculation or works moves here by"
        " itself.",
    )

    def write(self, vals):
        # Of deals in a column that becomes the won one, nothing goes on without orders.
        if "is_won" not in vals:
            return super().write(vals)
        changed = self.filtered(lambda stage: stage.is_won != bool(vals["is_won"]))
        deals = changed._search_engineering_deals()
        still = deals.filtered(lambda lead: lead._stands_still())
        if vals["is_won"]:
            self.check_access("write")
            unsold = (deals - still).filtered(lambda lead: not lead._is_sold())
            unsold._check_no_open_works()
        result = super().write(vals)
        deals._follow_activity_since(still)
        return result

    def _search_engineering_deals(self):
        """Return the deals in these columns that engineering has something of."""
        deals = self.env["crm.lead"].sudo()
        return deals.search(Domain("stage_id", "in", self.ids))._with_cards()

    def _get_engineering_states(self):
        """Return the states of deals that may have a column: all but the first."""
        return self.env["crm.lead"]._get_state_selection()[1:]

    def _get_engineering_column_names(self):
        """Return {state: name} of the columns that engineering adds, in their order.

        A closed deal goes to the pipeline's own won column.
        """
        labels = dict(self._get_engineering_states())
        states = self.env["crm.lead"]._get_deal_states()
        return {state.name: labels[state.name] for state in states if state.open}

    def _get_columns_of_teams(self):
        """Return a whole set of columns that sales teams share already, if any."""
        states = self._get_engineering_column_names()
        columns = self.search([("team_ids", "!=", False), ("is_won", "=", False)])
        by_state = columns.grouped("engineering_state")
        if not by_state.keys() >= states.keys():
            return self.browse()
        return self.browse().union(*(by_state[state][:1] for state in states))

    def _create_engineering_columns(self, team):
        """Create the columns of a sales team before the won one of its pipeline."""
        names = self._get_engineering_column_names()
        sequence = self._make_room(len(names))
        columns = self.create(
            [
                {
                    "name": name,
                    "sequence": sequence + position,
                    "team_ids": [Command.link(team.id)],
                    "engineering_state": state,
                }
                for position, (state, name) in enumerate(names.items())
            ]
        )
        columns._name_as_states()

    def _name_as_states(self):
        """Name the columns as their states are, in each language."""
        for lang, _name in self.env["res.lang"].get_installed():
            for column in self.with_context(lang=lang):
                names = column._get_engineering_column_names()
                column.name = names[column.engineering_state]

    def _make_room(self, size):
        """Return the first of `size` free sequences before the won column."""
        stages = self.search(Domain.TRUE)
        won = self.filtered("is_won")[:1]
        later = stages[stages.ids.index(won.id) :] if won else stages.browse()
        sequence = max((stages - later).mapped("sequence"), default=0) + 1
        missing = sequence + size - won.sequence
        if won and missing > 0:
            for stage in later:
                stage.sequence += missing
        return sequence
