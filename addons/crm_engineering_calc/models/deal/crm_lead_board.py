from collections import defaultdict

from odoo import api, fields, models

from ...domain.progress import DealState
from ..common.field_groups import ENGINEERING
from ..common.rows import get_stored
from ..common.shown_json import ShownJson


class CrmLead(models.Model):
    """What a deal tells on its card and in lists: the strip without its links."""

    _name = "crm.lead"
    _inherit = "crm.lead"

    engineering_summary_lines = ShownJson(
        compute="_compute_engineering_summary_lines",
        groups=ENGINEERING,
        export_string_translation=False,
        help="What the cards of the deal tell, without links.",
    )

    @api.depends(lambda self: self._get_summary_dependencies())
    @api.depends_context("uid", "lang", "tz")
    def _compute_engineering_summary_lines(self):
        items = self._origin._with_summary()._get_summary_with_waiting()
        lines = self._origin.sudo()._get_board_items()
        for lead, told in items.items():
            lines[lead.id].extend(map(self._show_summary_item, told))
        self._fields["engineering_summary_lines"].show(
            self, [lines.get(id_ or id_.origin) for id_ in self._ids]
        )

    def _get_board_items(self):
        """Return {id of a deal: what boards tell before its strip}. To be extended.

        A card has no fields for these: each value of a field is read, and its access
        looked at, alone. Deals come as superuser, and whoever reads them is told.
        """
        told = defaultdict(list)
        directions = get_stored(self, "engineering_direction_id")
        states = get_stored(self, "engineering_state")
        moments = get_stored(self, "engineering_state_since")
        used = self.env["engineering.direction"].browse(
            set(filter(None, directions.values()))
        )
        names = get_stored(used, "name")
        for id_, state in states.items():
            direction = directions[id_]
            is_sent = state not in (None, DealState.NONE)
            if direction or is_sent:
                since = is_sent and moments[id_]
                told[id_].append(
                    {
                        "name": "deal",
                        "text": names.get(direction) or "",
                        "level": "muted",
                        "since": fields.Datetime.to_string(since),
                    }
                )
        return told
