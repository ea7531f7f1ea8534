"""Why a workbook or a cell of it can't be taken, and the remedy, in people's words."""

from .. import xlsx
from ..models.exchange.estimate_refusals import explain_detail
from ..xlsx import ProblemKind

MEGABYTE = 1 << 20


def explain_error(env, error):
    """Return why a file is refused."""
    match error:
        case xlsx.FileTooLarge(limit=limit):
            return env._(
                "The file is larger than %(limit)s MB. Keep the sheet with the lines,"
                " without pictures.",
                limit=limit // MEGABYTE,
            )
        case xlsx.UnpacksTooLarge() | xlsx.TooManyParts():
            return env._(
                "The file unpacks to more than any calculation has. Copy the lines into"
                " a new workbook and import that one."
            )
        case xlsx.TooManyRows(sheet=sheet, limit=limit):
            return env._(
                "The sheet “%(sheet)s” has more than %(limit)s rows. Split it.",
                sheet=sheet,
                limit=limit,
            )
        case xlsx.OldWorkbook():
            return env._(
                "The workbook is in a format that is not read. Open it in a spreadsheet"
                " program and save it as .xlsx."
            )
        case xlsx.EncryptedWorkbook():
            return env._(
                "The workbook is protected by a password. Save it without one and"
                " import it again."
            )
        case xlsx.MacroWorkbook():
            return env._(
                "The workbook has macros, which are never taken. Save it as .xlsx,"
                " without macros."
            )
        case xlsx.DamagedWorkbook():
            return env._(
                "The file is damaged. Open it in a spreadsheet program and save it"
                " again as .xlsx."
            )
        case _:
            return env._(
                "The file is no table. Open it in a spreadsheet program and save it as"
                " .xlsx, .xls, .ods or .csv."
            )


def explain_problem(env, problem):
    """Return what is wrong in a cell."""
    value = problem.value
    match problem.kind:
        case ProblemKind.MISSING_COLUMN:
            return env._(
                "There is no column “%(header)s” any more. Give it back its header.",
                header=value,
            )
        case ProblemKind.MISSING_NAME:
            return env._(
                "There is neither a name nor a code. Write one, or clear the row."
            )
        case ProblemKind.NOT_A_NUMBER:
            return env._("“%(value)s” is no number.", value=value)
        case ProblemKind.NEGATIVE:
            return env._("%(value)s is negative. Write 0 or more.", value=value)
        case ProblemKind.NOT_POSITIVE:
            return env._("%(value)s is not above 0. Write 1 for none.", value=value)
        case ProblemKind.TOO_LARGE:
            return env._("%(value)s has too many digits. Round it.", value=value)
        case ProblemKind.TOO_LONG:
            return env._("The text “%(value)s…” is too long. Shorten it.", value=value)
        case ProblemKind.DATE:
            return env._(
                "%(value)s is a date. Format the cell as a number and write it anew.",
                value=value,
            )
        case ProblemKind.ERROR:
            return env._(
                "The formula of the cell has the error %(value)s.", value=value
            )
        case ProblemKind.UNCACHED:
            return env._(
                "The result of the formula is not saved in the file. Open it in a"
                " spreadsheet program and save it again as .xlsx."
            )
        case ProblemKind.COEFFICIENTS:
            return env._(
                "“%(value)s” can't be read. Write codes as height=1.2; night=1.5, each"
                " once.",
                value=value,
            )
        case ProblemKind.UNKNOWN_KIND:
            return env._(
                "“%(value)s” is no kind of line. Write Section, Subsection or Note, or"
                " clear the cell.",
                value=value,
            )
        case ProblemKind.UNKNOWN_OPENING:
            return env._(
                "“%(value)s” is not the name of exactly one opening. Write a name that"
                " one alone has on the sheet of openings, or clear the cell.",
                value=value,
            )
        case ProblemKind.TEXT_WITH_VALUE:
            return env._(
                "A section or note has no “%(value)s”. Clear the cell, or its kind.",
                value=value,
            )
        case ProblemKind.DUPLICATE:
            return env._("The code “%(value)s” stands above already.", value=value)
        case _:
            return explain_detail(env, problem.detail)
