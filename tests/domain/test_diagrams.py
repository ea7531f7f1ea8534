from domain.progress import RULES, DealState

from tools import diagrams


def test_page_of_workflows_is_up_to_date() -> None:
    assert diagrams.PAGE.read_text(encoding="utf-8") == diagrams.render_page(), (
        "docs/workflows.md is stale: run python -m tools.diagrams"
    )


def test_every_move_is_drawn_once() -> None:
    page = diagrams.render_page()
    for workflow in diagrams.WORKFLOWS.values():
        for move in workflow.transitions():
            edge = f"    {move.source} --> {move.target}: {move.event} ("
            assert page.count(edge) == 1


def test_every_rule_of_a_deal_is_drawn_in_its_turn() -> None:
    page = diagrams.render_page()
    ends = [f'{{"{rule.meaning}"}} -- yes --> {rule.state}\n' for rule in RULES]
    ends.append(f"-- no --> {DealState.NONE}\n")
    places = [page.index(end) for end in ends]
    assert places == sorted(places)
    assert page.count("```mermaid") == len(diagrams.WORKFLOWS) + 1


def test_beginnings_and_ends_are_drawn() -> None:
    page = diagrams.render_page()
    assert page.count("[*] -->") == len(diagrams.WORKFLOWS)
    assert page.count("--> [*]") == 6
