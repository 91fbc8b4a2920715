"""Verbs: what is counted in `measures`, its numbers in `observations`, what limits rest on in `limits`, what was tried
in `changes`; `results` keeps what the rules say.
"""
