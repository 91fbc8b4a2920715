"""What people say of themselves, and which skills teams look for, for programs."""

from litestar import get, put
from litestar.params import JSONBody

from registry.ideas.actions import skills as skill_actions
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.queries import skills as skill_queries
from registry.ideas.schemas import SoughtSkillsIn
from registry.kit.errors import Changed, NotAllowed, NotFound
from registry.people import actions, queries, rules
from registry.people.actors import Actor
from registry.people.models import Profile
from registry.people.schemas import AspirationIn, AspirationOut, ProfileIn, ProfileOut
from registry.vision import actions as vision_actions
from registry.vision import queries as vision_queries
from registry.vision.schemas import PersonalValueOut, PersonalValuesIn
from registry.web.doors import CurrentActor, DbSession, PathId


class ProfileEditIn(ProfileIn):
    """
    version   of the words that were read; 0 where there were none
    """

    version: int = 0


class AspirationEditIn(AspirationIn):
    """
    version   of the words that were read; 0 where there were none
    """

    version: int = 0


@get("/people/{person_id:uuid}/profile", name="api.profile.show")
async def show(person_id: PathId, session: DbSession, actor: CurrentActor) -> ProfileOut | None:
    if not rules.may_read_profiles(actor):
        raise NotFound("person")
    person = await queries.get_person(session, actor, person_id)
    profile = await queries.find_profile(session, actor, person.id)
    return await _profile(session, actor, profile) if profile else None


@put("/account/profile", name="api.profile.write")
async def write(data: JSONBody[ProfileEditIn], session: DbSession, actor: CurrentActor) -> ProfileOut:
    _must_be_a_colleague(actor)
    found = await queries.find_profile(session, actor, actor.person_id)
    if data.version != (found.version if found else 0):
        raise Changed
    profile = await actions.write_profile(session, actor, ProfileIn(**data.model_dump(exclude={"version"})))
    return await _profile(session, actor, profile)


@get("/people/{person_id:uuid}/values", name="api.profile.values")
async def values(person_id: PathId, session: DbSession, actor: CurrentActor) -> list[PersonalValueOut]:
    if not rules.may_read_profiles(actor):
        raise NotFound("person")
    person = await queries.get_person(session, actor, person_id)
    found = await vision_queries.list_personal_values(session, actor, person.id)
    return [PersonalValueOut.model_validate(value) for value in found]


@put("/account/values", name="api.profile.name_values")
async def name_values(
    data: JSONBody[PersonalValuesIn], session: DbSession, actor: CurrentActor
) -> list[PersonalValueOut]:
    _must_be_a_colleague(actor)
    await vision_actions.name_personal_values(session, actor, data)
    found = await vision_queries.list_personal_values(session, actor, actor.person_id)
    return [PersonalValueOut.model_validate(value) for value in found]


@get("/people/{person_id:uuid}/aspirations", name="api.profile.aspirations")
async def aspirations(person_id: PathId, session: DbSession, actor: CurrentActor) -> AspirationOut | None:
    """Null where there is nothing that the actor may read."""
    if not rules.may_read_profiles(actor):
        raise NotFound("person")
    person = await queries.get_person(session, actor, person_id)
    found = await queries.find_aspiration(session, actor, person)
    return AspirationOut.model_validate(found) if found else None


@put("/account/aspirations", name="api.profile.write_aspirations")
async def write_aspirations(data: JSONBody[AspirationEditIn], session: DbSession, actor: CurrentActor) -> AspirationOut:
    _must_be_a_colleague(actor)
    person = await queries.get_person(session, actor, actor.person_id)
    found = await queries.find_aspiration(session, actor, person)
    if data.version != (found.version if found else 0):
        raise Changed
    form = AspirationIn(**data.model_dump(exclude={"version"}))
    return AspirationOut.model_validate(await actions.write_aspiration(session, actor, form))


@get("/ideas/{idea_id:uuid}/skills", name="api.skills.index")
async def sought(idea_id: PathId, session: DbSession, actor: CurrentActor) -> list[str]:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    return list(await skill_queries.list_sought(session, idea))


@put("/ideas/{idea_id:uuid}/skills", name="api.skills.seek")
async def seek(idea_id: PathId, data: JSONBody[SoughtSkillsIn], session: DbSession, actor: CurrentActor) -> list[str]:
    idea = await idea_queries.get_idea(session, actor, idea_id)
    await skill_actions.seek_skills(session, actor, idea, data)
    return list(await skill_queries.list_sought(session, idea))


async def _profile(session: DbSession, actor: Actor, profile: Profile) -> ProfileOut:
    skills = await queries.skills_by_person(session, actor, [profile.id])
    why = profile.why if profile.is_why_shared or actor.is_person(profile.id) else ""
    return ProfileOut(**profile.model_dump(exclude={"why"}), why=why, skills=skills.get(profile.id, []))


def _must_be_a_colleague(actor: Actor) -> None:
    if not rules.may_read_profiles(actor):
        raise NotAllowed("These words are for the people of the organisation.")


routes = [show, write, values, name_values, aspirations, write_aspirations, sought, seek]
