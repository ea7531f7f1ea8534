from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, float_round

from ...domain.workflows import ActState
from ..common.field_groups import ACTS
from ..common.rows import get_values


class EngineeringWorkLine(models.Model):
    """What of a service that is done stands in acts."""

    _name = "engineering.work.line"
    _inherit = "engineering.work.line"

    act_line_ids = fields.One2many("engineering.act.line", "work_line_id", groups=ACTS)
    act_quantity = fields.Float(
        "In Acts",
        compute="_compute_act_quantity",
        digits="Product Unit",
        compute_sudo=True,
    )

    is_left_to_act = fields.Boolean(
        "Left to Act",
        compute="_compute_is_left_to_act",
        search="_search_is_left_to_act",
        compute_sudo=True,
    )

    @api.depends("act_line_ids.quantity", "act_line_ids.act_id.state")
    def _compute_act_quantity(self):
        quantities = dict(
            self.env["engineering.act.line"]._read_group(
                [
                    ("work_line_id", "in", self.ids),
                    ("act_id.state", "!=", ActState.CANCELLED.value),
                ],
                ["work_line_id"],
                ["quantity:sum"],
            )
        )
        for line in self:
            line.act_quantity = quantities.get(line._origin, 0.0)

    def _get_quantities_without_act(self):
        """Return {line: what of it is done, and in no act}."""
        # The host rounds all units to the same digits, see `uom.uom.round`.
        _size, digits = self._fields["quantity"].get_digits(self.env)
        quantities = zip(
            self,
            get_values(self, "quantity"),
            get_values(self, "act_quantity"),
            strict=True,
        )
        return {
            line: float_round((done or 0.0) - in_acts, precision_digits=digits)
            for line, done, in_acts in quantities
        }

    @api.depends("act_quantity", "quantity")
    def _compute_is_left_to_act(self):
        self.is_left_to_act = False
        left = self._get_quantities_without_act()
        self.filtered(lambda line: left[line] > 0).is_left_to_act = True

    @api.model
    def _search_is_left_to_act(self, operator, value):
        """Find the lines of which acts that stand have less than was done."""
        if operator != "in":
            return NotImplemented
        for model in (self, self.env["engineering.act.line"]):
            model.flush_model()
        self.env["engineering.act"].flush_model(["state"])
        lines = SQL(
            """(
            SELECT line.id
              FROM engineering_work_line line
              LEFT JOIN (
                       SELECT act_line.work_line_id, SUM(act_line.quantity) AS quantity
                         FROM engineering_act_line act_line
                         JOIN engineering_act act ON act.id = act_line.act_id
                        WHERE act.state != %(cancelled)s
                        GROUP BY act_line.work_line_id
                   ) acted ON acted.work_line_id = line.id
             WHERE ROUND(
                       (line.quantity - COALESCE(acted.quantity, 0))::numeric,
                       %(digits)s
                   ) > 0
            )""",
            cancelled=ActState.CANCELLED.value,
            digits=self.env["decimal.precision"].precision_get("Product Unit"),
        )
        return Domain("id", "in", lines)
