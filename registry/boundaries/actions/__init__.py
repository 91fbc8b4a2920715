"""Verbs: drawing and redrawing in `drawing`, what people say of boundaries and crossings in `answering`, what numbers
say in `watching`, coming under a framework and leaving it in `joining`. They share the rows of crossings in
`crossings`, and what is held and kept for lists in `standing`.

Each verb holds first what it changes the standing of (`standing.hold`), always in the same order: a framework, ideas, a
measure. What follows from a number is worked out while the history's head is held, so whoever takes that head and then
wants a watch must have held its idea, or the measure that tells for a framework, before.
"""
