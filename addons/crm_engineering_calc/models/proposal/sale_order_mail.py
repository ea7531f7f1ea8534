from odoo import models

# What the host mails about orders, and what ours are mailed with instead.
OWN_TEMPLATES = {
    "sale.email_template_edi_sale": "proposal",
    "sale.mail_template_sale_confirmation": "order",
    "sale.mail_template_sale_payment_executed": "payment",
}


class SaleOrder(models.Model):
    """What a customer reads about a proposal or order: in his language, in our words.

    Orders that are not made from calculations, and templates that a company has put in
    place of the host's, stay as they are.
    """

    _name = "sale.order"
    _inherit = ["engineering.paper.mail.mixin", "sale.order"]

    # === TEMPLATE ===

    def _find_mail_template(self):
        return self._get_own_mail_template(super()._find_mail_template())

    def _send_order_notification_mail(self, mail_template, *args, **kwargs):
        template = self._get_own_mail_template(mail_template)
        return super()._send_order_notification_mail(template, *args, **kwargs)

    def _get_own_mail_template(self, template):
        """Return what an order of ours is mailed with where the host takes `template`.

        Where somebody has deleted ours, that is the host's.

        :param template: `mail.template`, or none
        """
        if not template or not self._of_engineering():
            return template
        kind = OWN_TEMPLATES.get(template.get_external_id()[template.id])
        if not kind:
            return template
        if kind == "proposal":
            return self._get_directions()._get_mail_template(kind) or template
        name = f"crm_engineering_calc.mail_template_{kind}"
        return self.env.ref(name, raise_if_not_found=False) or template

    # === BUTTON ===

    def _get_page_title(self):
        if self.state == "sale":
            return self.env._("View the order")
        if self._has_to_be_signed():
            return self.env._("Read and accept the proposal")
        return self.env._("View the proposal")
