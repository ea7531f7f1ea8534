from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.misc import format_time

from ...domain.promise import Urgency
from ...domain.workflows import CalculationState


class EngineeringSummaryCardMixin(models.AbstractModel):
    """What the strip of the deal tells of a calculation, on its first screen."""

    _name = "engineering.summary.card.mixin"
    _inherit = ["engineering.currency.mixin"]
    _description = "Calculation in the strip of its deal"

    selected_amount = fields.Monetary(compute="_compute_selected_amount")

    @api.depends("variant_ids.selected", "variant_ids.amount_total")
    def _compute_selected_amount(self):
        selected = self.env["engineering.variant"]._read_group(
            Domain("calculation_id", "in", self.ids) & Domain("selected", "=", True),
            ["calculation_id"],
            ["amount_total:sum"],
        )
        amounts = {calculation.id: amount for calculation, amount in selected}
        having = self.filtered(lambda calculation: calculation._origin.id in amounts)
        (self - having).selected_amount = 0.0
        for calculation in having:
            calculation.selected_amount = amounts[calculation._origin.id]

    @api.model
    def _get_summary_fields(self):
        """Return the names of the fields that strips are made of. To be extended."""
        return [
            "company_id",
            "completed_on",
            "create_uid",
            "currency_id",
            "direction_id",
            "due",
            "due_soon",
            "engineer_id",
            "lead_id",
            "name",
            "requested_on",
            "revision",
            "state",
            "taken_on",
            "team_id",
            "user_id",
        ]

    def _prepare_summary_item(self, *, is_one=True):
        """Return the item that tells who has the calculation, and until when.

        :param is_one: whether the deal shows no other calculation of its direction
        """
        self.ensure_one()
        direction = self.direction_id.name
        return self.lead_id._prepare_summary_item(
            f"calculation_{self.id}",
            direction if is_one else f"{direction}, {self._get_number()}",
            self._get_summary_text(),
            self._get_summary_note(),
            self._get_summary_level(),
            cards=self,
            waits=self._get_summary_waiting(),
        )

    def _get_summary_waiting(self):
        """Return [(who, what they are to do)], or nothing."""
        if self.state == CalculationState.WAITING:
            return [(None, self.env._("answer the question"))]
        if self.state in self._get_workflow().active_states:
            return [(self._get_summary_holder(), self.env._("calculate"))]
        return []

    def _get_summary_holder(self):
        return self.engineer_id or self.team_id

    def _get_summary_text(self):
        moment = self.lead_id._format_moment
        if self.state == CalculationState.COMPLETED:
            return self.env._("Calculated on %(date)s", date=moment(self.completed_on))
        if self.state == CalculationState.HELD:
            return self.env._("On hold: %(reason)s", reason=self.hold_note or "")
        who = self._get_summary_holder().name
        if self.state == CalculationState.REQUESTED:
            return self.env._(
                "%(who)s, not taken since %(date)s",
                who=who,
                date=moment(self.requested_on),
            )
        return self.env._(
            "%(who)s since %(date)s",
            who=who,
            date=moment(self.taken_on or self.requested_on),
        )

    def _get_summary_note(self):
        if not (self.due and self._is_open()):
            return ""
        return self.env._("until %(date)s", date=self.lead_id._format_moment(self.due))

    def _get_summary_level(self):
        if self.state == CalculationState.COMPLETED:
            return "success"
        if self.state in (CalculationState.WAITING, CalculationState.HELD):
            return "warning"
        levels = {Urgency.LATE: "danger", Urgency.SOON: "warning"}
        return levels.get(self.urgency, "")

    def _search_selected_variants(self):
        """Return the variants that are selected in those that are completed.

        What another team has calculated is for those who may read it alone.
        """
        completed = self.filtered(lambda card: card.state == CalculationState.COMPLETED)
        completed &= completed.sudo(False)._filtered_access("read")
        return self.env["engineering.variant"].search_fetch(
            Domain("calculation_id", "in", completed.ids)
            & Domain("selected", "=", True),
            ["amount_total", "calculation_id", "name"],
            order="sequence, id",
        )

    def _prepare_selected_summary_item(self, variants):
        """Return the item that tells which variants are selected, and for how much."""
        self.ensure_one()
        return self.lead_id._prepare_summary_item(
            f"selected_{self.id}",
            self.env._("Selected"),
            ", ".join(variants.mapped("name")),
            self.lead_id._format_amount(
                sum(variants.mapped("amount_total")), self.currency_id
            ),
            cards=variants,
        )

    def _get_next_visits(self):
        """Return {calculation: the first of its visits that are not over}."""
        # A visit of a whole day is over with the day, and the host says 18:00.
        since = fields.Datetime.now() - timedelta(days=1)
        visits = self.env["calendar.event"].search(
            Domain("engineering_calculation_id", "in", self.ids)
            & Domain("stop", ">=", since),
            order="start desc, id desc",
        )
        ahead = visits.filtered(lambda visit: visit._get_end() >= fields.Datetime.now())
        return {visit.engineering_calculation_id: visit for visit in ahead}

    def _prepare_visit_summary_item(self, visit):
        """Return the item that tells when who goes to the customer's site."""
        self.ensure_one()
        return self.lead_id._prepare_summary_item(
            f"visit_{self.id}",
            self.env._("Site measurement"),
            self._get_visit_text(visit),
            visit.user_id.name or "",
            cards=visit,
        )

    def _get_visit_text(self, visit):
        if visit.allday:
            return self.lead_id._format_moment(visit.start_date)
        start = fields.Datetime.context_timestamp(self, visit.start)
        return self.env._(
            "%(date)s at %(time)s",
            date=self.lead_id._format_moment(start.date()),
            time=format_time(self.env, visit.start, time_format="short"),
        )
