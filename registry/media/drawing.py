"""Draws a recording anew. A program of its own, because it reads bytes that anybody may have made.

    python -I -m registry.media.drawing FORM     the file on standard input, what is kept on standard output

FFmpeg's libraries parse what was sent: in here they have a limit of memory and of time, no file to write, nothing of
our environment, and only the form that the first bytes tell. What comes out is made of pictures and sound alone: H.264
and AAC in MP4, which every telephone plays, with nothing that stood beside them: neither place nor names, no other
stream, no chapter. Everything is encoded anew, also what phones could play as it is, since bytes that are passed on
could carry what is meant to hurt whoever plays it, and since a film of a telephone is ten times what is needed.
"""

import io
import json
import os
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

from registry.media.rules.recordings import (
    GRACE_SECONDS,
    LONGEST_FILM_SECONDS,
    LONGEST_SOUND_SECONDS,
    MOST_DOTS,
    MOST_KEPT,
    Fault,
    NoRecording,
)

REFUSED = 3
MEMORY = 1536 * 1024 * 1024
CPU_SECONDS = 240
OPEN_FILES = 32
NICENESS = 10
FAULTS_BORNE = 50
LONGEST_SIDE = 640
FRAMES_A_SECOND = 30
SOUND_RATE, SOUND_BITS = 48_000, 64_000
FILM = {"preset": "veryfast", "crf": "27", "profile": "main", "maxrate": "900k", "bufsize": "1800k"}
# fmt: off
HEARD = frozenset((
    "aac", "mp3", "mp3float", "opus", "libopus", "vorbis", "flac", "alac", "amrnb", "amrwb", "pcm_s16le", "pcm_s24le",
    "pcm_s32le", "pcm_f32le", "pcm_u8", "pcm_s16be", "pcm_alaw", "pcm_mulaw",
))
# fmt: on
SEEN = frozenset(("h264", "hevc", "vp8", "vp9", "libdav1d", "av1", "mpeg4", "h263"))
TURNS = {90: ["transpose=cclock"], 180: ["hflip", "vflip"], 270: ["transpose=clock"]}


def main() -> int:
    form = sys.argv[1]
    sent = open(0, "rb", closefd=False)  # noqa: SIM115 - standard input, which can be read from any place.
    import av  # noqa: F401, PLC0415 - loaded before the limits close what it is loaded through.

    _limit()
    try:
        head, content = draw_anew(sent, form)
    except NoRecording as refusal:
        sys.stdout.write(refusal.fault)
        return REFUSED
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + content)
    return 0


def draw_anew(sent: BinaryIO, form: str) -> tuple[dict[str, Any], bytes]:
    """What it is (is_film, seconds, width, height), and what is kept.

    raises   NoRecording
    """
    import av  # noqa: PLC0415 - the serving program never loads it.

    try:
        with av.open(sent, format=form, metadata_errors="ignore") as opened:
            return _Drawing(opened).done()
    except (av.FFmpegError, ValueError, MemoryError, OSError, EOFError) as error:
        raise NoRecording(Fault.UNREADABLE) from error


