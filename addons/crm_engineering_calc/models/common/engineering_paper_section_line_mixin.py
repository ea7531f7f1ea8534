from odoo import models


class EngineeringPaperSectionLineMixin(models.AbstractModel):
    """A line that the host puts into sections: of an order, of an invoice."""

    _name = "engineering.paper.section.line.mixin"
    _inherit = ["engineering.paper.line.mixin"]
    _description = "Line of a document with the host's sections"

    def _get_paper_heads(self):
        inner = self.parent_id
        return inner | inner.parent_id
