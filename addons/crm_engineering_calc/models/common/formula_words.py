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
        case formula.WrongSeparator():
            return env._(
                "Write decimals with a point and separate arguments by commas:"
                " max(1.5, W)."
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
        case _:
            return env._(
                "It is not a complete formula. A formula looks like ceil(W * H / 6)."
            )
