"""Who may not read a field learns it by no grouping, order or search either."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestFieldAccess(EngineeringCase):
    def closed(self, user):
        """Yield the fields of groups that a user, who reads their model, is not in."""
        env = self.env(user=user, context={})
        for name in sorted(env.registry):
            model = env[name]
            # Files are searched as superuser, and those that are found are looked at.
            if model._abstract or model._transient or name == "ir.attachment":
                continue
            if not model.has_access("read"):
                continue
            for field in model._fields.values():
                is_ours = name.startswith("engineering.")
                is_ours |= field.name.startswith("engineering_")
                if (
                    is_ours
                    and field.groups
                    and not model._has_field_access(field, "read")
                ):
                    yield model, field

    def is_told(self, ask):
        """Return whether a question is answered: neither refused nor impossible."""
        try:
            with self.env.cr.savepoint():
                ask()
        except (AccessError, ValueError):
            return False
        return True

    def test_fields_of_groups_are_closed_to_others_in_every_question(self):
        fields = 0
        for user in (self.employee, self.engineer, self.manager, self.administrator):
            for model, field in self.closed(user):
                fields += 1
                name = field.name
                some = [True] if field.type == "boolean" else [7]
                spec = f"{name}:month" if field.type in ("date", "datetime") else name
                with self.subTest(user=user.name, field=str(field)):
                    for question in (
                        lambda m=model, s=spec: m.formatted_read_group([], [s]),
                        lambda m=model, s=spec: m.web_read_group([], [s]),
                        lambda m=model, n=name: m._read_group([], [], [f"{n}:count"]),
                        lambda m=model, n=name: m.search([], order=n, limit=1),
                        lambda m=model, n=name, v=some: m.search(
                            [(n, "in", v)], limit=1
                        ),
                        lambda m=model, n=name: m.search_read([], [n], limit=1),
                        lambda m=model, n=name: m.web_search_read([], {n: {}}, limit=1),
                    ):
                        self.assertFalse(self.is_told(question))
        self.assertGreater(fields, 100)
