"""Lines of acts keep the amounts that their acts came to, each with its taxes.

And the numbers of acts have no gaps from here on.
"""

import json

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL

from odoo.addons.crm_engineering_calc.models.act.sale_order_accepted import get_amounts


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    engine = env["account.tax"]
    for act in env["engineering.act"].search([]):
        base_lines = [
            engine._prepare_base_line_for_taxes_computation(
                line,
                partner_id=act.partner_id,
                product_id=line.order_line_id.product_id,
                rate=1.0,
                extra_tax_data=line.order_line_id.extra_tax_data,
            )
            for line in act.line_ids
        ]
        engine._add_tax_details_in_base_lines(base_lines, act.company_id)
        engine._round_base_lines_tax_details(base_lines, act.company_id)
        for base_line in base_lines:
            amounts = get_amounts(base_line["tax_details"], act.currency_id.rounding)
            _keep(env, base_line["record"], amounts)
    env["engineering.act.line"].invalidate_model()
    _number_without_gaps(env)


def _keep(env, line, amounts):
    values = line._prepare_amounts(amounts)
    env.execute_query(
        SQL(
            """
            UPDATE engineering_act_line
               SET price_subtotal = %s, price_tax = %s, price_total = %s,
                   tax_amounts = %s
             WHERE id = %s
            RETURNING id
            """,
            values["price_subtotal"],
            values["price_tax"],
            values["price_total"],
            json.dumps(values["tax_amounts"]),
            line.id,
        )
    )


def _number_without_gaps(env):
    """Let sequences go on from the number that the database would give next."""
    for sequence in env["ir.sequence"].search(
        [("code", "=", "engineering.act"), ("implementation", "=", "standard")]
    ):
        following = {
            range_: range_.number_next_actual for range_ in sequence.date_range_ids
        }
        sequence.write(
            {
                "implementation": "no_gap",
                "number_next": sequence.number_next_actual,
            }
        )
        for range_, number in following.items():
            range_.number_next = number
