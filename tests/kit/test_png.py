"""Pictures are painted in a process of their own."""

import asyncio

import pytest

from registry.app import shipped
from registry.kit.png import paint, png_of
from registry.web.static import FACE

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><rect width="60" height="20" fill="#fff"/>'
    '<text x="2" y="15" font-family="Atkinson Hyperlegible Next" font-size="14"{}>24 weeks</text></svg>'
)
WORDS = shipped("static") / "vendor" / FACE


async def test_it_paints_apart_what_it_paints_here_and_stops_nobody_meanwhile() -> None:
    painting = asyncio.create_task(png_of(DRAWING.format(""), WORDS))
    turns = 0
    while not painting.done():
        turns += 1
        await asyncio.sleep(0)

    assert await painting == paint(DRAWING.format(""), WORDS)
    assert turns > 100


def test_words_are_in_the_pages_own_face_and_bold_where_they_are() -> None:
    plain, bold = paint(DRAWING.format(""), WORDS), paint(DRAWING.format(' font-weight="700"'), WORDS)
    empty = paint(DRAWING.replace("24 weeks", "").format(""), WORDS)
    assert len({plain, bold, empty}) == 3


async def test_what_is_no_drawing_is_refused_in_words() -> None:
    with pytest.raises(OSError, match="could not be painted"):
        await png_of("no drawing", WORDS)
