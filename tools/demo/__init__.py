"""The demo: one deal from the first call to the signed act."""
