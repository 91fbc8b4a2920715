"""Files to take away, made for the one who asks."""

import re
import unicodedata
from collections.abc import AsyncIterator, Callable
from typing import Any

from litestar import Response
from litestar.response import Stream

from registry.web.pages import AnyRequest

RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
NOT_KEPT = {"Cache-Control": "no-store", "Content-Disposition": "inline"}
"""For what may be taken back: no browser keeps it, so that it is gone when it is."""


def download(content: str | bytes, name: str, media_type: str) -> Response[Any]:
    """
    name    as `file_name` makes it
    """
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content.encode() if isinstance(content, str) else content, media_type=media_type, headers=headers)


def shown_picture(content: bytes) -> Response[Any]:
    """A picture in a page."""
    return Response(content, media_type="image/jpeg", headers=NOT_KEPT)


def played(
    request: AnyRequest, media_type: str, size: int, read: Callable[[int, int], AsyncIterator[bytes]]
) -> Response[Any]:
    """A sound or film in a page, or the part of it that a player asks for: some play nothing without.

    read   the bytes from the first to the last, both included
    """
    headers = NOT_KEPT | {"Accept-Ranges": "bytes"}
    asked = request.headers.get("range", "")
    part = part_asked(asked, size)
    if part is None:
        refused = headers | {"Content-Range": f"bytes */{size}"}
        return Response(b"", status_code=416, media_type=media_type, headers=refused)
    first, last = part
    headers["Content-Length"] = str(last - first + 1)
    content = read(first, last)
    if not RANGE.fullmatch(asked.strip()):
        return Stream(content, media_type=media_type, headers=headers)
    headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return Stream(content, status_code=206, media_type=media_type, headers=headers)


def part_asked(asked: str, size: int) -> tuple[int, int] | None:
    """The first and the last byte of the one part that is asked for; all of it for what we do not understand.

    asked     as the header Range says it: 'bytes=0-499', 'bytes=500-', 'bytes=-500'
    returns   None for a part that is not there
    """
    found = RANGE.fullmatch(asked.strip())
    if found is None or not any(found.groups()):
        return 0, size - 1
    begin, end = found.groups()
    first = int(begin) if begin else max(0, size - int(end))
    last = min(int(end), size - 1) if begin and end else size - 1
    return (first, last) if first <= last and (begin or int(end)) else None


def file_name(title: str, ending: str) -> str:
    """weeks-from-referral-to-answer.svg: letters and figures that every system can store."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return f"{re.sub(r'[^a-z0-9]+', '-', plain).strip('-')[:80] or 'numbers'}.{ending}"


def drawn(request: AnyRequest, template: str, **context: Any) -> str:
    """A template's text, for a file rather than a page."""
    engine = request.app.template_engine
    assert engine is not None  # noqa: S101 - every app of ours has one.
    return str(engine.get_template(template).render(**context))
