"""What waits for the person whose token this is, for programs: one line for each act, the longest waiting first."""

from datetime import date
from uuid import UUID

from litestar import get
from pydantic import BaseModel, ConfigDict

from registry.portfolio.queries import home as queries
from registry.portfolio.queries.home import LineKind
from registry.web.doors import CurrentActor, DbSession


class LineOut(BaseModel):
    """
    id         of the thing that the kind names: an offer's pledge, the idea that waits, the watch to answer
    is_mine    of a crossing: whether this person answers it
    """

    model_config = ConfigDict(from_attributes=True)

    kind: LineKind
    id: UUID
    since_on: date
    is_mine: bool


class HomeOut(BaseModel):
    """
    has_more      whether even these are not all
    open_offers   what this person waits for: offers that nobody has answered yet
    """

    lines: list[LineOut]
    has_more: bool
    open_offers: list[LineOut]


@get("/home", name="api.home.index")
async def index(session: DbSession, actor: CurrentActor) -> HomeOut:
    home = await queries.get_home(session, actor, shown=None)
    return HomeOut(
        lines=[LineOut.model_validate(line) for line in home.lines],
        has_more=home.has_more,
        open_offers=[LineOut.model_validate(line) for line in home.open_offers],
    )


routes = [index]
