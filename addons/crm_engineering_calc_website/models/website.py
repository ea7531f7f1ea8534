from odoo import fields, models

from odoo.addons.crm_engineering_calc.models.common.concurrency import serialize
from odoo.addons.crm_engineering_calc.models.common.field_groups import ADMINISTRATOR
from odoo.addons.crm_engineering_calc.models.intake.engineering_site import (
    MOST_MEGABYTES,
)


class Website(models.Model):
    """A website of the host's sends requests as any other site does, without a key."""

    _name = "website"
    _inherit = "website"

    engineering_site_id = fields.Many2one(
        "engineering.site",
        "Site for Requests",
        copy=False,
        readonly=True,
        ondelete="set null",
        groups=ADMINISTRATOR,
    )

    def _get_engineering_site(self):
        """Return the site whose limits and directions hold here, as superuser.

        The first visitor who asks for it makes it.
        """
        self.ensure_one()
        website = self.sudo()
        site = website.engineering_site_id
        if not site:
            serialize(website)
            site = site.create(website._prepare_engineering_site_values())
            website.engineering_site_id = site
        if site.company_id != website.company_id:
            site.company_id = website.company_id
        return site if site.active else site.browse()

    def _prepare_engineering_site_values(self):
        """Return the values of the website's site. To be extended."""
        return {
            "name": self.domain or self.name,
            "company_id": self.company_id.id,
            # Several photos of a phone.
            "max_size": MOST_MEGABYTES,
        }
