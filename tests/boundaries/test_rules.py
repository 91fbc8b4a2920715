from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.boundaries.models import Answer, BoundaryWording, Comparison, Crossing, CrossingAnswer
from registry.boundaries.rules import answering, crossings, drawing, standing
from registry.boundaries.rules.standing import Step
from registry.boundaries.rules.watching import Terms
from registry.ideas.models import BoundaryStatus, Stage
from registry.kit import clock

CLEAR, NEAR, CROSSED = BoundaryStatus.CLEAR, BoundaryStatus.NEAR, BoundaryStatus.CROSSED
MONDAY = date(2026, 11, 2)
BEGUN = [Step(Stage.REGISTERED, date(2026, 10, 1)), Step(Stage.EXPLORING, MONDAY)]


def days_later(count: int) -> date:
    return MONDAY + timedelta(days=count)


def wording(sentence: str = "No child seen for under 90 minutes", **given: object) -> BoundaryWording:
    known = {
        "organisation_id": uuid4(),
        "boundary_id": uuid4(),
        "number": 1,
        "answer_days": 28,
        "proposed_at": clock.now(),
        "proposed_by_id": uuid4(),
    }
    return BoundaryWording(sentence=sentence, **(known | given))


def agreed(sentence: str = "No child seen for under 90 minutes") -> BoundaryWording:
    return wording(sentence, agreed_at=clock.now(), agreed_by_id=uuid4())


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (Answer.KEPT, BoundaryStatus.CLEAR),
        (Answer.NEAR, BoundaryStatus.NEAR),
        (Answer.CROSSED, BoundaryStatus.CROSSED),
        (None, BoundaryStatus.UNKNOWN),
    ],
)
def test_the_newest_answer_says_how_a_boundary_stands(answer: Answer | None, status: BoundaryStatus) -> None:
    assert answering.status_of(answer, 0, 28) is status


def test_after_28_days_of_silence_nobody_knows_and_not_a_day_before() -> None:
    assert answering.status_of(Answer.KEPT, 28, 28) is BoundaryStatus.CLEAR
    assert answering.status_of(Answer.KEPT, 29, 28) is BoundaryStatus.UNKNOWN


def test_silence_does_not_hide_a_crossing_whose_question_waits() -> None:
    assert answering.status_of(Answer.CROSSED, 100, 28, has_open_crossing=True) is BoundaryStatus.CROSSED
    assert answering.status_of(Answer.CROSSED, 100, 28, has_open_crossing=False) is BoundaryStatus.UNKNOWN


def test_days_before_the_beginning_and_in_a_pause_do_not_count() -> None:
    steps = [*BEGUN, Step(Stage.PAUSED, days_later(10)), Step(Stage.EXPLORING, days_later(40))]

    assert standing.watched_days(date(2026, 10, 20), days_later(10), steps) == 10
    assert standing.watched_days(MONDAY, days_later(39), steps) == 10
    assert standing.watched_days(MONDAY, days_later(45), steps) == 15


def test_an_answer_tells_for_28_days_and_a_pause_lengthens_them() -> None:
    paused = [*BEGUN, Step(Stage.PAUSED, days_later(10))]
    resumed = [*paused, Step(Stage.EXPLORING, days_later(40))]

    assert standing.next_due_on(MONDAY, 28, MONDAY, BEGUN) == days_later(28)
    assert standing.next_due_on(MONDAY, 28, days_later(20), paused) is None
    assert standing.next_due_on(MONDAY, 28, days_later(40), resumed) == days_later(58)


def test_a_pause_makes_nothing_known_again_that_was_unknown_by_silence() -> None:
    paused = [*BEGUN, Step(Stage.PAUSED, days_later(29))]
    ended = [*paused, Step(Stage.ENDED, days_later(60))]

    for steps in (paused, ended):
        assert standing.next_due_on(MONDAY, 28, days_later(90), steps) == days_later(28)
    assert standing.next_due_on(MONDAY, 29, days_later(90), ended) is None


def test_a_watch_rests_while_the_idea_is_registered_paused_or_ended() -> None:
    for stage in (Stage.REGISTERED, Stage.PAUSED, Stage.ENDED):
        assert standing.next_due_on(MONDAY, 28, MONDAY, [Step(stage, MONDAY)]) is None
    assert standing.next_due_on(MONDAY, 28, MONDAY, []) is None


def test_a_team_is_asked_when_it_never_answered_and_a_week_before_silence() -> None:
    assert answering.is_asked(None, days_later(28), MONDAY)
    assert not answering.is_asked(Answer.KEPT, days_later(8), MONDAY)
    assert answering.is_asked(Answer.KEPT, days_later(7), MONDAY)
    assert not answering.is_asked(None, None, MONDAY)


def test_the_worst_of_the_newest_answers_is_shown_in_lists() -> None:
    assert standing.worst_of([]) is None
    assert standing.worst_of([None]) is None
    assert standing.worst_of([CLEAR, None]) is CLEAR
    assert standing.worst_of([NEAR, CLEAR]) is NEAR
    assert standing.worst_of([NEAR, CROSSED]) is CROSSED


def test_an_idea_has_at_most_seven_boundaries() -> None:
    assert drawing.objections_to_drawing(6) == []
    assert drawing.objections_to_drawing(7) == ["An idea has at most 7 boundaries. Fewer are better kept."]


