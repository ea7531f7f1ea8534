"""Acts sum up to their order, however it is split, with all taxes and roundings."""

import random

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_engineering_calc.tests.common import EngineeringCase

RUNS = 10
AMOUNTS = ("amount_untaxed", "amount_tax", "amount_total")


class AmountsCase(EngineeringCase):
    def act_of(self, order, quantities):
        """Return an act of {service: quantity} of the order, made as in the dialog."""
        lines = {line.product_id: line for line in order.order_line}
        services = [service for service in quantities if quantities[service]]
        work = self.done(self.worked(order, quantities))
        self.assertEqual(len(work.engineering_work_line_ids), len(services))
        self.assertTrue(lines.keys() >= set(services))
        return self.acted(work)

    def issued(self, act):
        act.action_hand_over()
        return act

    def taxes_of(self, document, totals):
        return {
            group["group_name"]: document.currency_id.round(
                group["tax_amount_currency"]
            )
            for subtotal in totals["subtotals"]
            for group in subtotal["tax_groups"]
        }

    def assertSumsUp(self, acts, order):
        currency = order.currency_id
        for field in AMOUNTS:
            sums = currency.round(sum(acts.mapped(field)))
            self.assertEqual(sums, currency.round(order[field]), field)
        sums = {}
        for act in acts:
            totals = act._get_paper_totals()
            for name, amount in self.taxes_of(act, totals).items():
                sums[name] = currency.round(sums.get(name, 0.0) + amount)
            for key, field in (
                ("base_amount_currency", "amount_untaxed"),
                ("tax_amount_currency", "amount_tax"),
                ("total_amount_currency", "amount_total"),
            ):
                self.assertEqual(currency.round(totals[key]), act[field], field)
        self.assertEqual(sums, self.taxes_of(order, order.tax_totals))


