from lxml import html

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...domain.workflows import CalculationState
from ..common.field_groups import ENGINEERING

STEP = "crm_engineering_calc.mt_deal_step"


class CrmLead(models.Model):
    """The conversations with the engineers, as the deal shows them."""

    _name = "crm.lead"
    _inherit = ["crm.lead", "engineering.reply.mixin"]

    engineering_conversations = fields.Json(
        compute="_compute_engineering_conversations",
        export_string_translation=False,
        groups=ENGINEERING,
        help="The newest calculation of each direction, and the question that waits.",
    )

    @api.depends("engineering_calculation_ids.state")
    @api.depends_context("uid", "lang")
    def _compute_engineering_conversations(self):
        for lead in self:
            cards = lead.engineering_calculation_ids
            newest = (cards - cards.revised_id).sorted("id")
            alike = newest.grouped("direction_id")
            lead.engineering_conversations = [
                card._get_conversation_values(is_one=len(alike[card.direction_id]) == 1)
                for card in newest
                if card.id
            ]

    def action_answer_question(self):
        """Ask for the answer to the question that the deal shows first.

        :return: the action that opens the dialog
        :raises UserError: no question of the deal waits for an answer
        :raises AccessError: the deal is another manager's
        """
        self.ensure_one()
        self._check_managed_by_user()
        waiting = self.engineering_calculation_ids.filtered(
            lambda card: card.state == CalculationState.WAITING
        )
        if not waiting:
            raise UserError(
                self.env._(
                    "No question of “%(deal)s” waits for an answer any more.",
                    deal=self.name,
                )
            )
        return waiting[0].action_answer()

    # === MAIL ===

    def _is_notice(self, message):
        return message.subtype_id == self.env.ref(STEP, raise_if_not_found=False)

    def _get_conversation_card(self, notice):
        """Return the calculation of what a step is about, else the deal's newest."""
        links = html.fromstring(f"<div>{notice.body}</div>").xpath("//a[@data-oe-id]")
        for link in reversed(links):
            model = link.get("data-oe-model")
            if model in self._get_card_fields():
                named = self.env[model].browse(int(link.get("data-oe-id"))).exists()
                if self == named[self._get_card_fields()[model]]:
                    return named._get_conversation_card()
        return self.engineering_calculation_ids.sorted("id")[-1:]
