from odoo import api, models
from odoo.fields import Domain

from ...domain.progress import DealState


class ResPartner(models.Model):
    """Customers, and addresses of theirs, that decide about taxes."""

    _name = "res.partner"
    _inherit = ["res.partner", "engineering.tax.source.mixin"]

    @api.model
    def _get_tax_settings(self):
        return super()._get_tax_settings() | {
            "active",
            "country_id",
            "parent_id",
            "property_account_position_id",
            "state_id",
            "type",
            "vat",
            "zip",
        }

    def _get_taxed_domain(self):
        """Follow what is for the customers whose contacts or addresses they are."""
        customers = self.commercial_partner_id
        leads = (
            self.env["crm.lead"]
            .sudo()
            .search(
                Domain("engineering_state", "!=", DealState.NONE.value)
                & (
                    Domain("partner_id.commercial_partner_id", "in", customers.ids)
                    | Domain("engineering_address_id", "in", self.ids)
                )
            )
        )
        return Domain("lead_id", "in", leads.ids) if leads else Domain.FALSE

    @api.model
    def _get_taxed_domain_of_new(self, vals_list):
        """Follow a delivery address that a customer gets."""
        customers = [
            vals["parent_id"]
            for vals in vals_list
            if vals.get("type") == "delivery" and vals.get("parent_id")
        ]
        return self.browse(customers)._get_taxed_domain() if customers else Domain.FALSE
