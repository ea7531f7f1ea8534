from typing import NamedTuple

from odoo import api, fields, models

from ..common.kept_json import KeptJson


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

    sections = KeptJson(
        compute="_compute_sections",
        store=True,
        precompute=True,
        help="The sections of the order that it stands in, from the inside.",
    )
    section = fields.Char(compute="_compute_section")
    heading = fields.Char(
        compute="_compute_heading",
        help="The section, on the first of the lines that stand in it.",
    )

    @api.depends("order_line_id")
    def _compute_sections(self):
        drafts = self.filtered(lambda line: line._is_draft())
        sections = self._prepare_sections(drafts.order_line_id)
        for line in drafts:
            line.sections = sections.get(line.order_line_id, [])

    @api.model
    def _prepare_sections(self, order_lines):
        """Return {line of an order: the sections that it stands in}."""
        # The host looks for all sections of an order, of however many of its lines.
        order_lines.order_id.order_line.mapped("parent_id")
        heads = {line: line._get_paper_heads() for line in order_lines}
        sections = {
            head: Head(
                head.id,
                head._get_paper_kind().value,
                head.name,
                head.collapse_prices,
                head.collapse_composition,
            )._asdict()
            for head in order_lines.browse().union(*heads.values())
        }
        return {
            line: [sections[head] for head in of_line]
            for line, of_line in heads.items()
        }

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

    def _is_shown_on_paper(self):
        """Return whether no section hides what it consists of."""
        heads = self._get_paper_heads()
        return not any(head.collapse_composition for head in heads)

    def _get_signed_sections(self):
        """Return where the line stands, as a fact of it; nothing in no section."""
        return {"section": self.section} if self.section else {}

    def _get_paper_currency(self):
        # The related field of each line would be computed first.
        return self.act_id.currency_id

    def _get_paper_taxes(self):
        """Return nothing: an act tells taxes below its table."""
        return ""

    def _get_paper_price(self):
        """Return it with the discount in the price."""
        return self._get_discounted_price()
