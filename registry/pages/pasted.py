"""Many numbers at once: pasted from a spreadsheet or out of a file, looked at first, then added in one step."""

from litestar import get, post
from litestar.datastructures import FormMultiDict, UploadFile

from registry.kit.errors import NotAllowed, Refused
from registry.kit.text import count_words
from registry.measures import queries
from registry.measures.actions import observations as actions
from registry.measures.models import Measure
from registry.measures.rules import rights
from registry.measures.rules.comparing import Looked
from registry.measures.rules.pasted import LARGEST_FILE, text_of_file
from registry.measures.rules.reading import Unreadable
from registry.measures.schemas import FileIn, PasteIn
from registry.people.actors import Actor
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId, Typed
from registry.web.forms import Form
from registry.web.pages import done, page


@get("/measures/{measure_id:uuid}/observations/paste", name="pasted.new")
async def new(request: AnyRequest, measure_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    measure = await _measure(session, actor, measure_id)
    return await _page(request, measure, Form(PasteIn))


@post("/measures/{measure_id:uuid}/observations/paste", name="pasted.look", opt={"repeatable": True})
async def look(
    request: AnyRequest, measure_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    """Says what would become of each line; changes nothing."""
    measure = await _measure(session, actor, measure_id)
    return await _looked_at(request, session, actor, measure, Form(PasteIn, typed))


@post("/measures/{measure_id:uuid}/observations/pasted", name="pasted.record")
async def record(
    request: AnyRequest, measure_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    measure = await _measure(session, actor, measure_id)
    form = Form(PasteIn, typed)
    try:
        rows = await actions.record_paste(session, actor, measure, form.value)
    except Refused as refusal:
        return await _looked_at(request, session, actor, measure, form.refuse(refusal), status=422)
    return await done(request, f"/measures/{measure.id}", f"Added: {count_words(len(rows), 'number')}.")


@get("/measures/{measure_id:uuid}/observations/file", name="pasted.new_file")
async def new_file(request: AnyRequest, measure_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    measure = await _measure(session, actor, measure_id)
    return await _file_page(request, measure, Form(FileIn))


@post("/measures/{measure_id:uuid}/observations/file", name="pasted.look_at_file", opt={"repeatable": True})
async def look_at_file(
    request: AnyRequest, measure_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    """The text of the file as if it had been pasted; changes nothing."""
    measure = await _measure(session, actor, measure_id)
    try:
        text = text_of_file(await _content_of(typed))
    except Unreadable as error:
        refusal = Refused(fields={"file": str(error)})
        return await _file_page(request, measure, Form(FileIn, typed).refuse(refusal), status=422)
    return await _looked_at(request, session, actor, measure, Form.of(PasteIn, {"text": text}))


async def _measure(session: DbSession, actor: Actor, measure_id: PathId) -> Measure:
    """One whose numbers the actor writes."""
    measure = await queries.get_measure(session, actor, measure_id)
    keeping = await queries.get_keeping(session, measure)
    if not rights.may_record(actor, keeping, measure):
        raise NotAllowed(rights.who_records(keeping, measure))
    return measure


async def _content_of(typed: FormMultiDict) -> bytes:
    file = typed.get("file")
    content = await file.read(LARGEST_FILE + 1) if isinstance(file, UploadFile) else b""
    if not content:
        raise Unreadable("Choose a file.")
    if len(content) > LARGEST_FILE:
        raise Unreadable("Choose a file of at most 1 MB: only dates and numbers are needed.")
    return content


async def _looked_at(
    request: AnyRequest, session: DbSession, actor: Actor, measure: Measure, form: Form[PasteIn], *, status: int = 200
) -> AnyResponse:
    try:
        looked = await queries.look_at_paste(session, actor, measure, form.value)
    except Refused as refusal:
        return await _page(request, measure, form if form.problems else form.refuse(refusal), status=422)
    return await _page(request, measure, form, looked=looked, status=status)


async def _page(
    request: AnyRequest, measure: Measure, form: Form[PasteIn], *, looked: Looked | None = None, status: int = 200
) -> AnyResponse:
    crumbs = [(measure.name, f"/measures/{measure.id}")]
    return await page(
        request, "pasted/new.html", status=status, measure=measure, form=form, looked=looked, crumbs=crumbs
    )


async def _file_page(request: AnyRequest, measure: Measure, form: Form[FileIn], *, status: int = 200) -> AnyResponse:
    crumbs = [(measure.name, f"/measures/{measure.id}")]
    return await page(request, "pasted/file.html", status=status, measure=measure, form=form, crumbs=crumbs)


routes = [new, look, record, new_file, look_at_file]
