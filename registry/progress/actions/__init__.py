"""Verbs: how an idea moves in `stages`, what is told of it in `updates`."""
