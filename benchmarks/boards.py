"""The boards of works, beside the host's board of a project with as many tasks."""

from collections.abc import Iterator
from typing import Any

from odoo.fields import Command, Datetime
from odoo.tools import SQL

from .bulk import choose, multiply
from .documents import Documents
from .measure import Contender, Result, compare
from .session import make_user
from .views import CARDS, get_specification

SIZES = (240, 20_000)
BOARDS = (
    ("board of works", "work_view_kanban", "engineering_state"),
    ("day of engineers", "work_view_board", "user_ids"),
)
STATES = ("assigned", "accepted", "completed")


def measure_boards(documents: Documents) -> Iterator[Result]:
    """Open boards of few and of many: the queries are as many."""
    work = _make_work(documents)
    task = _make_task(documents)
    count = 1
    for size in SIZES:
        works = _multiply_works(work, size - count)
        stages = task.project_id.sudo().type_ids
        multiply(task, size - count, name="'Task ' || g", stage_id=choose(stages))
        count = size
        for row, view, group in BOARDS:
            yield compare(
                row,
                size,
                1.2,
                _open_board(
                    task, [("project_id", "=", task.project_id.id)], "stage_id"
                ),
                _open_board(
                    works.with_env(work.env),
                    [("engineering_state", "!=", False)],
                    group,
                    f"crm_engineering_calc.{view}",
                ),
                repetitions=7,
            )


def _make_task(documents: Documents) -> Any:
    """Return a task of a project with three columns, as its manager has it."""
    env = documents.direction.env
    manager = make_user(env, "project_manager", ["project.group_project_manager"])
    columns = [Command.create({"name": f"Column {number}"}) for number in range(3)]
    project = env["project.project"].create({"name": "Tasks", "type_ids": columns})
    task = env["project.task"].create({"name": "Task", "project_id": project.id})
    return task.with_user(manager)


def _make_work(documents: Documents) -> Any:
    """Return a planned work of a few services, of its engineer."""
    lead = documents.create_confirmed_deal(5)
    lead.action_create_work()
    work = lead.engineering_work_ids.sudo()
    work.write({"engineering_start": Datetime.now()})
    return work.with_env(documents.engineering)


def _multiply_works(work: Any, count: int) -> Any:
    """Return as many works more, in turn in each state, with engineer and services."""
    work = work.sudo()
    states = ", ".join(f"'{state}'" for state in STATES)
    works = multiply(
        work,
        count,
        name="'Work ' || g",
        engineering_state=f"(ARRAY[{states}])[1 + g %% {len(STATES)}]",
        engineering_start="engineering_start + g * interval '7 minutes'",
    )
    added = works - work
    multiply(work.engineering_work_line_ids, count, task_id=choose(added))
    work.env.execute_query(
        SQL(
            "INSERT INTO project_task_user_rel (task_id, user_id)"
            " SELECT task, unnest(%s) FROM unnest(%s) task RETURNING task_id",
            work.user_ids.ids,
            added.ids,
        )
    )
    return works


def _open_board(
    tasks: Any, domain: list[Any], group: str, view: str | None = None
) -> Contender:
    view_id = tasks.env.ref(view).id if view else None
    specification = get_specification(tasks.env, tasks._name, "kanban", view_id)

    def open_board() -> None:
        tasks.web_read_group(
            domain,
            [group],
            [],
            auto_unfold=True,
            unfold_read_specification=specification,
            unfold_read_default_limit=CARDS,
        )

    return Contender(tasks.env, open_board)
