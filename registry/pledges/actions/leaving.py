"""What follows when somebody leaves, or is a sponsor no longer: ideas and barriers look for another, at once."""

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history.actions import record_event
from registry.history.models import Asking, Event, Recorded
from registry.ideas.actions import summaries
from registry.ideas.queries import ideas as idea_queries
from registry.people import queries as people_queries
from registry.people.actors import Actor, the_registry
from registry.people.models import Person, Role
from registry.pledges.actions.settling import refresh_sponsor
from registry.pledges.queries import answers as answer_queries
from registry.pledges.queries import barriers as barrier_queries


async def listen(session: AsyncSession, actor: Asking, event: Event, subject: Recorded) -> None:
    """Tells each idea that lost its lead, its sponsor or the owner of a barrier; one of the history's listeners."""
    if not isinstance(subject, Person) or not isinstance(actor, Actor):
        return
    if event.kind == "person_left":
        await _lose_lead(session, actor, subject)
        await _lose_sponsor(session, actor, subject, "sponsor_lost")
        await _lose_owner(session, actor, subject)
    elif event.kind == "roles_changed" and subject.left_at is None:
        await _follow_roles(session, actor, subject)


async def _follow_roles(session: AsyncSession, actor: Actor, person: Person) -> None:
    """Who is a sponsor again sponsors again what is still in force and has found no other."""
    if Role.SPONSOR not in await people_queries.list_roles_of(session, person.organisation_id, person.id):
        await _lose_sponsor(session, actor, person, "sponsor_role_lost")
        await _lose_owner(session, actor, person)
        return
    for idea in await answer_queries.list_ideas_sponsored_once_by(session, actor, person.id):
        await refresh_sponsor(session, actor, idea)


async def _lose_lead(session: AsyncSession, actor: Actor, person: Person) -> None:
    for idea in await idea_queries.list_ideas_led_by(session, actor, person.id):
        await summaries.note_lead(session, idea, None)
        await record_event(session, the_registry(actor), "lead_lost", idea, idea_id=idea.id, words=f"{{{person.id}}}")


async def _lose_sponsor(session: AsyncSession, actor: Actor, person: Person, kind: str) -> None:
    for idea in await idea_queries.list_ideas_sponsored_by(session, actor, person.id):
        await refresh_sponsor(session, actor, idea)
        await record_event(session, the_registry(actor), kind, idea, idea_id=idea.id, words=f"{{{person.id}}}")


async def _lose_owner(session: AsyncSession, actor: Actor, person: Person) -> None:
    """The row stays open until another takes the barrier; of whoever is no sponsor it counts for nothing."""
    for owner, ask in await barrier_queries.list_ownerships_of(session, actor, person.id):
        await record_event(
            session, the_registry(actor), "barrier_owner_lost", owner, idea_id=ask.idea_id, words=ask.what
        )
