"""Domains, contexts and conditions, as text: only the names in them change."""

import ast

OPERATORS = {
    *("=", "!=", "<", ">", "<=", ">=", "=?", "<>", "==", "in", "not in"),
    *("like", "not like", "ilike", "not ilike", "=like", "=ilike", "not =like"),
    *("not =ilike", "child_of", "parent_of", "any", "not any", "any!", "not any!"),
}
GROUPINGS = {
    *("group_by", "col_group_by", "graph_groupbys", "graph_measure"),
    *("pivot_measures", "pivot_row_groupby", "pivot_column_groupby"),
}
DEFAULTS = ("default_", "search_default_")


def rename_in_domain(names, model, text):
    return _Expression(names, text).domain(model).result()


def rename_in_context(names, model, text):
    return _Expression(names, text).context(model).result()


def rename_in_values(names, model, text):
    return _Expression(names, text).values(model).result()


def rename_in_condition(names, model, text, parent=None):
    """Rename fields of `model` that are read as variables, and those of `parent`."""
    return _Expression(names, text).variables(model, parent).result()


class _Expression:
    def __init__(self, names, text):
        self.names = names
        self.text = text
        # Parentheses let an expression span lines.
        self.lines = f"({text})".encode().splitlines(keepends=True)
        self.edits = {}
        try:
            self.tree = ast.parse(b"".join(self.lines), mode="eval")
        except (SyntaxError, ValueError):
            self.tree = None

    def result(self):
        for (line, start, end), new in sorted(self.edits.items(), reverse=True):
            content = self.lines[line]
            self.lines[line] = content[:start] + new.encode() + content[end:]
        return b"".join(self.lines).decode()[1:-1] if self.edits else self.text

    def domain(self, model):
        self._visit_domain(self.tree, model)
        return self

    def context(self, model):
        for key, value in self._items():
            if key.value in GROUPINGS:
                for node in ast.walk(value):
                    if _is_text(node):
                        path, colon, granularity = node.value.partition(":")
                        path = self.names.path(model, path)
                        self._set_text(node, path + colon + granularity)
            for prefix in DEFAULTS:
                if key.value.startswith(prefix):
                    name = self.names.of(model, key.value.removeprefix(prefix))
                    self._set_text(key, prefix + name)
        return self

    def values(self, model):
        for key, _value in self._items():
            self._set_text(key, self.names.of(model, key.value))
        return self

    def variables(self, model, parent):
        for node in ast.walk(self.tree) if self.tree else ():
            if isinstance(node, ast.Name):
                self._set(node, node.id, self.names.of(model, node.id))
            elif isinstance(node, ast.Attribute) and _is_parent(node.value):
                new = f"parent.{self.names.of(parent, node.attr)}"
                self._set(node, f"parent.{node.attr}", new)
        return self

    def _items(self):
        for node in ast.walk(self.tree) if self.tree else ():
            if isinstance(node, ast.Dict):
                for key, value in zip(node.keys, node.values, strict=True):
                    if _is_text(key):
                        yield key, value

    def _visit_domain(self, node, model):
        if node is None:
            return
        if not _is_condition(node):
            for child in ast.iter_child_nodes(node):
                self._visit_domain(child, model)
            return
        path, operator, value = node.elts
        self._set_text(path, self.names.path(model, path.value))
        if "any" in operator.value:
            self._visit_domain(value, self.names.comodel(model, path.value))

    def _set_text(self, node, new):
        self._set(node, node.value, new, quote=True)

    def _set(self, node, old, new, quote=False):
        if old == new:
            return
        line, start, end = node.lineno - 1, node.col_offset, node.end_col_offset
        if quote:
            mark = self.lines[line][start : start + 1].decode()
            new = f"{mark}{new}{mark}"
        self.edits[line, start, end] = new


def _is_text(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _is_parent(node):
    return isinstance(node, ast.Name) and node.id == "parent"


def _is_condition(node):
    return (
        isinstance(node, ast.Tuple | ast.List)
        and len(node.elts) == 3
        and _is_text(node.elts[0])
        and _is_text(node.elts[1])
        and node.elts[1].value in OPERATORS
    )
