"""Workbooks as bytes; it knows the domain alone."""

from ..domain.columns import guess_headers
from .errors import (
    DamagedWorkbook,
    EncryptedWorkbook,
    FileTooLarge,
    MacroWorkbook,
    NotAWorkbook,
    OldWorkbook,
    TooManyParts,
    TooManyRows,
    UnpacksTooLarge,
    WorkbookError,
)
from .archive import Limits
from .labels import Labels
from ..domain.column_words import ColumnField
from .layout import MAPPED_FIELDS, Identity, SheetKind
from .grid import Cell, CellKind, Row
from .cells import Problem, ProblemKind
from .measurement_parser import parse_measurements
from .opening_parser import parse_openings
from .parser import ParsedSheet, parse_lines
from .plain_rows import SkippedRow, SkipReason
from .reader import read_workbook
from .sheet import Sheet, Workbook
from .guessing import guess_columns, is_estimate, settle_price
from .kept_rows import dump_rows, load_rows
from .writer import write_workbook
