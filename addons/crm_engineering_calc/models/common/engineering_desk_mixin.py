from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class EngineeringDeskMixin(models.AbstractModel):
    """Named questions that a desk counts above its board, and filters it by.

    The search view has a filter of the same name for each, with the domain
    `[('engineering_desk', '=', name)]`: a click on a counter toggles it.
    """

    _name = "engineering.desk.mixin"
    _description = "Counters of a desk"

    engineering_desk = fields.Char(
        compute="_compute_engineering_desk",
        search="_search_engineering_desk",
        exportable=False,
        export_string_translation=False,
    )

    def _compute_engineering_desk(self):
        self.engineering_desk = False

    @api.model
    def _search_engineering_desk(self, operator, value):
        if operator != "in":
            return NotImplemented
        domains = self._get_desk_domains()
        return Domain.OR(domains[name] for name in value if name in domains)

    @api.model
    def _get_desk_domains(self):
        """Return {name of a counter: domain of what it counts}. To be extended."""
        return {}

    @api.model
    @api.readonly
    def get_desk_counters(self, domain=()):
        """Return {name of a counter: number of records}, by one query.

        :param domain: what the board shows besides
        """
        query = self._search(Domain(list(domain)))
        domains = self._get_desk_domains()
        if query.is_empty() or not domains:
            return dict.fromkeys(domains, 0)
        counts = self.env.execute_query(
            query.select(
                *(
                    SQL(
                        "COUNT(*) FILTER (WHERE %s)",
                        counted.optimize_full(self)._to_sql(self, query.table, query),
                    )
                    for counted in domains.values()
                )
            )
        )
        return dict(zip(domains, counts[0], strict=True))

    @api.model
    def get_desk(self, domain=()):
        """Return what stands above the board of a desk.

        :param domain: what the board shows besides
        :return: {"counters": {name: number}, "links": [{name, label, count, action}],
            "favorites": ids of the user's saved searches, in his order}
        """
        is_of_user = self._is_desk_of_user()
        return {
            "counters": self.get_desk_counters(domain) if is_of_user else {},
            "links": self._get_desk_links() if is_of_user else [],
            "favorites": self._get_desk_favorites().ids,
        }

    @api.model
    def _is_desk_of_user(self):
        """Return whether what the desk counts is the user's to do."""
        return True

    @api.model
    def _get_desk_favorites(self):
        return self.env["ir.filters"].search(
            [("model_id", "=", self._name), ("user_ids", "in", self.env.uid)],
            order="engineering_sequence, name",
        )

    @api.model
    def action_order_desk_favorites(self):
        """Return the action with the list in which the user orders his searches."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_engineering_calc.engineering_desk_action_favorites"
        )
        domain = [("model_id", "=", self._name), ("user_ids", "in", self.env.uid)]
        return {**action, "domain": domain}

    @api.model
    def _get_desk_links(self):
        """Return what leads from the desk to other lists. To be extended."""
        return []
