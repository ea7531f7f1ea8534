"""What people read: all that was written since a moment, and words of a language."""

import re

from lxml import html

from odoo.fields import Domain

# What is the same in each language: addresses, names of files and models, and
# whatever has a digit in it.
SAME = re.compile(r"\b\w+://\S+|\S+@\S+|\S*\d\S*|\w+\.[a-z]\w+")
LATIN = re.compile(r"[A-Za-z][A-Za-z'’-]+")
CYRILLIC = re.compile(r"[А-Яа-яЁё][А-Яа-яЁё-]+")

# What the host and we write for people to read. Of our models all texts are read.
READ = {
    "account.move": ("name", "narration", "ref", "invoice_origin"),
    "account.move.line": ("name",),
    "account.payment": ("memo",),
    "agreement": ("name",),
    "calendar.event": ("name", "description", "location"),
    "crm.lead": ("name", "description", "engineering_summary"),
    "crm.stage": ("name",),
    "ir.attachment": ("name",),
    "mail.activity": ("summary", "note", "activity_type_id"),
    "mail.mail": ("subject", "body_html"),
    "mail.message": ("subject", "body", "subtype_id", "record_name"),
    "mail.tracking.value": ("field_id", "old_value_char", "new_value_char"),
    "product.category": ("name",),
    "project.project": ("name",),
    "project.task": ("name", "description"),
    "project.task.type": ("name",),
    "res.partner": ("name", "function", "street", "city"),
    "sale.order": ("note", "client_order_ref", "origin"),
    "sale.order.line": ("name",),
}
# Pictures and scripts are nobody's to read, nor are to-dos ours.
ONLY = {
    "ir.attachment": Domain("res_field", "=", False) & Domain("url", "=", False),
    "project.task": Domain("engineering_lead_id", "!=", False),
}
TECHNICAL = {
    "access_token",
    "access_url",
    "code",
    "content_hash",
    "formula",
    "tree_position",
    "zone",
}
# What a dictionary that is shown says.
SAID = ("label", "text", "note", "message", "button", "links")


class EngineeringReading:
    """For a case: what was written, as its reader reads it."""

    @classmethod
    def start_reading(cls):
        """Remember what is there already: only what comes later is read."""
        cls.env.flush_all()
        cls.last_read = {name: cls._get_last(name) for name in cls._get_read()}

    def read_written(self, user):
        """Yield (record, field, text) of all that was written since, for `user`."""
        self.env.flush_all()
        self.env.invalidate_all()
        for name, fields in self._get_read().items():
            domain = Domain("id", ">", self.last_read[name])
            for record in self._as_reader(self.env[name], user).search(
                domain & ONLY.get(name, Domain.TRUE)
            ):
                for field in fields:
                    for text in self.texts(record[field]):
                        yield record, field, text

    def read_notices(self, user):
        """Yield (record, field, text) of what was addressed to `user` since."""
        for record, field, text in self.read_written(user):
            if record._name == "mail.message":
                is_his = user.partner_id in record.notified_partner_ids
            elif record._name == "mail.mail":
                is_his = user.partner_id in record.recipient_ids
            else:
                is_his = record._name == "mail.activity" and record.user_id == user
            if is_his:
                yield record, field, text

    def texts(self, value):
        """Return the texts in what is written or shown, as they are read."""
        if isinstance(value, str):
            return [self._as_text(value)]
        if isinstance(value, list):
            return [text for item in value for text in self.texts(item)]
        if isinstance(value, dict):
            return self.texts([value.get(name) for name in SAID])
        return value.mapped("display_name") if value else []

    @staticmethod
    def words(pattern, text):
        """Return the words of a language in a text."""
        return pattern.findall(SAME.sub(" ", text))

    @staticmethod
    def _as_reader(records, user):
        records = records.with_user(user).sudo()
        return records.with_context(lang=user.lang, active_test=False)

    @classmethod
    def _get_read(cls):
        ours = {
            name: cls._get_own_texts(model)
            for name, model in cls.env.items()
            if name.startswith("engineering.") and not model._abstract
        }
        return ours | {name: READ[name] for name in READ if name in cls.env}

    @staticmethod
    def _get_own_texts(model):
        return [
            field.name
            for field in model._fields.values()
            if field.type in ("char", "text", "html")
            and field.name not in TECHNICAL
            and not field.name.startswith(("access_", "message_", "activity_"))
        ]

    @classmethod
    def _get_last(cls, name):
        records = cls._as_reader(cls.env[name], cls.env.user)
        return records.search([], order="id desc", limit=1).id or 0

    @staticmethod
    def _as_text(value):
        tree = html.fromstring(f"<div>{value}</div>")
        for hidden in tree.xpath("//style|//script|//head|//comment()"):
            hidden.drop_tree()
        return " ".join(" ".join(tree.itertext()).split())
