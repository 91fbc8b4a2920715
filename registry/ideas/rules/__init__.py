"""The rules of ideas, one module a noun. Source: MODEL, 'Ideas'."""
