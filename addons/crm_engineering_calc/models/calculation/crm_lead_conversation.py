from lxml import html

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...domain.workflows import CalculationState
from ..common.field_groups import ENGINEERING

STEP = "crm_engineering_calc.mt_deal_step"


class CrmLead(models.Model):
    """The conversations with the engineers, as the deal shows them."""

    _name = "crm.lead"
    _inherit = "crm.lead"

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
            lead.engineering_conversations = [
                card._get_conversation_values()
                for card in (cards - cards.revised_id).sorted("id")
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

    def message_post(self, **kwargs):
        """Take a mail that replies to a step of ours to the engineers' conversation."""
        card = self._get_card_of_reply(**kwargs)
        if not card:
            return super().message_post(**kwargs)
        return card.with_env(self.env).message_post(**kwargs)

    def _get_card_of_reply(
        self, message_type="notification", parent_id=False, **kwargs
    ):
        """Return the calculation of the deal that a colleague's mail is about, if any.

        Mails come from the host's gateway alone: no client names their author.
        """
        cards = self.env["engineering.calculation"].sudo()
        is_mail = message_type == "email" and self.env.user._is_superuser()
        if not is_mail or not parent_id:
            return cards
        parent = self.env["mail.message"].sudo().browse(parent_id)
        if parent.subtype_id != self.env.ref(STEP, raise_if_not_found=False):
            return cards
        author = self.env["res.partner"].sudo().browse(kwargs.get("author_id") or ())
        links = html.fromstring(f"<div>{parent.body}</div>").xpath(
            "//a[@data-oe-model=$model]/@data-oe-id", model=cards._name
        )
        own = self.sudo().engineering_calculation_ids.sorted("id")
        named = own.filtered(lambda card: str(card.id) in links[-1:])
        return (named or own[-1:]).filtered(
            lambda card: any(card._is_readable_by(user) for user in author.user_ids)
        )
