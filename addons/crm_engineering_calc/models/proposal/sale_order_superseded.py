from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ..common.concurrency import serialize
from ..common.reader_texts import as_read_by, to_html

_lt = LazyTranslate(__name__)

OPEN = Domain("state", "in", ("draft", "sent"))


class SaleOrder(models.Model):
    """One job, one valid paper: of a calculation one proposal can be accepted.

    A later proposal supersedes the others of the same number, whatever revision,
    variant or price they are of, and so does a confirmed one.
    """

    _name = "sale.order"
    _inherit = "sale.order"

    engineering_superseded_by_id = fields.Many2one(
        "sale.order",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
        help="The proposal of the same calculation that was made, or confirmed, later."
        " The customer can't accept this one any more.",
        string="Superseded By",
    )

    # === CRUD ===

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | {"engineering_superseded_by_id"}

    # === WHAT THE HOST DOES ===

    def action_confirm(self):
        """Confirm the orders, one of a calculation.

        :raises UserError: of a calculation something else is ordered, or proposed later
        """
        # What forbids it is told to who may confirm alone.
        self._of_engineering().check_access("write")
        # Who accepts another one at once, or makes one, is to see this one.
        serialize(self._of_engineering().sudo().opportunity_id)
        return super().action_confirm()

    def _action_confirm(self):
        result = super()._action_confirm()
        for order in self._of_engineering():
            order._supersede_others(
                _lt("Superseded by %(link)s, which is ordered.", link=order)
            )
        return result

    def _action_cancel(self):
        result = super()._action_cancel()
        self._of_engineering()._release_superseded()
        return result

    def action_draft(self):
        """Begin anew with cancelled proposals, where none was made since."""
        cancelled = self.filtered(lambda order: order.state == "cancel")
        result = super().action_draft()
        for order in cancelled._of_engineering().sudo().sorted("id"):
            order._as_machine().engineering_superseded_by_id = order._find_later()
            if not order.engineering_superseded_by_id:
                order._supersede_earlier()
        return result

    # === SUPERSEDE, RELEASE ===

    def _supersede_earlier(self):
        """Supersede the proposals that this one comes after."""
        self._supersede_others(
            _lt(
                "Superseded by %(link)s, a later proposal of the calculation.",
                link=self,
            )
        )

    def _supersede_others(self, text):
        """Mark the open proposals of its calculations that nothing supersedes yet.

        They are not cancelled: the customer may have them on paper.
        """
        self.ensure_one()
        # A manager may have lost sight of a proposal that a colleague made.
        others = self.sudo().search(
            self._get_rivals_domain()
            & OPEN
            & Domain("engineering_superseded_by_id", "=", False)
        )
        others._as_machine().engineering_superseded_by_id = self
        for order in others:
            order = as_read_by(order, order.user_id)
            order.message_post(
                body=to_html(order.env, text), subtype_xmlid="mail.mt_note"
            )

    def _release_superseded(self):
        """Let what cancelled proposals superseded go to the next one, if any."""
        released = self.sudo().search(
            [("engineering_superseded_by_id", "in", self.ids)]
        )
        for order in released:
            order._as_machine().engineering_superseded_by_id = order._find_later()

    def _find_later(self):
        """Return the next proposal or order of its calculations that stands."""
        self.ensure_one()
        return self.search(
            self._get_rivals_domain()
            & Domain("id", ">", self.id)
            & Domain("state", "!=", "cancel"),
            order="id",
            limit=1,
        )

    def _get_rivals_domain(self):
        """Return the domain of other orders of the same numbers, in any revision."""
        self.ensure_one()
        numbers = self.engineering_calculation_ids.sudo().mapped("name")
        return (
            Domain("id", "!=", self.id)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("engineering_variant_ids.calculation_id.name", "in", numbers)
        )

    # === WHAT STANDS INSTEAD ===

    def _get_standing(self):
        """Return the order, else the last proposal, that stands instead of this one."""
        self.ensure_one()
        order = self.sudo()
        if not order.engineering_calculated or order.state not in ("draft", "sent"):
            return self.browse()
        ordered = Domain("state", "=", "sale")
        standing = order.search(order._get_rivals_domain() & ordered, limit=1)
        if not standing:
            seen = order
            standing = order.engineering_superseded_by_id
            while (
                later := standing.engineering_superseded_by_id
            ) and later not in seen:
                seen |= standing
                standing = later
        return standing.with_env(self.env)

    def _get_newer_for_customer(self):
        """Return what stands instead of this one, if its customer may see it."""
        self.ensure_one()
        newer = self._get_standing()
        same_customer = (
            newer.partner_id.commercial_partner_id
            == self.partner_id.commercial_partner_id
        )
        visible = same_customer and newer.state in ("sent", "sale")
        return newer if visible else newer.browse()

    def _get_acceptance_refusal(self):
        refusal = super()._get_acceptance_refusal()
        if refusal or not self._get_standing():
            return refusal
        if newer := self._get_newer_for_customer():
            return self.env._("%(newer)s replaces this proposal.", newer=newer.name)
        return self.env._("A newer proposal replaces this one.")

    def _confirmation_error_message(self):
        """Refuse what is ordered already, or proposed anew."""
        error = super()._confirmation_error_message()
        standing = not error and self._get_standing().sudo()
        if not standing:
            return error
        if standing.state == "sale":
            return self.env._(
                "%(order)s can't be confirmed: %(standing)s is ordered of the same"
                " calculation. Cancel it first, or ask for a further calculation of"
                " what is added.",
                order=self.name,
                standing=standing.name,
            )
        return self.env._(
            "%(order)s can't be confirmed: %(standing)s, a later proposal of the same"
            " calculation, replaces it. Confirm that one, or cancel it to come back to"
            " this one.",
            order=self.name,
            standing=standing.name,
        )
