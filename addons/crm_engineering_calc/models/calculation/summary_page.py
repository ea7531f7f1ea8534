from odoo import fields

from ..common.rows import get_stored
from ..common.short_moments import ShortMoments


class SummaryPage:
    """What the strips of a page's deals share when they tell of calculations.

    A board tells of hundreds: what is the same for all of them is found out once.
    """

    def __init__(self, calculations, rows):
        env = calculations.env
        self.active_states = calculations._get_workflow().active_states
        self.open_states = calculations._get_workflow().open_states
        self.urgent_states = calculations._get_urgent_states()
        self.deals = env["crm.lead"]
        directions = env["engineering.direction"].browse(
            {row["direction_id"] for row in rows}
        )
        self.directions = get_stored(directions, "name")
        self.now = fields.Datetime.now()
        self.format_moment = ShortMoments(env).format
        self.words = {
            "answer": env._("answer the question"),
            "calculate": env._("calculate"),
            "calculated": env._("Calculated %(date)s"),
            "held": env._("On hold: %(reason)s"),
            "not_taken": env._("%(who)s, not taken since %(date)s"),
            "selected": env._("Selected"),
            "taken": env._("%(who)s since %(date)s"),
            "until": env._("until %(date)s"),
        }
