"""Telling a story through a link without an account, and the storyteller's own page: read, change, withdraw."""

from functools import partial
from typing import Any

from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath

from registry.kit.errors import Changed, NotFound, Refused
from registry.media import queries as media_queries
from registry.media.rules import LARGEST_PICTURE
from registry.stories import rules
from registry.stories.actions import forgetting, leaving, pictures, telling
from registry.stories.queries import links as queries
from registry.stories.queries import stories as story_queries
from registry.stories.queries.links import Opened
from registry.stories.queries.stories import StoryLine
from registry.stories.schemas import PictureIn, StoryChangeIn, StoryIn, values_of
from registry.web import auth
from registry.web.doors import AnyRequest, AnyResponse, DbSession, Typed
from registry.web.downloads import shown_picture
from registry.web.forms import Empty, Form
from registry.web.pages import done, page, settings_of
from registry.web.transactions import after_keeping

# Without an account there is no key of a form; the same story sent twice is told from its own key instead.
ANYBODY = {"public": True, "repeatable": True}
LONGEST_SECRET = 100
ROOM_FOR_THE_REST = 64 * 1024


@get("/tell/{secret:str}", name="telling.show", opt=ANYBODY)
async def show(request: AnyRequest, secret: FromPath[str], session: DbSession) -> AnyResponse:
    """The form, for a link through which stories are told; the storyteller's own page, for one that was."""
    opened = await _find(request, session, secret)
    if opened is None:
        return await page(request, "telling/closed.html", status=404)
    if opened.line is None:
        return await _form_page(request, opened, secret, Form(StoryIn))
    return await _own_page(
        request,
        "telling/own.html",
        opened,
        line=opened.line,
        secret=secret,
        address=f"{settings_of(request).base_url}/tell/{secret}",
        answers=await story_queries.list_answers(session, opened.line.story),
    )


@post("/tell/{secret:str}", name="telling.tell", opt=ANYBODY)
async def tell(request: AnyRequest, secret: FromPath[str], typed: Typed, session: DbSession) -> AnyResponse:
    opened = await _find(request, session, secret)
    if opened is None or opened.link is None:
        raise NotFound("link")
    form = Form(StoryIn, typed)
    is_limited = settings_of(request).has_rate_limits
    keys = auth.keys_of(request)
    try:
        own = await telling.tell_story(
            session, opened, form.value, keys, form_key=form.typed("form_key"), is_limited=is_limited
        )
    except Refused as refusal:
        return await _form_page(request, opened, secret, form.refuse(refusal), status=422)
    return await done(request, f"/tell/{own}", "Thank you. We have your story.")


@get("/tell/{secret:str}/words", name="telling.edit", opt=ANYBODY)
async def edit(request: AnyRequest, secret: FromPath[str], session: DbSession) -> AnyResponse:
    opened, line = await _told(request, session, secret)
    form = Form.of(StoryChangeIn, values_of(line.consent, line.story.words), version=line.story.version)
    return await _own_page(request, "telling/edit.html", opened, line=line, secret=secret, form=form)


@post("/tell/{secret:str}/words", name="telling.update", opt=ANYBODY)
async def update(request: AnyRequest, secret: FromPath[str], typed: Typed, session: DbSession) -> AnyResponse:
    opened, line = await _told(request, session, secret)
    form = Form(StoryChangeIn, typed)
    context: dict[str, Any] = {"line": line, "secret": secret, "form": form}
    try:
        said = form.value
        if not _stands_already(line, said):
            form.check_version(line.story.version)
        await telling.change_story(session, opened.guest, line, said)
    except Refused as refusal:
        form.refuse(refusal)
        return await _own_page(request, "telling/edit.html", opened, status=422, **context)
    except Changed:
        form.meet(line.story.version, [("Your story", line.story.words)])
        return await _own_page(request, "telling/edit.html", opened, status=409, **context)
    after_keeping(session, forgetting.clear_quietly)
    return await done(request, f"/tell/{secret}", "Your changes are kept.")


def _stands_already(line: StoryLine, said: StoryChangeIn) -> bool:
    """The same form once more: a guest's forms carry no key."""
    consent = line.consent
    name = rules.shown_name(said.naming, said.name)
    told = (said.words, said.audience, said.naming, name)
    return told == (line.story.words, consent.audience, consent.naming, rules.shown_name(consent.naming, consent.name))


