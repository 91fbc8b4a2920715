"""Baselines, re-calculation points, and the changes that stand in a chart."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history import queries as history_queries
from registry.ideas.models import Idea
from registry.kit import clock
from registry.kit.errors import NotAllowed, NotFound, Refused
from registry.measures import queries
from registry.measures.actions import changes as change_actions
from registry.measures.actions import limits as actions
from registry.measures.actions import observations as observation_actions
from registry.measures.actions.measures import close_measure
from registry.measures.models import Measure
from registry.measures.rules.results import judge
from registry.measures.schemas import BaselineIn, ChangeIn, ObservationIn, RecalculationIn, WithdrawalIn
from registry.spc.assurance import Variation
from tests.cast import Cast
from tests.factories import make_idea, make_measure, make_numbers

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
NOISE = [60, 64, 57, 62, 59, 65, 58, 61, 63, 56, 60, 62]
BETTER = [50, 51, 49, 50, 52, 48, 50, 51]
WHY = "The new rota has held for two months"


async def counting(session: AsyncSession, cast: Cast) -> tuple[Measure, list[date]]:
    """Twelve weeks before a change, eight after it."""
    measure = await make_measure(session, cast.clinician, await make_idea(session, cast.clinician))
    return measure, await make_numbers(session, cast.clinician, measure, NOISE + BETTER)


async def words(session: AsyncSession, cast: Cast, measure: Measure) -> list[tuple[str, str, str, str]]:
    page = await history_queries.page_of_entries(session, cast.clinician, idea_id=measure.idea_id)
    return [(line.kind, line.words, line.was, line.became) for line in page.rows]


async def test_limits_rest_on_a_baseline_with_a_reason_and_the_result_follows(
    session: AsyncSession, cast: Cast
) -> None:
    with clock.stopped_at(NOON):
        measure, _ = await counting(session, cast)
        before = (await queries.get_result(session, measure)).mean
        await actions.set_baseline(session, cast.clinician, measure, BaselineIn(points=12, reason="Before the rota"))

        held = await queries.get_result(session, measure)
        assert held.mean == pytest.approx(sum(NOISE) / 12)
        assert before != held.mean
        fresh = judge(await queries.get_series(session, cast.clinician, measure), cast.clinician.today)
        assert (held.mean, held.variation) == (fresh.mean, fresh.variation)
        with pytest.raises(Refused, match="stands already"):
            await actions.set_baseline(session, cast.clinician, measure, BaselineIn(points=12, reason=WHY))
        await actions.set_baseline(session, cast.clinician, measure, BaselineIn(points=None, reason="All is one"))
        assert (await queries.get_result(session, measure)).mean == before

    assert [line for line in await words(session, cast, measure) if line[0] == "baseline_set"] == [
        ("baseline_set", "Minutes from door to first dose: All is one", "the first 12 numbers", "all numbers"),
        ("baseline_set", "Minutes from door to first dose: Before the rota", "all numbers", "the first 12 numbers"),
    ]
    assert [baseline.points for baseline in await queries.list_baselines(session, measure)] == [None, 12]


@pytest.mark.parametrize(("points", "sentence"), [(11, "12 numbers or more"), (21, "There are 20 numbers so far")])
async def test_a_baseline_has_twelve_numbers_or_more_of_those_there_are(
    session: AsyncSession, cast: Cast, points: int, sentence: str
) -> None:
    measure, _ = await counting(session, cast)

    with pytest.raises(Refused, match=sentence):
        await actions.set_baseline(session, cast.clinician, measure, BaselineIn(points=points, reason=WHY))


async def test_limits_are_worked_out_anew_from_a_number_that_stands_until_that_is_lifted(
    session: AsyncSession, cast: Cast
) -> None:
    with clock.stopped_at(NOON):
        measure, days = await counting(session, cast)
        form = RecalculationIn(starts_on=days[12], reason=WHY)
        point = await actions.set_recalculation(session, cast.clinician, measure, form)

        result = await queries.get_result(session, measure)
        assert result.mean == pytest.approx(sum(BETTER) / 8)
        assert (result.is_trial, result.variation) == (True, Variation.COMMON_CAUSE)
        with pytest.raises(Refused, match="anew from this date already"):
            await actions.set_recalculation(session, cast.clinician, measure, form)
        with pytest.raises(Refused, match="Lift that first"):
            await observation_actions.withdraw_observation(
                session, cast.clinician, measure, days[12], WithdrawalIn(note="Wrong")
            )
        await actions.lift_recalculation(session, cast.clinician, point)
        with pytest.raises(Refused, match="lifted already"):
            await actions.lift_recalculation(session, cast.clinician, point)

    assert (await queries.get_result(session, measure)).mean == pytest.approx(sum(NOISE + BETTER) / 20)
    assert await queries.list_recalculations(session, measure) == []
    assert [line[:2] for line in await words(session, cast, measure)][:2] == [
        ("recalculation_lifted", f"Minutes from door to first dose, from 5 October 2026: {WHY}"),
        ("recalculation_set", f"Minutes from door to first dose, from 5 October 2026: {WHY}"),
    ]


async def test_limits_begin_anew_on_no_other_day(session: AsyncSession, cast: Cast) -> None:
    measure, days = await counting(session, cast)
    gap = ObservationIn(measured_on=days[-1] - timedelta(days=2), is_gap=True)
    await observation_actions.record_observation(session, cast.clinician, measure, gap)

    for day in (days[0], days[3] + timedelta(days=1), gap.measured_on):
        with pytest.raises(Refused, match="number that stands here"):
            await actions.set_recalculation(
                session, cast.clinician, measure, RecalculationIn(starts_on=day, reason=WHY)
            )


async def test_nobody_else_says_what_limits_rest_on_and_a_closed_measure_stays_as_it_is(
    session: AsyncSession, cast: Cast
) -> None:
    measure, days = await counting(session, cast)
    point = await actions.set_recalculation(
        session, cast.clinician, measure, RecalculationIn(starts_on=days[12], reason=WHY)
    )

    for other in (cast.colleague, cast.quality, cast.sponsor):
        with pytest.raises(NotAllowed, match="its team"):
            await actions.set_baseline(session, other, measure, BaselineIn(points=12, reason=WHY))
        with pytest.raises(NotAllowed, match="its team"):
            await actions.set_recalculation(session, other, measure, RecalculationIn(starts_on=days[13], reason=WHY))
        with pytest.raises(NotAllowed, match="its team"):
            await actions.lift_recalculation(session, other, point)
    with pytest.raises(NotFound):
        await queries.get_recalculation(session, cast.stranger, point.id)
    await close_measure(session, cast.clinician, measure)
    with pytest.raises(NotAllowed, match="closed"):
        await actions.set_baseline(session, cast.clinician, measure, BaselineIn(points=12, reason=WHY))


async def test_a_team_marks_what_it_tried_and_takes_it_back(session: AsyncSession, cast: Cast) -> None:
    with clock.stopped_at(NOON):
        measure, days = await counting(session, cast)
        idea = await session.get_one(Idea, (measure.organisation_id, measure.idea_id))
        change = await change_actions.tell_change(
            session, cast.clinician, idea, ChangeIn(tried_on=days[12], what="A nurse at the door")
        )
        assert (await queries.get_series(session, cast.clinician, measure)).changes == [change]
        with pytest.raises(Refused, match="marked for that day"):
            await change_actions.tell_change(
                session, cast.clinician, idea, ChangeIn(tried_on=days[12], what="A nurse at the door")
            )
        tomorrow = cast.clinician.today + timedelta(days=1)
        with pytest.raises(Refused, match="today or earlier"):
            await change_actions.tell_change(session, cast.clinician, idea, ChangeIn(tried_on=tomorrow, what="Tea"))
        with pytest.raises(NotAllowed, match="The team of an open idea"):
            await change_actions.tell_change(session, cast.sponsor, idea, ChangeIn(tried_on=days[1], what="Tea"))
        with pytest.raises(NotAllowed, match="The team of an open idea"):
            await change_actions.take_back_change(session, cast.sponsor, change, idea)
        await change_actions.take_back_change(session, cast.clinician, change, idea)
        with pytest.raises(Refused, match="taken back already"):
            await change_actions.take_back_change(session, cast.clinician, change, idea)

    assert (await queries.get_series(session, cast.clinician, measure)).changes == []
    assert [line[:2] for line in await words(session, cast, measure)][:2] == [
        ("change_taken_back", "A nurse at the door, from 5 October 2026"),
        ("change_told", "A nurse at the door, from 5 October 2026"),
    ]
