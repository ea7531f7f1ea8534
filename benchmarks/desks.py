"""The boards of managers and engineers in a large database, beside the host's."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from odoo.fields import Command, Datetime
from odoo.tools import SQL

from .bulk import choose, multiply
from .measure import Contender, Result, compare
from .session import make_user
from .views import CARDS, get_specification

DEALS, CALCULATIONS = 50_000, 20_000
SELLER, ENGINEER = (
    "sales_team.group_sale_salesman",
    "crm_engineering_calc.group_engineer",
)
COLORS = {"field": "activity_state", "colors": {"planned": "success"}}
MANAGERS_DESK = "crm_engineering_calc.crm_lead_view_kanban_desk"
REPETITIONS = 15


def measure_desks(host: Any, ours: Any) -> Iterator[Result]:
    """Open the boards, in a database without the addon and in one with it."""
    pipeline = _prepare_pipeline(host)
    desks = Desks(ours)
    for row, goal, operation in (
        ("pipeline", 1.1, desks.pipeline),
        ("selling engineer", 1.2, desks.pipeline_of_engineer),
        ("manager's desk", 1.2, desks.managers_desk),
        ("manager's counters", 1.2, desks.managers_counters),
        ("engineer's desk", 1.2, desks.engineers_desk),
        ("engineer's counters", 1.2, desks.engineers_counters),
    ):
        yield compare(row, DEALS, goal, pipeline, operation, REPETITIONS)
    yield _measure_escalation(desks.calculations)


def _prepare_pipeline(env: Any) -> Contender:
    """Open a seller's pipeline among as many deals as there are in the other one."""
    sellers = [make_user(env, f"seller_{number}", [SELLER]) for number in range(3)]
    _multiply_deals(_make_deals(env, sellers), DEALS)
    return _open_pipeline(env["crm.lead"].with_user(sellers[0]))


def _make_deals(env: Any, sellers: list[Any], **values: Any) -> Any:
    return env["crm.lead"].create(
        [
            {
                "name": "Deal",
                "type": "opportunity",
                "user_id": seller.id,
                "expected_revenue": 1000.0,
                **values,
            }
            for seller in sellers
        ]
    )


def _multiply_deals(deals: Any, count: int) -> Any:
    """Return as many of each, in turn, in the host's own columns."""
    stages = deals.env["crm.stage"].concat(
        *(deals.env.ref(f"crm.stage_lead{number}") for number in (1, 2, 3))
    )
    return multiply(deals, count - 1, name="'Deal ' || g", stage_id=choose(stages))


def _open_pipeline(leads: Any, view: str | None = None) -> Contender:
    domain = [("type", "=", "opportunity"), ("user_id", "=", leads.env.uid)]
    return _open_board(leads, domain, ["expected_revenue:sum"], view)


def _count(cards: Any) -> Contender:
    cards = cards.with_context(cards.env["res.users"].context_get())
    return Contender(cards.env, cards.get_desk_counters)


def _open_board(
    cards: Any, domain: list[Any], aggregates: list[str], view: str | None = None
) -> Contender:
    cards = cards.with_context(cards.env["res.users"].context_get())
    view_id = cards.env.ref(view).id if view else None
    specification = get_specification(cards.env, cards._name, "kanban", view_id)

    def open_board() -> None:
        cards.web_read_group(
            domain,
            ["stage_id"],
            aggregates,
            auto_unfold=True,
            unfold_read_specification=specification,
            unfold_read_default_limit=CARDS,
        )
        cards.read_progress_bar(domain, "stage_id", COLORS)

    return Contender(cards.env, open_board)


