from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...domain.progress import DealState
from ...domain.workflows import ActState, CalculationState
from ..common.field_contexts import WITH_ARCHIVED


class CrmLead(models.Model):
    """What a manager's desk counts.

    Colleagues' cards, which rules hide from the manager, decide about his deal all the
    same, hence superuser.
    """

    _name = "crm.lead"
    _inherit = ["crm.lead", "engineering.desk.mixin"]

    @api.model
    def _get_desk_domains(self):
        going_on = self._get_going_on_domain()
        orders = self.env["sale.order"]
        domains = {
            **super()._get_desk_domains(),
            "engineering_to_send": self._in_engineering_state(DealState.NONE)
            & Domain("type", "=", "opportunity")
            & Domain("engineering_direction_id", "!=", False)
            & going_on,
            "engineering_calculating": self._with_calculation(
                Domain("state", "in", self._get_calculation_states())
            ),
            "engineering_late": self._with_calculation(Domain("urgency", "=", "late")),
            "engineering_provided": self._in_engineering_state(DealState.PROVIDED)
            & going_on,
            "engineering_proposals_out": self._with_order(
                self._get_proposal_out_domain()
            )
            & going_on,
            "engineering_awaiting_payment": self._with_order(
                orders._get_unpaid_domain()
            ),
            "engineering_ready_to_start": self._in_engineering_state(DealState.ORDERED)
            & self._with_order(orders._get_startable_domain()),
            "engineering_in_work": self._with_work(
                Domain("engineering_state", "in", self._get_work_states())
            ),
            "engineering_acts_to_issue": self._with_work(
                self.env["project.task"]._get_to_act_domain()
            ),
            "engineering_acts_out": self._with_act(ActState.SENT),
        }
        mine = self._get_waiting_domain(domains)
        return {"engineering_waits_for_me": mine, **domains}

    def _get_waiting_domain(self, domains):
        """Return what waits for the user, the deal's manager, and nothing else."""
        asked = self._with_calculation(
            Domain("state", "=", CalculationState.WAITING.value)
        )
        unsent = self._in_engineering_state(DealState.PROPOSAL) & self._with_order(
            self._get_unsent_domain()
        )
        going_on = self._get_going_on_domain()
        return (
            self._get_managed_by_domain(self.env.user)
            & going_on
            & (
                asked
                | domains["engineering_provided"]
                | unsent
                | domains["engineering_ready_to_start"]
                | domains["engineering_acts_to_issue"]
                | self._with_act(ActState.DRAFT)
            )
        )

    # === PARTS OF DOMAINS ===

    @api.model
    def _in_engineering_state(self, state):
        return Domain("engineering_state", "=", state.value)

    @api.model
    def _with_calculation(self, domain):
        return self._with_card("engineering.calculation", "lead_id", domain)

    @api.model
    def _with_order(self, domain):
        domain &= Domain("engineering_calculated", "=", True)
        return self._with_card("sale.order", "opportunity_id", domain)

    @api.model
    def _with_work(self, domain):
        return self._with_card("project.task", "engineering_lead_id", domain)

    @api.model
    def _with_act(self, state):
        domain = Domain("state", "=", state.value)
        return self._with_card("engineering.act", "lead_id", domain)

    @api.model
    def _with_card(self, model, field, domain):
        """Return the deals with a card that meets a domain, whoever sees the card.

        Archived ones too, as works are archived with their project. Who may see no card
        of its kind, as engineers no orders, finds no deal by it.
        PostgreSQL looks for these cards once, and not for each deal.
        """
        if not self.env[model].has_access("read"):
            return Domain.FALSE
        cards = self.env[model].sudo().with_context(**WITH_ARCHIVED)
        query = cards._search(domain & Domain(field, "!=", False))
        return Domain("id", "in", query.subselect(SQL.identifier(query.table, field)))

    @api.model
    def _get_calculation_states(self):
        return list(self.env["engineering.calculation"]._get_workflow().active_states)

    @api.model
    def _get_work_states(self):
        return list(self.env["project.task"]._get_workflow().open_states)

    @api.model
    def _get_unsent_domain(self):
        """Return the domain of proposals that are to be sent. To be extended."""
        valid = self.env["sale.order"]._get_valid_domain()
        return Domain("state", "=", "draft") & valid

    @api.model
    def _get_proposal_out_domain(self):
        valid = self.env["sale.order"]._get_valid_domain()
        return Domain("state", "=", "sent") & valid

    # === CARD ===

    def action_write_to_customer(self):
        """Return the action that opens a message to the customer, with its files."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Write to the customer"),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_composition_mode": "comment",
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_partner_ids": self.partner_id.ids,
            },
        }

    # === LINKS ===

    @api.model
    def _get_desk_links(self):
        return [
            *super()._get_desk_links(),
            *(
                {"name": name, "label": label, "action": action}
                for name, label, action in self._get_desk_shortcuts()
            ),
        ]

    @api.model
    def _get_desk_shortcuts(self):
        """Return [(name, label, action)] of the lists that a manager works with."""
        return [
            ("proposals", self.env._("Proposals"), "sale.action_quotations"),
            (
                "invoices",
                self.env._("Invoices"),
                "account.action_move_out_invoice_type",
            ),
            (
                "contracts",
                self.env._("Contracts"),
                "crm_engineering_calc.engineering_agreement_action",
            ),
            (
                "works",
                self.env._("Works"),
                "crm_engineering_calc.engineering_work_action",
            ),
            (
                "acts",
                self.env._("Acts"),
                "crm_engineering_calc.engineering_act_action",
            ),
        ]
