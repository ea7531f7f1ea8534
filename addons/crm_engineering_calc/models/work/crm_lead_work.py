from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...domain.workflows import WorkState
from ..common.concurrency import serialize


class CrmLead(models.Model):
    """Works of what a deal has ordered."""

    _name = "crm.lead"
    _inherit = "crm.lead"

    def action_create_work(self):
        """Create the work at once where nothing is ambiguous; else ask.

        :return: the action that opens the work, or the dialog
        :raises UserError: nothing is ordered or left to hand out, works may not begin
            yet, or the deal is lost or archived
        :raises AccessError: the deal is another manager's
        """
        orders = self._take_orders_to_work()
        order = orders[:1]
        lines = order._get_workable_lines()
        direction = order._get_directions_of(lines)
        agreement = order._get_running_agreements()
        engineer = order._get_engineer(direction[:1])
        # An order whose contract has ended does not move to another by itself.
        # Nor is a work before the order made without a warning.
        is_clear = (
            agreement == (order.agreement_id or agreement) and order.state == "sale"
        )
        if not is_clear or {*map(len, (orders, direction, agreement, engineer))} != {1}:
            return self._open_work_dialog()
        quantities = {line: line._get_quantity_open() for line in lines}
        work = order._create_work(agreement, engineer, quantities, direction)
        return work._get_work_action()

    def action_choose_work(self):
        """Ask which services go into the work, to whom and for when.

        :return: the action that opens the dialog
        :raises UserError: as `action_create_work`
        :raises AccessError: the deal is another manager's
        """
        self._take_orders_to_work()
        return self._open_work_dialog()

    def _open_work_dialog(self):
        return self._open_dialog("engineering.work.create", self.env._("Create work"))

    def _take_orders_to_work(self):
        """Lock the deal, and return its orders that works are made from."""
        self.ensure_one()
        self._check_managed_by_user()
        self._check_active()
        serialize(self)
        return self._get_orders_to_work()

    def _get_orders_to_work(self):
        """Return the orders that have something to hand out, and may begin.

        :raises UserError: there is none; tells why
        """
        orders = self._get_engineering_orders()
        confirmed = orders.filtered(lambda order: order.state == "sale") or orders
        lines = {order: order._get_workable_lines() for order in confirmed}
        left = confirmed.filtered(lines.get)
        if not orders:
            raise UserError(
                self.env._(
                    "“%(deal)s” has no order made from a calculation. Create a proposal"
                    " first.",
                    deal=self.name,
                )
            )
        if not left:
            raise UserError(
                self.env._(
                    "All that is ordered in “%(deal)s” is in works already.",
                    deal=self.name,
                )
            )
        if len(left) == 1:
            directions = left._get_directions_of(lines[left])
            if not directions.filtered(left._may_begin):
                left._check_work_gate(directions[0])
        return left

    # === FIRST SCREEN ===

    @api.model
    def _get_summary_paths(self):
        return {**super()._get_summary_paths(), "project.task": "engineering_lead_id"}

    def _get_summary_items(self):
        items = super()._get_summary_items()
        if not (having := items.filter_having(self, "project.task")):
            return items
        works = self.env["project.task"].with_context(active_test=False)
        works = works.search(
            Domain("engineering_lead_id", "in", having.ids)
            & Domain("engineering_state", "!=", WorkState.CANCELLED.value),
            order="id",
        )
        for lead, of_deal in works.grouped("engineering_lead_id").items():
            items[lead].append(lead._prepare_works_summary_item(of_deal))
        return items

    def _prepare_works_summary_item(self, works):
        """Return the item that tells how many works are done, and who does the rest."""
        open_works = works.filtered("engineering_is_open")
        deadline = min(
            (work.date_deadline for work in open_works if work.date_deadline),
            default=None,
        )
        note, level = "", "" if open_works else "success"
        if deadline:
            note = self.env._("until %(date)s", date=self._format_moment(deadline))
            level = "danger" if deadline < fields.Datetime.now() else ""
        return self._prepare_summary_item(
            "works",
            self.env._("Works"),
            self.env._(
                "%(done)s of %(all)s done",
                done=len(works) - len(open_works),
                all=len(works),
            ),
            note,
            level,
            cards=works,
            action="action_view_works",
            waits=open_works._get_summary_waiting(),
        )
