import hashlib
import re
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import consteq

from ..common.field_contexts import WITH_ARCHIVED

MEGABYTE = 1024 * 1024
MOST_MEGABYTES = 64
MOST_REQUESTS = 6000
PERIOD = timedelta(minutes=1)
KEY = re.compile(r"(?a)([0-9a-f]{12})\.[\w-]{43}")
ORIGIN = re.compile(r"(?a)https?://[\w.\-]+(:\d{1,5})?")


class EngineeringSite(models.Model):
    """A site whose visitors send requests, and the key by which it is known."""

    _name = "engineering.site"
    _description = "Site That Sends Requests"
    _inherit = ["engineering.readonly.mixin", "engineering.plain.text.mixin"]
    _order = "name, id"
    _check_company_auto = True

    _limits_positive = models.Constraint(
        f"CHECK(requests_per_minute BETWEEN 1 AND {MOST_REQUESTS}"
        f" AND max_size BETWEEN 1 AND {MOST_MEGABYTES})",
        f"Take 1 to {MOST_REQUESTS} requests a minute, of 1 to {MOST_MEGABYTES} MB.",
    )
    _key_mark_unique = models.UniqueIndex(
        "(key_mark) WHERE key_mark IS NOT NULL", "Two sites can't have one key."
    )

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    direction_ids = fields.Many2many(
        "engineering.direction",
        string="Directions",
        check_company=True,
        domain="[('offered_on_sites', '=', True)]",
        # All of them archived is not the same as none chosen.
        context=WITH_ARCHIVED,
        help="What the site may send requests for. Empty: all directions that are"
        " offered on sites.",
    )
    source_id = fields.Many2one(
        "utm.source", ondelete="restrict", help="What its deals have as their source."
    )
    origins = fields.Text(
        "Pages That Send",
        help="Addresses of pages that send requests from the visitor's browser, such"
        " as https://example.com, one a line. Empty: the site's server sends them.",
    )
    requires_consent = fields.Boolean(
        default=True,
        help="A request is taken only with the words that the customer has agreed to.",
    )
    requests_per_minute = fields.Integer(default=120, required=True)
    max_size = fields.Integer(
        "Largest Request (MB)", default=25, required=True, help="With all its files."
    )
    key_mark = fields.Char(
        "Key Begins With", readonly=True, copy=False, help="The rest is kept nowhere."
    )
    key_hash = fields.Char(
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        export_string_translation=False,
    )
    inquiry_count = fields.Integer("Requests", compute="_compute_inquiries")
    last_used = fields.Datetime(compute="_compute_inquiries")

    # === COMPUTE ===

    def _compute_inquiries(self):
        # Written into the site, two requests at once would be in each other's way.
        found = self.env["engineering.inquiry"]._read_group(
            [("site_id", "in", self.ids)],
            ["site_id"],
            ["__count", "create_date:max"],
        )
        by_site = {site: (count, last) for site, count, last in found}
        for site in self:
            site.inquiry_count, site.last_used = by_site.get(site, (0, False))

    # === CONSTRAINTS ===

    @api.constrains("origins")
    def _check_origins(self):
        for site in self:
            for origin in site._get_origins():
                if not ORIGIN.fullmatch(origin):
                    raise ValidationError(
                        self.env._(
                            "“%(origin)s” is no address of a site: write it as"
                            " https://example.com, without what follows.",
                            origin=origin,
                        )
                    )

    def _get_origins(self):
        return (self.origins or "").split()

    # === KEY ===

    def action_make_key(self):
        """Give the site a new key; the one before opens nothing any more.

        :return: the action that shows the key, once
        :raises AccessError: the site is not the user's to change
        """
        self.ensure_one()
        self.check_access("write")
        key = f"{secrets.token_hex(6)}.{secrets.token_urlsafe(32)}"
        self._as_machine().sudo().write(
            {"key_mark": KEY.fullmatch(key)[1], "key_hash": _get_hash(key)}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("The key of “%(site)s”", site=self.name),
            "res_model": "engineering.site.key",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_key": key},
        }

    @api.model
    def _find_by_key(self, key):
        """Return the site that a key is of, as superuser; of no key: none."""
        sites = self.sudo()
        found = KEY.fullmatch(key or "")
        site = found and sites.search([("key_mark", "=", found[1])], limit=1)
        is_known = consteq((site and site.key_hash) or "", _get_hash(key or ""))
        return site if is_known else sites.browse()

    # === LIMITS ===

    def _is_read_in(self, origin):
        """Return whether a page may send the site's requests; no page: its server."""
        return not origin or origin in self._get_origins()

    def _is_too_large(self, size):
        return size > self.max_size * MEGABYTE

    def _is_too_often(self):
        """Return whether the site has sent all that it may within the last minute.

        Requests that come at the same moment don't see each other: as many more as
        there are workers may pass.
        """
        since = fields.Datetime.now() - PERIOD
        inquiries = self.env["engineering.inquiry"].sudo()
        sent = inquiries.search_count(
            [("site_id", "=", self.id), ("create_date", ">", since)],
            limit=self.requests_per_minute,
        )
        return sent >= self.requests_per_minute

    # === DIRECTIONS ===

    def _get_directions(self):
        """Return the directions that the site offers, as superuser."""
        offered = self.env["engineering.direction"].sudo()
        offered = offered.search(
            [
                ("offered_on_sites", "=", True),
                ("code", "!=", False),
                ("company_id", "in", [False, self.company_id.id]),
            ]
        )
        return offered & self.direction_ids if self.direction_ids else offered

    def action_view_inquiries(self):
        """Return the action that opens the requests of the site."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_engineering_calc.engineering_inquiry_action"
        )
        return {**action, "domain": [("site_id", "=", self.id)]}


def _get_hash(key):
    # A key is long and random: nobody finds it by trying, however fast he tries.
    return hashlib.sha256(key.encode()).hexdigest()
