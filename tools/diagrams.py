"""Write docs/workflows.md from the workflows: python -m tools.diagrams."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "addons" / "crm_engineering_calc"))

from domain.approvals import APPROVAL
from domain.progress import RULES, DealState, Rule
from domain.workflow import Transition, Workflow
from domain.workflows import ACT, CALCULATION, WORK

PAGE = ROOT / "docs" / "workflows.md"

WORKFLOWS: Mapping[str, Workflow] = {
    "Calculation (`engineering.calculation.state`)": CALCULATION,
    "Approval (`engineering.approval.state`)": APPROVAL,
    "Work (`project.task.engineering_state`)": WORK,
    "Act (`engineering.act.state`)": ACT,
}

INTRODUCTION = """\
# Workflows

Generated from `domain/progress.py` and `domain/workflows.py` by `make diagrams`: change
these, then run it again.
"""

DEAL = """\
## Deal (`crm.lead.engineering_state`)

Nothing moves a deal: its state is worked out whenever one of its cards changes, is
moved to another deal or deleted, and when a proposal expires. It is that of the first
rule that holds.
"""

EVENTS = """\
The state of a calculation, an approval, a work or an act moves only by an event, and an
event is sent only by the roles named with it: the manager of the deal, an engineer of
the team, the leader of the team, who approves for the direction, the head of the sales
or of the deal's sales team, or the customer.
"""


def render_page() -> str:
    """Return the whole page in Markdown, with Mermaid diagrams."""
    sections = (
        _render_section(title, workflow) for title, workflow in WORKFLOWS.items()
    )
    return "\n".join((INTRODUCTION, _render_deal(RULES), EVENTS, *sections))


def _render_deal(rules: Sequence[Rule]) -> str:
    lines = [DEAL, "```mermaid", "flowchart TD"]
    lines += (f"    {edge}" for edge in _questions(rules))
    lines += ["```", "", "| | a deal is in | when |", "| --- | --- | --- |"]
    lines += (
        f"| {number} | {rule.state} | {rule.meaning} |"
        for number, rule in enumerate(rules, start=1)
    )
    lines.append(f"| | {DealState.NONE} | none of these |")
    return "\n".join((*lines, ""))


def _questions(rules: Sequence[Rule]) -> Iterator[str]:
    for number, rule in enumerate(rules, start=1):
        yield f'rule{number}{{"{rule.meaning}"}} -- yes --> {rule.state}'
        no = f"rule{number + 1}" if number < len(rules) else DealState.NONE
        yield f"rule{number} -- no --> {no}"


def _render_section(title: str, workflow: Workflow) -> str:
    lines = [f"## {title}", "", "```mermaid", "stateDiagram-v2"]
    lines += (f"    {edge}" for edge in _edges(workflow))
    lines += ["```", "", "| event | from | to | who |", "| --- | --- | --- | --- |"]
    lines += _rows(workflow)
    return "\n".join((*lines, ""))


def _rows(workflow: Workflow) -> Iterator[str]:
    sources: dict[tuple[str, str, str], list[str]] = {}
    for move in workflow.transitions():
        row = (move.event, move.target, _roles(move))
        sources.setdefault(row, []).append(move.source)
    for (event, target, roles), states in sources.items():
        yield f"| {event} | {', '.join(states)} | {target} | {roles} |"


def _edges(workflow: Workflow) -> Iterator[str]:
    yield f"[*] --> {workflow.states[0].name}"
    for move in workflow.transitions():
        yield f"{move.source} --> {move.target}: {move.event} ({_roles(move)})"
    for state in workflow.states:
        if not workflow.possible(state.name):
            yield f"{state.name} --> [*]"


def _roles(move: Transition) -> str:
    return ", ".join(sorted(move.roles))


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(render_page(), encoding="utf-8")
