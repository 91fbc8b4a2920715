"""What an administrator keeps: the organisation's settings, its services and partners. No private text is
read here.
"""

from typing import Any

from litestar import get, post

from registry.kit.errors import Changed, NotAllowed, Refused
from registry.people import actions, queries, rules
from registry.people.actors import Actor
from registry.people.models import Organisation
from registry.people.schemas import OrganisationIn, PartnerIn, ServiceIn
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, PathId, Typed
from registry.web.forms import Empty, Form
from registry.web.pages import done, page, settings_of

SERVICES, PARTNERS = (f"/administration/{noun}" for noun in ("services", "partners"))
UNDER = [("Administration", "/administration")]
IN_SERVICES = [*UNDER, ("Services", SERVICES)]


@get("/administration", name="administration.index")
async def index(request: AnyRequest, actor: CurrentActor) -> AnyResponse:
    _must_administer(actor)
    return await page(request, "administration/index.html")


@get("/administration/settings", name="administration.edit_settings")
async def edit_settings(request: AnyRequest, session: DbSession, actor: CurrentActor) -> AnyResponse:
    _must_administer(actor)
    organisation = await queries.get_organisation(session, actor.organisation_id)
    stands = organisation.model_dump() | {"publishes_stories": str(organisation.publishes_stories).lower()}
    form = Form.of(OrganisationIn, stands, version=organisation.version)
    return await _settings(request, organisation, form)


@post("/administration/settings", name="administration.change_settings")
async def change_settings(request: AnyRequest, typed: Typed, session: DbSession, actor: CurrentActor) -> AnyResponse:
    _must_administer(actor)
    organisation = await queries.get_organisation(session, actor.organisation_id)
    form = Form(OrganisationIn, typed)
    try:
        form.check_version(organisation.version)
        await actions.change_organisation(session, actor, organisation, form.value)
    except Refused as refusal:
        form.refuse(refusal)
        return await _settings(request, organisation, form, 422)
    except Changed:
        form.meet(organisation.version, _now(organisation))
        return await _settings(request, organisation, form, 409)
    return await done(request, "/administration", "The settings are kept.")


@get(SERVICES, name="administration.services")
async def services(request: AnyRequest, session: DbSession, actor: CurrentActor) -> AnyResponse:
    return await _services(request, session, actor, Form(ServiceIn))


@post(SERVICES, name="administration.add_service")
async def add_service(request: AnyRequest, typed: Typed, session: DbSession, actor: CurrentActor) -> AnyResponse:
    form = Form(ServiceIn, typed)
    try:
        await actions.add_service(session, actor, form.value)
    except Refused as refusal:
        return await _services(request, session, actor, form.refuse(refusal), status=422)
    return await done(request, SERVICES, "The service is in the list.")


@get(SERVICES + "/{service_id:uuid}", name="administration.edit_service")
async def edit_service(request: AnyRequest, service_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    _must_administer(actor)
    service = await queries.get_service(session, actor, service_id)
    form = Form.of(ServiceIn, {"name": service.name}, version=service.version)
    return await page(
        request, "administration/service.html", form=form, service=service, one_button=Form(Empty), crumbs=IN_SERVICES
    )


@post(SERVICES + "/{service_id:uuid}", name="administration.rename_service")
async def rename_service(
    request: AnyRequest, service_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    _must_administer(actor)
    service = await queries.get_service(session, actor, service_id)
    form = Form(ServiceIn, typed)
    try:
        form.check_version(service.version)
        await actions.rename_service(session, actor, service, form.value)
    except Refused as refusal:
        status, form = 422, form.refuse(refusal)
    except Changed:
        status, form = 409, form.meet(service.version, [("Name of the service", service.name)])
    else:
        return await done(request, SERVICES, "The service has its new name.")
    context: dict[str, Any] = {"form": form, "service": service, "one_button": Form(Empty), "crumbs": IN_SERVICES}
    return await page(request, "administration/service.html", status=status, **context)


@post(SERVICES + "/{service_id:uuid}/closing", name="administration.close_service")
async def close_service(
    request: AnyRequest, service_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    _must_administer(actor)
    await actions.close_service(session, actor, await queries.get_service(session, actor, service_id))
    return await done(request, SERVICES, "The service is closed. Its ideas keep it.")


@post(SERVICES + "/{service_id:uuid}/opening", name="administration.reopen_service")
async def reopen_service(
    request: AnyRequest, service_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    _must_administer(actor)
    await actions.reopen_service(session, actor, await queries.get_service(session, actor, service_id))
    return await done(request, SERVICES, "The service is open again.")


@get(PARTNERS, name="administration.partners")
async def partners(request: AnyRequest, session: DbSession, actor: CurrentActor) -> AnyResponse:
    return await _partners(request, session, actor, Form(PartnerIn))


@post(PARTNERS, name="administration.add_partner")
async def add_partner(request: AnyRequest, typed: Typed, session: DbSession, actor: CurrentActor) -> AnyResponse:
    form = Form(PartnerIn, typed)
    try:
        await actions.add_partner(session, actor, form.value)
    except Refused as refusal:
        return await _partners(request, session, actor, form.refuse(refusal), status=422)
    return await done(request, PARTNERS, "The partner is in the list.")


def _must_administer(actor: Actor) -> None:
    if not rules.may_administer(actor):
        raise NotAllowed("This page is for administrators.")


def _now(organisation: Organisation) -> list[tuple[str, str]]:
    return [
        ("Name of the organisation", organisation.name),
        ("Letters before an idea’s number", organisation.reference_prefix),
        ("Time zone", organisation.zone),
        ("Days within which an idea is answered", str(organisation.answer_days)),
        ("Least days of an exploration period", str(organisation.exploration_days)),
        ("Least answers of a group in feedback", str(organisation.feedback_threshold)),
        ("Number to call when somebody is in danger", organisation.urgent_number),
        ("Stories with public consent", "open to anybody" if organisation.publishes_stories else "not open"),
    ]


async def _settings(
    request: AnyRequest, organisation: Organisation, form: Form[OrganisationIn], status: int = 200
) -> AnyResponse:
    opens_at = f"{settings_of(request).base_url}/open/{organisation.slug}/stories"
    context: dict[str, Any] = {"form": form, "opens_at": opens_at, "crumbs": UNDER}
    return await page(request, "administration/settings.html", status=status, **context)


async def _services(
    request: AnyRequest, session: DbSession, actor: Actor, form: Form[ServiceIn], *, status: int = 200
) -> AnyResponse:
    _must_administer(actor)
    listed = await queries.list_services(session, actor, with_closed=True)
    lines = [(f"{SERVICES}/{row.id}", row.name, "Closed" if row.closed_at else "") for row in listed]
    return await _list(request, "administration/services.html", lines, form, status)


async def _partners(
    request: AnyRequest, session: DbSession, actor: Actor, form: Form[PartnerIn], *, status: int = 200
) -> AnyResponse:
    _must_administer(actor)
    lines = [("", row.name, row.description) for row in await queries.list_partners(session, actor)]
    return await _list(request, "administration/partners.html", lines, form, status)


async def _list(
    request: AnyRequest, template: str, lines: list[tuple[str, str, str]], form: Form[Any], status: int
) -> AnyResponse:
    return await page(request, template, status=status, lines=lines, form=form, crumbs=UNDER)


routes = [
    index,
    edit_settings,
    change_settings,
    services,
    add_service,
    edit_service,
    rename_service,
    close_service,
    reopen_service,
    partners,
    add_partner,
]
