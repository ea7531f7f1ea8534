from odoo import models


class Agreement(models.Model):
    """A contract as it is printed."""

    _name = "agreement"
    _inherit = ["agreement", "engineering.paper.mixin"]

    def _get_report_base_filename(self):
        return self._get_paper_file_name()

    def _get_paper_title(self):
        paper = self._as_paper()
        return paper.env._("Contract %(number)s", number=paper.code)
