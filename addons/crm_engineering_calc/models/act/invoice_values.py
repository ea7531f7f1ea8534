"""What the host is about to make an invoice of, read and matched before it is made."""

from collections import defaultdict

from odoo.fields import Command

# Lines without taxes are as exact as others where they have an entry of no tax.
NO_TAX = "0"


def get_order_lines(values):
    """Return the values of the lines of an invoice that bill something ordered."""
    return [
        line
        for command, _id, line in values["invoice_line_ids"]
        if command == 0 and line.get("display_type", "product") == "product"
    ]


def get_sale_lines(env, line):
    """Return the order lines that the values of an invoice's line bill."""
    ids = (command[1] for command in line.get("sale_line_ids", ()))
    return env["sale.order.line"].browse(ids)


def get_quantities(env, values):
    """Return {order line: quantity that the invoice bills}; no down payments."""
    quantities = defaultdict(float)
    for line in get_order_lines(values):
        if not line.get("is_downpayment"):
            for sale_line in get_sale_lines(env, line):
                quantities[sale_line] += line["quantity"]
    return quantities


def match_amounts(env, values, untaxed, tax):
    """Let what an invoice bills come to these amounts, by a kopeck more or less.

    The host's own way to fix what its taxes come to is in `extra_tax_data`. An edited
    line drops it.
    """
    lines = [line for line in get_order_lines(values) if not line.get("is_downpayment")]
    base_lines = compute_base_lines(env, values, lines)
    discounts = compute_early_payment_lines(env, values, lines)
    currency = env["res.currency"].browse(values["currency_id"])
    totals = env["account.tax"]._get_tax_totals_summary(
        base_lines + discounts, currency, get_company(env, values)
    )
    untaxed = currency.round(untaxed - totals["base_amount_currency"])
    tax = currency.round(tax - totals["tax_amount_currency"])
    is_equal = currency.is_zero(untaxed) and currency.is_zero(tax)
    # Where the tax is less, the host would round the two as one.
    if is_equal and not discounts:
        return
    # Where the tax differs, a line that has it takes the difference.
    order = sorted(
        range(len(lines)),
        key=lambda index: (
            not base_lines[index]["tax_details"]["taxes_data"],
            -abs(base_lines[index]["tax_details"]["total_excluded_currency"]),
        ),
    )
    for index in order:
        is_first = index == order[0]
        lines[index]["extra_tax_data"] = fix_amounts(
            lines[index], base_lines[index], untaxed * is_first, tax * is_first
        )


def compute_early_payment_lines(env, values, lines):
    """Return the host's lines of what the tax is less for who pays early.

    An invoice makes them of its lines when it is made: an unsaved one tells them.
    """
    term = env["account.payment.term"].browse(values.get("invoice_payment_term_id"))
    if not term.early_discount or term.early_pay_discount_computation != "mixed":
        return []
    commands = [Command.create(line) for line in lines]
    move = env["account.move"].new({**values, "invoice_line_ids": commands})
    base_lines, _tax_lines = move._get_rounded_base_and_tax_lines()
    return [line for line in base_lines if line["special_type"] == "early_payment"]


def compute_base_lines(env, values, lines):
    """Return the host's tax engine's lines for values of lines, with tax details."""
    engine, company = env["account.tax"], get_company(env, values)
    base_lines = [
        engine._prepare_base_line_for_taxes_computation(
            {},
            price_unit=line["price_unit"],
            quantity=line["quantity"],
            discount=line.get("discount") or 0.0,
            product_id=env["product.product"].browse(line.get("product_id") or ()),
            tax_ids=engine.browse(get_tax_ids(line)),
            currency_id=env["res.currency"].browse(values["currency_id"]),
            partner_id=env["res.partner"].browse(values["partner_id"]),
            extra_tax_data=line.get("extra_tax_data"),
            rate=1.0,
        )
        for line in lines
    ]
    engine._add_tax_details_in_base_lines(base_lines, company)
    engine._round_base_lines_tax_details(base_lines, company)
    return base_lines


def fix_amounts(line, base_line, untaxed, tax):
    """Return the `extra_tax_data` of a line that comes to so much more."""
    details = base_line["tax_details"]
    taxes, amounts = {}, details["taxes_data"]
    for index, tax_data in enumerate(amounts):
        if not tax_data["is_reverse_charge"]:
            taxes[str(tax_data["tax"].id)] = {
                "base_amount_currency": tax_data["base_amount_currency"] + untaxed,
                "tax_amount_currency": tax_data["tax_amount_currency"]
                + (0 if index else tax),
            }
    return {
        **(line.get("extra_tax_data") or {}),
        "currency_id": base_line["currency_id"].id,
        "price_unit": line["price_unit"],
        "discount": line.get("discount") or 0.0,
        "quantity": line["quantity"],
        "manual_total_excluded_currency": details["total_excluded_currency"]
        + details["delta_total_excluded_currency"]
        + untaxed,
        "manual_tax_amounts": taxes or {NO_TAX: {}},
    }


def deduct(env, values, line, amounts):
    """Let the line of a prepayment deduct so much of it, with its taxes.

    :param amounts: `Amounts`
    """
    taxes = env["account.tax"].browse(get_tax_ids(line))
    price = amounts.untaxed + sum(
        amount.amount
        for tax, amount in amounts.taxes.items()
        if env["account.tax"].browse(tax).price_include
    )
    line["price_unit"] = float(price)
    line["quantity"] = -1.0
    line["extra_tax_data"] = {
        # Taxes of prepayments and of what they are deducted of are rounded apart.
        "computation_key": f"down_payment,{line['sale_line_ids'][0][1]}",
        "currency_id": values["currency_id"],
        "price_unit": line["price_unit"],
        "discount": line.get("discount") or 0.0,
        "quantity": line["quantity"],
        "manual_total_excluded_currency": -float(amounts.untaxed),
        "manual_tax_amounts": {
            str(tax.id): {
                "base_amount_currency": -float(amounts.taxes[tax.id].base),
                "tax_amount_currency": -float(amounts.taxes[tax.id].amount),
            }
            for tax in taxes.flatten_taxes_hierarchy()
            if tax.id in amounts.taxes
        }
        or {NO_TAX: {}},
    }


def get_tax_ids(line):
    """Return the ids that the commands of a line set."""
    return [id_ for _command, _id, ids in line.get("tax_ids", ()) for id_ in ids]


def get_company(env, values):
    """Return the company of an invoice that is about to be made."""
    return env["res.company"].browse(values["company_id"])
