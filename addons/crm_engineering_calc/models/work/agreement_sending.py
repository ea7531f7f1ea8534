from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ...domain.progress import DealState

_lt = LazyTranslate(__name__)


class Agreement(models.Model):
    """A contract goes to its customer by mail, and has a page of his."""

    _name = "agreement"
    _inherit = [
        "engineering.paper.mail.mixin",
        "agreement",
        "engineering.own.fields.mixin",
        "engineering.sending.mixin",
        "portal.mixin",
    ]

    engineering_sent_on = fields.Datetime(
        "Sent",
        readonly=True,
        copy=False,
        help="When the contract was last mailed to its customer, who reads it on his"
        " page since.",
    )

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | {"engineering_sent_on"}

    # === PAGE ===

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for contract in self:
            contract.access_url = f"/my/agreements/{contract.id}"
        return result

    @api.model
    def _get_customer_domain(self):
        """Return which contracts their customers see: what was sent, or is signed."""
        return (
            Domain("domain", "=", "sale")
            & Domain("is_template", "=", False)
            & (
                Domain("engineering_sent_on", "!=", False)
                | Domain("engineering_signed_copy_ids", "!=", False)
            )
        )

    # === MAIL ===

    def action_send(self):
        """Open the mail with the contract, which is sent with it.

        :return: the action that opens the host's composer
        :raises UserError: it is a template, and no contract of a customer
        :raises AccessError: the user may not change the contract
        """
        self.ensure_one()
        self.check_access("write")
        if self.is_template or not self.partner_id:
            raise UserError(
                self.env._(
                    "“%(contract)s” has no customer to be sent to. Choose one.",
                    contract=self.display_name,
                )
            )
        direction = self.sudo().engineering_direction_id.with_env(self.env)
        return self._open_composer(direction._get_mail_template("contract"))

    def _get_preview_url(self):
        return self.get_portal_url()

    def _get_page_title(self):
        return self.env._("View the contract")

    def _was_sent(self):
        return bool(self.engineering_sent_on)

    def message_post(self, **kwargs):
        if not self._is_posted_to_send(kwargs):
            return super().message_post(**kwargs)
        contract = self.with_context(**{self._sent_key: False})
        contract.check_access("write")
        partners = self.env["res.partner"].browse(kwargs.get("partner_ids") or ())
        contract._check_posted(partners)
        is_again = contract._was_sent()
        message = contract.message_post(**kwargs)
        contract._keep_mailed(message, is_again)
        return message

    def _message_mail_after_hook(self, mails):
        result = super()._message_mail_after_hook(mails)
        self._keep_mails(mails)
        return result

    def _after_mailed(self, message):
        self.check_access("write")
        self._keep_mailed(message, self._was_sent())
        return super()._after_mailed(message)

    def _keep_mailed(self, message, is_again):
        self._keep_sent(message)
        self._as_machine().sudo().write(self._prepare_sent_values())
        self._tell_sent(message, is_again)

    def _prepare_sent_values(self):
        """Return what is kept of a contract that is mailed. To be extended."""
        return {"engineering_sent_on": fields.Datetime.now()}

    def _tell_sent(self, message, is_again):
        """Tell the deals that go on under the contract what went out, and to whom.

        They may be another manager's, hence superuser.
        """
        contract = self.sudo()
        orders = contract.engineering_order_ids._filter_for_contract()
        works = contract.engineering_work_ids
        leads = (orders.opportunity_id | works.engineering_lead_id).filtered(
            lambda lead: lead.engineering_state != DealState.CLOSED.value
        )
        facts = self._get_sent_facts(message)
        leads.with_env(self.env)._notify_deal(
            _lt("Contract %(link)s is sent again to %(whom)s: %(files)s", **facts)
            if is_again
            else _lt("Contract %(link)s is sent to %(whom)s: %(files)s", **facts)
        )
