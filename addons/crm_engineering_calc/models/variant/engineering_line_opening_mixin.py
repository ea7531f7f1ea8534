from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class EngineeringLineOpeningMixin(models.AbstractModel):
    """A line of one opening: its formula names the columns of that opening."""

    _name = "engineering.line.opening.mixin"
    _description = "Lines of openings"

    opening_id = fields.Many2one(
        "engineering.opening",
        index="btree_not_null",
        ondelete="restrict",
        copy=True,
        help="The formula names the columns of this opening: W is its width.",
    )

    # === CONSTRAINTS ===

    @api.constrains("opening_id", "variant_id")
    def _check_opening_is_of_calculation(self):
        for line in self.filtered("opening_id"):
            own = line.variant_id.calculation_id
            other = line.opening_id.calculation_id
            # A revision is made of the lines of the one before, and follows then.
            if other not in own | own.revised_id:
                raise ValidationError(
                    self.env._(
                        "%(line)s: the opening “%(opening)s” is of another calculation."
                        " Choose one of %(calculation)s.",
                        line=line._get_label(),
                        opening=line.opening_id.name,
                        calculation=own.display_name,
                    )
                )

    # === LINES FOR EACH OPENING ===

    def action_add_line_for_each_opening(self):
        """Make of the line as many as there are openings, each with its own values.

        The line itself becomes that of the first one; openings that have such a line
        already get no other.

        :raises UserError: it has no formula, or there are no openings
        """
        for line in self:
            line._add_line_for_each_opening()
        return True

    def _add_line_for_each_opening(self):
        self.ensure_one()
        variant = self.variant_id
        calculation = variant.calculation_id
        calculation._check_can_edit()
        if not self.formula:
            raise UserError(
                self.env._(
                    "%(line)s: write a formula first, such as W * H, to have a line for"
                    " each opening.",
                    line=self._get_label(),
                )
            )
        openings = calculation.opening_ids
        if not openings:
            raise UserError(
                self.env._(
                    "%(calculation)s has no openings yet. Add them on the tab"
                    " “Measurements” first.",
                    calculation=calculation.display_name,
                )
            )
        alike = variant.line_ids.filtered(
            lambda line: (
                line.product_id == self.product_id
                and line.formula == self.formula
                and line.parent_id == self.parent_id
            )
        )
        self._spread_over(openings - alike.opening_id, alike)

    def _spread_over(self, openings, alike=None):
        """Make lines of the openings: the line itself becomes that of the first one.

        :param alike: lines below which the new ones are to stand
        """
        self.ensure_one()
        variant = self.variant_id
        if not self.opening_id and openings:
            self._take_opening(openings[0])
            openings -= openings[0]
        lines = variant.line_ids.sorted("sequence")
        values = self.copy_data()[0] if openings else {}
        created = self.create(
            [
                {
                    **values,
                    "name": self._get_name_with(opening),
                    "opening_id": opening.id,
                }
                for opening in openings
            ]
        )
        last = max(alike | self if alike else self, key=list(lines).index)
        place = list(lines).index(last) + 1
        ordered = [*lines[:place], *created, *lines[place:]]
        variant._arrange(variant.line_ids.browse([line.id for line in ordered]))

    def _take_opening(self, opening):
        self.write({"opening_id": opening.id, "name": self._get_name_with(opening)})

    def _get_name_with(self, opening):
        """Return the description of the line, as one of this opening."""
        first, *rest = self._get_name_without_opening().splitlines() or [""]
        return "\n".join([f"{first} · {opening.name}", *rest])

    def _get_name_without_opening(self):
        """Return the description of the line, as one of any opening."""
        first, *rest = (self.name or "").splitlines() or [""]
        if self.opening_id:
            first = first.removesuffix(f" · {self.opening_id.name}")
        return "\n".join([first, *rest])

    # === TEMPLATES ===

    def _get_first_of_openings(self):
        """Return the lines, of those that differ in their openings only the first."""
        alike = self.filtered("opening_id").grouped(
            lambda line: (
                line.parent_id,
                line.product_id,
                line.formula,
                line._get_name_without_opening(),
                line.coefficient_ids,
            )
        )
        others = self.browse().union(*(same[1:] for same in alike.values()))
        return self - others
