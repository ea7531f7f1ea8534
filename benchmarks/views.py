"""What the web client asks the server to read for a view."""

from typing import Any

from lxml import etree

Specification = dict[str, dict[str, Any]]
DISPLAY_NAME: dict[str, Any] = {"fields": {"display_name": {}}}
# The client's own limits of a list inside a form, and of a kanban's column.
LINES = 40
CARDS = 80


def get_specification(
    env: Any, model: str, view_type: str, view_id: int | None = None
) -> Specification:
    view = env[model].get_views([(view_id or False, view_type)])
    arch = etree.fromstring(view["views"][view_type]["arch"])
    return _specify(env, model, arch)


def without_limits(specification: Specification) -> Specification:
    """Return `specification` so that it reads all lines, not the first page."""
    return {
        name: {key: value for key, value in spec.items() if key != "limit"}
        for name, spec in specification.items()
    }


def _specify(env: Any, model: str, arch: Any) -> Specification:
    depth = int(arch.xpath("count(ancestor::field)"))
    nodes = arch.xpath(f".//field[count(ancestor::field) = {depth}]")
    return {node.get("name"): _specify_field(env, model, node) for node in nodes}


def _specify_field(env: Any, model: str, node: Any) -> dict[str, Any]:
    field = env[model]._fields[node.get("name")]
    hidden = {"1", "True"} & {node.get("column_invisible"), node.get("invisible")}
    if field.type == "many2one":
        return {"fields": {}} if hidden else DISPLAY_NAME
    if field.type not in ("one2many", "many2many") or hidden:
        return {}
    if node.get("widget") == "many2many_tags":
        return DISPLAY_NAME
    subview = next(iter(node.xpath("./list | ./kanban")), None)
    if subview is None:
        return {}
    return {
        "fields": _specify(env, field.comodel_name, subview),
        "limit": int(subview.get("limit", LINES)),
    }
