"""Two to four ideas side by side, for those who choose what to take part in: read, never scored."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.queries import boundaries as boundary_queries
from registry.boundaries.queries.boundaries import BoundaryRow
from registry.frameworks.models import Framework
from registry.ideas.models import Idea
from registry.ideas.queries import discretion as claim_queries
from registry.ideas.queries import frameworks as place_queries
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.queries import values as value_queries
from registry.ideas.queries.ideas import IdeaRow
from registry.ideas.queries.values import ServedValue
from registry.ideas.rules.ideas import Standing
from registry.ideas.schemas import IdeaFilter
from registry.kit.errors import NotFound
from registry.measures import queries as measure_queries
from registry.measures.queries import MeasureRow
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.queries import Face
from registry.pledges.models import AskState
from registry.pledges.queries import asks as ask_queries
from registry.pledges.queries import pledges as pledge_queries
from registry.pledges.queries.asks import AskLine
from registry.pledges.queries.pledges import Promises
from registry.portfolio.schemas.compare import (
    ComparedAskOut,
    ComparedBoundaryOut,
    ComparedMeasureOut,
    ComparedOut,
    ComparedPromiseOut,
    ComparedStoryOut,
)
from registry.stories.queries import stories as story_queries
from registry.stories.queries.stories import StoryLine
from registry.stories.rules import Reader

AT_LEAST, AT_MOST = 2, 4
CANDIDATES = 20
MEASURES_SHOWN = 4
STORIES_SHOWN = 2


@dataclass(frozen=True)
class Compared:
    """One idea among others.

    area       of discretion that it claims, as what one may do; empty without one
    outcome    that it serves, in a sentence; empty where it names none yet
    asks       what is still open or partly met, in the order in which it was asked
    measures   the first four that are counted, outcomes first
    promises   what is already promised, and what came of it
    stories    the two newest that speak to it
    """

    idea: Idea
    standing: Standing
    row: IdeaRow
    author: Face
    outcome: str
    framework: Framework | None
    values: Sequence[ServedValue]
    area: str
    asks: Sequence[AskLine]
    boundaries: Sequence[BoundaryRow]
    measures: Sequence[MeasureRow]
    promises: Promises
    stories: Sequence[StoryLine]


def objections_to_choice(count: int) -> list[str]:
    """Why so many ideas cannot stand side by side."""
    if AT_LEAST <= count <= AT_MOST:
        return []
    return [f"Choose {AT_LEAST} to {AT_MOST} ideas."]


async def list_compared(session: AsyncSession, actor: Actor, idea_ids: Iterable[UUID]) -> list[Compared]:
    """In the order given. Four ideas at most, so that the statements are bounded although each idea asks its own."""
    reader = await story_queries.reader_of(session, actor)
    return [await _compared(session, reader, idea_id) for idea_id in list(idea_ids)[:AT_MOST]]


async def list_candidates(session: AsyncSession, actor: Actor, chosen: Iterable[UUID]) -> list[IdeaRow]:
    """Those chosen, then ideas that wait for an answer, the longest first, then the newest: twenty beside the chosen.

    raises   NotFound for one chosen that the actor may not see
    """
    wanted = list(chosen)
    rows = await idea_queries.list_rows(session, actor, wanted)
    if set(wanted) - set(rows):
        raise NotFound("idea")
    found = {idea_id: rows[idea_id] for idea_id in wanted}
    waiting = await idea_queries.page_of_waiting_ideas(session, actor, IdeaFilter(), actor.today, size=CANDIDATES)
    newest = await idea_queries.page_of_ideas(session, actor, IdeaFilter(), size=CANDIDATES)
    for row in [*waiting.rows, *newest.rows]:
        if len(found) < CANDIDATES + len(wanted):
            found.setdefault(row.id, row)
    return list(found.values())


def out_of(found: Compared) -> ComparedOut:
    facts = found.row
    return ComparedOut(
        id=found.idea.id,
        reference=facts.reference,
        title=facts.title,
        stage=facts.stage,
        stories=[ComparedStoryOut(id=line.id, by=line.by, words=line.story.words) for line in found.stories],
        why=found.idea.why,
        better=found.idea.better,
        outcome=found.outcome,
        direction=found.framework.direction if found.framework else "",
        values=[value.name for value in found.values],
        area=found.area,
        waits_since_on=facts.waits_since_on,
        asks=[
            ComparedAskOut(id=line.ask.id, what=line.ask.what, amount=line.amount, state=line.state)
            for line in found.asks
        ],
        boundaries=[
            ComparedBoundaryOut(id=row.id, sentence=row.sentence, status=row.status) for row in found.boundaries
        ],
        measures=[
            ComparedMeasureOut(
                id=row.measure.id,
                name=row.measure.name,
                kind=row.measure.kind,
                last_value=row.result.last_value,
                last_on=row.result.last_on,
                variation=row.result.variation,
                assurance=row.result.assurance,
            )
            for row in found.measures
        ],
        promises=[
            ComparedPromiseOut(
                id=line.pledge.id,
                what=line.pledge.what,
                by=line.pledger.name,
                amount=line.amount,
                state=line.state,
            )
            for line in (promise.line for promise in found.promises.present)
        ],
    )


async def _compared(session: AsyncSession, reader: Reader, idea_id: UUID) -> Compared:
    actor = reader.actor
    idea = await idea_queries.get_idea(session, actor, idea_id)
    standing = await idea_queries.get_standing(session, idea)
    if not standing.is_public:
        raise NotFound("idea")
    asks = await ask_queries.list_asks_for_idea(session, actor, idea)
    measures = await measure_queries.list_measures_for_idea(session, actor, idea)
    claimed = await claim_queries.find_claim(session, idea)
    return Compared(
        idea=idea,
        standing=standing,
        row=(await idea_queries.list_rows(session, actor, [idea.id]))[idea.id],
        author=(await people_queries.list_faces(session, actor, [idea.author_id]))[idea.author_id],
        outcome=await place_queries.find_outcome_served(session, idea) or idea.outcome,
        framework=await place_queries.find_framework_of(session, actor, idea),
        values=await value_queries.list_served(session, idea),
        area=claimed[1].sentence if claimed else "",
        asks=[line for line in asks if line.state in {AskState.OPEN, AskState.PARTLY_MET}],
        boundaries=await boundary_queries.list_boundaries(session, actor, idea),
        measures=[row for row in measures if row.measure.closed_at is None][:MEASURES_SHOWN],
        promises=await pledge_queries.get_promises(session, actor, idea, standing),
        stories=await story_queries.list_about(session, reader, idea_ids=[idea.id], limit=STORIES_SHOWN),
    )
