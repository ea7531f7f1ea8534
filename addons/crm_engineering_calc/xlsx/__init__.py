"""Workbooks as bytes; it knows the domain alone."""
