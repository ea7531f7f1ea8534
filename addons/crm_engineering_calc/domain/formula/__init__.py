"""Quantity formulas over measurements: "W*H*n", "ceil(P/6)".

A formula has decimal numbers, names, + - * / // % **, comparisons, `and`, `or`, `not`,
`a if c else b` and FUNCTIONS, and nothing else. The notation is Python's, but for a
leading = and ^ for a power, which spreadsheets have taught. What is true counts as 1,
what is false as 0.

Arithmetic is exact, of the decimals that numbers are written as, and only results are
rounded: ceil(1.1*10) is 11, and floor(1/3*3) is 1.
"""

from .arithmetic import FUNCTIONS, MAX_POWER, RESULT_DIGITS
from .errors import (
    Cycle,
    DependsOnError,
    DivisionByZero,
    FormulaError,
    InvalidCode,
    InvalidFormula,
    InvalidPower,
    NotAllowed,
    TooComplex,
    TooLarge,
    UnknownFunction,
    UnknownName,
    WrongArguments,
    WrongSeparator,
)
from .evaluation import Measurements, evaluate, resolve
from .order import dependents
from .parser import MAX_DEPTH, MAX_LENGTH, check_code, names, used
