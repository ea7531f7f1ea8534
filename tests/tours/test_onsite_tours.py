"""An engineer measures on site: with a line that is cut, and beside another phone."""

from odoo.tests import HttpCase, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

TIMEOUT = 300


class OnsiteCase(EngineeringCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.calculation = self.taken()
        self.calculation.env["engineering.measurement"].create(
            [
                {"calculation_id": self.calculation.id, **values}
                for values in (
                    {"name": "Width", "code": "W", "value_min": 1, "value_max": 9},
                    {"name": "Height", "code": "H"},
                    {"name": "Depth", "code": "D"},
                    {"name": "Area", "code": "A", "formula": "W * H"},
                )
            ]
        )
        self.calculation.env["engineering.opening.column"].create(
            [
                {"calculation_id": self.calculation.id, **values}
                for values in (
                    {"name": "Breadth", "code": "B"},
                    {"name": "Count", "code": "n", "value": 1},
                )
            ]
        )

    def value(self, code):
        self.env.invalidate_all()
        return self.calculation.measurement_ids.filtered(
            lambda one: one.code == code
        ).value

    def tour(self, name, url="/odoo/engineering-on-site"):
        self.start_tour(
            f"{url}/{self.calculation.id}",
            name,
            login=self.engineer.login,
            timeout=TIMEOUT,
        )
        self.env.invalidate_all()


@tagged("standard", "post_install", "-at_install")
class TestOnsiteTours(OnsiteCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_cut_line_loses_nothing(self):
        self.calculation.save_openings([{"name": "Old", "cells": {"B": 9}}])
        self.tour("engineering_engineer_measures_on_site")
        values = [self.value(code) for code in "WHDA"]
        self.assertEqual(values, [2.5, 2, 0.4, 5])
        opening = self.calculation.opening_ids
        self.assertEqual(len(opening), 1)
        self.assertEqual(opening.name, "Hall")
        self.assertEqual(opening.cells, {"B": 1.4, "n": 1})
        self.assertEqual(opening.photo_ids.mimetype, "image/png")
        self.assertEqual(opening.photo_ids.res_id, opening.id)

    def test_later_of_two_phones_is_told(self):
        width = self.calculation.measurement_ids.filtered(lambda one: one.code == "W")
        width.value = 2
        self.calculation.save_openings([{"name": "Kitchen", "cells": {"B": 1.4}}])
        self.tour("engineering_two_phones_on_one_value")
        self.assertEqual([self.value(code) for code in "WH"], [2, 3])
        self.assertEqual(self.calculation.opening_ids.cells["B"], 1.7)


@tagged("standard", "post_install", "-at_install")
class TestOnsiteAtTheDesk(OnsiteCase):
    def test_table_at_the_desk_takes_photos(self):
        self.calculation.save_openings([{"name": "Kitchen", "cells": {"B": 1.4}}])
        self.tour(
            "engineering_engineer_photographs_at_the_desk", "/odoo/engineering-desk"
        )
        kitchen, other = self.calculation.opening_ids
        self.assertEqual(kitchen.photo_ids.res_id, kitchen.id)
        self.assertEqual((kitchen.cells["B"], other.cells), (2.2, {"B": 3, "n": 1}))

    def test_openings_are_typed_and_pasted_and_have_lines_of_their_own(self):
        variant = self.variant(
            self.calculation, [{"product_id": self.montage.id, "formula": "B * n"}]
        )
        self.tour("engineering_engineer_types_openings", "/odoo/engineering-desk")
        openings = self.calculation.opening_ids
        self.assertEqual(
            [(one.name, one.cells) for one in openings],
            [
                ("Hall", {"B": 1.5, "n": 2}),
                ("Room", {"B": 3, "n": 1}),
                ("Bath", {"B": 0.7, "n": 1}),
                ("Attic", {"B": 2, "n": 4}),
            ],
        )
        lines = variant.line_ids
        self.assertEqual(lines.opening_id, openings)
        self.assertEqual(lines.mapped("quantity"), [3, 3, 0.7, 8])
