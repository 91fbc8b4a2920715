"""Files to take away, made for the one who asks."""

import re
import unicodedata
from typing import Any

from litestar import Response

from registry.web.pages import AnyRequest


def download(content: str | bytes, name: str, media_type: str) -> Response[Any]:
    """
    name    as `file_name` makes it
    """
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content.encode() if isinstance(content, str) else content, media_type=media_type, headers=headers)


def shown_picture(content: bytes) -> Response[Any]:
    """A picture in a page; no browser keeps it, so that it is gone when it is taken back."""
    headers = {"Cache-Control": "no-store", "Content-Disposition": "inline"}
    return Response(content, media_type="image/jpeg", headers=headers)


def file_name(title: str, ending: str) -> str:
    """weeks-from-referral-to-answer.svg: letters and figures that every system can store."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return f"{re.sub(r'[^a-z0-9]+', '-', plain).strip('-')[:80] or 'numbers'}.{ending}"


def drawn(request: AnyRequest, template: str, **context: Any) -> str:
    """A template's text, for a file rather than a page."""
    engine = request.app.template_engine
    assert engine is not None  # noqa: S101 - every app of ours has one.
    return str(engine.get_template(template).render(**context))