@tagged("standard", "post_install", "-at_install")
class TestAmounts(AmountsCase):
    def test_thirds(self):
        order = self.ordered(lines=[(self.survey, 3, 33.33), (self.montage, 1, 0.01)])
        order.order_line[0].price_unit = 33.335
        acts = [self.issued(self.act_of(order, {self.survey: 1})) for _act in range(2)]
        last = self.act_of(order, {self.survey: 1, self.montage: 1})
        self.assertSumsUp(last.union(*acts), order)

    def test_cancelled_act_gives_its_amounts_back_and_changes_no_issued_one(self):
        order = self.ordered(lines=[(self.survey, 3, 33.335)])
        first, second, third = (
            self.issued(self.act_of(order, {self.survey: 1})) for _act in range(3)
        )
        before = second.amount_untaxed, third.amount_untaxed
        works = first.work_ids
        first.action_cancel()
        self.assertEqual((second.amount_untaxed, third.amount_untaxed), before)
        self.assertSumsUp(second | third | self.acted(works), order)

    def test_drafts_follow_each_other(self):
        order = self.ordered(lines=[(self.survey, 3, 33.335)])
        drafts = [self.act_of(order, {self.survey: 1}) for _act in range(3)]
        drafts[0].action_cancel()
        self.assertSumsUp(drafts[1] | drafts[2] | self.acted(drafts[0].work_ids), order)

    def test_draft_follows_the_order_and_what_is_issued_does_not(self):
        order = self.ordered(lines=[(self.survey, 2, 100.0)])
        issued = self.issued(self.act_of(order, {self.survey: 1}))
        draft = self.act_of(order, {self.survey: 1})
        order.order_line.price_unit = 95
        self.env.flush_all()
        self.assertEqual(issued.amount_untaxed, 100)
        self.assertEqual(issued.line_ids.price_unit, 100)
        self.assertEqual(draft.line_ids.price_unit, 95)
        self.assertSumsUp(issued | draft, order)

    def test_draft_keeps_the_description_that_was_written_for_it(self):
        order = self.ordered(lines=[(self.survey, 2, 100.0)])
        draft = self.act_of(order, {self.survey: 2})
        draft.line_ids.name = "Survey of the roof"
        order.order_line.price_unit = 95
        self.env.flush_all()
        self.assertEqual(draft.line_ids.name, "Survey of the roof")

    def test_amounts_are_not_written(self):
        act = self.act_of(self.ordered(), {self.survey: 1})
        for field in ("price_subtotal", "price_tax", "price_total", "tax_amounts"):
            with self.subTest(field):
                self.assertRefused(Exception, ".", act.line_ids.write, {field: 1})

    def test_discount_of_the_order_is_split_too(self):
        order = self.ordered(lines=[(self.survey, 3, 33.33), (self.montage, 1, 10)])
        self.env["sale.order.discount"].with_context(
            active_model="sale.order", active_id=order.id
        ).create(
            {
                "sale_order_id": order.id,
                "discount_type": "so_discount",
                "discount_percentage": 0.07,
            }
        ).action_apply_discount()
        acts = [self.issued(self.act_of(order, {self.survey: 1})) for _act in range(3)]
        self.done(self.worked(order, {self.montage: 1}))
        dialog = self.wizard("engineering.act.create", order.opportunity_id)
        self.assertTrue(dialog.has_more_lines)
        acts.append(self.from_action(dialog.action_confirm(), order.env))
        self.assertLess(min(acts[0].line_ids.mapped("price_subtotal")), 0)
        self.assertSumsUp(acts[0].union(*acts), order)

    def vat(self, **values):
        return self.quiet["account.tax"].create(
            {
                "name": "VAT",
                "amount": 20,
                "price_include_override": "tax_excluded",
                **values,
            }
        )

    def test_tax_of_a_discount_for_early_payment_is_split_too(self):
        for method in ("round_per_line", "round_globally"):
            self.env.company.tax_calculation_rounding_method = method
            self.survey.taxes_id = self.montage.taxes_id = self.vat(name=method)
            order = self.ordered(lines=[(self.survey, 3, 33.33), (self.montage, 1, 10)])
            order.payment_term_id = self.quiet["account.payment.term"].create(
                {
                    "name": "3 % less in ten days",
                    "early_discount": True,
                    "discount_percentage": 3,
                    "early_pay_discount_computation": "mixed",
                }
            )
            self.env.flush_all()
            self.assertLess(order.amount_tax, 0.2 * order.amount_untaxed - 0.1)
            acts = [
                self.issued(self.act_of(order, {self.survey: 1})) for _act in range(3)
            ]
            acts.append(self.act_of(order, {self.montage: 1}))
            with self.subTest(method):
                self.assertSumsUp(acts[0].union(*acts), order)

    def test_order_that_grows_after_all_of_it_is_accepted(self):
        for method in ("round_per_line", "round_globally"):
            self.env.company.tax_calculation_rounding_method = method
            self.survey.taxes_id = self.montage.taxes_id = self.vat(
                name=method, price_include_override="tax_included"
            )
            lines = [(self.survey, 1, 21.53), (self.montage, 1, 21.53)]
            order = self.ordered(lines=lines)
            acts = self.issued(self.act_of(order, {self.survey: 1, self.montage: 1}))
            order.order_line[0].product_uom_qty = 2
            acts |= self.issued(self.act_of(order, {self.survey: 1}))
            order.order_line[1].product_uom_qty = 4
            acts |= self.act_of(order, {self.montage: 3})
            with self.subTest(method):
                self.assertSumsUp(acts, order)

    def test_discount_goes_along_when_the_order_grows_after_an_act(self):
        order = self.ordered(lines=[(self.survey, 1, 100), (self.montage, 1, 10)])
        self.env["sale.order.discount"].with_context(
            active_model="sale.order", active_id=order.id
        ).create(
            {
                "sale_order_id": order.id,
                "discount_type": "amount",
                "discount_amount": 11,
            }
        ).action_apply_discount()
        acts = self.issued(self.act_of(order, {self.survey: 1}))
        order.order_line[0].product_uom_qty = 3
        acts |= self.issued(self.act_of(order, {self.montage: 1}))
        acts |= self.act_of(order, {self.survey: 2})
        self.assertSumsUp(acts, order)
        for act in acts:
            shares = act.line_ids.filtered(lambda line: not line.work_line_id)
            self.assertLessEqual(sum(shares.mapped("price_subtotal")), 0)


