"""The boards of managers and engineers in a large database, beside the host's."""

from collections.abc import Iterator
from typing import Any

from odoo.fields import Command

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
REPETITIONS = 9


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


def _prepare_pipeline(env: Any) -> Contender:
    user = make_user(env, "seller", [SELLER])
    return _open_pipeline(_make_deals(env, user).with_user(user))


def _make_deals(env: Any, user: Any) -> Any:
    # The host's own columns: those that the addon adds would only show more cards.
    stages = env["crm.stage"].concat(
        *(env.ref(f"crm.stage_lead{number}") for number in (1, 2, 3))
    )
    deal = env["crm.lead"].create(
        {
            "name": "Deal",
            "type": "opportunity",
            "user_id": user.id,
            "expected_revenue": 1000.0,
        }
    )
    return multiply(deal, DEALS, name="'Deal ' || g", stage_id=choose(stages))


def _open_pipeline(leads: Any, view: str | None = None) -> Contender:
    domain = [("type", "=", "opportunity"), ("user_id", "=", leads.env.uid)]
    return _open_board(leads, domain, ["expected_revenue:sum"], view)


def _count(cards: Any) -> Contender:
    return Contender(cards.env, cards.get_desk_counters)


def _open_board(
    cards: Any, domain: list[Any], aggregates: list[str], view: str | None = None
) -> Contender:
    view_id = view and cards.env.ref(view).id
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
    """The seller, the engineer, and an engineer who sells too, with their cards."""

    def __init__(self, env: Any) -> None:
        seller = make_user(env, "seller", [SELLER])
        engineer = make_user(env, "desk_engineer", [ENGINEER])
        both = make_user(env, "selling_engineer", [SELLER, ENGINEER])
        team = env["engineering.team"].create(
            {"name": "Desks", "member_ids": [Command.set((engineer | both).ids)]}
        )
        direction = env["engineering.direction"].create(
            {"name": "Desks", "team_id": team.id}
        )
        deals = _make_deals(env, seller)
        of_both = _make_deals(env, both)
        deal = env["crm.lead"].create(
            {
                "name": "Calculated",
                "type": "opportunity",
                "user_id": both.id,
                "engineering_direction_id": direction.id,
            }
        )
        deal.with_user(both).action_request_calculation()
        calculation = deal.engineering_calculation_ids
        calculation.with_user(engineer).action_take()
        multiply(
            calculation,
            CALCULATIONS,
            name="'B' || g",
            lead_id=choose(deals[:CALCULATIONS]),
        )
        sold = deals.with_user(seller)
        self.pipeline = _open_pipeline(sold)
        self.pipeline_of_engineer = _open_pipeline(of_both.with_user(both))
        self.managers_desk = _open_pipeline(sold, MANAGERS_DESK)
        self.managers_counters = _count(sold)
        calculated = calculation.with_user(engineer)
        mine = [("engineer_id", "=", engineer.id)]
        self.engineers_desk = _open_board(calculated, mine, [])
        self.engineers_counters = _count(calculated)
