import hashlib
from urllib.parse import urlencode

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ...xlsx import Labels, write_workbook


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
        return Labels(
            calculation=self.env._("Calculation"),
            revision=self.env._("Revision"),
            variant=self.env._("Variant"),
            currency=self.env._("Currency"),
            rounding=self.env._("Rounding"),
            untaxed=self.env._("Untaxed Amount"),
            carried=self.env._("as exported"),
            total=self.env._("Total"),
            hint=self.env._("White cells are yours to change; grey ones are computed."),
            page=self.env._("Page {page} of {pages}"),
            kind=self.env._("Kind"),
            section=self.env._("Section"),
            subsection=self.env._("Subsection"),
            note=self.env._("Note"),
            product_code=self.env._("Code"),
            name=self.env._("Service"),
            unit=self.env._("Unit"),
            formula=self.env._("Formula"),
            quantity=self.env._("Quantity"),
            base_price=self.env._("Base price"),
            coefficients=self.env._("Coefficients"),
            coefficient=self.env._("Coefficient"),
            coefficient_reason=self.env._("Why corrected"),
            calculated_price=self.env._("Engineer's price"),
            price_unit=self.env._("Unit price"),
            included_tax=self.env._("incl. tax"),
            amount=self.env._("Amount"),
            taxes=self.env._("Taxes"),
            measurements=self.env._("Measurements"),
            measurement_code=self.env._("Code"),
            measurement_name=self.env._("Measurement"),
            measurement_value=self.env._("Value"),
            openings=self.env._("Openings"),
            opening_name=self.env._("Opening"),
            comparison=self.env._("Comparison"),
            difference=self.env._("Difference"),
            extra=tuple(self._get_extra_fields().values()),
        )


def get_stamp(variant):
    """Return what tells one state of an `EstimateVariant` from another."""
    return hashlib.sha256(variant.model_dump_json().encode()).hexdigest()
