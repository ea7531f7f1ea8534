from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...domain.workflow import Role
from ...domain.workflows import WorkState
from ..common.concurrency import hold
from ..common.finite_fields import FiniteFloat
from ..common.format_number import format_number
from ..common.own_fields_mixin import is_moved_by_machine

# What the engineer says of a line; all else of it is the manager's.
DONE_FIELDS = frozenset({"done_quantity", "done_reason", "is_done_stated"})


class EngineeringWorkLine(models.Model):
    """What the engineer has done of what was given out to him.

    `quantity` is what the work holds of its order: what was given out while it is open,
    and what was done once it is completed.
    """

    _name = "engineering.work.line"
    _inherit = "engineering.work.line"

    planned_quantity = FiniteFloat(
        "Given Out",
        compute="_compute_planned_quantity",
        store=True,
        precompute=True,
        digits="Product Unit",
        help="What the work was to do. What was not done of it is free for others.",
    )
    done_quantity = FiniteFloat(
        "Done",
        compute="_compute_done_quantity",
        store=True,
        readonly=False,
        precompute=True,
        digits="Product Unit",
        help="What the engineer has done by his own word: as much as was given out,"
        " unless he says otherwise.",
    )
    is_done_stated = fields.Boolean(
        "Quantity Confirmed",
        help="The engineer has said himself how much is done.",
    )
    is_done_told = fields.Boolean(
        "Done Is Known",
        compute="_compute_is_done_told",
        help="The engineer has said how much is done, or has completed the work.",
    )
    done_reason = fields.Char(
        "Why Less",
        help="Why less is done than was given out.",
    )
    is_less_done = fields.Boolean(compute="_compute_is_less_done")

    # === COMPUTE ===

    @api.depends("quantity")
    def _compute_planned_quantity(self):
        """Keep what was given out, once only what was done of it counts."""
        for line in self:
            is_open = line.task_id.sudo()._is_open()
            line.planned_quantity = line.quantity if is_open else line.planned_quantity

    @api.depends("planned_quantity")
    def _compute_done_quantity(self):
        """Follow what is given out, and never be more; nor more than was stated."""
        for line in self:
            done = line.planned_quantity
            if line.is_done_stated:
                done = min(done, line.done_quantity)
            line.done_quantity = done

    @api.depends("is_done_stated", "task_id.engineering_state")
    def _compute_is_done_told(self):
        for line in self:
            state = line.task_id.sudo().engineering_state
            line.is_done_told = line.is_done_stated or state == WorkState.COMPLETED

    @api.depends("done_quantity", "planned_quantity")
    def _compute_is_less_done(self):
        for line in self:
            line.is_less_done = line._compare_with_planned(line.done_quantity) < 0

    def _compare_with_planned(self, quantity):
        """Return -1, 0 or 1: less, as much as, or more than was given out.

        A line that has no unit yet has nothing to compare.
        """
        unit = self.product_uom_id
        return unit.compare(quantity, self.planned_quantity) if unit else 0

    # === CONSTRAINTS ===

    @api.constrains("done_quantity")
    def _check_done_quantity(self):
        """Let nothing be done in a work that it was not given."""
        for line in self.sudo():
            if line._compare_with_planned(line.done_quantity) > 0:
                raise ValidationError(
                    self.env._(
                        "“%(service)s” of “%(work)s”: %(planned)s %(unit)s were given"
                        " out, and %(done)s can't be done in this work. Write what was"
                        " given out, and ask for the rest with “More is needed”.",
                        service=line.product_id.display_name,
                        work=line.task_id.display_name,
                        planned=format_number(self.env, line.planned_quantity),
                        done=format_number(self.env, line.done_quantity),
                        unit=line.product_uom_id.name,
                    )
                )

    @api.onchange("done_quantity")
    def _onchange_done_quantity(self):
        """Say at once what to do with more than was given out.

        :return: the warning, where more is typed
        """
        if self._compare_with_planned(self.done_quantity) <= 0:
            return {}
        more = self.done_quantity - self.planned_quantity
        self.done_quantity = self.planned_quantity
        return {
            "warning": {
                "title": self.env._("More than was given out"),
                "message": self.env._(
                    "%(planned)s %(unit)s were given out, and stand as done. Ask for"
                    " the other %(more)s %(unit)s with “More is needed”.",
                    planned=format_number(self.env, self.planned_quantity),
                    more=format_number(self.env, more),
                    unit=self.product_uom_id.name,
                ),
                "type": "notification",
            }
        }

    # === CRUD ===

    @api.model
    def _get_given_fields(self):
        return super()._get_given_fields() - DONE_FIELDS

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | {"planned_quantity"}

    @api.model_create_multi
    def create(self, vals_list):
        # Nothing is done yet of what is given out.
        vals_list = [
            {name: vals[name] for name in vals if name not in DONE_FIELDS}
            for vals in vals_list
        ]
        lines = super().create(vals_list)
        lines._check_positive()
        return lines

    def write(self, vals):
        is_by_hand = not is_moved_by_machine(self.env)
        if is_by_hand:
            self._check_who_writes(vals)
        if "done_quantity" in vals:
            vals = {"is_done_stated": True, **vals}
        result = super().write(vals)
        if is_by_hand and "quantity" in vals:
            self._check_positive()
        return result

    def _check_positive(self):
        for line in self:
            if line.product_uom_id.compare(line.quantity, 0) <= 0:
                raise ValidationError(
                    self.env._("A work needs a quantity greater than zero.")
                )

    def _check_who_writes(self, vals):
        """Let the engineer say what is done, and nobody but the manager what to do.

        :raises AccessError: it is not the user's to say
        :raises UserError: nobody does the work just now
        """
        said = DONE_FIELDS.intersection(vals)
        if said:
            self._check_may_state_done()
        if set(vals) - said:
            self._check_may_change()

    def _check_may_state_done(self):
        hold(self.task_id)
        for work in self.task_id:
            if work.engineering_state != WorkState.ACCEPTED:
                raise UserError(
                    self.env._(
                        "“%(work)s” is in the state “%(state)s”: how much is done is"
                        " written after it is accepted, and before it is completed.",
                        work=work.display_name,
                        state=work._get_state_label(work.engineering_state),
                    )
                )
            if Role.ENGINEER not in work._get_workflow_roles():
                raise AccessError(
                    self.env._(
                        "How much of “%(work)s” is done is written by its engineer"
                        " (%(engineer)s), or by the team leader.",
                        work=work.display_name,
                        engineer=", ".join(work.sudo().user_ids.mapped("name")),
                    )
                )

    def _check_may_change(self):
        for work in self.task_id:
            if Role.MANAGER not in work._get_workflow_roles():
                raise AccessError(
                    self.env._(
                        "What “%(work)s” consists of is decided by the manager of its"
                        " deal. Write how much of it is done, or why less.",
                        work=work.display_name,
                    )
                )