class Desks:
    """A seller whom no engineer serves, a manager, an engineer, and one who sells too.

    The newest of the manager's deals, all that the desk shows, have a calculation:
    one that goes on, one that waits for an answer, or one with a variant selected.
    """

    def __init__(self, env: Any) -> None:
        seller, self.manager = (
            make_user(env, login, [SELLER]) for login in ("seller", "manager")
        )
        self.engineer = make_user(env, "desk_engineer", [ENGINEER])
        both = make_user(env, "selling_engineer", [SELLER, ENGINEER])
        self.direction = self._make_direction(env, self.engineer | both)
        deals = _make_deals(env, [seller, both, self.manager])
        _multiply_deals(deals, DEALS - CALCULATIONS)
        self.calculations = self._make_calculations(env, [seller, both])
        self.pipeline = _open_pipeline(deals.with_user(seller))
        self.pipeline_of_engineer = _open_pipeline(deals.with_user(both))
        self.managers_desk = _open_pipeline(
            deals.with_user(self.manager), MANAGERS_DESK
        )
        self.managers_counters = _count(deals.with_user(self.manager))
        calculated = self.calculations.with_user(self.engineer)
        mine = [("engineer_id", "=", self.engineer.id)]
        self.engineers_desk = _open_board(calculated, mine, [])
        self.engineers_counters = _count(calculated)

    def _make_direction(self, env: Any, engineers: Any) -> Any:
        service = env["product.product"].create(
            {"name": "Service", "type": "service", "list_price": 100.0}
        )
        team = env["engineering.team"].create(
            {
                "name": "Desks",
                "leader_id": env.user.id,
                "member_ids": [Command.set(engineers.ids)],
            }
        )
        return env["engineering.direction"].create(
            {
                "name": "Desks",
                "team_id": team.id,
                "calculation_hours": 16,
                "product_tmpl_ids": [Command.set(service.product_tmpl_id.ids)],
            }
        )

    def _make_calculations(self, env: Any, sellers: list[Any]) -> Any:
        """Return calculations of a manager's deals, made among those of sellers."""
        steps = (self._go_on, self._ask, self._select)
        made = [self._make_calculation(env, step) for step in steps]
        calculations = env["engineering.calculation"].concat(*made)
        deals = env["crm.lead"].concat(
            *(card.lead_id + _make_deals(env, sellers) for card in made)
        )
        count = CALCULATIONS // len(made)
        multiplied = _multiply_deals(deals, count)
        for card in made:
            start = deals.ids.index(card.lead_id.id)
            copies = multiply(
                card,
                count - 1,
                name="name || '-' || g",
                taken_on="taken_on - g * interval '7 minutes'",
                lead_id=choose(multiplied[start :: len(deals)]),
            )
            multiply(card.variant_ids, count - 1, calculation_id=choose(copies))
            calculations |= copies
        return calculations

    def _make_calculation(self, env: Any, step: Any) -> Any:
        deal = _make_deals(
            env, [self.manager], engineering_direction_id=self.direction.id
        ).with_user(self.manager)
        deal.action_request_calculation()
        calculation = deal.sudo().engineering_calculation_ids
        calculation = calculation.with_user(self.engineer).sudo(False)
        calculation.action_take()
        service = self.direction.product_tmpl_ids.product_variant_id
        line = Command.create({"product_id": service.id, "quantity": 1.0})
        calculation.variant_ids.create(
            {"calculation_id": calculation.id, "line_ids": [line]}
        )
        step(calculation)
        return calculation.with_env(env)

    def _go_on(self, calculation: Any) -> None:
        """Leave it with the engineer."""

    def _ask(self, calculation: Any) -> None:
        dialog = calculation.env["engineering.calculation.ask"].with_context(
            active_model=calculation._name, active_ids=calculation.ids
        )
        dialog.create({"question": "How high?"}).action_confirm()

    def _select(self, calculation: Any) -> None:
        calculation.action_complete()
        calculation.variant_ids.with_user(self.manager).action_select()


def _measure_escalation(calculations: Any) -> Result:
    """Tell of late calculations, beside a millisecond for each."""
    env = calculations.env
    env.execute_query(
        SQL(
            "UPDATE engineering_calculation SET state = 'in_progress', escalated = 0,"
            " due = %(late)s, due_soon = %(late)s, due_over = %(late)s"
            " WHERE id = ANY(%(ids)s) RETURNING id",
            late=Datetime.now() - timedelta(days=2),
            ids=calculations.ids,
        )
    )

    def escalate() -> None:
        # A cron commits after each batch, which a measured run must not.
        with patch.object(type(env["ir.cron"]), "_commit_progress", _flush):
            env["engineering.calculation"]._cron_escalate()

    contender = Contender(env, escalate)
    contender.run()
    milliseconds, queries = contender.run()
    size = len(calculations)
    return Result("escalation", size, 1.0, float(size), milliseconds, 0, queries)


def _flush(cron: Any, *_args: Any, **_kwargs: Any) -> float:
    cron.env.cr.flush()
    return float("inf")
