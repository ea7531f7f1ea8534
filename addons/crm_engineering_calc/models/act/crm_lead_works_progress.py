from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.field_groups import SALES


class CrmLead(models.Model):
    """The deal's table of what is ordered, and how far each service has come."""

    _name = "crm.lead"
    _inherit = "crm.lead"

    engineering_progress_line_ids = fields.Many2many(
        "sale.order.line",
        string="Progress by Service",
        compute="_compute_engineering_progress_line_ids",
        compute_sudo=False,
        groups=SALES,
    )
    engineering_write_off_ids = fields.One2many(
        "engineering.write.off", "lead_id", "Write-offs", groups=SALES
    )
    engineering_can_write_off = fields.Boolean(
        compute="_compute_engineering_can_write_off", groups=SALES
    )

    @api.depends("order_ids.state", "order_ids.order_line.product_uom_qty")
    @api.depends_context("uid")
    def _compute_engineering_progress_line_ids(self):
        """List what is ordered of services that works do, of orders one may read."""
        orders = self.env["sale.order"].search(
            [
                ("opportunity_id", "in", self._origin.ids),
                ("engineering_calculated", "=", True),
                ("state", "=", "sale"),
            ],
            order="id",
        )
        by_deal = orders.grouped("opportunity_id")
        for lead in self:
            of_deal = by_deal.get(lead._origin, orders.browse())
            lead.engineering_progress_line_ids = of_deal.order_line.filtered(
                lambda line: line._is_done_by_works()
            )

    @api.depends("order_ids.order_line.engineering_open_quantity", "order_ids.state")
    @api.depends_context("uid")
    def _compute_engineering_can_write_off(self):
        managed = self._origin._filter_managed_by_user()
        for lead in self:
            lines = lead.engineering_progress_line_ids
            lead.engineering_can_write_off = lead._origin in managed and any(
                line.engineering_open_quantity > 0 for line in lines
            )

    def action_write_off(self):
        """Ask what of the deal's orders will not be done, and why.

        :return: the action that opens the dialog: of all orders that have something
            open
        :raises UserError: nothing is open
        :raises AccessError: the deal is another manager's
        """
        self.ensure_one()
        self._check_managed_by_user()
        lines = self.engineering_progress_line_ids.filtered(
            lambda line: line.engineering_open_quantity > 0
        )
        if not lines:
            raise UserError(
                self.env._(
                    "Nothing that is ordered in “%(deal)s” is open: all of it is in"
                    " works, done or written off.",
                    deal=self.name,
                )
            )
        return self._open_dialog("engineering.order.write.off", self.env._("Write off"))
