LONGEST = 10  # digits of an id in PostgreSQL


def get_client_id(text):
    """Return the id that a client has written as `text`, or None."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST else None
