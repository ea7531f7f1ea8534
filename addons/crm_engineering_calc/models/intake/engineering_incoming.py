from textwrap import shorten

from odoo import api, fields, models

from ...domain.promise import UTC
from ..common.finite_fields import OptionalFloat

# The whole of it is in the deal.
MOST_TEXT = 250


class EngineeringIncoming(models.Model):
    """What a customer has sent or said, by whichever channel, till he is answered.

    Messages, requests and calls write it as superuser: a gateway has no user who may.
    """

    _name = "engineering.incoming"
    _description = "What Came In"
    _inherit = ["engineering.readonly.mixin"]
    _order = "came_on desc, id desc"
    _rec_name = "subject"

    _unanswered = models.Index("(lead_id) WHERE answered_on IS NULL")

    lead_id = fields.Many2one(
        "crm.lead", "Deal", required=True, readonly=True, index=True, ondelete="cascade"
    )
    medium_id = fields.Many2one(
        "utm.medium", "Channel", readonly=True, index=True, ondelete="set null"
    )
    came_on = fields.Datetime("Came", required=True, readonly=True, index=True)
    sender = fields.Char(readonly=True)
    subject = fields.Char(readonly=True)
    text = fields.Text(readonly=True)
    res_model = fields.Char(readonly=True, export_string_translation=False)
    res_id = fields.Many2oneReference(
        model_field="res_model", readonly=True, export_string_translation=False
    )
    answered_on = fields.Datetime("Answered", readonly=True)
    answered_id = fields.Many2one(
        "res.users", "Answered By", readonly=True, ondelete="set null"
    )
    answer_hours = OptionalFloat(
        "Hours to the Answer",
        readonly=True,
        aggregator="avg",
        help="Working hours of the company, from when it came to when a colleague wrote"
        " or spoke to the customer.",
    )
    user_id = fields.Many2one(related="lead_id.user_id", string="Manager")
    direction_id = fields.Many2one(related="lead_id.engineering_direction_id")
    company_id = fields.Many2one(related="lead_id.company_id")

    # === ARRIVAL ===

    @api.model
    def _add(self, lead, medium, **values):
        """Keep what has come in for a deal, and return it.

        :param medium: the name of the host's medium that is its channel
        :param values: of the row, `came_on` if it was not now
        """
        mediums = self.env["utm.medium"].sudo()
        told = {"came_on": fields.Datetime.now(), **values}
        if text := told.get("text"):
            told["text"] = shorten(text, MOST_TEXT, placeholder="…")
        row = (
            self.sudo()
            ._as_machine()
            .create(
                {
                    "lead_id": lead.id,
                    "medium_id": mediums._fetch_or_create_utm_medium(medium).id,
                    **told,
                }
            )
        )
        lead._update_answers()
        return row

    # === ANSWER ===

    def _answer(self, user, moment=None):
        """Note that a colleague has answered what nobody had, and had come by then.

        :param moment: when, if it was not now
        """
        moment = moment or fields.Datetime.now()
        waiting = self.sudo().filtered(
            lambda row: not row.answered_on and row.came_on <= moment
        )
        for row in waiting:
            row._as_machine().write(
                {
                    "answered_on": moment,
                    "answered_id": user.id,
                    "answer_hours": row._measure_hours(moment),
                }
            )
        self.sudo().lead_id._update_answers()

    def _measure_hours(self, moment):
        """Return the hours that people work between the arrival and a moment."""
        company = self.company_id or self.env.company
        calendar = company.resource_calendar_id
        if not calendar:
            return (moment - self.came_on).total_seconds() / 3600
        begin, end = (one.replace(tzinfo=UTC) for one in (self.came_on, moment))
        return calendar.get_work_hours_count(begin, end)

    def action_answered(self):
        """Say that the customers were answered otherwise, as by telephone.

        :return: True
        :raises AccessError: a deal is not the user's to change
        """
        self.check_access("read")
        return self.lead_id.action_answered()

    # === VIEW ===

    def action_open(self):
        """Return the action that opens the deal, or the paper that was written to."""
        self.ensure_one()
        self.check_access("read")
        record = self.lead_id
        if self.res_model in self.env and self.res_id:
            found = self.env[self.res_model].browse(self.res_id).exists()
            record = found if found and found.has_access("read") else record
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }
