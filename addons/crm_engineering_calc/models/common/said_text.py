from lxml import html

from odoo.tools.mail import html2plaintext


def get_said_text(message):
    """Return what was said without what a mail quotes; else its files' names."""
    body = html.fromstring(f"<div>{message.body or ''}</div>")
    for quote in body.xpath("//*[@data-o-mail-quote]"):
        quote.drop_tree()
    text = html2plaintext(html.tostring(body, encoding="unicode")).strip()
    return text or ", ".join(message.attachment_ids.mapped("name"))
