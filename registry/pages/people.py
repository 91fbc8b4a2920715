"""Who works here and what they offer; a person's page in their own words. No figures: people are not ranked."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import get
from litestar.params import FromQuery
from pydantic import BaseModel

from registry.coaching.queries import appraisals as appraisal_queries
from registry.coaching.queries import offers as offer_queries
from registry.coaching.queries import pairs as pair_queries
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.queries import skills as skill_queries
from registry.ideas.queries import teams as team_queries
from registry.kit import names
from registry.kit.errors import NotFound
from registry.people import queries, rules
from registry.people.actors import Actor
from registry.people.models import Person
from registry.vision import queries as vision_queries
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, Cursor, DbSession, PathId
from registry.web.forms import Form
from registry.web.pages import page, pager_of

LONGEST_SKILL = 60


class PeopleSearch(BaseModel):
    name: str = ""
    skill: str = ""


@get("/people", name="people.index")
async def index(
    request: AnyRequest,
    session: DbSession,
    actor: CurrentActor,
    name: FromQuery[str] = "",
    skill: FromQuery[str] = "",
    after: Cursor = "",
) -> AnyResponse:
    if not rules.may_read_profiles(actor):
        raise NotFound("people")
    wanted = skill.strip()[:LONGEST_SKILL]
    called = name.strip()[: names.LONGEST]
    people = await queries.page_of_faces(session, actor, name=called, skill=wanted, cursor=after)
    return await page(
        request,
        "people/index.html",
        part="people/_list.html",
        form=Form.of(PeopleSearch, {"name": called, "skill": wanted}),
        people=people,
        name=called,
        skill=wanted,
        skills_of=await queries.skills_by_person(session, actor, [face.id for face in people.rows]),
        seeking=await skill_queries.list_ideas_seeking(session, actor, wanted) if wanted and not called else [],
        pager=pager_of(request, people, "person", "people"),
    )


@get("/people/{person_id:uuid}", name="people.show")
async def show(request: AnyRequest, person_id: PathId, session: DbSession, actor: CurrentActor) -> AnyResponse:
    person = await queries.get_person(session, actor, person_id)
    roles = await queries.roles_by_person(session, actor, [person.id])
    ideas = await idea_queries.list_ideas_of_person(session, actor, person.id)
    return await page(
        request,
        "people/show.html",
        person=person,
        roles=roles.get(person.id, []),
        ideas=ideas,
        aims_of={},
        marked=None,
        inviting=await _inviting(session, actor, person),
        crumbs=[("People", "/people")] if rules.may_read_profiles(actor) else [],
        **await _own_words(session, actor, person),
        **await _coaching(session, actor, person),
    )


async def _inviting(session: DbSession, actor: Actor, person: Person) -> Sequence[tuple[UUID, str]]:
    """Ideas of the reader into which they could invite the person."""
    if person.left_at or person.partner_id or actor.is_person(person.id):
        return []
    return await team_queries.list_ideas_to_invite_into(session, actor, person.id)


async def _own_words(session: DbSession, actor: Actor, person: Person) -> dict[str, Any]:
    is_own = actor.is_person(person.id)
    if not rules.may_read_profiles(actor):
        return {"is_own": False, "profile": None, "why": "", "skills": [], "own_values": [], "aspiration": None}
    profile = await queries.find_profile(session, actor, person.id)
    skills = await queries.skills_by_person(session, actor, [person.id])
    return {
        "is_own": is_own,
        "profile": profile,
        "why": profile.why if profile and (is_own or profile.is_why_shared) else "",
        "skills": skills.get(person.id, []),
        "own_values": await vision_queries.list_personal_values(session, actor, person.id),
        "aspiration": await queries.find_aspiration(session, actor, person),
    }


async def _coaching(session: DbSession, actor: Actor, person: Person) -> dict[str, Any]:
    """What the person coaches in, and what the reader and they have to do with each other."""
    if not rules.may_read_profiles(actor) or person.partner_id or person.left_at:
        return {"may_coach": False, "coaching_offer": None, "pairs_with": [], "may_appraise": False}
    is_own = actor.is_person(person.id)
    return {
        "may_coach": True,
        "coaching_offer": await offer_queries.find_offer(session, actor, person.id),
        "pairs_with": [] if is_own else await pair_queries.list_open_pairs_with(session, actor, person.id),
        "may_appraise": await appraisal_queries.is_in_line(session, actor, person),
    }


routes = [index, show]
