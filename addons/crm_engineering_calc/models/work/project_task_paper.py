from odoo import models
from odoo.tools import get_lang, html2plaintext
from odoo.tools.misc import format_datetime

from ..common.format_number import format_number


class ProjectTask(models.Model):
    """The work order on paper: what the crew does, where, when; and no price.

    It is written for who does the work, in his language. Whoever may read the work
    reads what it is made of, which he may not see elsewhere, hence superuser below.
    """

    _name = "project.task"
    _inherit = ["project.task", "engineering.paper.mixin"]

    def _get_paper_lang(self):
        self.ensure_one()
        engineer = self.sudo().user_ids[:1].partner_id
        company = self._get_paper_company().partner_id
        return get_lang(self.env, engineer.lang or company.lang).code

    def _get_paper_customer(self):
        self.ensure_one()
        work = self.sudo()
        return work.partner_id or work.engineering_lead_id.partner_id

    def _get_paper_title(self):
        paper = self._as_paper()
        return paper.env._("Work order %(work)s", work=paper.name)

    # === WHAT IT SAYS ===

    def _get_work_order_facts(self):
        """Return where, when, for whom and by whom the work is done.

        :return: a list of {"name", "label", "value"}, texts, of what is known; to be
            extended
        """
        paper = self._as_paper()
        work, env = paper.sudo(), paper.env
        manager = work.engineering_manager_id
        known = [
            *self._prepare_paper_customer(paper.engineering_contact_name),
            ("address", env._("Address"), paper.engineering_site_address),
            ("phone", env._("Phone"), paper.engineering_contact_phone),
            ("planned", env._("Planned Time"), paper._format_planned_time()),
            ("deadline", env._("Needed by"), paper._get_work_order_deadline()),
            (
                "contract",
                env._("Contract"),
                paper._get_paper_contract(work.engineering_agreement_id),
            ),
            ("direction", env._("Direction"), work.engineering_direction_id.name),
            ("team", env._("Team"), work.engineering_team_id.name),
            (
                "engineers",
                env._("Engineer"),
                ", ".join(work.user_ids.mapped("name")),
            ),
            ("manager", env._("Manager"), _with_phone(manager)),
        ]
        return self._prepare_paper_facts(known)

    def _get_work_order_deadline(self):
        deadline = self.date_deadline
        return deadline and format_datetime(self.env, deadline, dt_format="short")

    def _get_work_order_rows(self):
        """Return the services under their sections.

        :return: a list of {"kind": "section", "name"} and
            {"kind": "line", "number", "name", "quantity", "unit"}
        """
        rows, above = [], ()
        lines = self._as_paper().sudo().engineering_work_line_ids
        for number, line in enumerate(lines, 1):
            sections = line._get_sections()
            if sections != above:
                rows += [
                    {"kind": "section", "name": section.name}
                    for section in sections
                    if section not in above
                ]
                above = sections
            rows.append(
                {
                    "kind": "line",
                    "number": number,
                    "name": line.name,
                    "quantity": format_number(line.env, line.quantity),
                    "unit": line.product_uom_id._get_paper_name(),
                }
            )
        return rows

    def _get_work_order_measurements(self):
        """Return what was measured for the services: {"name", "value"}, texts."""
        work = self._as_paper().sudo()
        lines = work.engineering_work_line_ids.order_line_id
        cards = lines.engineering_variant_line_id.variant_id.calculation_id
        return [
            {"name": one.name, "value": _with_unit(one)}
            for one in cards.measurement_ids
            if one.value
        ]

    def _has_instructions(self):
        return bool(html2plaintext(self.description or "").strip())

    def _get_work_order_signatures(self):
        """Return who signs it: {"name", "label", "who"}, texts; to be extended."""
        paper = self._as_paper()
        env, work = paper.env, paper.sudo()
        engineers = ", ".join(work.user_ids.mapped("name"))
        manager = work.engineering_manager_id.name or ""
        return [
            {"name": "issued", "label": env._("Issued by"), "who": manager},
            {"name": "done", "label": env._("Done by"), "who": engineers},
            {"name": "seen", "label": env._("For the customer"), "who": ""},
        ]


def _with_phone(user):
    return ", ".join(filter(None, [user.name, user.partner_id.phone]))


def _with_unit(measurement):
    number = format_number(measurement.env, measurement.value)
    return f"{number} {measurement.uom_id._get_paper_name()}".strip()
