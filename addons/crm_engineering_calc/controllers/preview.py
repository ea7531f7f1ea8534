from odoo.exceptions import UserError
from odoo.http import request


def is_preview(partner):
    """Return whether somebody of the company looks at what is for its customer.

    He sees what the customer sees, and does nothing in the customer's name.

    :param partner: the customer
    """
    user = request.env.user
    own = user.sudo().partner_id.commercial_partner_id
    return user._is_internal() and own != partner.sudo().commercial_partner_id


def get_preview_words(partner):
    """Return what is told to who looks and is not the customer, else nothing."""
    return is_preview(partner) and request.env._(
        "You see what %(customer)s sees. Only the customer chooses, signs, pays or"
        " declines here.",
        customer=partner.display_name,
    )


def check_is_customer(partner):
    """Refuse to do in the customer's name what an internal user asks for.

    :raises UserError: the user is of the company, and not of the customer
    """
    if refusal := get_preview_words(partner):
        raise UserError(refusal)
