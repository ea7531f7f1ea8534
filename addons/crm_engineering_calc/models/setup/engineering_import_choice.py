from odoo import api, fields, models

from ...domain.resemblance import get_name_key
from ..common.concurrency import adding_once
from ..common.selections import REMEMBERED, SERVICE


class EngineeringImportChoice(models.Model):
    """What a name in somebody's sheets has meant to a direction."""

    _name = "engineering.import.choice"
    _description = "Meaning of a Name in Imports"
    _inherit = ["engineering.plain.text.mixin"]
    _order = "direction_id, name, id"
    _is_typed = False

    _key_unique = models.UniqueIndex(
        "(direction_id, key)", "The direction knows this name already. Change that one."
    )
    _service_named = models.Constraint(
        "CHECK((decision = 'service') = (product_id IS NOT NULL))",
        "A name that means a service needs the service, and no other does.",
    )

    direction_id = fields.Many2one(
        "engineering.direction", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char("Written As", required=True)
    key = fields.Char(compute="_compute_key", store=True, precompute=True)
    decision = fields.Selection(REMEMBERED, "Means", default=SERVICE, required=True)
    product_id = fields.Many2one(
        "product.product",
        "Service",
        compute="_compute_product_id",
        store=True,
        readonly=False,
        ondelete="cascade",
        domain="[('engineering_offered_direction_id', '=', direction_id)]",
    )

    # === COMPUTE ===

    @api.depends("name")
    def _compute_key(self):
        for choice in self:
            choice.key = get_name_key(choice.name or "")

    @api.depends("decision")
    def _compute_product_id(self):
        for choice in self:
            choice.product_id = choice.decision == SERVICE and choice.product_id

    # === MEMORY ===

    @api.model
    def _get_known(self, direction):
        """Return {key: choice} of what the direction remembers."""
        choices = self.search_fetch(
            [("direction_id", "=", direction.id)], ["key", "decision", "product_id"]
        )
        return {choice.key: choice for choice in choices}

    @api.model
    def _remember(self, direction, meanings):
        """Remember what names have meant: {name: (decision, service)}.

        As superuser: engineers don't configure directions, they teach them names.
        """
        values = {
            get_name_key(name): {
                "name": name,
                "decision": decision,
                "product_id": service.id,
            }
            for name, (decision, service) in meanings.items()
        }
        known = self.sudo()._get_known(direction)
        for key, choice in known.items():
            meant = values.pop(key, None)
            if meant and (
                meant["decision"] != choice.decision
                or meant["product_id"] != choice.product_id.id
            ):
                choice.write(meant)
        with adding_once(self.env):
            self.sudo().create(
                [{**meant, "direction_id": direction.id} for meant in values.values()]
            )
