from odoo import fields, models

from ..common.signed_texts import plain_text


class SaleOrder(models.Model):
    """A proposal on paper, and the order that it becomes: what stands around its lines.

    The host's report prints it, so that whatever prints, sends or downloads an order
    gives its customer this paper; other orders have the host's.
    """

    _name = "sale.order"
    _inherit = "sale.order"

    def _get_paper_title(self):
        paper = self._as_paper()
        if paper.env.context.get("proforma"):
            return paper.env._("Pro-forma invoice %(number)s", number=paper.name)
        if paper.state in ("draft", "sent"):
            return paper.env._("Commercial proposal %(number)s", number=paper.name)
        return paper.env._("Order %(number)s", number=paper.name)

    def _filter_papers(self):
        return super()._filter_papers()._of_engineering()

    def _get_report_base_filename(self):
        if self._filter_papers():
            return self._get_paper_file_name()
        return super()._get_report_base_filename()

    def _get_paper_grounds(self):
        paper = self._as_paper().sudo()
        env = paper.env
        first = paper.engineering_supplements_id
        known = [
            ("reference", env._("Your reference"), paper.client_order_ref),
            (
                "contract",
                env._("Contract"),
                paper._get_paper_contract(paper.agreement_id),
            ),
            ("supplement", env._("Supplement to"), first.name),
        ]
        return super()._get_paper_grounds() + self._prepare_paper_facts(known)

    def _get_paper_facts(self):
        """Return what is said before the lines: dates, subject, place, whom to ask.

        :return: a list of {"name", "label", "value"}, texts; to be extended
        """
        paper = self._as_paper().sudo()
        env = paper.env
        is_open = paper.state in ("draft", "sent")
        day = paper._get_paper_day(paper.date_order)
        known = [
            ("date", env._("Date"), day),
            ("validity", env._("Valid until"), is_open and paper.validity_date),
            ("subject", env._("Subject"), paper.opportunity_id.name),
            ("address", env._("Address of works"), paper._get_paper_site()),
            (
                "time",
                env._("Time of works"),
                paper._get_paper_day(paper.commitment_date),
            ),
            ("manager", env._("Your contact"), paper._get_paper_contact(paper.user_id)),
        ]
        return self._prepare_paper_facts(
            (name, label, value and paper._get_paper_text(value))
            for name, label, value in known
        )

    def _get_paper_site(self):
        """Return where the works are done, in one line."""
        delivery = self.partner_shipping_id
        if delivery == self.partner_id and self.opportunity_id:
            return self.opportunity_id._get_site_address()
        return delivery._get_address_line()

    def _get_paper_day(self, moment):
        """Return the day of a moment on the company's clock, whoever prints it."""
        if not moment:
            return False
        zone = self.with_context(tz=self._get_signature_zone())
        return fields.Datetime.context_timestamp(zone, moment).date()

    def _get_paper_terms(self):
        """Return what is agreed besides the prices.

        :return: a list of {"name", "label", "value"}, the value as HTML; to be extended
        """
        paper = self._as_paper().sudo()
        env = paper.env
        terms = paper.payment_term_id
        known = [
            ("exclusions", env._("Not included"), paper.engineering_exclusions),
            ("warranty", env._("Warranty"), paper.engineering_warranty),
            ("payment", env._("Terms of payment"), terms.note or terms.name),
            ("note", env._("Terms"), paper.note),
            ("fiscal", env._("Taxes"), paper.fiscal_position_id.note),
        ]
        return self._prepare_paper_facts(
            (name, label, plain_text(value) and value) for name, label, value in known
        )

    # === VARIANTS ===

    def _get_paper_choices(self):
        """Return what the customer chooses from, as his page shows it.

        See `_get_choices`; what is the same in all variants is left out.
        """
        return [
            {**choice, "items": [item for item in choice["items"] if not item.is_same]}
            for choice in self._as_paper().sudo()._get_choices()
        ]
