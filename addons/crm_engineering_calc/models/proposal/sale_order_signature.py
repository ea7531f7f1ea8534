from odoo import models
from odoo.exceptions import AccessError, UserError

from ..common.concurrency import serialize
from ..common.engineering_signed_mixin import SIGNED_FIELDS
from ..common.own_fields_mixin import is_moved_by_machine


class SaleOrder(models.Model):
    """Orders made from calculations, as their customers sign them.

    The customer's page of the host writes the signature; nobody else does.
    """

    _name = "sale.order"
    _inherit = "sale.order"

    _signed_report = "sale.report_saleorder"

    # === WHETHER IT STANDS ===

    def _has_valid_signature(self):
        if not self.sudo().engineering_calculated:
            return bool(self.signature)
        return super()._has_valid_signature()

    def _get_shown_signature(self):
        if not self.sudo().engineering_calculated:
            return self.signature
        return super()._get_shown_signature()

    def _has_to_be_signed(self):
        return super()._has_to_be_signed() or self._has_to_be_signed_again()

    def _has_to_be_signed_again(self):
        """Return whether an open proposal is another than its customer has signed."""
        self.ensure_one()
        return bool(
            self.state in ("draft", "sent")
            and self.require_signature
            and self.signature
            and not self.is_expired
            and not self._has_valid_signature()
        )

    def _get_signature_notice(self):
        """Return what the customer reads about his signature; nothing without one."""
        self.ensure_one()
        if not self.sudo().engineering_signature_id:
            return ""
        facts = {"name": self.signed_by, "date": self._get_signed_on_text()}
        if self._has_valid_signature():
            return self.env._("Signed by %(name)s, %(date)s.", **facts)
        return self.env._(
            "This is not what %(name)s signed on %(date)s: it was changed since, and"
            " the signature does not stand for it.",
            **facts,
        )

    def _can_be_edited_on_portal(self):
        return super()._can_be_edited_on_portal() and not (
            self.sudo().engineering_signature_id and self._has_valid_signature()
        )

    # === SIGN ===

    def write(self, vals):
        signed = self.browse()
        if not vals.keys().isdisjoint(SIGNED_FIELDS):
            signed = self._of_engineering()
            signed._check_signing(vals)
        if "state" in vals:
            self._of_engineering()._track_customer()
        result = super().write(vals)
        if vals.get("signature") and signed:
            signed._keep_signature()
        if not self._get_signed_fields().isdisjoint(vals):
            self._watch_signature()
        return result

    def _check_signing(self, vals):
        """Let nobody write a signature but who signs, once.

        A signature under what was changed since makes room for a new one.
        """
        if is_moved_by_machine(self.env) or not self._is_signature_written(vals):
            return
        # Who has signed is told to who may change the order alone.
        self.check_access("write")
        serialize(self)
        for order in self:
            if order._has_valid_signature() or not vals.get("signature"):
                order._refuse_signature()
            if not order._get_signatory():
                raise AccessError(
                    self.env._(
                        "%(order)s is signed by its customer alone, on the page that"
                        " he is sent: nobody signs for him.",
                        order=order.display_name,
                    )
                )
            order._check_signature(vals.get("signed_by"), vals["signature"])
            if order.sudo().engineering_signature_id:
                order._end_signature()

    def _is_signature_written(self, vals):
        """Return whether a signature is given, or one that is there is touched."""
        return any(vals.get(name) for name in SIGNED_FIELDS) or any(
            order[name] for order in self for name in SIGNED_FIELDS
        )

    def _refuse_signature(self):
        """Say why a signature is neither given twice nor taken away."""
        self.ensure_one()
        if not self.sudo().engineering_signature_id:
            raise UserError(
                self.env._(
                    "%(order)s is not signed yet: its customer signs it on the page"
                    " that he is sent.",
                    order=self.display_name,
                )
            )
        raise UserError(
            self.env._(
                "%(order)s was signed by %(name)s on %(date)s, and that stays as it is."
                " A mistaken acceptance is undone with “Undo acceptance”.",
                order=self.display_name,
                name=self.signed_by,
                date=self._get_signed_on_text(),
            )
        )

    def _message_post_after_hook(self, message, msg_values):
        result = super()._message_post_after_hook(message, msg_values)
        self._keep_signed_paper(message.attachment_ids)
        return result

    def _get_signed_paper_name(self):
        return f"{self.name}.pdf"

    # === WHAT IS SIGNED ===

    def _get_signed_deal(self):
        return self.opportunity_id
