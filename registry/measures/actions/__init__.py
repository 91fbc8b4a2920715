"""Verbs: what is counted in `measures`, the numbers in `observations`; `results` keeps what the rules say of them."""
