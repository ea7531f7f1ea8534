"""What is typed on site: values over values, whose answers may be lost."""

import base64
from io import BytesIO

from PIL import Image

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestOnsite(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.calculation = self.taken()
        self.width, self.height, self.area = self.calculation.env[
            "engineering.measurement"
        ].create(
            [
                {"calculation_id": self.calculation.id, **values}
                for values in (
                    {"name": "Width", "code": "W", "value_min": 1, "value_max": 9},
                    {"name": "Height", "code": "H", "required": True},
                    {"name": "Area", "code": "A", "formula": "W * H"},
                )
            ]
        )
        self.calculation.env["engineering.opening.column"].create(
            [
                {"calculation_id": self.calculation.id, "name": name, "code": code}
                for name, code in (("Breadth", "B"), ("Count", "n"))
            ]
        )
        [stored] = self.calculation.save_openings(
            [{"name": "Kitchen", "cells": {"B": 1.4, "n": 2}}]
        )
        self.kitchen = self.calculation.opening_ids.browse(stored["id"])

    def measure(self, measurement, value, user=None, **row):
        return self.as_(user or self.engineer, self.calculation).save_measurements(
            [{"id": measurement.id, "value": value, **row}]
        )

    def type_cells(self, cells, user=None, **row):
        return self.as_(user or self.engineer, self.calculation).save_openings(
            [{"id": self.kitchen.id, "cells": cells, **row}]
        )

    def photo(self, colour="red", name="IMG_1.jpg"):
        stream = BytesIO()
        Image.new("RGB", (8, 8), colour).save(stream, "JPEG")
        data = base64.b64encode(stream.getvalue()).decode()
        return {"name": name, "data": data}

    # === MEASUREMENTS ===

    def test_value_is_taken_as_people_type_it(self):
        [row] = self.measure(self.width, " 2,5 ", over={"value": 0})
        self.assertEqual((row["value"], self.width.value), (2.5, 2.5))
        self.assertNotIn("conflicts", row)
        [row] = self.measure(self.width, "", over={"value": 2.5})
        self.assertEqual(row["value"], 0)

    def test_what_is_computed_follows(self):
        line = self.variant(
            self.calculation, [{"product_id": self.montage.id, "formula": "A * 2"}]
        ).line_ids
        self.calculation.save_measurements(
            [{"id": self.width.id, "value": 2}, {"id": self.height.id, "value": "1.5"}]
        )
        self.assertEqual((self.area.value, line.quantity), (3, 6))
        shown = self.calculation.opening_table["measurements"]
        self.assertEqual([one["value"] for one in shown], [2, 1.5, 3])
        self.assertEqual(shown[2]["formula"], "W * H")

    def test_what_is_no_value_is_refused_with_its_name(self):
        for value, words in (("wide", "Width"), (40, "1 to 9"), ("1e400", "Width")):
            with self.subTest(value):
                self.assertRefused(
                    ValidationError, words, self.measure, self.width, value
                )
        self.assertRefused(UserError, "W . H", self.measure, self.area, 4)
        self.assertRefused(
            UserError,
            "40",
            self.calculation.save_measurements,
            [{"id": self.height.id, "value": 1}, {"id": self.width.id, "value": 40}],
        )
        self.assertEqual(self.height.value, 0)

    def test_later_of_two_is_told_and_changes_nothing(self):
        self.measure(self.width, 2, user=self.colleague, over={"value": 0})
        [row] = self.measure(self.width, 3, over={"value": 0})
        self.assertEqual(row["conflicts"], {"value": 2})
        self.assertEqual(row["writer"], self.colleague.name)
        self.assertEqual(self.width.value, 2)
        [row] = self.measure(self.width, 3, over={"value": 2})
        self.assertEqual(self.width.value, 3)

    def test_what_both_have_measured_alike_is_no_conflict(self):
        self.measure(self.width, 2, user=self.colleague, over={"value": 0})
        [row] = self.measure(self.width, "2,0", over={"value": 0})
        self.assertNotIn("conflicts", row)

    def test_conflict_holds_nothing_else_back(self):
        self.measure(self.width, 2, user=self.colleague)
        self.calculation.save_measurements(
            [
                {"id": self.width.id, "value": 3, "over": {"value": 0}},
                {"id": self.height.id, "value": 1, "over": {"value": 0}},
            ]
        )
        self.assertEqual((self.width.value, self.height.value), (2, 1))

    def test_who_has_filled_it_in_is_shown_to_others(self):
        self.measure(self.width, 2)
        mine, theirs = (
            self.as_(user, self.calculation).opening_table["measurements"][0]
            for user in (self.engineer, self.colleague)
        )
        self.assertEqual(mine["writer"], "")
        self.assertEqual(theirs["writer"], self.engineer.name)

    def test_what_the_direction_begins_with_nobody_has_filled_in(self):
        self.direction.measurement_ids = [
            fields.Command.create({"name": "Openings", "code": "n", "value": 2})
        ]
        requested = self.requested()
        shown = self.as_(self.engineer, requested).opening_table["measurements"][0]
        self.assertEqual((shown["value"], shown["writer"]), (2, ""))

    # === OPENINGS ===

    def test_later_of_two_is_told_cell_by_cell(self):
        self.type_cells({"B": 1.6}, user=self.colleague)
        [row] = self.type_cells(
            {"B": "1,5", "n": 3}, over={"cells": {"B": 1.4, "n": 2}}
        )
        self.assertEqual(row["conflicts"], {"cells": {"B": 1.6}})
        self.assertEqual(row["writer"], self.colleague.name)
        self.assertEqual(self.kitchen.cells, {"B": 1.6, "n": 3})
        self.type_cells({"B": 1.5}, over={"cells": {"B": 1.6}})
        self.assertEqual(self.kitchen.cells["B"], 1.5)

    def test_label_is_compared_too(self):
        self.kitchen.with_user(self.colleague).name = "Big kitchen"
        [row] = self.calculation.save_openings(
            [{"id": self.kitchen.id, "name": "Hall", "over": {"name": "Kitchen"}}]
        )
        self.assertEqual(row["conflicts"], {"name": "Big kitchen"})
        self.assertEqual(self.kitchen.name, "Big kitchen")

    def test_row_that_is_sent_again_is_no_other_opening(self):
        row = {"id": False, "key": "a1b2", "name": "Hall", "cells": {"B": 2}}
        [first] = self.calculation.save_openings([row])
        [again] = self.calculation.save_openings(
            [
                {
                    **row,
                    "cells": {"B": 2, "n": 4},
                    "over": {"cells": {"B": None, "n": None}},
                }
            ]
        )
        self.assertEqual(first["id"], again["id"])
        self.assertNotIn("conflicts", again)
        self.assertEqual(again["cells"], {"B": 2, "n": 4})
        self.assertEqual(len(self.calculation.opening_ids), 2)

    def test_rows_of_one_key_are_one_opening(self):
        rows = self.calculation.save_openings(
            [
                {"key": "k", "name": "Hall", "cells": {"B": 2}},
                {"key": "k", "cells": {"n": 4}},
                {"cells": {"B": 7}},
                {"cells": {"B": 8}},
            ]
        )
        hall = self.calculation.opening_ids.browse(rows[0]["id"])
        self.assertEqual(len({row["id"] for row in rows}), 3)
        self.assertEqual(rows[1]["id"], hall.id)
        self.assertEqual((hall.name, hall.cells), ("Hall", {"B": 2, "n": 4}))

    # === DELETED OPENINGS ===

    def delete(self, **row):
        [answer] = self.calculation.save_openings(
            [{"id": self.kitchen.id, "delete": True, **row}]
        )
        return answer

    def test_opening_is_deleted_and_deleted_again(self):
        over = {"name": "Kitchen", "cells": {"B": 1.4, "n": 2}}
        for _time in range(2):
            self.assertTrue(self.delete(over=over)["deleted"])
            self.assertFalse(self.kitchen.exists())

    def test_opening_that_another_one_has_changed_is_not_deleted(self):
        over = {"name": "Kitchen", "cells": {"B": 1.4, "n": 2}}
        self.type_cells({"B": 1.6}, user=self.colleague)
        self.kitchen.with_user(self.colleague).name = "Big kitchen"
        answer = self.delete(over=over)
        self.assertEqual(
            answer["conflicts"], {"cells": {"B": 1.6}, "name": "Big kitchen"}
        )
        self.assertEqual(answer["writer"], self.colleague.name)
        self.assertTrue(self.kitchen.exists())
        self.delete(over={"name": "Big kitchen", "cells": {"B": 1.6, "n": 2}})
        self.assertFalse(self.kitchen.exists())

    def test_opening_that_another_one_has_photographed_is_not_deleted(self):
        over = {"name": "Kitchen", "cells": {"B": 1.4, "n": 2}, "photos": []}
        self.type_cells({}, user=self.colleague, photos=[self.photo()])
        photos = self.kitchen.photo_ids.ids
        answer = self.delete(over=over)
        self.assertEqual(answer["conflicts"], {"photos": photos})
        self.assertTrue(self.kitchen.exists())
        self.assertTrue(self.delete(over={**over, "photos": photos})["deleted"])

    def test_photo_that_is_gone_holds_no_deletion_back(self):
        over = {"name": "Kitchen", "cells": {"B": 1.4, "n": 2}, "photos": [10**8]}
        self.assertTrue(self.delete(over=over)["deleted"])

    def test_row_whose_answer_was_lost_is_deleted_by_its_key(self):
        [hall] = self.calculation.save_openings([{"key": "k", "name": "Hall"}])
        self.calculation.save_openings([{"id": False, "key": "k", "delete": True}])
        self.assertFalse(self.kitchen.browse(hall["id"]).exists())

    def test_opening_of_another_calculation_is_not_deleted(self):
        other = self.taken()
        rows = [
            {"name": "Hall"},
            {"id": self.kitchen.id, "delete": True},
        ]
        self.assertRefused(
            UserError, "of another calculation", other.save_openings, rows
        )
        self.assertTrue(self.kitchen.exists())
        self.assertFalse(other.opening_ids)

    def test_deletion_stands_beside_what_is_typed(self):
        deleted, added = self.calculation.save_openings(
            [{"id": self.kitchen.id, "delete": True}, {"name": "Hall"}]
        )
        self.assertTrue(deleted["deleted"])
        self.assertEqual(self.calculation.opening_ids.name, added["name"])

    # === PHOTOS ===

    def test_photo_is_seen_by_colleagues(self):
        [row] = self.type_cells({}, photos=[self.photo()])
        self.assertEqual([one["name"] for one in row["photos"]], ["IMG_1.jpg"])
        photo = self.kitchen.photo_ids
        self.assertEqual(
            (photo.res_model, photo.res_id), (self.kitchen._name, self.kitchen.id)
        )
        for user in (self.colleague, self.manager):
            self.assertTrue(self.as_(user, photo).raw)
        with self.assertRaises(AccessError):
            self.as_(self.outsider, photo).read(["raw"])

    def test_photo_that_is_sent_again_is_there_once(self):
        for _time in range(2):
            self.type_cells({}, photos=[self.photo(), self.photo("blue")])
        self.assertEqual(len(self.kitchen.photo_ids), 2)

    def test_measurement_has_photos(self):
        self.calculation.save_measurements(
            [{"id": self.width.id, "photos": [self.photo()]}]
        )
        shown = self.calculation.opening_table["measurements"][0]
        self.assertEqual(len(shown["photos"]), 1)

    def test_what_is_no_picture_is_refused(self):
        text = base64.b64encode(b"<script>").decode()
        for file in (
            {"name": "a.jpg", "data": text},
            {"name": "a.jpg", "data": "?"},
            {},
        ):
            with self.subTest(file):
                self.assertRefused(UserError, "", self.type_cells, {}, photos=[file])
        self.assertFalse(self.kitchen.photo_ids)

    def test_photo_that_a_program_adds_is_seen_by_colleagues(self):
        data = {"name": "a.jpg", "datas": self.photo()["data"]}
        self.kitchen.photo_ids = [(0, 0, data)]
        opening = self.kitchen.create(
            {"calculation_id": self.calculation.id, "photo_ids": [(0, 0, data)]}
        )
        self.assertEqual(opening.photo_ids.res_id, opening.id)
        for photo in (self.kitchen | opening).photo_ids:
            self.assertTrue(self.as_(self.colleague, photo).raw)

    # === RIGHTS ===

    def test_only_engineers_of_the_team_type(self):
        for user in (self.manager, self.outsider, self.employee):
            with self.subTest(user.login):
                self.assertRefused(
                    (AccessError, UserError), "", self.measure, self.width, 1, user=user
                )
                self.assertRefused(
                    (AccessError, UserError), "", self.type_cells, {"n": 1}, user=user
                )
        self.measure(self.width, 2, user=self.colleague)
        self.assertEqual(self.width.value, 2)

    def test_closed_calculation_takes_nothing(self):
        self.height.value = 1
        self.variant(self.calculation)
        self.complete(self.calculation)
        for call, args in (
            (self.measure, (self.width, 2)),
            (self.type_cells, ({"n": 1},)),
        ):
            self.assertRefused(UserError, "Completed", call, *args)
        self.assertRefused(
            UserError, "Completed", self.type_cells, {}, photos=[self.photo()]
        )

    def test_row_of_another_calculation_is_refused(self):
        other = self.taken()
        self.assertRefused(
            UserError,
            other.name,
            other.save_measurements,
            [{"id": self.width.id, "value": 1}],
        )
        for rows in ("W", [["W"]], [{"value": 1}]):
            self.assertRefused(UserError, "", self.calculation.save_measurements, rows)
