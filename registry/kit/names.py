"""Names as people look for them: each word typed begins a word of the name, whatever the case and accents of either.

PostgreSQL reads the patterns, and so does Python, which SQLite asks: they mean the same to both.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

LONGEST = 100
MOST_WORDS = 4
WORD = re.compile(r"[^\W_]+")
BEGINS = "(^|[ .,(’'-])"
BEHIND_A_LETTER = "[\u0300-\u036f’']*"
"""Accents that are written apart, and the apostrophe, so that 'obrien' finds O’Brien."""

PLAINLY = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
"""What Unicode does not take apart into a plain letter and its accent."""
WITH_ACCENTS = (*range(0xC0, 0x530), *range(0x1E00, 0x2000))
"""Where Latin, Greek and Cyrillic letters stand for which people type a plainer one, or two."""


def patterns_of(typed: str) -> list[str]:
    """Regular expressions, all of which a name matches that is looked for so; none where no letter was typed."""
    return [BEGINS + "".join(_letters(word)) for word in WORD.findall(_plain(typed[:LONGEST]))[:MOST_WORDS]]


def _letters(word: str) -> Iterator[str]:
    while word:
        one = _one_of(word[0])
        together = _alike().get(word[:2], "") if len(word) > 1 else ""
        if together:
            one = f"({one}{BEHIND_A_LETTER}{_one_of(word[1])}|[{together}])"
        yield one + BEHIND_A_LETTER
        word = word[2 if together else 1 :]


def _one_of(letter: str) -> str:
    return f"[{letter}{letter.upper()[:1]}{_alike().get(letter, '')}]"


@cache
def _alike() -> dict[str, str]:
    """By one plain letter or two: the letters that are typed so."""
    alike: dict[str, str] = {}
    for letter in map(chr, WITH_ACCENTS):
        plain = _plain(letter)
        if plain != letter and plain.isalpha() and len(plain) <= 2:
            alike[plain] = alike.get(plain, "") + letter
    return alike


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold().translate(PLAINLY))
    return "".join(character for character in apart if not unicodedata.combining(character))
