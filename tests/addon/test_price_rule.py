"""A workbook says the amounts of the screen, whatever taxes and rounding do."""

import random
import tempfile
import unittest
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

from tools.office import OFFICE, recalculate

SEED = 20261126
INCLUDED = {"price_include_override": "tax_included"}


@tagged("standard", "post_install", "-at_install")
class TestPriceRule(EngineeringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        tax = cls._make_tax
        group = {
            name: cls.env["account.tax.group"].create({"name": name}).id
            for name in ("VAT", "Eco")
        }
        vat20 = tax("20%", 20, tax_group_id=group["VAT"])
        vat10 = tax("10%", 10, tax_group_id=group["VAT"])
        in20 = tax("In 20%", 20, tax_group_id=group["VAT"], **INCLUDED)
        eco = tax("Eco", 1.23, amount_type="fixed", tax_group_id=group["Eco"])
        division = tax("Division", 12, amount_type="division", **INCLUDED)
        no_tax = vat20.browse()
        cls.plain = cls._make_services([vat20])
        cls.gross = cls._make_services([in20])
        cls.mixed = cls._make_services(
            [no_tax, vat20, vat10 | eco, in20, eco | in20, division]
        )
        cls.direction.product_tmpl_ids |= (
            cls.plain | cls.gross | cls.mixed
        ).product_tmpl_id

    @classmethod
    def _make_tax(cls, name, amount, **values):
        return cls.env["account.tax"].create({"name": name, "amount": amount, **values})

    @classmethod
    def _make_services(cls, tax_sets):
        return cls.env["product.product"].concat(
            *(
                cls.service(f"Service {number}", 1.0, taxes_id=[Command.set(taxes.ids)])
                for number, taxes in enumerate(tax_sets)
            )
        )

    def _make_variant(self, services, name):
        pick = random.Random(SEED)
        lines = [
            (
                pick.choice(services),
                pick.choice((1.0, 3.0, round(pick.uniform(0.01, 99), 2))),
                round(10 ** pick.uniform(-1, 5), 2),
            )
            for _line in range(40)
        ]
        return self.variant(self.taken(), lines, name=name)

    def _make_all(self):
        """Yield what a variant is called, and it, with either way to round."""
        kinds = {"plain": self.plain, "gross": self.gross, "mixed": self.mixed}
        for method in ("round_per_line", "round_globally"):
            self.env.company.tax_calculation_rounding_method = method
            for kind, services in kinds.items():
                name = f"{kind} {method}"
                yield name, self._make_variant(services, name)

    def test_estimate_has_the_amounts_of_the_screen_and_of_the_order(self):
        for name, variant in self._make_all():
            with self.subTest(name):
                estimate = variant.calculation_id._get_estimate(variant)
                exported = estimate.variants[0]
                for line, item in zip(variant.line_ids, exported.lines, strict=True):
                    price = estimate.price_line(exported, item)
                    self.assertEqual(float(price.price_unit), line.price_unit)
                    self.assertEqual(float(price.price_subtotal), line.price_subtotal)
                untaxed = float(estimate.amount_untaxed(exported))
                self.assertEqual(untaxed, variant.amount_untaxed)
                total = float(estimate.amount_total(exported))
                self.assertEqual(total, variant.amount_total)
                order = variant.sudo()._create_order()
                self.assertEqual(total, order.amount_total)
                groups = order.tax_totals["subtotals"]
                self.assertEqual(
                    {
                        group["group_name"]: round(group["tax_amount_currency"], 2)
                        for subtotal in groups
                        for group in subtotal["tax_groups"]
                    },
                    {tax.name: float(tax.amount) for tax in exported.taxes},
                )

    @unittest.skipIf(OFFICE is None, "LibreOffice is not installed")
    def test_workbook_computes_the_amounts_of_the_screen(self):
        screens, workbooks = {}, {}
        for name, variant in self._make_all():
            # What is open follows the company when it rounds in the other way.
            screens[name] = self._read_screen(variant)
            workbooks[name] = variant.calculation_id._export_workbook(variant)[1]
        with tempfile.TemporaryDirectory() as folder:
            saved = recalculate(Path(folder), workbooks)
        for name, (subtotals, totals) in screens.items():
            with self.subTest(name):
                sheet = load_workbook(BytesIO(saved[name]), data_only=True).active
                amounts = [
                    row[14].value for row in sheet.iter_rows(6, 5 + len(subtotals))
                ]
                self.assertEqual(amounts, subtotals)
                shown = {
                    row[4].value: row[14].value
                    for row in sheet.iter_rows()
                    if row[0].value == "total"
                }
                self._assert_totals(shown, *totals)

    def _read_screen(self, variant):
        """Return the amounts of the lines, and the totals, that the screen shows."""
        return variant.line_ids.mapped("price_subtotal"), (
            variant.amount_untaxed,
            variant.amount_total,
            variant.amount_rounding,
            variant.amount_tax,
        )

    def _assert_totals(self, shown, untaxed, total, rounding, tax):
        self.assertAlmostEqual(shown["Untaxed Amount"], untaxed, 7)
        self.assertAlmostEqual(shown["Total"], total, 7)
        shown_rounding = shown.get("Rounding", 0.0)
        self.assertAlmostEqual(shown_rounding, rounding, 7)
        taxes = (
            sum(shown.values())
            - shown["Untaxed Amount"]
            - shown["Total"]
            - shown_rounding
        )
        self.assertAlmostEqual(taxes, tax, 7)

    def test_rounding_is_shown_where_lines_do_not_add_up(self):
        self.env.company.tax_calculation_rounding_method = "round_globally"
        lines = [(self.plain, 1.5, 0.33)] * 10
        variant = self.variant(self.taken(), lines)
        self.assertEqual(variant.line_ids.mapped("price_subtotal"), [0.5] * 10)
        self.assertEqual(variant.amount_untaxed, 4.95)
        self.assertEqual(variant.amount_rounding, -0.05)
        self.env.company.tax_calculation_rounding_method = "round_per_line"
        variant = self.variant(self.taken(), lines)
        self.assertEqual(variant.amount_rounding, 0.0)

    def test_price_with_tax_in_it_says_so(self):
        variant = self.variant(
            self.taken(), [(self.plain, 1, 100.0), (self.gross, 1, 120.0)]
        )
        self.assertEqual(variant.line_ids.mapped("tax_hint"), [False, "incl. tax"])
        self.assertTrue(variant.has_included_taxes)
        [plain, gross] = variant._get_estimate_variant().lines
        self.assertEqual((plain.taxes, float(plain.included_tax)), ("20%", 0.0))
        self.assertEqual(
            (gross.taxes, float(gross.included_tax)), ("In 20%, in the price", 0.2)
        )
        with Form(variant.with_user(self.engineer)) as form:
            self.assertTrue(form.has_included_taxes)

    def test_comparison_adds_up_to_its_total_and_tells_tax_in_prices(self):
        self.env.company.tax_calculation_rounding_method = "round_globally"
        lines = [(self.plain, 1.5, 0.33)] * 10 + [(self.gross, 1, 120.0)]
        calculation = self.taken()
        variants = self.variant(calculation, lines, name="A")
        variants |= self.variant(calculation, lines[-1:], name="B")
        data = calculation.get_comparison(variants.ids)
        self.assertEqual(data["rows"][-1]["cells"][0]["tax"], "incl. tax")
        self.assertEqual(data["rows"][0]["cells"][0]["tax"], "")
        shown = [
            (total["label"], *total["amounts"]) for total in data["totals"].values()
        ]
        expected = [
            ("Rounding", -0.05, 0.0),
            ("Untaxed Amount", 104.95, 100.0),
            ("Taxes", 20.99, 20.0),
            ("Total", 125.94, 120.0),
        ]
        self.assertEqual(shown, expected)
        paper = self.paper(
            "crm_engineering_calc.report_engineering_comparison",
            calculation,
            variant_ids=variants.ids,
        ).text_content()
        self.assertIn("incl. tax", paper)
        self.assertIn("Rounding", paper)
        sheet = load_workbook(BytesIO(calculation._export_comparison(variants.ids)))
        labels = [row[0] for row in sheet.active.values][-4:]
        self.assertEqual(labels, [label for label, *_amounts in expected])

    def test_manager_and_customer_see_the_rounding(self):
        self.env.company.tax_calculation_rounding_method = "round_globally"
        lines = [(self.plain, 1.5, 0.33)] * 10 + [(self.gross, 1, 120.0)]
        variant = self.completed(lines=lines).variant_ids
        self.as_(self.manager, variant).action_select()
        lead = self.as_(self.manager, variant.lead_id)
        self.assertTrue(lead.engineering_prices_include_tax)
        self.assertIn("0.05", lead.engineering_rounding_note)
        lead.action_create_proposal()
        order = lead.order_ids
        self.assertEqual(order.engineering_rounding, -0.05)
        self.assertEqual(order.tax_totals["engineering_rounding"], -0.05)
        paper = self.env["ir.qweb"]._render(
            "sale.document_tax_totals",
            {"tax_totals": order.tax_totals, "currency": order.currency_id},
        )
        self.assertIn("Rounding", str(paper))
