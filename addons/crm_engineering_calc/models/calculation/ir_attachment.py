from odoo import api, models
from odoo.fields import Domain

VISITS = "calendar.event"


class IrAttachment(models.Model):
    """A file of a deal reaches who calculates it, and one of a visit nobody else."""

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        if any(vals.get("res_model") == "crm.lead" for vals in vals_list):
            attachments.sudo()._gather_for_calculations()
        return attachments

    def write(self, vals):
        result = super().write(vals)
        # A file of a message is there before the message is.
        if vals.get("res_model") == "crm.lead":
            self.sudo()._gather_for_calculations()
        return result

    @api.model
    def _search(self, domain, *args, **kwargs):
        domain = Domain(domain)
        sees_all = self.env.su or kwargs.get("bypass_access")
        # Asked for files of some models, the host doesn't look at those it finds.
        if not sees_all and self._are_visits_asked(domain):
            hidden = self.env[VISITS]._search_hidden_visits()
            domain &= Domain("res_model", "!=", VISITS) | Domain(
                "res_id", "not in", hidden
            )
        return super()._search(domain, *args, **kwargs)

    @api.model
    def _are_visits_asked(self, domain):
        return any(
            condition.field_expr == "res_model" and VISITS in str(condition.value)
            for condition in domain.iter_conditions()
        )

    def _inaccessible_comodel_records(self, model_and_ids, operation):
        """Keep files of visits from who may not read what these are about."""
        yield from super()._inaccessible_comodel_records(model_and_ids, operation)
        ids = model_and_ids.get(VISITS)
        if ids and not self.env.su:
            for visit_id in self.env[VISITS]._search_hidden_visits(list(ids)):
                yield VISITS, visit_id

    def _gather_for_calculations(self):
        """Let the engineers of deals be told which files these have more."""
        files = self.filtered(
            lambda file: (
                file.res_model == "crm.lead" and file.res_id and not file.res_field
            )
        )
        by_lead = files.grouped("res_id")
        leads = self.env["crm.lead"].browse(by_lead).exists()._with_cards()
        for calculation in leads._search_open_calculations():
            calculation._gather_files(by_lead[calculation.lead_id.id])
