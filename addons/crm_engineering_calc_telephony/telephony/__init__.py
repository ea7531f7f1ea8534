"""Calls as an exchange tells of them: pure Python, without Odoo."""
