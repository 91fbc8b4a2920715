"""The project's own benchmark: how much work the registry makes of a page, beside a bare page of the same rows.

A machine is quick or slow, busy or not; so what is told is a ratio, measured side by side in one run. The yardstick is
the *reference*: uvicorn, raw sqlite3, one Jinja template, the same twenty rows of the same database. It knows nobody,
so nobody signs in there, and it keeps no history: less than that no registry can do. Both serve as processes of their
own and are asked in turn; what counts is the processor time that each says it has used, and of several rounds the
quickest.

`pages` says what is measured and what QUALITY.md wants of it: a new page is a line there. `places` seeds what is
measured, `visitors` ask, `serving` answers and counts, `measuring` compares.
"""
