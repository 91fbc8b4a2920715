"""People and their accounts, as an administrator keeps them."""

from functools import partial
from uuid import UUID

from litestar import get, post

from registry.accounts import actions, queries
from registry.accounts.schemas import PersonWithEmailIn
from registry.kit.errors import Changed, NotAllowed, NotFound, Refused
from registry.kit.text import joined
from registry.people import queries as people_queries
from registry.people import rules
from registry.people.actors import Actor
from registry.people.models import Person, Role
from registry.people.schemas import ErasureIn
from registry.portfolio import personal
from registry.stories.actions import forgetting
from registry.web import auth
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, Cursor, DbSession, PathId, Typed
from registry.web.forms import Empty, Form
from registry.web.pages import done, page, pager_of, settings_of
from registry.web.transactions import after_keeping

PEOPLE = "/administration/people"
CRUMBS = [("Administration", "/administration"), ("People", PEOPLE)]


@get(PEOPLE, name="accounts.index")
async def index(request: AnyRequest, session: DbSession, actor: CurrentActor, after: Cursor = "") -> AnyResponse:
    _must_administer(actor)
    people = await people_queries.page_of_people(session, actor, cursor=after)
    ids = [person.id for person in people.rows]
    return await page(
        request,
        "administration/people.html",
        people=people,
        roles=await people_queries.roles_by_person(session, actor, ids),
        accounts=await queries.accounts_by_person(session, actor, ids),
        pager=pager_of(request, people, "person", "people"),
        crumbs=CRUMBS[:1],
    )


@get(PEOPLE + "/new", name="accounts.new")
async def new(request: AnyRequest, session: DbSession, actor: CurrentActor) -> AnyResponse:
    _must_administer(actor)
    return await _form_page(request, session, actor, Form(PersonWithEmailIn), None)


@post(PEOPLE, name="accounts.create")
async def create(request: AnyRequest, typed: Typed, session: DbSession, actor: CurrentActor) -> AnyResponse:
    _must_administer(actor)
    form = Form(PersonWithEmailIn, typed)
    try:
        person = await actions.add_person(session, actor, form.value, auth.keys_of(request))
    except Refused as refusal:
        return await _form_page(request, session, actor, form.refuse(refusal), None, status=422)
    return await done(
        request, f"{PEOPLE}/{person.id}", f"{person.name} is here. Make a link, so that they can sign in."
    )


