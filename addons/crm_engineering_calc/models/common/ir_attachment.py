from odoo import api, fields, models
from odoo.exceptions import UserError

from .own_fields_mixin import is_moved_by_machine

# Made of the file by who looks at it, and no part of it.
LOOKS = frozenset({"thumbnail"})


class IrAttachment(models.Model):
    """Files that stay as signed or sent: nobody rewrites, moves or deletes them.

    Guards stand where all ways meet: the chatter deletes as superuser.
    """

    _name = "ir.attachment"
    _inherit = ["ir.attachment", "engineering.own.fields.mixin"]

    _engineering_frozen_idx = models.Index("(id) WHERE engineering_frozen")

    engineering_frozen = fields.Boolean(
        "Frozen",
        readonly=True,
        copy=False,
        help="The file belongs to something that was signed, or sent to a customer,"
        " and stays as it is.",
    )

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | {"engineering_frozen"}

    def write(self, vals):
        if not LOOKS.issuperset(vals):
            self._check_not_frozen()
        return super().write(vals)

    def generate_access_token(self):
        """Return a token for each file, as the host does to send it as a link.

        It says nothing of what is in a frozen file: nobody chooses it.
        """
        return [
            token
            for file in self
            for token in super(
                IrAttachment, file._as_machine() if file.engineering_frozen else file
            ).generate_access_token()
        ]

    def _migrate(self):
        # The administrator keeps all files elsewhere: what they say stays.
        frozen = self.sudo().filtered("engineering_frozen").sudo(self.env.su)
        for file in frozen:
            super(IrAttachment, file._as_machine())._migrate()
        return super(IrAttachment, self - frozen)._migrate()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        (self - self._get_gone_along())._check_not_frozen()

    def _get_gone_along(self):
        """Return the files that go with their records, frozen or not. To be extended.

        The host deletes the files of a record when the record is gone.
        """
        return self.browse()

    def _check_not_frozen(self):
        if is_moved_by_machine(self.env):
            return
        frozen = self.sudo().filtered("engineering_frozen")
        # What is signed is told to who may change the file alone.
        if frozen:
            frozen.with_env(self.env).check_access("write")
        for attachment in frozen:
            raise UserError(attachment._get_frozen_refusal())

    def _get_frozen_refusal(self):
        """Return why the file stays as it is. To be extended."""
        return self.env._(
            "“%(file)s” belongs to something that was signed, or sent to a customer:"
            " it can't be changed, moved, published or deleted. Attach a better file"
            " beside it. What was signed by mistake is undone in its document.",
            file=self.name,
        )

    def _freeze(self):
        """Let files stay as they are."""
        self._as_machine().write({"engineering_frozen": True})
