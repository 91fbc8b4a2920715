"""The verbs of the room, one module a noun."""
