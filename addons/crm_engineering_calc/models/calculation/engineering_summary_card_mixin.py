from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.misc import format_time

from ...domain.promise import Milestones, Urgency, get_urgency
from ...domain.workflows import CalculationState
from ..common.rows import fetch_rows


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
        """Return the names of the stored fields that strips tell. To be extended."""
        return [
            "id",
            "company_id",
            "completed_on",
            "currency_id",
            "direction_id",
            "due",
            "due_soon",
            "engineer_id",
            "engineer_id.name",
            "lead_id",
            "name",
            "requested_on",
            "revision",
            "state",
            "taken_on",
            "team_id",
            "team_id.name",
        ]

    def _prepare_summary_item(self, row, page, *, is_one=True):
        """Return the item that tells who has the calculation, and until when.

        :param row: its values of `_get_summary_fields`
        :param page: the `SummaryPage` of all that are told of together
        :param is_one: whether the deal shows no other calculation of its direction
        """
        label = page.directions[row["direction_id"]]
        if not is_one:
            number = self._format_number(row["name"], row["revision"])
            label = f"{label}, {number}"
        return page.deals._prepare_summary_item(
            f"calculation_{row['id']}",
            label,
            self._get_summary_text(row, page),
            self._get_summary_note(row, page),
            self._get_summary_level(row, page),
            cards=self,
            waits=self._get_summary_waiting(row, page),
        )

    def _get_summary_waiting(self, row, page):
        """Return [(who, what they are to do, their name)], or nothing."""
        if row["state"] == CalculationState.WAITING:
            return [(None, page.words["answer"])]
        if row["state"] not in page.active_states:
            return []
        model, name = ("res.users", "engineer_id")
        if not row[name]:
            model, name = ("engineering.team", "team_id")
        who = self.env[model].browse(row[name])
        return [(who, page.words["calculate"], row[f"{name}.name"])]

    def _get_summary_text(self, row, page):
        state = row["state"]
        if state == CalculationState.COMPLETED:
            date = page.format_moment(row["completed_on"])
            return page.words["calculated"] % {"date": date}
        if state == CalculationState.HELD:
            return page.words["held"] % {"reason": self.hold_note or ""}
        who = row["engineer_id.name"] or row["team_id.name"]
        if state == CalculationState.REQUESTED:
            date = page.format_moment(row["requested_on"])
            return page.words["not_taken"] % {"who": who, "date": date}
        date = page.format_moment(row["taken_on"] or row["requested_on"])
        return page.words["taken"] % {"who": who, "date": date}

    def _get_summary_note(self, row, page):
        if not row["due"] or row["state"] not in page.open_states:
            return ""
        return page.words["until"] % {"date": page.format_moment(row["due"])}

    def _get_summary_level(self, row, page):
        state = row["state"]
        if state == CalculationState.COMPLETED:
            return "success"
        if state in (CalculationState.WAITING, CalculationState.HELD):
            return "warning"
        if state not in page.urgent_states:
            return ""
        urgency = get_urgency(page.now, Milestones(row["due_soon"], row["due"]))
        return {Urgency.LATE: "danger", Urgency.SOON: "warning"}.get(urgency, "")

    def _get_summary_holder(self):
        return self.engineer_id or self.team_id

    def _fetch_selected_rows(self):
        """Return the variants, {field: value}, that are selected in the calculations.

        What another team has calculated is for those who may read it alone.
        """
        readable = self.browse().sudo(False)
        if not (self and readable.has_access("read")):
            return []
        of_cards = Domain("calculation_id", "in", self.ids)
        of_cards &= Domain(
            "calculation_id", "in", readable._search(Domain("id", "in", self.ids))
        )
        return fetch_rows(
            self.env["engineering.variant"],
            of_cards & Domain("selected", "=", True),
            ["id", "amount_total", "calculation_id", "name"],
            order="sequence, id",
        )

    def _prepare_selected_summary_item(self, row, page, variants):
        """Return the item that tells which variants are selected, and for how much."""
        currency = self.env["res.currency"].browse(row["currency_id"])
        amount = sum(variant["amount_total"] or 0.0 for variant in variants)
        names = ", ".join(variant["name"] for variant in variants)
        return page.deals._prepare_summary_item(
            f"selected_{row['id']}",
            page.words["selected"],
            names,
            page.deals._format_amount(amount, currency),
            cards=self.env["engineering.variant"].browse(
                variant["id"] for variant in variants
            ),
            brief={
                "amount": amount,
                "currency_id": currency.id,
                "text": names,
                "note": "",
            },
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
