import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history import queries as history_queries
from registry.kit import clock
from registry.kit.errors import Changed, NotAllowed, NotFound, Refused
from registry.measures import queries
from registry.measures.actions import measures as measure_actions
from registry.measures.actions import observations as actions
from registry.measures.models import Interval, Measure
from registry.measures.schemas import CorrectionIn, MeasureIn, ObservationIn, WithdrawalIn
from registry.people.actors import Actor
from registry.progress.actions import stages as stage_actions
from registry.progress.schemas import EndIn
from registry.spc.assurance import Variation
from registry.spc.series import RuleSet
from tests.cast import Cast
from tests.factories import MEASURE, make_idea, make_measure, make_numbers

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = date(2026, 11, 23)
DAY = date(2026, 11, 16)


def number(value: float | str, day: date = DAY, note: str = "") -> ObservationIn:
    return ObservationIn(measured_on=day, value=value, note=note)


def right(value: float | None, note: str = "A slip of the pen", shown: int | None = None) -> CorrectionIn:
    return CorrectionIn(value=value, note=note, number=shown)


async def said(session: AsyncSession, actor: Actor, measure: Measure) -> list[tuple[str, str, str, str]]:
    page = await history_queries.page_of_entries(session, actor, idea_id=measure.idea_id)
    return [(line.kind, line.words, line.was, line.became) for line in page.rows if line.subject_id == measure.id]


async def values(session: AsyncSession, actor: Actor, measure: Measure) -> dict[date, Decimal | None]:
    series = await queries.get_series(session, actor, measure)
    return {counted.measured_on: counted.value for counted in series.counted}


async def test_a_team_adds_a_measure_that_is_due_from_that_day(session: AsyncSession, cast: Cast) -> None:
    with clock.stopped_at(NOON):
        measure = await make_measure(session, cast.clinician, await make_idea(session, cast.clinician))

    result = await queries.get_result(session, measure)
    assert (result.due_on, result.number_count, result.variation) == (TODAY, 0, None)
    assert await said(session, cast.clinician, measure) == [
        ("measure_added", "Minutes from door to first dose", "", "")
    ]


