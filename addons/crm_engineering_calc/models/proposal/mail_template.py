from odoo import models

from .ir_actions_report import PRINTED


class MailTemplate(models.Model):
    """The paper of an order of ours is called as its customer calls it.

    The host's report of orders, which prints it, calls the file by the host's words.
    """

    _inherit = "mail.template"

    def _generate_template_attachments(self, res_ids, *args, **kwargs):
        results = super()._generate_template_attachments(res_ids, *args, **kwargs)
        if self.model == "sale.order":
            for order in self.env["sale.order"].browse(res_ids)._of_engineering():
                values = results[order.id]
                if values.get("attachments"):
                    values["attachments"] = self._name_papers(
                        order, values["attachments"]
                    )
        return results

    def _name_papers(self, order, attachments):
        """Return the attachments, of which the first are those of the reports."""
        reports = self.report_template_ids
        named = [
            (self._get_paper_name(order, report, name), content)
            for report, (name, content) in zip(reports, attachments, strict=False)
        ]
        return named + attachments[len(reports) :]

    def _get_paper_name(self, order, report, name):
        if not report.report_name.startswith(PRINTED):
            return name
        paper = order.with_context(proforma=report.report_name.endswith("pro_forma"))
        return f"{paper._get_paper_file_name()}.{name.rpartition('.')[2]}"
