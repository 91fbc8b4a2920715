"""What of a picture is kept: nothing but its dots, whatever was sent."""

import io
import zlib

import pytest
from PIL import Image

from registry.media.rules import pictures as rules
from registry.media.rules.pictures import NoPicture, drawn_anew

PLACE = "Somewhere near 51.5007 N"


def a_picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20), *, turned: int = 1) -> bytes:
    """With a place, a maker and a turn in it, as telephones write them."""
    exif = Image.Exif()
    exif[0x010E], exif[0x010F], exif[0x0112] = PLACE, "A maker of telephones", turned
    exif.get_ifd(0x8825)[2] = (51.0, 30.0, 2.5)
    made = io.BytesIO()
    Image.new("RGB", size, "teal").save(made, format=kind, **({} if kind == "GIF" else {"exif": exif}))
    return made.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_neither_place_nor_maker_is_left(kind: str) -> None:
    sent = a_picture(kind)
    assert PLACE.encode() in sent
    kept = drawn_anew(sent)
    with Image.open(io.BytesIO(kept.content)) as drawn:
        assert drawn.format == "JPEG"
        assert not drawn.getexif()
        assert set(drawn.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert PLACE.encode() not in kept.content


def test_a_picture_stands_upright_and_is_no_larger_than_a_screen() -> None:
    kept = drawn_anew(a_picture(size=(3200, 1600), turned=6))
    assert (kept.width, kept.height) == (800, 1600)


def test_what_is_hidden_behind_a_picture_is_not_kept() -> None:
    assert b"<script>" not in drawn_anew(a_picture() + b"<script>alert(1)</script>").content


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GIF89a" + bytes(40),
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%PDF-1.7",
        b"\xff\xd8\xff" + bytes(100),
        a_picture()[:200],
        a_picture("PNG")[:60] + zlib.compress(b"x" * 100),
        a_picture("GIF"),
    ],
)
def test_what_is_no_picture_is_refused_whatever_it_is_called(sent: bytes) -> None:
    with pytest.raises(NoPicture):
        drawn_anew(sent)


def test_a_picture_that_would_fill_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_DOTS", 100)
    with pytest.raises(NoPicture, match="too big"):
        drawn_anew(a_picture())
    monkeypatch.setattr(rules, "LARGEST_PICTURE", 10)
    with pytest.raises(NoPicture, match="too big"):
        drawn_anew(a_picture())