class RandomCase(AmountsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.taxes = cls.quiet["account.tax"].create(
            [
                {
                    "name": f"{name} {amount}",
                    "amount": amount,
                    "price_include_override": f"tax_{name}",
                    "tax_group_id": cls.quiet["account.tax.group"]
                    .create({"name": f"{name} {amount}"})
                    .id,
                }
                for name, amount in (
                    ("included", 20),
                    ("included", 5.5),
                    ("excluded", 7.7),
                    ("excluded", 13),
                )
            ]
        )
        cls.services = cls.survey | cls.montage | cls.repair

    def tax(self, chance):
        for service in self.services:
            service.taxes_id = self.taxes.browse(
                chance.sample(self.taxes.ids, chance.randint(0, 2))
            )

    def price(self, chance):
        """Return a random quantity and price."""
        return round(chance.uniform(0.05, 99), 2), round(chance.uniform(0.01, 9999), 2)


@tagged("standard", "post_install", "-at_install")
class TestRandomSplits(RandomCase):
    """Over taxes, currencies, ways of rounding, splits and cancellations."""

    def split(self, chance, order):
        """Issue acts of random parts, cancel some, and accept all that is left."""
        acts = self.model("engineering.act", self.manager).browse()
        left = {line.product_id: line.product_uom_qty for line in order.order_line}
        for _act in range(3):
            quantities = {
                service: min(
                    quantity, round(quantity * chance.choice((0, 0.2, 0.5, 1)), 2)
                )
                for service, quantity in left.items()
            }
            if not any(quantities.values()):
                continue
            act = self.act_of(order, quantities)
            if chance.random() < 0.7:
                self.issued(act)
            acts |= act
            for service, quantity in quantities.items():
                left[service] = round(left[service] - quantity, 2)
        if any(left.values()):
            acts |= self.act_of(order, left)
        gone = acts.filtered(lambda _act: chance.random() < 0.4)
        for act in gone:
            works = act.work_ids
            act.action_cancel()
            acts = acts - act | self.acted(works)
        return acts

    def test_sums(self):
        chance = random.Random(13)
        for method in ("round_per_line", "round_globally"):
            self.env.company.tax_calculation_rounding_method = method
            for digits in (0, 2, 3):
                self.tax(chance)
                lines = [(service, *self.price(chance)) for service in self.services]
                with self.subTest(method=method, digits=digits, lines=lines):
                    self.env.company.currency_id.rounding = 10.0**-digits
                    order = self.ordered(lines=lines)
                    self.assertSumsUp(self.split(chance, order), order)


@tagged("standard", "post_install", "-at_install")
class TestRandomGrowth(RandomCase):
    """Orders that grow after some of them is accepted, by quantities and by lines."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.quiet["engineering.direction.limit"].create(
            {
                "direction_id": cls.direction.id,
                "group_id": cls.env.ref("sales_team.group_sale_salesman").id,
                "kind": "free",
            }
        )

    def left(self, order):
        """Return {service: what is in no act yet}."""
        return {
            line.product_id: line._get_quantity_open()
            for line in order.order_line
            if line._get_quantity_open() > 0
        }

    def grow(self, chance, order):
        """Raise a quantity, add a service, or both; tell what was done."""
        lines, told = order.order_line, []
        new = self.services - lines.product_id
        if new and chance.random() < 0.6:
            quantity, price = self.price(chance)
            values = {
                "product_id": new[0].id,
                "product_uom_qty": quantity,
                "price_unit": price,
            }
            order.order_line = [Command.create(values)]
            told.append(values)
        if not told or chance.random() < 0.5:
            line = chance.choice(list(lines))
            line.product_uom_qty += round(chance.uniform(0.01, 20), 2)
            told.append((line.product_id.name, line.product_uom_qty))
        self.env.flush_all()
        return told

    def accept(self, chance, order, *, everything=False):
        """Return an act of a random part of what is left, often of all of it."""
        part = 1 if everything else chance.choice((0.2, 0.5, 1, 1))
        quantities = {
            service: quantity if part == 1 else round(quantity * part, 2)
            for service, quantity in self.left(order).items()
        }
        act = self.act_of(order, quantities)
        return self.issued(act) if chance.random() < 0.8 else act

    def test_sums(self):
        chance = random.Random(1309)
        for number in range(RUNS):
            method = ("round_per_line", "round_globally")[number % 2]
            self.env.company.tax_calculation_rounding_method = method
            self.env.company.currency_id.rounding = 10.0 ** -chance.choice((0, 2, 2, 3))
            self.tax(chance)
            services = chance.sample(list(self.services), chance.randint(1, 2))
            lines = [(service, *self.price(chance)) for service in services]
            order = self.ordered(lines=lines)
            acts = self.accept(chance, order)
            told = []
            for _time in range(chance.randint(1, 3)):
                told += self.grow(chance, order)
                if self.left(order):
                    acts |= self.accept(chance, order)
            if self.left(order):
                acts |= self.accept(chance, order, everything=True)
            with self.subTest(number=number, method=method, lines=lines, told=told):
                self.assertSumsUp(acts, order)


@tagged("standard", "post_install", "-at_install")
class TestAmountsThatLinesHave(RandomCase):
    """What lines have is spread as the host's engine does that computes it anew."""

    def prepare_order(self, chance):
        """Return a draft with many prices that differ by kopecks, some alike."""
        prices = [self.price(chance) for _price in range(20)]
        lines = [
            Command.create(
                {
                    "product_id": chance.choice(self.services).id,
                    "product_uom_qty": quantity,
                    "price_unit": price,
                    "discount": chance.choice((0, 0, 7.5)),
                }
            )
            for quantity, price in prices + prices[:3]
        ]
        return self.model("sale.order", self.manager).create(
            {"partner_id": self.customer.id, "order_line": lines}
        )

    def test_engine_says_the_same(self):
        chance, spread = random.Random(27), 0
        excluded = self.taxes.filtered(lambda tax: not tax.price_include)
        for number in range(RUNS):
            method = ("round_per_line", "round_globally")[number % 2]
            self.env.company.tax_calculation_rounding_method = method
            self.env.company.currency_id.rounding = 10.0 ** -chance.choice((0, 2, 3))
            self.services.taxes_id = chance.choice((*excluded, excluded.browse()))
            order = self.prepare_order(chance)
            rounding = order.amount_tax - sum(order.order_line.mapped("price_tax"))
            spread += not order.currency_id.is_zero(rounding)
            with self.subTest(number=number, method=method):
                self.assertTrue(order._has_amounts_of_lines())
                self.assertEqual(
                    order._spread_ordered_amounts(), order._compute_ordered_amounts()
                )
        self.assertGreater(spread, 1)

    def test_engine_is_asked_where_lines_do_not_say_it_all(self):
        included, other = self.taxes[0], self.taxes[3]
        for taxes in (included, included | other, self.taxes[2:]):
            self.services.taxes_id = taxes
            order = self.prepare_order(random.Random(1))
            self.assertFalse(order._has_amounts_of_lines())
        self.services.taxes_id = other
        self.montage.taxes_id = False
        order = self.prepare_order(random.Random(1))
        self.assertFalse(order._has_amounts_of_lines())
