from odoo import api, fields, models
from odoo.exceptions import UserError

from ...domain.workflows import ActEvent
from ..common.concurrency import serialize
from .ir_sequence import ACTS

UNNUMBERED = "/"


class EngineeringActNumberMixin(models.AbstractModel):
    """Acts are numbered without gaps: not before a customer gets or signs them."""

    _name = "engineering.act.number.mixin"
    _inherit = ["engineering.workflow.mixin"]
    _description = "Number of an act"

    name = fields.Char(
        "Number",
        default=UNNUMBERED,
        required=True,
        readonly=True,
        copy=False,
        index="trigram",
    )

    @api.depends("name", "lead_id.name")
    def _compute_display_name(self):
        for act in self:
            act.display_name = (
                act.name
                if act._is_numbered()
                else self.env._("draft of “%(deal)s”", deal=act.sudo().lead_id.name)
            )

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | {"name"}

    def _after_event(self, event, details):
        if event in (ActEvent.SEND, ActEvent.SIGN):
            self._give_numbers()
        return super()._after_event(event, details)

    def _is_numbered(self):
        return bool(self.name) and self.name != UNNUMBERED

    def _give_numbers(self):
        """Give numbers to those that have none, one after the other.

        A number that was given stays: a draft that has it is cancelled, not deleted.

        :raises UserError: the company has no sequence for them
        """
        serialize(self)
        for act in self.sudo():
            if not act._is_numbered():
                act._as_machine().name = act._get_next_number()

    def _get_next_number(self):
        self.ensure_one()
        sequence = self.env["ir.sequence"].with_company(self.company_id)
        number = sequence.next_by_code(ACTS, self.date)
        if not number:
            raise UserError(
                self.env._(
                    "%(company)s has no numbers for acts. Ask an administrator for a"
                    " sequence with the code “%(code)s”.",
                    company=self.company_id.name,
                    code=ACTS,
                )
            )
        return number

    @api.ondelete(at_uninstall=False)
    def _unlink_except_numbered(self):
        for act in self:
            if act._is_numbered():
                raise UserError(
                    self.env._(
                        "Act %(act)s has its number already. Cancel it instead of"
                        " deleting: numbers have no gaps.",
                        act=act.name,
                    )
                )
