"""Which recordings are read, by their first bytes, and how long and large they may be."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

FIRST_BYTES = 64
LONGEST_SOUND_SECONDS = 15 * 60
LONGEST_FILM_SECONDS = 3 * 60
GRACE_SECONDS = 5
MOST_DOTS = 4096 * 2304
MOST_KEPT = 48 * 1024 * 1024
PIECE = 192 * 1024
"""A multiple of three, so that its base64 needs no filling."""


class Fault(StrEnum):
    """Why a recording is not taken."""

    NOTHING = "nothing"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    NO_SOUND = "no_sound"
    TOO_LONG = "too_long"
    TOO_SLOW = "too_slow"
    TOO_BUSY = "too_busy"


SENTENCES: Mapping[Fault, str] = {
    Fault.NOTHING: "Record something first, or choose a file.",
    Fault.TOO_LARGE: "This file is too big. Choose one of at most {largest_mb} MB, or record one anew.",
    Fault.UNREADABLE: "This is no recording that we can play. Choose a sound or a film, or record one anew.",
    Fault.NO_SOUND: "There is nothing to hear in this. Choose another, or record it again.",
    Fault.TOO_LONG: "This is too long. A voice may last 15 minutes, a film 3 minutes.",
    Fault.TOO_SLOW: "This film is too much for us. Choose a shorter one, or record one anew.",
    Fault.TOO_BUSY: "Many people are sending recordings just now. Try again in a few minutes.",
}


class NoRecording(Exception):
    """It is not taken, and why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True)
class Drawn:
    """A recording as it is kept: MP4, made of what is seen and heard and of nothing else.

    width, height   in dots; 0 for a sound
    """

    is_film: bool
    seconds: int
    width: int
    height: int
    content: bytes


def form_of(first: bytes) -> str | None:
    """What kind of file it is by its first bytes, in the words of the reader; None for what is not read.

    Nothing that leads elsewhere is among them, such as lists of other files.
    """
    if first[4:8] == b"ftyp":
        return "mov"
    if first[:4] == b"RIFF" and first[8:12] == b"WAVE":
        return "wav"
    for start, form in (
        (b"\x1aE\xdf\xa3", "matroska"),
        (b"OggS", "ogg"),
        (b"fLaC", "flac"),
        (b"ID3", "mp3"),
        (b"caff", "caf"),
        (b"#!AMR", "amr"),
    ):
        if first.startswith(start):
            return form
    if first[:1] == b"\xff" and len(first) > 1 and first[1] & 0xE0 == 0xE0:
        return "aac" if first[1] & 0x06 == 0 else "mp3"
    return None


def pieces_of(content: bytes) -> list[bytes]:
    return [content[start : start + PIECE] for start in range(0, len(content), PIECE)]


def pieces_between(first: int, last: int) -> range:
    """The numbers of the pieces in which these bytes stand, both included."""
    return range(first // PIECE, last // PIECE + 1)
