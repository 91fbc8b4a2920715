"""The verbs of ideas, one module a noun."""
