from odoo import fields, http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.fields import Domain
from odoo.http import content_disposition, request

from ..domain.workflows import SEEN_BY_CUSTOMER, ActEvent, ActState
from ..models.common.client_ids import get_client_text, get_client_token
from .paper_list import EngineeringPaperList
from .preview import check_is_customer, get_preview_words

# What the page of an act says when it is opened next, by the ids of acts.
SAID = "engineering_said_of_act"


class EngineeringPortal(EngineeringPaperList):
    """The customer's papers by their names, and acts: list, paper, signature."""

    def _get_http_headers(self, model, report_type, report, download):
        headers = super()._get_http_headers(model, report_type, report, download)
        is_paper = isinstance(model, request.registry["engineering.paper.mixin"])
        if report_type == "pdf" and is_paper and model._filter_papers():
            headers["Content-Disposition"] = content_disposition(
                f"{model._get_paper_file_name()}.pdf",
                disposition_type="attachment" if download else "inline",
            )
        return headers

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "act_count" in counters:
            values["act_count"] = self._get_acts().search_count(self._get_act_domain())
        return values

    def _get_acts(self):
        # A portal user has no access to the model: the domain is what he may see.
        return request.env["engineering.act"].sudo()

    def _get_act_domain(self):
        partner = request.env.user.partner_id.commercial_partner_id
        # Whoever has signed an act sees that it stands no longer.
        annulled = Domain("state", "=", ActState.CANCELLED.value) & Domain(
            "signed_on", "!=", False
        )
        return Domain("partner_id", "child_of", partner.ids) & (
            Domain("state", "in", SEEN_BY_CUSTOMER) | annulled
        )

    @http.route(
        ["/my/acts", "/my/acts/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_my_acts(self, page=1, **kwargs):
        """Render the list of the user's acts.

        :param page: which page of it
        """
        values = self._prepare_paper_list_values(
            "acts", self._get_acts(), self._get_act_domain(), "/my/acts", page
        )
        values["page_name"] = "act"
        return request.render("crm_engineering_calc.portal_my_acts", values)

    @http.route("/my/acts/<int:act_id>", type="http", auth="public", website=True)
    def portal_act(
        self, act_id, access_token=None, report_type=None, download=False, **kwargs
    ):
        """Render an act, or its paper; lead who may not see it to the user's home.

        :param access_token: what was sent to the customer, instead of a login
        :param report_type: `html`, `pdf` or `text`: the paper instead of the page
        :param download: whether the browser keeps the paper as a file
        """
        try:
            act = self._get_act(act_id, access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        if report_type in ("html", "pdf", "text"):
            return self._show_report(
                model=act,
                report_type=report_type,
                report_ref="crm_engineering_calc.engineering_act_report",
                download=download,
            )
        values = self._get_page_view_values(
            act,
            access_token,
            {
                "act": act,
                "engineering_preview": get_preview_words(act.partner_id),
                "engineering_said": self._take_said_of_act(act),
                "page_name": "act",
                "res_company": act.company_id,
            },
            "my_acts_history",
            False,
        )
        return request.render("crm_engineering_calc.portal_act", values)

    def _take_said_of_act(self, act):
        said = request.session.get(SAID, {}).get(str(act.id))
        if said:
            request.session.pop(SAID)
        return said

    @http.route(
        "/my/acts/<int:act_id>/accept", type="jsonrpc", auth="public", website=True
    )
    def portal_act_accept(self, act_id, access_token=None, name=None, signature=None):
        """Sign an act for its customer.

        :param access_token: what was sent to the customer, instead of a login
        :param name: who signs
        :param signature: the image of the signature, in base64
        :return: where the page goes on, or the `error` in words
        """
        access_token = access_token or request.httprequest.args.get("access_token")
        try:
            act = self._get_act(act_id, access_token)
        except (AccessError, MissingError):
            return {"error": request.env._("This act is not available any more.")}
        if refusal := get_preview_words(act.partner_id):
            return {"error": refusal}
        if not signature or not name:
            return {"error": request.env._("Write your name and sign.")}
        try:
            with request.env.cr.savepoint():
                act._send_event(
                    ActEvent.SIGN.value,
                    signed_by=name,
                    signed_on=fields.Datetime.now(),
                    signature=signature,
                )
                act.flush_recordset()
        except UserError as error:
            return {"error": self._get_sign_refusal(act) or str(error)}
        act._post_signed_paper(act._get_signatory() or request.env.user.partner_id)
        return {
            "force_refresh": True,
            "redirect_url": act.get_portal_url(),
        }

    @http.route(
        "/my/acts/<int:act_id>/refuse",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
    )
    def portal_act_refuse(self, act_id, access_token=None, reason=None, **kwargs):
        """Keep why the customer does not sign an act, and lead him back to its page.

        :param access_token: what was sent to the customer, instead of a login
        :param reason: why
        """
        try:
            act = self._get_act(act_id, access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        user = request.env.user
        author = act.partner_id if user._is_public() else user.sudo().partner_id
        try:
            check_is_customer(act.partner_id)
            with request.env.cr.savepoint():
                act._refuse(get_client_text(reason), author)
        except UserError as error:
            request.session[SAID] = {str(act.id): str(error)}
        return request.redirect(act.get_portal_url())

    def _get_sign_refusal(self, act):
        """Return why an act that is over can't be signed, in words for the customer."""
        if act.state == ActState.SIGNED:
            return request.env._(
                "Act %(act)s was already signed on %(date)s by %(name)s.",
                act=act.name,
                date=act._get_signed_on_text(),
                name=act.signed_by,
            )
        if act.state == ActState.CANCELLED:
            return request.env._("This act was cancelled.")
        return None

    def _get_act(self, act_id, access_token):
        """Return the act, as superuser, if the user or the token may see it.

        :raises AccessError, MissingError: they may not, or it is not sent yet
        """
        act = self._get_acts().browse(act_id).exists()
        own = act.filtered_domain(self._get_act_domain())
        if own and not request.env.user._is_public():
            return own
        token = get_client_token(access_token)
        act = self._document_check_access("engineering.act", act_id, token)
        # The manager's preview of a draft is no business of the token's holder.
        if act.state == ActState.DRAFT and not request.env.user._is_internal():
            raise AccessError(request.env._("This act is not sent yet."))
        return act
