from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools.translate import LazyTranslate

from ..common.batches import do_in_batches

_lt = LazyTranslate(__name__)

# Who uploads several files does so one after another: they are told of together.
GATHERED = timedelta(minutes=1)


class EngineeringRequestFilesMixin(models.AbstractModel):
    """Files that a deal gets later reach who calculates it, many in one note."""

    _name = "engineering.request.files.mixin"
    _inherit = ["engineering.notice.mixin"]
    _description = "New files of a request"

    untold_attachment_ids = fields.Many2many(
        "ir.attachment",
        "engineering_untold_attachment_rel",
        "calculation_id",
        "attachment_id",
        "Files to Tell of",
        copy=False,
        readonly=True,
        groups="base.group_system",
        export_string_translation=False,
    )

    def _gather_files(self, files):
        """Tell of files soon, together with others that are being uploaded."""
        untold = [Command.link(file.id) for file in files]
        self.sudo()._as_machine().write({"untold_attachment_ids": untold})
        cron = self.env.ref("crm_engineering_calc.ir_cron_request_files")
        cron.sudo()._trigger(fields.Datetime.now() + GATHERED)

    @api.model
    def _cron_tell_files(self):
        """Tell who has the cards which files their deals have more, and of whom."""
        cards = self.search([("untold_attachment_ids", "!=", False)])
        do_in_batches(cards, type(cards)._tell_files, 1)

    def _tell_files(self):
        for card in self:
            files = card.untold_attachment_ids.sorted("id")
            by_author = files.grouped("create_uid")
            card._as_machine().write({"untold_attachment_ids": [Command.clear()]})
            for author, files in by_author.items() if card._is_open() else ():
                card.with_user(author).sudo()._notify_files(files.mapped("name"))

    def _notify_files(self, names):
        self._notify_users(
            self.engineer_id,
            _lt("New files of the deal: %(names)s", names=", ".join(names)),
        )
