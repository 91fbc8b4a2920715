"""Ideas side by side, for programs."""

from uuid import UUID

from litestar import get
from litestar.params import FromQuery

from registry.kit.errors import Refused
from registry.portfolio import compare
from registry.portfolio.schemas.compare import ComparedOut
from registry.web.doors import CurrentActor, DbSession


@get("/compare", name="api.compare.show")
async def show(session: DbSession, actor: CurrentActor, idea: FromQuery[list[UUID] | None] = None) -> list[ComparedOut]:
    """`idea` two to four times: the same questions to each, in the order given."""
    chosen = list(dict.fromkeys(idea or []))
    if objections := compare.objections_to_choice(len(chosen)):
        raise Refused(fields={"idea": objections[0]})
    return [compare.out_of(found) for found in await compare.list_compared(session, actor, chosen)]


routes = [show]
