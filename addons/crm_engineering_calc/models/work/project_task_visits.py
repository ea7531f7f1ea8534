from odoo import api, fields, models

from ..common.field_groups import ENGINEERING


class ProjectTask(models.Model):
    """What was photographed on the site, and calculated, before a work."""

    _name = "project.task"
    _inherit = "project.task"

    engineering_visit_attachment_ids = fields.Many2many(
        "ir.attachment",
        string="Photos and Files of the Site",
        compute="_compute_engineering_visit_attachment_ids",
        groups=ENGINEERING,
    )

    engineering_calculation_attachment_ids = fields.Many2many(
        "ir.attachment",
        string="Files of the Calculation",
        compute="_compute_engineering_calculation_attachment_ids",
        groups=ENGINEERING,
    )

    # Whoever does a work need not see what it was calculated by, hence superuser.
    @api.depends("engineering_lead_id", "engineering_direction_id")
    @api.depends_context("uid")
    def _compute_engineering_visit_attachment_ids(self):
        calculations = self.sudo().engineering_lead_id.engineering_calculation_ids
        files = calculations.with_env(self.env)._get_visit_files()
        for task in self:
            work = task.sudo()
            task.engineering_visit_attachment_ids = self.env["ir.attachment"].union(
                *(
                    files[card]
                    for card in work.engineering_lead_id.engineering_calculation_ids
                    if card.direction_id == work.engineering_direction_id
                )
            )

    @api.depends("engineering_work_line_ids", "engineering_direction_id")
    @api.depends_context("uid")
    def _compute_engineering_calculation_attachment_ids(self):
        for task in self:
            work = task.sudo()
            orders = work.engineering_work_line_ids.order_line_id.order_id
            files = orders.with_env(self.env)._get_files_for_work(
                work.engineering_direction_id
            )
            seen = task.engineering_visit_attachment_ids
            task.engineering_calculation_attachment_ids = files - seen
