from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ..common.activity_types import WORK
from ..common.batches import do_in_batches

_lt = LazyTranslate(__name__)

# How long before its end a contract is spoken of.
AHEAD = timedelta(days=14)


class Agreement(models.Model):
    """Managers are reminded of a contract that ends while works under it are open."""

    _name = "agreement"
    _inherit = ["agreement", "engineering.notice.mixin"]

    _activity_type = WORK

    engineering_reminded_of = fields.Date(
        "Reminded of the End",
        readonly=True,
        copy=False,
        export_string_translation=False,
    )

    def write(self, vals):
        result = super().write(vals)
        if {"active", "end_date"}.intersection(vals):
            self._drop_activities()
        return result

    @api.model
    def _cron_remind_of_end(self, limit=100):
        """Remind the managers of the works, once for each end that is set."""
        today = fields.Date.context_today(self)
        ending = self.search(
            Domain("end_date", ">=", today)
            & Domain("end_date", "<=", today + AHEAD)
            & Domain(
                "engineering_work_ids", "any", [("engineering_is_open", "=", True)]
            ),
            order="id",
        )
        do_in_batches(ending, type(ending)._remind_of_end, limit)

    def _remind_of_end(self):
        for contract in self:
            if contract.engineering_reminded_of == contract.end_date:
                continue
            works = contract.engineering_work_ids.filtered("engineering_is_open")
            contract._notify_users(
                works.engineering_lead_id.user_id.filtered("active"),
                _lt(
                    "%(link)s ends on %(date)s, and works are open: they go on, but new"
                    " ones need a longer term or another contract",
                    link=contract,
                    date=contract.end_date,
                ),
                _lt("Extend the contract, or make another"),
            )
            contract.engineering_reminded_of = contract.end_date

    def _get_activity_deadline(self):
        return self.end_date or super()._get_activity_deadline()
