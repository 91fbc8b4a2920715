"""Verbs about what a team tried: the marks in the charts of its idea."""

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history.actions import record_event
from registry.ideas.models import Idea
from registry.kit import clock
from registry.kit.errors import NotAllowed, Refused
from registry.kit.text import day_words
from registry.measures import queries
from registry.measures.models import Change
from registry.measures.rules import changes as rules
from registry.measures.rules import rights
from registry.measures.schemas import ChangeIn
from registry.people.actors import Actor


async def tell_change(session: AsyncSession, actor: Actor, idea: Idea, form: ChangeIn) -> Change:
    """What was tried, and from which day: marked in every chart of the idea."""
    if not rights.may_keep(actor, await queries.keeping_of_idea(session, idea)):
        raise NotAllowed(rules.WHO_TELLS)
    told = await queries.list_changes(session, actor, idea.id)
    if objections := rules.objections_to_change(form.tried_on, form.what, told, actor.today):
        raise Refused(fields=objections)
    change = Change(
        organisation_id=idea.organisation_id,
        idea_id=idea.id,
        tried_on=form.tried_on,
        what=form.what,
        told_at=clock.now(),
        told_by_id=actor.person_id,
    )
    await _settle(session, actor, change, "change_told")
    return change


async def take_back_change(session: AsyncSession, actor: Actor, change: Change, idea: Idea) -> None:
    if not rights.may_keep(actor, await queries.keeping_of_idea(session, idea)):
        raise NotAllowed(rules.WHO_TELLS)
    if change.taken_back_at:
        raise Refused("This is taken back already.")
    change.taken_back_at, change.taken_back_by_id = clock.now(), actor.person_id
    await _settle(session, actor, change, "change_taken_back")


async def _settle(session: AsyncSession, actor: Actor, change: Change, kind: str) -> None:
    session.add(change)
    await session.flush()
    said = f"{change.what}, from {day_words(change.tried_on)}"
    await record_event(session, actor, kind, change, idea_id=change.idea_id, words=said)
