"""What of a picture is kept: type and size by its content, nothing but the dots."""

import io
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST_PICTURE = 12 * 1024 * 1024
MOST_DOTS = 60_000_000
LONGEST_SIDE = 1600
QUALITY = 84
FORMATS = ("JPEG", "PNG", "WEBP")
UNREADABLE = "This is no picture that we can read. Choose a photo (JPEG, PNG or WebP)."
TOO_LARGE = "This picture is too big. Choose one of at most 12 MB."


class NoPicture(Exception):
    """A sentence that says how to choose another file."""


@dataclass(frozen=True)
class Picture:
    """A JPEG without anything but its dots."""

    content: bytes
    width: int
    height: int


def drawn_anew(sent: bytes) -> Picture:
    """Takes some tenths of a second for a photo of a telephone.

    raises   NoPicture
    """
    if not sent:
        raise NoPicture("Choose a picture.")
    if len(sent) > LARGEST_PICTURE:
        raise NoPicture(TOO_LARGE)
    try:
        with Image.open(io.BytesIO(sent), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_DOTS:
                raise NoPicture(TOO_LARGE)
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(opened).convert("RGBA")
    except NoPicture:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise NoPicture(UNREADABLE) from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    plain = Image.new("RGB", upright.size, "white")
    plain.paste(upright, mask=upright.getchannel("A"))
    drawn = io.BytesIO()
    plain.save(drawn, format="JPEG", quality=QUALITY, optimize=True)
    return Picture(drawn.getvalue(), plain.width, plain.height)
