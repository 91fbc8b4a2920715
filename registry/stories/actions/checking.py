from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.frameworks.queries import frameworks as framework_queries
from registry.history.actions import record_event
from registry.ideas.queries import ideas as idea_queries
from registry.kit import clock
from registry.kit.errors import NotAllowed, NotFound, Refused, chosen
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.stories import rules
from registry.stories.models import Story, StoryChecker, StoryTopic
from registry.stories.queries import stories as queries
from registry.stories.rules import Reader
from registry.stories.schemas import StoryCheckerIn, TopicsIn
from registry.vision import queries as vision_queries

CHECKERS_ALONE = "Only a checker who did not write it down says that a story names no one."


async def check_story(session: AsyncSession, reader: Reader, story: Story) -> None:
    """It names no third person: others read it from now on, as far as its consent goes."""
    if not rules.may_check(reader, story):
        raise NotAllowed(CHECKERS_ALONE)
    if not rules.needs_check(story):
        raise Refused("This story has been checked already.")
    story.checked_at, story.checked_by_id = clock.now(), reader.actor.person_id
    story.hidden_at = story.hidden_by_id = None
    session.add(story)
    await session.flush()
    await record_event(session, reader.actor, "story_checked", story)


async def say_it_names_someone(session: AsyncSession, reader: Reader, story: Story) -> None:
    """Hides it at once from all but its storyteller, its writer and the checkers, until it is mended or checked."""
    if not rules.may_say_names(reader):
        raise NotAllowed
    if story.hidden_at:
        return
    story.hidden_at, story.hidden_by_id = clock.now(), reader.actor.person_id
    session.add(story)
    await session.flush()
    await record_event(session, reader.actor, "story_hidden", story)


async def answer_worry(session: AsyncSession, reader: Reader, story: Story) -> None:
    """A checker has seen to it that the right people look after what the storyteller worries about."""
    if not rules.may_check(reader, story):
        raise NotAllowed("Only a checker who did not write it down answers a worry.")
    if not story.is_worry_open:
        raise Refused("This worry has been answered already.")
    story.worry_answered_at, story.worry_answered_by_id = clock.now(), reader.actor.person_id
    session.add(story)
    await session.flush()
    await record_event(session, reader.actor, "story_worry_answered", story)


async def name_topics(session: AsyncSession, reader: Reader, story: Story, form: TopicsIn) -> None:
    """To which ideas, frameworks, values and aims it speaks; those that are left out it speaks to no longer."""
    if not rules.may_name_topics(reader, story):
        raise NotAllowed("Only a checker, or whoever wrote the story down, says what it speaks to.")
    standing = await queries.list_topics(session, reader.actor, [story.id])
    stands = {(f"{named.noun}_id", named.id): row for row, named in standing.get(story.id, [])}
    wanted = await _wanted(session, reader.actor, form, {topic_id for _, topic_id in stands})
    if set(stands) == wanted:
        return
    for key in set(stands) - wanted:
        await session.delete(stands[key])
    for noun, topic_id in sorted(wanted - set(stands)):
        session.add(StoryTopic(organisation_id=story.organisation_id, story_id=story.id, **{noun: topic_id}))
    await session.flush()
    await record_event(session, reader.actor, "story_topics_named", story)


async def name_checker(session: AsyncSession, actor: Actor, form: StoryCheckerIn) -> StoryChecker:
    if not rules.may_name_checkers(actor):
        raise NotAllowed("Only an administrator names checkers.")
    with chosen("person_id"):
        person = await people_queries.get_person(session, actor, form.person_id)
        if person.left_at or person.partner_id:
            raise NotFound("person")
    if person.id in {face.id for _, face in await queries.list_checkers(session, actor)}:
        raise Refused(fields={"person_id": f"{person.name} checks stories already."})
    checker = StoryChecker(
        organisation_id=actor.organisation_id, person_id=person.id, named_at=clock.now(), named_by_id=actor.person_id
    )
    session.add(checker)
    await session.flush()
    await record_event(session, actor, "checker_named", checker, words=f"{{{person.id}}}")
    return checker


async def end_checker(session: AsyncSession, actor: Actor, checker: StoryChecker) -> None:
    if not rules.may_name_checkers(actor):
        raise NotAllowed("Only an administrator names checkers.")
    checker.ended_at, checker.ended_by_id = clock.now(), actor.person_id
    session.add(checker)
    await session.flush()
    await record_event(session, actor, "checker_ended", checker, words=f"{{{checker.person_id}}}")


async def _wanted(session: AsyncSession, actor: Actor, form: TopicsIn, standing: set[UUID]) -> set[tuple[str, UUID]]:
    """As (column, id).

    standing   to what it speaks already

    raises   Refused beside the field in which something is named that is not here
    """
    wanted: set[tuple[str, UUID]] = set()
    for reference in form.references.replace(",", " ").split():
        named = await idea_queries.find_idea_by_reference(session, actor, reference)
        if named is None:
            raise Refused(
                fields={"references": f"There is no idea {reference}. Write it as {actor.reference_prefix}-42."}
            )
        wanted.add(("idea_id", named.id))
    frameworks = set(await framework_queries.framework_names(session, actor, form.framework_ids))
    values = {value.id for value in await vision_queries.list_values(session, actor)}
    aims = {aim.id for aim in await vision_queries.list_aims_to_choose(session, actor, standing)}
    for field, known in (("framework_ids", frameworks), ("value_ids", values), ("aim_ids", aims)):
        chosen_ids = set(getattr(form, field))
        if chosen_ids - known:
            raise Refused(fields={field: "Choose from the list."})
        wanted |= {(field.removesuffix("s"), topic_id) for topic_id in chosen_ids}
    return wanted