def test_new_words_wait_until_those_before_are_answered() -> None:
    in_force = agreed()

    assert (
        drawing.objections_to_redrawing("Under 80 minutes", None, 28, in_force, [in_force], has_open_crossing=False)
        == []
    )
    assert drawing.objections_to_redrawing(
        in_force.sentence, None, 28, in_force, [in_force], has_open_crossing=False
    ) == ["The new words are those that stand already."]
    assert (
        drawing.objections_to_redrawing(in_force.sentence, None, 7, in_force, [in_force], has_open_crossing=False) == []
    )
    assert drawing.objections_to_redrawing(
        "Other", None, 28, in_force, [wording(), in_force], has_open_crossing=False
    ) == ["A new wording waits for an answer already. Take it back to propose another."]
    assert drawing.objections_to_redrawing("Other", None, 28, in_force, [in_force], has_open_crossing=True) == [
        "This boundary was crossed. Answer that first: redrawing it can be the answer."
    ]
    assert drawing.objections_to_redrawing("Other", None, 28, None, [wording()], has_open_crossing=False) == [
        "This boundary does not stand yet. Draw another one instead."
    ]


def test_only_the_answers_open_to_a_person_are_taken() -> None:
    both = [CrossingAnswer.ADAPTED, CrossingAnswer.STOPPED]
    of_framework = drawing.Owner(steward_ids=[uuid4()])
    assert crossings.objections_to_crossing_answer(CrossingAnswer.ADAPTED, both, of_framework) == {}
    assert crossings.objections_to_crossing_answer(CrossingAnswer.REDRAWN, both, of_framework) == {
        "answer": "The framework’s stewards redraw its boundaries. Say what changed, or that you stopped."
    }
    for answers in (both, [CrossingAnswer.REDRAWN]):
        corrected = crossings.objections_to_crossing_answer(CrossingAnswer.NUMBER_CORRECTED, answers, of_framework)
        assert corrected == {"answer": "Choose one of the answers."}


def test_a_further_crossed_answer_adds_until_the_boundary_is_clear_again() -> None:
    closed = Crossing(organisation_id=uuid4(), watch_id=uuid4(), opened_at=clock.now(), opened_by_id=uuid4())
    assert crossings.crossing_that_grows([closed]) is closed
    closed.cleared_at = clock.now()
    assert crossings.crossing_that_grows([closed]) is None


@dataclass
class PlainWatch:
    """The model the rules are compared with: one day after the other, nothing clever."""

    stage: Stage = Stage.REGISTERED
    answer: Answer | None = None
    silent: int = 0
    steps: list[Step] = field(default_factory=lambda: [Step(Stage.REGISTERED, MONDAY)])
    asked_on: date = MONDAY

    def pass_a_day(self) -> None:
        self.silent += self.stage in {Stage.EXPLORING, Stage.SUSTAINED}

    def move(self, stage: Stage, today: date) -> None:
        self.stage = stage
        self.steps.append(Step(stage, today))

    def say(self, answer: Answer, today: date) -> None:
        self.answer, self.silent, self.asked_on = answer, 0, today

    @property
    def status(self) -> BoundaryStatus:
        if self.answer is None or self.silent > 28:
            return BoundaryStatus.UNKNOWN
        return {"kept": BoundaryStatus.CLEAR, "near": BoundaryStatus.NEAR, "crossed": BoundaryStatus.CROSSED}[
            self.answer.value
        ]


acts = st.lists(
    st.one_of(
        st.integers(min_value=1, max_value=40),
        st.sampled_from(list(Answer)),
        st.sampled_from([Stage.REGISTERED, Stage.EXPLORING, Stage.PAUSED, Stage.SUSTAINED, Stage.ENDED]),
    ),
    max_size=30,
)


@settings(max_examples=300, deadline=None)
@given(acts)
def test_status_and_due_day_agree_with_counting_the_days_one_by_one(acts: list[int | Answer | Stage]) -> None:
    today, plain = MONDAY, PlainWatch()
    due_on = standing.next_due_on(plain.asked_on, 28, today, plain.steps)
    for act in acts:
        if isinstance(act, Answer):
            plain.say(act, today)
        elif isinstance(act, Stage):
            plain.move(act, today)
        else:
            for _ in range(act):
                today += timedelta(days=1)
                plain.pass_a_day()
        if not isinstance(act, int):
            due_on = standing.next_due_on(plain.asked_on, 28, today, plain.steps)
        silent = standing.watched_days(plain.asked_on, today, plain.steps)

        assert silent == plain.silent
        assert answering.status_of(plain.answer, silent, 28) is plain.status
        is_past = due_on is not None and today > due_on
        assert is_past == (plain.silent > 28), "the day kept for lists says what counting says"
        assert due_on is not None or plain.stage not in standing.WATCHED_STAGES


@pytest.mark.parametrize(
    ("sentence", "is_refused"),
    [
        ("Not more than 8 in 100 are cold", True),
        ("Not over 8% of newborns", True),
        ("Not more than 80 in 1,000 are cold", False),
        ("Not over 0.8% of newborns", False),
        ("No newborn is cold without need", False),
    ],
)
def test_a_limit_that_moves_leaves_no_sentence_behind_that_says_the_old_one(sentence: str, is_refused: bool) -> None:
    terms = {"comparison": Comparison.NOT_OVER, "limit_value": Decimal(8), "points_in_a_row": 1}
    in_force = wording(sentence, **terms, agreed_at=clock.now(), agreed_by_id=uuid4())
    wider, same = Terms(Comparison.NOT_OVER, Decimal(10)), Terms(Comparison.NOT_OVER, Decimal(8), Decimal(1))

    assert bool(drawing.objections_to_old_words(sentence, wider, in_force)) is is_refused
    assert not drawing.objections_to_old_words(sentence, same, in_force)
    assert not drawing.objections_to_old_words("Other words", wider, in_force)
