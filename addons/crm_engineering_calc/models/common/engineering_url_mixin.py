from odoo import api, models

from .client_ids import is_id


class EngineeringUrlMixin(models.AbstractModel):
    """A record whose pages open again by their address: in a new tab, or later."""

    _name = "engineering.url.mixin"
    _description = "Record whose pages have an address"

    @api.model
    def _open_from_url(self, method):
        """Return what a button opens of the record that the address names.

        A server action whose path is that of the button's action asks for it: the
        client, which has no button pressed, then knows no more than that record.

        :raise AccessError: for who may not read it
        """
        active_id = self.env.context.get("active_id")
        record = self.browse(active_id if is_id(active_id) else ()).exists()
        record.check_access("read")
        return getattr(record, method)() if record else self._choose_for_url()

    @api.model
    def _choose_for_url(self):
        """Return what is opened where the address names no record. To be extended."""
        calculations = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_engineering_calc.engineering_calculation_action"
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "name": calculations["name"],
            "params": {
                "type": "info",
                "message": self.env._("Choose the calculation to open it from."),
                "next": {**calculations, "target": "main"},
            },
        }
