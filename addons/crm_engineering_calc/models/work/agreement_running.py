from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.misc import format_date


class Agreement(models.Model):
    """Under which contracts something may be ordered, done and accepted today.

    What is offered and what is accepted is one list of conditions: those who the
    parties are stay true, those of the term pass with the time.
    """

    _name = "agreement"
    _inherit = "agreement"

    engineering_term = fields.Selection(
        [("coming", "Not Running Yet"), ("running", "Running"), ("ended", "Ended")],
        "Term",
        compute="_compute_engineering_term",
    )

    @api.depends("start_date", "end_date")
    def _compute_engineering_term(self):
        today = fields.Date.context_today(self)
        for contract in self:
            if contract.end_date and contract.end_date < today:
                contract.engineering_term = "ended"
            elif contract.start_date and contract.start_date > today:
                contract.engineering_term = "coming"
            else:
                contract.engineering_term = "running"

    # OCA's look at the contact, and not at the company that it moves to.
    @api.depends("partner_id.commercial_partner_id")
    def _compute_commercial_partner_id(self):
        return super()._compute_commercial_partner_id()

    # === OFFER, CHECK ===

    @api.model
    def _get_running_domain(self, partner, company):
        """Return the domain of the contracts in force with a customer today."""
        return Domain.AND(
            domain
            for domain, _reason in [
                *self._get_party_conditions(partner, company),
                *self._get_term_conditions(),
            ]
        )

    def _filter_running_for(self, partner, company):
        """Return those of the contracts that are in force with a customer today."""
        return self.filtered_domain(self._get_running_domain(partner, company))

    def _check_running_for(self, partner, company):
        """Refuse contracts that are not in force with a customer.

        :param partner: the customer, or a contact of theirs
        :param company: the company that sells
        :raises UserError: names the contract, what is wrong with it, and the remedy
        """
        self._check_parties(partner, company)
        self._check_conditions(self._get_term_conditions())

    def _check_parties(self, partner, company):
        """Refuse contracts that are not sale contracts of these two.

        :raises UserError: names the contract, what is wrong with it, and the remedy
        """
        self._check_conditions(self._get_party_conditions(partner, company))

    def _check_conditions(self, conditions):
        for contract in self:
            for domain, get_reason in conditions:
                if not contract.filtered_domain(domain):
                    raise UserError(get_reason(contract))

    # === CONDITIONS ===

    @api.model
    def _get_party_conditions(self, partner, company):
        """Return [(domain, a function that tells why a contract fails it)].

        To be extended.
        """
        customer = partner.commercial_partner_id
        return [
            (
                Domain("domain", "=", "sale") & Domain("is_template", "=", False),
                lambda contract: self.env._(
                    "%(contract)s is no contract that works are sold under. Choose a"
                    " running one with %(customer)s, or make one.",
                    contract=contract.display_name,
                    customer=customer.display_name,
                ),
            ),
            (
                Domain("commercial_partner_id", "=", customer.id),
                lambda contract: self.env._(
                    "Contract %(contract)s is with %(other)s, and not with"
                    " %(customer)s. Choose a running one with %(customer)s, or make"
                    " one.",
                    contract=contract.display_name,
                    other=contract.commercial_partner_id.display_name or "–",
                    customer=customer.display_name,
                ),
            ),
            (
                Domain("company_id", "in", [False, company.id]),
                lambda contract: self.env._(
                    "Contract %(contract)s is of the company %(other)s, and not of"
                    " %(company)s. Choose a running one of %(company)s, or make one.",
                    contract=contract.display_name,
                    other=contract.company_id.display_name,
                    company=company.display_name,
                ),
            ),
        ]

    @api.model
    def _get_term_conditions(self):
        """Return [(domain, a function that tells why a contract fails it)].

        To be extended.
        """
        day = fields.Date.context_today(self)
        return [
            (
                Domain("active", "=", True),
                lambda contract: self.env._(
                    "Contract %(contract)s is archived. Restore it, choose another"
                    " running one, or make one.",
                    contract=contract.display_name,
                ),
            ),
            (
                Domain("start_date", "=", False) | Domain("start_date", "<=", day),
                lambda contract: self.env._(
                    "Contract %(contract)s runs from %(date)s only. Correct its term,"
                    " choose another running one, or make one.",
                    contract=contract.display_name,
                    date=format_date(self.env, contract.start_date),
                ),
            ),
            (
                Domain("end_date", "=", False) | Domain("end_date", ">=", day),
                lambda contract: self.env._(
                    "Contract %(contract)s has ended on %(date)s. Extend its term,"
                    " choose another running one, or make one.",
                    contract=contract.display_name,
                    date=format_date(self.env, contract.end_date),
                ),
            ),
        ]

    # === WHAT STANDS ON IT ===

    @api.constrains("partner_id", "company_id", "domain", "is_template")
    def _check_parties_stay(self):
        """Refuse other parties while orders, works or acts stand on the contract."""
        for contract in self.sudo():
            for record, partner, company in contract._get_what_stands_on_it():
                domain = Domain.AND(
                    domain
                    for domain, _reason in self._get_party_conditions(partner, company)
                )
                if not contract.filtered_domain(domain):
                    raise UserError(
                        self.env._(
                            "%(record)s stands on contract %(contract)s of %(company)s"
                            " with %(customer)s. Make another contract instead of"
                            " giving this one to others.",
                            record=record.display_name,
                            contract=contract.display_name,
                            company=company.display_name,
                            customer=partner.commercial_partner_id.display_name,
                        )
                    )

    def _get_what_stands_on_it(self):
        """Yield (record, its customer, its company) of orders, works and acts."""
        orders = self.engineering_order_ids._of_engineering()
        lines = self.engineering_work_ids.engineering_work_line_ids.order_line_id
        for order in orders | lines.order_id:
            yield order, order.partner_id, order.company_id
        for act in self.engineering_act_ids:
            yield act, act.partner_id, act.company_id