@get(PEOPLE + "/{person_id:uuid}", name="accounts.show")
async def show(request: AnyRequest, person_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    _must_administer(actor)
    person = await people_queries.get_person(session, actor, person_id)
    return await page(
        request,
        "administration/person.html",
        person=person,
        is_erased=person.name == personal.pseudonym_of(person.id),
        account=await queries.find_account_of_person(session, actor, person.id),
        roles=await people_queries.roles_by_person(session, actor, [person.id]),
        manager=(await people_queries.list_faces(session, actor, [person.manager_id])).get(
            person.manager_id or person.id
        ),
        one_button=Form(Empty),
        crumbs=CRUMBS,
    )


@get(PEOPLE + "/{person_id:uuid}/edit", name="accounts.edit")
async def edit(request: AnyRequest, person_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    _must_administer(actor)
    person = await people_queries.get_person(session, actor, person_id)
    account = await queries.find_account_of_person(session, actor, person.id)
    roles = (await people_queries.roles_by_person(session, actor, [person.id])).get(person.id, [])
    values = person.model_dump() | {"roles": list(roles), "email": account.email if account else ""}
    form = Form.of(PersonWithEmailIn, values, version=person.version)
    return await _form_page(request, session, actor, form, person)


@post(PEOPLE + "/{person_id:uuid}", name="accounts.update")
async def update(
    request: AnyRequest, person_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    _must_administer(actor)
    person = await people_queries.get_person(session, actor, person_id)
    form = Form(PersonWithEmailIn, typed)
    try:
        form.check_version(person.version)
        await actions.change_person(session, actor, person, form.value, auth.keys_of(request))
    except Refused as refusal:
        return await _form_page(request, session, actor, form.refuse(refusal), person, status=422)
    except Changed:
        form.meet(person.version, await _now(session, actor, person))
        return await _form_page(request, session, actor, form, person, status=409)
    return await done(request, f"{PEOPLE}/{person.id}", "The changes are kept.")


@post(PEOPLE + "/{person_id:uuid}/link", name="accounts.make_link", opt={"repeatable": True})
async def make_link(request: AnyRequest, person_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    _must_administer(actor)
    person = await people_queries.get_person(session, actor, person_id)
    account = await queries.find_account_of_person(session, actor, person.id)
    if account is None:
        raise NotFound("account")
    secret = await actions.make_setup_link(session, actor, account, auth.keys_of(request))
    link = f"{settings_of(request).base_url}/set-password/{secret}"
    return await page(request, "administration/link.html", person=person, link=link, crumbs=CRUMBS)


@post(PEOPLE + "/{person_id:uuid}/switching-off", name="accounts.disable")
async def disable(request: AnyRequest, person_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    _must_administer(actor)
    account = await queries.find_account_of_person(session, actor, person_id)
    if account is None:
        raise NotFound("account")
    await actions.disable_account(session, actor, account)
    return await done(request, f"{PEOPLE}/{person_id}", "The account is off. Every session of it has ended.")


@post(PEOPLE + "/{person_id:uuid}/switching-on", name="accounts.enable")
async def enable(request: AnyRequest, person_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    _must_administer(actor)
    account = await queries.find_account_of_person(session, actor, person_id)
    if account is None:
        raise NotFound("account")
    await actions.enable_account(session, actor, account)
    return await done(request, f"{PEOPLE}/{person_id}", "The account is on again.")


@get(PEOPLE + "/{person_id:uuid}/leaving", name="accounts.confirm_leaving")
async def confirm_leaving(
    request: AnyRequest, person_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    _must_administer(actor)
    person = await people_queries.get_person(session, actor, person_id)
    return await page(request, "administration/leaving.html", person=person, form=Form(Empty), crumbs=CRUMBS)


@post(PEOPLE + "/{person_id:uuid}/leaving", name="accounts.record_leaving")
async def record_leaving(
    request: AnyRequest, person_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    _must_administer(actor)
    person = await people_queries.get_person(session, actor, person_id)
    await actions.record_leaving(session, actor, person)
    return await done(request, PEOPLE, f"{person.name} has left. What they promised and wrote stays on record.")


@get(PEOPLE + "/{person_id:uuid}/erasure", name="accounts.confirm_erasure")
async def confirm_erasure(
    request: AnyRequest, person_id: PathId, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    _must_administer(actor)
    person = await people_queries.get_person(session, actor, person_id)
    return await _erasure_page(request, person, Form(ErasureIn))


@post(PEOPLE + "/{person_id:uuid}/erasure", name="accounts.erase")
async def erase(
    request: AnyRequest, person_id: PathId, typed: Typed, session: DbSession, actor: CurrentActor
) -> AnyResponse:
    _must_administer(actor)
    person = await people_queries.get_person(session, actor, person_id)
    form = Form(ErasureIn, typed)
    try:
        pseudonym = await personal.erase_person(session, actor, person, form.value.name)
    except Refused as refusal:
        return await _erasure_page(request, person, form.refuse(refusal), status=422)
    after_keeping(session, partial(forgetting.note_quietly, data_dir=settings_of(request).data_dir))
    return await done(request, f"{PEOPLE}/{person_id}", f"Erased. The record of the work stays, under ‘{pseudonym}’.")


async def _erasure_page(request: AnyRequest, person: Person, form: Form[ErasureIn], status: int = 200) -> AnyResponse:
    return await page(
        request,
        "administration/erasure.html",
        status=status,
        person=person,
        pseudonym=personal.pseudonym_of(person.id),
        parts=person.name.split(),
        form=form,
        crumbs=CRUMBS,
    )


def _must_administer(actor: Actor) -> None:
    if not rules.may_administer(actor):
        raise NotAllowed("This page is for administrators.")


async def _now(session: DbSession, actor: Actor, person: Person) -> list[tuple[str, str]]:
    account = await queries.find_account_of_person(session, actor, person.id)
    roles = (await people_queries.roles_by_person(session, actor, [person.id])).get(person.id, [])
    manager = (await people_queries.list_faces(session, actor, [person.manager_id])).get(person.manager_id or person.id)
    partners = await people_queries.partner_names(session, actor, [person.partner_id])
    return [
        ("Name", person.name),
        ("Position", person.position),
        ("E-mail address", account.email if account else ""),
        ("What may they do?", joined([role.label for role in roles])),
        ("Line manager", manager.name if manager and person.manager_id else ""),
        ("Partner organisation", partners.get(person.partner_id, "") if person.partner_id else ""),
    ]


async def _form_page(
    request: AnyRequest,
    session: DbSession,
    actor: Actor,
    form: Form[PersonWithEmailIn],
    person: Person | None,
    *,
    status: int = 200,
) -> AnyResponse:
    people = await people_queries.list_people_to_choose(session, actor)
    partners = await people_queries.list_partners(session, actor)
    own_id: UUID | None = person.id if person else None
    return await page(
        request,
        "administration/person_form.html",
        status=status,
        form=form,
        person=person,
        managers=[(str(face.id), f"{face.name}, {face.position}") for face in people if face.id != own_id],
        partners=[(str(partner.id), partner.name) for partner in partners],
        role_choices=[(role.value, role.label, role.explanation) for role in Role],
        crumbs=CRUMBS,
    )


routes = [
    index,
    new,
    create,
    show,
    edit,
    update,
    make_link,
    disable,
    enable,
    confirm_leaving,
    record_leaving,
    confirm_erasure,
    erase,
]
