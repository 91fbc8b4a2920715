"""Reads: updates and their timeline in `updates`, exploration and what beginning needs in `periods`."""
