"""What of a recording is kept: what is seen and heard, in a form that every telephone plays, whatever was sent."""

import io
import math
import struct
import wave
from functools import cache

import av
import pytest
from av.filter import Graph

from registry.kit.errors import Refused
from registry.media.actions import recordings
from registry.media.rules.recordings import PIECE, SENTENCES, Drawn, Fault, form_of, pieces_between, pieces_of
from registry.web.downloads import part_asked
from tests.media.test_rules import a_picture

PLACE = "+51.5007-000.1246/"
MAKER = "Rosa Crane's telephone"
UPRIGHT = bytes.fromhex("00010000 00000000 00000000 00000000 00010000 00000000 00000000 00000000 40000000")
TURNED = bytes.fromhex("00000000 00010000 00000000 FFFF0000 00000000 00000000 00000000 00000000 40000000")


@cache
def a_tone(seconds: int = 1, rate: int = 8000) -> bytes:
    """A WAVE file with a name in it, as recorders write them."""
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        second = b"".join(struct.pack("<h", int(9000 * math.sin(2 * math.pi * 440 * at / rate))) for at in range(rate))
        file.writeframes(second * seconds)
    named = f"INFOIART{len(MAKER) + 1:c}\0\0\0{MAKER}\0".encode()
    named += b"\0" * (len(named) % 2)
    content = made.getvalue() + b"LIST" + struct.pack("<I", len(named)) + named
    return content[:4] + struct.pack("<I", len(content) - 8) + content[8:]


@cache
def a_film(kind: str, *, has_sound: bool = True) -> bytes:
    """One second, with a place, a maker and a line of words in it."""
    seen, heard = {"mov": ("libx264", "aac"), "webm": ("libvpx", "libopus")}[kind]
    made = io.BytesIO()
    with av.open(made, "w", format=kind) as film:
        film.metadata.update({"location": PLACE, "comment": MAKER})
        pictures = film.add_stream(seen, rate=10)
        pictures.width, pictures.height, pictures.pix_fmt = 160, 90, "yuv420p"
        pictures.metadata["handler_name"] = MAKER
        sound = film.add_stream(heard, rate=48000, layout="mono") if has_sound else None
        for stream, source in ((pictures, "testsrc=160x90:rate=10:duration=1"), (sound, "sine=duration=1")):
            if stream is None:
                continue
            graph = Graph()
            begin = graph.add(*source.split("=", 1))
            form = [graph.add("format", "yuv420p")] if stream is pictures else []
            graph.link_nodes(begin, *form, graph.add("buffersink" if stream is pictures else "abuffersink")).configure()
            while True:
                try:
                    frame = graph.pull()
                except (av.EOFError, BlockingIOError):
                    break
                film.mux(stream.encode(frame))
            film.mux(stream.encode(None))
    return made.getvalue()


async def drawn(sent: bytes, largest_mb: int = 5) -> Drawn:
    return await recordings.draw_anew(io.BytesIO(sent), largest_mb)


@pytest.mark.parametrize("kind", ["wave", "mov", "webm"])
async def test_neither_place_nor_maker_is_left(kind: str) -> None:
    sent = a_tone() if kind == "wave" else a_film(kind)
    assert MAKER.encode() in sent
    assert kind == "wave" or PLACE.encode() in sent
    kept = await drawn(sent)
    assert (kept.is_film, kept.seconds) == (kind != "wave", 1)
    assert MAKER.encode() not in kept.content
    assert PLACE.encode() not in kept.content
    with av.open(io.BytesIO(kept.content)) as opened:
        names = {stream.type: stream.codec_context.name for stream in opened.streams}
        told = set(opened.metadata).union(*(stream.metadata for stream in opened.streams))
    assert names == {"audio": "aac"} | ({"video": "h264"} if kept.is_film else {})
    assert told <= {"major_brand", "minor_version", "compatible_brands", "language", "handler_name"}
    assert kept.content.index(b"moov") < kept.content.index(b"mdat"), "a player begins before it has all of it"


async def test_a_film_stands_upright_as_the_telephone_says_it_was_held() -> None:
    sent = a_film("mov", has_sound=False)
    assert UPRIGHT in sent[sent.index(b"tkhd") :]
    begin = sent.index(UPRIGHT, sent.index(b"tkhd"))
    kept = await drawn(sent[:begin] + TURNED + sent[begin + len(UPRIGHT) :])
    assert (kept.width, kept.height) == (90, 160)


async def test_what_breaks_off_is_kept_as_far_as_it_goes() -> None:
    assert (await drawn(a_tone(3)[:20_000])).seconds == 1
    assert (await drawn(a_film("webm")[:-2000])).is_film


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        (b"", Fault.NOTHING),
        (a_picture(), Fault.UNREADABLE),
        (b"#EXTM3U\nfile:///etc/passwd\n", Fault.UNREADABLE),
        (b"ffconcat version 1.0\nfile /etc/passwd\n", Fault.UNREADABLE),
        (b"ID3" + bytes(3000), Fault.UNREADABLE),
        (b"\x1aE\xdf\xa3" + bytes(3000), Fault.UNREADABLE),
        (a_film("mov")[:2000], Fault.UNREADABLE),
        (a_tone(1000, 60), Fault.TOO_LONG),
    ],
    ids=range(8),
)
async def test_what_is_no_recording_is_refused_whatever_it_is_called(sent: bytes, fault: Fault) -> None:
    with pytest.raises(Refused) as refused:
        await drawn(sent)
    assert refused.value.fields == {"recording": SENTENCES[fault]}


async def test_what_is_too_large_or_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused, match="at most 0 MB"):
        await drawn(a_tone(), 0)
    monkeypatch.setattr(recordings, "MOST_SECONDS", 0)
    with pytest.raises(Refused, match="too much for us"):
        await drawn(a_tone())


def test_a_file_is_told_by_its_first_bytes() -> None:
    assert form_of(b"\xff\xf1\x50\x80") == "aac"
    assert form_of(b"\xff\xfb\x90\x00") == "mp3"
    assert form_of(b"#EXTM3U") is None


def test_a_recording_is_read_in_pieces() -> None:
    content = bytes(range(256)) * (PIECE // 128)
    pieces = pieces_of(content)
    assert b"".join(pieces) == content
    assert [len(piece) for piece in pieces] == [PIECE, PIECE]
    assert list(pieces_between(0, PIECE - 1)) == [0]
    assert list(pieces_between(PIECE - 1, PIECE)) == [0, 1]


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("", (0, 99)),
        ("bytes=0-1", (0, 1)),
        ("bytes=90-", (90, 99)),
        ("bytes=90-500", (90, 99)),
        ("bytes=-10", (90, 99)),
        ("bytes=-500", (0, 99)),
        ("bytes=100-", None),
        ("bytes=9-8", None),
        ("bytes=-0", None),
        ("bytes=0-1,5-6", (0, 99)),
        ("lines=1-2", (0, 99)),
    ],
)
def test_a_player_asks_for_a_part(asked: str, part: tuple[int, int] | None) -> None:
    assert part_asked(asked, 100) == part
