"""What service users tell in their own words, and what they allow.

Words: story, storyteller, consent, checker. A story is told through a telling link or QR code without an account, or
written down with somebody by staff, who say so. It is read by others once a checker other than its writer has seen that
it names no third person; 'this names someone' hides it at once. The storyteller's own page (`/tell/TOKEN`) lets them
read, change and withdraw it; no more than the token's digest is kept.

Decisions. A consent is a row with its day of ending; the newest holds, and names are emptied in the rows before it.
`queries.stories.readable` is the one place that says who reads a story, and every list asks it.

Stories stand in no search index, no export and no entry of the history: they are looked for in their own table. That
costs a scan of at most a few thousand rows, and leaves one place from which a withdrawn one has to go. Withdrawing
deletes the rows in the request's own transaction; `actions.forgetting` then clears the files of the database, writes
the id beside the data, where a restore reads it, and is repeated by the periodic work until it has been done.
"""
