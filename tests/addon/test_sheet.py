"""Lines entered in a sheet: where new ones stand, and rows of a spreadsheet pasted."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase


@tagged("standard", "post_install", "-at_install")
class TestSheet(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.calculation = self.taken()

    def make(self, *names):
        return self.variant(
            self.calculation,
            [
                {"product_id": self.montage.id, "name": name, "base_price": 10.0}
                for name in names
            ],
        )

    def names(self, variant):
        variant.invalidate_recordset()
        return variant.line_ids.mapped("name")

    def test_opens_the_lines_of_one_variant_to_be_edited(self):
        variant = self.make("A", "B")
        action = variant.action_open_sheet()
        lines = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(lines, variant.line_ids)
        self.assertTrue(action["context"]["edit"])
        self.assertEqual(action["context"]["default_variant_id"], variant.id)

    def test_is_read_only_where_lines_can_not_be_edited(self):
        variant = self.make("A")
        self.calculation.action_complete()
        context = variant.action_open_sheet()["context"]
        self.assertFalse(context["edit"] or context["create"] or context["delete"])

    # === BY THE ADDRESS ===

    def open(self, name, user=None, **context):
        action = self.env.ref(f"crm_engineering_calc.engineering_variant_action_{name}")
        return action.with_user(user or self.engineer).with_context(**context).run()

    def test_opens_again_by_its_address(self):
        variant = self.make("A")
        for name, button in (("sheet", "open_sheet"), ("arrange", "arrange")):
            pressed = getattr(variant, f"action_{button}")()
            opened = self.open(name, active_id=variant.id)
            self.assertEqual(opened, pressed)
            server_action = self.env.ref(
                f"crm_engineering_calc.engineering_variant_action_{name}"
            )
            self.assertEqual(pressed["path"], server_action.path)
            self.assertEqual(pressed["context"]["active_id"], variant.id)

    def test_opens_by_its_address_to_be_read_where_it_is_closed(self):
        variant = self.make("A")
        self.calculation.action_complete()
        self.assertFalse(self.open("sheet", active_id=variant.id)["context"]["edit"])

    def test_address_of_no_variant_leads_to_calculations(self):
        gone = self.make("A")
        gone_id = gone.id
        gone.unlink()
        for context in ({}, {"active_id": gone_id}, {"active_id": "x"}):
            opened = self.open("sheet", **context)
            self.assertEqual(
                opened["params"]["next"]["res_model"], "engineering.calculation"
            )

    def test_address_shows_no_variant_of_others(self):
        variant = self.make("A")
        with self.assertRaises(AccessError):
            self.open("sheet", user=self.employee, active_id=variant.id)

    # === PLACES ===

    def test_a_line_is_put_right_below_another(self):
        variant = self.make("A", "B", "C")
        # They are equal in many databases: then the order is that of making.
        variant.line_ids.sequence = 10
        below = variant.line_ids[0]
        below.copy({"name": "A2", "sequence": below.make_room()})
        below.copy({"name": "A1", "sequence": below.make_room()})
        self.assertEqual(self.names(variant), ["A", "A1", "A2", "B", "C"])

    def test_a_line_is_moved_past_those_of_the_same_sequence(self):
        variant = self.make("A", "B", "C", "D")
        variant.line_ids.sequence = 10
        first, second, third, last = variant.line_ids
        last.move_beside(first.id)
        self.assertEqual(self.names(variant), ["A", "D", "B", "C"])
        last.move_beside(third.id)
        self.assertEqual(self.names(variant), ["A", "B", "C", "D"])
        last.move_beside(first.id, below=False)
        self.assertEqual(self.names(variant), ["D", "A", "B", "C"])
        second.move_beside(third.id)
        self.assertEqual(self.names(variant), ["D", "A", "C", "B"])

    def test_a_line_is_moved_only_among_its_own_where_they_can_be_edited(self):
        line = self.make("A", "B").line_ids[0]
        other = self.make("C").line_ids
        with self.assertRaisesRegex(UserError, "Reload the page"):
            line.move_beside(other.id)
        with self.assertRaises(UserError):
            line.with_user(self.manager).move_beside(line.variant_id.line_ids[1].id)
        self.calculation.action_complete()
        with self.assertRaises(UserError):
            line.move_beside(line.variant_id.line_ids[1].id)

    def test_room_is_made_only_where_lines_can_be_edited(self):
        line = self.make("A").line_ids
        self.calculation.action_complete()
        with self.assertRaises(UserError):
            line.make_room()

    def test_room_is_not_made_by_managers(self):
        line = self.make("A").line_ids
        with self.assertRaises(UserError):
            line.with_user(self.manager).make_room()

    def test_pasted_rows_are_looked_at_and_become_lines(self):
        variant = self.make("A")
        action = variant.action_paste_lines(f"{self.montage.name}\t3\n")
        # The sheet asks for the action by itself: nothing adds views to it.
        self.assertEqual(action["views"], [(False, "form")])
        wizard = self.env[action["res_model"]].with_user(self.engineer)
        wizard = wizard.browse(action["res_id"])
        self.assertEqual(wizard.variant_id, variant)
        self.assertEqual(wizard.step, "columns")
        wizard.column_ids[0].meaning = "name"
        wizard.column_ids[1].meaning = "quantity"
        wizard.action_preview()
        self.assertEqual(len(variant.line_ids), 1)
        wizard.action_confirm()
        self.assertEqual(variant.line_ids.mapped("quantity"), [1.0, 3.0])

    def test_nothing_is_pasted_where_lines_can_not_be_edited(self):
        variant = self.make("A")
        with self.assertRaisesRegex(UserError, "nothing to paste"):
            variant.action_paste_lines(" \n")
        self.calculation.action_complete()
        with self.assertRaises(UserError):
            variant.action_paste_lines("Work\t3")

    def test_an_edited_cell_asks_as_much_of_a_long_variant(self):
        counts = []
        for size in (10, 60):
            line = self.make(*map(str, range(size))).line_ids[5]
            self.env.flush_all()
            for quantity in (5.0, 6.0):
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                line.web_save({"quantity": quantity}, {"price_subtotal": {}})
                self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)
