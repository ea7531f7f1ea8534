from odoo import api, models


class SaleOrder(models.Model):
    """The contract that an order made from calculations is done under."""

    _name = "sale.order"
    _inherit = "sale.order"

    @api.constrains("agreement_id")
    def _check_contract_running(self):
        for order, contract in self._get_contracts():
            if not self.env.su:
                order.agreement_id.check_access("read")
            contract._check_running_for(order.partner_id, order.company_id)

    @api.constrains("partner_id", "company_id")
    def _check_contract_parties(self):
        """Keep to the parties of the contract, and of those that works are done under.

        Its own one may have been taken off.
        """
        for order in self._of_engineering():
            works = order.sudo().order_line._get_works_that_stand()
            contracts = order.sudo().agreement_id | works.engineering_agreement_id
            contracts._check_parties(order.partner_id, order.company_id)

    def _get_contracts(self):
        """Yield the orders of ours that have a contract, with it, whoever asks."""
        for order in self._of_engineering():
            if contract := order.sudo().agreement_id:
                yield order, contract

    def _filter_for_contract(self):
        """Return those that a contract is for: cancelled and replaced ones are not."""
        return self.filtered(
            lambda order: (
                order.state != "cancel" and not order.engineering_superseded_by_id
            )
        )

    def _get_running_agreements(self):
        """Return the contract of the order, else those in force with the customer."""
        self.ensure_one()
        parties = self.partner_id, self.company_id
        return self.agreement_id._filter_running_for(*parties) or self.env[
            "agreement"
        ].search(self.env["agreement"]._get_running_domain(*parties))
