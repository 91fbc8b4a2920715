"""The history for programs: of one idea, of one framework, and of the organisation as far as the person may read it."""

from datetime import datetime
from uuid import UUID

from litestar import get
from pydantic import BaseModel

from registry.frameworks.queries import frameworks as framework_queries
from registry.ideas.queries import ideas as idea_queries
from registry.kit.paging import Page
from registry.portfolio.queries import history as queries
from registry.portfolio.queries.history import HistoryLine
from registry.web.doors import CurrentActor, Cursor, DbSession, PathId


class EntryOut(BaseModel):
    """
    actor_id   null where the registry did it
    """

    number: int
    at: datetime
    kind: str
    actor_id: UUID | None
    actor_name: str
    idea_id: UUID | None
    words: str
    was: str
    became: str


class HistoryOut(BaseModel):
    """A page of entries, the newest first; `next` goes into `after` for the page behind it."""

    entries: list[EntryOut]
    next: str | None


@get("/history", name="api.history.index")
async def index(session: DbSession, actor: CurrentActor, after: Cursor = "") -> HistoryOut:
    return _out(await queries.page_of_history(session, actor, cursor=after))


@get("/ideas/{idea_id:uuid}/history", name="api.history.of_idea")
async def of_idea(idea_id: PathId, session: DbSession, actor: CurrentActor, after: Cursor = "") -> HistoryOut:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    return _out(await queries.page_of_idea_history(session, actor, idea, cursor=after))


@get("/frameworks/{framework_id:uuid}/history", name="api.history.of_framework")
async def of_framework(framework_id: PathId, session: DbSession, actor: CurrentActor, after: Cursor = "") -> HistoryOut:
    framework = await framework_queries.get_framework(session, actor, framework_id)
    return _out(await queries.page_of_framework_history(session, actor, framework, cursor=after))


def _out(listed: Page[HistoryLine]) -> HistoryOut:
    return HistoryOut(
        entries=[
            EntryOut(
                number=line.number,
                at=line.at,
                kind=line.kind,
                actor_id=line.actor_id,
                actor_name=line.actor_name or "The registry",
                idea_id=line.idea.id if line.idea else None,
                words=line.words,
                was=line.was,
                became=line.became,
            )
            for line in listed.rows
        ],
        next=listed.next_cursor,
    )


routes = [index, of_idea, of_framework]
