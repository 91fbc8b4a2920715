"""What follows when somebody leaves: an idea that they led or sponsored looks for another, at once and everywhere."""

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history.actions import record_event
from registry.history.models import Asking, Event, Recorded
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.queries import ideas as idea_queries
from registry.people.actors import Actor
from registry.people.models import Person
from registry.pledges.actions.settling import refresh_sponsor, the_registry


async def listen(session: AsyncSession, actor: Asking, event: Event, subject: Recorded) -> None:
    """Tells each idea that lost its lead or its sponsor; one of the history's listeners."""
    if event.kind != "person_left" or not isinstance(subject, Person) or not isinstance(actor, Actor):
        return
    registry, words = the_registry(actor), f"{{{subject.id}}}"
    for idea in await idea_queries.list_ideas_led_by(session, actor, subject.id):
        await idea_actions.note_lead(session, idea, None)
        await record_event(session, registry, "lead_lost", idea, idea_id=idea.id, words=words)
    for idea in await idea_queries.list_ideas_sponsored_by(session, actor, subject.id):
        await refresh_sponsor(session, actor, idea)
        await record_event(session, registry, "sponsor_lost", idea, idea_id=idea.id, words=words)
