"""The append-only record: who, when, what it was and what it became.

Entries of one organisation form a chain: each holds a hash, keyed with REGISTRY_HISTORY_KEY, of the entry
before it and of itself. The chain covers a salted digest of the words, not the words: words and salt stand in a
row beside it (EventWords), so erasing them leaves the chain true. The newest entry's number and hash stand,
sealed with the same key, in ChainHead; a cut tail shows there. People stand in an entry by id, never by name:
`{id}` inside words is a person.

`listeners` is filled in `app.py`: what follows from an event (notices, the search index) happens in the same
transaction, and no lower room need know of it.
"""
