"""The versions of a framework: the newest, the one being prepared, those before them, and the outcomes of each."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from registry.frameworks.models import Framework, FrameworkVersion, Outcome, VersionOutcome
from registry.frameworks.queries.frameworks import get_framework
from registry.kit.errors import NotFound
from registry.kit.paging import PAGE_ROWS, Page, page_of, read_cursor
from registry.people.actors import Actor


async def get_newest(session: AsyncSession, framework: Framework) -> FrameworkVersion:
    """The newest that is published."""
    statement = _of(framework).where(
        col(FrameworkVersion.published_at).is_not(None), col(FrameworkVersion.superseded_at).is_(None)
    )
    return (await session.exec(statement)).one()


async def find_prepared(session: AsyncSession, framework: Framework) -> FrameworkVersion | None:
    return (await session.exec(_of(framework).where(col(FrameworkVersion.published_at).is_(None)))).first()


async def get_newest_words(session: AsyncSession, framework: Framework) -> FrameworkVersion:
    """What its stewards said last: the version being prepared, or else the newest published."""
    return await find_prepared(session, framework) or await get_newest(session, framework)


async def get_version(session: AsyncSession, actor: Actor, version_id: UUID) -> tuple[FrameworkVersion, Framework]:
    version = await session.get(FrameworkVersion, (actor.organisation_id, version_id))
    if version is None:
        raise NotFound("version")
    return version, await get_framework(session, actor, version.framework_id)


async def page_of_versions(
    session: AsyncSession, framework: Framework, *, cursor: str = "", size: int = PAGE_ROWS
) -> Page[FrameworkVersion]:
    """Those published, the newest first."""
    statement = (
        _of(framework)
        .where(col(FrameworkVersion.published_at).is_not(None))
        .order_by(col(FrameworkVersion.number).desc())
        .limit(size + 1)
    )
    if cursor:
        statement = statement.where(col(FrameworkVersion.number) < read_cursor(cursor, int)[0])
    return page_of((await session.exec(statement)).all(), size, lambda version: [version.number])


async def find_before(session: AsyncSession, version: FrameworkVersion) -> FrameworkVersion | None:
    """The one published before it."""
    statement = select(FrameworkVersion).where(
        col(FrameworkVersion.organisation_id) == version.organisation_id,
        col(FrameworkVersion.framework_id) == version.framework_id,
        col(FrameworkVersion.number) == version.number - 1,
    )
    return (await session.exec(statement)).first()


async def list_outcomes_of(session: AsyncSession, version: FrameworkVersion) -> Sequence[VersionOutcome]:
    """In the order in which they were set."""
    return await list_outcomes_of_all(session, [version])


async def list_outcomes_of_all(session: AsyncSession, versions: Sequence[FrameworkVersion]) -> Sequence[VersionOutcome]:
    """Of several versions, in one statement."""
    statement = (
        select(VersionOutcome)
        .where(
            col(VersionOutcome.organisation_id).in_({version.organisation_id for version in versions}),
            col(VersionOutcome.version_id).in_([version.id for version in versions]),
        )
        .order_by(col(VersionOutcome.outcome_id))
    )
    return (await session.exec(statement)).all()


async def list_outcomes_by_version(
    session: AsyncSession, organisation_id: UUID, version_id: UUID | None
) -> Sequence[VersionOutcome]:
    """Those that an idea can serve which accepted the version."""
    statement = (
        select(VersionOutcome)
        .where(col(VersionOutcome.organisation_id) == organisation_id, col(VersionOutcome.version_id) == version_id)
        .order_by(col(VersionOutcome.outcome_id))
    )
    return (await session.exec(statement)).all()


async def find_outcome_of(session: AsyncSession, version: FrameworkVersion, outcome: Outcome) -> VersionOutcome | None:
    statement = select(VersionOutcome).where(
        col(VersionOutcome.organisation_id) == version.organisation_id,
        col(VersionOutcome.version_id) == version.id,
        col(VersionOutcome.outcome_id) == outcome.id,
    )
    return (await session.exec(statement)).first()


async def get_outcome_of(session: AsyncSession, version: FrameworkVersion, outcome: Outcome) -> VersionOutcome:
    found = await find_outcome_of(session, version, outcome)
    if found is None:
        raise NotFound("outcome")
    return found


def _of(framework: Framework) -> SelectOfScalar[FrameworkVersion]:
    return select(FrameworkVersion).where(
        col(FrameworkVersion.organisation_id) == framework.organisation_id,
        col(FrameworkVersion.framework_id) == framework.id,
    )
