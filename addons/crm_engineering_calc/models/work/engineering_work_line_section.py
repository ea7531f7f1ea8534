from odoo import api, fields, models


class EngineeringWorkLine(models.Model):
    """Where in the order the services of a work stand."""

    _name = "engineering.work.line"
    _inherit = "engineering.work.line"

    section = fields.Char(
        compute="_compute_section",
        compute_sudo=True,
        help="The section of the order, and the subsection in it.",
    )
    heading = fields.Char(
        compute="_compute_section",
        compute_sudo=True,
        help="The section, on the first of the services that stand in it.",
    )

    # Whoever does a work may not read its order, hence superuser.
    @api.depends("task_id", "sequence")
    def _compute_section(self):
        for line in self:
            line.section = line._get_section_name()
            line.heading = False
        computed = set(self)
        for work in self.task_id:
            above = ""
            for line in work.engineering_work_line_ids.sorted():
                name = line._get_section_name()
                if line in computed and name != above:
                    line.heading = name
                above = name

    def _get_section_name(self):
        return " / ".join(section.name for section in self._get_sections())

    def _get_sections(self):
        """Return the sections that its ordered line stands in, the outermost first."""
        self.ensure_one()
        sections, order_line = (), self.order_line_id
        while order_line.parent_id:
            order_line = order_line.parent_id
            sections = (order_line, *sections)
        return sections
