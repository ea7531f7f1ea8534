"""Workbooks as bytes; it knows the domain alone."""

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
from .layout import MAPPED_FIELDS, ColumnField, Identity, SheetKind
from .grid import Cell, CellKind, Row
from .cells import Problem, ProblemKind
from .measurement_parser import parse_measurements
from .parser import ParsedSheet, SkippedRow, parse_lines
from .reader import read_workbook
from .sheet import Sheet, Workbook
from .words import guess_mapping
from .writer import write_workbook
