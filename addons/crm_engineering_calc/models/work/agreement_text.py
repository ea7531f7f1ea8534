from odoo import api, fields, models

from ..common.field_groups import ENGINEERING


class Agreement(models.Model):
    """The text of a contract: its direction's, which the manager may change."""

    _name = "agreement"
    _inherit = "agreement"

    engineering_direction_id = fields.Many2one(
        "engineering.direction",
        "Direction",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        groups=ENGINEERING,
        domain="[('company_id', 'in', [False, company_id])]",
        help="Whose text of contracts it has. Another direction brings its own text.",
    )
    engineering_text = fields.Html(
        "Wording",
        compute="_compute_engineering_text",
        store=True,
        readonly=False,
        precompute=True,
        sanitize="email_outgoing",
        help="The text with placeholders. It is the direction's, in the customer's"
        " language, until somebody changes it here.",
    )
    engineering_text_model = fields.Char(
        compute="_compute_engineering_text_model", export_string_translation=False
    )
    engineering_preview = fields.Html(
        "Text", compute="_compute_engineering_preview", sanitize=False
    )

    @api.depends("engineering_direction_id")
    def _compute_engineering_text(self):
        for contract in self:
            direction = contract.sudo().engineering_direction_id
            paper = direction.with_company(contract._get_paper_company())
            paper = paper.with_context(lang=contract._get_paper_lang())
            text = paper._get_contract_text() if direction else False
            contract.engineering_text = text

    def _compute_engineering_text_model(self):
        self.engineering_text_model = "engineering.contract.text"

    @api.depends_context("lang")
    @api.depends(lambda self: self._get_text_dependencies())
    def _compute_engineering_preview(self):
        for contract in self:
            contract.engineering_preview = contract._render_text()

    @api.model
    def _get_text_dependencies(self):
        """Return the fields that the values in the text are of. To be extended."""
        return [
            "code",
            "company_id",
            "end_date",
            "engineering_customer_signatory_basis",
            "engineering_customer_signatory_id",
            "engineering_signatory_basis",
            "engineering_signatory_id",
            "engineering_text",
            "name",
            "partner_id",
            "signature_date",
            "start_date",
        ]

    @api.constrains("engineering_text")
    def _check_engineering_text(self):
        for contract in self:
            self.env["engineering.contract.text"]._check_text(contract.engineering_text)

    # === PAPER ===

    def _render_text(self):
        """Return the text as it is printed, safe HTML in the language of the paper."""
        paper = self._as_paper().with_company(self._get_paper_company())
        texts = paper.env["engineering.contract.text"]
        return texts._fill(
            paper.engineering_text or texts._get_standard_text(),
            paper._prepare_text_values(),
        )

    def _prepare_text_values(self):
        """Return {placeholder: its value}, see `engineering.contract.text`.

        What is not known is left out, and printed as a place to write in. To be
        extended.
        """
        ours, theirs = self._get_paper_signatures()
        return {
            "number": self.code,
            "name": self.name,
            "date": self._get_text_date(self.signature_date),
            "place": self._get_paper_company().city,
            "start": self._get_text_date(self.start_date or self.signature_date),
            "end": self._get_text_date(self.end_date) or self.env._("further notice"),
            **self._prepare_text_party("company", ours),
            **self._prepare_text_party("customer", theirs),
            **self._prepare_text_orders(),
        }

    def _get_text_date(self, date):
        return date and self._get_paper_date(date)

    def _prepare_text_party(self, party, signature):
        return {
            party: signature["company"],
            **{
                f"{party}_{name}": signature[name]
                for name in ("signatory", "post", "basis")
            },
        }

    def _prepare_text_orders(self):
        """Return what the orders under the contract say, in one currency alone.

        Who may read the contract reads what its paper says of them. The host lets
        orders of its own name whatever contract: only those of its customer count.
        """
        orders = self.sudo().engineering_order_ids._filter_for_contract()
        orders = orders.filtered(
            lambda order: (
                order.partner_id.commercial_partner_id == self.commercial_partner_id
            )
        )
        values = {
            "orders": ", ".join(orders.mapped("name")),
            "address": ", ".join(
                address._get_address_line() for address in orders.partner_shipping_id
            ),
        }
        currency = orders.currency_id
        if len(currency) == 1:
            amount = sum(orders.mapped("amount_total"))
            values["amount"] = currency.format(amount)
            values["amount_in_words"] = self._get_paper_amount_in_words(
                amount, currency
            )
        return values
