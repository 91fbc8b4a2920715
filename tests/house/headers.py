"""What every answer carries, whatever it says and to whomever, and what no page holds."""

import re

from httpx import Response

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "media-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
INLINE = re.compile(r"<style\b|\sstyle=[\"']|\son[a-z]+=[\"']|<script\b(?![^>]*\ssrc=)|javascript:", re.IGNORECASE)


def faults_of(answer: Response) -> list[str]:
    """What an answer lacks, or holds and must not."""
    found = [
        f"{name} is {answer.headers.get(name)!r}"
        for name, value in HEADERS.items()
        if answer.headers.get(name) != value
    ]
    policy = dict(
        part.strip().split(" ", 1) for part in answer.headers.get("content-security-policy", "x y").split(";")
    )
    is_recorder = answer.request.url.path.startswith("/tell/") and answer.request.url.path.endswith("/recording")
    expected = POLICY | ({"media-src": "'self' blob:"} if is_recorder and answer.status_code != 303 else {})
    if policy != expected:
        found.append(f"content-security-policy is {policy}")
    if "cache-control" not in answer.headers:
        found.append("nothing says who may keep it")
    if answer.headers.get("content-type", "").startswith("text/html") and (inline := INLINE.search(answer.text)):
        found.append(f"something stands in the page itself: {answer.text[inline.start() : inline.start() + 80]}")
    return found
