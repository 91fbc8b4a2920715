"""What a person says of themselves: their own words, their own values, and what they would like to become."""

from typing import Any

from litestar import get, post

from registry.kit.errors import Changed, NotAllowed, Refused
from registry.people import actions, queries, rules
from registry.people.actors import Actor
from registry.people.models import Aspiration, Person, Profile
from registry.people.schemas import AspirationIn, ProfileIn
from registry.vision import actions as vision_actions
from registry.vision import queries as vision_queries
from registry.vision.schemas import OWN_PLACES, PersonalValuesForm
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, Typed
from registry.web.forms import Form
from registry.web.pages import done, page


@get("/account/profile", name="profile.edit")
async def edit(request: AnyRequest, session: DbSession, actor: CurrentActor) -> AnyResponse:
    person, profile, skills = await _own(session, actor)
    said = ProfileIn(skills=skills).model_dump() | (profile.model_dump() if profile else {})
    form = Form.of(ProfileIn, said | {"skills": "\n".join(skills)}, version=_version(profile))
    return await _profile_page(request, person, form)


@post("/account/profile", name="profile.write")
async def write(request: AnyRequest, typed: Typed, session: DbSession, actor: CurrentActor) -> AnyResponse:
    person, profile, skills = await _own(session, actor)
    form = Form(ProfileIn, typed)
    try:
        value = form.value
        form.check_version(_version(profile))
        await actions.write_profile(session, actor, value)
    except Refused as refusal:
        return await _profile_page(request, person, form.refuse(refusal), status=422)
    except Changed:
        return await _profile_page(request, person, form.meet(_version(profile), _now(profile, skills)), status=409)
    return await done(request, f"/people/{actor.person_id}", "Your words stand on your page.")


@get("/account/values", name="profile.edit_values")
async def edit_values(request: AnyRequest, session: DbSession, actor: CurrentActor) -> AnyResponse:
    said: dict[str, Any] = {}
    for n, value in zip(
        OWN_PLACES, await vision_queries.list_personal_values(session, actor, actor.person_id), strict=False
    ):
        said |= {
            f"name_{n}": value.name,
            f"why_{n}": value.why,
            f"value_id_{n}": value.value_id or "",
            f"is_shared_{n}": value.is_shared,
        }
    return await _values_page(request, session, actor, Form.of(PersonalValuesForm, said))


@post("/account/values", name="profile.name_values")
async def name_values(request: AnyRequest, typed: Typed, session: DbSession, actor: CurrentActor) -> AnyResponse:
    _must_be_a_colleague(actor)
    form = Form(PersonalValuesForm, typed)
    try:
        await vision_actions.name_personal_values(session, actor, form.value.named)
    except Refused as refusal:
        return await _values_page(request, session, actor, form.refuse(refusal), status=422)
    return await done(request, f"/people/{actor.person_id}", "Your values are kept. Others see those you share.")


@get("/account/aspirations", name="profile.edit_aspirations")
async def edit_aspirations(request: AnyRequest, session: DbSession, actor: CurrentActor) -> AnyResponse:
    person, found = await _own_aspiration(session, actor)
    said = found.model_dump() if found else {}
    return await _aspirations_page(
        request, session, actor, person, Form.of(AspirationIn, said, version=_version(found))
    )


@post("/account/aspirations", name="profile.write_aspirations")
async def write_aspirations(request: AnyRequest, typed: Typed, session: DbSession, actor: CurrentActor) -> AnyResponse:
    person, found = await _own_aspiration(session, actor)
    form = Form(AspirationIn, typed)
    try:
        value = form.value
        form.check_version(_version(found))
        await actions.write_aspiration(session, actor, value)
    except Refused as refusal:
        return await _aspirations_page(request, session, actor, person, form.refuse(refusal), status=422)
    except Changed:
        now = [("What interests me", found.interests), ("What I hope for", found.hopes)] if found else []
        form.meet(_version(found), now)
        return await _aspirations_page(request, session, actor, person, form, status=409)
    kept_for = "you and your line manager" if value.is_for_manager else "you alone"
    return await done(request, f"/people/{actor.person_id}", f"It is kept for {kept_for}.")


async def _own(session: DbSession, actor: Actor) -> tuple[Person, Profile | None, list[str]]:
    _must_be_a_colleague(actor)
    person = await queries.get_person(session, actor, actor.person_id)
    skills = await queries.skills_by_person(session, actor, [person.id])
    return person, await queries.find_profile(session, actor, person.id), skills.get(person.id, [])


async def _own_aspiration(session: DbSession, actor: Actor) -> tuple[Person, Aspiration | None]:
    _must_be_a_colleague(actor)
    person = await queries.get_person(session, actor, actor.person_id)
    return person, await queries.find_aspiration(session, actor, person)


def _must_be_a_colleague(actor: Actor) -> None:
    if not rules.may_read_profiles(actor):
        raise NotAllowed("These pages are for the people of the organisation.")


def _version(row: Profile | Aspiration | None) -> int:
    return row.version if row else 0


def _now(profile: Profile | None, skills: list[str]) -> list[tuple[str, str]]:
    if profile is None:
        return []
    return [
        ("What I care about", profile.cares_about),
        ("Why I do this work", profile.why),
        ("What I have led", profile.has_led),
        ("What I have learnt", profile.has_learnt),
        ("Whom I have supported", profile.has_supported),
        ("Skills I offer", ", ".join(skills)),
    ]


async def _profile_page(request: AnyRequest, person: Person, form: Form[Any], status: int = 200) -> AnyResponse:
    return await page(request, "profile/edit.html", status=status, form=form, crumbs=_crumbs(person))


async def _values_page(
    request: AnyRequest, session: DbSession, actor: Actor, form: Form[Any], status: int = 200
) -> AnyResponse:
    _must_be_a_colleague(actor)
    person = await queries.get_person(session, actor, actor.person_id)
    values = await vision_queries.list_values(session, actor)
    return await page(
        request,
        "profile/values.html",
        status=status,
        form=form,
        places=OWN_PLACES,
        values=[(value.id, value.name) for value in values],
        crumbs=_crumbs(person),
    )


async def _aspirations_page(
    request: AnyRequest, session: DbSession, actor: Actor, person: Person, form: Form[Any], status: int = 200
) -> AnyResponse:
    faces = await queries.list_faces(session, actor, [person.manager_id])
    manager = faces[person.manager_id].name if person.manager_id else ""
    return await page(
        request, "profile/aspirations.html", status=status, form=form, manager=manager, crumbs=_crumbs(person)
    )


def _crumbs(person: Person) -> list[tuple[str, str]]:
    return [("People", "/people"), (person.name, f"/people/{person.id}")]


routes = [edit, write, edit_values, name_values, edit_aspirations, write_aspirations]
