"""Numbers over time: measures, their observations, baselines and re-calculation points, and what the SPC rules find.

Words: measure (outcome, process or balancing), observation, baseline, re-calculation point, signal, change (what was
tried, and when); a date on which the team could not count is a gap.

Decisions. Numbers are exact decimals kept as text (`kit.database.ExactDecimal` says against what). A measure of counts
("3 falls in 1,204 bed days") keeps the two counts as they were given and their rate to twelve places.

An observation is a row that is never written over. The rows of one date are numbered; the last one stands, the others
are what stood before. Two people who correct the same number at once collide on that number and one is told. A baseline
is kept in the same manner, so that each change of the limits has its reason; a re-calculation point is lifted, not
removed.

`StoredResult` holds for lists what the rules found, one row a measure, written in the same transaction as whatever
changed it; a test compares it with fresh results. Whoever writes locks the measure first: two writers, neither seeing
the other's number, would otherwise store a result that is true for neither. A page that draws the chart has the numbers
at hand and works it out anew, at some ten microseconds, rather than keep a second copy of every point.

A conclusion that the rules draw and no reader would is not repeated: where limits fell onto the mean, or there are
none, that is told in words, and no icon is shown but for a shift or a trend, which need the mean alone (spc/RULES.md,
section 6).

A number is due on the date that keeps the rhythm of those before it; where the numbers bear the first day of their
period, at its end, because March's number cannot be known on 1 March. A gap that was told keeps the rhythm too.

What people paste is read by a few lines of ours, the day before the month, and held against what stands before anything
is stored: a library that guesses would read 03/04 as it pleases, and say nothing. A file is read as if it had been
pasted, so that there is one reader, one preview and one set of faults.

What follows from a number for a boundary is worked out in the room `boundaries`, which listens to history (`app.py`):
whoever records, corrects or takes back numbers leaves one event with the measure as its subject, and knows no boundary.
"""
