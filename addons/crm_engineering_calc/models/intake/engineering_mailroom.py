import logging

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import email_normalize

from ...domain.incoming import HEADERS, find_automatic_mark, find_numbers

_logger = logging.getLogger(__name__)

DEAL = "crm.lead"


class EngineeringMailroom(models.AbstractModel):
    """Where a mail goes that would become a deal.

    What the host sends elsewhere is not looked at. The gateway has no user who may read
    papers, hence superuser.
    """

    _name = "engineering.mailroom"
    _description = "Mailroom"

    # === SORTING ===

    @api.model
    def _sort(self, message, message_dict, parent, routes):
        """Return the routes of a mail: a paper's thread instead of a deal, or none.

        :param parent: the message that the mail answers, if that is known
        :param routes: where the host sends it
        """
        sorted_routes = []
        for route in routes:
            model, thread_id = route[:2]
            if model == DEAL and not thread_id:
                route = self._sort_new(message, message_dict, parent, route)
            if route and route not in sorted_routes:
                sorted_routes.append(route)
        return sorted_routes

    @api.model
    def _sort_new(self, message, message_dict, parent, route):
        alias = route[-1]
        is_ours = self._is_ours(alias)
        if paper := is_ours and self._get_thread(parent):
            message_dict["parent_id"] = parent.id
            return self._route_to(message, message_dict, paper, route)
        if paper := self._find_paper_of_sender(message_dict):
            return self._route_to(message, message_dict, paper, route)
        mark = is_ours and self._find_mark(message)
        if mark:
            _logger.info(
                "Mail %s from %s to %s makes no deal: automatic by its header %s",
                message_dict["message_id"],
                message_dict["email_from"],
                message_dict["to"],
                mark,
            )
            return None
        return route

    @api.model
    def _rescue(self, message, message_dict):
        """Return the routes of what is written to nobody, but by a customer of ours.

        The host would send it back: a reply whose references were lost on the way.
        """
        if not self.env["mail.thread"]._detect_write_to_catchall(message_dict):
            return []
        if message_dict.get("is_bounce") or self._find_mark(message):
            return []
        user_id = self.env.uid
        if paper := self._find_paper_of_sender(message_dict):
            route = (paper._name, paper.id, None, user_id, None)
            route = self._route_to(message, message_dict, paper, route)
            return [route] if route else []
        deals = self.env[DEAL].sudo()
        deal = deals.search(
            Domain("engineering_direction_id", "!=", False)
            & deals._get_sender_domain(
                email_normalize(message_dict["email_from"]),
                self._find_senders(message_dict),
            ),
            order="id desc",
            limit=1,
        )
        if not deal:
            return []
        defaults = {
            "type": "opportunity",
            "engineering_direction_id": deal.engineering_direction_id.id,
        }
        message_dict.pop("parent_id", None)
        return [(DEAL, 0, defaults, user_id, self.env["mail.alias"])]

    @api.model
    def _route_to(self, message, message_dict, record, route):
        """Return the route of a mail to a record's thread, none: it is not open."""
        _logger.info(
            "Mail %s from %s belongs to %s",
            message_dict["message_id"],
            message_dict["email_from"],
            record,
        )
        return self.env["mail.thread"]._routing_check_route(
            message,
            message_dict,
            (record._name, record.id, None, route[3], None),
            raise_exception=False,
        )

    # === FACTS ===

    @api.model
    def _is_ours(self, alias):
        """Return whether an address is of a direction, or of its sales team."""
        alias = alias and alias.sudo()
        if not alias:
            return False
        parent = alias.alias_parent_model_id.model
        if parent == "engineering.direction":
            return True
        return parent == "crm.team" and self._is_served(alias.alias_parent_thread_id)

    @api.model
    def _is_served(self, team_id):
        """Return whether deals of directions are given to a sales team."""
        directions = self.env["engineering.direction"].sudo()
        return bool(
            team_id
            and directions.search_count([("sales_team_id", "=", team_id)], limit=1)
        )

    @api.model
    def _find_mark(self, message):
        return find_automatic_mark(
            {name: str(message.get(name) or "") for name in HEADERS}
        )

    @api.model
    def _find_senders(self, message_dict):
        """Return the contacts with the address that a mail comes from."""
        address = email_normalize(message_dict.get("email_from") or "")
        contacts = self.env["res.partner"].sudo()
        if not address:
            return contacts
        return contacts.search([("email_normalized", "=", address)])

    @api.model
    def _get_thread(self, parent):
        """Return our paper whose thread a message is of."""
        if not parent or parent.model not in self._get_papers():
            return None
        return self.env[parent.model].sudo().browse(parent.res_id).exists()

    # === PAPERS ===

    @api.model
    def _get_papers(self):
        """Return {model: (field of its number, its customer, which of its records)}.

        The first that a subject names is the one that is meant: an act names its
        contract too. To be extended.
        """
        return {
            "engineering.act": ("name", "partner_id", Domain.TRUE),
            "engineering.calculation": ("name", "lead_id.partner_id", Domain.TRUE),
            "sale.order": (
                "name",
                "partner_id",
                Domain("engineering_calculated", "=", True),
            ),
            "agreement": ("code", "partner_id", Domain.TRUE),
        }

    @api.model
    def _find_paper_of_sender(self, message_dict):
        """Return the paper that a subject names, if its customer has written it."""
        customers = self._find_senders(message_dict).commercial_partner_id
        if not customers:
            return None
        return self._find_paper(message_dict, customers)

    @api.model
    def _find_paper(self, message_dict, customers=None):
        """Return the one paper that a subject names, of some customers or any."""
        numbers = find_numbers(message_dict.get("subject") or "")
        if not numbers:
            return None
        for model, (number, customer, domain) in self._get_papers().items():
            papers = self.env[model].sudo()
            domain &= Domain(number, "in", list(numbers))
            if customers is not None:
                domain &= Domain(
                    f"{customer}.commercial_partner_id", "in", customers.ids
                )
            found = papers.search(domain, limit=2)
            if found:
                return found if len(found) == 1 else None
        return None
