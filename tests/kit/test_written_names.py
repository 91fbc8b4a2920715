"""A name is found however it is written, and nothing else is taken for it."""

import re

import pytest

from registry.kit.written_names import likely, pattern_of


def fits(like: str, text: str) -> bool:
    """As a database reads it, in ASCII letters without regard to case."""
    parts = [
        ".*" if sign == "%" else "." if sign == "_" else re.escape(sign) for sign in re.sub(r"\\\\(.)", r"\1", like)
    ]
    return re.fullmatch("".join(parts), text, re.IGNORECASE | re.DOTALL) is not None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ben Osei", "Ask Ben Osei about it"),
        ("Ben Osei", "BEN  OSEI’s list"),
        ("Ben Osei", "signed: Osei, Ben"),
        ("Ben Osei", "ben\nosei"),
        ("Åsa van Dijk", "Dijk, ÅSA VAN"),
        ("Åsa van Dijk", "åsa Van dijk"),
        ("Al", "Al said so"),
        ("Ben Osei", "write to ben@northmoor.example"),
    ],
)
def test_it_is_found(name: str, text: str) -> None:
    address = "ben@northmoor.example"
    assert pattern_of(name, address).search(text)
    assert any(fits(like, text) for like in likely(name, address))


@pytest.mark.parametrize(("name", "text"), [("Ben Osei", "Ben alone"), ("Al", "also"), ("Al", "Sal"), ("B. O", "Bx O")])
def test_nothing_else_is_taken_for_it(name: str, text: str) -> None:
    assert not pattern_of(name).search(text)
