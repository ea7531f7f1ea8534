from odoo import api, fields, models

from ..common.signed_texts import plain_text

CONTENT = "crm_engineering_calc.report_agreement_document"


class Agreement(models.Model):
    """A contract as it was sent: its customer reads that until it is sent again.

    The paper says more than fields of the contract do: names and requisites of both
    parties, of their banks and of who signs. So it is kept as it was printed.
    """

    _name = "agreement"
    _inherit = "agreement"

    engineering_sent_content = fields.Html(
        copy=False,
        readonly=True,
        sanitize=False,
        prefetch=False,
        groups=fields.NO_ACCESS,
        help="What was printed when the contract was last mailed.",
    )
    engineering_sent_facts = fields.Json(
        copy=False,
        readonly=True,
        groups=fields.NO_ACCESS,
        help="What lists and headings said of the contract when it was last mailed.",
    )
    engineering_is_changed = fields.Boolean(
        "Changed since It Was Sent", compute="_compute_engineering_is_changed"
    )

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | {
            "engineering_sent_content",
            "engineering_sent_facts",
        }

    @api.depends("engineering_preview", "engineering_sent_content")
    def _compute_engineering_is_changed(self):
        for contract in self:
            sent = contract.sudo().engineering_sent_content
            contract.engineering_is_changed = sent and plain_text(sent) != plain_text(
                contract._render_content()
            )

    # === PAPER ===

    def _render_content(self, text=None):
        """Return all that the paper says, from its title to the signatures, as HTML.

        :param text: what stands between them instead of the contract's text
        """
        paper = self._as_paper()
        values = {"doc": paper, "text": text or paper._render_text()}
        return paper.env["ir.qweb"]._render(CONTENT, values)

    def _get_sent_content(self):
        """Return what the customer reads instead of the contract as it is, if anything.

        That is asked for with `engineering_as_sent` in the context.
        """
        if not self.env.context.get("engineering_as_sent"):
            return ""
        return self.sudo().engineering_sent_content or ""

    def _get_paper_title(self):
        facts = self.env.context.get("engineering_as_sent") and (
            self.sudo().engineering_sent_facts
        )
        return facts["title"] if facts else super()._get_paper_title()

    # === FACTS ===

    def _get_facts_as_sent(self):
        """Return what the customer's list says of the contract: as it was sent.

        :return: see `_prepare_facts`; dates as dates
        """
        contract = self.sudo()
        facts = contract.engineering_sent_facts or contract._prepare_facts()
        return facts | {
            name: fields.Date.to_date(facts[name])
            for name in ("signature_date", "end_date")
        }

    def _prepare_facts(self):
        """Return {"title", "code", "name", "signature_date", "end_date"}.

        All are texts that JSON keeps. To be extended.
        """
        return {
            "title": self.with_context(engineering_as_sent=False)._get_paper_title(),
            "code": self.code,
            "name": self.name,
            "signature_date": fields.Date.to_string(self.signature_date),
            "end_date": fields.Date.to_string(self.end_date),
        }

    def _prepare_sent_values(self):
        return super()._prepare_sent_values() | self._prepare_content_values()

    def _prepare_content_values(self, text=None):
        """Return what is kept of what a contract says.

        :param text: see `_render_content`
        """
        return {
            "engineering_sent_content": self._render_content(text),
            "engineering_sent_facts": self._prepare_facts(),
        }

    # === ANOTHER CUSTOMER ===

    def write(self, vals):
        """Let no other customer read what was sent to the one before."""
        if "partner_id" not in vals:
            return super().write(vals)
        before = {contract: contract.commercial_partner_id for contract in self}
        result = super().write(vals)
        moved = self.filtered(
            lambda contract: contract.commercial_partner_id != before[contract]
        ).sudo()
        if moved := moved.filtered("engineering_sent_on"):
            moved._as_machine().write(
                {
                    "engineering_sent_on": False,
                    "engineering_sent_content": False,
                    "engineering_sent_facts": False,
                    # The address that the one before was mailed opens nothing more.
                    "access_token": False,
                }
            )
        return result
