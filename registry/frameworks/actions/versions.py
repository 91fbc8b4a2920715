"""The version that may be changed, and what stands once it is published.

Publishing itself stands in the room `boundaries`, which knows the other half of a version.
"""

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.frameworks.models import Framework, FrameworkVersion, Outcome, VersionOutcome
from registry.frameworks.queries import frameworks as framework_queries
from registry.frameworks.queries import versions as queries
from registry.frameworks.rules import versions as rules
from registry.kit import clock
from registry.people.actors import Actor

WORDS = ("name", "held", "direction")


async def hold_framework(session: AsyncSession, framework: Framework) -> None:
    """Two who change it at once take turns, so that limits on counts hold."""
    statement = (
        select(Framework)
        .where(col(Framework.organisation_id) == framework.organisation_id, col(Framework.id) == framework.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    (await session.exec(statement)).one()


async def publish_first(session: AsyncSession, actor: Actor, framework: Framework) -> FrameworkVersion:
    """With what was said at the opening; it grows as it stands until an idea accepts it."""
    version = _new(actor, framework, 1)
    version.sqlmodel_update(framework.model_dump(include=set(WORDS)))
    version.published_at, version.published_by_id = version.begun_at, actor.person_id
    session.add(version)
    await session.flush()
    return version


async def version_to_change(session: AsyncSession, actor: Actor, framework: Framework) -> FrameworkVersion:
    """The one being prepared, begun now where there is none; the first one itself while no idea has accepted it."""
    newest = await queries.get_newest(session, framework)
    if rules.can_be_changed(newest):
        return newest
    return await queries.find_prepared(session, framework) or await begin_version(session, actor, framework, newest)


async def begin_version(
    session: AsyncSession, actor: Actor, framework: Framework, newest: FrameworkVersion
) -> FrameworkVersion:
    """The next one, which says at first what the newest says."""
    version = _new(actor, framework, newest.number + 1)
    version.sqlmodel_update(newest.model_dump(include=set(WORDS)))
    session.add(version)
    await session.flush()
    for said in await queries.list_outcomes_of(session, newest):
        kept = said.model_dump(include={"organisation_id", "outcome_id", "sentence", "aim_id"})
        session.add(VersionOutcome(version_id=version.id, **kept))
    await session.flush()
    return version


async def make_way(session: AsyncSession, prepared: FrameworkVersion) -> None:
    """For a version that is published before it."""
    prepared.number += 1
    session.add(prepared)
    await session.flush()


async def put_in_force(
    session: AsyncSession, actor: Actor, framework: Framework, version: FrameworkVersion, reason: str
) -> None:
    """From now on it is what ideas that join accept, and what lists say of the framework."""
    newest = await queries.get_newest(session, framework)
    version.published_at, version.published_by_id, version.reason = clock.now(), actor.person_id, reason
    newest.superseded_at = version.published_at
    framework.sqlmodel_update(version.model_dump(include=set(WORDS)))
    session.add_all([version, newest, framework])
    await session.flush()
    await put_outcomes_in_force(session, actor, framework, version)


async def put_outcomes_in_force(
    session: AsyncSession, actor: Actor, framework: Framework, version: FrameworkVersion
) -> None:
    """The outcomes themselves say what the newest version says of them; those that it leaves out have ended."""
    said = {words.outcome_id: words for words in await queries.list_outcomes_of(session, version)}
    prepared = await queries.find_prepared(session, framework)
    to_come = {words.outcome_id for words in await queries.list_outcomes_of(session, prepared)} if prepared else set()
    statement = select(Outcome).where(
        col(Outcome.organisation_id) == framework.organisation_id,
        col(Outcome.framework_id) == framework.id,
        col(Outcome.ended_at).is_(None),
    )
    for outcome in (await session.exec(statement)).all():
        if words := said.get(outcome.id):
            outcome.sentence, outcome.aim_id = words.sentence, words.aim_id
        elif outcome.id not in to_come:
            outcome.ended_at, outcome.ended_by_id = clock.now(), actor.person_id
        session.add(outcome)
    await session.flush()


async def remove_prepared(session: AsyncSession, prepared: FrameworkVersion) -> None:
    """One that was never published: what it would have said stays in history."""
    await session.exec(
        delete(VersionOutcome).where(
            col(VersionOutcome.organisation_id) == prepared.organisation_id,
            col(VersionOutcome.version_id) == prepared.id,
        )
    )
    await session.delete(prepared)
    await session.flush()


async def note_use(session: AsyncSession, version: FrameworkVersion) -> None:
    """An idea has accepted it."""
    version.in_use_since_at = version.in_use_since_at or clock.now()
    session.add(version)
    await session.flush()


async def objections_to_name(
    session: AsyncSession, actor: Actor, framework: Framework | None, name: str
) -> dict[str, str]:
    known = await framework_queries.find_framework_by_name(session, actor, name)
    if known and (framework is None or known.id != framework.id):
        return {"name": "There is a framework of this name already."}
    return {}


def _new(actor: Actor, framework: Framework, number: int) -> FrameworkVersion:
    return FrameworkVersion(
        organisation_id=framework.organisation_id,
        framework_id=framework.id,
        number=number,
        begun_at=clock.now(),
        begun_by_id=actor.person_id,
        **framework.model_dump(include=set(WORDS)),
    )
