from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools.translate import LazyTranslate

from ...domain.workflows import CalculationEvent, CalculationState

_lt = LazyTranslate(__name__)


class EngineeringRevisionMixin(models.AbstractModel):
    """A calculation that supersedes an earlier one of the same number."""

    _name = "engineering.revision.mixin"
    _inherit = ["engineering.workflow.mixin"]
    _description = "Revisions of a calculation"

    revision = fields.Integer(default=1, readonly=True, copy=False)
    revised_id = fields.Many2one(
        "engineering.calculation",
        "Revision Of",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
    )
    revision_ids = fields.One2many(
        "engineering.calculation",
        "revised_id",
        "Revisions",
        context={"active_test": False},
    )
    revision_reason = fields.Char(readonly=True, copy=False)
    revision_count = fields.Integer(compute="_compute_revision_count")
    newest_id = fields.Many2one(
        "engineering.calculation", "Newest Revision", compute="_compute_newest_id"
    )

    # === COMPUTE ===

    @api.depends("name", "revision", "direction_id.name", "lead_id.name")
    @api.depends_context("lang", "show_direction", "show_deal")
    def _compute_display_name(self):
        """Say what the calculations are about where the context asks to."""
        for calculation in self:
            name = calculation._get_number()
            if self.env.context.get("show_deal"):
                name = f"{name}, {calculation.sudo().lead_id.name}"
            if self.env.context.get("show_direction"):
                name = f"{name}, {calculation.sudo().direction_id.name}"
            calculation.display_name = name

    def _get_number(self):
        self.ensure_one()
        return self._format_number(self.name, self.revision)

    @api.model
    def _format_number(self, number, revision):
        if revision <= 1:
            return number
        return self.env._(
            "%(number)s rev. %(revision)s", number=number, revision=revision
        )

    @api.depends("name", "revision")
    @api.depends_context("uid")
    def _compute_revision_count(self):
        counts = {
            (name, company): count
            for name, company, count in self._read_group(
                [("name", "in", self.mapped("name"))],
                ["name", "company_id"],
                ["__count"],
            )
        }
        for calculation in self:
            calculation.revision_count = counts.get(
                (calculation.name, calculation.company_id), 1
            )

    @api.depends("name", "revision", "state")
    @api.depends_context("uid")
    def _compute_newest_id(self):
        superseded = self.filtered(
            lambda calculation: calculation.state == CalculationState.SUPERSEDED
        )
        newest = {
            (calculation.name, calculation.company_id): calculation
            for calculation in self.with_context(active_test=False)
            .search([("name", "in", superseded.mapped("name"))], order="revision")
            .with_env(self.env)
        }
        for calculation in self:
            last = newest.get((calculation.name, calculation.company_id), self.browse())
            is_later = calculation in superseded and last != calculation
            calculation.newest_id = is_later and last

    # === REVISE ===

    def action_revise(self):
        """Ask why the completed calculation is calculated anew.

        :return: the action that opens the dialog
        """
        return self._open_dialog("engineering.calculation.revise", self.env._("Revise"))

    def _revise(self, reason):
        """Supersede a completed calculation by its copy, and return the copy."""
        self.ensure_one()
        self._send_event(CalculationEvent.REVISE.value, reason=reason)
        return self._get_revisions()[-1:]

    def _after_event(self, event, details):
        result = super()._after_event(event, details)
        if event == CalculationEvent.REVISE:
            for calculation in self:
                calculation._after_revise(**details)
        return result

    def _after_revise(self, reason):
        # The copy is a new record in the middle of the workflow, which the manager
        # has no right to create.
        revision = (
            self.sudo()
            ._as_machine()
            .copy(self._prepare_revision_values(reason))
            .with_env(self.env)
        )
        revision._adopt_lines_of_openings()
        revision._check_request()
        revision._bring_conversation(self)
        revision.variant_ids._follow_taxes()
        revision._notify_users(
            revision._get_addressees(),
            _lt("To be calculated anew"),
            activity=_lt("Calculate"),
            note=reason,
        )
        self.lead_id._notify_deal(
            _lt(
                "%(old)s is being revised as %(new)s: %(reason)s",
                old=self,
                new=revision,
                reason=reason,
            )
        )
        self.lead_id._update_engineering_state()

    def _prepare_revision_values(self, reason):
        return {
            "active": True,
            "name": self.name,
            "revision": self.revision + 1,
            "revised_id": self.id,
            "revision_reason": reason,
            "engineer_id": (self.engineer_id & self._get_team_engineers()).id,
            "state": CalculationState.IN_PROGRESS.value,
            "taken_on": fields.Datetime.now(),
            "variant_ids": [
                Command.create(values)
                for variant in self.sudo().variant_ids
                for values in variant.copy_data(
                    {"name": variant.name, "revised_id": variant.id}
                )
            ],
        }

    def _is_overtaken(self, ordered_on):
        """Return whether the customer has ordered an earlier revision meanwhile.

        :param ordered_on: {(deal, number): when it was ordered last}
        """
        self.ensure_one()
        ordered = ordered_on.get((self.lead_id, self.name))
        return (
            self.revision > 1
            and self._is_open()
            and ordered is not None
            and self.create_date <= ordered
        )

    def _select_variant(self):
        """Let the deal go on with the only variant, or those of the revised one."""
        # What is revised may be another team's.
        variants = self.sudo().variant_ids
        revised = variants.filtered("revised_id.selected")
        if len(variants) == 1 or revised:
            (revised or variants)[0]._select()
            offered = variants.filtered("revised_id.offered")
            offered._as_machine().write({"offered": True})

    def action_view_revisions(self):
        """Return the action that lists all revisions, this one among them."""
        self.ensure_one()
        action = self._get_revisions()._get_records_action(
            name=self.env._("Revisions of %(number)s", number=self.name)
        )
        return {**action, "context": {"create": False}}
