"""The reads of the room, one module a noun."""
