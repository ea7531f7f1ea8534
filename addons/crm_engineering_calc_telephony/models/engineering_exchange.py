import secrets

from odoo import api, fields, models

from odoo.addons.crm_engineering_calc.models.common.field_groups import ADMINISTRATOR

from ..telephony.signature import SHORTEST_SECRET
from .engineering_secret_mixin import kept_secret, written_secret


class EngineeringExchange(models.Model):
    """A telephone exchange that tells of its calls."""

    _name = "engineering.exchange"
    _description = "Telephone Exchange"
    _inherit = ["engineering.secret.mixin"]
    _order = "name, id"
    _check_company_auto = True
    _secrets = {"new_secret": "secret"}

    _recording_days_positive = models.Constraint(
        "CHECK(recording_days >= 0)", "Recordings can't be kept for less than no day."
    )
    _event_days_positive = models.Constraint(
        "CHECK(event_days >= 0)", "Events can't be kept for less than no day."
    )
    _mark_unique = models.UniqueIndex("(mark)", "Two exchanges can't have one address.")

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    driver = fields.Selection(
        [("webhook", "Signed webhook")],
        required=True,
        default="webhook",
        help="How the exchange tells of its calls.",
    )
    country_id = fields.Many2one(
        "res.country",
        "Country of Numbers",
        required=True,
        default=lambda self: self.env.company.country_id,
        help="Numbers without a country's code are of this one.",
    )
    fallback_user_id = fields.Many2one(
        "res.users",
        "Calls Back Otherwise",
        check_company=True,
        domain="[('share', '=', False)]",
        help="Who is asked to call back where no deal has a manager.",
    )
    recording_days = fields.Integer(
        "Recordings Are Kept (Days)",
        default=180,
        help="Then their links are forgotten here. 0: they are kept.",
    )
    event_days = fields.Integer(
        "Events Are Kept (Days)",
        default=90,
        help="What the exchange has told of calls that are over. The calls remain."
        " 0: it is kept.",
    )
    extension_ids = fields.One2many(
        "engineering.extension", "exchange_id", "Extensions", copy=False
    )
    secret = kept_secret("Secret That Is Kept")
    new_secret = written_secret(
        "Secret",
        "Written here once, and never shown again. The exchange signs with it.",
    )
    has_secret = fields.Boolean(
        "Secret Is Set", compute="_compute_has_secret", compute_sudo=True
    )
    mark = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: secrets.token_hex(8),
        groups=ADMINISTRATOR,
    )
    address = fields.Char(
        "Address for Events", compute="_compute_address", groups=ADMINISTRATOR
    )

    # === COMPUTE ===

    @api.depends("mark")
    def _compute_address(self):
        for exchange in self:
            base = exchange.get_base_url()
            exchange.address = f"{base}/engineering/telephony/{exchange.mark}"

    @api.depends("secret")
    def _compute_has_secret(self):
        for exchange in self:
            exchange.has_secret = bool(exchange.secret)

    # === SECRET ===

    def _get_shortest_secret(self):
        return SHORTEST_SECRET

    # === EVENTS ===

    def _get_driver(self):
        """Return the model that knows how the exchange speaks, as superuser."""
        self.ensure_one()
        return self.env[f"engineering.exchange.{self.driver}"].sudo()

    def _receive(self, event):
        """Keep an event of the exchange for settling.

        :return: the event, as superuser; none: it is known already
        """
        return self.env["engineering.call.event"]._keep(self, event)

    # === NUMBERS ===

    def _normalize(self, number):
        """Return a number as E.164, if it is one of the world's."""
        self.ensure_one()
        if not number:
            return False
        return self._phone_format(
            number=number, country=self.country_id, force_format="E164"
        )

    def _get_users(self, numbers):
        """Return the users of extensions, in the order that they are named in."""
        by_number = {one.number: one.user_id for one in self.sudo().extension_ids}
        users = (by_number.get(number) for number in numbers)
        return self.env["res.users"].union(*(user for user in users if user))
