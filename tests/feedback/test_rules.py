"""What may be shown, by whom a round is opened and rated, and when support is offered; no database."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, combinations_with_replacement
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.feedback.models import Group, PulseWeek
from registry.feedback.rules import pulse, questions, results, rounds
from registry.feedback.rules.results import Answer
from tests.feedback.attacks import sets_that_can_be_worked_out

TODAY = date(2026, 11, 26)
TEAM = uuid4()
NAMELESS = [group for group in Group if not group.is_named]
counts = st.fixed_dictionaries({group: st.integers(0, 9) for group in NAMELESS})


def answers_of(said: dict[Group, int], score: int = 4) -> list[Answer]:
    return [
        Answer(group, {question.name: score for question in questions.SCORED}, {"keep_doing": f"{group} {number}"})
        for group, count in said.items()
        for number in range(count)
    ]


def low(_below: int) -> int:
    return 0


def unshuffled(_rows: list[str]) -> None:
    return None


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({Group.UPWARD: 5}, [(Group.UPWARD,)]),
        ({Group.UPWARD: 4}, []),
        ({Group.UPWARD: 6, Group.PEERS: 3}, [(Group.UPWARD,)]),
        ({Group.UPWARD: 3, Group.PEERS: 2}, [(Group.UPWARD, Group.PEERS)]),
        (
            {Group.UPWARD: 9, Group.PEERS: 4, Group.PARTNERS: 1},
            [(Group.UPWARD,), (Group.PEERS, Group.PARTNERS)],
        ),
    ],
)
def test_a_group_is_shown_from_five_answers_and_small_ones_together(
    said: dict[Group, int], shown: list[tuple[Group, ...]]
) -> None:
    assert results.fold(said, 5) == shown


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # of a busy machine
@given(counts, st.integers(3, 7))
def test_no_set_smaller_than_the_threshold_can_be_worked_out(said: dict[Group, int], threshold: int) -> None:
    shown = results.release(answers_of(said), NAMELESS, threshold, unshuffled)
    every_view = [shown] + [
        shown.only(frozenset(groups)) for size in range(1, 4) for groups in combinations(Group, size)
    ]
    assert sets_that_can_be_worked_out(every_view, said, threshold) == []


def test_a_question_that_few_could_answer_has_no_mean() -> None:
    said = answers_of({Group.UPWARD: 6})
    unsure = [Answer(a.group, dict(a.scores) | {"learns": questions.CANNOT_SAY}, {}) for a in said[:2]]
    [part] = results.release([*unsure, *said[2:]], NAMELESS, 5, unshuffled).parts
    assert part.means["learns"] is None
    assert part.means["listens"] == Decimal("4.0")


def test_self_and_manager_are_shown_by_themselves_in_their_names() -> None:
    who = uuid4()
    [part] = results.release([Answer(Group.MANAGER, {"listens": 2}, {}, who)], [Group.MANAGER], 5, unshuffled).parts
    assert (part.groups, part.by_id, part.means["listens"]) == ((Group.MANAGER,), who, Decimal("2.0"))


def test_results_read_as_they_were_written() -> None:
    shown = results.release(answers_of({Group.PEERS: 7, Group.PARTNERS: 1}), NAMELESS, 5, unshuffled)
    again = results.read(results.written(shown))
    assert again == results.Results(list(shown.parts), list(shown.withheld))
    assert Group.PARTNERS in again.withheld


def test_rounds_about_one_person_neither_overlap_nor_follow_closely() -> None:
    ask = rounds.objections_to_another
    assert ask(TODAY, has_open=True, last_closed_on=None)
    assert ask(TODAY, has_open=False, last_closed_on=TODAY - timedelta(days=89))
    assert not ask(TODAY, has_open=False, last_closed_on=TODAY - timedelta(days=90))


@pytest.mark.parametrize(("days", "is_fine"), [(6, False), (7, True), (60, True), (61, False)])
def test_a_round_is_open_for_one_week_to_sixty_days(days: int, is_fine: bool) -> None:
    assert (rounds.objections_to_length(TODAY + timedelta(days=days), TODAY) == []) is is_fine


def test_an_empty_answer_is_refused() -> None:
    nothing = {question.name: questions.CANNOT_SAY for question in questions.SCORED}
    assert questions.objections_to_answer(nothing, {"keep_doing": "", "help_more": ""})
    assert not questions.objections_to_answer(nothing, {"keep_doing": "Your rounds", "help_more": ""})


def test_small_teams_of_one_framework_are_counted_together_and_others_not() -> None:
    frame, other = uuid4(), uuid4()
    large, small, smaller, alone, loose = (uuid4() for _ in range(5))
    said = {large: [(5, 5)] * 5, small: [(2, 4)] * 3, smaller: [(2, 4)] * 2, alone: [(1, 1)] * 4, loose: [(1, 1)]}
    figures = pulse.figures_of(said, {large: frame, small: frame, smaller: frame, alone: other, loose: None}, {}, low)
    assert figures[large] == pulse.Figure(5, 5)
    assert figures[small] == figures[smaller] == pulse.Figure(2, 4, is_folded=True)
    assert figures[alone] is figures[loose] is None


@pytest.mark.parametrize("count", [5, 6, 7])
def test_two_weeks_that_differ_by_a_newcomer_do_not_tell_what_they_said(count: int) -> None:
    """Every pair of figures that can come out fits at least two answers of theirs, all others saying the same again."""
    fitting: dict[tuple[int, int], set[int]] = defaultdict(set)
    for others in combinations_with_replacement(range(1, 6), count):
        for joined in range(1, 6):
            for before in figures_that_may_come(others):
                for after in figures_that_may_come((*others, joined), before):
                    fitting[before, after].add(joined)
    assert [pair for pair, answers in fitting.items() if len(answers) < 2] == []


def figures_that_may_come(scores: tuple[int, ...], last: int = 0) -> set[int]:
    said = {TEAM: [(score, score) for score in scores]}
    before = {TEAM: pulse.Figure(last, last)} if last else {}
    drawn = [pulse.figures_of(said, {}, before, draw)[TEAM] for draw in (low, lambda below: below - 1)]
    return {figure.energy for figure in drawn if figure}


def test_over_many_weeks_chance_is_fair() -> None:
    said = {TEAM: [(score, score) for score in (1, 2, 3, 3, 4)]}  # 2.6 points
    drawn = [pulse.figures_of(said, {}, {}, lambda _, at=at: at)[TEAM] for at in range(5)]
    assert sum(figure.energy for figure in drawn if figure) == 13


@pytest.mark.parametrize(
    ("points", "is_low"),
    [([2, 1, 2], True), ([2, 3, 2], False), ([2, 2], False), ([None, 2, 2], False)],
)
def test_support_is_offered_after_three_low_weeks(points: list[int | None], is_low: bool) -> None:
    monday = pulse.week_of(TODAY)
    weeks = [
        PulseWeek(
            organisation_id=uuid4(), idea_id=uuid4(), week_on=monday - timedelta(weeks=back + 1),
            energy=energy, support=4 if energy else None,
        )
        for back, energy in enumerate(points)
    ]  # fmt: skip
    assert pulse.is_low(weeks, TODAY) is is_low
