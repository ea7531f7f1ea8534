from odoo import SUPERUSER_ID, models
from odoo.tools.translate import LazyTranslate

from ...domain.inquiry import MOST_FILES, FieldRefusal, InquiryRefused
from ...domain.progress import DealState
from ..common.concurrency import serialize

_lt = LazyTranslate(__name__)

# What a customer may add later, beside the files of the request.
MOST_FILES_IN_ALL = 3 * MOST_FILES
RECEIVED, CALCULATED, OFFERED, DONE = range(4)
STEP_OF_STATE = {
    DealState.NONE.value: RECEIVED,
    DealState.CALCULATION.value: CALCULATED,
    DealState.PROVIDED.value: CALCULATED,
    DealState.PROPOSAL.value: OFFERED,
    DealState.ORDERED.value: DONE,
    DealState.WORK.value: DONE,
    DealState.WORK_DONE.value: DONE,
    DealState.CLOSED.value: DONE,
}


class EngineeringInquiryPageMixin(models.AbstractModel):
    """The page on which a customer follows his request, and adds files to it."""

    _name = "engineering.inquiry.page.mixin"
    _inherit = ["portal.mixin"]
    _description = "Page of a request"

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for inquiry in self:
            inquiry.access_url = f"/my/requests/{inquiry.id}"
        return result

    def _get_follow_url(self):
        """Return the whole address of the page, for who has no login."""
        self.ensure_one()
        return self.get_base_url() + self.get_portal_url()

    # === WHAT HAPPENS ===

    def _get_page_steps(self):
        """Return [(what happens, in the customer's words; done, now or later)]."""
        now = self._get_page_step()
        words = (
            self.env._("We have your request"),
            self.env._("Our engineers calculate"),
            self.env._("You have our proposal"),
            self.env._("We do the work"),
        )
        return [
            (text, "done" if step < now else "now" if step == now else "later")
            for step, text in enumerate(words)
        ]

    def _get_page_step(self):
        """Return how far the request is: a proposal counts when it is sent."""
        lead = self.lead_id
        step = STEP_OF_STATE.get(lead.engineering_state, RECEIVED)
        is_sent = any(order.state == "sent" for order in lead.order_ids)
        return CALCULATED if step == OFFERED and not is_sent else step

    def _get_page_status(self):
        """Return what the customer is told of the request, in a sentence or two."""
        lead = self.lead_id
        if not lead.active or lead.won_status == "lost":
            return self.env._(
                "We don't work on this request any more. If you need it after all,"
                " write to us, or send a new one."
            )
        if lead.engineering_state == DealState.CLOSED.value:
            return self.env._("All is done. Thank you!")
        return [
            self.env._(
                "We read it, and write or call if something is missing. Photos and"
                " drawings help: you can add them below."
            ),
            self.env._("You get our proposal when they are ready."),
            self.env._("It is in your mail. Questions? Answer that mail."),
            self.env._("Your order is confirmed; we agree on the time with you."),
        ][self._get_page_step()]

    # === FILES ===

    def _add_files_later(self, files):
        """Add files that the customer sends from the page, and tell the manager.

        :raises InquiryRefused: the deal is over, or it has enough files
        """
        self.ensure_one()
        serialize(self)
        if not self._takes_files():
            self._refuse_files(self.env._("Files can't be added any more."))
        if len(self.attachment_ids) + len(files) > MOST_FILES_IN_ALL:
            self._refuse_files(self.env._("There are too many files already."))
        inquiry = self.with_user(SUPERUSER_ID)
        inquiry._add_files(files)
        names = ", ".join(file.name for file in files)
        inquiry._add_incoming(names)
        inquiry.lead_id._notify_deal(
            _lt("The customer has added files: %(names)s", names=names), inbox=True
        )

    def _takes_files(self):
        return bool(self.lead_id.active)

    def _refuse_files(self, message):
        raise InquiryRefused([FieldRefusal("files", message)])
