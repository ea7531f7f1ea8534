"""Let spellings of units be known in both alphabets: “кВт” with a Latin B as well."""

from odoo import SUPERUSER_ID, api

from odoo.addons.crm_engineering_calc.domain.units import get_key


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    aliases = env["engineering.unit.alias"].with_context(active_test=False)
    aliases = aliases.search([], order="is_learned, id")
    first = {}
    for alias in aliases:
        first.setdefault(get_key(alias.name), alias)
    kept = aliases.browse(alias.id for alias in first.values())
    (aliases - kept).unlink()
    env.flush_all()
    kept._compute_key()
