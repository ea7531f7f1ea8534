"""The steps of the dialog that takes a workbook into a calculation."""

FILE, COLUMNS, PREVIEW = "file", "columns", "preview"
