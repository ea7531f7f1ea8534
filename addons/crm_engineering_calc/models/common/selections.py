"""Selections that fields of several models share."""

# A line without one sells a service.
DISPLAY_TYPES = [
    ("line_section", "Section"),
    ("line_subsection", "Subsection"),
    ("line_note", "Note"),
]

# How bad is what the check before handover finds.
ERROR, WARNING = "error", "warning"
FINDING_LEVELS = [(ERROR, "Error"), (WARNING, "Warning")]
