from odoo import api, models
from odoo.exceptions import UserError


class ProjectTask(models.Model):
    """A work is of the company whose order it does: others don't see it.

    The host takes the company of a task's project, which may be of none.
    """

    _name = "project.task"
    _inherit = "project.task"

    @api.depends("project_id.company_id", "parent_id.company_id")
    def _compute_company_id(self):
        works = self.sudo().filtered("engineering_state")
        return super(ProjectTask, self - works)._compute_company_id()

    @api.constrains("company_id")
    def _check_company_of_order(self):
        for work in self.sudo().filtered("engineering_state"):
            order = work.engineering_work_line_ids.order_line_id.order_id
            if order.company_id - work.company_id:
                raise UserError(
                    self.env._(
                        "“%(work)s” does what %(order)s of %(company)s sells, and stays"
                        " in that company.",
                        work=work.name,
                        order=order.display_name,
                        company=order.company_id.name,
                    )
                )
