"""Proving who you are: accounts, sessions, personal tokens, one-time links, and the keys of forms already answered.

Only digests of secrets are stored. Before anyone has proved who they are there is no organisation to look in, so a
directory says where a digest (of an e-mail address, a cookie, a token, a link) belongs and holds nothing else. Wrong
tries are counted by the digest of an address and a network address together, so that a guesser slows that pair alone
and learns nothing about who exists.
"""
