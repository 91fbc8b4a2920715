"""What the versions of a framework say, with its boundaries in the words of each, and what changes between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.models import Boundary, BoundaryWording, VersionBoundary
from registry.boundaries.queries.watches import is_newest_agreed, is_wording_of
from registry.boundaries.rules.drawing import is_wider, versioned_words
from registry.boundaries.rules.watching import terms_of
from registry.frameworks.models import Framework, FrameworkVersion, VersionOutcome
from registry.frameworks.queries import versions as version_queries
from registry.frameworks.rules.versions import Difference, Said, differences
from registry.ideas.models import Idea, IdeaFramework, IdeaSummary, Stage
from registry.ideas.queries import frameworks as place_queries
from registry.kit.paging import PAGE_ROWS, Page, page_of, read_cursor
from registry.measures.models import Measure
from registry.people import queries as people_queries
from registry.people.actors import Actor

Kept = aliased(FrameworkVersion)

Held = tuple[Boundary, BoundaryWording]


@dataclass(frozen=True)
class Preparation:
    """What is being prepared beside what stands."""

    version: FrameworkVersion
    newest: FrameworkVersion
    after: Said
    differences: list[Difference]


@dataclass(frozen=True)
class VersionLine:
    """A published version, what it changed, and who published it."""

    version: FrameworkVersion
    differences: list[Difference]
    published_by: str


@dataclass(frozen=True)
class Behind:
    """An idea whose lead has not accepted the newest version yet.

    number     of the version that it keeps
    place_id   of its place in the framework
    """

    idea_id: UUID
    title: str
    number: int
    place_id: UUID


@dataclass(frozen=True)
class Newer:
    """A newer version than an idea accepted, and what would change for it.

    stricter   sentences of the idea's own boundaries that would no longer be narrower than the framework's
    """

    accepted: FrameworkVersion
    version: FrameworkVersion
    differences: list[Difference]
    published_by: str
    stricter: list[str]


async def list_held(session: AsyncSession, version: FrameworkVersion) -> Sequence[Held]:
    """The boundaries of a published version in its words, in the order of drawing."""
    statement = (
        select(Boundary, BoundaryWording)
        .join(
            VersionBoundary,
            (col(VersionBoundary.organisation_id) == Boundary.organisation_id)
            & (col(VersionBoundary.boundary_id) == Boundary.id),
        )
        .join(
            BoundaryWording,
            (col(BoundaryWording.organisation_id) == VersionBoundary.organisation_id)
            & (col(BoundaryWording.id) == VersionBoundary.wording_id),
        )
        .where(
            col(VersionBoundary.organisation_id) == version.organisation_id,
            col(VersionBoundary.version_id) == version.id,
        )
        .order_by(col(Boundary.id))
    )
    return (await session.exec(statement)).all()


async def list_boundaries_of(session: AsyncSession, framework: Framework) -> Sequence[Boundary]:
    """Every one that was ever drawn for it, in the order of drawing."""
    statement = (
        select(Boundary)
        .where(col(Boundary.organisation_id) == framework.organisation_id, col(Boundary.framework_id) == framework.id)
        .order_by(col(Boundary.id))
    )
    return (await session.exec(statement)).all()


async def list_prepared(session: AsyncSession, framework: Framework) -> list[Held]:
    """The boundaries that the next version would have, each in the words that it would have."""
    newest = await version_queries.get_newest(session, framework)
    stands = {boundary.id: (boundary, wording) for boundary, wording in await list_held(session, newest)}
    statement = (
        select(Boundary, BoundaryWording)
        .join(BoundaryWording, is_wording_of(BoundaryWording))
        .where(
            col(Boundary.organisation_id) == framework.organisation_id,
            col(Boundary.framework_id) == framework.id,
            col(BoundaryWording.agreed_at).is_(None),
            col(BoundaryWording.set_aside_at).is_(None),
        )
    )
    prepared = {boundary.id: (boundary, wording) for boundary, wording in (await session.exec(statement)).all()}
    found = stands | prepared
    return [held for boundary_id in sorted(found) if (held := found[boundary_id])[0].ended_at is None]


async def get_preparation(session: AsyncSession, framework: Framework, version: FrameworkVersion) -> Preparation:
    newest = await version_queries.get_newest(session, framework)
    held = await list_prepared(session, framework)
    outcomes = await version_queries.list_outcomes_of(session, version)
    after = _said(version, outcomes, held, await _measures(session, held))
    return Preparation(version, newest, after, differences(await get_said(session, newest), after))


async def find_preparation(session: AsyncSession, framework: Framework) -> Preparation | None:
    version = await version_queries.find_prepared(session, framework)
    return await get_preparation(session, framework, version) if version else None


async def get_said(session: AsyncSession, version: FrameworkVersion) -> Said:
    return (await _said_of_all(session, [version]))[version.id]


async def page_of_version_lines(
    session: AsyncSession, actor: Actor, framework: Framework, *, cursor: str = "", size: int = PAGE_ROWS
) -> Page[VersionLine]:
    """The newest first, each with what it changed from the one before; a fixed number of statements."""
    listed = await version_queries.page_of_versions(session, framework, cursor=cursor, size=size)
    versions = list(listed.rows)
    before = await version_queries.find_before(session, versions[-1]) if versions else None
    said = await _said_of_all(session, [*versions, before] if before else versions)
    faces = await people_queries.list_faces(session, actor, [version.published_by_id for version in versions])
    older = [*versions[1:], before]
    lines = [
        VersionLine(
            version,
            differences(said[was.id], said[version.id]) if was else [],
            faces[version.published_by_id].name if version.published_by_id in faces else "",
        )
        for version, was in zip(versions, older, strict=False)
    ]
    return Page(lines, listed.next_cursor)


async def find_newer(session: AsyncSession, actor: Actor, idea: Idea) -> Newer | None:
    """The newest version of its framework where the idea has not accepted it yet."""
    place = await place_queries.find_place_in_framework(session, idea)
    if place is None:
        return None
    accepted, framework = await version_queries.get_version(session, actor, place.version_id)
    version = await version_queries.get_newest(session, framework)
    if version.id == accepted.id:
        return None
    said = await _said_of_all(session, [accepted, version])
    faces = await people_queries.list_faces(session, actor, [version.published_by_id])
    return Newer(
        accepted,
        version,
        differences(said[accepted.id], said[version.id]),
        faces[version.published_by_id].name if version.published_by_id in faces else "",
        await _wider_than(session, idea, version),
    )


async def page_of_behind(
    session: AsyncSession, version: FrameworkVersion, *, cursor: str = "", size: int = PAGE_ROWS
) -> Page[Behind]:
    """Open ideas under its framework that keep another version, in the order of joining."""
    statement = (
        select(IdeaSummary.id, IdeaSummary.title, Kept.number, IdeaFramework.id)
        .join(
            IdeaFramework,
            (col(IdeaFramework.organisation_id) == IdeaSummary.organisation_id)
            & (col(IdeaFramework.idea_id) == IdeaSummary.id),
        )
        .join(
            Kept,
            (col(Kept.organisation_id) == IdeaFramework.organisation_id) & (col(Kept.id) == IdeaFramework.version_id),
        )
        .where(
            col(IdeaFramework.organisation_id) == version.organisation_id,
            col(IdeaFramework.framework_id) == version.framework_id,
            col(IdeaFramework.version_id) != version.id,
            col(IdeaFramework.left_at).is_(None),
            col(IdeaSummary.stage) != Stage.ENDED,
        )
        .order_by(col(IdeaFramework.id))
        .limit(size + 1)
    )
    if cursor:
        statement = statement.where(col(IdeaFramework.id) > read_cursor(cursor, UUID)[0])
    rows = [Behind(*row) for row in (await session.exec(statement)).all()]
    return page_of(rows, size, lambda row: [row.place_id])


def differences_words(found: Sequence[Difference]) -> str:
    """A line each, for history."""
    return "\n".join(f"{one.label}: {one.became or one.was}" for one in found)


async def _wider_than(session: AsyncSession, idea: Idea, version: FrameworkVersion) -> list[str]:
    """The idea's own boundaries that narrow one of the framework's and would be wider than the version's words."""
    statement = (
        select(Boundary, BoundaryWording)
        .join(BoundaryWording, is_newest_agreed())
        .where(
            col(Boundary.organisation_id) == idea.organisation_id,
            col(Boundary.idea_id) == idea.id,
            col(Boundary.narrows_id).is_not(None),
        )
        .order_by(col(Boundary.id))
    )
    own = (await session.exec(statement)).all()
    if not own:
        return []
    wider = {boundary.id: terms_of(wording) for boundary, wording in await list_held(session, version)}
    told = [(wording, terms_of(wording), wider.get(boundary.narrows_id or boundary.id)) for boundary, wording in own]
    return [wording.sentence for wording, terms, limit in told if terms and limit and is_wider(terms, limit)]