class _Drawing:
    """One recording on its way from `source` into `kept`."""

    def __init__(self, source: Any) -> None:
        import av  # noqa: PLC0415

        self.av, self.source = av, source
        self.heard = next((stream for stream in source.streams.audio if stream.codec_context.name in HEARD), None)
        self.seen = next((stream for stream in source.streams.video if self._is_film(stream)), None)
        if self.heard is None and self.seen is None:
            raise NoRecording(Fault.NO_SOUND if source.streams.video else Fault.UNREADABLE)
        self.longest = LONGEST_FILM_SECONDS if self.seen else LONGEST_SOUND_SECONDS
        if source.duration and source.duration / av.time_base > self.longest + GRACE_SECONDS:
            raise NoRecording(Fault.TOO_LONG)
        self.kept = _Kept()
        self.target = av.open(
            self.kept,
            "w",
            format="mp4",
            io_open=lambda *_: _Again(self.kept),
            options={"movflags": "+faststart", "fflags": "+bitexact", "avoid_negative_ts": "make_zero"},
        )
        self.sound: Any = None
        self.film: Any = None
        self.graph: Any = None
        self.waiting: list[Any] = []
        self.began: float | None = None
        self.seconds = 0.0

    def done(self) -> tuple[dict[str, Any], bytes]:
        if self.heard:
            self.sound = self.target.add_stream("aac", rate=SOUND_RATE, layout="mono")
            self.sound.bit_rate = SOUND_BITS
        for stream, frame in self._frames():
            self._must_end_in_time(frame)
            if stream is self.seen:
                self._see(frame)
            else:
                self._hear(frame)
        if self.began is None or (self.seen and self.film is None):
            raise NoRecording(Fault.UNREADABLE)
        if self.graph:
            self.graph.push(None)
            self._keep_seen()
        for heard in self.waiting:
            self._keep(self.sound, heard)
        for stream in filter(None, (self.film, self.sound)):
            self._keep(stream, None)
        self.target.close()
        width, height = (self.film.width, self.film.height) if self.film else (0, 0)
        seconds = max(1, round(self.seconds))
        head = {"is_film": bool(self.film), "seconds": seconds, "width": width, "height": height}
        return head, self.kept.getvalue()

    def _is_film(self, stream: Any) -> bool:
        is_cover = bool(stream.disposition & self.av.stream.Disposition.attached_pic)
        return stream.codec_context.name in SEEN and not is_cover

    def _frames(self) -> Iterator[tuple[Any, Any]]:
        """What can be read of it; a few faults are borne, as a player bears them."""
        streams = [stream for stream in (self.heard, self.seen) if stream]
        if self.seen:
            self.seen.thread_type = "AUTO"
            self.seen.codec_context.thread_count = 2
        faults = 0
        for packet in self.source.demux(streams):
            try:
                frames = packet.decode()
            except self.av.error.InvalidDataError as error:
                faults += 1
                if faults > FAULTS_BORNE:
                    raise NoRecording(Fault.UNREADABLE) from error
                continue
            for frame in frames:
                yield packet.stream, frame

    def _must_end_in_time(self, frame: Any) -> None:
        now = float(frame.time or 0)
        if self.began is None:
            self.began = now
        self.seconds = max(self.seconds, now - self.began)
        if not -GRACE_SECONDS < now - self.began < self.longest + GRACE_SECONDS:
            raise NoRecording(Fault.TOO_LONG)

    def _hear(self, frame: Any) -> None:
        """What is heard before the first picture waits for it: MP4 begins by saying all that it holds."""
        self.waiting.append(frame)
        if self.film or not self.seen:
            for heard in self.waiting:
                self._keep(self.sound, heard)
            self.waiting.clear()

    def _see(self, frame: Any) -> None:
        if frame.pts is None:
            return
        if self.graph is None:
            self._begin_film(frame)
        self.graph.push(frame)
        self._keep_seen()

    def _begin_film(self, frame: Any) -> None:
        """As large as a telephone shows it, upright, at an even pace."""
        if frame.width * frame.height > MOST_DOTS:
            raise NoRecording(Fault.TOO_SLOW)
        less = min(1, LONGEST_SIDE / max(frame.width, frame.height))
        width, height = (max(2, int(side * less) // 2 * 2) for side in (frame.width, frame.height))
        turns = TURNS.get(int(frame.rotation) % 360, [])
        steps = [f"fps={FRAMES_A_SECOND}", f"scale={width}:{height}", *turns, "format=yuv420p"]
        self.graph = self.av.filter.Graph()
        nodes = [self.graph.add_buffer(template=self.seen)]
        nodes += [self.graph.add(*step.split("=", 1)) for step in steps]
        self.graph.link_nodes(*nodes, self.graph.add("buffersink")).configure()
        if any(turn.startswith("transpose") for turn in turns):
            width, height = height, width
        self.film = self.target.add_stream("libx264", rate=FRAMES_A_SECOND)
        self.film.width, self.film.height, self.film.pix_fmt, self.film.options = width, height, "yuv420p", FILM
        self.film.codec_context.thread_count = 2

    def _keep_seen(self) -> None:
        while True:
            try:
                frame = self.graph.pull()
            except (self.av.error.BlockingIOError, self.av.error.EOFError):
                return
            frame.pict_type = 0
            self._keep(self.film, frame)

    def _keep(self, stream: Any, frame: Any) -> None:
        for packet in stream.encode(frame):
            self.target.mux(packet)


class _Kept(io.BytesIO):
    """What is kept, in memory, and no more of it than may be."""

    def write(self, given: Any) -> int:
        if self.tell() + len(given) > MOST_KEPT:
            raise NoRecording(Fault.TOO_LONG)
        return super().write(given)

    def close(self) -> None:
        """It is read after whoever wrote it has closed it."""


class _Again:
    """The same once more, read from its own place while it is written: so its table of contents comes first."""

    def __init__(self, kept: _Kept) -> None:
        self.kept, self.place = kept, 0

    def read(self, size: int) -> bytes:
        with self.kept.getbuffer() as all_of_it:
            part = bytes(all_of_it[self.place : self.place + size])
        self.place += len(part)
        return part

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        with self.kept.getbuffer() as all_of_it:
            size = len(all_of_it)
        self.place = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self.place}.get(whence, size)
        return self.place

    def tell(self) -> int:
        return self.place

    def close(self) -> None:
        pass


def _limit() -> None:
    """Where the system has no such limits, whoever started it still ends it when its time is over."""
    try:
        import resource  # noqa: PLC0415 - not on Windows.
    except ImportError:
        return
    os.nice(NICENESS)
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    sys.exit(main())
