"""What is seen across ideas: the lines of the home page, the monitor of all that is counted, the search in their words.

SearchText holds the words of every registered idea; drafts never stand there. The listener `search.listen` keeps it in
the transaction of the change. Words are folded (no accents, no capitals, no punctuation) before they are stored and
before they are looked for, so that both databases find the same; `highlight` marks them in the text as it was written.
The organisation's own word (`scope`) is part of every match, so that the index itself never answers with another
organisation's idea.

A search answers from its newest 1,000 finds: what people look for is among them or needs another word, and a word that
stands in every idea costs no more than a rare one. Ideas like a title are those that share its three rarest words,
counted inside the organisation and up to a limit, never LIKE.

The monitor judges nothing: rooms below keep what their rules find, and it shows that. A page walks from group to group
along an index, so that it costs the same in an organisation of any size; groups stand by name, those of sponsors in the
order in which they came, because names of people are not unique and SQLite then sorts whole groups. What few measures
answer to (a signal, a boundary, a change) is looked up first, the newest thousand, and put in order afterwards. SQLite
plans without statistics until it has looked at its indexes (`kit.database.note_sizes`): where it would begin with
everything an organisation has, outer joins and conditions that it
does not see through keep it from that; PostgreSQL takes the same statements as they are meant. What somebody has seen
(`MonitorLook`) is a moment that goes forward only, and nobody else's business.

SQLite's FTS5 table points at `search_text` by rowid, which VACUUM may number anew: copy a database by its backup
interface, or rebuild the index afterwards (INSERT INTO search_fts(search_fts) VALUES ('rebuild')).
"""
