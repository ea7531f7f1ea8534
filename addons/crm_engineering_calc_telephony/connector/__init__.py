"""Connections to exchanges, that a service of their own holds."""
