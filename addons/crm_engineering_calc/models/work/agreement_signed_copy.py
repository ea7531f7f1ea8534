from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools.translate import LazyTranslate

from ..common.field_groups import ADMINISTRATOR
from ..common.own_fields_mixin import is_moved_by_machine

_lt = LazyTranslate(__name__)


class Agreement(models.Model):
    """The signed copy of a contract: files that stay as they were put there.

    While they do, the contract says what both sides have signed.
    """

    _name = "agreement"
    _inherit = ["agreement", "engineering.own.fields.mixin"]

    engineering_signed_copy_ids = fields.Many2many(
        "ir.attachment",
        "agreement_signed_copy_rel",
        "agreement_id",
        "attachment_id",
        "Signed Copy",
        copy=False,
        tracking=True,
        help="Scans or photos of the contract that both sides have signed. Nobody"
        " changes or deletes them any more, nor what the contract says; put a better"
        " one beside them.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        contracts = super().create(vals_list)
        contracts._keep_signed_copies()
        return contracts

    def write(self, vals):
        is_by_hand = not is_moved_by_machine(self.env)
        signed = self._get_what_is_signed() if is_by_hand else {}
        result = super().write(vals)
        for contract, (copies, values) in signed.items():
            contract._check_stays_signed(copies, values)
        if "engineering_signed_copy_ids" in vals:
            self._keep_signed_copies()
        return result

    # === AS IT WAS SIGNED ===

    @api.model
    def _get_signed_terms(self):
        """Return the names of what stays while a signed copy stands. To be extended."""
        return [
            "code",
            "company_id",
            "domain",
            "end_date",
            "engineering_customer_signatory_basis",
            "engineering_customer_signatory_id",
            "engineering_direction_id",
            "engineering_signatory_basis",
            "engineering_signatory_id",
            "engineering_text",
            "is_template",
            "name",
            "partner_id",
            "signature_date",
            "start_date",
        ]

    def _get_what_is_signed(self):
        """Return {contract: (its signed copies, {name: value})} of what was signed.

        What stays does so whoever may read it, hence superuser.
        """
        names = self._get_signed_terms()
        signed = {}
        for contract in self.sudo():
            # Files that are just put there are not its own yet.
            copies = contract.engineering_signed_copy_ids.filtered("engineering_frozen")
            own = copies.filtered(lambda copy, id_=contract.id: copy.res_id == id_)
            if own:
                signed[contract] = own, {name: contract[name] for name in names}
        return signed

    def _check_stays_signed(self, copies, values):
        """Refuse other terms than those that were signed, or fewer copies of them.

        :raises UserError: names what would change, and the remedy
        """
        lost = copies - self.engineering_signed_copy_ids
        changed = [name for name, value in values.items() if self[name] != value]
        labels = [
            self._fields[name]._description_string(self.env)
            for name in (["engineering_signed_copy_ids"] if lost else []) + changed
        ]
        if labels:
            raise UserError(
                self.env._(
                    "A signed copy of contract %(contract)s stands, and what was signed"
                    " stays as it is: %(fields)s. Agree upon a change in a contract of"
                    " its own, or let an engineering administrator take the signed copy"
                    " off first, with the reason.",
                    contract=self.display_name,
                    fields=", ".join(labels),
                )
            )

    def action_take_off_signed_copy(self):
        """Ask why the signed copy is no signed copy of the contract.

        :return: the action that opens the dialog
        :raises UserError: there is none
        :raises AccessError: the user is no engineering administrator
        """
        self.ensure_one()
        self._check_may_take_off()
        return self._open_dialog(
            "engineering.agreement.unsign", self.env._("Take Off the Signed Copy")
        )

    def _check_may_take_off(self):
        self.check_access("read")
        if not self.env.user.has_group(ADMINISTRATOR):
            raise AccessError(
                self.env._(
                    "Only an engineering administrator takes the signed copy off"
                    " contract %(contract)s.",
                    contract=self.display_name,
                )
            )
        if not self.engineering_signed_copy_ids:
            raise UserError(
                self.env._(
                    "Contract %(contract)s has no signed copy.",
                    contract=self.display_name,
                )
            )

    def _take_off_signed_copy(self, reason):
        """Let the contract be without its signed copy, which stays among its files.

        Administrators read contracts, and change nothing else of them: so, superuser.

        :raises UserError: there is none, or no reason is given
        :raises AccessError: the user is no engineering administrator
        """
        self.ensure_one()
        self._check_may_take_off()
        if not (reason or "").strip():
            raise UserError(
                self.env._(
                    "Say why the signed copy of contract %(contract)s is taken off.",
                    contract=self.display_name,
                )
            )
        contract = self.sudo()
        names = ", ".join(contract.engineering_signed_copy_ids.mapped("name"))
        contract._as_machine().write({"engineering_signed_copy_ids": [Command.clear()]})
        contract._post_in_feed(
            _lt(
                "The signed copy is taken off, and stays among the files: %(files)s",
                files=names,
            ),
            reason.strip(),
        )

    # === FILES ===

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
