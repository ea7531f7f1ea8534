from odoo import api, fields, models
from odoo.fields import Command


class Agreement(models.Model):
    """The signed copy of a contract: files that stay as they were put there."""

    _name = "agreement"
    _inherit = "agreement"

    engineering_signed_copy_ids = fields.Many2many(
        "ir.attachment",
        "agreement_signed_copy_rel",
        "agreement_id",
        "attachment_id",
        "Signed Copy",
        copy=False,
        tracking=True,
        help="Scans or photos of the contract that both sides have signed. Nobody"
        " changes or deletes them any more; put a better one beside them.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        contracts = super().create(vals_list)
        contracts._keep_signed_copies()
        return contracts

    def write(self, vals):
        result = super().write(vals)
        if "engineering_signed_copy_ids" in vals:
            self._keep_signed_copies()
        return result

    def _keep_signed_copies(self):
        """Make the files the contract's own, as who put them there, and freeze them."""
        for contract in self:
            copies = contract.engineering_signed_copy_ids
            new = copies.filtered(lambda copy: not copy.engineering_frozen)
            if new:
                contract._own_copies(new)

    def _own_copies(self, files):
        """Make files the contract's own, frozen: of another record's, it has copies."""
        own = {"res_model": self._name, "res_id": self.id}
        others = files.filtered(
            lambda file: (
                file.res_id and (file.res_model, file.res_id) != (*own.values(),)
            )
        )
        loose = files - others
        loose.check_access("write")
        loose.write(own)
        loose._freeze()
        copies = others.browse().concat(*(file.copy(own) for file in others))
        copies._freeze()
        if others:
            kept = self.engineering_signed_copy_ids - others | copies
            self.write({"engineering_signed_copy_ids": [Command.set(kept.ids)]})
