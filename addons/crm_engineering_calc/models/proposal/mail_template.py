from odoo import models


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
            (
                f"{order._get_paper_file_name()}.{own.rpartition('.')[2]}"
                if report.report_name == "sale.report_saleorder"
                else own,
                content,
            )
            for report, (own, content) in zip(reports, attachments, strict=False)
        ]
        return named + attachments[len(reports) :]
