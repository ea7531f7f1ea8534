from odoo import api, fields, models


class Agreement(models.Model):
    """Who signs a contract for either side: as their contacts say, or as is agreed."""

    _name = "agreement"
    _inherit = "agreement"

    engineering_signatory_id = fields.Many2one(
        "res.partner",
        "Our Signatory",
        compute="_compute_engineering_signatory_id",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        help="Who signs for the company, in the job position of this contact.",
    )
    engineering_signatory_basis = fields.Char(
        "Ours Acts on the Basis of",
        compute="_compute_engineering_signatory_basis",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    engineering_customer_signatory_id = fields.Many2one(
        "res.partner",
        "Customer's Signatory",
        compute="_compute_engineering_customer_signatory_id",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        domain="[('id', 'child_of', commercial_partner_id)]",
        help="Who signs for the customer, in the job position of this contact.",
    )
    engineering_customer_signatory_basis = fields.Char(
        "Theirs Acts on the Basis of",
        compute="_compute_engineering_customer_signatory_basis",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )

    # Later changes of the contacts leave contracts as they were made.
    @api.depends("company_id")
    def _compute_engineering_signatory_id(self):
        for contract in self:
            contract.engineering_signatory_id = (
                contract._get_paper_company().partner_id.engineering_signatory_id
            )

    @api.depends("engineering_signatory_id")
    def _compute_engineering_signatory_basis(self):
        for contract in self:
            contract.engineering_signatory_basis = contract._get_basis(
                contract._get_paper_company().partner_id,
                contract.engineering_signatory_id,
            )

    @api.depends("partner_id")
    def _compute_engineering_customer_signatory_id(self):
        for contract in self:
            customer = contract.partner_id.commercial_partner_id
            contract.engineering_customer_signatory_id = (
                customer.engineering_signatory_id
            )

    @api.depends("engineering_customer_signatory_id")
    def _compute_engineering_customer_signatory_basis(self):
        for contract in self:
            contract.engineering_customer_signatory_basis = contract._get_basis(
                contract.partner_id.commercial_partner_id,
                contract.engineering_customer_signatory_id,
            )

    def _get_basis(self, party, signatory):
        """Return on what basis a signatory acts for a party, as the paper says it."""
        if not signatory or signatory != party.engineering_signatory_id:
            return False
        return party.with_context(
            lang=self._get_paper_lang()
        ).engineering_signatory_basis

    def _get_paper_signatory(self, partner):
        is_ours = partner == self._get_paper_company().partner_id
        prefix = "engineering_" if is_ours else "engineering_customer_"
        signatory = self.sudo()[f"{prefix}signatory_id"]
        if not signatory:
            return super()._get_paper_signatory(partner)
        return {
            "signatory": signatory.name or "",
            "post": signatory.function or "",
            "basis": self[f"{prefix}signatory_basis"] or "",
        }
