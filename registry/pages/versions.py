"""The versions of a framework: what changed from one to the next, what is being prepared, and what an idea accepts."""

from litestar import get, post

from registry.boundaries.actions import joining, publishing
from registry.boundaries.queries import versions as queries
from registry.boundaries.rules import drawing as rules
from registry.boundaries.rules import joining as joining_rules
from registry.boundaries.schemas import AcceptanceIn, PublishingIn
from registry.frameworks.models import Framework
from registry.frameworks.queries import frameworks as framework_queries
from registry.frameworks.queries import versions as version_queries
from registry.ideas.models import Idea
from registry.ideas.queries import frameworks as place_queries
from registry.ideas.queries import ideas as idea_queries
from registry.kit.errors import NotAllowed, Refused, chosen
from registry.people.actors import Actor
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, Cursor, DbSession, PathId, Typed
from registry.web.forms import Empty, Form
from registry.web.pages import done, page, pager_of


@get("/frameworks/{framework_id:uuid}/versions", name="versions.index")
async def index(
    request: AnyRequest, framework_id: PathId, session: DbSession, actor: CurrentActor, after: Cursor = ""
) -> AnyResponse:
    framework = await framework_queries.get_framework(session, actor, framework_id)
    return await _page(request, session, actor, framework, Form(PublishingIn), after=after)


@get("/frameworks/{framework_id:uuid}/versions/behind", name="versions.behind")
async def behind(
    request: AnyRequest, framework_id: PathId, session: DbSession, actor: CurrentActor, after: Cursor = ""
) -> AnyResponse:
    framework = await framework_queries.get_framework(session, actor, framework_id)
    newest = await version_queries.get_newest(session, framework)
    listed = await queries.page_of_behind(session, newest, cursor=after)
    return await page(
        request,
        "versions/behind.html",
        part="versions/_behind.html",
        framework=framework,
        newest=newest,
        behind=listed,
        pager=pager_of(request, listed, "idea", "ideas"),
        crumbs=[*_crumbs(framework), ("Versions", f"/frameworks/{framework.id}/versions")],
    )


@post("/frameworks/{framework_id:uuid}/versions", name="versions.publish")
async def publish(
    request: AnyRequest, framework_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    framework = await framework_queries.get_framework(session, actor, framework_id)
    await _must_publish(session, actor, framework)
    form = Form(PublishingIn, typed)
    try:
        version = await publishing.publish_version(session, actor, framework, form.value)
    except Refused as refusal:
        return await _page(request, session, actor, framework, form.refuse(refusal), status=422)
    flash = f"Version {version.number} is published. The leads of its ideas are told."
    return await done(request, f"/frameworks/{framework.id}/versions", flash)


@get("/frameworks/{framework_id:uuid}/versions/dropping", name="versions.confirm_dropping")
async def confirm_dropping(
    request: AnyRequest, framework_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    framework = await framework_queries.get_framework(session, actor, framework_id)
    await _must_publish(session, actor, framework)
    return await _dropping_page(request, framework, Form(Empty))


@post("/frameworks/{framework_id:uuid}/versions/dropping", name="versions.drop")
async def drop(
    request: AnyRequest, framework_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    framework = await framework_queries.get_framework(session, actor, framework_id)
    try:
        await publishing.drop_preparation(session, actor, framework)
    except Refused as refusal:
        return await _dropping_page(request, framework, Form(Empty, typed).refuse(refusal), status=422)
    return await done(request, f"/frameworks/{framework.id}", "What was prepared is set aside.")


@get("/ideas/{idea_id:uuid}/framework/version", name="versions.newer")
async def newer(request: AnyRequest, idea_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    return await _newer_page(request, session, actor, idea, Form(AcceptanceIn))


@post("/ideas/{idea_id:uuid}/framework/version", name="versions.accept")
async def accept(
    request: AnyRequest, idea_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    form = Form(AcceptanceIn, typed, carried=("version_id",))
    try:
        with chosen("version_id"):
            version, framework = await version_queries.get_version(session, actor, form.value.version_id)
        await joining.accept_version(session, actor, idea, version)
    except Refused as refusal:
        return await _newer_page(request, session, actor, idea, form.refuse(refusal), status=422)
    return await done(
        request, f"/ideas/{idea.id}", f"Your idea stands under version {version.number} of {framework.name}."
    )


async def _page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    framework: Framework,
    form: Form[PublishingIn],
    *,
    after: str = "",
    status: int = 200,
) -> AnyResponse:
    listed = await queries.page_of_version_lines(session, actor, framework, cursor=after)
    steward_ids = await framework_queries.list_steward_ids(session, framework)
    newest = await version_queries.get_newest(session, framework)
    return await page(
        request,
        "versions/index.html",
        status=status,
        form=form,
        framework=framework,
        versions=listed,
        preparation=await queries.find_preparation(session, framework),
        behind=await queries.page_of_behind(session, newest),
        may_publish=rules.may_publish(actor, steward_ids),
        pager=pager_of(request, listed, "version", "versions"),
        crumbs=_crumbs(framework),
    )


async def _dropping_page(
    request: AnyRequest, framework: Framework, form: Form[Empty], *, status: int = 200
) -> AnyResponse:
    return await page(
        request, "versions/dropping.html", status=status, form=form, framework=framework, crumbs=_crumbs(framework)
    )


async def _newer_page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    idea: Idea,
    form: Form[AcceptanceIn],
    *,
    status: int = 200,
) -> AnyResponse:
    """Everybody who sees the idea may read what would change; its lead accepts."""
    return await page(
        request,
        "versions/newer.html",
        status=status,
        form=form,
        idea=idea,
        framework=await place_queries.find_framework_of(session, actor, idea),
        newer=await queries.find_newer(session, actor, idea),
        may_accept=joining_rules.may_accept(actor, await idea_queries.get_standing(session, idea)),
        crumbs=[("Ideas", "/ideas"), (idea.title, f"/ideas/{idea.id}")],
    )


async def _must_publish(session: DbSession, actor: Actor, framework: Framework) -> None:
    if not rules.may_publish(actor, await framework_queries.list_steward_ids(session, framework)):
        raise NotAllowed("Its stewards publish a version of a framework.")


def _crumbs(framework: Framework) -> list[tuple[str, str]]:
    return [("Frameworks", "/frameworks"), (framework.name, f"/frameworks/{framework.id}")]


routes = [index, behind, publish, confirm_dropping, drop, newer, accept]
