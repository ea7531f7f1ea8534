from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

# What a calendar asks for, beside the times: whose it shows.
_ASKED = {"partner_ids", "attendee_ids"}


class CalendarEvent(models.Model):
    """A visit tells of a customer, and of where he lives.

    Who may read its calculation, goes there or is invited sees it whole. To all others
    it is what the host makes of a private meeting: somebody is busy.
    """

    _name = "calendar.event"
    _inherit = "calendar.event"

    engineering_is_hidden = fields.Boolean(
        compute="_compute_engineering_is_hidden",
        export_string_translation=False,
        help="The user sees of the visit when it is, and who is busy.",
    )

    @api.depends(
        "user_id",
        "partner_ids",
        "engineering_calculation_id.engineer_id",
        "engineering_calculation_id.team_id",
        "engineering_calculation_id.user_id",
    )
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_engineering_is_hidden(self):
        # Fields are no help: the cache of who may not read them has them empty.
        hidden = set(self.browse(self._search_hidden_visits(self.ids)).ids)
        for event in self:
            event.engineering_is_hidden = event.id in hidden

    @api.model
    def _search_hidden_visits(self, ids=None):
        """Return a query of the visits that the user sees as busy time.

        :param ids: of the events to look among, or None for all
        """
        cards = self.env["engineering.calculation"]
        user = self.env.user
        domain = (
            Domain("engineering_calculation_id", "!=", False)
            & Domain("user_id", "!=", user.id)
            & Domain("partner_ids", "not in", user.partner_id.ids)
        )
        if ids is not None:
            domain &= Domain("id", "in", ids)
        if cards.has_access("read"):
            readable = cards._search(Domain.TRUE)
            domain &= Domain("engineering_calculation_id", "not in", readable)
        # Of visits, others than their readers are not told that they are some.
        return self.sudo()._search(domain, active_test=False)

    def _forget_busy_time(self):
        """Forget what the cache has of visits that the user may not read.

        The host keeps there, for all readers of a transaction, that somebody is busy:
        who goes on as superuser reads what there is.
        """
        field = self._fields["engineering_is_hidden"]
        known = field._get_cache(self.env)
        self.filtered(lambda event: known.get(event.id)).invalidate_recordset()

    # === READ ===

    def _check_private_event_conditions(self):
        return super()._check_private_event_conditions() or (
            not self.env.su and self.engineering_is_hidden
        )

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Find no visit by what its finder may not read of it."""
        domain = Domain(domain)
        if not self.env.su and not kwargs.get("bypass_access"):
            asked = {name.field_expr for name in domain.iter_conditions()}
            if asked - self._get_public_fields() - _ASKED:
                domain &= self._get_domain_of_shown()
        return super()._search(domain, *args, **kwargs)

    @api.model
    def _get_default_privacy_domain(self):
        domain = Domain(super()._get_default_privacy_domain())
        return domain & self._get_domain_of_shown()

    @api.model
    def _get_domain_of_shown(self):
        return Domain("id", "not in", self._search_hidden_visits())

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        result = super()._mail_get_operation_for_mail_message_operation(
            message_operation
        )
        if not self.env.su:
            hidden = self.filtered("engineering_is_hidden")
            result.update(dict.fromkeys(hidden, "write"))
        return result

    # === WRITE ===

    def _check_access(self, operation):
        refused = super()._check_access(operation)
        if self.env.su or operation not in ("write", "unlink") or not self.ids:
            return refused
        hidden = self.browse(self._search_hidden_visits(self.ids))
        if not hidden:
            return refused
        others, _error = refused or (self.browse(), None)
        return hidden | others, self._make_error_of_hidden_visit

    @api.model
    def _make_error_of_hidden_visit(self):
        return AccessError(
            self.env._(
                "Only who may read its calculation, goes there or is invited changes a"
                " visit to a customer. Ask who goes there."
            )
        )
