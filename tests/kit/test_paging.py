import base64
import json
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from registry.kit.errors import NotFound
from registry.kit.paging import page_of, read_cursor, write_cursor


def forged(*key: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def test_a_cursor_is_read_as_it_was_written() -> None:
    key = [uuid4(), date(2026, 11, 23), datetime(2026, 11, 23, 9, 30, tzinfo=UTC), 7, "Åse O'Neill"]

    assert read_cursor(write_cursor(key), UUID, date, datetime, int, str) == key


@pytest.mark.parametrize(
    ("cursor", "kind"),
    [
        ("%%%", int),
        ("", int),
        ("bm90IGpzb24", int),
        (forged(10**30), int),
        (forged(float("inf")), int),
        (forged("7", "8"), int),
        (forged(None), int),
        (forged("not an id"), UUID),
        (forged(7), UUID),
        (forged("2026-02-30"), date),
        (forged("2026-11-23T09:30:00"), datetime),
        (forged("nul\x00here"), str),
    ],
)
def test_a_cursor_that_was_not_made_here_is_not_found(cursor: str, kind: type) -> None:
    with pytest.raises(NotFound):
        read_cursor(cursor, kind)


def test_one_row_too_many_says_that_there_is_a_next_page() -> None:
    assert page_of([1, 2, 3], 2, lambda row: [row]).next_cursor == write_cursor([2])
    assert page_of([1, 2], 2, lambda row: [row]).next_cursor is None
    assert not page_of([], 2, lambda row: [row])
