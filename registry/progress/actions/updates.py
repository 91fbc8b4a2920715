from collections.abc import Mapping
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.actions import answering as boundary_actions
from registry.boundaries.queries import boundaries as boundary_queries
from registry.boundaries.schemas import AnswerIn
from registry.history.actions import record_event
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.actions import summaries
from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.kit import clock
from registry.kit.errors import Changed, NotAllowed, NotFound, Refused
from registry.people.actors import Actor
from registry.progress.models import Update, UpdateAnswer
from registry.progress.rules import updates as rules
from registry.progress.schemas import UpdateIn, UpdateTexts, answer_field

WORDS_IN_HISTORY = 200


async def tell_update(session: AsyncSession, actor: Actor, idea: Idea, form: UpdateIn) -> Update:
    """A dated note with an answer to each boundary; each answer is a change of its own."""
    await idea_actions.hold_ideas(session, actor, [idea.id])
    standing = await idea_queries.get_standing(session, idea)
    if not rules.may_tell(actor, standing):
        raise NotAllowed("Only the team tells how an idea goes, while it is open.")
    texts = form.model_dump(include=set(UpdateTexts.model_fields))
    rows = await boundary_queries.list_boundaries(session, actor, idea)
    in_force = [row.id for row in rows if row.asks_the_team]
    fields = {
        answer_field(boundary_id): "Say whether it was kept."
        for boundary_id in rules.unanswered(standing, in_force, form.answers)
    }
    reasons = rules.objections_to_update(texts.values())
    if reasons or fields:
        raise Refused(*reasons, fields=fields)
    if set(form.answers) - set(in_force):
        raise NotFound("boundary")
    update = Update(
        organisation_id=idea.organisation_id,
        idea_id=idea.id,
        told_at=clock.now(),
        told_by_id=actor.person_id,
        **texts,
    )
    session.add(update)
    await session.flush()
    words = next(text for text in texts.values() if text)[:WORDS_IN_HISTORY]
    await record_event(session, actor, "update_told", update, idea_id=idea.id, words=words)
    await summaries.note_update(session, idea, update.told_at)
    await _answer(session, actor, idea, update, form.answers)
    return update


async def edit_update(session: AsyncSession, actor: Actor, update_id: UUID, form: UpdateTexts, version: int) -> None:
    """Other words for what was told; what was answered for boundaries stands, and the history keeps the words before.

    version   of the update whose words were changed
    """
    update = await session.get(Update, (actor.organisation_id, update_id), with_for_update=True, populate_existing=True)
    if update is None or not rules.may_edit_update(actor, update.told_by_id):
        raise NotAllowed("Only who told it puts it in other words.")
    if update.version != version:
        raise Changed
    texts = form.model_dump(include=set(UpdateTexts.model_fields))
    if reasons := rules.objections_to_update(texts.values()):
        raise Refused(*reasons)
    changed = [name for name, text in texts.items() if getattr(update, name) != text]
    if not changed:
        return
    was, became = (rules.told_words({name: said[name] for name in changed}) for said in (update.model_dump(), texts))
    update.sqlmodel_update(texts)
    update.edited_at, update.edited_by_id = clock.now(), actor.person_id
    session.add(update)
    await session.flush()
    await record_event(session, actor, "update_edited", update, idea_id=update.idea_id, was=was, became=became)


async def _answer(
    session: AsyncSession, actor: Actor, idea: Idea, update: Update, answers: Mapping[UUID, AnswerIn]
) -> None:
    for boundary_id, form in answers.items():
        boundary, _ = await boundary_queries.get_boundary(session, actor, boundary_id)
        answer = await boundary_actions.answer_boundary(session, actor, boundary, form, idea=idea)
        session.add(UpdateAnswer(organisation_id=update.organisation_id, update_id=update.id, answer_id=answer.id))
    await session.flush()
