import hashlib
from urllib.parse import urlencode

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ..xlsx import Labels, write_workbook


class EngineeringWorkbookMixin(models.AbstractModel):
    """A calculation as a workbook that people go on with, and give back."""

    _name = "engineering.workbook.mixin"
    _description = "Workbook of a calculation"

    def action_export_xlsx(self):
        """Let the browser download all variants as a workbook."""
        self.ensure_one()
        if not self.variant_ids:
            raise UserError(
                self.env._(
                    "%(calculation)s has no variants to export. Add one first.",
                    calculation=self.display_name,
                )
            )
        return self._download_workbook()

    def action_import_xlsx(self):
        """Open the dialog that takes a workbook into the calculation."""
        self._check_can_edit()
        return self._open_import()

    def _open_import(self, variant=None):
        action = self._open_dialog(
            "engineering.estimate.import", self.env._("Import from Excel")
        )
        action["context"] |= {
            "default_variant_id": variant.id if variant else False,
            "dialog_size": "extra-large",
        }
        return action

    def _download_workbook(self, variant=None):
        query = urlencode({"variant_id": variant.id}) if variant else ""
        return {
            "type": "ir.actions.act_url",
            "url": f"/engineering/calculation/{self.id}/xlsx?{query}",
            "target": "download",
        }

    def _export_workbook(self, variants):
        """Return the name and the content of the workbook of these variants."""
        estimate = self._get_estimate(variants)
        content = write_workbook(
            estimate,
            self._get_workbook_labels(),
            facts=self._get_workbook_facts(),
            stamps={one.ref: get_stamp(one) for one in estimate.variants},
        )
        return self._get_workbook_name(variants), content

    def _get_workbook_name(self, variants):
        name = self.display_name
        if len(variants) == 1:
            name = f"{name} {variants.name}"
        return f"{name.replace('/', '-')}.xlsx"

    def _get_workbook_facts(self):
        """Return (label, value) pairs that stand on each sheet. To be extended."""
        facts = (
            (self.env._("Deal"), self.lead_id.name),
            (self.env._("Customer"), self.partner_id.name),
            (self.env._("Direction"), self.direction_id.name),
            (self.env._("Exported"), format_date(self.env, fields.Date.today())),
        )
        return [(label, value) for label, value in facts if value]

    def _get_workbook_labels(self):
        """Return the words on the sheets in the user's language."""
        _ = self.env._
        return Labels(
            calculation=_("Calculation"),
            revision=_("Revision"),
            variant=_("Variant"),
            currency=_("Currency"),
            total=_("Total"),
            hint=_("White cells are yours to change; grey ones are computed."),
            page=_("Page {page} of {pages}"),
            kind=_("Kind"),
            section=_("Section"),
            subsection=_("Subsection"),
            note=_("Note"),
            product_code=_("Code"),
            name=_("Service"),
            unit=_("Unit"),
            formula=_("Formula"),
            quantity=_("Quantity"),
            base_price=_("Base price"),
            coefficients=_("Coefficients"),
            coefficient=_("Coefficient"),
            coefficient_reason=_("Why corrected"),
            calculated_price=_("Engineer's price"),
            price_unit=_("Unit price"),
            amount=_("Amount"),
            measurements=_("Measurements"),
            measurement_code=_("Code"),
            measurement_name=_("Measurement"),
            measurement_value=_("Value"),
            comparison=_("Comparison"),
            difference=_("Difference"),
        )


def get_stamp(variant):
    """Return what tells one state of an `EstimateVariant` from another."""
    return hashlib.sha256(variant.model_dump_json().encode()).hexdigest()
