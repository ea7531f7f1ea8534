"""How the records behind a field are read."""

# Archived ones too: what limits a record, or belongs to it, goes on doing so.
WITH_ARCHIVED = {"active_test": False}
