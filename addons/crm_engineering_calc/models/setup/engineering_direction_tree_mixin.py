from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

PATH_SEPARATOR = " / "


class EngineeringDirectionTreeMixin(models.AbstractModel):
    """Directions under directions: shown, found and ordered by their path."""

    _name = "engineering.direction.tree.mixin"
    _inherit = ["engineering.deletion.mixin"]
    _description = "Tree of directions"

    display_name = fields.Char(recursive=True)
    parent_id = fields.Many2one(
        "engineering.direction",
        index=True,
        ondelete="restrict",
        check_company=True,
        help="Services and coefficients of the parent are offered here too.",
    )
    parent_path = fields.Char(index=True)
    tree_position = fields.Char(
        compute="_compute_tree_position",
        store=True,
        recursive=True,
        export_string_translation=False,
        help="Puts children under their parent, by sequence and name.",
    )
    child_ids = fields.One2many("engineering.direction", "parent_id", "Children")

    # === CRUD ===

    @api.model
    def _get_needs(self):
        return [
            *super()._get_needs(),
            (self.env._("directions under it"), "engineering.direction", "parent_id"),
        ]

    # === COMPUTE ===

    @api.depends("name", "parent_id.display_name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for direction in self:
            names = (direction.parent_id.display_name, direction.name)
            direction.display_name = PATH_SEPARATOR.join(filter(None, names))

    @api.depends("parent_id.tree_position", "sequence", "name")
    def _compute_tree_position(self):
        for direction in self.with_context(lang=None):
            direction.tree_position = (
                f"{direction.parent_id.tree_position or ''}"
                f"{direction.sequence:06} {direction.name}/"
            )

    # === SEARCH ===

    def _search_display_name(self, operator, value):
        """Find a direction by its path too, as it is shown, exported and imported.

        Who types a part of a name finds what stands under it.
        """
        domain = super()._search_display_name(operator, value)
        if operator == "in":
            paths = [self._search_path("=", path) for path in value]
            return Domain.OR([domain, *paths])
        if operator in ("ilike", "=ilike", "like", "=like"):
            domain |= self._search_path(operator, value)
        if operator in ("ilike", "like") and value:
            found = self.with_context(active_test=False).search(domain)
            return Domain("id", "child_of", found.ids)
        return domain

    def _search_path(self, operator, path):
        parent, separator, name = str(path).rpartition(PATH_SEPARATOR)
        if not separator:
            return Domain.FALSE
        return Domain("name", operator, name) & Domain(
            "parent_id.display_name", operator, parent
        )

    # === CONSTRAINTS ===

    @api.constrains("parent_id")
    def _check_parent_id(self):
        if self._has_cycle():
            raise ValidationError(
                self.env._("A direction can't be a child of its own child.")
            )
