from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.fields import Domain
from odoo.http import request

from ..models.common.client_ids import get_client_token
from .paper_list import EngineeringPaperList
from .preview import get_preview_words, is_preview


class EngineeringContractPortal(EngineeringPaperList):
    """The customer's contracts: list, page, paper."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "agreement_count" in counters:
            values["agreement_count"] = self._get_contracts().search_count(
                self._get_contract_domain()
            )
        return values

    def _get_contracts(self):
        # A portal user has no access to the model: the domain is what he may see.
        return request.env["agreement"].sudo()

    def _get_contract_domain(self):
        customer = request.env.user.partner_id.commercial_partner_id
        own = Domain("commercial_partner_id", "=", customer.id)
        return own & self._get_contracts()._get_customer_domain()

    @http.route(
        ["/my/agreements", "/my/agreements/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_my_agreements(self, page=1, **kwargs):
        """Render the list of the user's contracts.

        :param page: which page of it
        """
        values = self._prepare_paper_list_values(
            "contracts",
            self._get_contracts(),
            self._get_contract_domain(),
            "/my/agreements",
            page,
            order="signature_date desc, id desc",
        )
        values["page_name"] = "engineering_contract"
        return request.render("crm_engineering_calc.portal_my_contracts", values)

    @http.route(
        "/my/agreements/<int:agreement_id>", type="http", auth="public", website=True
    )
    def portal_agreement(
        self,
        agreement_id,
        access_token=None,
        report_type=None,
        download=False,
        **kwargs,
    ):
        """Render a contract, or its paper; lead who may not see it to his home.

        :param access_token: what was sent to the customer, instead of a login
        :param report_type: `html`, `pdf` or `text`: the paper instead of the page
        :param download: whether the browser keeps the paper as a file
        """
        try:
            contract = self._get_contract(agreement_id, access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        if not is_preview(contract.partner_id):
            request.update_context(engineering_as_sent=True)
            contract = contract.with_context(engineering_as_sent=True)
        if report_type in ("html", "pdf", "text"):
            return self._show_report(
                model=contract,
                report_type=report_type,
                report_ref="crm_engineering_calc.agreement_report",
                download=download,
            )
        values = self._get_page_view_values(
            contract,
            access_token,
            {
                "contract": contract,
                "signed_copies": self._get_signed_copies(contract),
                "engineering_preview": get_preview_words(contract.partner_id),
                "page_name": "engineering_contract",
                "res_company": contract._get_paper_company(),
            },
            "my_agreements_history",
            False,
        )
        return request.render("crm_engineering_calc.portal_contract", values)

    def _get_contract(self, agreement_id, access_token):
        """Return the contract, as superuser, if the user or the token may see it.

        :raises AccessError, MissingError: they may not, or it is not sent yet
        """
        contract = self._get_contracts().browse(agreement_id).exists()
        own = contract.filtered_domain(self._get_contract_domain())
        if own and not request.env.user._is_public():
            return own
        token = get_client_token(access_token)
        contract = self._document_check_access("agreement", agreement_id, token)
        is_shown = contract.filtered_domain(contract._get_customer_domain())
        # The manager's preview of a draft is no business of the token's holder.
        if not is_shown and not request.env.user._is_internal():
            raise AccessError(request.env._("This contract is not sent yet."))
        return contract

    def _get_signed_copies(self, contract):
        """Return the copies that both sides signed, for who may see the contract."""
        copies = contract.engineering_signed_copy_ids
        copies.generate_access_token()
        return copies
