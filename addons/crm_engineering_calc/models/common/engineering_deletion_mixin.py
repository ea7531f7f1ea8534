from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# As many of a kind are named as somebody reads.
NAMED = 3


class EngineeringDeletionMixin(models.AbstractModel):
    """What others stand on is not deleted under them."""

    _name = "engineering.deletion.mixin"
    _description = "Kept While It Is Needed"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_needed(self):
        for record in self._may_be_needed():
            needs = [
                self._format_needs(kind, found)
                for kind, model, *paths in self._get_needs()
                if (found := record._search_needs(model, paths, self))
            ]
            if needs:
                raise UserError(
                    self.env._(
                        "“%(record)s” can't be deleted: it is needed by %(needs)s."
                        " %(remedy)s",
                        record=record.display_name,
                        needs=", ".join(needs),
                        remedy=record._get_deletion_remedy(),
                    )
                )

    def _may_be_needed(self):
        """Return the records that are to be looked at. To be extended."""
        return self

    @api.model
    def _get_needs(self):
        """Return what records of the model are needed by. To be extended.

        :return: a list of (a kind in words, its model, the fields or paths of it that
            lead to what it needs)
        """
        return []

    def _get_deletion_remedy(self):
        """Return what to do instead of deleting the record. To be extended."""
        return self.env._(
            "Archive it: nobody can choose it then, and what has it keeps it."
        )

    def _search_needs(self, model, paths, deleted):
        """Return what needs the record, whoever may see it, and is not deleted too."""
        records = self.env[model].sudo().with_context(active_test=False)
        domain = Domain.OR(Domain(path, "in", self.ids) for path in paths)
        if model == self._name:
            domain &= Domain("id", "not in", deleted.ids)
        return records.search(domain, limit=NAMED + 1)

    def _format_needs(self, kind, records):
        """Return what needs the record in words, with those that the user may read."""
        seen = records.with_env(self.env)._filtered_access("read")[:NAMED]
        if not seen:
            return kind
        names = seen.mapped("display_name") + ["…"] * (seen < records)
        return self.env._("%(kind)s (%(names)s)", kind=kind, names=", ".join(names))
