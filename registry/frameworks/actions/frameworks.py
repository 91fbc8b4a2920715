"""A framework is opened and edited; its stewards are named, and its review is told of."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.frameworks.actions import versions
from registry.frameworks.actions.versions import hold_framework
from registry.frameworks.models import Framework, FrameworkVersion, Stewardship
from registry.frameworks.queries import frameworks as queries
from registry.frameworks.queries import versions as version_queries
from registry.frameworks.rules import frameworks as rules
from registry.frameworks.schemas import FrameworkIn, OpeningIn, StewardIn
from registry.history.actions import record_event
from registry.kit import clock
from registry.kit.errors import NotAllowed, Refused, chosen
from registry.kit.text import day_words
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.models import Organisation, Role


async def open_framework(session: AsyncSession, actor: Actor, form: OpeningIn) -> Framework:
    """By a steward, who keeps it from then on, or by a board member, who names somebody."""
    if not rules.may_open(actor):
        raise NotAllowed("A steward or a member of the board opens a framework.")
    steward_ids = [actor.person_id] if actor.has(Role.STEWARD) else []
    if form.steward_id and form.steward_id not in steward_ids:
        steward_ids.append(await _steward_named(session, actor, form.steward_id, field="steward_id"))
    objections = await _objections_to_words(session, actor, None, form)
    if not steward_ids:
        objections["steward_id"] = "Choose who keeps it."
    if objections:
        raise Refused(fields=objections)
    framework = Framework(
        organisation_id=actor.organisation_id,
        opened_at=clock.now(),
        opened_by_id=actor.person_id,
        **form.model_dump(exclude={"steward_id"}),
    )
    session.add(framework)
    await session.flush()
    await versions.publish_first(session, actor, framework)
    for person_id in steward_ids:
        await _add_stewardship(session, actor, framework, person_id)
    await record_event(session, actor, "framework_opened", framework, words=framework.name)
    return framework


async def edit_framework(session: AsyncSession, actor: Actor, framework: Framework, form: FrameworkIn) -> None:
    """Its place and its dates change at once; its words with the next version, once ideas have accepted this one."""
    await hold_framework(session, framework)
    if not rules.may_keep(actor, await queries.list_steward_ids(session, framework)):
        raise NotAllowed("Its stewards change a framework.")
    if objections := await _objections_to_words(session, actor, framework, form):
        raise Refused(fields=objections)
    said = await version_queries.get_newest_words(session, framework)
    before = await _words_of(session, framework, said)
    kind = "framework_edited"
    if any(getattr(form, name) != getattr(said, name) for name in versions.WORDS):
        changed = await versions.version_to_change(session, actor, framework)
        changed.sqlmodel_update(form.model_dump(include=set(versions.WORDS)))
        session.add(changed)
        said = changed
        kind = "framework_edited" if changed.is_published else "framework_prepared"
        if changed.is_published:
            framework.sqlmodel_update(form.model_dump(include=set(versions.WORDS)))
    framework.sqlmodel_update(form.model_dump(exclude=set(versions.WORDS)))
    flag_modified(framework, "name")  # Words that are being prepared stand in the same form.
    session.add(framework)
    await session.flush()
    was, became = rules.was_and_became(before, await _words_of(session, framework, said))
    await record_event(session, actor, kind, framework, words=framework.name, was=was, became=became)


async def name_steward(session: AsyncSession, actor: Actor, framework: Framework, form: StewardIn) -> Stewardship:
    await hold_framework(session, framework)
    steward_ids = await queries.list_steward_ids(session, framework)
    if not rules.may_name_stewards(actor, steward_ids):
        raise NotAllowed("Its stewards, or a member of the board, name another steward.")
    if form.person_id in steward_ids:
        raise Refused(fields={"person_id": "This person keeps the framework already."})
    person_id = await _steward_named(session, actor, form.person_id, field="person_id")
    stewardship = await _add_stewardship(session, actor, framework, person_id)
    await record_event(session, actor, "steward_named", framework, words=f"{{{person_id}}}", became=framework.name)
    return stewardship


async def end_stewardship(session: AsyncSession, actor: Actor, stewardship: Stewardship) -> None:
    stewardship, framework = await queries.get_stewardship(session, actor, stewardship.id)
    await hold_framework(session, framework)
    stewards = await queries.list_stewards(session, framework)
    if not rules.may_name_stewards(actor, [steward.person_id for steward in stewards]):
        raise NotAllowed("Its stewards, or a member of the board, end a stewardship.")
    if stewardship.id not in {steward.id for steward in stewards}:
        raise Refused("This stewardship has ended already.")
    if objections := rules.objections_to_ending_stewardship(len(stewards)):
        raise Refused(*objections)
    stewardship.ended_at, stewardship.ended_by_id = clock.now(), actor.person_id
    session.add(stewardship)
    await session.flush()
    await record_event(
        session,
        actor,
        "stewardship_ended",
        framework,
        words=f"{{{stewardship.person_id}}}",
        became=framework.name,
    )


async def tell_reviews(session: AsyncSession, registry: Actor, limit: int) -> int:
    """Tells history, once, of each framework whose review date has come; answers how many."""
    due = await queries.list_due_reviews(session, registry, limit)
    for framework in due:
        framework.told_review_on = framework.review_on
        session.add(framework)
        await session.flush()
        await record_event(session, registry, "framework_review_due", framework, words=framework.name)
    return len(due)


async def _objections_to_words(
    session: AsyncSession, actor: Actor, framework: Framework | None, form: FrameworkIn
) -> dict[str, str]:
    objections = rules.objections_to_dates(
        form.starts_on, form.review_on, actor.today, before_on=framework.review_on if framework else None
    )
    objections |= await versions.objections_to_name(session, actor, framework, form.name)
    if form.parent_id and (framework is None or form.parent_id != framework.parent_id):
        objections |= await _objections_to_parent(session, actor, framework, form.parent_id)
    return objections


async def _objections_to_parent(
    session: AsyncSession, actor: Actor, framework: Framework | None, parent_id: UUID
) -> dict[str, str]:
    # Nesting is changed by one at a time: two who put each into the other would otherwise make a loop.
    lock = select(Organisation.id).where(col(Organisation.id) == actor.organisation_id)
    await session.exec(lock.with_for_update(key_share=True))
    with chosen("parent_id"):
        parent = await queries.get_framework(session, actor, parent_id)
    wider = [wider_id for wider_id, _ in await queries.list_wider(session, parent)]
    return rules.objections_to_nesting(framework.id if framework else None, parent_id, wider)


async def _steward_named(session: AsyncSession, actor: Actor, person_id: UUID, *, field: str) -> UUID:
    with chosen(field):
        person = await people_queries.get_person(session, actor, person_id)
    roles = await people_queries.list_roles_of(session, actor.organisation_id, person.id)
    if person.left_at or Role.STEWARD not in roles:
        raise Refused(fields={field: "Choose someone who has the role of a steward."})
    return person.id


async def _add_stewardship(session: AsyncSession, actor: Actor, framework: Framework, person_id: UUID) -> Stewardship:
    stewardship = Stewardship(
        organisation_id=framework.organisation_id,
        framework_id=framework.id,
        person_id=person_id,
        given_at=clock.now(),
        given_by_id=actor.person_id,
    )
    session.add(stewardship)
    await session.flush()
    return stewardship


async def _words_of(session: AsyncSession, framework: Framework, said: FrameworkVersion) -> Mapping[str, str]:
    wider = await queries.list_wider(session, framework)
    return {
        "What kind": framework.subsystem.label,
        "Part of": wider[0][1] if wider else "no other",
        "Name": said.name,
        "What it holds": said.held,
        "Direction": said.direction,
        "From": day_words(framework.starts_on),
        "Review": day_words(framework.review_on),
    }
