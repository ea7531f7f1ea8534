from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import html2plaintext

from ..models.common.finite_fields import FiniteFloat
from ..models.work.work_times import Plan


class EngineeringWorkPlanDialog(models.AbstractModel):
    """When a work to create is done, after what, where, and by which papers."""

    _name = "engineering.work.plan.dialog"
    _description = "Plan of a work to create"
    _inherit = ["engineering.work.time.dialog"]

    planned_hours = FiniteFloat(
        compute="_compute_planned_hours",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="Working time that the work takes. Hours that are ordered are counted.",
    )
    available_work_ids = fields.Many2many(
        "project.task", compute="_compute_available_work_ids"
    )
    predecessor_ids = fields.Many2many(
        "project.task",
        string="Comes After",
        compute="_compute_predecessor_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
        domain="[('id', 'in', available_work_ids)]",
        help="Works of the order that are to be completed before this one.",
    )
    site_address = fields.Char("Address", compute="_compute_site")
    site_map_url = fields.Char("Map", compute="_compute_site")
    new_address = fields.Char(
        "Address of Works", help="Where the work is done. It is kept in the deal."
    )
    contact_name = fields.Char("Contact", compute="_compute_site")
    contact_phone = fields.Char("Phone", compute="_compute_site")
    instructions = fields.Html(help="What the engineer is to know before he begins.")
    attachment_ids = fields.Many2many(
        "ir.attachment",
        string="Files of Calculation and Measurement",
        compute="_compute_attachment_ids",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Keep what a program plans, whoever and whatever else is computed after it."""
        dialogs = super().create(vals_list)
        for dialog, vals in zip(dialogs, vals_list, strict=True):
            for name in ("planned_hours", "end"):
                if name in vals:
                    dialog[name] = vals[name]
        return dialogs

    # === PLAN ===

    @api.depends("line_ids.quantity")
    def _compute_planned_hours(self):
        hour = self.env.ref("uom.product_uom_hour", raise_if_not_found=False)
        for dialog in self:
            timed = dialog.line_ids.filtered(
                lambda line: hour and line.product_uom_id._has_common_reference(hour)
            )
            if timed or not dialog.planned_hours:
                dialog.planned_hours = sum(
                    line.product_uom_id._compute_quantity(line.quantity, hour)
                    for line in timed
                )

    @api.depends("order_id")
    def _compute_predecessor_ids(self):
        for dialog in self:
            dialog.predecessor_ids &= dialog.available_work_ids

    @api.depends("order_id")
    def _compute_available_work_ids(self):
        works = self.env["project.task"]
        for dialog in self:
            dialog.available_work_ids = works.search(
                Domain("engineering_is_open", "=", True)
                & Domain(
                    "engineering_work_line_ids.order_line_id.order_id",
                    "in",
                    dialog.order_id.ids,
                )
            )

    @api.depends("predecessor_ids")
    def _compute_start(self):
        for dialog in self:
            ends = dialog.predecessor_ids.mapped("engineering_end")
            last = max(filter(None, ends), default=None)
            if last and (not dialog.start or dialog.start < last):
                dialog.start = last

    @api.depends("engineer_id", "planned_hours")
    def _compute_end(self):
        return super()._compute_end()

    @api.depends("direction_id", "engineer_id", "planned_hours", "predecessor_ids")
    def _compute_plan_note(self):
        return super()._compute_plan_note()

    def _get_plan(self):
        team = self.order_id._get_calculation_of(self.direction_id).team_id
        return Plan(
            users=self.engineer_id._origin,
            calendar=team._get_calendar(self.order_id.company_id),
            start=self.start,
            hours=self.planned_hours,
            end=self.end,
            predecessors=self.predecessor_ids._origin,
        )

    def _prepare_plan_values(self):
        """Return what the work is planned with. To be extended.

        :raises UserError: it can't be done
        """
        self.ensure_one()
        if self.planned_hours < 0:
            raise UserError(self.env._("Planned hours can't be less than zero."))
        if self.end and (not self.start or self.end < self.start):
            raise UserError(
                self.env._(
                    "The work can't end before it starts. Choose a later end, or an"
                    " earlier start."
                )
            )
        if self.predecessor_ids - self.available_work_ids:
            raise UserError(
                self.env._(
                    "A work comes after open works of the same order only. Choose some"
                    " of them, or none."
                )
            )
        values = {
            "allocated_hours": self.planned_hours,
            "engineering_start": self.start,
            "engineering_end": self.end,
        }
        if self.predecessor_ids:
            values["depend_on_ids"] = [Command.set(self.predecessor_ids.ids)]
        if html2plaintext(self.instructions or "").strip():
            values["description"] = self.instructions
        return values

    # === AT HAND ===

    def _keep_new_address(self):
        """Keep in the deal where the work is done, which nobody has told before."""
        self.ensure_one()
        address = (self.new_address or "").strip()
        if address and not self.site_address:
            self.lead_id.street = address

    @api.depends("lead_id")
    def _compute_site(self):
        events = self.env["calendar.event"]
        for dialog in self:
            site = dialog.lead_id._get_site()
            for name, value in site.items():
                dialog[name] = value
            dialog.site_map_url = events._get_map_url(site["site_address"])

    @api.depends("order_id", "direction_id")
    @api.depends_context("uid")
    def _compute_attachment_ids(self):
        for dialog in self:
            dialog.attachment_ids = dialog.order_id._get_files_for_work(
                dialog.direction_id
            )
