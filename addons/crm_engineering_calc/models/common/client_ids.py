from unicodedata import category

LONGEST = 10  # digits of an id in PostgreSQL
LONGEST_NAME = 200  # characters that a paper has place for


def get_client_id(text):
    """Return the id that a client has written as `text`, or None."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST else None


def get_client_token(token):
    """Return the access token that a client has sent, or None where it can be none.

    The host compares texts of ASCII alone.
    """
    return token if isinstance(token, str) and token.isascii() else None


def is_client_name(name):
    """Return whether a client has sent somebody's name: it has letters, or digits.

    Nothing in it is a control character, or a half of one: no paper shows them, and
    the database keeps none. Nor does a paper show what is as long as a book.
    """
    return (
        isinstance(name, str)
        and len(name) <= LONGEST_NAME
        and any(map(str.isalnum, name))
        and not any(category(character) in ("Cc", "Cs") for character in name.strip())
    )
