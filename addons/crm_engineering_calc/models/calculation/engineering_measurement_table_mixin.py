from odoo import models
from odoo.exceptions import UserError


class EngineeringMeasurementTableMixin(models.AbstractModel):
    """Measurements as one screen, each value saved as it is typed."""

    _name = "engineering.measurement.table.mixin"
    _description = "Screen of measurements"

    def save_measurements(self, rows):
        """Change measurements, as they are typed on site.

        :param rows: a list of {"id": of the measurement, "value": the number or text
            that is typed, "over": {"value": what it is typed over}, "photos": more of
            them, as {"name", "data": base64}}; what is left out stays, and a value
            without `over` is written over any
        :return: as many rows as they are stored, as `opening_table` has them; where
            another one has stored something else meanwhile, that is kept: the row says
            so with "conflicts": {"value": what is stored} and its "writer"
        :raises UserError: a value is no number, outside of its bounds or computed, or
            the calculation is closed; nothing is written then
        """
        found = self._find_rows(rows, self.measurement_ids)
        if not all(found):
            raise UserError(self.env._("Name the measurement of each row by its id."))
        values, conflicts = {}, {}
        for measurement, row in zip(found, rows, strict=True):
            if "value" not in row:
                continue
            value = measurement._read_typed(row["value"])
            over = (row.get("over") or {}).get("value", measurement.value)
            if self._is_stored_meanwhile(measurement.value, over or 0.0, value):
                conflicts[measurement] = self._prepare_conflicts(
                    measurement, {"value": measurement.value}
                )
            else:
                values[measurement] = value
        measurements = self.measurement_ids.filtered(lambda one: one in values)
        measurements._set_values(values)
        for measurement, row in zip(found, rows, strict=True):
            measurement._add_photos(row.get("photos", ()))
        return [
            {**measurement._prepare_shown()[0], **conflicts.get(measurement, {})}
            for measurement in found
        ]
