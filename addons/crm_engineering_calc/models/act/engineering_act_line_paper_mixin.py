from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools.misc import formatLang


class Head(NamedTuple):
    """A section that a line of an act stands in, as it was when the act was issued."""

    id: int
    kind: str
    name: str
    collapse_prices: bool
    collapse_composition: bool


class EngineeringActLinePaperMixin(models.AbstractModel):
    """A line of an act on paper: in the sections of its order, which hide as there.

    The sections are kept with the line: what is issued says them as it did then.
    """

    _name = "engineering.act.line.paper.mixin"
    _inherit = ["engineering.paper.line.mixin", "engineering.act.line.amounts.mixin"]
    _description = "Line of an act on paper"

    sections = fields.Json(
        compute="_compute_sections",
        store=True,
        help="The sections of the order that it stands in, from the inside.",
    )
    section = fields.Char(compute="_compute_section")
    heading = fields.Char(
        compute="_compute_heading",
        help="The section, on the first of the lines that stand in it.",
    )

    @api.depends("order_line_id")
    def _compute_sections(self):
        for line in self.filtered(lambda line: line._is_draft()):
            heads = line.order_line_id._get_paper_heads()
            line.sections = [
                Head(
                    head.id,
                    head._get_paper_kind().value,
                    head.name,
                    head.collapse_prices,
                    head.collapse_composition,
                )._asdict()
                for head in heads
            ]

    @api.depends("sections")
    def _compute_section(self):
        for line in self:
            names = [head.name for head in line._get_paper_heads()]
            line.section = " / ".join(reversed(names))

    @api.depends("section", "sequence", "act_id.line_ids")
    def _compute_heading(self):
        for line in self:
            line.heading = False
        for act in self.act_id:
            above = ""
            for line in act.line_ids.sorted():
                if line in self and line.section != above:
                    line.heading = line.section
                above = line.section

    @api.model
    def _get_followed_computes(self):
        return super()._get_followed_computes() | {"_compute_sections"}

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | {"sections"}

    def _get_paper_heads(self):
        return tuple(Head(**head) for head in self.sections or ())

    def _get_paper_head(self, depth):
        """Return the section at a depth, counted from the outside, or nothing."""
        heads = self._get_paper_heads()[::-1]
        return heads[depth] if depth < len(heads) else None

    def _is_priced_at(self, depth):
        """Return whether the sections above a depth leave its prices to be seen."""
        above = self._get_paper_heads()[::-1][:depth]
        return not any(head.collapse_prices for head in above)

    def _is_shown_on_paper(self):
        """Return whether no section hides what it consists of."""
        heads = self._get_paper_heads()
        return not any(head.collapse_composition for head in heads)

    def _get_signed_sections(self):
        """Return where the line stands, as a fact of it; nothing in no section."""
        return {"section": self.section} if self.section else {}

    def _prepare_paper_price(self):
        """Return it with the discount in the price."""
        return {
            **super()._prepare_paper_price(),
            "price": formatLang(
                self.env, self._get_discounted_price(), dp="Product Price"
            ),
        }
