"""Quantity formulas over measurements and openings: "W*H*n", "sum(W*H, type="door")".

A formula has decimal numbers, names, + - * / // % **, comparisons, `and`, `or`, `not`,
`a if c else b` and FUNCTIONS, and nothing else. It takes what spreadsheets have taught:
a leading =, ^ and ² for powers, × and ·, = and <> for comparisons, names in any case,
functions in Russian, and a decimal comma wherever it can be nothing else. What is true
counts as 1, what is false as 0.

sum, avg, max, min and count of an expression are over all openings whose columns it
uses; what follows it are conditions. Texts are compared without regard to case.

Arithmetic is exact, of the decimals that numbers are written as, and only results are
rounded: ceil(1.1*10) is 11, and floor(1/3*3) is 1.
"""

from .arithmetic import FUNCTIONS, MAX_POWER, RESULT_DIGITS
from .codes import check_code, counts_openings, names, used, uses
from .errors import (
    ColumnAlone,
    Cycle,
    DependsOnError,
    DivisionByZero,
    FormulaError,
    InOpening,
    InvalidCode,
    InvalidFormula,
    InvalidPower,
    NotAllowed,
    NumberCompared,
    TextColumn,
    TooComplex,
    TooLarge,
    UnknownChoice,
    UnknownFunction,
    UnknownName,
    WrongArguments,
    WrongSeparator,
)
from .evaluation import Measurements, evaluate, resolve
from .order import dependents
from .parser import MAX_DEPTH, MAX_LENGTH
from .spelling import KNOWN, fold
from .table import Column, Openings
