"""Renew the mails that nobody has changed: buttons, times, signatures."""

import hashlib

from lxml import etree

from odoo import SUPERUSER_ID, api
from odoo.tools.convert import xml_import
from odoo.tools.misc import file_path

MODULE = "crm_engineering_calc"
# What earlier versions shipped, in English and in Russian: digests of the words.
SHIPPED = {
    "mail_template_act": (
        "data/mail_template_data.xml",
        {
            "d77cfd1026b31f59bbdf943bd9dca007a9157f337e2221434774c938bedfecf4",
            "824785f18a48d47ade0203c149b1be407ec6adceabc0bcb2ddaad4cce8a3ad36",
        },
    ),
    "mail_template_inquiry": (
        "data/mail_template_inquiry_data.xml",
        {
            "6ef1708bfacb7c3a69a462dbe349c8dae9e4327e388def026b9455b97cb3dccf",
            "a91b8ad4c03eb2eb40e6b67b836b8e088617e10b04bcdade601cef0805c401d2",
        },
    ),
    "mail_template_work_moved": (
        "data/mail_template_work_data.xml",
        {
            "b4a96b7199e5152b863a0f4c13cb3f903e7fd7fb59d7d43fe52470592d89a3c6",
            "b6f9340233739d5cccbae03cfb3aafae0034081ff0ad8ba9ad0b0d216e9e3fd3",
        },
    ),
}


def migrate(cr, version):
    renew_shipped(api.Environment(cr, SUPERUSER_ID, {}), SHIPPED)


def renew_shipped(env, shipped):
    """Read mails again where their words are those of an earlier version."""
    for name, (path, digests) in shipped.items():
        template = env.ref(f"{MODULE}.{name}", raise_if_not_found=False)
        if not template:
            continue
        texts, _context = template.get_field_translations("body_html")
        for text in texts:
            if get_digest(text["value"] or "") not in digests:
                continue
            if text["lang"] == "en_US":
                renew(env, name, file_path(f"{MODULE}/{path}"))
            else:
                # The translation that is shipped now is read after this script.
                template.update_field_translations("body_html", {text["lang"]: False})


def get_digest(text):
    words = " ".join(text.split())
    return hashlib.sha256(words.encode()).hexdigest()


def renew(env, name, path):
    """Read the English text again, and nothing else."""
    (record,) = etree.parse(path).xpath("//record[@id=$name]", name=name)
    for field in record.xpath("field[@name != 'body_html']"):
        record.remove(field)
    xml_import(env, MODULE, {}, mode="init", xml_filename=path)._tag_record(record)
