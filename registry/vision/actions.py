from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history.actions import record_event
from registry.kit.errors import NotAllowed, Refused
from registry.people import rules as people_rules
from registry.people.actors import Actor
from registry.vision import queries
from registry.vision.models import FIRST_AIMS, Aim
from registry.vision.schemas import AimIn


async def add_first_aims(session: AsyncSession, actor: Actor) -> None:
    """The seven aims that every new organisation begins with."""
    for place, name in enumerate(FIRST_AIMS):
        session.add(Aim(organisation_id=actor.organisation_id, name=name, place=place))
    await session.flush()


async def add_aim(session: AsyncSession, actor: Actor, form: AimIn) -> Aim:
    if actor.id is not None and not people_rules.may_change_settings(actor):
        raise NotAllowed("Only an administrator changes the list of aims.")
    aims = await queries.list_aims(session, actor)
    if form.name in {aim.name for aim in aims}:
        raise Refused(fields={"name": "This aim is in the list already."})
    if len(aims) >= queries.AIM_LIMIT:
        raise Refused(f"The list holds at most {queries.AIM_LIMIT} aims.")
    aim = Aim(organisation_id=actor.organisation_id, name=form.name, place=len(aims))
    session.add(aim)
    await session.flush()
    await record_event(session, actor, "aim_added", aim, became=aim.label)
    return aim
