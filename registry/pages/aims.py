"""The organisation's list of 'no needless' aims, kept by the board and by administrators."""

from collections.abc import Awaitable, Callable
from typing import Any

from litestar import get, post

from registry.kit.errors import Changed, NotAllowed, Refused
from registry.people import rules as people_rules
from registry.people.actors import Actor
from registry.vision import actions, queries, rules
from registry.vision.models import Aim
from registry.vision.schemas import AimIn, AimPlaceIn
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId, Typed
from registry.web.forms import Empty, Form
from registry.web.pages import done, page

HERE = "/administration/aims"


@get(HERE, name="aims.index")
async def index(request: AnyRequest, session: DbSession, actor: CurrentActor) -> AnyResponse:
    return await _list(request, session, actor, Form(AimIn))


@post(HERE, name="aims.add")
async def add(request: AnyRequest, typed: Typed, session: DbSession, actor: CurrentActor) -> AnyResponse:
    form = Form(AimIn, typed)
    try:
        await actions.add_aim(session, actor, form.value)
    except Refused as refusal:
        return await _list(request, session, actor, form.refuse(refusal), status=422)
    return await done(request, HERE, "The aim is in the list.")


@get(HERE + "/{aim_id:uuid}", name="aims.edit")
async def edit(request: AnyRequest, aim_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    _must_keep(actor)
    aim = await queries.get_aim(session, actor, aim_id)
    place = await queries.place_of(session, actor, aim)
    return await _aim(
        request, session, actor, aim, Form.of(AimPlaceIn, {"name": aim.name, "place": place}, aim.version)
    )


@post(HERE + "/{aim_id:uuid}", name="aims.change")
async def change(
    request: AnyRequest, aim_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    _must_keep(actor)
    aim = await queries.get_aim(session, actor, aim_id)
    form = Form(AimPlaceIn, typed)
    try:
        form.check_version(aim.version)
        await actions.change_aim(session, actor, aim, form.value)
    except Refused as refusal:
        return await _aim(request, session, actor, aim, form.refuse(refusal), status=422)
    except Changed:
        met = form.meet(aim.version, [("No needless …", aim.name)])
        return await _aim(request, session, actor, aim, met, status=409)
    return await done(request, HERE, "The list is changed.")


@post(HERE + "/{aim_id:uuid}/removal", name="aims.remove")
async def remove(request: AnyRequest, aim_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    return await _done_to(request, session, actor, aim_id, actions.remove_aim, "The aim is out of the list.")


@post(HERE + "/{aim_id:uuid}/retirement", name="aims.retire")
async def retire(request: AnyRequest, aim_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    said = "The aim is retired. It stays where it stands."
    return await _done_to(request, session, actor, aim_id, actions.retire_aim, said)


@post(HERE + "/{aim_id:uuid}/return", name="aims.bring_back")
async def bring_back(request: AnyRequest, aim_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    return await _done_to(request, session, actor, aim_id, actions.bring_aim_back, "The aim can be chosen again.")


async def _done_to(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    aim_id: PathId,
    act: Callable[[DbSession, Actor, Aim], Awaitable[None]],
    said: str,
) -> AnyResponse:
    _must_keep(actor)
    aim = await queries.get_aim(session, actor, aim_id)
    place = await queries.place_of(session, actor, aim)
    try:
        await act(session, actor, aim)
    except Refused as refusal:
        form = Form.of(AimPlaceIn, {"name": aim.name, "place": place}, aim.version).refuse(refusal)
        return await _aim(request, session, actor, aim, form, status=422)
    return await done(request, HERE, said)


def _must_keep(actor: Actor) -> None:
    if not rules.may_change_aims(actor):
        raise NotAllowed("The board and the administrators keep the list of aims.")


def _crumbs(actor: Actor) -> list[tuple[str, str]]:
    return [("Administration", "/administration")] if people_rules.may_administer(actor) else [("Vision", "/vision")]


async def _list(
    request: AnyRequest, session: DbSession, actor: Actor, form: Form[AimIn], status: int = 200
) -> AnyResponse:
    _must_keep(actor)
    lines = [(f"{HERE}/{row.id}", row.label, "") for row in await queries.list_aims(session, actor)]
    return await page(request, "administration/aims.html", status=status, lines=lines, form=form, crumbs=_crumbs(actor))


async def _aim(
    request: AnyRequest, session: DbSession, actor: Actor, aim: Aim, form: Form[Any], status: int = 200
) -> AnyResponse:
    aims = await queries.list_aims(session, actor)
    places = [(str(number), f"{number} of {len(aims)}") for number in range(1, len(aims) + 1)]
    return await page(
        request,
        "administration/aim.html",
        status=status,
        form=form,
        aim=aim,
        places=places,
        one_button=Form(Empty),
        crumbs=[*_crumbs(actor), ("Aims", HERE)],
    )


routes = [index, add, edit, change, remove, retire, bring_back]
