"""JSON doors, one module a noun; the same queries and actions as the pages."""
