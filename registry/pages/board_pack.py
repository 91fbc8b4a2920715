"""The board pack: a page to read on a screen and to print, made from what stands now."""

from collections.abc import AsyncIterator

from litestar import get
from litestar.datastructures import FormMultiDict

from registry.kit.errors import NotFound, Refused
from registry.people.actors import Actor
from registry.portfolio import export
from registry.portfolio.queries import board_pack as queries
from registry.portfolio.queries.board_pack import BoardPack
from registry.portfolio.rules import board_pack as rules
from registry.portfolio.rules.board_pack import Span
from registry.portfolio.rules.monitor import SIGNAL_WORDS
from registry.portfolio.schemas.board_pack import BoardPackFilter
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession
from registry.web.forms import Form
from registry.web.pages import Link, kept_nowhere, page
from registry.web.streams import csv_download


@get("/board-pack", name="board_pack.index")
async def index(request: AnyRequest, session: DbSession, actor: CurrentActor) -> AnyResponse:
    queries.must_see_pack(actor)
    form = Form(BoardPackFilter, FormMultiDict(request.query_params.multi_items()))
    status = 200
    try:
        span = form.value.span(actor.today)
        form = Form.of(BoardPackFilter, {"since": span.since, "until": span.until})
    except Refused as refusal:
        form, span, status = form.refuse(refusal), rules.usual_span(actor.today), 422
    pack = await queries.get_board_pack(session, actor, span)
    if form_of := request.query_params.get("format"):
        return _download(pack, actor.zone, str(form_of))
    answer = await page(
        request,
        "board_pack/index.html",
        status=status,
        form=form,
        pack=pack,
        spans=_spans(actor, span),
        download=f"/board-pack?{span.query}&format=csv",
        move_titles=rules.MOVE_TITLES,
        signal_words=SIGNAL_WORDS,
        story_until=rules.story_until_words,
        quiet_words=rules.last_told_words,
        crumbs=[("Monitor", "/monitor"), ("Board pack", None)],
    )
    return kept_nowhere(answer)


def _spans(actor: Actor, chosen: Span) -> list[Link]:
    named = (
        ("The last thirteen weeks", rules.usual_span(actor.today)),
        ("This quarter so far", rules.this_quarter(actor.today)),
        ("The last whole quarter", rules.last_quarter(actor.today)),
    )
    return [Link(label, f"/board-pack?{span.query}", span == chosen) for label, span in named]


def _download(pack: BoardPack, zone: str, form_of: str) -> AnyResponse:
    """The rows of the page. Of a story no word leaves: a sheet cannot be cut when it is taken back."""
    if form_of != "csv":
        raise NotFound(form_of)

    cells = list(export.pack_cells_of(pack, zone))  # A few rows, read while the session is open.

    async def rows() -> AsyncIterator[list[object]]:
        for row in cells:
            yield row

    return csv_download(f"board-pack-{pack.span.until.isoformat()}", export.PACK_HEAD, rows())


routes = [index]
