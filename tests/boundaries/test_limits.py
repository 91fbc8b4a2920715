"""What a chart shows of the boundaries over it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.actions import drawing, watching
from registry.boundaries.models import BoundaryKind, Comparison
from registry.boundaries.queries.limits import list_limits
from registry.boundaries.rules.limits import limits_of
from registry.boundaries.rules.watching import Terms, Version
from registry.boundaries.schemas import BoundaryIn
from registry.history import actions as history_actions
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.models import Stage
from registry.kit import clock
from registry.measures import queries as measure_queries
from registry.measures.rules.series import Counted
from tests.cast import Cast
from tests.factories import make_idea, make_measure, make_numbers
from tests.measures.charts.given import measure_of

MONDAY = datetime(2026, 9, 7, 12, tzinfo=UTC)
UNDER_8 = Terms(Comparison.NOT_OVER, Decimal(8), Decimal(1), points_in_a_row=2)


def day(week: int) -> date:
    return (MONDAY + timedelta(weeks=week)).date()


def counted(*values: int | None) -> list[Counted]:
    return [Counted(day(week), None if value is None else Decimal(value)) for week, value in enumerate(values)]


def test_numbers_that_made_a_crossing_are_named_and_single_ones_are_not() -> None:
    [limit] = limits_of(measure_of(unit="%"), counted(9, 5, 9, 5, 9, 10, 8, 9, 5), [Version(UNDER_8, day(1))])

    assert (limit.value, limit.is_upper, limit.words, limit.since_on) == (8, True, "Not over 8%", day(1))
    assert limit.crossed_on == {day(4), day(5), day(7)}


def test_after_a_redrawing_each_version_has_its_own_line() -> None:
    wider = Terms(Comparison.NOT_OVER, Decimal(10), points_in_a_row=1)
    versions = [Version(UNDER_8, day(0), day(3)), Version(wider, day(3))]
    before, now = limits_of(measure_of(), counted(9, 9, 5, 9, 9, 11), versions)

    assert (before.value, before.until_on, before.crossed_on) == (8, day(3), {day(0), day(1)})
    assert (now.value, now.until_on, now.crossed_on) == (10, None, {day(5)})


def test_a_boundary_below_is_crossed_from_above() -> None:
    terms = Terms(Comparison.NOT_UNDER, Decimal(55), points_in_a_row=1)
    [limit] = limits_of(measure_of(unit="%"), counted(60, 54, 55), [Version(terms, day(0))])

    assert (limit.is_upper, limit.words, limit.crossed_on) == (False, "Not under 55%", {day(1)})


@pytest.fixture
def listening(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_actions, "listeners", [watching.listen])


async def test_a_measures_chart_shows_each_boundary_for_which_it_tells(
    session: AsyncSession, cast: Cast, listening: None
) -> None:
    lead = cast.clinician
    with clock.stopped_at(MONDAY):
        idea = await make_idea(session, lead)
        measure, other = await make_measure(session, lead, idea), await make_measure(session, lead, idea, name="Other")
        form = {"kind": BoundaryKind.MEASURED, "measure_id": measure.id, "comparison": Comparison.NOT_OVER}
        first = await drawing.draw_boundary(session, lead, idea, BoundaryIn(**form, sentence="Not 8", limit_value="8"))
        await drawing.draw_boundary(session, lead, idea, BoundaryIn(**form, sentence="Not 20", limit_value="20"))
        await idea_actions.move_idea(session, lead, idea, Stage.EXPLORING, "idea_begun")
    with clock.stopped_at(MONDAY + timedelta(weeks=3)):
        await make_numbers(session, lead, measure, [5, 9, 6], until_on=day(2))
        series = await measure_queries.get_series(session, lead, measure)
        limits = await list_limits(session, lead, series)

        assert [(limit.value, limit.crossed_on) for limit in limits] == [(8, {day(1)}), (20, frozenset())]
        assert [limit.value for limit in await list_limits(session, lead, series, first)] == [8]
        assert await list_limits(session, lead, await measure_queries.get_series(session, lead, other)) == []
