"""How numbers make a measured boundary stand. Each property is said by MODEL, 'Frameworks, boundaries, discretion'."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.boundaries.models import BoundaryWording, Comparison, Crossing, CrossingAnswer
from registry.boundaries.rules import crossings, watching
from registry.boundaries.rules.crossings import reckon
from registry.boundaries.rules.standing import Step
from registry.boundaries.rules.watching import Judgement, Run, Terms, Version, Worded, judge
from registry.ideas.models import BoundaryStatus, Stage
from registry.kit import clock
from registry.kit.database import new_id
from registry.measures.models import Interval
from registry.measures.rules.series import Counted

CLEAR, NEAR, CROSSED = BoundaryStatus.CLEAR, BoundaryStatus.NEAR, BoundaryStatus.CROSSED
MONDAY = date(2026, 11, 2)
NOT_OVER_8 = Terms(Comparison.NOT_OVER, Decimal(8), margin=Decimal(1))
TWO_IN_A_ROW = Terms(Comparison.NOT_OVER, Decimal(8), margin=Decimal(1), points_in_a_row=2)
Value = float | int | str | None


def on(week: int) -> date:
    return MONDAY + timedelta(weeks=week)


def weekly(*values: Value, first: int = 0) -> list[Counted]:
    """One number a week; None where the team could not count."""
    return [
        Counted(on(first + week), None if value is None else Decimal(str(value))) for week, value in enumerate(values)
    ]


def judged(numbers: Sequence[Counted], terms: Terms = NOT_OVER_8, *, from_on: date = MONDAY) -> Judgement:
    return judge(numbers, [Version(terms, from_on)])


def spans(judgement: Judgement) -> list[tuple[date, date, int]]:
    return [(run.first_on, run.last_on, run.times) for run in judgement.runs]


def crossing(run: Run, **given: object) -> Crossing:
    known = {"first_on": run.first_on, "last_on": run.last_on, "times": run.times, "opened_at": clock.now()}
    return Crossing(organisation_id=uuid4(), watch_id=uuid4(), **(known | given))


@pytest.mark.parametrize(
    ("comparison", "kept", "beyond"),
    [(Comparison.NOT_OVER, "8", "8.01"), (Comparison.NOT_UNDER, "8", "7.99")],
)
def test_the_limit_itself_is_kept(comparison: Comparison, kept: str, beyond: str) -> None:
    terms = Terms(comparison, Decimal(8))

    assert judged(weekly(kept), terms).status is CLEAR
    assert judged(weekly(beyond), terms).status is CROSSED


@pytest.mark.parametrize(
    ("comparison", "clear", "edge"), [(Comparison.NOT_OVER, "6.99", "7"), (Comparison.NOT_UNDER, "9.01", "9")]
)
def test_within_the_margin_it_is_near_and_its_edge_is_within(comparison: Comparison, clear: str, edge: str) -> None:
    terms = Terms(comparison, Decimal(8), margin=Decimal(1))

    assert judged(weekly(clear), terms).status is CLEAR
    assert judged(weekly(edge), terms).status is NEAR
    assert judged(weekly("8"), terms).status is NEAR


def test_numbers_from_before_the_boundary_was_agreed_are_drawn_and_not_judged() -> None:
    judgement = judged(weekly(9, 9, 5), from_on=on(2))

    assert (judgement.status, judgement.runs) == (CLEAR, [])
    assert [number.counted.measured_on for number in judgement.numbers] == [on(2)]


def test_the_day_of_the_agreement_is_judged() -> None:
    assert spans(judged(weekly(9), from_on=MONDAY)) == [(MONDAY, MONDAY, 1)]


def test_before_any_number_nothing_is_said() -> None:
    for numbers in (weekly(), weekly(None, None), weekly(9)):
        assert judged(numbers, from_on=on(1)).status is None


def test_fewer_beyond_the_limit_than_make_a_crossing_are_near() -> None:
    assert judged(weekly(5, 9), TWO_IN_A_ROW).status is NEAR
    assert judged(weekly(5, 9), TWO_IN_A_ROW).runs == []
    assert spans(judged(weekly(5, 9, 9), TWO_IN_A_ROW)) == [(on(1), on(2), 2)]


def test_a_number_that_keeps_the_limit_breaks_a_row() -> None:
    assert judged(weekly(9, 8, 9), TWO_IN_A_ROW).runs == []


def test_a_week_in_which_nobody_could_count_breaks_no_row_and_clears_nothing() -> None:
    assert spans(judged(weekly(9, None, 9), TWO_IN_A_ROW)) == [(on(0), on(2), 2)]
    [run] = judged(weekly(9, None)).runs
    assert (run.cleared_on, judged(weekly(9, None)).status) == (None, CROSSED)


def test_a_number_left_out_of_the_chart_is_not_judged() -> None:
    left_out = Counted(on(0), Decimal(99), is_ghosted=True)

    assert judged([left_out, *weekly(5, first=1)]).runs == []


def test_further_numbers_beyond_the_limit_add_until_it_is_clear_again() -> None:
    """Near is not clear: what comes after it still belongs to the same crossing."""
    judgement = judged(weekly(9, 9, 7.5, 9), TWO_IN_A_ROW)

    assert spans(judgement) == [(on(0), on(3), 3)]
    assert judgement.status is CROSSED
    assert judged(weekly(9, 9, 7.5), TWO_IN_A_ROW).status is NEAR


def test_a_new_crossing_opens_only_after_a_return_to_clear() -> None:
    judgement = judged(weekly(9, 5, 9))

    assert spans(judgement) == [(on(0), on(0), 1), (on(2), on(2), 1)]
    assert [run.cleared_on for run in judgement.runs] == [on(1), None]


def test_new_terms_judge_from_the_day_of_the_redrawing_and_what_was_crossed_before_stays() -> None:
    wider = Terms(Comparison.NOT_OVER, Decimal(10))
    versions = [Version(NOT_OVER_8, on(0), on(2)), Version(wider, on(2))]

    judgement = judge(weekly(9, 9, 9, 9, 11), versions)

    assert spans(judgement) == [(on(0), on(2), 3), (on(4), on(4), 1)]
    assert judge(weekly(9, 9), versions).status is None, "nothing has been counted since"
    assert judge(weekly(9, 9, 9), versions).status is CLEAR, "the day of the redrawing belongs to the new terms, too"


def test_what_is_counted_while_the_idea_rests_is_not_judged_and_the_days_of_change_are() -> None:
    steps = [Step(Stage.EXPLORING, on(-9)), Step(Stage.PAUSED, on(1)), Step(Stage.EXPLORING, on(3))]

    judgement = judge(weekly(5, 9, 9, 9), [Version(NOT_OVER_8, MONDAY)], steps)

    assert [number.counted.measured_on for number in judgement.numbers] == [on(0), on(1), on(3)]
    ended = [Step(Stage.EXPLORING, on(-9)), Step(Stage.PAUSED, on(1)), Step(Stage.ENDED, on(2))]
    assert judge(weekly(5, 5, 9, 9), [Version(NOT_OVER_8, MONDAY)], ended).runs == []


def test_before_it_begins_an_idea_is_watched_because_its_boundary_is_agreed() -> None:
    assert judge(weekly(9), [Version(NOT_OVER_8, MONDAY)], [Step(Stage.REGISTERED, on(-1))]).status is CROSSED


def test_no_number_for_twice_the_interval_is_unknown() -> None:
    assert watching.told_days(MONDAY, Interval.WEEK) == 14
    assert watching.told_days(date(2027, 1, 31), Interval.MONTH) == 59
    assert watching.told_days(MONDAY, Interval.DAY) == 2


def test_the_words_in_force_at_a_watch_judge_one_after_the_other() -> None:
    def wording(number: int, limit: int, agreed_at: datetime | None) -> BoundaryWording:
        return BoundaryWording(
            organisation_id=uuid4(),
            boundary_id=uuid4(),
            number=number,
            sentence="",
            comparison=Comparison.NOT_OVER,
            limit_value=Decimal(limit),
            points_in_a_row=1,
            proposed_at=clock.now(),
            proposed_by_id=uuid4(),
            agreed_at=agreed_at,
        )

    late = datetime(2026, 11, 2, 23, 30, tzinfo=UTC)
    later = late + timedelta(days=7)
    worded = [Worded(wording(1, 8, late), late, later), Worded(wording(2, 9, later), later)]

    versions = watching.versions_of(worded, "Europe/London")
    assert [(version.terms.limit_value, version.from_on, version.until_on) for version in versions] == [
        (Decimal(8), on(0), on(1)),
        (Decimal(9), on(1), None),
    ]
    [joined_later] = watching.versions_of([Worded(wording(2, 9, later), later)], "Pacific/Auckland")
    assert joined_later.from_on == on(1) + timedelta(days=1), "the day is the organisation's own"


def test_a_crossing_closed_because_its_number_was_corrected_is_never_taken_up_again() -> None:
    [run] = judged(weekly(9)).runs
    closed = crossing(run, answer=CrossingAnswer.NUMBER_CORRECTED)

    assert reckon([run], [closed]) == crossings.Reckoning(carried=[], opened=[run], lifted=[])


def test_a_crossing_that_no_number_makes_any_longer_is_lifted() -> None:
    [run] = judged(weekly(9)).runs
    opened = crossing(run)

    assert reckon(judged(weekly(8)).runs, [opened]).lifted == [opened]


def test_a_correction_between_two_crossed_numbers_leaves_two_questions() -> None:
    [run] = judged(weekly(9, 9, 9)).runs
    opened = crossing(run)

    reckoning = reckon(judged(weekly(9, 5, 9)).runs, [opened])

    assert [(found, kept.last_on) for found, kept in reckoning.carried] == [(opened, on(0))]
    assert [run.first_on for run in reckoning.opened] == [on(2)]


values = st.one_of(st.none(), st.sampled_from(["5", "7", "7.5", "8", "8.5", "9"]))
many_terms = st.builds(
    Terms,
    st.sampled_from(list(Comparison)),
    st.just(Decimal(8)),
    st.sampled_from([None, Decimal("0.5"), Decimal(1)]),
    st.integers(min_value=1, max_value=4),
)


@settings(deadline=None)
@given(st.lists(values, max_size=30), many_terms)
def test_every_property_of_a_run_holds_for_any_numbers(values: list[str | None], terms: Terms) -> None:
    numbers = weekly(*values)
    judgement = judged(numbers, terms)
    told = [found for found in numbers if found.value is not None]
    beyond = [found.measured_on for found in told if found.value and watching.is_beyond(terms, found.value)]

    for run in judgement.runs:
        within = [day for day in beyond if run.first_on <= day <= run.last_on]
        assert len(within) == run.times >= terms.points_in_a_row
        first_row = [found for found in told if found.measured_on >= run.first_on][: terms.points_in_a_row]
        assert all(found.measured_on in beyond for found in first_row)
    assert all(
        earlier.cleared_on and earlier.last_on < earlier.cleared_on < later.first_on
        for earlier, later in zip(judgement.runs, judgement.runs[1:], strict=False)
    )
    if told and judgement.status is CROSSED:
        assert told[-1].measured_on == judgement.runs[-1].last_on
    if told and judgement.status is CLEAR:
        assert told[-1].measured_on not in beyond


@settings(deadline=None)
@given(st.lists(values, max_size=20), many_terms, st.randoms(use_true_random=False))
def test_the_order_in_which_numbers_come_changes_nothing(
    values: list[str | None], terms: Terms, chance: Random
) -> None:
    numbers = weekly(*values)
    shuffled = list(numbers)
    chance.shuffle(shuffled)

    assert judged(shuffled, terms) == judged(numbers, terms)


@settings(deadline=None)
@given(st.lists(values, max_size=16), many_terms, st.randoms(use_true_random=False))
def test_after_any_order_of_arrival_an_open_crossing_stands_for_every_run_and_for_nothing_else(
    values: list[str | None], terms: Terms, chance: Random
) -> None:
    arriving = weekly(*values)
    chance.shuffle(arriving)
    opened: list[Crossing] = []
    here: list[Counted] = []
    for number in arriving:
        here.append(number)
        reckoning = reckon(judged(here, terms).runs, opened)
        for found, run in reckoning.carried:
            found.first_on, found.last_on, found.times = run.first_on, run.last_on, run.times
        for lifted in reckoning.lifted:
            lifted.answer = CrossingAnswer.NUMBER_CORRECTED
        opened += [crossing(run, id=new_id()) for run in reckoning.opened]

    standing = {(found.first_on, found.last_on, found.times) for found in opened if not found.answer}
    assert standing == set(spans(judged(here, terms)))


@settings(deadline=None)
@given(st.lists(values, min_size=1, max_size=20), many_terms)
def test_mirrored_numbers_stand_as_mirrored_terms_say(values: list[str | None], terms: Terms) -> None:
    other = {Comparison.NOT_OVER: Comparison.NOT_UNDER, Comparison.NOT_UNDER: Comparison.NOT_OVER}[terms.comparison]
    mirrored = Terms(other, -terms.limit_value, terms.margin, terms.points_in_a_row)
    numbers = weekly(*values)
    turned = [Counted(found.measured_on, None if found.value is None else -found.value) for found in numbers]

    assert judged(turned, mirrored).runs == judged(numbers, terms).runs
    assert judged(turned, mirrored).status == judged(numbers, terms).status
