from collections import defaultdict
from math import inf

from odoo import api, models

from ...domain.workflows import ActState


class EngineeringActLineMakingMixin(models.AbstractModel):
    """Lines that are made together: what their orders decide is looked up for all."""

    _name = "engineering.act.line.making.mixin"
    _inherit = [
        "engineering.quick.create.mixin",
        "engineering.act.line.paper.mixin",
    ]
    _description = "Making of lines of an act"

    def _add_precomputed_values(self, vals_list):
        """Spare a virtual record of each line: what is computed here needs none."""
        if self._are_for_drafts(vals_list):
            self.sudo()._add_order_values(vals_list)
        return super()._add_precomputed_values(vals_list)

    def _validate_fields(self, field_names, excluded_names=()):
        # The host asks of each line once more, of no field.
        names = set(field_names)
        return super()._validate_fields(names, excluded_names) if names else None

    def _are_for_drafts(self, vals_list):
        for vals in vals_list:
            named = vals.get("order_line_id") or vals.get("work_line_id")
            if not named or not vals.get("act_id"):
                return False
        acts = self.env["engineering.act"].sudo()
        acts = acts.browse({vals["act_id"] for vals in vals_list})
        return all(act.state == ActState.DRAFT for act in acts)

    def _add_order_values(self, vals_list):
        """Add what lines say as their order does, and what of it they accept."""
        by_order_line = self._group_by_order_line(vals_list)
        order_lines = self.env["sale.order.line"].union(*by_order_line)
        sections = self._prepare_sections(order_lines)
        for order_line in order_lines:
            values = {
                "name": order_line.name,
                "order_line_id": order_line.id,
                "sections": sections[order_line],
                **self._prepare_from_order_line(order_line),
            }
            for vals in by_order_line[order_line]:
                vals.update({**values, **vals})
        self._add_amounts(order_lines, by_order_line)

    def _group_by_order_line(self, vals_list):
        """Return {line of an order: values of lines that accept of it}."""
        order_lines = self.env["sale.order.line"]
        work_lines = self.env["engineering.work.line"].browse(
            {vals["work_line_id"] for vals in vals_list if vals.get("work_line_id")}
        )
        of_works = {line.id: line.order_line_id.id for line in work_lines}
        by_order_line = defaultdict(list)
        for vals in vals_list:
            id_ = vals.get("order_line_id") or of_works[vals["work_line_id"]]
            by_order_line[order_lines.browse(id_)].append(vals)
        return by_order_line

    def _add_amounts(self, order_lines, by_order_line):
        """Let the lines accept one after the other, after all that is accepted."""
        accepted = self._get_accepted(
            order_lines,
            {
                line: list(map(self._get_part, by_order_line[line]))
                for line in order_lines
            },
        )
        for order_line in order_lines:
            alike = by_order_line[order_line]
            for vals, amounts in zip(alike, accepted[order_line], strict=True):
                vals.update(self._prepare_amounts(amounts))

    @api.model
    def _get_accepted(self, order_lines, parts):
        """Return what parts of lines of orders come to beside all acts that stand.

        :param parts: {line of an order: what `_accept_beside` takes}
        :return: {line of an order: `Amounts` of its parts}
        """
        orders = order_lines.order_id
        standing = self._get_standing_lines(orders.order_line)
        ordered = orders._get_amounts_to_accept(standing)
        return {
            line: standing.get(line, self.browse())._accept_beside(
                ordered.get(line), parts[line]
            )
            for line in order_lines
        }

    def _get_part(self, vals):
        """Return which part is accepted, see `_accept_beside`."""
        quantity = self._fields["quantity"].convert_to_cache(
            vals.get("quantity"), self.browse()
        )
        return (vals["act_id"], vals.get("sequence", 0), inf), quantity
