from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools.translate import LazyTranslate

from ...domain.workflows import ActState, WorkState

_lt = LazyTranslate(__name__)


class SaleOrder(models.Model):
    """What of an order is handed out in works, and to whom."""

    _name = "sale.order"
    _inherit = "sale.order"

    # === WHAT AND WHO ===

    def _get_workable_lines(self):
        """Return the order lines whose quantity is not wholly in works yet."""
        # What is open does not depend on who asks, and rights are asked a line.
        lines = self.order_line.sudo().filtered(
            lambda line: line._is_done_by_works() and line._get_quantity_open() > 0
        )
        return lines.with_env(self.env)

    def _get_lines_to_work(self, direction):
        """Return the lines left to hand out that a work of a direction may have."""
        return self._get_workable_lines().filtered(
            lambda line: line.engineering_direction_id <= direction
        )

    def _get_directions(self):
        """Return the directions of the order."""
        # The order may be made from calculations of a colleague's deal.
        return self.sudo().engineering_variant_ids.direction_id.with_env(self.env)

    def _get_directions_to_work(self):
        """Return the directions that have something left to hand out."""
        return self._get_directions_of(self._get_workable_lines())

    def _get_directions_of(self, lines):
        """Return the directions that works of these lines may have.

        What was added by hand to an order of several may be of any of them.
        """
        directions = lines.engineering_direction_id
        return directions if directions or not lines else self._get_directions()

    def _get_calculation_of(self, direction):
        """Return the calculation that decides about works of a direction."""
        return self.sudo().engineering_calculation_ids.filtered(
            lambda calculation: calculation.direction_id == direction
        )[:1]

    def _get_engineers(self, direction):
        """Return who may do works of a direction: the people of its engineers' team."""
        team = self._get_calculation_of(direction).team_id
        return team._get_people(self.company_id).with_env(self.env)

    def _get_engineer(self, direction):
        """Return who has calculated a direction, unless they left the team."""
        engineer = self._get_calculation_of(direction).engineer_id
        return self._get_engineers(direction) & engineer

    # === CREATE ===

    def _create_work(self, agreement, engineer, quantities, direction=None, plan=None):
        """Return a new work of the order under a contract.

        :param agreement: the contract
        :param engineer: the user who does it; none: anyone of the team
        :param quantities: {order line: quantity in the line's unit}
        :param direction: where the lines do not say it: they were added by hand
        :param plan: more values of the work: when it is done, after what
        :raises UserError: the contract is not in force with the customer, or works may
            not begin yet
        """
        self.ensure_one()
        agreement._check_running_for(self.partner_id, self.company_id)
        lines = self.order_line.browse().concat(*quantities)
        direction = self._get_direction_of(lines, direction)
        self._check_work_gate(direction)
        values = self._prepare_work_values(agreement, engineer, quantities, direction)
        if plan and plan.get("depend_on_ids"):
            direction.sudo()._get_project()._let_tasks_depend()
        work = self.env["project.task"]._create_for_deal(values | (plan or {}))
        if self.agreement_id != agreement:
            self.agreement_id = agreement
        self.opportunity_id._notify_deal(
            _lt(
                "Work %(link)s is created under %(contract)s for %(who)s",
                link=work,
                contract=agreement,
                who=engineer or work.sudo().engineering_team_id,
            )
        )
        return work

    def _get_direction_of(self, lines, direction=None):
        """Return the direction of a work of these lines.

        :raises UserError: they are of several, or of another than `direction`, or the
            order has no such direction
        """
        directions = lines.engineering_direction_id
        if direction:
            directions |= direction
        directions = directions or self._get_directions()[:1]
        if foreign := directions - self._get_directions():
            raise UserError(
                self.env._(
                    "%(order)s sells nothing of “%(direction)s”. Choose one of its"
                    " directions: %(directions)s.",
                    order=self.display_name,
                    direction=foreign[0].display_name,
                    directions=", ".join(self._get_directions().mapped("display_name")),
                )
            )
        if len(directions) > 1:
            raise UserError(
                self.env._(
                    "A work has services of one direction, and these are of several:"
                    " %(directions)s. Create a work for each.",
                    directions=", ".join(directions.mapped("display_name")),
                )
            )
        return directions

    def _get_work_name(self, direction):
        """Return a name that tells a work from the others of the order."""
        name = f"{self.name} – {self.opportunity_id.name}"
        if len(self._get_directions()) > 1:
            name = f"{name} – {direction.name}"
        # Works of colleagues and cancelled ones have their numbers, too.
        works = self.env["project.task"].sudo().with_context(active_test=False)
        others = works.search_count(
            [
                ("engineering_work_line_ids.order_line_id", "in", self.order_line.ids),
                ("engineering_direction_id", "=", direction.id),
            ]
        )
        return f"{name} ({others + 1})" if others else name

    def _prepare_work_values(self, agreement, engineer, quantities, direction):
        lead = self.opportunity_id
        return {
            "name": self._get_work_name(direction),
            "project_id": direction.sudo()._get_project().id,
            "partner_id": self.partner_shipping_id.id or self.partner_id.id,
            "user_ids": [Command.set(engineer.ids)],
            "engineering_lead_id": lead.id,
            "engineering_direction_id": direction.id,
            "engineering_team_id": self._get_calculation_of(direction).team_id.id,
            "engineering_agreement_id": agreement.id,
            "company_id": self.company_id.id,
            "engineering_state": WorkState.ASSIGNED.value,
            "engineering_work_line_ids": [
                Command.create(
                    {
                        "order_line_id": line.id,
                        "quantity": quantity,
                        "sequence": line.sequence,
                    }
                )
                for line, quantity in quantities.items()
            ],
        }

    # === CANCEL, DELETE ===

    def _check_can_cancel(self):
        """Refuse to cancel what is in work, done, or accepted by the customer."""
        for order in self:
            # Works and acts of colleagues, whom the user need not see, count too.
            lines = order.sudo().order_line
            acts = lines.engineering_act_line_ids.act_id
            signed = acts.filtered(lambda act: act.state == ActState.SIGNED)
            if signed:
                raise UserError(
                    self.env._(
                        "%(order)s can't be cancelled: act %(act)s is signed, and what"
                        " the customer accepted stays ordered. Reduce the quantities"
                        " that are not done instead.",
                        order=order.display_name,
                        act=signed[0].name,
                    )
                )
            works = lines.engineering_work_line_ids.task_id.sorted("id")
            order._check_no_works(works)

    def _check_no_works(self, works):
        for work in works:
            if work._is_open():
                raise UserError(
                    self.env._(
                        "%(order)s is in work (“%(work)s”). Cancel its works first.",
                        order=self.display_name,
                        work=work.display_name,
                    )
                )
            if work.engineering_state == WorkState.COMPLETED:
                raise UserError(
                    self.env._(
                        "%(order)s has the completed work “%(work)s”. Return that work"
                        " and cancel it first.",
                        order=self.display_name,
                        work=work.display_name,
                    )
                )

    def _may_be_needed(self):
        return self._of_engineering()

    @api.model
    def _get_needs(self):
        return [
            *super()._get_needs(),
            (
                self.env._("works"),
                "project.task",
                "engineering_work_line_ids.order_line_id.order_id",
            ),
            (
                self.env._("acts"),
                "engineering.act",
                "line_ids.order_line_id.order_id",
            ),
        ]

    def _get_deletion_remedy(self):
        return self.env._("Cancelled, it stays in the deal's history with them.")
