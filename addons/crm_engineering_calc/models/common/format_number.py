from decimal import Decimal


def format_number(env, value):
    """Return a number as people write it: no trailing zeros, their decimal point."""
    lang = env["res.lang"]._get_data(code=env.lang or "en_US")
    return f"{float(value):.10g}".replace(".", lang.decimal_point or ".")


def to_number(value):
    """Return a float as a decimal, with the 15 digits that a float keeps of any."""
    return Decimal(f"{value:.15g}")
