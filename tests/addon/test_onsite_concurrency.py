"""Two who measure, or enter lines, at once, over real connections."""

from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.concurrency import ConcurrencyCase


@tagged("standard", "post_install", "-at_install")
class TestOnsiteConcurrency(ConcurrencyCase):
    def setUp(self):
        super().setUp()
        self.calculation = self.taken()
        env = self.calculation.env
        self.width = env["engineering.measurement"].create(
            {"calculation_id": self.calculation.id, "name": "Width", "code": "W"}
        )
        env["engineering.opening.column"].create(
            [
                {"calculation_id": self.calculation.id, "name": code, "code": code}
                for code in ("B", "n")
            ]
        )
        [stored] = self.calculation.save_openings([{"name": "Hall", "cells": {"B": 1}}])
        self.hall = self.calculation.opening_ids.browse(stored["id"])
        self.answers = []
        self.cr.commit()

    def measure(self, value):
        def act(env):
            calculation = env["engineering.calculation"].browse(self.calculation.id)
            row = {"id": self.width.id, "value": value, "over": {"value": 0}}
            self.answers.append(calculation.save_measurements([row])[0])

        return act

    def type_cells(self, row):
        def act(env):
            calculation = env["engineering.calculation"].browse(self.calculation.id)
            self.answers.append(calculation.save_openings([row])[0])

        return act

    def test_later_of_two_phones_is_told(self):
        outcomes = self.race(
            (self.engineer, self.measure(2)), (self.colleague, self.measure(3))
        )
        self.assertEqual(outcomes, [None, None])
        self.assertEqual(
            [one for one in self.answers if "conflicts" in one], self.answers[-1:]
        )
        stored = self.width.value
        self.assertEqual(self.answers[-1]["conflicts"], {"value": stored})

    def test_cells_of_two_phones_are_both_kept(self):
        outcomes = self.race(
            (
                self.engineer,
                self.type_cells(
                    {"id": self.hall.id, "cells": {"B": 2}, "over": {"cells": {"B": 1}}}
                ),
            ),
            (
                self.colleague,
                self.type_cells(
                    {
                        "id": self.hall.id,
                        "cells": {"n": 3},
                        "over": {"cells": {"n": None}},
                    }
                ),
            ),
        )
        self.assertEqual(outcomes, [None, None])
        self.assertEqual(self.hall.cells, {"B": 2, "n": 3})

    def test_row_that_is_sent_again_before_the_answer_is_one_opening(self):
        row = {"id": False, "key": "k1", "name": "Bath", "cells": {"B": 2}}
        outcomes = self.race(
            (self.engineer, self.type_cells(row)), (self.engineer, self.type_cells(row))
        )
        self.assertEqual(outcomes, [None, None])
        self.assertEqual(len(self.calculation.opening_ids), 2)

    def test_photo_that_is_sent_again_before_the_answer_is_there_once(self):
        data = (
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
            "awAAAABJRU5ErkJggg=="
        )
        row = {"id": self.hall.id, "photos": [{"name": "a.png", "data": data}]}
        outcomes = self.race(
            (self.engineer, self.type_cells(row)), (self.engineer, self.type_cells(row))
        )
        self.assertEqual(outcomes, [None, None])
        self.assertEqual(len(self.hall.photo_ids), 1)

    def test_two_sheets_that_edit_one_line(self):
        line = self.variant(self.calculation).line_ids[:1]
        below = len(line.variant_id.line_ids)

        def act(values):
            return lambda env: (
                env["engineering.variant.line"].browse(line.id).write(values)
            )

        outcomes = self.race(
            (self.engineer, act({"quantity": 7})),
            (self.colleague, act({"base_price": 11})),
        )
        self.assertEqual(outcomes, [None, None])
        self.assertEqual((line.quantity, line.base_price), (7, 11))
        self.assertEqual(
            line.price_subtotal, line.variant_id.currency_id.round(7 * line.price_unit)
        )
        self.assertEqual(
            line.variant_id.amount_untaxed,
            sum(line.variant_id.line_ids.mapped("price_subtotal")),
        )
        self.assertEqual(len(line.variant_id.line_ids), below)

    def test_two_lines_of_one_variant_at_once_add_up(self):
        lines = self.variant(
            self.calculation,
            [{"product_id": self.montage.id, "quantity": 1, "base_price": 10}] * 2,
        ).line_ids
        first, second = lines

        def act(line):
            return lambda env: (
                env["engineering.variant.line"].browse(line.id).write({"quantity": 5})
            )

        outcomes = self.race((self.engineer, act(first)), (self.colleague, act(second)))
        self.assertEqual(outcomes, [None, None])
        variant = first.variant_id
        self.assertEqual(
            variant.amount_untaxed, sum(variant.line_ids.mapped("price_subtotal"))
        )

    def test_line_beside_the_handover(self):
        variant = self.variant(self.calculation)
        line = variant.line_ids[:1]
        self.width.value = 1

        def complete(env):
            calculation = env["engineering.calculation"].browse(self.calculation.id)
            calculation._send_event("complete", explanation="Right as it is")

        def write(env):
            env["engineering.variant.line"].browse(line.id).write({"quantity": 999})

        outcomes = self.race((self.engineer, complete), (self.colleague, write))
        self.assertIsNone(outcomes[0])
        self.assertEqual(self.calculation.state, "completed")
        self.assertEqual(line.quantity == 999, outcomes[1] is None)
