from odoo import fields, models

# What numbers of papers begin with, by the codes of their sequences.
PREFIXES = {
    "sale.order": "КП-",
    "engineering.agreement": "Д-",
    "engineering.act": "АКТ-",
}


class ResCompany(models.Model):
    _inherit = "res.company"

    engineering_kpp = fields.Char(
        related="partner_id.engineering_kpp", string="KPP", readonly=False
    )

    def action_number_in_russian(self):
        """Let numbers of the company's papers begin as Russian ones do: КП-00012.

        Its own sequences get these prefixes and go on; where it shares one with other
        companies, it gets one of its own, and the others keep theirs.

        :return: True
        :raises AccessError: the user may not change sequences
        """
        sequences = self.env["ir.sequence"]
        for company in self:
            for code, prefix in PREFIXES.items():
                of_company = [("code", "=", code), ("company_id", "=", company.id)]
                shared = [("code", "=", code), ("company_id", "=", False)]
                if own := sequences.search(of_company, limit=1):
                    own.prefix = prefix
                elif sequence := sequences.search(shared, limit=1):
                    sequence.copy(
                        {
                            "name": f"{sequence.name}: {company.name}",
                            "company_id": company.id,
                            "prefix": prefix,
                            "number_next": 1,
                        }
                    )
        return True
