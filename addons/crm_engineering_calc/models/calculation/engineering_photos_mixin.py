import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools.mimetypes import guess_mimetype

# Drawings, which may have scripts in them.
RUN_BY_BROWSERS = {"image/svg+xml"}


class EngineeringPhotosMixin(models.AbstractModel):
    """What is photographed on site, beside what is measured of it."""

    _name = "engineering.photos.mixin"
    _description = "Photos of what is measured"

    photo_ids = fields.Many2many("ir.attachment", string="Photos", copy=True)

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        if any("photo_ids" in vals for vals in vals_list):
            records._own_photos()
        return records

    def write(self, vals):
        result = super().write(vals)
        if "photo_ids" in vals:
            self._own_photos()
        return result

    def _own_photos(self):
        """Let whoever sees the record see its photos.

        A file that belongs to no record is seen by the user alone who has uploaded it.
        """
        for record in self:
            free = record.photo_ids.filtered(lambda photo: not photo.res_id)
            free.write({"res_model": self._name, "res_id": record.id})

    # === PHOTOS ===

    def _add_photos(self, files):
        """Add photos, each once: one may be sent again, as its answer was lost.

        :param files: a list of {"name", "data": base64}
        :raises UserError: it is no picture
        """
        self.ensure_one()
        attachments = self.env["ir.attachment"]
        known = set(self.photo_ids.mapped("checksum"))
        for file in files:
            photo = self._prepare_photo(file)
            checksum = attachments._compute_checksum(photo["raw"])
            if checksum not in known:
                known.add(checksum)
                attachments |= attachments.create(
                    {**photo, "res_model": self._name, "res_id": self.id}
                )
        if attachments:
            self.write({"photo_ids": [Command.link(id_) for id_ in attachments.ids]})

    def _prepare_photo(self, file):
        """Return the values of a picture, with the content that is kept of it.

        :raises UserError: it is no picture
        """
        try:
            name, content = file["name"], base64.b64decode(file["data"], validate=True)
        except (binascii.Error, KeyError, TypeError, ValueError) as error:
            raise self._get_photo_error() from error
        if not isinstance(name, str) or not name.strip():
            raise self._get_photo_error()
        # Its name says nothing of what it is.
        mimetype = guess_mimetype(content)
        if not mimetype.startswith("image/") or mimetype in RUN_BY_BROWSERS:
            raise UserError(
                self.env._(
                    "“%(file)s” is no picture. Take a photo, or put other files into"
                    " the conversation of the calculation.",
                    file=name,
                )
            )
        values = {"name": name, "raw": content, "mimetype": mimetype}
        # A large one is kept smaller: by that it is known when it is sent again.
        return self.env["ir.attachment"]._check_contents(values)

    def _get_photo_error(self):
        return UserError(
            self.env._("Give each photo as its name and its data in base64.")
        )

    def _prepare_shown_photos(self):
        """Return photos as the page opens them."""
        return [
            {"id": photo.id, "name": photo.name, "mimetype": photo.mimetype}
            for photo in self.photo_ids
        ]

    def _get_writer(self):
        """Return who has written it last."""
        # A name alone: an engineer may not read every user.
        return self.write_uid.sudo().name or ""
