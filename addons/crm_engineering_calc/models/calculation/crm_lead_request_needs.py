from odoo import models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

# Neither yes nor no says that somebody has thought of it.
NOT_ASKED = ("boolean", "separator")


class CrmLead(models.Model):
    """What is filled in a deal before engineers are asked to calculate it."""

    _name = "crm.lead"
    _inherit = "crm.lead"

    def _check_filled(self, directions_by_lead):
        """Refuse requests for deals that lack what their directions need to know.

        :param directions_by_lead: {deal: the directions that it is sent to}
        :raises UserError: names all that is missing, in all of them
        """
        missing = [
            self.env._(
                "• “%(deal)s”, for “%(direction)s”: %(missing)s",
                deal=lead.name,
                direction=direction.display_name,
                missing=", ".join(labels),
            )
            for lead, directions in directions_by_lead.items()
            for direction in directions
            if (labels := lead._get_missing_for(direction))
        ]
        if missing:
            raise UserError(
                self.env._(
                    "The engineers need to know more. Fill in, then send again:\n"
                    "%(missing)s",
                    missing="\n".join(missing),
                )
            )

    def _get_missing_for(self, direction):
        """Return the labels of what the deal lacks before it is sent to `direction`."""
        self.ensure_one()
        missing = [
            label
            for name in direction._get_required_fields()
            for label in self._get_missing_labels(name)
        ]
        required = direction._get_required_files()
        if required and (files := required - self._count_files()) > 0:
            missing.append(self.env._("files: %(count)s more", count=files))
        return missing

    def _get_missing_labels(self, name):
        """Return how people know what of a field is empty. To be extended."""
        field = self._fields[name]
        value = self[name]
        if field.type == "properties":
            return [
                one.get("string") or one["name"]
                for one in self.read([name])[0][name]
                if one["type"] not in NOT_ASKED and not self._is_property_set(one)
            ]
        is_empty = is_html_empty(value) if field.type == "html" else not value
        return [field._description_string(self.env)] if is_empty else []

    def _is_property_set(self, definition):
        value = definition.get("value")
        return bool(value) or (value == 0 and value is not False)

    def _count_files(self):
        attachments = self.env["ir.attachment"].sudo()
        return attachments.search_count(
            [("res_model", "=", self._name), ("res_id", "=", self.id)]
        )