@get("/tell/{secret:str}/picture", name="telling.choose_picture", opt=ANYBODY)
async def choose_picture(request: AnyRequest, secret: FromPath[str], session: DbSession) -> AnyResponse:
    opened, line = await _told(request, session, secret)
    form = Form.of(PictureIn, {"description": line.picture})
    return await _own_page(request, "telling/picture.html", opened, line=line, secret=secret, form=form)


@post(
    "/tell/{secret:str}/picture",
    name="telling.add_picture",
    opt=ANYBODY,
    request_max_body_size=LARGEST_PICTURE + ROOM_FOR_THE_REST,
)
async def add_picture(request: AnyRequest, secret: FromPath[str], typed: Typed, session: DbSession) -> AnyResponse:
    opened, line = await _told(request, session, secret)
    form = Form(PictureIn, typed)
    file = typed.get("picture")
    try:
        sent = await file.read(LARGEST_PICTURE + 1) if isinstance(file, UploadFile) else b""
        await pictures.add_picture(session, opened.guest, line.story, form.value, sent)
    except Refused as refusal:
        context: dict[str, Any] = {"line": line, "secret": secret, "form": form.refuse(refusal)}
        return await _own_page(request, "telling/picture.html", opened, status=422, **context)
    after_keeping(session, forgetting.clear_quietly)
    return await done(request, f"/tell/{secret}", "Your picture is kept. Someone here looks at it first.")


@post("/tell/{secret:str}/picture/removal", name="telling.remove_picture", opt=ANYBODY)
async def remove_picture(request: AnyRequest, secret: FromPath[str], session: DbSession) -> AnyResponse:
    opened, line = await _told(request, session, secret)
    await pictures.remove_picture(session, opened.guest, line.story)
    after_keeping(session, forgetting.clear_quietly)
    return await done(request, f"/tell/{secret}", "The picture is gone.")


@get("/tell/{secret:str}/picture.jpg", name="telling.picture", opt=ANYBODY)
async def picture(request: AnyRequest, secret: FromPath[str], session: DbSession) -> AnyResponse:
    _, line = await _told(request, session, secret)
    found = await story_queries.find_picture(session, line.story)
    if found is None:
        raise NotFound("picture")
    return shown_picture(await media_queries.read_file(session, found.organisation_id, found.file_id))


@get("/tell/{secret:str}/withdrawal", name="telling.confirm_withdrawal", opt=ANYBODY)
async def confirm_withdrawal(request: AnyRequest, secret: FromPath[str], session: DbSession) -> AnyResponse:
    opened, _ = await _told(request, session, secret)
    return await _own_page(request, "telling/withdrawal.html", opened, secret=secret, form=Form(Empty))


@post("/tell/{secret:str}/withdrawal", name="telling.withdraw", opt=ANYBODY)
async def withdraw(request: AnyRequest, secret: FromPath[str], session: DbSession) -> AnyResponse:
    opened, line = await _told(request, session, secret)
    await leaving.withdraw_story(session, opened.guest, line.story)
    after_keeping(session, partial(forgetting.forget, data_dir=settings_of(request).data_dir))
    return await _own_page(request, "telling/gone.html", opened)


async def _find(request: AnyRequest, session: DbSession, secret: str) -> Opened | None:
    return await queries.find_opened(session, auth.keys_of(request), secret) if len(secret) < LONGEST_SECRET else None


async def _told(request: AnyRequest, session: DbSession, secret: str) -> tuple[Opened, StoryLine]:
    opened = await _find(request, session, secret)
    if opened is None or opened.line is None:
        raise NotFound("story")
    return opened, opened.line


async def _form_page(
    request: AnyRequest, opened: Opened, secret: str, form: Form[StoryIn], status: int = 200
) -> AnyResponse:
    context = {**_of(opened), "form": form, "secret": secret, "link": opened.link}
    return await page(request, "telling/tell.html", status=status, **context)


async def _own_page(
    request: AnyRequest, template: str, opened: Opened, *, status: int = 200, **context: Any
) -> AnyResponse:
    """Kept by no browser: a phone may be lent."""
    answer = await page(request, template, status=status, **_of(opened), **context)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _of(opened: Opened) -> dict[str, Any]:
    """What pages say of the organisation to somebody who is not signed in to it."""
    organisation = opened.organisation
    return {
        "organisation_name": organisation.name,
        "site_name": organisation.name,
        "urgent_number": organisation.urgent_number,
        "zone": organisation.zone,
    }


routes = [
    show,
    tell,
    edit,
    update,
    choose_picture,
    add_picture,
    remove_picture,
    picture,
    confirm_withdrawal,
    withdraw,
]
