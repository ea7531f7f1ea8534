"""The development host: Odoo 19, its Python environment and PostgreSQL.

Everything lies in the checkout's .host folder, which git ignores.
"""
