from odoo import api, fields, models

from ..common.field_groups import ENGINEERING


class ProjectTask(models.Model):
    """Where a work is done, and whom to call there."""

    _name = "project.task"
    _inherit = "project.task"

    engineering_site_address = fields.Char(
        "Address", compute="_compute_engineering_site", groups=ENGINEERING
    )
    engineering_site_map_url = fields.Char(
        "Map", compute="_compute_engineering_site", groups=ENGINEERING
    )
    engineering_contact_name = fields.Char(
        "Contact", compute="_compute_engineering_site", groups=ENGINEERING
    )
    engineering_contact_phone = fields.Char(
        "Phone", compute="_compute_engineering_site", groups=ENGINEERING
    )
    engineering_is_customer_contact = fields.Boolean(
        "The Customer Is the Contact",
        compute="_compute_engineering_site",
        groups=ENGINEERING,
    )

    # Whoever does a work need not see the contacts of its deal, hence superuser.
    @api.depends("engineering_lead_id.engineering_address_id", "partner_id")
    def _compute_engineering_site(self):
        events = self.env["calendar.event"]
        for task in self:
            site = task.sudo().engineering_lead_id._get_site()
            for name, value in site.items():
                task[f"engineering_{name}"] = value
            task.engineering_site_map_url = events._get_map_url(site["site_address"])
            task.engineering_is_customer_contact = (
                site["contact_name"] == task.sudo().partner_id.name
            )
