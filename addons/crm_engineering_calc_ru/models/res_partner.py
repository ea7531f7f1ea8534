from stdnum.ru import inn

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..russian import requisites

RUSSIA = "RU"

# What the host takes for "has none".
NO_NUMBER = "/"


class ResPartner(models.Model):
    """A party by the numbers that Russian papers name: ИНН, КПП, ОГРН."""

    _inherit = "res.partner"

    engineering_kpp = fields.Char(
        "KPP",
        help="Reason code of a company's tax registration: nine characters.",
    )

    @api.model
    def _commercial_fields(self):
        return [*super()._commercial_fields(), "engineering_kpp"]

    def _get_company_registry_labels(self):
        return super()._get_company_registry_labels() | {
            RUSSIA: self.env._("OGRN or OGRNIP")
        }

    def _is_russian(self):
        """Return whether it is a party whose numbers are Russian ones."""
        self.ensure_one()
        return self.commercial_partner_id.country_id.code == RUSSIA

    def _get_inn(self):
        """Return the ИНН, digits alone, else an empty text."""
        return inn.compact(self.vat) if self.vat and requisites.is_inn(self.vat) else ""

    @api.constrains("engineering_kpp")
    def _check_kpp(self):
        for partner in self.filtered("engineering_kpp"):
            if not requisites.is_kpp(partner.engineering_kpp):
                raise ValidationError(
                    self.env._(
                        "“%(number)s” is no KPP of %(partner)s: it has nine characters,"
                        " such as 770101001.",
                        number=partner.engineering_kpp,
                        partner=partner.display_name,
                    )
                )

    @api.constrains("vat", "company_registry", "country_id")
    def _check_russian_numbers(self):
        if self.env.context.get("no_vat_validation"):
            return
        for partner in self.filtered(lambda partner: partner._is_russian()):
            partner._check_inn()
            partner._check_ogrn()

    def _check_inn(self):
        if not self.vat or self.vat == NO_NUMBER or requisites.is_inn(self.vat):
            return
        raise ValidationError(
            self.env._(
                "“%(number)s” is no INN of %(partner)s: it has ten digits of a company,"
                " or twelve of a person, and its last ones are the key of the others."
                " Correct it, or write “/” where there is none.",
                number=self.vat,
                partner=self.display_name,
            )
        )

    def _check_ogrn(self):
        if not self.company_registry or requisites.is_ogrn(self.company_registry):
            return
        raise ValidationError(
            self.env._(
                "“%(number)s” is no OGRN of %(partner)s: it has thirteen digits, or"
                " fifteen of an entrepreneur (OGRNIP), and the last one is the key of"
                " the others. Correct it, or leave it empty.",
                number=self.company_registry,
                partner=self.display_name,
            )
        )
