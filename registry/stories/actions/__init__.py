"""telling: told, changed, answered    checking: what names no one may be read    links: through which they are told
pictures, recordings: one a story    letters: to a storyteller who left an address
leaving: withdrawn or expired, and nothing is left    forgetting: not in the database's files either
beside: what a restore has to know
"""
