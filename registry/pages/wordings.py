"""A proposed wording of a boundary: the sponsor agrees, or sets it aside; the lead may take it back."""

from litestar import post

from registry.boundaries.actions import drawing as actions
from registry.boundaries.queries import boundaries as queries
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId
from registry.web.pages import done


@post("/wordings/{wording_id:uuid}/agreement", name="wordings.agree")
async def agree(request: AnyRequest, wording_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    wording, boundary, _ = await queries.get_wording(session, actor, wording_id)
    await actions.agree_wording(session, actor, wording)
    return await done(request, f"/boundaries/{boundary.id}", "You agreed. The boundary stands in these words.")


@post("/wordings/{wording_id:uuid}/setting-aside", name="wordings.set_aside")
async def set_aside(request: AnyRequest, wording_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    wording, boundary, _ = await queries.get_wording(session, actor, wording_id)
    await actions.set_aside_wording(session, actor, wording)
    return await done(request, f"/boundaries/{boundary.id}", "Those words are set aside.")


routes = [agree, set_aside]
