"""Kinds of lines, as the domain and as the host's lists of lines call them."""

from ...domain.outline import LineKind

DISPLAY_TYPE_OF = {
    LineKind.PRODUCT: False,
    LineKind.SECTION: "line_section",
    LineKind.SUBSECTION: "line_subsection",
    LineKind.NOTE: "line_note",
}
LINE_KINDS = {display_type: kind for kind, display_type in DISPLAY_TYPE_OF.items()}


def get_kind(line):
    """Return the `LineKind` of a record that is a line."""
    return LINE_KINDS[line.display_type]
