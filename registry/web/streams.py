"""What is taken away as a file: streamed, so that any length costs the same memory."""

from collections.abc import AsyncIterator, Iterable
from typing import Any

from litestar.response import Stream

from registry.kit.sheets import csv_line

MEDIA_TYPES = {"csv": "text/csv", "json": "application/json"}


def csv_download(name: str, head: Iterable[str], rows: AsyncIterator[Iterable[Any]]) -> Stream:
    """A sheet with a line of headings; `name` is that of the file, without its ending."""
    return _download(f"{name}.csv", MEDIA_TYPES["csv"], _csv_lines(head, rows))


def json_download(name: str, rows: AsyncIterator[str]) -> Stream:
    """A list of what is JSON already."""
    return _download(f"{name}.json", MEDIA_TYPES["json"], _json_list(rows))


def _download(name: str, media_type: str, lines: AsyncIterator[str]) -> Stream:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Stream(lines, media_type=media_type, headers=headers)


async def _csv_lines(head: Iterable[str], rows: AsyncIterator[Iterable[Any]]) -> AsyncIterator[str]:
    # The mark at its beginning tells spreadsheets that it is UTF-8.
    yield "\ufeff" + csv_line(head)
    async for cells in rows:
        yield csv_line(cells)


async def _json_list(rows: AsyncIterator[str]) -> AsyncIterator[str]:
    before = "["
    async for row in rows:
        yield before + row
        before = ",\n"
    yield "[]" if before == "[" else "]"
