from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...domain.outline import HEADS, Outline, arrange
from ..common.field_groups import COST_GROUP
from ..common.line_kinds import get_kind


class EngineeringSectionMixin(models.AbstractModel):
    """A line in the outline of its variant: what stands below a section is in it."""

    _name = "engineering.section.mixin"
    _description = "Sections of a variant"

    parent_id = fields.Many2one(
        "engineering.variant.line", "Section", compute="_compute_parent_id"
    )
    currency_id = fields.Many2one("res.currency")
    section_subtotal = fields.Monetary(
        "Amount",
        compute="_compute_section_subtotal",
        help="Of a section, the sum of what is in it.",
    )
    section_margin = fields.Monetary(
        "Margin of a Section",
        compute="_compute_section_margin",
        groups=COST_GROUP,
        compute_sudo=True,
    )
    section_margin_percent = fields.Float(
        "Margin of a Section (%)",
        compute="_compute_section_margin",
        groups=COST_GROUP,
        compute_sudo=True,
    )

    # === COMPUTE ===

    @api.depends("display_type")
    def _compute_parent_id(self):
        for variant in self.variant_id:
            lines = variant.line_ids.sorted("sequence")
            for line, parent in zip(lines, lines._get_outline().parents, strict=True):
                line.parent_id = parent

    def get_parent_section_line(self):
        """Return the section over the line, past a subsection."""
        parent = self.parent_id
        return parent.parent_id if parent.display_type == "line_subsection" else parent

    @api.depends("variant_id.line_ids.price_subtotal", "variant_id.line_ids.sequence")
    def _compute_section_subtotal(self):
        amounts = self._sum_by_section("price_subtotal")
        for line in self:
            line.section_subtotal = amounts[line]

    @api.depends("section_subtotal", "variant_id.line_ids.unit_cost")
    def _compute_section_margin(self):
        margins = self._sum_by_section("margin")
        for line in self:
            margin, subtotal = margins[line], line.section_subtotal
            line.section_margin = margin
            line.section_margin_percent = margin / subtotal if subtotal else 0.0

    def _sum_by_section(self, name):
        """Return {line: its amount}; a section has the sum of what is in it."""
        sums = defaultdict(float)
        for variant in self.variant_id:
            lines = variant.line_ids.sorted("sequence")
            amounts = [line[name] for line in lines]
            in_sections = lines._get_outline().get_sums(amounts)
            sums.update(zip(lines, in_sections, strict=True))
        return sums

    def _get_outline(self):
        """Return the tree of the lines, which are all of a variant, in their order."""
        return Outline(self, get_kind)

    def _get_sections_over(self):
        """Return the section and the subsection that the line is in."""
        return self.parent_id | self.parent_id.parent_id

    def _is_section(self):
        return get_kind(self) in HEADS

    # === ACTIONS ===

    def action_group(self, name=None):
        """Put the lines into a new section, in the order that they have.

        Lines of one section become its first subsection, others the first section, so
        that no other line comes into it.

        :raises UserError: the lines belong to several variants, or are sections
        """
        lines = self._get_lines_to_arrange()
        if sections := self.filtered(lambda line: line._is_section()):
            raise UserError(
                self.env._(
                    "“%(sections)s” is a section already. Select the services and"
                    " notes that belong together.",
                    sections=", ".join(sections.mapped("name")),
                )
            )
        homes = {line: line.parent_id for line in lines}
        section = self._get_common_section()
        group = self.create(
            {
                "variant_id": self.variant_id.id,
                "display_type": "line_subsection" if section else "line_section",
                "name": name or self.env._("New group"),
                "sequence": 0,
            }
        )
        homes |= {group: section} | dict.fromkeys(self, group)
        (group + lines)._arrange(homes)
        return True

    def action_ungroup(self):
        """Dissolve the sections selected, or those of the lines; the lines stay.

        They go to what the section was in: those of a subsection to its section, those
        of a section before all sections. Its subsections become sections.

        :raises UserError: the lines belong to several variants, or are in no section
        """
        lines = self._get_lines_to_arrange()
        sections = self.filtered(lambda line: line._is_section()) or self.parent_id
        if not sections:
            raise UserError(self.env._("These lines are in no section."))
        left = lines - sections
        homes = {line: line._get_home_without(sections) for line in left}
        sections.unlink()
        left._arrange(homes)
        return True

    def _arrange(self, homes):
        """Put all lines of a variant into their homes: {line: its section or none}."""
        self.filtered(
            lambda line: line.display_type == "line_subsection" and not homes[line]
        ).write({"display_type": "line_section"})
        homes = {line: home or None for line, home in homes.items()}
        self.variant_id._arrange(arrange(self, homes, lambda line: line._is_section()))

    def _get_lines_to_arrange(self):
        """Return all lines of the variant in their order, to be arranged.

        :raises UserError: it isn't one variant, or not one that the user may change
        """
        if len(self.variant_id) != 1:
            raise UserError(
                self.env._("Select lines of one variant: groups are inside of it.")
            )
        self.variant_id.calculation_id._check_can_edit()
        lines = self.variant_id.line_ids
        return lines.sorted(lambda line: (line.sequence, line.id))

    def _get_common_section(self):
        """Return the section that all of the lines are in, if it is one."""
        sections = {line.get_parent_section_line() for line in self}
        return sections.pop() if len(sections) == 1 else self.browse()

    def _get_home_without(self, dissolved):
        """Return the nearest section over the line that is not dissolved."""
        section = self.parent_id
        while section in dissolved:
            section = section.parent_id
        return section
