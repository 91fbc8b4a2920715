"""Whether the organisation has an open register: an administrator opens it, words its beginning, and closes it."""

from functools import partial

from litestar import get, post

from registry.kit.errors import Changed, NotAllowed, Refused
from registry.open_register import actions, queries, rules
from registry.open_register.schemas import OpenRegisterIn
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.models import Organisation
from registry.stories.actions import forgetting
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, Typed
from registry.web.forms import Empty, Form
from registry.web.pages import done, page, settings_of
from registry.web.transactions import after_keeping

HERE = "/administration/open-register"
UNDER = [("Administration", "/administration")]


@get(HERE, name="register_settings.edit")
async def edit(request: AnyRequest, session: DbSession, actor: CurrentActor) -> AnyResponse:
    organisation = await _organisation(session, actor)
    form = Form.of(OpenRegisterIn, {"words": organisation.register_words}, version=organisation.version)
    return await _page(request, session, organisation, form)


@post(HERE, name="register_settings.open")
async def open_it(request: AnyRequest, typed: Typed, session: DbSession, actor: CurrentActor) -> AnyResponse:
    organisation = await _organisation(session, actor)
    was_open = organisation.publishes_register
    form = Form(OpenRegisterIn, typed)
    try:
        form.check_version(organisation.version)
        await actions.open_register(session, actor, organisation, form.value)
    except Refused as refusal:
        return await _page(request, session, organisation, form.refuse(refusal), status=422)
    except Changed:
        form.meet(organisation.version, _now(organisation))
        return await _page(request, session, organisation, form, status=409)
    said = "The words are kept." if was_open else "The register is open. Leads can show their ideas to the public now."
    return await done(request, HERE, said)


@get(HERE + "/closing", name="register_settings.confirm_closing")
async def confirm_closing(request: AnyRequest, session: DbSession, actor: CurrentActor) -> AnyResponse:
    organisation = await _organisation(session, actor)
    count = await queries.count_open_ideas(session, organisation)
    crumbs = [*UNDER, ("Open register", HERE)]
    return await page(request, "open_register/closing.html", count=count, form=Form(Empty), crumbs=crumbs)


@post(HERE + "/closing", name="register_settings.close")
async def close(request: AnyRequest, session: DbSession, actor: CurrentActor) -> AnyResponse:
    await actions.close_register(session, actor, await _organisation(session, actor))
    after_keeping(session, partial(forgetting.note_quietly, data_dir=settings_of(request).data_dir))
    return await done(request, HERE, "The register is closed, and nothing of it is shown any more.")


async def _organisation(session: DbSession, actor: Actor) -> Organisation:
    if not rules.may_open_register(actor):
        raise NotAllowed("This page is for administrators.")
    return await people_queries.get_organisation(session, actor.organisation_id)


def _now(organisation: Organisation) -> list[tuple[str, str]]:
    stands = "open" if organisation.publishes_register else "closed"
    return [("The open register", stands), ("How it begins", organisation.register_words)]


async def _page(
    request: AnyRequest,
    session: DbSession,
    organisation: Organisation,
    form: Form[OpenRegisterIn],
    *,
    status: int = 200,
) -> AnyResponse:
    return await page(
        request,
        "open_register/settings.html",
        status=status,
        form=form,
        is_open=organisation.publishes_register,
        count=await queries.count_open_ideas(session, organisation),
        address=f"/open/{organisation.slug}",
        opens_at=f"{settings_of(request).base_url}/open/{organisation.slug}",
        crumbs=UNDER,
    )


routes = [edit, open_it, confirm_closing, close]
