"""What Russian papers are written by: plain Python, no Odoo."""
