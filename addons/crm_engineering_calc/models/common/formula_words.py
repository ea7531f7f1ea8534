from odoo.exceptions import ValidationError

from ...domain import formula


def check_syntax(env, label, text):
    """Refuse a formula that can't be evaluated, whatever is measured.

    :raises ValidationError: with the label of what has the formula
    """
    try:
        formula.names(text)
    except formula.FormulaError as error:
        raise ValidationError(
            env._(
                "The formula of “%(record)s”: %(problem)s",
                record=label,
                problem=explain(env, error),
            )
        ) from error


def explain(env, error):
    """Return in the user's words what is wrong with a formula, and the remedy."""
    match error:
        case formula.UnknownName(name=name, known=known):
            return env._(
                "There is no measurement “%(code)s”. There are: %(codes)s.",
                code=name,
                codes=", ".join(known) or env._("none"),
            )
        case formula.UnknownFunction(name=name, known=known):
            return env._(
                "There is no function “%(function)s”. There are: %(functions)s.",
                function=name,
                functions=", ".join(known),
            )
        case formula.WrongArguments(function=name):
            return env._(
                "The function “%(function)s” needs other arguments, such as"
                " ceil(W), max(W, H) or round(W, 2).",
                function=name,
            )
        case formula.DivisionByZero():
            return env._("It divides by zero. Check the measurements.")
        case formula.InvalidPower():
            return env._(
                "An exponent is a whole number of at most %(most)s.",
                most=formula.MAX_POWER,
            )
        case formula.TooLarge():
            return env._("The result is too large. Check the measurements.")
        case formula.TooComplex():
            return env._(
                "The formula is too long. Make a part of it a measurement of its own."
            )
        case formula.Cycle(codes=codes):
            return env._(
                "It goes round in a circle: %(codes)s. Enter one of them as a value.",
                codes=" → ".join((*codes, codes[0])),
            )
        case formula.DependsOnError(name=name, cause=cause):
            return f"{name}: {explain(env, cause)}"
        case formula.NotAllowed(what=what):
            return env._(
                "“%(what)s” can't be used in a formula. Use numbers, codes of"
                " measurements, + - * / and functions.",
                what=what,
            )
        case formula.WrongSeparator(what=what):
            return _explain_separator(env, what)
        case formula.InvalidFormula():
            return env._(
                "It is not a complete formula. A formula looks like ceil(W * H / 6)."
            )
        case _:
            return _explain_opening(env, error)


def _explain_separator(env, what):
    if what in (",", ";"):
        return env._(
            "“%(what)s” separates nothing here. Separate arguments of functions by"
            " semicolons, max(1,5; W), or all of them by commas: max(1.5, W).",
            what=what,
        )
    return env._(
        "“%(what)s” may be one number or two. Write %(point)s with a point, or separate"
        " all arguments by semicolons: max(%(what)s; W).",
        what=what,
        point=what.replace(",", "."),
    )


def _explain_opening(env, error):
    """Return what is wrong with columns of openings in a formula."""
    match error:
        case formula.ColumnAlone(name=name):
            return env._(
                "“%(code)s” is measured of each opening. Say what to make of them, such"
                " as sum(%(code)s) or max(%(code)s), or make a line for each opening.",
                code=name,
            )
        case formula.TextColumn(name=name):
            return env._(
                "“%(code)s” is a text, and can only be compared:"
                " count(%(code)s = “…”).",
                code=name,
            )
        case formula.NumberCompared(name=name, text=text):
            return env._(
                "“%(code)s” is a number, and can't be “%(text)s”. Compare it with a"
                " number: %(code)s > 2.",
                code=name,
                text=text,
            )
        case formula.UnknownChoice(name=name, text=text, known=known):
            return env._(
                "“%(text)s” is no choice of “%(code)s”. There are: %(choices)s.",
                text=text,
                code=name,
                choices=", ".join(known),
            )
        case formula.InOpening(label=label, cause=cause):
            return env._(
                "The opening “%(opening)s”: %(problem)s",
                opening=label,
                problem=explain(env, cause),
            )
