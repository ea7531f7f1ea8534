from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.translate import LazyTranslate

from ...domain.workflows import NOT_BEGUN
from ..common.concurrency import serialize

_lt = LazyTranslate(__name__)


class EngineeringRequestMixin(models.AbstractModel):
    """The request that a calculation begins with."""

    _name = "engineering.request.mixin"
    _inherit = ["engineering.workflow.mixin"]
    _description = "Request for a calculation"

    need = fields.Html(help="What the customer needs, in the manager's words.")
    lead_attachment_ids = fields.Many2many(
        "ir.attachment",
        string="Files of the Deal",
        compute="_compute_lead_attachment_ids",
    )
    requested_on = fields.Datetime(
        default=fields.Datetime.now,
        readonly=True,
        copy=False,
        help="When it was sent to who has it now.",
    )
    first_requested_on = fields.Datetime(
        "First Requested",
        default=fields.Datetime.now,
        readonly=True,
        copy=False,
        help="When the manager sent it, to whomever.",
    )

    @api.depends("lead_id")
    def _compute_lead_attachment_ids(self):
        attachments = self.env["ir.attachment"].search(
            [("res_model", "=", "crm.lead"), ("res_id", "in", self.lead_id.ids)]
        )
        by_lead = attachments.grouped("res_id")
        for calculation in self:
            calculation.lead_attachment_ids = by_lead.get(calculation.lead_id.id, False)

    def _get_request_date(self):
        """Return the day of the request, by the clock of the company."""
        self.ensure_one()
        tz = self.company_id.partner_id.tz or self.env.user.tz
        return fields.Date.context_today(self.with_context(tz=tz), self.requested_on)

    def _check_sent_by_manager(self):
        """Refuse requests for deals of others: who calculates a deal may read it."""
        if not all(lead._is_managed_by_user() for lead in self.lead_id):
            raise AccessError(
                self.env._(
                    "A deal is sent for calculation by its manager: ask them to do it."
                )
            )

    def _check_request(self):
        """Refuse a direction in which the deal is being calculated already.

        Whoever creates a calculation may not see those of colleagues, hence superuser.
        """
        serialize(self.lead_id)
        self.lead_id._check_active()
        calculations = self.sudo().search(
            [
                ("lead_id", "in", self.lead_id.ids),
                ("direction_id", "in", self.direction_id.ids),
                ("state", "in", list(self._get_workflow().open_states)),
            ],
            order="id",
        )
        first = {}
        for calculation in calculations:
            key = calculation.lead_id, calculation.direction_id
            if first.setdefault(key, calculation) != calculation in self:
                raise UserError(
                    self.env._(
                        "“%(deal)s” is being calculated already: %(calculation)s."
                        " Another request is possible for another direction.",
                        deal=calculation.lead_id.name,
                        calculation=first[key].display_name,
                    )
                )

    def _check_deals_filled(self):
        """Refuse requests for deals that don't say what the engineers need to know."""
        by_lead = self.sudo().grouped("lead_id")
        self.lead_id.sudo()._check_filled(
            {lead: requests.direction_id for lead, requests in by_lead.items()}
        )

    def _is_begun(self):
        """Return whether an engineer has taken the request."""
        return (self._get_state_before() or self.state) not in NOT_BEGUN

    def _after_request(self):
        """Move the deals, and tell who is to calculate."""
        self._notify_each(
            [
                (
                    calculation,
                    calculation._get_addressees(),
                    _lt("New request: %(deal)s", deal=calculation.lead_id.name),
                )
                for calculation in self
            ],
            activity=_lt("Calculate"),
        )
        for calculation in self:
            calculation.lead_id._notify_deal(
                _lt(
                    "Sent for calculation to %(who)s: %(link)s, %(direction)s",
                    who=calculation.engineer_id or calculation.team_id,
                    link=calculation,
                    direction=calculation.direction_id,
                )
            )
        self.lead_id._update_engineering_state()
