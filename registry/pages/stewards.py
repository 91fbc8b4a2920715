"""Who keeps a framework: naming a steward, ending a stewardship."""

from litestar import get, post

from registry.frameworks.actions import frameworks as actions
from registry.frameworks.models import Framework
from registry.frameworks.queries import frameworks as queries
from registry.frameworks.rules import frameworks as rules
from registry.frameworks.schemas import StewardIn
from registry.kit.errors import NotAllowed, Refused
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.models import Role
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId, Typed
from registry.web.forms import Empty, Form
from registry.web.pages import done, page


@get("/frameworks/{framework_id:uuid}/stewards", name="stewards.index")
async def index(request: AnyRequest, framework_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    framework = await queries.get_framework(session, actor, framework_id)
    return await _page(request, session, actor, framework, Form(StewardIn))


@post("/frameworks/{framework_id:uuid}/stewards", name="stewards.name")
async def name(
    request: AnyRequest, framework_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    framework = await queries.get_framework(session, actor, framework_id)
    form = Form(StewardIn, typed)
    try:
        await actions.name_steward(session, actor, framework, form.value)
    except Refused as refusal:
        return await _page(request, session, actor, framework, form.refuse(refusal), status=422)
    return await done(request, f"/frameworks/{framework.id}/stewards", "They keep the framework from now on.")


@get("/stewardships/{stewardship_id:uuid}/ending", name="stewards.confirm_ending")
async def confirm_ending(
    request: AnyRequest, stewardship_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    return await _ending_page(request, session, actor, stewardship_id, Form(Empty))


@post("/stewardships/{stewardship_id:uuid}/ending", name="stewards.end")
async def end(
    request: AnyRequest, stewardship_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    stewardship, framework = await queries.get_stewardship(session, actor, stewardship_id)
    try:
        await actions.end_stewardship(session, actor, stewardship)
    except Refused as refusal:
        form = Form(Empty, typed).refuse(refusal)
        return await _ending_page(request, session, actor, stewardship_id, form, status=422)
    return await done(request, f"/frameworks/{framework.id}", "The stewardship has ended.")


async def _page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    framework: Framework,
    form: Form[StewardIn],
    *,
    status: int = 200,
) -> AnyResponse:
    stewards = await queries.list_stewards(session, framework)
    here = {steward.person_id for steward in stewards}
    if not rules.may_name_stewards(actor, here):
        raise NotAllowed("Its stewards, or a member of the board, name another steward.")
    people = await people_queries.list_people_with_role(session, actor, Role.STEWARD)
    return await page(
        request,
        "stewards/index.html",
        status=status,
        form=form,
        framework=framework,
        stewards=stewards,
        people=[(str(person.id), f"{person.name}, {person.position}") for person in people if person.id not in here],
        may_end=not rules.objections_to_ending_stewardship(len(stewards)),
        crumbs=_crumbs(framework),
    )


async def _ending_page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    stewardship_id: PathId,
    form: Form[Empty],
    *,
    status: int = 200,
) -> AnyResponse:
    stewardship, framework = await queries.get_stewardship(session, actor, stewardship_id)
    if not rules.may_name_stewards(actor, await queries.list_steward_ids(session, framework)):
        raise NotAllowed("Its stewards, or a member of the board, end a stewardship.")
    faces = await people_queries.list_faces(session, actor, [stewardship.person_id])
    return await page(
        request,
        "stewards/ending.html",
        status=status,
        form=form,
        framework=framework,
        stewardship=stewardship,
        name=faces[stewardship.person_id].name,
        crumbs=_crumbs(framework),
    )


def _crumbs(framework: Framework) -> list[tuple[str, str]]:
    return [("Frameworks", "/frameworks"), (framework.name, f"/frameworks/{framework.id}")]


routes = [index, name, confirm_ending, end]
