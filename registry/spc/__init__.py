"""Numbers in, numbers out: XmR charts, run charts and their icons, as spc/RULES.md says. Imports nothing of ours.

series        what is given: dates, values, direction, target, rebases, options; refuses what cannot be judged
limits        mean, moving ranges, limits, screening           causes   the special cause rules, one judgement a point
assurance     the variation and the assurance icon             xmr      joins these into one chart
runs          the run chart                                    shape    reads and writes JSON (RULES, section 8)

Decided here: every comparison is made in whole numbers. A chart's numbers are put on one decimal grid, 0.1 as a tenth
and not as the nearest binary fraction, so that a point on the mean or on a limit is on it, whatever is added to the
series or multiplied into it. Rounding happens once, when a line is told as a float. Weighed against `math.fsum`, which
still puts 0.4 above the mean of 0.1, 0.4 and 0.7.
"""
