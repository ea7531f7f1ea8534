from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class EngineeringSignature(models.Model):
    """A signature as it was given: who, when, how it looks, and under what.

    Nobody reads or writes it but through its document. One that was undone stays.
    """

    _name = "engineering.signature"
    _inherit = ["engineering.own.fields.mixin"]
    _description = "Signature of a Document"
    _order = "id desc"
    _rec_name = "signed_by"

    document_model = fields.Char(required=True)
    document_id = fields.Many2oneReference(
        model_field="document_model", required=True, index=True
    )
    company_id = fields.Many2one("res.company", required=True)
    signed_by = fields.Char(required=True)
    signed_on = fields.Datetime(required=True)
    zone = fields.Char(required=True, help="On whose clock the hour is told.")
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        help="The customer who signed; none: a colleague recorded it.",
    )
    user_id = fields.Many2one("res.users", "Recorded By")
    image = fields.Binary("Signature", attachment=False)
    content = fields.Json(required=True)
    content_hash = fields.Char(required=True)
    words = fields.Json(
        help="What the content tells of parties, taxes, units: as they were called."
    )
    # Whatever file is deleted, the database looks here for it.
    paper_id = fields.Many2one(
        "ir.attachment", "Signed Paper", index="btree_not_null", ondelete="restrict"
    )
    told_changed = fields.Boolean("Told as Changed")
    ended_on = fields.Datetime("Undone On")
    ended_by_id = fields.Many2one("res.users", "Undone By")
    end_reason = fields.Text("Reason")

    # === CRUD ===

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | set(self._fields) - {
            *models.MAGIC_COLUMNS
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was signed stays in the history."))

    # === PAPER ===

    def _keep_paper(self, attachment):
        """Keep the paper as it was signed, with what proves it."""
        self.ensure_one()
        attachment.description = self.env._(
            "Signed by %(name)s. SHA-256 of the content: %(hash)s",
            name=self.signed_by,
            hash=self.content_hash,
        )
        # Customers read it by this link, and no other can be made later.
        attachment.generate_access_token()
        attachment._freeze()
        self._as_machine().paper_id = attachment

    # === MERGED RECORDS ===

    @api.model
    def _follow_merge(self, records, record):
        """Let what was told of records be told of the one that they become."""
        self.flush_model(["words"])
        for gone in records:
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE engineering_signature
                       SET words = replace(words::text, %(gone)s, %(kept)s)::jsonb
                     WHERE strpos(words::text, %(gone)s) > 0
                       AND strpos(words::text, %(kept)s) = 0
                    """,
                    gone=f'"{gone._name},{gone.id},',
                    kept=f'"{record._name},{record.id},',
                )
            )
        self.invalidate_model(["words"])

    # === END ===

    def _end(self, reason=False):
        """Let signatures stand no longer."""
        self._as_machine().write(
            {
                "ended_on": fields.Datetime.now(),
                "ended_by_id": self.env.uid,
                "end_reason": reason,
            }
        )
