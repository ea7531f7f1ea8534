from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...domain import units
from ..common.concurrency import adding_once


class EngineeringUnitAlias(models.Model):
    """A unit as people write it in their sheets: “шт.”, “кв. м”, “pcs”, “796”."""

    _name = "engineering.unit.alias"
    _description = "Spelling of a Unit"
    _inherit = ["engineering.plain.text.mixin"]
    _order = "uom_id, name, id"

    _key_unique = models.UniqueIndex(
        "(key)",
        "This spelling has a unit already, perhaps archived. Change that one.",
    )

    name = fields.Char(
        "Written As",
        required=True,
        help="Case, spaces, dots and dashes don't matter, nor do raised digits.",
    )
    key = fields.Char(compute="_compute_key", store=True, precompute=True)
    uom_id = fields.Many2one(
        "uom.uom",
        "Unit",
        required=True,
        index=True,
        ondelete="cascade",
        # A sheet may speak of a unit that nobody chooses any more.
        context={"active_test": False},
    )
    active = fields.Boolean(
        default=True, help="Archived: imports ask what the spelling means."
    )
    is_learned = fields.Boolean(
        "From an Import",
        readonly=True,
        help="Somebody has said in an import what it means.",
    )

    # === COMPUTE ===

    @api.depends("name")
    def _compute_key(self):
        for alias in self:
            alias.key = units.get_key(alias.name or "")

    # === CONSTRAINTS ===

    @api.constrains("name")
    def _check_name(self):
        for alias in self:
            if not alias.key:
                raise ValidationError(
                    self.env._(
                        "“%(name)s” has neither letters nor digits. Write the unit as"
                        " sheets have it.",
                        name=alias.name,
                    )
                )

    # === SPELLINGS ===

    @api.model
    def _find_units(self, names):
        """Return {name: the unit that it is a spelling of}, of the names known."""
        keys = {name: units.get_key(name) for name in names}
        known = {
            alias.key: alias.uom_id
            for alias in self.sudo().search([("key", "in", list(keys.values()))])
        }
        return {name: known[key] for name, key in keys.items() if key in known}

    @api.model
    def _learn(self, meanings):
        """Remember what spellings have meant: {spelling: unit}.

        As superuser: whoever imports a sheet teaches all others what it says.
        """
        keys = {units.get_key(name): (name, unit) for name, unit in meanings.items()}
        keys.pop("", None)
        aliases = self.sudo().with_context(active_test=False)
        for alias in aliases.search([("key", "in", list(keys))]):
            _name, unit = keys.pop(alias.key)
            # What an administrator has archived is asked for each time.
            if alias.active and alias.uom_id != unit:
                alias.write({"uom_id": unit.id, "is_learned": True})
        with adding_once(self.env):
            aliases.create(
                [
                    {"name": name, "uom_id": unit.id, "is_learned": True}
                    for name, unit in keys.values()
                ]
            )

    @api.model
    def _load_usual(self):
        """Add the usual spellings of the host's units that are not there yet."""
        aliases = self.sudo().with_context(active_test=False)
        aliases.search([])._renew_keys()  # pylint: disable=no-search-all
        known = set(aliases.search([]).mapped("key"))  # pylint: disable=no-search-all
        values = {}
        for record, spellings in units.USUAL_SPELLINGS.items():
            unit = self.env.ref(f"uom.{record}", raise_if_not_found=False)
            for name in spellings if unit else ():
                key = units.get_key(name)
                if key not in known:
                    values.setdefault(key, {"name": name, "uom_id": unit.id})
        aliases.create(list(values.values()))

    def _renew_keys(self):
        """Give spellings the keys that this version knows them by.

        Of several that have become one, what was learned gives way, or what is newer.
        """
        first = {}
        for alias in self.sorted(lambda alias: (alias.is_learned, alias.id)):
            first.setdefault(units.get_key(alias.name), alias)
        kept = self.browse(alias.id for alias in first.values())
        (self - kept).unlink()
        self.env.flush_all()
        kept.filtered(
            lambda alias: alias.key != units.get_key(alias.name)
        )._compute_key()
