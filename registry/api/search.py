"""Search for programs: ideas by their words, and ideas like a title."""

from typing import Annotated

from litestar import get
from litestar.params import QueryParameter
from pydantic import BaseModel

from registry.ideas.queries import ideas as idea_queries
from registry.ideas.schemas import IdeaFilter, IdeaRowOut
from registry.portfolio import search
from registry.web.doors import CurrentActor, Cursor, DbSession

Words = Annotated[str, QueryParameter(max_length=1000)]


class FoundOut(BaseModel):
    """Ideas that hold all the words, the newest first; `next` goes into `after` for the page behind it."""

    ideas: list[IdeaRowOut]
    next: str | None


@get("/search", name="api.search.index")
async def index(session: DbSession, actor: CurrentActor, q: Words, after: Cursor = "") -> FoundOut:
    among = search.matching_ids(session, actor, q)
    listed = await idea_queries.page_of_ideas(session, actor, IdeaFilter(), cursor=after, among=among)
    return FoundOut(ideas=[IdeaRowOut.model_validate(row) for row in listed.rows], next=listed.next_cursor)


@get("/search/similar", name="api.search.similar")
async def similar(session: DbSession, actor: CurrentActor, title: Words) -> list[IdeaRowOut]:
    """At most five ideas that share the rarest words of a title."""
    found = await search.list_similar_ideas(session, actor, title)
    return [IdeaRowOut.model_validate(row) for row in found]


routes = [index, similar]
