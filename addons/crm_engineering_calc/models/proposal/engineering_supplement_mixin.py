from odoo import models


class EngineeringSupplementMixin(models.AbstractModel):
    """Variants of a further calculation are offered as a supplement to the order."""

    _name = "engineering.supplement.mixin"
    _inherit = ["engineering.offer.mixin"]
    _description = "Supplement to what is ordered"

    def _prepare_order_values(self):
        values = super()._prepare_order_values()
        if first := self._get_order_to_supplement():
            values["engineering_supplements_id"] = first.id
            partner = self.env["res.partner"].browse(values["partner_id"])
            running = first.agreement_id._filter_running_for(partner, first.company_id)
            values["agreement_id"] = running.id
        return values

    def _get_order_to_supplement(self):
        """Return the first order of the deal, if nothing of these is ordered already.

        A revision of what is ordered adds nothing to it: it would replace it. A
        colleague's order counts, whoever sees it.
        """
        ordered = (
            self.lead_id.sudo()
            ._get_engineering_orders()
            .filtered(
                lambda order: (
                    order.state == "sale" and order.company_id == self.company_id
                )
            )
            .sorted("id")
        )
        known = set(ordered.engineering_calculation_ids.mapped("name"))
        if known.intersection(self.calculation_id.mapped("name")):
            return ordered.browse()
        first = ordered.filtered(lambda order: not order.engineering_supplements_id)
        return (first or ordered)[:1]
