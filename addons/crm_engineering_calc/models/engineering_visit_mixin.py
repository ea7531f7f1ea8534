from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools.misc import format_datetime


class EngineeringVisitMixin(models.AbstractModel):
    """Visits to the customer's site, where the engineer measures."""

    _name = "engineering.visit.mixin"
    _description = "Site visits of a calculation"

    event_ids = fields.One2many(
        "calendar.event", "engineering_calculation_id", "Site Visits"
    )
    visit_count = fields.Integer(compute="_compute_visit_count")

    @api.depends("event_ids")
    def _compute_visit_count(self):
        for calculation in self:
            calculation.visit_count = len(calculation.event_ids)

    def action_plan_measurement(self):
        """Open a new calendar event at the customer's, filled in."""
        self.ensure_one()
        self._check_can_edit()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "calendar.action_calendar_event"
        )
        action["views"] = [(False, "form")]
        action["context"] = {
            f"default_{name}": value
            for name, value in self._prepare_visit_values().items()
        }
        return action

    def _prepare_visit_values(self):
        lead = self.lead_id
        partners = self.env.user.partner_id | lead.partner_id | lead.user_id.partner_id
        return {
            "name": self.env._("Site measurement: %(deal)s", deal=lead.name),
            "location": lead._get_site_address(),
            "engineering_calculation_id": self.id,
            "user_id": self.env.uid,
            "partner_ids": [Command.set(partners.ids)],
            "res_model": self._name,
            "res_id": self.id,
            "res_model_id": self.env["ir.model"]._get_id(self._name),
        }

    def _on_visit_planned(self, event):
        """Tell the deal that its site will be measured, and move the card there."""
        stage = self.env.ref(
            "crm_engineering_calc.engineering_stage_measurement",
            raise_if_not_found=False,
        )
        for calculation in self:
            calculation.lead_id._note_engineering(
                self.env._(
                    "Site measurement for %(link)s is planned on %(start)s",
                    link=calculation._get_html_link(),
                    start=format_datetime(self.env, event.start, dt_format="short"),
                )
            )
            if stage and stage.state == calculation.state:
                calculation.sudo().stage_id = stage

    def action_view_visits(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "calendar.action_calendar_event"
        )
        action["domain"] = [("engineering_calculation_id", "in", self.ids)]
        action["context"] = {
            "default_engineering_calculation_id": self.id,
            "initial_date": self.event_ids[:1].start,
        }
        return action
