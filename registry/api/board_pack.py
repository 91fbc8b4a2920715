"""The board pack, for programs: the same few rows, made from what stands now."""

from litestar import get
from litestar.datastructures import FormMultiDict

from registry.portfolio import export
from registry.portfolio.queries import board_pack as queries
from registry.portfolio.schemas.board_pack import BoardPackFilter, BoardPackOut
from registry.web.doors import AnyRequest, CurrentActor, DbSession
from registry.web.forms import Form


@get("/board-pack", name="api.board_pack.index")
async def index(request: AnyRequest, session: DbSession, actor: CurrentActor) -> BoardPackOut:
    """From the day `since` to the day `until`; without them, the thirteen weeks up to today."""
    queries.must_see_pack(actor)
    narrowed = Form(BoardPackFilter, FormMultiDict(request.query_params.multi_items())).value
    return export.pack_out_of(await queries.get_board_pack(session, actor, narrowed.span(actor.today)), actor.zone)


routes = [index]
