"""Decisions of the addon in plain Python: no database, no web, no host."""
