"""Selections that several files know the values of, or other addons add to."""

from ...domain.dispatch import Dispatch
from ...domain.promise import Urgency

# A line without one sells a service.
DISPLAY_TYPES = [
    ("line_section", "Section"),
    ("line_subsection", "Subsection"),
    ("line_note", "Note"),
]

# How bad is what the check before handover finds.
ERROR, WARNING = "error", "warning"
FINDING_LEVELS = [(ERROR, "Error"), (WARNING, "Warning")]

# How the requests of a team go that name no engineer.
DISPATCHES = [
    (Dispatch.QUEUE.value, "Open queue: whoever takes it"),
    (Dispatch.ROUND_ROBIN.value, "In turn"),
    (Dispatch.LEAST_LOADED.value, "To who has least to calculate"),
]

URGENCIES = [
    (Urgency.SAFE.value, "In time"),
    (Urgency.SOON.value, "Due soon"),
    (Urgency.LATE.value, "Late"),
]

CHOICE, ALWAYS = "choice", "always"
COEFFICIENT_KINDS = [(CHOICE, "Engineer's choice"), (ALWAYS, "Always applied")]

# What is remembered of a sheet: what its names mean, and what is left out.
SERVICE, FREE, SKIP = "service", "free", "skip"
REMEMBERED = [(SERVICE, "Service"), (FREE, "Free Line"), (SKIP, "Left Out")]

# When works of a direction may begin.
AT_ONCE, AFTER_ORDER = "none", "order"
AFTER_PAYMENT, AFTER_FULL_PAYMENT = "payment", "full_payment"
WORK_GATES = [
    (AT_ONCE, "At once"),
    (AFTER_ORDER, "After the order is confirmed"),
    (AFTER_PAYMENT, "After any payment"),
    (AFTER_FULL_PAYMENT, "After full payment"),
]

IN_FULL, PREPAYMENT = "full", "prepayment"
FIRST_INVOICES = [(IN_FULL, "All that is to be invoiced"), (PREPAYMENT, "A prepayment")]

UNPAID, PARTIAL, PAID = "unpaid", "partial", "paid"
PAYMENT_STATES = [(UNPAID, "Not Paid"), (PARTIAL, "Paid in Part"), (PAID, "Paid")]
