import re

PATH = re.compile(r"[A-Za-z_]\w*(?:\.\w+)*")
OF_A_RECORD = re.compile(r"\b(object|record)((?:\.[A-Za-z_]\w*)+)")


class FieldNames:
    """The new names of fields, looked up by the model that a path has come to.

    `renames` is {model: {old: new}}, `comodels` {model: {old: model it leads to}}.
    """

    def __init__(self, renames, comodels):
        self.renames = renames
        self.comodels = comodels

    @property
    def old(self):
        return {name for names in self.renames.values() for name in names}

    def of(self, model, name):
        return self.renames.get(model, {}).get(name, name)

    def comodel(self, model, path):
        for name in path.split("."):
            model = self.comodels.get(model, {}).get(name)
        return model

    def path(self, model, path, separator="."):
        renamed = []
        for name in path.split(separator):
            renamed.append(self.of(model, name))
            model = self.comodel(model, name)
        return separator.join(renamed)

    def export_path(self, model, path):
        return self.path(model, path, "/")

    def paths(self, model, text):
        """Rename each path of an enumeration: "a.b desc, c"."""
        return PATH.sub(lambda found: self.path(model, found[0]), text)

    def of_a_record(self, model, text):
        """Rename what a template or an expression reads of `object` or `record`."""

        def rename(found):
            return f"{found[1]}.{self.path(model, found[2][1:])}"

        return OF_A_RECORD.sub(rename, text)
