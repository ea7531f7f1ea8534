"""Lines of an act are created together: as the host creates them, one by one."""

from unittest.mock import patch

from odoo.models import BaseModel
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

# What two acts differ by.
OWN = {"id", "act_id", "create_date", "display_name", "write_date"}


@tagged("standard", "post_install", "-at_install")
class TestLineCreation(EngineeringCase):
    def setUp(self):
        super().setUp()
        self.work = self.done(self.worked(self.ordered()))
        self.names = [
            name
            for name, field in self.env["engineering.act.line"]._fields.items()
            if name not in OWN
        ]

    def test_lines_are_as_the_host_creates_them(self):
        act = self.acted(self.work)
        ours = act.line_ids.read(self.names)
        act.env.flush_all()
        act.env.invalidate_all()
        stored = act.line_ids.read(self.names)
        act.unlink()
        with patch.object(
            self.env.registry["engineering.act.line"], "_create", BaseModel._create
        ):
            theirs = self.acted(self.work).line_ids.read(self.names)
        self.assertTrue(ours)
        for rows in (ours, stored, theirs):
            for row in rows:
                row.pop("id")
        self.assertEqual(ours, theirs)
        self.assertEqual(stored, theirs)

    def test_amounts_are_rounded_as_their_currency_is(self):
        amounts = {"price_subtotal": 10.004, "price_tax": 1.006, "price_total": 11.01}
        with patch.object(
            self.env.registry["engineering.act.line"],
            "_prepare_amounts",
            lambda lines, accepted: amounts,
        ):
            line = self.acted(self.work).line_ids[0]
        self.assertEqual((line.price_subtotal, line.price_tax), (10.0, 1.01))
        line.env.flush_all()
        line.invalidate_recordset()
        self.assertEqual((line.price_subtotal, line.price_tax), (10.0, 1.01))
