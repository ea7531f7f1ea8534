from unicodedata import bidirectional, category

from ...domain.texts import TURNING

MOST_ID = 2**31 - 1
LONGEST = 10  # digits of an id in PostgreSQL
LONGEST_NAME = 200  # characters that a paper has place for
# Controls, halves of a character, ends of lines and of paragraphs.
UNSEEN = frozenset({"Cc", "Cs", "Zl", "Zp"})


def get_client_id(text):
    """Return the id that a client has written as `text`, or None."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST else None


def are_ids(values):
    """Return whether a program has sent a list of what may be ids of records."""
    return isinstance(values, (list, tuple)) and all(map(is_id, values))


def is_id(value):
    """Return whether a program has sent what may be the id of a record."""
    # What counts as true is a number to Python, and none to the database.
    return type(value) is int and 0 < value <= MOST_ID


def get_client_text(text):
    """Return the words that a client has sent, without what the database can't keep."""
    return text.replace("\0", "").strip() if isinstance(text, str) else ""


def get_client_token(token):
    """Return the access token that a client has sent, or None where it can be none.

    The host compares texts of ASCII alone.
    """
    return token if isinstance(token, str) and token.isascii() else None


def is_client_name(name):
    """Return whether a client has sent somebody's name: it has letters, or digits.

    Nothing in it is a control character, or a half of one: no paper shows them, and
    the database keeps none. Nor does a paper show what is as long as a book, or turns
    the words around it.
    """
    return (
        isinstance(name, str)
        and len(name) <= LONGEST_NAME
        and any(map(str.isalnum, name))
        and not any(map(_is_unseen, name.strip()))
    )


def _is_unseen(character):
    return category(character) in UNSEEN or bidirectional(character) in TURNING
