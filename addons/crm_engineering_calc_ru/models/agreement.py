from odoo import models

from ..russian.genitive import get_basis_in_genitive, is_woman


class Agreement(models.Model):
    """A contract whose text names who signs in the genitive."""

    _name = "agreement"
    _inherit = "agreement"

    def _get_text_dependencies(self):
        signatories = ("engineering_signatory_id", "engineering_customer_signatory_id")
        return super()._get_text_dependencies() + [
            f"{signatory}.{field}"
            for signatory in signatories
            for field in ("engineering_genitive", "function", "name")
        ]

    def _prepare_text_party(self, party, signature):
        values = super()._prepare_text_party(party, signature)
        if not self._is_in_russian():
            post, name = signature["post"], signature["signatory"]
            represented = " ".join(filter(None, (post, name)))
            basis = signature["basis"]
            return values | self._prepare_genitives(party, represented, "", basis)
        signatory = self._get_text_signatory(party, signature["partner"])
        acting = "действующей" if is_woman(signatory.name or "") else "действующего"
        return values | self._prepare_genitives(
            party,
            signatory._get_genitive() if signatory else "",
            acting,
            get_basis_in_genitive(signature["basis"]),
        )

    def _prepare_genitives(self, party, represented, acting, basis):
        return {
            f"{party}_represented": represented,
            f"{party}_acting": acting,
            f"{party}_basis_genitive": basis,
        }

    def _get_text_signatory(self, party, partner):
        """Return who signs for a party: the contract's, the party's, or a person."""
        prefix = "engineering_customer_" if party == "customer" else "engineering_"
        of_party = partner.sudo().commercial_partner_id
        return (
            self.sudo()[f"{prefix}signatory_id"]
            or of_party.engineering_signatory_id
            or (of_party if not of_party.is_company else of_party.browse())
        )
