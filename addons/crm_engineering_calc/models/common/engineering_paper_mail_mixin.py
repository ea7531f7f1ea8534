from odoo import models

OWN_LAYOUT = "crm_engineering_calc.paper_mail_layout"
# A mail that has no button would have neither head nor foot.
FRAMED = {
    "email_notification_force_header": True,
    "email_notification_force_footer": True,
}
# What the host frames mails with, whose place ours takes; none stands for the first.
OF_HOST = (
    False,
    "mail.mail_notification_layout",
    "mail.mail_notification_layout_with_responsible_signature",
)


class EngineeringPaperMailMixin(models.AbstractModel):
    """A mail about a paper: its frame says what paper it is, and what its button opens.

    Colleagues have the host's. A model has this mixin before the host's own classes,
    whose answers it goes on from.
    """

    _name = "engineering.paper.mail.mixin"
    _description = "Mail about a paper"

    def _is_mailed_as_paper(self):
        """Return whether mails about it are framed as ours. To be extended."""
        return bool(self._filter_papers())

    def _get_page_title(self):
        """Return what the button to the customer's page says. To be extended."""
        return self.env._("View the document")

    def _get_mail_heading(self, subtitles):
        """Return the lines beside the button. To be extended.

        :param subtitles: those of the host, the first of which names the record
        """
        return [self._get_paper_title(), *subtitles[1:]]

    def _notify_get_recipients_groups(self, message, model_description, msg_vals=False):
        groups = super()._notify_get_recipients_groups(
            message, model_description, msg_vals=msg_vals
        )
        if self and self._is_mailed_as_paper():
            title = self._get_page_title()
            for name, _is_of_group, values in groups:
                if name != "user":
                    values.setdefault("button_access", {})["title"] = title
        return groups

    def _notify_by_email_render_layout(
        self, message, recipients_group, msg_vals=False, render_values=None
    ):
        is_of_customer = recipients_group["notification_group_name"] != "user"
        if is_of_customer and self and self._is_mailed_as_paper():
            values = render_values or {}
            paper = self.with_context(lang=values.get("lang", self.env.lang))
            heading = paper._get_mail_heading(values.get("subtitles") or [])
            render_values = {**values, "subtitles": heading}
            layout = (msg_vals or {}).get(
                "email_layout_xmlid", message.email_layout_xmlid
            )
            if (layout or False) in OF_HOST:
                msg_vals = {**(msg_vals or {}), "email_layout_xmlid": OWN_LAYOUT}
        return super()._notify_by_email_render_layout(
            message,
            recipients_group,
            msg_vals=msg_vals,
            render_values=render_values,
        )
