from types import SimpleNamespace

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

# What is not known yet is written by hand.
BLANK = "________"


class EngineeringContractText(models.AbstractModel):
    """What the text of a contract may name: its fields, and nothing else.

    The host's editor offers them as placeholders, and the host puts the values in
    without evaluating anything, so that whoever may write the text may write all of it.
    A field that an addon adds here is offered and filled, too: see
    `agreement._prepare_text_values`.
    """

    _name = "engineering.contract.text"
    _description = "Placeholders of a contract's text"

    number = fields.Char()
    name = fields.Char("Subject")
    date = fields.Char()
    place = fields.Char()
    start = fields.Char("Runs From")
    end = fields.Char("Runs Until")
    company = fields.Char("Contractor")
    company_signatory = fields.Char("Contractor: Signatory")
    company_post = fields.Char("Contractor: Post of the Signatory")
    company_basis = fields.Char("Contractor: Basis of the Signatory")
    customer = fields.Char()
    customer_signatory = fields.Char("Customer: Signatory")
    customer_post = fields.Char("Customer: Post of the Signatory")
    customer_basis = fields.Char("Customer: Basis of the Signatory")
    orders = fields.Char()
    address = fields.Char("Address of Works")
    amount = fields.Char("Total of Orders")
    amount_in_words = fields.Char("Total of Orders in Words")

    @api.model
    def _get_placeholders(self):
        """Return the names of the fields that a text may name."""
        return [name for name in self._fields if name not in ("id", "display_name")]

    @api.model
    def mail_allowed_qweb_expressions(self):
        """Return what the host's editor offers, and its renderer puts in."""
        return tuple(f"object.{name}" for name in self._get_placeholders())

    @api.model
    def _get_standard_text(self):
        """Return the text of a contract for who has written none, with placeholders.

        It is in the language of `env`.
        """
        placeholders = {
            name: Markup('<t t-out="object.%s"/>') % name
            for name in self._get_placeholders()
        }
        return self.env["ir.qweb"]._render(
            self._get_standard_template(), {"object": SimpleNamespace(**placeholders)}
        )

    @api.model
    def _get_standard_template(self):
        """Return the name of the template of the standard text. To be extended."""
        return "crm_engineering_calc.contract_text_standard"

    @api.model
    def _check_text(self, text):
        """Refuse a text that names or does anything else.

        :raises UserError: tells what it may name
        """
        renderer = self.env["mail.render.mixin"]
        if renderer._has_unsafe_expression_template_qweb(text, self._name):
            labels = self.fields_get(self._get_placeholders(), ["string"])
            raise UserError(
                self.env._(
                    "The text of a contract names what its own list of placeholders"
                    " has, and nothing else: %(placeholders)s.",
                    placeholders=", ".join(
                        f"{label['string']} ({name})" for name, label in labels.items()
                    ),
                )
            )

    @api.model
    def _fill(self, text, values):
        """Return a text with values instead of its placeholders, as safe HTML."""
        self._check_text(text)
        known = {name: values.get(name) or BLANK for name in self._get_placeholders()}
        record = self.new(known)
        renderer = self.env["mail.render.mixin"]
        ids = [record.id]
        return renderer._render_template_qweb_regex(text, self._name, ids)[record.id]
