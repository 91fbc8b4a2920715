"""People as choices of a form."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.people import queries
from registry.people.actors import Actor


async def colleagues_to_choose(session: AsyncSession, actor: Actor, chosen: str = "") -> list[tuple[str, str]]:
    """Everybody who works here but the actor, as (id, name and position).

    chosen   an id that came along, which stands in the list also where the list is too long for it
    """
    faces = [
        face for face in await queries.list_people_to_choose(session, actor, colleagues=True) if face.id != actor.id
    ]
    if _is_id(chosen) and all(str(face.id) != chosen for face in faces):
        faces += [
            face for face in (await queries.list_faces(session, actor, [UUID(chosen)])).values() if face.id != actor.id
        ]
    return [(str(face.id), f"{face.name}, {face.position}" if face.position else face.name) for face in faces]


def _is_id(chosen: str) -> bool:
    try:
        return bool(UUID(chosen))
    except ValueError:
        return False
