"""A signature is a picture in which something can be seen."""

import base64
import binascii
import io

from PIL import Image

from odoo.exceptions import UserError

FORMATS = ("PNG", "JPEG")
MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 5000
# How much darker than paper a stroke is that a person sees.
SEEN = 16


def check_signature_image(env, signature):
    """Refuse what is no picture of a signature.

    :param signature: what came for it, in base64
    :raises UserError: says what to do instead
    """
    content = _decode(signature)
    if not content:
        raise UserError(env._("The signature can't be read. Please sign again."))
    if len(content) > MOST_BYTES:
        raise UserError(
            env._(
                "The picture of the signature is larger than %(size)s MB. Please sign"
                " here, or choose a smaller one.",
                size=MOST_BYTES // 1024**2,
            )
        )
    try:
        # The header tells the size: nothing is unpacked yet.
        picture = Image.open(io.BytesIO(content), formats=FORMATS)
        is_large = max(picture.size) > MOST_PIXELS
        is_blank = not is_large and _is_blank(picture)
    except Image.DecompressionBombError:
        is_large = True
    except (OSError, SyntaxError, ValueError) as error:
        raise UserError(
            env._(
                "The signature can't be read: it is a picture in PNG or JPEG. Please"
                " sign again."
            )
        ) from error
    if is_large:
        raise UserError(
            env._(
                "The picture of the signature has more than %(most)s pixels a side."
                " Please sign here, or choose a smaller one.",
                most=MOST_PIXELS,
            )
        )
    if is_blank:
        raise UserError(env._("The signature is blank. Please sign again."))


def _decode(signature):
    try:
        return base64.b64decode(signature or b"", validate=True)
    except (TypeError, ValueError, binascii.Error):
        return b""


def _is_blank(picture):
    """Return whether nothing is seen of a picture that is printed on paper."""
    drawn = picture.convert("RGBA")
    paper = Image.new("RGBA", drawn.size, "white")
    darkest, lightest = Image.alpha_composite(paper, drawn).convert("L").getextrema()
    return lightest - darkest < SEEN
