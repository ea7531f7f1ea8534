from ast import literal_eval

from odoo import api, fields, models

ABOUT_DEALS = "crm.lead"


class EngineeringDirection(models.Model):
    """The address of a direction: what is written to it becomes a deal."""

    _name = "engineering.direction"
    _inherit = ["engineering.direction", "mail.alias.mixin.optional"]

    _joining_days_positive = models.Constraint(
        "CHECK(joining_days >= 0)",
        "The number of days can't be negative.",
    )

    alias_id = fields.Many2one(
        help="A mail to this address becomes a deal of the direction."
    )
    alias_contact = fields.Selection(
        related="alias_id.alias_contact",
        readonly=False,
        string="Accept Mails From",
    )
    sales_team_id = fields.Many2one(
        "crm.team",
        check_company=True,
        tracking=True,
        help="Gets the deals that mails become, and hands them out as it does all"
        " others. Empty: the sales team that the host chooses.",
    )
    acknowledges = fields.Boolean(
        "Acknowledge Mails",
        default=True,
        tracking=True,
        help="A customer is told once, in his language, that his mail has come.",
    )
    acknowledgement_mail_template_id = fields.Many2one(
        "mail.template",
        "Acknowledgement",
        domain=[("model", "=", ABOUT_DEALS)],
        tracking=True,
        help="What customers are told when their mail has come, in their language.",
    )
    joining_days = fields.Integer(
        "Offer Joining within (days)",
        default=7,
        tracking=True,
        help="What a customer writes anew within these days is offered for joining"
        " with his earlier deal. Zero: it is not.",
    )

    # === CONSTRAINTS ===

    @api.constrains("acknowledgement_mail_template_id")
    def _check_acknowledgement_mail_template_id(self):
        for direction in self:
            template = direction.acknowledgement_mail_template_id.sudo()
            if template and template.model != ABOUT_DEALS:
                direction._refuse_mail_template(
                    "acknowledgement_mail_template_id", template, ABOUT_DEALS
                )

    # === ALIAS ===

    def _alias_get_creation_values(self):
        values = super()._alias_get_creation_values()
        values["alias_model_id"] = self.env["ir.model"]._get_id(ABOUT_DEALS)
        if self.id:
            values["alias_defaults"] = {
                **literal_eval(self.sudo().alias_defaults or "{}"),
                "type": "opportunity",
                "engineering_direction_id": self.id,
            }
        return values

    # === INTAKE ===

    def _prepare_intake_values(self):
        """Return what a deal of the direction begins with, whatever brought it.

        To be extended.
        """
        direction = self.sudo()
        team = direction.sales_team_id
        values = {
            "team_id": team.id,
            "company_id": direction.company_id.id or team.company_id.id,
        }
        return {name: value for name, value in values.items() if value}

    def _get_acknowledgement(self):
        """Return the mail that tells a customer that his has come; none: no mail.

        Somebody may have deleted the addon's.
        """
        direction = self.sudo()
        if not direction.acknowledges:
            return self.env["mail.template"]
        own = direction.acknowledgement_mail_template_id.with_env(self.env)
        return own or self._get_mail_template("acknowledgement")
