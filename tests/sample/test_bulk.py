"""Ideas made in bulk are what the rooms' verbs would have left."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel, col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.actions import publishing, standing, watching
from registry.boundaries.models import Answer, Boundary, BoundaryAnswer, Crossing, CrossingAnswer, Watch
from registry.boundaries.queries import watches as watch_queries
from registry.boundaries.schemas import BoundaryIn
from registry.frameworks.actions import outcomes as outcome_actions
from registry.frameworks.models import Framework
from registry.frameworks.schemas import OutcomeIn
from registry.history import queries as history_queries
from registry.history.models import Event
from registry.ideas.models import BoundaryStatus, Idea, IdeaSummary, Stage
from registry.ideas.queries import frameworks as place_queries
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.schemas import IdeaFilter
from registry.kit import clock
from registry.measures.actions.results import refresh_result
from registry.measures.models import Measure, StoredResult
from registry.people.actors import Actor
from registry.pledges.actions import settling
from registry.pledges.models import Delivery, NotNow, Pledge, PledgeState
from registry.pledges.queries.came import sum_deliveries
from registry.pledges.rules.states import NOTHING_CAME, pledge_state
from registry.portfolio import search
from registry.portfolio.models import SearchText
from registry.sample.bulk import adding
from registry.spc.assurance import Variation
from tests.cast import HISTORY_KEY, Cast
from tests.factories import make_framework

MANY, FEW = 400, 100


@pytest.fixture
async def framework(session: AsyncSession, cast: Cast) -> Framework:
    """With an outcome, and a boundary that teams answer."""
    framework = await make_framework(session, cast.steward)
    outcome = OutcomeIn(sentence="Nobody waits without a reason")
    await outcome_actions.add_outcome(session, cast.steward, framework, outcome)
    boundary = BoundaryIn(sentence="Nobody is kept still for a number")
    await publishing.draw_framework_boundary(session, cast.steward, framework, boundary)
    return framework


@pytest.fixture
async def northmoor(session: AsyncSession, cast: Cast, framework: Framework) -> Actor:
    await adding.add_ideas(session, cast.quality, FEW, 7, lambda _: None)
    return cast.quality


async def test_they_are_numbered_listed_and_found(session: AsyncSession, northmoor: Actor) -> None:
    summaries = await _all(session, northmoor, IdeaSummary)
    assert {row.reference_number for row in summaries} == set(range(1, len(summaries) + 1))
    page = await idea_queries.page_of_ideas(session, northmoor, IdeaFilter())
    among = search.matching_ids(session, northmoor, page.rows[0].title)
    found = await idea_queries.page_of_ideas(session, northmoor, IdeaFilter(), among=among)
    assert page.rows[0].id in {row.id for row in found.rows}


async def test_their_history_holds_and_tells_of_all(session: AsyncSession, northmoor: Actor) -> None:
    assert await history_queries.find_break(session, northmoor.organisation_id, HISTORY_KEY) is None
    told = set((await session.exec(select(Event.subject_id))).all())
    for model in (Idea, Pledge, Delivery, NotNow, Crossing):
        assert {row.id for row in await _all(session, northmoor, model)} <= told, model


async def test_what_finds_and_guards_rows_stands_as_before(session: AsyncSession, cast: Cast) -> None:
    before = await _guards(session)
    await adding.add_ideas(session, cast.quality, FEW, 7, lambda _: None)
    assert await _guards(session) == before != []


async def test_they_have_the_mix_of_the_sample(session: AsyncSession, cast: Cast) -> None:
    northmoor = cast.quality
    await adding.add_ideas(session, northmoor, MANY, 7, lambda _: None)
    stages = Counter([await _stage(session, idea) for idea in await _all(session, northmoor, Idea)])
    assert set(stages) == set(Stage)
    assert stages[Stage.EXPLORING] > MANY / 3
    pledges = await _all(session, northmoor, Pledge)
    came = await sum_deliveries(session, northmoor, [pledge.id for pledge in pledges])
    states = {pledge_state(pledge, came.get(pledge.id, NOTHING_CAME), northmoor.today) for pledge in pledges}
    assert states == set(PledgeState)
    assert {row.answer for row in await _all(session, northmoor, BoundaryAnswer)} == set(Answer)
    answers = {row.answer for row in await _all(session, northmoor, Crossing)}
    assert answers >= {None, CrossingAnswer.ADAPTED, CrossingAnswer.STOPPED}


async def test_what_is_kept_for_lists_is_what_the_rooms_work_out(session: AsyncSession, northmoor: Actor) -> None:
    told = await _count(session, Event)
    kept = [await _rows(session, northmoor, model) for model in (IdeaSummary, Watch, Pledge, SearchText)]
    for pledge in await _all(session, northmoor, Pledge):
        await settling.settle_pledge(session, northmoor, pledge)
    for summary in await _all(session, northmoor, IdeaSummary):
        idea = await session.get_one(Idea, (summary.organisation_id, summary.id))
        await settling.refresh_wait(session, northmoor, idea)
        await settling.refresh_sponsor(session, northmoor, idea)
        for watch, boundary in await _measured(session, idea):
            await watching.judge_watch(session, northmoor, watch, boundary)
            assert watch.status in {None, BoundaryStatus.CLEAR, BoundaryStatus.NEAR}
        await standing.refresh_watches(session, northmoor, idea)
        await search.index_idea(session, idea)
    assert [await _rows(session, northmoor, model) for model in (IdeaSummary, Watch, Pledge, SearchText)] == kept
    assert await _count(session, Event) == told


async def test_results_are_what_the_rules_find(session: AsyncSession, northmoor: Actor) -> None:
    measures = await _all(session, northmoor, Measure)
    assert len(measures) > FEW / 2
    kept = await _rows(session, northmoor, StoredResult)
    for measure in measures:
        await refresh_result(session, northmoor, measure)
    assert await _rows(session, northmoor, StoredResult) == kept
    assert {row["number_count"] for row in kept} == {24}
    assert {row["variation"] for row in kept} >= {Variation.COMMON_CAUSE, Variation.IMPROVEMENT_LOW}


async def test_most_stand_under_a_framework(session: AsyncSession, northmoor: Actor, framework: Framework) -> None:
    summaries = await _all(session, northmoor, IdeaSummary)
    under = [row.id for row in summaries if row.framework_id == framework.id]
    assert FEW / 3 < len(under) < len(summaries)
    for idea_id in under:
        idea = await session.get_one(Idea, (northmoor.organisation_id, idea_id))
        place = await place_queries.find_place_in_framework(session, idea)
        assert place is not None
        assert place.framework_id == framework.id
        assert idea.outcome_id is not None


async def test_the_same_number_makes_the_same_ideas(session: AsyncSession, cast: Cast) -> None:
    made = []
    with clock.stopped_at(clock.now()):
        for seed in (3, 3, 4):
            nested = await session.begin_nested()
            await adding.add_ideas(session, cast.quality, 40, seed, lambda _: None)
            made.append([await _rows(session, cast.quality, model) for model in (Idea, Pledge, Event)])
            await nested.rollback()
            session.expunge_all()
    assert made[0] == made[1] != made[2]


async def _measured(session: AsyncSession, idea: Idea) -> list[tuple[Watch, Boundary]]:
    facts = await watch_queries.list_facts(session, idea)
    return [(found.watch, found.boundary) for found in facts if found.boundary.measure_id]


async def _stage(session: AsyncSession, idea: Idea) -> Stage:
    return (await idea_queries.list_states(session, idea))[-1].stage


async def _all(session: AsyncSession, actor: Actor, model: type[SQLModel]) -> Sequence[Any]:
    table: Any = model
    statement = select(table).where(col(table.organisation_id) == actor.organisation_id).order_by(col(table.id))
    return (await session.exec(statement)).all()


async def _rows(session: AsyncSession, actor: Actor, model: type[SQLModel]) -> list[dict[str, Any]]:
    return [row.model_dump(exclude={"version"}) for row in await _all(session, actor, model)]


async def _count(session: AsyncSession, model: type[SQLModel]) -> int:
    return (await session.exec(select(func.count()).select_from(model))).one()


async def _guards(session: AsyncSession) -> Sequence[Any]:
    """The database's indexes and triggers, with what they say."""
    if session.get_bind().dialect.name == "postgresql":
        names = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1"
    else:
        names = "SELECT type, name, sql FROM sqlite_schema WHERE type IN ('index', 'trigger') ORDER BY 1, 2"
    return (await (await session.connection()).execute(text(names))).all()
