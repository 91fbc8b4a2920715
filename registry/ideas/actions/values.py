"""Saying which values an idea serves, and how."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history.actions import record_event
from registry.ideas.actions.ideas import hold_ideas
from registry.ideas.models import Idea, IdeaValue
from registry.ideas.queries import ideas as queries
from registry.ideas.queries import values as value_queries
from registry.ideas.rules import ideas as rules
from registry.ideas.schemas import ServedValuesIn
from registry.kit.errors import NotAllowed, Refused
from registry.people.actors import Actor
from registry.vision import queries as vision_queries


async def name_values(session: AsyncSession, actor: Actor, idea: Idea, form: ServedValuesIn) -> None:
    """What the idea serves from now on. A value that ended may stay, and cannot be named anew."""
    await hold_ideas(session, actor, [idea.id])
    if not rules.may_edit(actor, await queries.get_standing(session, idea)):
        raise NotAllowed("Only the team says which values its idea serves.")
    before = await value_queries.list_served(session, idea)
    known = {value.id for value in await vision_queries.list_values(session, actor)}
    wanted = {value.value_id: value.how for value in form.values}
    if set(wanted) - known - {value.value_id for value in before}:
        raise Refused(fields={"value_ids": "Choose from the values of the vision."})
    statement = select(IdeaValue).where(
        col(IdeaValue.organisation_id) == idea.organisation_id, col(IdeaValue.idea_id) == idea.id
    )
    held = {row.value_id: row for row in (await session.exec(statement)).all()}
    for value_id, row in held.items():
        if value_id not in wanted:
            await session.delete(row)
    for value_id, how in wanted.items():
        row = held.get(value_id) or IdeaValue(organisation_id=idea.organisation_id, idea_id=idea.id, value_id=value_id)
        row.how = how
        session.add(row)
    await session.flush()
    after = await value_queries.list_served(session, idea)
    if after != before:
        words = ", ".join(value.name for value in after) or "none for now"
        was, became = (_words(values) for values in (before, after))
        await record_event(session, actor, "values_named", idea, idea_id=idea.id, words=words, was=was, became=became)


def _words(values: list[value_queries.ServedValue]) -> str:
    return "\n".join(f"{value.name}: {value.how}" if value.how else value.name for value in values)
