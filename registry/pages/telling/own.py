"""The form, for a link through which stories are told; the storyteller's own page: read, change, withdraw."""

from functools import partial
from typing import Any

from litestar import get, post
from litestar.params import FromPath

from registry.kit.errors import Changed, NotFound, Refused
from registry.pages.telling.opening import ANYBODY, find, of, own_page, told
from registry.stories import rules
from registry.stories.actions import forgetting, leaving, telling
from registry.stories.queries import letters as letter_queries
from registry.stories.queries import stories as story_queries
from registry.stories.queries.links import Opened
from registry.stories.queries.stories import StoryLine
from registry.stories.schemas import StoryChangeIn, StoryIn, values_of
from registry.web import auth
from registry.web.doors import AnyRequest, AnyResponse, DbSession, Typed
from registry.web.forms import Empty, Form
from registry.web.pages import done, page, settings_of
from registry.web.transactions import after_keeping

RECORD = "record"
"""What the second button of the form says: the words first, then the recording."""


@get("/tell/{secret:str}", name="telling.show", opt=ANYBODY)
async def show(request: AnyRequest, secret: FromPath[str], session: DbSession) -> AnyResponse:
    """The form, for a link through which stories are told; the storyteller's own page, for one that was."""
    opened = await find(request, session, secret)
    if opened is None:
        return await page(request, "telling/closed.html", status=404)
    if opened.line is None:
        return await _form_page(request, opened, secret, Form(StoryIn))
    return await own_page(
        request,
        "telling/own.html",
        opened,
        line=opened.line,
        secret=secret,
        address=f"{settings_of(request).base_url}/tell/{secret}",
        answers=await story_queries.list_answers(session, opened.line.story),
        has_address=await letter_queries.find_address(session, opened.line.story) is not None,
    )


@post("/tell/{secret:str}", name="telling.tell", opt=ANYBODY)
async def tell(request: AnyRequest, secret: FromPath[str], typed: Typed, session: DbSession) -> AnyResponse:
    opened = await find(request, session, secret)
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
    if form.typed("intent") == RECORD:
        return await done(request, f"/tell/{own}/recording", "Thank you. Your words are kept.")
    return await done(request, f"/tell/{own}", "Thank you. We have your story.")


@get("/tell/{secret:str}/words", name="telling.edit", opt=ANYBODY)
async def edit(request: AnyRequest, secret: FromPath[str], session: DbSession) -> AnyResponse:
    opened, line = await told(request, session, secret)
    form = Form.of(StoryChangeIn, values_of(line.consent, line.story), version=line.story.version)
    return await own_page(request, "telling/edit.html", opened, line=line, secret=secret, form=form)


@post("/tell/{secret:str}/words", name="telling.update", opt=ANYBODY)
async def update(request: AnyRequest, secret: FromPath[str], typed: Typed, session: DbSession) -> AnyResponse:
    opened, line = await told(request, session, secret)
    form = Form(StoryChangeIn, typed)
    context: dict[str, Any] = {"line": line, "secret": secret, "form": form}
    try:
        said = form.value
        if not _stands_already(line, said):
            form.check_version(line.story.version)
        await telling.change_story(session, opened.guest, line, said)
    except Refused as refusal:
        form.refuse(refusal)
        return await own_page(request, "telling/edit.html", opened, status=422, **context)
    except Changed:
        form.meet(line.story.version, [("Your story", line.story.words)])
        return await own_page(request, "telling/edit.html", opened, status=409, **context)
    after_keeping(session, partial(forgetting.note_and_clear, data_dir=settings_of(request).data_dir))
    return await done(request, f"/tell/{secret}", "Your changes are kept.")


def _stands_already(line: StoryLine, said: StoryChangeIn) -> bool:
    """The same form once more: a guest's forms carry no key."""
    consent = line.consent
    name = rules.shown_name(said.naming, said.name)
    told = (said.words, said.is_offered, said.audience, said.naming, name)
    stands = (line.story.words, line.story.is_offered, consent.audience, consent.naming)
    return told == (*stands, rules.shown_name(consent.naming, consent.name))


@get("/tell/{secret:str}/withdrawal", name="telling.confirm_withdrawal", opt=ANYBODY)
async def confirm_withdrawal(request: AnyRequest, secret: FromPath[str], session: DbSession) -> AnyResponse:
    opened, _ = await told(request, session, secret)
    return await own_page(request, "telling/withdrawal.html", opened, secret=secret, form=Form(Empty))


@post("/tell/{secret:str}/withdrawal", name="telling.withdraw", opt=ANYBODY)
async def withdraw(request: AnyRequest, secret: FromPath[str], session: DbSession) -> AnyResponse:
    opened, line = await told(request, session, secret)
    await leaving.withdraw_story(session, opened.guest, line.story)
    after_keeping(session, partial(forgetting.forget, data_dir=settings_of(request).data_dir))
    return await own_page(request, "telling/gone.html", opened)


async def _form_page(
    request: AnyRequest, opened: Opened, secret: str, form: Form[StoryIn], status: int = 200
) -> AnyResponse:
    context = {**of(opened), "form": form, "secret": secret, "link": opened.link}
    return await page(request, "telling/tell.html", status=status, **context)


routes = [show, tell, edit, update, confirm_withdrawal, withdraw]
