"""Formulas that a workbook computes as the addon does."""

from decimal import Decimal

# As much as `pricing.round_amount`, and so the host, lifts an amount up to a tie. ROUND
# to decimals goes other ways in LibreOffice than in Excel; to none it just rounds.
_TIE = "*(1+2^-50)"


def rounded(expression: str, step: Decimal) -> str:
    """Return the formula that rounds to steps of 0.01 or the like, half up."""
    per_unit = (1 / step).normalize()
    if step < 1 and per_unit == per_unit.to_integral_value():
        return f"ROUND({expression}*{per_unit:f}{_TIE},0)/{per_unit:f}"
    if step == 1:
        return f"ROUND({expression}{_TIE},0)"
    return f"ROUND({expression}/{step:f}{_TIE},0)*{step:f}"


def subtotal(letter: str, first: int, last: int) -> str:
    """Return the formula of the sum of a column's rows, nested subtotals left out."""
    return f"=SUBTOTAL(9,{letter}{first + 1}:{letter}{last + 1})"
