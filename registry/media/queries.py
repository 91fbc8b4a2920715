import base64
from collections.abc import AsyncIterator
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.kit.database import Database
from registry.kit.errors import NotFound
from registry.media.models import File, RecordingPiece
from registry.media.rules import recordings as rules


async def read_file(session: AsyncSession, organisation_id: UUID, file_id: UUID) -> bytes:
    """The caller knows that whoever asks may see what it belongs to."""
    file = await session.get(File, (organisation_id, file_id))
    if file is None:
        raise NotFound("file")
    return base64.b64decode(file.content)


async def read_part(
    database: Database, organisation_id: UUID, recording_id: UUID, first: int, last: int
) -> AsyncIterator[bytes]:
    """The bytes from the first to the last, both included, each piece in a session of its own: a player may be slow.

    It breaks off where the recording is taken back meanwhile. The caller knows that whoever asks may hear it.
    """
    for number in rules.pieces_between(first, last):
        async with database.readers() as session:
            piece = await _read_piece(session, organisation_id, recording_id, number)
        if not piece:
            return
        begin = number * rules.PIECE
        yield piece[max(0, first - begin) : last - begin + 1]


async def _read_piece(session: AsyncSession, organisation_id: UUID, recording_id: UUID, number: int) -> bytes:
    statement = select(RecordingPiece.content).where(
        col(RecordingPiece.organisation_id) == organisation_id,
        col(RecordingPiece.recording_id) == recording_id,
        col(RecordingPiece.number) == number,
    )
    return base64.b64decode((await session.exec(statement)).first() or "")
