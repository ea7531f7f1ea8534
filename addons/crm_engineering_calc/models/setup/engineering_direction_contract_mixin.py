from odoo import api, fields, models


class EngineeringDirectionContractMixin(models.AbstractModel):
    """What contracts of a direction say."""

    _name = "engineering.direction.contract.mixin"
    _description = "Contracts of a direction"

    contract_text = fields.Html(
        translate=True,
        sanitize="email_outgoing",
        help="The text of its contracts, in the customer's language. Placeholders stand"
        " for what differs from one to another. Empty: the standard text.",
    )
    contract_text_model = fields.Char(
        compute="_compute_contract_text_model", export_string_translation=False
    )

    def _compute_contract_text_model(self):
        self.contract_text_model = "engineering.contract.text"

    @api.constrains("contract_text")
    def _check_contract_text(self):
        for direction in self:
            self.env["engineering.contract.text"]._check_text(direction.contract_text)

    def _get_contract_text(self):
        """Return the text of a new contract, with placeholders, to be extended.

        It is in the language of `env`.
        """
        return (
            self.contract_text
            or self.env["engineering.contract.text"]._get_standard_text()
        )

    def action_take_standard_contract(self):
        """Begin the text of contracts with the standard one, to be changed."""
        texts = self.env["engineering.contract.text"]
        self.contract_text = texts._get_standard_text()
        return True
