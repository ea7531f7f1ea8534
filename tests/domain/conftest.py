from hypothesis import HealthCheck, settings

# A busy machine fails no test: neither under this profile nor under that of the tool.
for name in ("domain", "default"):
    settings.register_profile(
        name, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
settings.load_profile("domain")
