"""Signatures as customers draw them, and pictures that are none."""

import base64
import io

from PIL import Image, ImageDraw

from odoo.fields import Datetime


def drawn_signature(width=120, height=40, kind="PNG"):
    """Return the picture of a stroke on nothing, as pages send it."""
    mode, paper = ("RGBA", (0, 0, 0, 0)) if kind == "PNG" else ("RGB", "white")
    picture = Image.new(mode, (width, height), paper)
    ImageDraw.Draw(picture).line((5, height - 5, width - 5, 5), fill="black", width=3)
    return encoded(picture, kind)


def sign(order, name="Customer", signature=None):
    """Sign an order as its page does for who has its link."""
    customer = order.env.ref("base.public_user")
    order.with_user(customer).sudo().write(
        {
            "signed_by": name,
            "signed_on": Datetime.now(),
            "signature": signature or drawn_signature(),
        }
    )


def blank_signature(color="white", size=(120, 40), mode="RGB"):
    return encoded(Image.new(mode, size, color), "PNG")


def encoded(picture, kind):
    stream = io.BytesIO()
    picture.save(stream, kind)
    return base64.b64encode(stream.getvalue()).decode()
