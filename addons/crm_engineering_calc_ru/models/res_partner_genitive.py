from odoo import api, fields, models

from ..russian.genitive import get_name_in_genitive, get_post_in_genitive


class ResPartner(models.Model):
    """Who signs, as contracts in Russian say it: in the genitive."""

    _name = "res.partner"
    _inherit = "res.partner"

    engineering_genitive = fields.Char(
        "Post and Name in the Genitive",
        help="How contracts in Russian name who signs: “в лице …”. Write it where what"
        " is guessed of job position and name isn't right.",
    )
    engineering_genitive_guess = fields.Char(
        compute="_compute_engineering_genitive_guess", export_string_translation=False
    )
    engineering_signatory_genitive = fields.Char(
        related="engineering_signatory_id.engineering_genitive",
        string="Signatory in the Genitive",
        readonly=False,
    )
    engineering_signatory_genitive_guess = fields.Char(
        related="engineering_signatory_id.engineering_genitive_guess",
        string="Guess of the Signatory in the Genitive",
        export_string_translation=False,
    )

    @api.depends("function", "name")
    def _compute_engineering_genitive_guess(self):
        for partner in self:
            partner.engineering_genitive_guess = " ".join(
                filter(
                    None,
                    (
                        get_post_in_genitive(partner.function or ""),
                        get_name_in_genitive(partner.name or ""),
                    ),
                )
            )

    def _get_genitive(self):
        """Return post and name in the genitive, as written, or as guessed."""
        return self.engineering_genitive or self.engineering_genitive_guess
