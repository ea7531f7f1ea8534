from contextlib import contextmanager

from odoo import api, models
from odoo.fields import Domain
from odoo.tools.misc import clean_context


class EngineeringTaxSourceMixin(models.AbstractModel):
    """Contacts and settings of the host that taxes come from: variants follow them.

    A write of anything else costs nothing.
    """

    _name = "engineering.tax.source.mixin"
    _description = "What taxes come from"

    @api.model
    def _get_tax_settings(self):
        """Return the names of the fields that decide about taxes. To be extended."""
        return set()

    def _get_taxed_domain(self):
        """Return the domain of the variants whose taxes come from the records."""
        return Domain("calculation_id.company_id", "child_of", self.company_id.ids)

    @api.model
    def _get_taxed_domain_of_new(self, vals_list):
        """Return the domain of the variants that follow records to be made."""
        return Domain.FALSE

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        with self._following_settings(self._get_taxed_domain_of_new(vals_list)):
            return super().create(vals_list)

    def write(self, vals):
        if self._get_tax_settings().isdisjoint(vals):
            return super().write(vals)
        with self._following_settings(self._get_taxed_domain()):
            return super().write(vals)

    def unlink(self):
        """Follow what is gone where it would be followed when archived."""
        if "active" not in self._get_tax_settings():
            return super().unlink()
        with self._following_settings(self._get_taxed_domain()):
            return super().unlink()

    @contextmanager
    def _following_settings(self, domain):
        """Let variants and their proposals have the taxes of after the block."""
        if domain.is_false():
            yield
            return
        # What a client wants by default of a contact is not meant for its deals.
        context = clean_context(self.env.context)
        env = self.env(su=True, context=context)
        variants = env["engineering.variant"]
        variants = variants.search(variants._get_following_domain() & domain)
        proposals = env["sale.order"].union(*variants._get_open_proposals().values())
        with variants._following_taxes(), proposals._following_settings():
            yield
