"""A round with as many raters as a test asks for, each of whom says something that nobody else says."""

from datetime import timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.feedback.actions import answers, closing, raters, rounds
from registry.feedback.models import Group, Round
from registry.feedback.queries import results as result_queries
from registry.feedback.queries import rounds as queries
from registry.feedback.rules.results import Results
from registry.feedback.schemas import FeedbackIn, LinksIn, NamingIn, RaterIn, RoundIn
from registry.kit import clock
from registry.people import actions as people_actions
from registry.people import queries as people_queries
from registry.people.actors import Actor, person_actor, registry_actor
from registry.people.models import Role
from registry.people.schemas import PersonIn
from tests.cast import HISTORY_KEY, KEYS, Cast

SCORES = ("listens", "gives_room", "keeps_promises", "clears_way", "respects", "learns")


def answer_of(number: int = 3, keep: str = "", more: str = "") -> FeedbackIn:
    return FeedbackIn(**dict.fromkeys(SCORES, number), keep_doing=keep, help_more=more)


async def open_round(session: AsyncSession, cast: Cast) -> Round:
    """About the sponsor; the board's chair names raters as well."""
    form = RoundIn(namer_id=cast.board.person_id, closes_on=cast.sponsor.today + timedelta(days=21), focus="")
    found = await rounds.open_round(session, cast.sponsor, form)
    await rounds.answer_naming(session, cast.board, found, NamingIn(accepts=True))
    return found


async def hire(session: AsyncSession, cast: Cast, count: int) -> list[Actor]:
    """Clinicians beside the cast."""
    organisation = await people_queries.get_organisation(session, cast.sponsor.organisation_id)
    people = []
    for number in range(count):
        form = PersonIn(name=f"Rater {number}", position="Nurse", roles={Role.CLINICIAN})
        person = await people_actions.add_person(session, registry_actor(organisation, HISTORY_KEY), form)
        people.append(person_actor(person, frozenset({Role.CLINICIAN}), organisation, HISTORY_KEY))
    return people


async def name(session: AsyncSession, found: Round, by: Actor, person: Actor, group: Group = Group.UPWARD) -> None:
    await raters.name_rater(session, by, found, RaterIn(person_id=person.person_id, group=group))


async def answer(session: AsyncSession, rater: Actor, found: Round, form: FeedbackIn) -> None:
    await answers.give_answer(session, await queries.get_asked(session, rater, found.id), form, KEYS)


async def link(session: AsyncSession, found: Round, cast: Cast, group: Group = Group.SERVICE_USERS) -> str:
    [secret] = await raters.make_links(session, cast.board, found, LinksIn(group=group, count=1), KEYS)
    return secret


async def close(session: AsyncSession, cast: Cast, found: Round) -> Results:
    """The day after its last one, as the registry does it."""
    organisation = await people_queries.get_organisation(session, found.organisation_id)
    with clock.stopped_at(clock.now() + timedelta(days=(found.closes_on - cast.sponsor.today).days + 1)):
        await closing.close_rounds(session, registry_actor(organisation, HISTORY_KEY), KEYS, 10)
    _, results = await result_queries.get_results(session, cast.sponsor, found.id, KEYS)
    return results
