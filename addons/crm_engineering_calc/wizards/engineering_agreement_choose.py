from odoo import api, fields, models
from odoo.fields import Command

from ..models.work.agreement_number import NEXT


class EngineeringAgreementChoose(models.TransientModel):
    """The contract of an order: one that is in force, or a new one."""

    _name = "engineering.agreement.choose"
    _description = "Contract of an Order"
    _inherit = ["engineering.agreement.dialog"]

    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id", related_sudo=False
    )
    company_id = fields.Many2one(related="order_id.company_id", related_sudo=False)
    code = fields.Char(
        "Number", help="Empty: the next number by the sequence of the company."
    )
    name = fields.Char(
        "Subject",
        compute="_compute_terms",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    agreement_type_id = fields.Many2one(
        "agreement.type",
        "Type",
        ondelete="set null",
        domain="[('domain', '=', 'sale')]",
    )
    direction_id = fields.Many2one(
        "engineering.direction",
        compute="_compute_terms",
        compute_sudo=False,
        store=True,
        readonly=False,
        ondelete="set null",
        domain="[('company_id', 'in', [False, company_id])]",
        help="Whose text the contract has.",
    )
    signature_date = fields.Date(
        "Date", compute="_compute_terms", compute_sudo=False, store=True, readonly=False
    )
    start_date = fields.Date(
        "Runs From",
        compute="_compute_terms",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    end_date = fields.Date("Runs Until", help="Empty: until one side ends it.")
    signatory_id = fields.Many2one(
        "res.partner",
        "Our Signatory",
        compute="_compute_signatories",
        compute_sudo=False,
        store=True,
        readonly=False,
        ondelete="set null",
    )
    customer_signatory_id = fields.Many2one(
        "res.partner",
        "Customer's Signatory",
        compute="_compute_signatories",
        compute_sudo=False,
        store=True,
        readonly=False,
        ondelete="set null",
        domain="[('id', 'child_of', commercial_partner_id)]",
    )
    signed_copy_ids = fields.Many2many(
        "ir.attachment",
        "engineering_agreement_choose_copy_rel",
        "dialog_id",
        "attachment_id",
        help="Scans or photos of a contract that is signed already.",
    )

    def _get_available_orders(self):
        return self.lead_id._get_orders_for_contract()

    @api.depends("lead_id")
    def _compute_order_id(self):
        """Begin with the first order that has no contract yet."""
        result = super()._compute_order_id()
        for dialog in self:
            bare = dialog.available_order_ids._origin.filtered(
                lambda order: not order.agreement_id
            )
            if bare and dialog.order_id.agreement_id:
                dialog.order_id = bare[0]
        return result

    def _get_available_agreements(self):
        order = self.order_id
        agreements = self.env["agreement"]
        return agreements.search(
            agreements._get_running_domain(order.partner_id, order.company_id)
        )

    @api.depends("order_id")
    def _compute_terms(self):
        for dialog in self:
            values = dialog.env["agreement"]._prepare_from_order_values(dialog.order_id)
            dialog.name = values["name"]
            dialog.direction_id = values["engineering_direction_id"]
            dialog.signature_date = values["signature_date"]
            dialog.start_date = values["start_date"]

    @api.depends("order_id")
    def _compute_signatories(self):
        for dialog in self:
            ours = dialog.company_id.partner_id
            dialog.signatory_id = ours.engineering_signatory_id
            theirs = dialog.commercial_partner_id
            dialog.customer_signatory_id = theirs.engineering_signatory_id

    def action_confirm(self):
        """Give the order its contract, and open that.

        :raises UserError: the contract is not in force with the customer, or somebody
            has given the order another one meanwhile
        """
        self.ensure_one()
        self._confirm_once()
        self.lead_id._check_managed_by_user()
        self._check_same_agreement()
        contract = self._get_agreement()
        self.order_id.agreement_id = contract
        return contract._get_records_action(name=self.env._("Contract"))

    def _get_agreement(self):
        if not self.create_agreement:
            return self.agreement_id
        return self.env["agreement"].create(self._prepare_agreement_values())

    def _prepare_agreement_values(self):
        """Return the values of the new contract. To be extended."""
        agreements = self.env["agreement"]
        return {
            **agreements._prepare_from_order_values(self.order_id),
            "code": self.code or NEXT,
            "name": self.name,
            "agreement_type_id": self.agreement_type_id.id,
            "signature_date": self.signature_date,
            "start_date": self.start_date,
            "end_date": self.end_date,
            "engineering_direction_id": self.direction_id.id,
            "engineering_signatory_id": self.signatory_id.id,
            "engineering_customer_signatory_id": self.customer_signatory_id.id,
            "engineering_signed_copy_ids": [Command.set(self.signed_copy_ids.ids)],
        }
