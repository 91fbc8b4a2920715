"""Ideas by the hundred thousand, in statements of thousands of rows: the same number and day make the same ideas.

They have the mix of the sample: drafts; ideas that wait, were answered 'not now', were offered something; most are
explored with a sponsor; some are paused, some are how people work now, some have ended. `lives` says what becomes of
an idea, in the words of `telling`, which leaves the rows that the rooms' verbs would have left: `tests/sample` has the
rooms work out anew what is kept for lists, and the history holds in the organisation's chain. Nobody is told: there
are no notices. `adding` brings them into the organisation, with more people as there are more ideas.

Everything is in the plain form of `kit/bulk.py` from the moment it is made; a row is a dictionary of what it says
beyond its table's defaults until it is written.
"""
