"""Keyset pages: a page knows where it ends, never how many rows went before."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from registry.kit.errors import NotFound

PAGE_ROWS = 20
COUNT_LIMIT = 1000
GREATEST_NUMBER = 2**31 - 1

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows of a list, and the cursor of the page after them.

    rows          at most the size asked for
    next_cursor   None on the last page
    """

    rows: Sequence[T]
    next_cursor: str | None

    def __bool__(self) -> bool:
        return bool(self.rows)


def page_of(rows: Sequence[T], size: int, key: Callable[[T], Sequence[Any]]) -> Page[T]:
    """Cuts one row too many, asked for to learn whether there is a next page, into a page."""
    shown = rows[:size]
    return Page(shown, write_cursor(key(shown[-1])) if len(rows) > size else None)


def write_cursor(key: Sequence[Any]) -> str:
    plain = json.dumps([_plain(part) for part in key], separators=(",", ":"))
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def read_cursor(cursor: str, *kinds: type) -> list[Any]:
    """The key a cursor stands for, one value for each kind (UUID, date, datetime, int, str).

    raises   NotFound for a cursor that was not made by write_cursor
    """
    try:
        parts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return [_typed(kind, part) for kind, part in zip(kinds, parts, strict=True)]
    except (ValueError, TypeError, OverflowError, binascii.Error, AttributeError) as error:
        raise NotFound(cursor) from error


def _plain(part: Any) -> Any:
    return part.isoformat() if isinstance(part, date) else str(part) if isinstance(part, UUID) else part


def _typed(kind: type, part: Any) -> Any:
    """The value of this kind, or ValueError for one that no row of ours can have and a database would choke on."""
    value = kind.fromisoformat(part) if kind in {date, datetime} else kind(part)
    is_naive = isinstance(value, datetime) and value.tzinfo is None
    is_too_great = isinstance(value, int) and abs(value) > GREATEST_NUMBER
    if is_naive or is_too_great or (isinstance(value, str) and not value.isprintable()):
        raise ValueError(part)
    return value