async def _said_of_all(session: AsyncSession, versions: Sequence[FrameworkVersion]) -> dict[UUID, Said]:
    """By the version; three statements however many."""
    outcomes = await version_queries.list_outcomes_of_all(session, versions)
    statement = (
        select(VersionBoundary.version_id, Boundary, BoundaryWording)
        .join(
            Boundary,
            (col(Boundary.organisation_id) == VersionBoundary.organisation_id)
            & (col(Boundary.id) == VersionBoundary.boundary_id),
        )
        .join(
            BoundaryWording,
            (col(BoundaryWording.organisation_id) == VersionBoundary.organisation_id)
            & (col(BoundaryWording.id) == VersionBoundary.wording_id),
        )
        .where(
            col(VersionBoundary.organisation_id).in_({version.organisation_id for version in versions}),
            col(VersionBoundary.version_id).in_([version.id for version in versions]),
        )
        .order_by(col(Boundary.id))
    )
    held: dict[UUID, list[Held]] = {version.id: [] for version in versions}
    for version_id, boundary, wording in (await session.exec(statement)).all():
        held[version_id].append((boundary, wording))
    measures = await _measures(session, [one for found in held.values() for one in found])
    return {
        version.id: _said(
            version, [words for words in outcomes if words.version_id == version.id], held[version.id], measures
        )
        for version in versions
    }


async def _measures(session: AsyncSession, held: Sequence[Held]) -> dict[UUID, Measure]:
    """Those of the framework that tell, for the unit of a limit."""
    statement = select(Measure).where(
        col(Measure.organisation_id).in_({boundary.organisation_id for boundary, _ in held}),
        col(Measure.id).in_({boundary.measure_id for boundary, _ in held if boundary.measure_id}),
    )
    return {measure.id: measure for measure in (await session.exec(statement)).all()}


def _said(
    version: FrameworkVersion,
    outcomes: Sequence[VersionOutcome],
    held: Sequence[Held],
    measures: dict[UUID, Measure],
) -> Said:
    return Said(
        words={"Name": version.name, "What it holds": version.held, "Direction": version.direction},
        outcomes={words.outcome_id: words.sentence for words in outcomes},
        boundaries={boundary.id: _words_of(boundary, wording, measures) for boundary, wording in held},
    )


def _words_of(boundary: Boundary, wording: BoundaryWording, measures: dict[UUID, Measure]) -> str:
    """The sentence, with what is asked of numbers or of the team."""
    return versioned_words(wording, measures.get(boundary.measure_id) if boundary.measure_id else None)
