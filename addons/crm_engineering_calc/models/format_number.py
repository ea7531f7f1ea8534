def format_number(env, value):
    """Return a number as people write it: no trailing zeros, their decimal point."""
    lang = env["res.lang"]._get_data(code=env.lang or "en_US")
    return f"{value:.10g}".replace(".", lang.decimal_point or ".")
