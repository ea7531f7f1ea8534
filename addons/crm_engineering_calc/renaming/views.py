"""Views, a company's own too: names of fields, by the model that a node is of."""

import re

from lxml import etree

from .expressions import rename_in_condition, rename_in_context, rename_in_domain

CONDITIONS = {"invisible", "readonly", "required", "column_invisible"}
FIELD_NAMES = {
    *("color", "date", "date_delay", "date_start", "date_stop", "default_group_by"),
    *("default_order", "field", "for"),
}
BESIDE = {"after", "before", "replace", "attributes", "move"}
FIELD_STEP = re.compile(r"field\[@name=(?P<quote>['\"])(?P<name>\w+)(?P=quote)\]")
CHILD_STEP = re.compile(r"//?(?![\w-]+::|\.)")


def rename_in_view(names, model, arch):
    root = etree.fromstring(arch.encode())
    before = etree.tostring(root)
    _View(names).visit(root, model)
    changed = etree.tostring(root) != before
    return etree.tostring(root, encoding="unicode") if changed else arch


class _View:
    def __init__(self, names):
        self.names = names

    def visit(self, node, model, parent=None, target=None):
        """Rename in `node` and below; `target` is the field that it sets attributes of.

        `model` is what its names are of, `parent` the model of the form around a list.
        """
        if not isinstance(node.tag, str):
            return
        if node.tag == "attribute":
            self._rename_attribute_node(node, model, parent, target)
            return
        field = None
        inside = model
        if node.tag == "xpath":
            expr, model, field, inside = self._follow(node.get("expr", ""), model)
            node.set("expr", expr)
        elif node.tag in ("field", "groupby") and node.get("name"):
            field = node.get("name")
            inside = self.names.comodel(model, field) or model
        for name, value in node.attrib.items():
            node.set(name, self._rename_value(name, value, model, parent, field))
        if node.tag in ("field", "groupby") and field:
            node.set("name", self.names.of(model, field))
        if node.get("position") in BESIDE or inside == model:
            inside, above = model, parent
        else:
            above = model
        for child in node:
            self.visit(child, inside, above, field)

    def _follow(self, expr, model):
        """Return the new expression, the model of its end, the field there, its inside.

        The field is none where the expression goes on after it.
        """
        renamed, done, field, inside = "", 0, None, model
        for step in FIELD_STEP.finditer(expr):
            model, field = inside, step["name"]
            renamed += expr[done : step.start("name")] + self.names.of(model, field)
            done = step.end("name")
            at_end = step.end() == len(expr)
            if at_end or CHILD_STEP.match(expr, step.end()):
                inside = self.names.comodel(model, field) or model
            if not at_end:
                model, field = inside, None
        return renamed + expr[done:], model, field, inside

    def _rename_attribute_node(self, node, model, parent, target):
        name = node.get("name", "")
        for part in ("add", "remove"):
            if node.get(part):
                value = self._rename_value(name, node.get(part), model, parent, target)
                node.set(part, value)
        if node.text:
            node.text = self._rename_value(name, node.text, model, parent, target)

    def _rename_value(self, name, value, model, parent, field):
        names = self.names
        if name in FIELD_NAMES:
            return names.paths(model, value)
        if name.startswith("t-"):
            return names.of_a_record(model, value)
        if name in CONDITIONS or name.startswith("decoration-"):
            return rename_in_condition(names, model, value, parent)
        related = names.comodel(model, field) if field else model
        if name in ("domain", "filter_domain"):
            value = rename_in_domain(names, related, value)
            return rename_in_condition(names, model, value, parent)
        if name == "context":
            value = rename_in_context(names, related, value)
            return rename_in_condition(names, model, value, parent)
        return value
