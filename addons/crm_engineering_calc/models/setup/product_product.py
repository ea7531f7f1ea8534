from odoo import api, fields, models
from odoo.fields import Domain

from ...domain.resemblance import Names
from ..common.field_groups import COST_GROUP, ENGINEERING
from ..common.named_records import get_named

PROTECT_COSTS = "crm_engineering_calc.protect_costs"


class ProductProduct(models.Model):
    _inherit = "product.product"

    # Defined here as well, the field is this database's own: its groups may change.
    standard_price = fields.Float()
    # Views ask them what lines may have: `_get_product_domain` decides, nothing else.
    engineering_offered_direction_id = fields.Many2one(
        "engineering.direction",
        "Offered by Direction",
        store=False,
        search="_search_engineering_offered_direction_id",
        groups=ENGINEERING,
    )
    engineering_offered_variant_id = fields.Many2one(
        "engineering.variant",
        "Offered to Variant",
        store=False,
        search="_search_engineering_offered_variant_id",
        groups=ENGINEERING,
    )

    def _search_engineering_offered_direction_id(self, operator, value):
        return self._search_offered_to("engineering.direction", operator, value)

    def _search_engineering_offered_variant_id(self, operator, value):
        return self._search_offered_to("engineering.variant", operator, value)

    def _search_offered_to(self, model, operator, value):
        """Find the services that lines of these records may have."""
        if operator != "in":
            return NotImplemented
        records = get_named(self.env[model], value)
        return Domain.OR(record._get_product_domain() for record in records)

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Offer what resembles a name of a sheet first, until something is typed."""
        wanted = self.env.context.get("engineering_nearest_to")
        if not wanted or name:
            return super().name_search(name, domain, operator, limit)
        services = self.search(Domain(domain or Domain.TRUE))
        nearest = Names((one.id, one.name) for one in services).get_nearest(
            str(wanted), limit or len(services)
        )
        first = services.browse(one.key for one in nearest)
        found = (first | services)[:limit]
        return [(one.id, one.display_name) for one in found]

    def _register_hook(self):
        super()._register_hook()
        self._protect_costs()

    def _protect_costs(self):
        """Keep the cost of products to those who see costs, if the company asks for it.

        As the field's own group it holds for forms, exports, searches and programs
        alike, and costs nothing where it is not asked for.
        """
        parameters = self.env["ir.config_parameter"].sudo()
        protected = bool(parameters.get_param(PROTECT_COSTS))
        for model in ("product.product", "product.template"):
            cost = self.env[model]._fields["standard_price"]
            # Another addon may have given it a group of its own.
            declared = vars(cost).setdefault("_declared_groups", cost.groups)
            cost.groups = COST_GROUP if protected else declared

    def _get_engineering_cost(self, uom, company, currency):
        """Return what one `uom` of the service costs a company, not rounded."""
        cost = self.with_company(company).standard_price
        if self and uom:
            cost = self.uom_id._compute_price(cost, uom)
        date = fields.Date.context_today(self)
        return company.currency_id._convert(cost, currency, company, date, round=False)

    def _get_engineering_uoms(self):
        """Return the units that the services may be counted in."""
        return self.uom_id | self.uom_ids
