import base64
import json
import subprocess
import sys
from tempfile import TemporaryFile
from typing import IO
from uuid import UUID

from anyio import CapacityLimiter, fail_after, open_process, to_thread
from anyio.streams.buffered import BufferedByteReceiveStream
from sqlalchemy import delete
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.kit import clock
from registry.kit.errors import Refused
from registry.media.models import Recording, RecordingPiece
from registry.media.rules import recordings as rules
from registry.media.rules.recordings import Drawn, Fault, NoRecording

FIELD = "recording"
PROGRAM = (sys.executable, "-I", "-m", "registry.media.drawing")
MOST_SECONDS = 150
WAITS_SECONDS = 45
REFUSED = 3
LONGEST_HEAD = 200
_one_at_once = CapacityLimiter(1)


async def draw_anew(sent: IO[bytes] | None, largest_mb: int) -> Drawn:
    """Another process draws it, at most for two minutes and a half; no transaction should be open meanwhile.

    sent     read from its beginning, and left open
    raises   Refused beside the field `recording`, for what is none, and for what is too long or too large
    """
    try:
        if sent is None:
            raise NoRecording(Fault.NOTHING)
        return await _drawn(sent, largest_mb * 1024 * 1024)
    except NoRecording as refusal:
        sentence = rules.SENTENCES[refusal.fault].format(largest_mb=largest_mb)
        raise Refused(fields={FIELD: sentence}) from refusal


async def add_recording(session: AsyncSession, organisation_id: UUID, drawn: Drawn) -> Recording:
    recording = Recording(
        organisation_id=organisation_id,
        is_film=drawn.is_film,
        seconds=drawn.seconds,
        width=drawn.width,
        height=drawn.height,
        size=len(drawn.content),
        added_at=clock.now(),
    )
    session.add(recording)
    await session.flush()
    for number, piece in enumerate(rules.pieces_of(drawn.content)):
        row = RecordingPiece(
            organisation_id=organisation_id,
            recording_id=recording.id,
            number=number,
            content=base64.b64encode(piece).decode(),
        )
        session.add(row)
        await session.flush()
        session.expunge(row)
    return recording


async def delete_recording(session: AsyncSession, organisation_id: UUID, recording_id: UUID) -> None:
    await session.exec(
        delete(RecordingPiece).where(
            col(RecordingPiece.organisation_id) == organisation_id, col(RecordingPiece.recording_id) == recording_id
        )
    )
    await session.exec(
        delete(Recording).where(col(Recording.organisation_id) == organisation_id, col(Recording.id) == recording_id)
    )


async def _drawn(sent: IO[bytes], largest: int) -> Drawn:
    with TemporaryFile() as file:  # Nameless, and readable from any place, which films need.
        size, first = await to_thread.run_sync(_copy, sent, file, largest)
        if not size:
            raise NoRecording(Fault.NOTHING)
        form = rules.form_of(first)
        if form is None:
            raise NoRecording(Fault.UNREADABLE)
        try:
            with fail_after(WAITS_SECONDS):
                await _one_at_once.acquire()
        except TimeoutError as error:
            raise NoRecording(Fault.TOO_BUSY) from error
        try:
            with fail_after(MOST_SECONDS):
                code, told = await _run(form, file)
        except TimeoutError as error:
            raise NoRecording(Fault.TOO_SLOW) from error
        finally:
            _one_at_once.release()
    if code == REFUSED:
        raise NoRecording(Fault(told.decode()))
    if code:
        raise NoRecording(Fault.UNREADABLE)
    head, _, content = told.partition(b"\n")
    return Drawn(**json.loads(head), content=content)


async def _run(form: str, file: IO[bytes]) -> tuple[int, bytes]:
    """What it answers and what it says; a process that is waited for no longer is ended."""
    async with await open_process(
        [*PROGRAM, form], stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}
    ) as process:
        assert process.stdout is not None  # noqa: S101 - asked for above.
        told = bytearray()
        async for part in BufferedByteReceiveStream(process.stdout):
            told += part
            if len(told) > rules.MOST_KEPT + LONGEST_HEAD:
                process.kill()
        return await process.wait(), bytes(told)


def _copy(sent: IO[bytes], file: IO[bytes], largest: int) -> tuple[int, bytes]:
    """
    raises   NoRecording for more than `largest`
    """
    sent.seek(0)
    first, size = b"", 0
    while part := sent.read(1024 * 1024):
        first = first or part[: rules.FIRST_BYTES]
        size += len(part)
        if size > largest:
            raise NoRecording(Fault.TOO_LARGE)
        file.write(part)
    file.flush()
    file.seek(0)
    return size, first
