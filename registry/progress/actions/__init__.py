"""Verbs: how an idea moves in `stages`, what is told of it in `updates`, how people look back on it in `reviews`."""
