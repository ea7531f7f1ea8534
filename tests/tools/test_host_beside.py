import pytest

from tools.host import beside
from tools.host.beside import AFTER, BEFORE, Neighbours, Outcome
from tools.host.shell import HostError


class Server:
    def rows(self, statement, database):
        if "dependency" in statement:
            return [("sale_stock",)]
        return [("stock", "19.0.1.0"), ("purchase", None)]


class Host:
    server = Server()


@pytest.fixture
def page(tmp_path):
    page = tmp_path / "beside.md"
    page.write_text(f"# Beside\n\n{beside.HEADING}")
    return page


def lines(modules, order=AFTER, **seen):
    neighbours = Neighbours(modules, order)
    return dict(beside.described(Host(), neighbours, Outcome(**seen)))


def test_a_module_that_is_named_is_tried_alone():
    assert list(beside.chosen("hr_time")) == [
        Neighbours(("hr_timesheet",)),
        Neighbours(("hr_timesheet",), BEFORE),
    ]


def test_modules_are_tried_in_groups():
    assert [neighbours.modules for neighbours in beside.chosen()] == [
        *(group for group in beside.IN_BOTH_ORDERS for order in (AFTER, BEFORE)),
        *beside.GROUPS[2:],
    ]


def test_each_module_of_a_walk_has_its_line(page):
    group = ("purchase", "sale_loyalty", "sale_margin")
    beside.write(page, lines(group, installed=True, walked=True))
    written = page.read_text().partition(beside.HEADING)[2].splitlines()
    assert [row.split("|")[1].strip() for row in written] == list(group)


def test_a_run_replaces_only_its_own_lines(page):
    beside.write(page, lines(("stock",), BEFORE, installed=True, walked=True))
    beside.write(page, lines(("stock",), noticed="not installed: stock"))
    beside.write(page, lines(("stock",), installed=True, noticed="the act is 1|2"))
    before, _, rows = page.read_text().partition(beside.HEADING)
    assert before == "# Beside\n\n"
    assert rows == (
        "| stock | after ours | 19.0.1.0 | yes | **fails** |"
        " the act is 1/2; brings sale_stock |\n"
        "| stock | before ours | 19.0.1.0 | yes | passes | brings sale_stock |\n"
    )


def test_a_walk_that_fails_says_where(monkeypatch):
    def stumbles(databases):
        raise HostError("this command failed: python\nmanager …\ndemo: it is lost\n")

    monkeypatch.setattr(beside, "install", lambda databases, neighbours: "")
    monkeypatch.setattr(beside, "walk", stumbles)
    outcome = beside.tried(Host(), Neighbours(("stock",)))
    assert outcome == Outcome(installed=True, noticed="demo: it is lost")
