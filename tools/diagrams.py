"""Write docs/workflows.md from the state machines: python -m tools.diagrams."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "addons" / "crm_engineering_calc"))

from domain.workflow import (
    ActWorkflow,
    CalculationWorkflow,
    DealWorkflow,
    Transition,
    Workflow,
    WorkWorkflow,
)

PAGE = ROOT / "docs" / "workflows.md"

MACHINES: Mapping[str, type[Workflow]] = {
    "Deal (`crm.lead.engineering_state`)": DealWorkflow,
    "Calculation (`engineering.calculation.state`)": CalculationWorkflow,
    "Work (`project.task.engineering_state`)": WorkWorkflow,
    "Act (`engineering.act.state`)": ActWorkflow,
}

INTRODUCTION = """\
# Workflows

Generated from `domain/workflow.py` by `python -m tools.diagrams`: change the machines,
then run it again.

A state moves only by an event, and an event is sent only by the roles named with it:
the manager of the deal, an engineer of the team, the leader of the team, the customer,
or the system, when an event of another record brings it about.
"""


def render_page() -> str:
    """Return the whole page in Markdown, with Mermaid diagrams."""
    sections = (_render_section(title, machine) for title, machine in MACHINES.items())
    return "\n".join((INTRODUCTION, *sections))


def _render_section(title: str, machine: type[Workflow]) -> str:
    lines = [f"## {title}", "", "```mermaid", "stateDiagram-v2"]
    lines += (f"    {edge}" for edge in _edges(machine))
    lines += ["```", "", "| event | from | to | who |", "| --- | --- | --- | --- |"]
    lines += _rows(machine)
    return "\n".join((*lines, ""))


def _rows(machine: type[Workflow]) -> Iterator[str]:
    sources: dict[tuple[str, str, str], list[str]] = {}
    for move in machine.transitions():
        row = (move.event, move.target, _roles(move))
        sources.setdefault(row, []).append(move.source)
    for (event, target, roles), states in sources.items():
        yield f"| {event} | {', '.join(states)} | {target} | {roles} |"


def _edges(machine: type[Workflow]) -> Iterator[str]:
    for state in machine.states:
        if state.initial:
            yield f"[*] --> {state.value}"
    for move in machine.transitions():
        yield f"{move.source} --> {move.target}: {move.event} ({_roles(move)})"
    for state in machine.states:
        if state.final:
            yield f"{state.value} --> [*]"


def _roles(move: Transition) -> str:
    return ", ".join(sorted(move.roles))


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(render_page(), encoding="utf-8")
