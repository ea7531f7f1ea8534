"""Pages of a website with the snippet, for tests of who extends it."""
