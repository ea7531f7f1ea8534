LONGEST = 10  # digits of an id in PostgreSQL


def get_client_id(text):
    """Return the id that a client has written as `text`, or None."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST else None


def get_client_token(token):
    """Return the access token that a client has sent, or None where it can be none.

    The host compares texts of ASCII alone.
    """
    return token if isinstance(token, str) and token.isascii() else None
