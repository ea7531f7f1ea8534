from odoo import api, fields, models

from ..common.field_groups import ENGINEERING


class CrmLead(models.Model):
    """Where the works of a deal are done: it decides about their taxes, too."""

    _name = "crm.lead"
    _inherit = "crm.lead"

    engineering_customer_id = fields.Many2one(
        related="partner_id.commercial_partner_id",
        string="Company of the Customer",
        groups=ENGINEERING,
    )
    engineering_address_id = fields.Many2one(
        "res.partner",
        "Address of Works",
        compute="_compute_engineering_address_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        check_company=True,
        tracking=True,
        domain="[('commercial_partner_id', '=', engineering_customer_id)]",
        groups=ENGINEERING,
        help="One of the customer's addresses: where it is measured and worked, and"
        " what taxes follow. Empty: the customer's delivery address.",
    )

    @api.depends("partner_id")
    def _compute_engineering_address_id(self):
        """Let the address go with the customer whose it is."""
        for lead in self:
            owner = lead.engineering_address_id.commercial_partner_id
            if owner and owner != lead.partner_id.commercial_partner_id:
                lead.engineering_address_id = False

    def _get_delivery_address(self):
        """Return where the customer wants the works: where orders are delivered to."""
        self.ensure_one()
        if address := self.engineering_address_id:
            return address
        customer = self.partner_id
        return customer.browse(customer.address_get(["delivery"])["delivery"])

    def _get_site_address(self):
        """Return where the customer's site is, in one line; of no deal: nothing.

        What is written in the deal counts if it is another address than the customer's,
        as the host fills it in.
        """
        written = _get_inline(self)
        is_own = written and written != _get_inline(self.partner_id)
        if is_own and not self.engineering_address_id:
            return self._get_address_line()
        delivery = self._get_delivery_address() if self else self.partner_id
        if written and delivery == self.partner_id:
            return self._get_address_line()
        return delivery._get_address_line() if delivery else ""

    def _get_address_line(self):
        """Return the address written in the deal, in one line. To be extended."""
        return _get_inline(self)

    def _get_site(self):
        """Return where the customer's site is, and whom to call there.

        :return: {"site_address", "contact_name", "contact_phone"}
        """
        site = {
            "site_address": self._get_site_address(),
            "contact_name": self.contact_name or self.partner_id.name,
            "contact_phone": self.phone or self.partner_id.phone,
        }
        address = self.engineering_address_id
        if address.phone:
            site["contact_phone"] = address.phone
            site["contact_name"] = address.name or site["contact_name"]
        return site

    # === MERGE ===

    def _merge_get_fields_specific(self):
        return {
            **super()._merge_get_fields_specific(),
            "engineering_address_id": lambda _name, leads: (
                leads._get_address_for_merged().id
            ),
        }

    def _get_address_for_merged(self):
        """Return the first address that is the customer's whom the host takes."""
        customer = self.partner_id[:1].commercial_partner_id
        return self.engineering_address_id.filtered(
            lambda address: address.commercial_partner_id == customer
        )[:1]


def _get_inline(record):
    """Return an address as it is written in a deal or contact, in one line."""
    parts = (record.street, record.street2, record.zip, record.city)
    return ", ".join(filter(None, parts))
