"""The versions of a framework for programs: reading, publishing, dropping what was prepared, accepting."""

from litestar import get, post
from litestar.params import JSONBody
from pydantic import BaseModel

from registry.boundaries.actions import joining, publishing
from registry.boundaries.queries import boundaries as boundary_queries
from registry.boundaries.queries import versions as queries
from registry.boundaries.schemas import (
    AcceptanceIn,
    BehindOut,
    DifferenceOut,
    NewerOut,
    PreparationOut,
    PublishingIn,
    VersionOut,
)
from registry.frameworks.queries import frameworks as framework_queries
from registry.frameworks.queries import versions as version_queries
from registry.ideas.queries import ideas as idea_queries
from registry.kit.errors import chosen
from registry.web.doors import CurrentActor, Cursor, DbSession, PathId


class VersionsOut(BaseModel):
    """A page of versions, the newest first; `next` goes into `after` for the page behind it.

    prepared   what the next version would change; None while nothing is being prepared
    """

    versions: list[VersionOut]
    prepared: PreparationOut | None
    next: str | None


class BehindPageOut(BaseModel):
    """A page of ideas that keep an older version; `next` goes into `after` for the page behind it.

    newest   the number of the version that they have not accepted
    """

    newest: int
    ideas: list[BehindOut]
    next: str | None


@get("/frameworks/{framework_id:uuid}/versions", name="api.versions.index")
async def index(framework_id: PathId, session: DbSession, actor: CurrentActor, after: Cursor = "") -> VersionsOut:
    framework = await framework_queries.get_framework(session, actor, framework_id)
    listed = await queries.page_of_version_lines(session, actor, framework, cursor=after)
    prepared = await queries.find_preparation(session, framework)
    return VersionsOut(
        versions=[_out(line) for line in listed.rows],
        prepared=PreparationOut.model_validate(prepared) if prepared else None,
        next=listed.next_cursor,
    )


@get("/frameworks/{framework_id:uuid}/versions/behind", name="api.versions.behind")
async def behind(framework_id: PathId, session: DbSession, actor: CurrentActor, after: Cursor = "") -> BehindPageOut:
    """Open ideas whose lead has not accepted the newest version yet."""
    framework = await framework_queries.get_framework(session, actor, framework_id)
    newest = await version_queries.get_newest(session, framework)
    listed = await queries.page_of_behind(session, newest, cursor=after)
    return BehindPageOut(
        newest=newest.number, ideas=[BehindOut.model_validate(row) for row in listed.rows], next=listed.next_cursor
    )


@post("/frameworks/{framework_id:uuid}/versions", name="api.versions.publish")
async def publish(
    framework_id: PathId, data: JSONBody[PublishingIn], session: DbSession, actor: CurrentActor
) -> VersionOut:
    framework = await framework_queries.get_framework(session, actor, framework_id)
    await publishing.publish_version(session, actor, framework, data)
    listed = await queries.page_of_version_lines(session, actor, framework, size=1)
    return _out(listed.rows[0])


@post("/frameworks/{framework_id:uuid}/versions/dropping", name="api.versions.drop", status_code=204)
async def drop(framework_id: PathId, session: DbSession, actor: CurrentActor) -> None:
    framework = await framework_queries.get_framework(session, actor, framework_id)
    await publishing.drop_preparation(session, actor, framework)


@get("/ideas/{idea_id:uuid}/framework/version", name="api.versions.newer")
async def newer(idea_id: PathId, session: DbSession, actor: CurrentActor) -> NewerOut:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    found = await queries.find_newer(session, actor, idea)
    if found is None:
        return NewerOut(version_id=None, number=None, reason="", differences=[], no_longer_narrower=[])
    return NewerOut(
        version_id=found.version.id,
        number=found.version.number,
        reason=found.version.reason,
        differences=[DifferenceOut.model_validate(one) for one in found.differences],
        no_longer_narrower=found.stricter,
    )


@post("/ideas/{idea_id:uuid}/framework/version", name="api.versions.accept", status_code=204)
async def accept(idea_id: PathId, data: JSONBody[AcceptanceIn], session: DbSession, actor: CurrentActor) -> None:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    with chosen("version_id"):
        version, _ = await version_queries.get_version(session, actor, data.version_id)
    await joining.accept_version(session, actor, idea, version)


@post("/boundaries/{boundary_id:uuid}/ending", name="api.endings.end", status_code=204)
async def end(boundary_id: PathId, session: DbSession, actor: CurrentActor) -> None:
    boundary, _ = await boundary_queries.get_boundary(session, actor, boundary_id)
    await publishing.end_boundary(session, actor, boundary)


@post("/boundaries/{boundary_id:uuid}/keeping", name="api.endings.keep", status_code=204)
async def keep(boundary_id: PathId, session: DbSession, actor: CurrentActor) -> None:
    boundary, _ = await boundary_queries.get_boundary(session, actor, boundary_id)
    await publishing.keep_boundary(session, actor, boundary)


def _out(line: queries.VersionLine) -> VersionOut:
    return VersionOut(
        id=line.version.id,
        number=line.version.number,
        name=line.version.name,
        held=line.version.held,
        direction=line.version.direction,
        reason=line.version.reason,
        published_at=line.version.published_at,
        published_by_id=line.version.published_by_id,
        differences=[DifferenceOut.model_validate(one) for one in line.differences],
    )


routes = [index, behind, publish, drop, newer, accept, end, keep]
