"""How words for two are kept: sealed under a key that nothing else draws, in whole kilobytes.

`opened` is for whoever has found that the reader is one of the two.
"""

from uuid import UUID

from registry.accounts.queries import Keys
from registry.kit.sealing import SealBroken, seal, unseal

KEY = "coaching"
KILOBYTE = 1024


def sealed_words(keys: Keys, place: str, row_id: UUID, words: str) -> str:
    """
    place   which words of the row; they open there alone
    """
    plain = words.encode()
    evened = plain.ljust(-(-len(plain) // KILOBYTE) * KILOBYTE)
    return seal(keys.secret, f"{place} {row_id}", evened, key=KEY)


def opened(keys: Keys, place: str, row_id: UUID, sealed: str) -> str | None:
    """None for words that were sealed under another secret key: they are lost, and the page says so."""
    if not sealed:
        return ""
    try:
        return unseal(keys.secret, f"{place} {row_id}", sealed, key=KEY).rstrip(b" ").decode()
    except SealBroken:
        return None
