"""What people and programs see and may do, in words that a test can compare."""

from lxml import etree, html

from odoo.exceptions import AccessError

BY_HAND = "can't be written by hand"


class EngineeringProbes:
    """What a test asks of records, papers and the database."""

    # === WHAT PEOPLE ARE TOLD ===

    def feed(self, record):
        """Return the texts in a record's feed, the oldest first."""
        self.env.flush_all()
        return [
            html.fromstring(message.body or "<p/>").text_content()
            for message in record.sudo().message_ids.sorted("id")
        ]

    def inbox(self, record):
        """Return who has something unread of the record in the inbox."""
        return (
            record.sudo()
            .message_ids.notification_ids.filtered(
                lambda notification: notification.notification_type == "inbox"
            )
            .res_partner_id.user_ids
        )

    def asked(self, record):
        """Return who has an open activity on the record."""
        record.sudo().invalidate_recordset(["activity_ids"])
        return record.sudo().activity_ids.user_id

    # === WHAT IS REFUSED ===

    def assertRefused(self, exception, pattern, method, *args, **kwargs):
        """Assert that `method` refuses with this text, and leaves nothing behind."""
        with self.assertRaisesRegex(exception, pattern), self.env.cr.savepoint():
            method(*args, **kwargs)
            self.env.flush_all()

    def assertNotByHand(self, records, values):
        """Assert that nobody writes these values: neither users nor their programs."""
        for writer in (records, records.sudo()):
            self.assertRefused(AccessError, BY_HAND, writer.write, values)

    def unbounded_texts(self):
        """Return the texts of ours that people may write, however long they are."""
        rights = self.env["ir.model.access"].search(
            ["|", ("perm_write", "=", True), ("perm_create", "=", True)]
        )
        return [
            f"{model._name}.{field.name}"
            for model in map(self.env.get, sorted(set(rights.model_id.mapped("model"))))
            if model is not None and getattr(model, "_is_typed", True)
            for field in model._fields.values()
            if _is_written_text(model, field) and not _get_bound(model, field)
        ]

    # === WHAT IS SHOWN ===

    def parts(self, record, xpath, view_type="form"):
        """Return the parts of a view of the record, as its user gets the view."""
        arch = record.get_view(view_type=view_type)["arch"]
        return etree.fromstring(arch).xpath(xpath)

    def paper(self, report, records, **data):
        """Return a report over the records as a tree, without making a PDF of it."""
        reports = records.env["ir.actions.report"]
        page, _type = reports._render_qweb_html(report, records.ids, data=data or None)
        return html.fromstring(page)

    def pdf(self, report, records):
        """Return the PDF of a report as the customer gets it."""
        reports = records.env["ir.actions.report"]
        with self.allow_pdf_render():
            pdf, kind = reports.with_context(
                force_report_rendering=True
            )._render_qweb_pdf(report, records.ids)
        self.assertEqual(kind, "pdf")
        return pdf

    def cells(self, tree, name):
        """Return the texts of the cells of this name, in a paper or a portal page."""
        return [
            " ".join(cell.text_content().split())
            for cell in tree.xpath("//*[self::td or self::th][@name=$name]", name=name)
        ]

    # === WHAT IT COSTS ===

    def count_queries(self, method, *args, **kwargs):
        """Return the queries of a call, from an empty cache until all is written."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        method(*args, **kwargs)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before


def _is_written_text(model, field):
    is_ours = model._name.startswith("engineering.")
    return (
        (is_ours or field.name.startswith("engineering_"))
        and field.type in ("char", "text")
        and bool(field.store or field.inverse)
        and not (field.readonly or field.related)
    )


def _get_bound(model, field):
    """Return how long a text may be; None: there is nothing that bounds it."""
    is_bounded = hasattr(model, "_get_longest_text")
    return model._get_longest_text(field.name) if is_bounded else None
