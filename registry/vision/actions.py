from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history.actions import record_event
from registry.kit import clock
from registry.kit.errors import Changed, NotAllowed, Refused
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.models import Organisation
from registry.vision import queries, rules
from registry.vision.models import FIRST_AIMS, Aim, PersonalValue, Value, Vision, VisionValue
from registry.vision.schemas import AimIn, AimPlaceIn, PersonalValuesIn, ValueIn, VisionIn


async def add_first_aims(session: AsyncSession, actor: Actor) -> None:
    """The seven aims that every new organisation begins with."""
    for place, name in enumerate(FIRST_AIMS):
        session.add(Aim(organisation_id=actor.organisation_id, name=name, place=place))
    await session.flush()


async def add_aim(session: AsyncSession, actor: Actor, form: AimIn) -> Aim:
    if actor.id is not None:
        _must_change_aims(actor)
    aims = await queries.list_aims(session, actor)
    if form.name in {aim.name for aim in aims}:
        raise Refused(fields={"name": "This aim is in the list already."})
    if len(aims) >= rules.MOST_AIMS:
        raise Refused(f"The list holds at most {rules.MOST_AIMS} aims.")
    aim = Aim(organisation_id=actor.organisation_id, name=form.name, place=len(aims))
    session.add(aim)
    await session.flush()
    await record_event(session, actor, "aim_added", aim, became=aim.label)
    return aim


async def change_aim(session: AsyncSession, actor: Actor, aim: Aim, form: AimPlaceIn) -> None:
    """What bears it keeps it, under its new words."""
    _must_change_aims(actor)
    await _hold(session, actor)
    others = [row for row in await queries.list_aims(session, actor) if row.id != aim.id]
    if form.name in {row.name for row in others}:
        raise Refused(fields={"name": "This aim is in the list already."})
    was, aim.name = aim.label, form.name
    for place, row in enumerate([*others[: form.place - 1], aim, *others[form.place - 1 :]]):
        row.place = place
        session.add(row)
    await session.flush()
    await record_event(session, actor, "aim_changed", aim, was=was, became=aim.label)


async def remove_aim(session: AsyncSession, actor: Actor, aim: Aim) -> None:
    """The database knows best whether anything bears it."""
    _must_change_aims(actor)
    label = aim.label
    try:
        async with session.begin_nested():
            await session.delete(aim)
    except IntegrityError as error:
        await session.refresh(aim)
        raise Refused(
            f"‘{label}’ stands on ideas, outcomes, stories or areas. Retire it, or give it other words."
        ) from error
    await record_event(session, actor, "aim_removed", aim, was=label)


async def retire_aim(session: AsyncSession, actor: Actor, aim: Aim) -> None:
    """It stays where it stands, and nothing new is given it, until it is brought back."""
    _must_change_aims(actor)
    if aim.retired_at:
        raise Refused("This aim is retired already.")
    label = aim.label
    aim.retired_at, aim.retired_by_id = clock.now(), actor.person_id
    session.add(aim)
    await session.flush()
    await record_event(session, actor, "aim_retired", aim, was=label)


async def bring_aim_back(session: AsyncSession, actor: Actor, aim: Aim) -> None:
    _must_change_aims(actor)
    if aim.retired_at is None:
        raise Refused("This aim is not retired.")
    aim.retired_at = aim.retired_by_id = None
    session.add(aim)
    await session.flush()
    await record_event(session, actor, "aim_brought_back", aim, became=aim.label)


def _must_change_aims(actor: Actor) -> None:
    if not rules.may_change_aims(actor):
        raise NotAllowed("The board and the administrators keep the list of aims.")


async def publish_vision(session: AsyncSession, actor: Actor, form: VisionIn, *, after: int) -> Vision:
    """The vision and its values from now on; those before stay readable.

    after    the number of the one that was read, 0 where there was none
    raises   Changed where somebody else has published one meanwhile
    """
    if not rules.may_publish_vision(actor):
        raise NotAllowed("Only a member of the board publishes the vision.")
    await _hold(session, actor)
    before = await queries.find_vision(session, actor)
    if (before.vision.number if before else 0) != after:
        raise Changed
    standing = {value.id: value for value in await queries.list_values(session, actor)}
    if objections := rules.objections_to_values([(value.name, value.meaning) for value in form.values]):
        raise Refused(*objections)
    if {value.id for value in form.values if value.id} - set(standing):
        raise Refused("One of these values ended meanwhile. Load the page again.")
    now = clock.now()
    vision = Vision(
        organisation_id=actor.organisation_id,
        number=after + 1,
        statement=form.statement,
        reason=form.reason,
        published_at=now,
        published_by_id=actor.person_id,
    )
    session.add(vision)
    await session.flush()
    await _set_values(session, actor, vision, form.values, standing, now)
    was = _words(before.vision.statement, before.values) if before else ""
    became = _words(form.statement, [(value.name, value.meaning) for value in form.values])
    await record_event(session, actor, "vision_published", vision, words=form.reason, was=was, became=became)
    return vision


async def _set_values(
    session: AsyncSession,
    actor: Actor,
    vision: Vision,
    wanted: Sequence[ValueIn],
    standing: Mapping[UUID, Value],
    now: datetime,
) -> None:
    kept = []
    for place, said in enumerate(wanted):
        value = standing[said.id] if said.id else Value(organisation_id=actor.organisation_id, name="", meaning="")
        value.name, value.meaning, value.place = said.name, said.meaning, place
        kept.append(value)
    kept_ids = {value.id for value in kept}
    for value in standing.values():
        if value.id not in kept_ids:
            value.ended_at, value.ended_by_id = now, actor.person_id
    session.add_all([*kept, *standing.values()])
    await session.flush()
    for value in kept:
        session.add(
            VisionValue(
                organisation_id=actor.organisation_id,
                vision_id=vision.id,
                value_id=value.id,
                place=value.place,
                name=value.name,
                meaning=value.meaning,
            )
        )
    await session.flush()


async def _hold(session: AsyncSession, actor: Actor) -> None:
    """Two members who publish at once do so one after the other."""
    statement = select(Organisation.id).where(col(Organisation.id) == actor.organisation_id).with_for_update()
    await session.exec(statement)


def _words(statement: str, values: Sequence[tuple[str, str]]) -> str:
    return "\n".join([statement, *(f"{name}: {meaning}" for name, meaning in values)])


async def name_personal_values(session: AsyncSession, actor: Actor, form: PersonalValuesIn) -> None:
    """The actor's own from now on. History keeps none of the words: most of them are for nobody else."""
    if objections := rules.objections_to_personal_values([value.name for value in form.values]):
        raise Refused(*objections)
    known = {value.id for value in await queries.list_values(session, actor)}
    if {value.value_id for value in form.values if value.value_id} - known:
        raise Refused("Choose from the values of the vision.")
    for held in await queries.list_personal_values(session, actor, actor.person_id):
        await session.delete(held)
    await session.flush()
    named = [
        PersonalValue(
            organisation_id=actor.organisation_id, person_id=actor.person_id, place=place, **value.model_dump()
        )
        for place, value in enumerate(form.values)
    ]
    session.add_all(named)
    await session.flush()
    await record_event(
        session, actor, "personal_values_named", await people_queries.get_person(session, actor, actor.person_id)
    )
