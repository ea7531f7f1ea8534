"""Small decisions: the port, what a comparison says."""

import socket

import pytest

from tools.host import compare, config, upgrade
from tools.host.shell import HostError

LOG = """\
12:00 ERROR db odoo.addons.sale.tests.test_order: FAIL: TestOrder.test_total
12:00 ERROR db odoo.addons.crm.tests.test_lead: ERROR: Subtest TestLead.test_x (a=1)
12:01 ERROR db odoo.tests.result: 1 failed, 1 error(s) of 40 tests when loading
"""


def test_the_port_may_be_given():
    assert config.free_port({"PORT": "9000"}) == 9000


def test_a_port_in_use_is_passed_over():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert config.free_port({}, first=port) > port


def test_failures_are_read_from_the_log_of_odoo():
    outcome = compare.outcome(LOG)
    assert outcome.tests == 40
    assert outcome.failures == {
        "odoo.addons.sale.tests.test_order: TestOrder.test_total",
        "odoo.addons.crm.tests.test_lead: Subtest TestLead.test_x (a=1)",
    }


def test_a_run_without_tests_is_no_success():
    with pytest.raises(HostError, match="no test was run"):
        compare.outcome("CRITICAL: no such module")


def test_only_what_the_addon_breaks_counts(monkeypatch, capsys):
    outcomes = {
        "host_without": compare.Outcome(40, frozenset({"old"})),
        "host_with": compare.Outcome(41, frozenset({"old", "new"})),
    }
    monkeypatch.setattr(compare, "_tested", lambda _, name, modules: outcomes[name])

    assert not compare.compare(None)
    said = capsys.readouterr().out
    assert "without the addon: 1 of 40 tests fail" in said
    assert said.endswith("fails with the addon alone: new\n")


def test_a_renamed_column_holds_what_it_held():
    before = {("crm_lead", 7): ("direction_id", "a"), ("crm_lead", 8): ("x", "b")}
    after = {("crm_lead", 7): ("engineering_direction_id", "a")}
    assert upgrade.differences(before, after) == ["crm_lead.x"]
