from odoo import api, fields, models
from odoo.exceptions import ValidationError

# What the mails that a direction chooses are about.
MAILED = {
    "proposal_mail_template_id": "sale.order",
    "contract_mail_template_id": "agreement",
    "act_mail_template_id": "engineering.act",
}


class EngineeringDirectionSendingMixin(models.AbstractModel):
    """The mails that bring papers of a direction to its customers."""

    _name = "engineering.direction.sending.mixin"
    _description = "Mails of a direction"

    proposal_mail_template_id = fields.Many2one(
        "mail.template",
        "Mail with a Proposal",
        domain=[("model", "=", "sale.order")],
        tracking=True,
        help="What its proposals are sent with, in the language of the customer. Of"
        " several directions, the mail of the first one that has its own.",
    )
    contract_mail_template_id = fields.Many2one(
        "mail.template",
        "Mail with a Contract",
        domain=[("model", "=", "agreement")],
        tracking=True,
        help="What its contracts are sent with, in the language of the customer.",
    )
    act_mail_template_id = fields.Many2one(
        "mail.template",
        "Mail with an Act",
        domain=[("model", "=", "engineering.act")],
        tracking=True,
        help="What its acts are sent with, in the language of the customer.",
    )

    @api.constrains(*MAILED)
    def _check_mail_templates(self):
        for direction in self:
            for name, model in MAILED.items():
                template = direction[name].sudo()
                if template and template.model != model:
                    direction._refuse_mail_template(name, template, model)

    def _refuse_mail_template(self, name, template, model):
        models_ = self.env["ir.model"]
        raise ValidationError(
            self.env._(
                "“%(template)s” is a mail about “%(other)s”, and “%(field)s” of"
                " “%(direction)s” is one about “%(model)s”. Choose one of those.",
                template=template.name,
                other=models_._get(template.model).name or "—",
                field=self._fields[name]._description_string(self.env),
                direction=self.display_name,
                model=models_._get(model).name,
            )
        )

    def _get_mail_template(self, paper):
        """Return the mail that directions have of their own, else the addon's.

        Whoever sends a paper need not read its directions, hence superuser. Somebody
        may have deleted the addon's: then there is none.

        :param paper: `proposal`, `contract` or `act`
        """
        own = self.sudo()[f"{paper}_mail_template_id"][:1].with_env(self.env)
        name = f"crm_engineering_calc.mail_template_{paper}"
        return own or self.env.ref(name, raise_if_not_found=False) or own
