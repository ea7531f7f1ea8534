"""What a program sends as typed on site, or as a photo, that no page would send."""

import base64
from contextlib import suppress
from io import BytesIO

from PIL import Image

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

NO_ROWS = (None, "W", 7, {"id": 1}, ["W"], [7])
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@tagged("standard", "post_install", "-at_install")
class TestOnsiteAttack(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.calculation = self.taken()
        env = self.calculation.env
        self.width = env["engineering.measurement"].create(
            {"calculation_id": self.calculation.id, "name": "Width", "code": "W"}
        )
        env["engineering.opening.column"].create(
            {"calculation_id": self.calculation.id, "name": "Breadth", "code": "B"}
        )
        [stored] = self.calculation.save_openings([{"name": "Hall", "cells": {"B": 1}}])
        self.hall = self.calculation.opening_ids.browse(stored["id"])

    def refused(self, method, rows):
        """Assert that rows are refused in words, and change nothing."""
        with self.subTest(rows=rows), self.env.cr.savepoint() as savepoint:
            with self.assertRaises(UserError):
                method(rows)
            savepoint.rollback()

    def photo(self, size=(8, 8), kind="JPEG", name="IMG_1.jpg"):
        stream = BytesIO()
        Image.effect_noise(size, 50).save(stream, kind)
        return {"name": name, "data": base64.b64encode(stream.getvalue()).decode()}

    def add(self, *photos):
        [row] = self.calculation.save_openings(
            [{"id": self.hall.id, "photos": [*photos]}]
        )
        return row["photos"]

    # === ROWS ===

    def test_rows_that_are_none(self):
        for rows in NO_ROWS:
            self.refused(self.calculation.save_measurements, rows)
            self.refused(self.calculation.save_openings, rows)

    def test_measurements_in_wrong_parts(self):
        id_ = self.width.id
        for row in (
            {"id": [id_]},
            {"id": {}},
            {"id": str(id_)},
            {"id": id_, "value": [1]},
            {"id": id_, "value": {"a": 1}},
            {"id": id_, "value": float("nan")},
            {"id": id_, "value": float("inf")},
            {"id": id_, "value": True},
            {"id": id_, "value": 1, "over": "x"},
            {"id": id_, "value": 1, "over": [1]},
            {"id": id_, "value": 1, "over": {"value": {}}},
            {"id": id_, "photos": 5},
            {"id": id_, "photos": "abc"},
            {"id": id_, "photos": [5]},
            {"id": id_, "photos": {"name": "a", "data": "b"}},
        ):
            self.refused(self.calculation.save_measurements, [row])

    def test_openings_in_wrong_parts(self):
        id_ = self.hall.id
        for row in (
            {"id": [id_]},
            {"key": [1]},
            {"key": {}},
            {"key": 5},
            {"name": 5},
            {"name": ["x"]},
            {"id": id_, "name": {"x": 1}},
            {"cells": "B"},
            {"cells": ["B"]},
            {"id": id_, "cells": "B"},
            {"id": id_, "cells": ["B"]},
            {"id": id_, "cells": 5},
            {"id": id_, "cells": {"B": [1]}},
            {"id": id_, "cells": {"B": {}}},
            {"id": id_, "cells": {"B": float("nan")}},
            {"id": id_, "cells": {"B": 1}, "over": "x"},
            {"id": id_, "cells": {"B": 1}, "over": {"cells": "B"}},
            {"id": id_, "cells": {"B": 1}, "over": {"cells": ["B"]}},
            {"id": id_, "photos": 5},
            {"id": id_, "delete": "yes"},
            {"id": id_, "delete": True, "over": {"cells": [1]}},
        ):
            self.refused(self.calculation.save_openings, [row])
        self.assertEqual(len(self.calculation.opening_ids), 1)

    # === PHOTOS ===

    def test_large_photo_that_is_sent_again_is_there_once(self):
        large = self.photo((2400, 2000))
        for _time in range(2):
            shown = self.add(large)
        self.assertEqual(len(shown), 1)

    def test_photo_is_what_it_holds_whatever_it_is_named(self):
        for name in ("a.html", "a.svg", "a.js", "a.pdf", "a"):
            self.add(self.photo(name=name, kind="PNG", size=(8, 8 + len(name))))
        self.assertEqual({*self.hall.photo_ids.mapped("mimetype")}, {"image/png"})

    def test_drawing_with_a_script_is_no_photo(self):
        for content in (SVG, b'<?xml version="1.0"?>' + SVG):
            for name in ("a.svg", "a.png"):
                file = {"name": name, "data": base64.b64encode(content).decode()}
                self.assertRefused(UserError, "no picture", self.add, file)

    def test_photo_without_a_right_name(self):
        data = self.photo()["data"]
        for name in (None, "", 5, ["a"], {}):
            self.assertRefused(UserError, "", self.add, {"name": name, "data": data})
        self.assertRefused(UserError, "", self.add, {"name": "a.png", "data": ""})

    def test_file_of_another_is_no_photo(self):
        """Who may measure must not come to read what he may not."""
        files = self.env["ir.attachment"]
        hidden = files.create(
            {
                "name": "Of a deal",
                "raw": b"secret",
                "res_model": "crm.lead",
                "res_id": self.deal(self.manager2).id,
            }
        )
        free = self.as_(self.manager2, files).create({"name": "Free", "raw": b"free"})
        for file in hidden | free:
            for record in (self.hall, self.width):
                for command in ((4, file.id), (6, 0, file.ids)):
                    self.link(record, command)
                    for user in (self.engineer, self.colleague):
                        with self.assertRaises(AccessError):
                            self.as_(user, file).read(["raw"])
                        self.as_(user, record).read(["photo_ids"])
                        self.as_(user, self.calculation).read(["opening_table"])

    def link(self, record, command):
        """Try to link a file; whether that is refused is the host's to say."""
        with suppress(AccessError, UserError), self.env.cr.savepoint():
            record.write({"photo_ids": [command]})
            self.env.flush_all()
        self.env.invalidate_all()

    # === RIGHTS ===

    def test_photos_are_added_by_who_measures(self):
        for user in (self.manager, self.manager2, self.outsider, self.employee):
            with self.subTest(user.login):
                self.assertRefused(
                    (AccessError, UserError),
                    "",
                    self.as_(user, self.calculation).save_openings,
                    [{"id": self.hall.id, "photos": [self.photo()]}],
                )
                self.assertRefused(
                    (AccessError, UserError),
                    "",
                    self.as_(user, self.hall).write,
                    {"photo_ids": [(5,)]},
                )

    def test_others_read_neither_table_nor_check_nor_sheet(self):
        variant = self.variant(self.calculation)
        for user in (self.manager2, self.outsider, self.employee):
            calculation, own = self.as_(user, self.calculation), self.as_(user, variant)
            for name, method in (
                ("table", lambda c=calculation: c.read(["opening_table"])),
                ("check", calculation.action_check),
                ("compare", calculation.get_comparison),
                ("sheet", own.action_open_sheet),
                ("paste", lambda v=own: v.action_paste_lines("a\t1")),
                ("room", self.as_(user, variant.line_ids[:1]).make_room),
            ):
                with self.subTest(user=user.login, name=name):
                    self.assertRefused((AccessError, UserError), "", method)

    # === SHEET ===

    def test_pasted_texts(self):
        variant = self.variant(self.calculation)
        for text in (None, 5, [], "", "  ", "\0"):
            with self.subTest(text=text):
                self.assertRefused(UserError, "", variant.action_paste_lines, text)
