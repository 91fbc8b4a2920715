"""Ideas made in bulk are what the rooms' verbs would have left."""

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history import queries as history_queries
from registry.ideas import queries as idea_queries
from registry.ideas.models import Idea, IdeaSummary
from registry.ideas.schemas import IdeaFilter
from registry.people.actors import Actor
from registry.pledges.actions import settling
from registry.portfolio import search
from registry.sample import bulk
from tests.cast import HISTORY_KEY, Cast

COUNT = 60


@pytest.fixture
async def northmoor(session: AsyncSession, cast: Cast) -> Actor:
    await bulk.add_ideas(session, cast.quality, COUNT, 7, lambda _: None)
    return cast.quality


async def test_they_are_listed_found_and_numbered(session: AsyncSession, northmoor: Actor) -> None:
    page = await idea_queries.page_of_ideas(session, northmoor, IdeaFilter(), size=COUNT)
    assert sorted(int(row.reference.removeprefix("NH-")) for row in page.rows) == list(range(1, COUNT + 1))
    word = page.rows[0].title.split()[0]
    among = search.matching_ids(session, northmoor, word)
    found = await idea_queries.page_of_ideas(session, northmoor, IdeaFilter(), among=among)
    assert page.rows[0].id in {row.id for row in found.rows}


async def test_their_history_holds(session: AsyncSession, northmoor: Actor) -> None:
    assert await history_queries.find_break(session, northmoor.organisation_id, HISTORY_KEY) is None


async def test_their_summaries_are_what_the_rooms_work_out(session: AsyncSession, northmoor: Actor) -> None:
    of_organisation = col(Idea.organisation_id) == northmoor.organisation_id
    for idea in (await session.exec(select(Idea).where(of_organisation))).all():
        kept = (await session.get_one(IdeaSummary, (idea.organisation_id, idea.id))).model_dump()
        await settling.refresh_wait(session, northmoor, idea)
        await settling.refresh_sponsor(session, northmoor, idea)
        fresh = (await session.get_one(IdeaSummary, (idea.organisation_id, idea.id))).model_dump()
        states = await idea_queries.list_states(session, idea)
        assert kept == fresh
        assert states[-1].stage == kept["stage"]
