"""A person's name and address as people write them: in any case, with any space between, or the last name first."""

import re
from collections.abc import Sequence
from re import Pattern

LIKE_ESCAPE = "\\"


def pattern_of(name: str, address: str = "") -> Pattern[str]:
    """
    name      of one word it is found as a word of its own only: ‘Al’ stands in ‘also’
    address   an e-mail address, or empty
    """
    parts = [re.escape(part) for part in name.split()]
    forms = [r"\s+".join(parts)]
    if len(parts) > 1:
        forms.append(rf"{parts[-1]},?\s+" + r"\s+".join(parts[:-1]))
    else:
        forms = [rf"(?<!\w){parts[0]}(?!\w)"]
    if address:
        forms.append(re.escape(address))
    return re.compile("|".join(forms), re.IGNORECASE)


def likely(name: str, address: str = "") -> Sequence[str]:
    """Patterns for LIKE, without regard to case: one of them fits wherever `pattern_of` does, and may fit elsewhere."""
    parts = [_plain(part) for part in name.split()]
    turned = [parts[-1], *parts[:-1]]
    found = {f"%{'%'.join(parts)}%", f"%{'%'.join(turned)}%"}
    return sorted(found | ({f"%{_plain(address)}%"} if address else set()))


def _plain(part: str) -> str:
    """SQLite compares the case of ASCII letters alone: any other letter fits any one."""
    return "".join("_" if not letter.isascii() else _escaped(letter) for letter in part)


def _escaped(letter: str) -> str:
    return LIKE_ESCAPE + letter if letter in {"%", "_", LIKE_ESCAPE} else letter
