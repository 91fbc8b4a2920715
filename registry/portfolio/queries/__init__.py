"""Reads across all rooms: what waits for a person in `home`, what has happened in `history`."""
