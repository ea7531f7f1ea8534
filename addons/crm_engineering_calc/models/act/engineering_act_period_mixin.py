from odoo import api, fields, models

from ...domain.workflows import ActState


class EngineeringActPeriodMixin(models.AbstractModel):
    """When and where the works of an act were done, as its paper says it.

    While the act is a draft, the days follow its lines, and the place follows the
    deal's address: a correction stands until these change. What is issued stays,
    whatever becomes of works and deal.
    """

    _name = "engineering.act.period.mixin"
    _inherit = ["engineering.paper.mixin"]
    _description = "Period and place of an act"

    period_start = fields.Date(
        "Works Began", compute="_compute_period", store=True, readonly=False, copy=False
    )
    period_end = fields.Date(
        "Works Ended", compute="_compute_period", store=True, readonly=False, copy=False
    )
    place = fields.Char(
        "Place of Works",
        compute="_compute_place",
        store=True,
        readonly=False,
        copy=False,
        help="It follows the deal's address until the act is sent.",
    )

    _period_in_order = models.Constraint(
        "CHECK (period_start <= period_end)",
        "The works of an act can't end before they begin.",
    )

    # === COMPUTE ===

    @api.depends("line_ids.work_line_id")
    def _compute_period(self):
        for act in self:
            act.period_start, act.period_end = (
                act._get_period_of_works()
                if act.state == ActState.DRAFT
                else (act.period_start, act.period_end)
            )

    def _get_period_of_works(self):
        """Return the first and the last day of the works, by the company's clock."""
        works = self.line_ids.sudo().work_line_id.task_id
        zone = self.with_context(tz=self._get_signature_zone())
        began, ended = (
            [
                fields.Datetime.context_timestamp(zone, moment).date()
                for moment in works.mapped(name)
                if moment
            ]
            for name in ("engineering_start", "date_end")
        )
        end = max(ended, default=False)
        start = min([*began, *ended], default=False) if end and began else False
        return start, end

    @api.depends(
        lambda self: [
            f"{path}.{name}"
            for path in (
                "lead_id",
                "lead_id.engineering_address_id",
                "lead_id.partner_id",
            )
            for name in ("city", "street", "street2", "zip")
        ]
    )
    def _compute_place(self):
        for act in self:
            act.place = (
                act._as_paper().sudo().lead_id._get_site_address()
                if act.state == ActState.DRAFT
                else act.place
            )

    # === PAPER ===

    def _get_paper_grounds(self):
        paper = self._as_paper()
        known = [
            ("period", paper.env._("Period of works"), paper._get_paper_period()),
            ("place", paper.env._("Place of works"), paper.place),
        ]
        return super()._get_paper_grounds() + self._prepare_paper_facts(known)

    def _get_paper_period(self):
        """Return from which day to which the works were done, as far as it is known."""
        if not self.period_end:
            return ""
        days = dict.fromkeys(filter(None, (self.period_start, self.period_end)))
        return " – ".join(map(self._get_paper_date, days))

    def _get_signed_period(self):
        """Return when and where the works were done, as facts of what is signed.

        Acts that were issued before papers said so have none.
        """
        facts = {
            "period_start": self.period_start and str(self.period_start),
            "period_end": self.period_end and str(self.period_end),
            "place": self.place,
        }
        return {name: value for name, value in facts.items() if value}
