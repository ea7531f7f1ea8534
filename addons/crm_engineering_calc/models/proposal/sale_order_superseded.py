from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ..common.reader_texts import as_read_by, to_html

_lt = LazyTranslate(__name__)


class SaleOrder(models.Model):
    """Proposals of earlier revisions, which a later one supersedes."""

    _name = "sale.order"
    _inherit = "sale.order"

    engineering_superseded_by_id = fields.Many2one(
        "sale.order",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
        help="The proposal made from a later revision of the calculation.",
        string="Superseded By",
    )

    # === CRUD ===

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | {"engineering_superseded_by_id"}

    # === SUPERSEDE, RELEASE ===

    def _action_cancel(self):
        result = super()._action_cancel()
        self._of_engineering()._release_superseded()
        return result

    def _supersede_earlier(self):
        """Mark the proposals made from earlier revisions of its calculations.

        They are not cancelled: the customer may have them on paper.
        """
        self.ensure_one()
        # A manager may have lost sight of a proposal that a colleague made.
        earlier = self.sudo().search(
            self._get_revisions_domain("<") & Domain("state", "in", ("draft", "sent"))
        )
        earlier._as_machine().engineering_superseded_by_id = self
        for order in earlier:
            order = as_read_by(order, order.user_id)
            order.message_post(
                body=to_html(
                    order.env,
                    _lt(
                        "Superseded by %(link)s, made from a later revision of the"
                        " calculation.",
                        link=self,
                    ),
                ),
                subtype_xmlid="mail.mt_note",
            )

    def _release_superseded(self):
        """Let what cancelled proposals superseded go back to the newest one left."""
        released = self.sudo().search(
            [("engineering_superseded_by_id", "in", self.ids)]
        )
        for order in released:
            order._as_machine().engineering_superseded_by_id = order.search(
                order._get_revisions_domain(">") & Domain("state", "!=", "cancel"),
                order="id desc",
                limit=1,
            )

    def _get_revisions_domain(self, operator):
        """Return the domain of orders of earlier (<) or later (>) revisions."""
        self.ensure_one()
        revisions = Domain.OR(
            Domain("name", "=", calculation.name)
            & Domain("revision", operator, calculation.revision)
            for calculation in self.engineering_calculation_ids.sudo()
        )
        return Domain("company_id", "=", self.company_id.id) & Domain(
            "engineering_variant_ids.calculation_id", "any", revisions
        )

    def _get_newer_for_customer(self):
        """Return the proposal that replaces this one, if its customer may see it."""
        self.ensure_one()
        newer = self.engineering_superseded_by_id
        same_customer = (
            newer.partner_id.commercial_partner_id
            == self.partner_id.commercial_partner_id
        )
        visible = same_customer and newer.state in ("sent", "sale")
        return newer if visible else newer.browse()
