from .models.engineering_calculation import REVIEW


def end_reviews(env):
    """Let calculations go on that stand where nothing leads to without this addon."""
    calculations = env["engineering.calculation"].with_context(active_test=False)
    for calculation in calculations.search([("state", "=", REVIEW)]):
        calculation._send_event("approve")
    held = calculations.search([("state_before", "=", REVIEW)])
    held._as_machine().write({"state_before": "in_progress"})