async def test_nobody_outside_the_team_keeps_an_ideas_measure(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    measure = await make_measure(session, cast.clinician, idea)
    await make_numbers(session, cast.clinician, measure, [60], until_on=DAY)

    for other in (cast.colleague, cast.sponsor, cast.quality, cast.steward, cast.administrator):
        with pytest.raises(NotAllowed, match="its team"):
            await make_measure(session, other, idea)
        with pytest.raises(NotAllowed, match="its team"):
            await measure_actions.edit_measure(session, other, measure, MeasureIn(**MEASURE))
        with pytest.raises(NotAllowed, match="its team"):
            await measure_actions.close_measure(session, other, measure)
        with pytest.raises(NotAllowed, match="its team"):
            await actions.record_observation(session, other, measure, number(61, TODAY))
        with pytest.raises(NotAllowed, match="its team"):
            await actions.record_observations(session, other, measure, [number(61, TODAY)])
        with pytest.raises(NotAllowed, match="its team"):
            await actions.correct_observation(session, other, measure, DAY, right(61))
        with pytest.raises(NotAllowed, match="its team"):
            await actions.withdraw_observation(session, other, measure, DAY, WithdrawalIn(note="No"))


async def test_others_read_a_measure_and_a_stranger_or_a_partner_finds_none(session: AsyncSession, cast: Cast) -> None:
    measure = await make_measure(session, cast.clinician, await make_idea(session, cast.clinician))

    for reader in (cast.colleague, cast.quality, cast.administrator):
        assert (await queries.get_measure(session, reader, measure.id)).id == measure.id
    for other in (cast.partner, cast.stranger):
        with pytest.raises(NotFound):
            await queries.get_measure(session, other, measure.id)


async def test_a_number_is_recorded_once_for_a_date(session: AsyncSession, cast: Cast) -> None:
    with clock.stopped_at(NOON):
        measure = await make_measure(session, cast.clinician, await make_idea(session, cast.clinician))
        await actions.record_observation(session, cast.clinician, measure, number("68.50"))
        with pytest.raises(Refused) as refusal:
            await actions.record_observation(session, cast.clinician, measure, number(70))

    assert refusal.value.fields == {"measured_on": "68.5 minutes stands for this date already. Correct that instead."}
    assert await values(session, cast.clinician, measure) == {DAY: Decimal("68.5")}
    assert (await said(session, cast.clinician, measure))[0] == (
        "observation_recorded",
        "Minutes from door to first dose: 68.5 minutes for 16 November 2026",
        "",
        "",
    )
    result = await queries.get_result(session, measure)
    assert (result.last_on, result.last_value, result.recorded_at) == (DAY, Decimal("68.5"), NOON)


async def test_a_number_is_never_for_a_day_to_come(session: AsyncSession, cast: Cast) -> None:
    with clock.stopped_at(NOON):
        measure = await make_measure(session, cast.clinician, await make_idea(session, cast.clinician))
        with pytest.raises(Refused, match="still to come"):
            await actions.record_observation(session, cast.clinician, measure, number(1, TODAY + timedelta(days=1)))
        await actions.record_observation(session, cast.clinician, measure, number(1, TODAY))


async def test_a_share_is_worked_out_from_its_two_counts(session: AsyncSession, cast: Cast) -> None:
    with clock.stopped_at(NOON):
        idea = await make_idea(session, cast.clinician)
        measure = await make_measure(session, cast.clinician, idea, unit="%", per=100)
        form = ObservationIn(measured_on=DAY, numerator=1, denominator=3)
        row = await actions.record_observation(session, cast.clinician, measure, form)

        assert row.value == Decimal("33.333333333333")
        assert (row.numerator, row.denominator) == (Decimal(1), Decimal(3))
        for wrong, field in [
            (ObservationIn(measured_on=TODAY, numerator=1, denominator=0), "denominator"),
            (ObservationIn(measured_on=TODAY, numerator=-1, denominator=4), "numerator"),
            (ObservationIn(measured_on=TODAY, numerator=1), "denominator"),
            (ObservationIn(measured_on=TODAY, value=30), "value"),
        ]:
            with pytest.raises(Refused) as refusal:
                await actions.record_observation(session, cast.clinician, measure, wrong)
            assert field in refusal.value.fields


async def test_a_team_that_could_not_count_says_so(session: AsyncSession, cast: Cast) -> None:
    with clock.stopped_at(NOON):
        measure = await make_measure(session, cast.clinician, await make_idea(session, cast.clinician))
        with pytest.raises(Refused, match="could not count"):
            await actions.record_observation(session, cast.clinician, measure, ObservationIn(measured_on=DAY))
        form = ObservationIn(measured_on=DAY, is_gap=True, note="The system was down")
        await actions.record_observation(session, cast.clinician, measure, form)

    assert await values(session, cast.clinician, measure) == {DAY: None}
    assert (await queries.get_result(session, measure)).due_on == date(2026, 11, 29)


async def test_a_correction_keeps_what_stood_before_and_says_why(session: AsyncSession, cast: Cast) -> None:
    with clock.stopped_at(NOON):
        measure = await make_measure(session, cast.clinician, await make_idea(session, cast.clinician))
        await actions.record_observation(session, cast.clinician, measure, number(68))
    with clock.stopped_at(NOON + timedelta(hours=1)):
        await actions.correct_observation(session, cast.clinician, measure, DAY, right(64, shown=1))
        with pytest.raises(Refused, match="stands already"):
            await actions.correct_observation(session, cast.clinician, measure, DAY, right(64))
        with pytest.raises(Changed):
            await actions.correct_observation(session, cast.clinician, measure, DAY, right(65, shown=1))

    rows = await queries.get_rows_of_date(session, measure, DAY)
    assert [(row.number, row.value, row.note) for row in rows] == [
        (2, Decimal(64), "A slip of the pen"),
        (1, Decimal(68), ""),
    ]
    assert (await queries.get_series(session, cast.clinician, measure)).counted[0].corrections == 1
    assert (await said(session, cast.clinician, measure))[0] == (
        "observation_corrected",
        "Minutes from door to first dose, 16 November 2026: A slip of the pen",
        "68 minutes",
        "64 minutes",
    )


async def test_a_number_taken_back_leaves_its_date_free_and_stays_on_record(session: AsyncSession, cast: Cast) -> None:
    with clock.stopped_at(NOON):
        measure = await make_measure(session, cast.clinician, await make_idea(session, cast.clinician))
        await actions.record_observation(session, cast.clinician, measure, number(68))
        await actions.withdraw_observation(session, cast.clinician, measure, DAY, WithdrawalIn(note="Another ward’s"))
        assert await values(session, cast.clinician, measure) == {}
        assert (await queries.get_result(session, measure)).number_count == 0
        with pytest.raises(NotFound):
            await actions.withdraw_observation(session, cast.clinician, measure, DAY, WithdrawalIn(note="Again"))

        await actions.record_observation(session, cast.clinician, measure, number(61))

    rows = await queries.get_rows_of_date(session, measure, DAY)
    assert [(row.number, row.value, row.is_withdrawn) for row in rows] == [
        (3, Decimal(61), False),
        (2, None, True),
        (1, Decimal(68), False),
    ]


async def test_many_numbers_come_in_one_step_with_one_event(session: AsyncSession, cast: Cast) -> None:
    with clock.stopped_at(NOON):
        measure = await make_measure(session, cast.clinician, await make_idea(session, cast.clinician))
        rows = [number(60 + week, DAY - timedelta(weeks=week)) for week in range(3)]
        await actions.record_observations(session, cast.clinician, measure, rows)

    assert len(await values(session, cast.clinician, measure)) == 3
    assert [line[:2] for line in await said(session, cast.clinician, measure)][:1] == [
        (
            "observations_recorded",
            "Minutes from door to first dose: 3 numbers, 2 November 2026 to 16 November 2026",
        )
    ]


async def test_many_numbers_correct_others_only_where_that_is_meant(session: AsyncSession, cast: Cast) -> None:
    with clock.stopped_at(NOON):
        measure = await make_measure(session, cast.clinician, await make_idea(session, cast.clinician))
        await actions.record_observation(session, cast.clinician, measure, number(68))
        rows = [number(64), number(60, TODAY)]
        with pytest.raises(Refused) as refusal:
            await actions.record_observations(session, cast.clinician, measure, rows)
        assert list(refusal.value.reasons) == [
            "16 November 2026: 68 minutes stands for this date already. Correct that instead."
        ]
        written = await actions.record_observations(session, cast.clinician, measure, rows, corrects=True)
        assert len(written) == 2
        with pytest.raises(Refused, match="stand here already"):
            await actions.record_observations(session, cast.clinician, measure, rows)

    assert await values(session, cast.clinician, measure) == {DAY: Decimal(64), TODAY: Decimal(60)}
    [line, *_] = await said(session, cast.clinician, measure)
    assert line[2:] == ("16 November 2026: 68 minutes", "16 November 2026: 64 minutes")


async def test_many_numbers_with_a_fault_are_refused_as_a_whole(session: AsyncSession, cast: Cast) -> None:
    with clock.stopped_at(NOON):
        measure = await make_measure(session, cast.clinician, await make_idea(session, cast.clinician))
        rows = [number(64), number(65), number(1, TODAY + timedelta(days=1)), ObservationIn(measured_on=TODAY)]
        with pytest.raises(Refused) as refusal:
            await actions.record_observations(session, cast.clinician, measure, rows)

    assert list(refusal.value.reasons) == [
        "16 November 2026: this date comes more than once.",
        "24 November 2026: This date is still to come. Choose today or an earlier one.",
        "23 November 2026: Write the number, or say that you could not count.",
    ]
    assert await values(session, cast.clinician, measure) == {}


async def test_two_who_correct_one_number_at_once_do_not_write_over_each_other(
    both_sessions: Callable[[], AsyncSession], cast: Cast
) -> None:
    async with both_sessions() as session:
        measure = await make_measure(session, cast.clinician, await make_idea(session, cast.clinician))
        await actions.record_observation(session, cast.clinician, measure, number(68, DAY - timedelta(days=300)))
        await session.commit()

    async def correct(value: int) -> bool:
        async with both_sessions() as session:
            try:
                form = right(value, shown=1)
                await actions.correct_observation(session, cast.clinician, measure, DAY - timedelta(days=300), form)
            except Changed:
                return False
            await session.commit()
            return True

    assert sorted(await asyncio.gather(correct(64), correct(65))) == [False, True]


async def test_two_who_record_at_once_leave_a_result_that_is_true_for_both(
    both_sessions: Callable[[], AsyncSession], cast: Cast
) -> None:
    days = [date(2026, 1, day) for day in range(1, 9)]
    async with both_sessions() as session:
        measure = await make_measure(session, cast.clinician, await make_idea(session, cast.clinician))
        await session.commit()

    async def record(day: date) -> None:
        async with both_sessions() as session:
            await actions.record_observation(session, cast.clinician, measure, number(day.day, day))
            await session.commit()

    await asyncio.gather(*map(record, days))

    async with both_sessions() as session:
        result = await queries.get_result(session, measure)
    assert (result.number_count, result.first_on, result.last_on) == (8, days[0], days[-1])


async def test_when_the_newest_number_tells_something_else_the_moment_is_kept(
    session: AsyncSession, cast: Cast
) -> None:
    with clock.stopped_at(NOON):
        measure = await make_measure(session, cast.clinician, await make_idea(session, cast.clinician))
        noise = [60, 64, 57, 62, 59, 65, 58, 61, 63, 56, 60, 62]
        await make_numbers(session, cast.clinician, measure, noise, until_on=DAY)
    with clock.stopped_at(NOON + timedelta(hours=1)):
        await actions.record_observation(session, cast.clinician, measure, number(20, TODAY))

    result = await queries.get_result(session, measure)
    assert (result.variation, result.variation_before) == (Variation.IMPROVEMENT_LOW, Variation.COMMON_CAUSE)
    assert result.signal_at == NOON + timedelta(hours=1)
    assert result.signal_since_on == TODAY


async def test_a_closed_measure_takes_no_numbers_until_it_is_opened_again(session: AsyncSession, cast: Cast) -> None:
    with clock.stopped_at(NOON):
        measure = await make_measure(session, cast.clinician, await make_idea(session, cast.clinician))
        await measure_actions.close_measure(session, cast.clinician, measure)
        assert (await queries.get_result(session, measure)).due_on is None
        with pytest.raises(NotAllowed, match="closed"):
            await actions.record_observation(session, cast.clinician, measure, number(1))
        with pytest.raises(Refused):
            await measure_actions.close_measure(session, cast.clinician, measure)
        await measure_actions.reopen_measure(session, cast.clinician, measure)
        with pytest.raises(Refused):
            await measure_actions.reopen_measure(session, cast.clinician, measure)
        await actions.record_observation(session, cast.clinician, measure, number(1))

    assert [line[0] for line in await said(session, cast.clinician, measure)] == [
        "observation_recorded",
        "measure_reopened",
        "measure_closed",
        "measure_added",
    ]


async def test_a_change_of_what_is_said_of_a_measure_is_told_and_judged_anew(session: AsyncSession, cast: Cast) -> None:
    with clock.stopped_at(NOON):
        measure = await make_measure(session, cast.clinician, await make_idea(session, cast.clinician))
        await make_numbers(session, cast.clinician, measure, [60, 61, 62], until_on=DAY)
        form = MeasureIn(**(MEASURE | {"interval": Interval.MONTH, "rule_set": RuleSet.MDC, "target": "55"}))
        await measure_actions.edit_measure(session, cast.clinician, measure, form)
        await measure_actions.edit_measure(session, cast.clinician, measure, form)
        with pytest.raises(Refused) as refusal:
            await measure_actions.edit_measure(session, cast.clinician, measure, form.model_copy(update={"per": 100}))

    assert "numbers already" in refusal.value.fields["per"]
    result = await queries.get_result(session, measure)
    assert (result.due_on, result.variation) == (date(2026, 12, 16), None)
    edits = [line for line in await said(session, cast.clinician, measure) if line[0] == "measure_edited"]
    assert [(was, became) for _, _, was, became in edits] == [
        (
            "Target: none\nHow often: Weekly\nRules: The usual rules",
            "Target: 55 minutes\nHow often: Monthly\nRules: Making Data Count’s own rules",
        )
    ]


async def test_an_ended_ideas_measures_are_read_only(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    measure = await make_measure(session, cast.clinician, idea)
    await stage_actions.end_idea(session, cast.clinician, idea, EndIn())

    with pytest.raises(NotAllowed, match="while the idea is open"):
        await actions.record_observation(session, cast.clinician, measure, number(1))


async def test_an_idea_has_at_most_twenty_open_measures(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician)
    measures = [await make_measure(session, cast.clinician, idea, name=f"Measure {n}") for n in range(20)]
    with pytest.raises(Refused, match="Close one first"):
        await make_measure(session, cast.clinician, idea)
    await measure_actions.close_measure(session, cast.clinician, measures[0])
    await make_measure(session, cast.clinician, idea)
    with pytest.raises(Refused, match="Close one first"):
        await measure_actions.reopen_measure(session, cast.clinician, measures[0])

    listed = await queries.list_measures_for_idea(session, cast.colleague, idea)
    assert [row.measure.closed_at is None for row in listed] == [True] * 20 + [False]
