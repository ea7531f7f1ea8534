from odoo import fields, models

from ..common.field_groups import CONTRACTS


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "engineering.plain.text.mixin"]

    # Without a right to contracts, to count them refuses the whole contact.
    agreement_ids = fields.One2many(groups=CONTRACTS)
    agreements_count = fields.Integer(groups=CONTRACTS)

    # Whoever reads a contact prints its papers: these are for all.
    engineering_signatory_id = fields.Many2one(
        "res.partner",
        "Signatory",
        index="btree_not_null",
        domain="[('id', 'child_of', id), ('type', '=', 'contact')]",
        help="Who signs contracts, acts and other papers for this company, with the job"
        " position of this contact.",
    )
    engineering_signatory_basis = fields.Char(
        "Acts on the Basis of",
        translate=True,
        help="What entitles the signatory, as papers say it: “the Charter”, “power of"
        " attorney No. 5 of 12 March 2026”.",
    )

    def _get_address_line(self):
        """Return the address in one line, as papers in the language of `env` have it.

        To be extended.
        """
        lines = self._display_address(without_company=True).split("\n")
        return ", ".join(filter(None, (line.strip(" ,") for line in lines)))
