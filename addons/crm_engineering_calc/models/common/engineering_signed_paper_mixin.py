from odoo import api, fields, models


class EngineeringSignedPaperMixin(models.AbstractModel):
    """A document with its signature, and the paper as it was signed."""

    _name = "engineering.signed.paper.mixin"
    _inherit = ["engineering.own.fields.mixin", "engineering.paper.mixin"]
    _description = "Document whose signed paper is kept"

    engineering_signature_id = fields.Many2one(
        "engineering.signature",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        groups=fields.NO_ACCESS,
    )

    @api.model
    def _get_machine_fields(self):
        return super()._get_machine_fields() | {"engineering_signature_id"}

    def _keep_signed_paper(self, files):
        """Keep the paper that is made when a document is signed, known by its name.

        Its customer finds it by the name that papers have in his language.
        """
        for document in self.sudo():
            signature = document.engineering_signature_id
            if files and signature and not signature.paper_id:
                name = document._get_signed_paper_name()
                paper = files.sudo().filtered(lambda file, name=name: file.name == name)
                if paper:
                    paper[0].name = f"{document._get_paper_file_name()}.pdf"
                    signature._keep_paper(paper[0])

    def _get_signed_paper_name(self):
        """Return the name of the file that is made when the customer signs."""
        self.ensure_one()
        return f"{self._get_paper_file_name()}.pdf"

    def _get_signed_paper_url(self):
        """Return where who may see the document reads it as it was signed."""
        self.ensure_one()
        paper = self.sudo().engineering_signature_id.paper_id
        return paper and f"/web/content/{paper.id}?access_token={paper.access_token}"
