import base64
from uuid import UUID

from anyio import CapacityLimiter, to_thread
from sqlalchemy import delete
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.kit import clock
from registry.kit.errors import Refused
from registry.media.models import File
from registry.media.rules import pictures as rules

_two_at_once = CapacityLimiter(2)


async def add_picture(session: AsyncSession, organisation_id: UUID, sent: bytes) -> File:
    """
    raises   Refused beside the field `picture`, for what is none
    """
    try:
        picture = await to_thread.run_sync(rules.drawn_anew, sent, limiter=_two_at_once)
    except rules.NoPicture as error:
        raise Refused(fields={"picture": str(error)}) from error
    file = File(
        organisation_id=organisation_id,
        content=base64.b64encode(picture.content).decode(),
        width=picture.width,
        height=picture.height,
        added_at=clock.now(),
    )
    session.add(file)
    await session.flush()
    return file


async def delete_file(session: AsyncSession, organisation_id: UUID, file_id: UUID) -> None:
    await session.exec(delete(File).where(col(File.organisation_id) == organisation_id, col(File.id) == file_id))
