from odoo import api, fields, models

from ..models.common.finite_fields import FiniteFloat
from ..models.common.selections import FREE, SERVICE, SKIP

# What a choice is about.
OF_SERVICE, OF_UNIT = "service", "unit"
NEW, UNIT, OWN = "new", "unit", "own"


class EngineeringEstimateImportChoice(models.TransientModel):
    """A name or unit that nobody knows, asked about once for all of its rows."""

    _name = "engineering.estimate.import.choice"
    _description = "Choice in an Import"
    _inherit = ["engineering.dialog"]
    _order = "kind desc, id"
    _is_typed = False

    wizard_id = fields.Many2one(
        "engineering.estimate.import", required=True, ondelete="cascade", index=True
    )
    direction_id = fields.Many2one(
        related="wizard_id.calculation_id.direction_id", related_sudo=False
    )
    kind = fields.Selection(
        [(OF_SERVICE, "Service"), (OF_UNIT, "Unit")], required=True, readonly=True
    )
    name = fields.Char("In the Sheet", required=True, readonly=True)
    key = fields.Char(required=True, readonly=True)
    rows = fields.Char(readonly=True)
    count = fields.Integer("Number of Rows", readonly=True)
    price = FiniteFloat(digits="Product Price", readonly=True)
    note = fields.Char(readonly=True)
    allowed = fields.Json(readonly=True)
    decision = fields.Selection(
        [
            (SERVICE, "This service"),
            (FREE, "Free line"),
            (NEW, "New service"),
            (UNIT, "This unit"),
            (OWN, "The service's own unit"),
            (SKIP, "Leave out"),
        ],
        "Take As",
        compute="_compute_decision",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    product_id = fields.Many2one(
        "product.product",
        "Service",
        ondelete="cascade",
        domain="[('engineering_offered_direction_id', '=', direction_id)]",
    )
    uom_id = fields.Many2one(
        "uom.uom", "Unit", ondelete="cascade", context={"active_test": False}
    )

    # === COMPUTE ===

    @api.depends("product_id", "uom_id")
    def _compute_decision(self):
        for choice in self:
            if choice.kind == OF_SERVICE and choice.product_id:
                choice.decision = SERVICE
            elif choice.kind == OF_UNIT and choice.uom_id:
                choice.decision = UNIT
            else:
                choice.decision = choice.decision

    def _get_decided(self):
        """Return (decision, service or unit); none where something is missing."""
        self.ensure_one()
        needed = {SERVICE: self.product_id, UNIT: self.uom_id}
        target = needed.get(self.decision)
        if self.decision and (target is None or target):
            return self.decision, target
        return None, None
