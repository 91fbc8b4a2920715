"""The sample data: an invented trust, its partners and people, and what became of their ideas; SAMPLE.md says which.

`loading` puts it into an empty database, through the rooms' own verbs and so with the history that real work would have
left. `stories` tells one idea after another as its people lived it: a story waits (`yield`) until a day, does the next
thing, and waits again; `play` takes all stories forward together, so that time runs one way in the whole registry. Days
are counted back from the day on which it is made. `bulk` makes any number of ideas of the same kinds, in statements of
thousands of rows.
"""
