from odoo import models


class EngineeringCalculation(models.Model):
    """A calculation begins with what the customer has measured himself."""

    _name = "engineering.calculation"
    _inherit = "engineering.calculation"

    def _get_inquiry(self):
        """Return the customer's last request for the direction, if he has sent any."""
        # Whoever takes a calculation reads no requests of customers, hence superuser.
        return self.lead_id.sudo().engineering_inquiry_ids.filtered(
            lambda inquiry: inquiry.direction_id == self.direction_id
        )[:1]

    def _prepare_direction_measurement(self, measurement):
        values = super()._prepare_direction_measurement(measurement)
        measured = self._get_inquiry().measured or {}
        value = measured.get(measurement.code)
        # It fitted when it came; what is asked for may be another since.
        is_asked = value is not None and measurement.asked_of_customer
        if is_asked and not measurement._find_reason(value):
            values["value"] = value
        return values

    def _add_direction_columns(self):
        # A copy has its columns already, and what has become of its openings.
        begun = self.filtered(lambda calculation: not calculation.opening_column_ids)
        result = super()._add_direction_columns()
        self.opening_ids.create(
            [
                values
                for calculation in begun
                if not calculation.opening_ids
                for values in calculation._prepare_customer_openings()
            ]
        )
        return result

    def _prepare_customer_openings(self):
        """Return the values of the openings that the customer has measured."""
        self.ensure_one()
        rows = self._get_inquiry().openings or []
        columns = self.direction_id._get_asked_columns()
        usual = {
            column.code: column.value
            for column in self.opening_column_ids
            if column.value
        }
        word = self.direction_id._get_opening_word()
        return [
            {
                "calculation_id": self.id,
                "sequence": number,
                **({"name": f"{word} {number}"} if word else {}),
                "cells": {**usual, **columns._read_told_cells(cells)},
            }
            for number, cells in enumerate(rows, start=1)
        ]
