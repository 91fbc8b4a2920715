import base64
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.kit.errors import NotFound
from registry.media.models import File


async def read_file(session: AsyncSession, organisation_id: UUID, file_id: UUID) -> bytes:
    """The caller knows that whoever asks may see what it belongs to."""
    file = await session.get(File, (organisation_id, file_id))
    if file is None:
        raise NotFound("file")
    return base64.b64decode(file.content)
