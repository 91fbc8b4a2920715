"""The days of a board pack and its sentences, without a database."""

from datetime import date

import pytest
from pydantic import ValidationError

from registry.ideas.models import BoundaryStatus, Stage
from registry.portfolio.rules import board_pack as rules
from registry.portfolio.rules.board_pack import Span
from registry.portfolio.schemas.board_pack import BoardPackFilter
from registry.spc.assurance import Variation

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (None, None, Span(date(2026, 8, 28), TODAY)),
        ("2026-07-01", "2026-09-30", Span(date(2026, 7, 1), date(2026, 9, 30))),
        ("2026-11-01", None, Span(date(2026, 11, 1), TODAY)),
        (None, "2026-03-31", Span(date(2025, 12, 31), date(2026, 3, 31))),
        ("2027-01-01", None, Span(date(2027, 1, 1), date(2027, 1, 1))),
    ],
)
def test_days_left_out_are_thirteen_weeks_or_lead_up_to_today(
    since: str | None, until: str | None, expected: Span
) -> None:
    assert BoardPackFilter.model_validate({"since": since, "until": until}).span(TODAY) == expected


def test_the_first_day_comes_before_the_last() -> None:
    with pytest.raises(ValidationError, match="Let the first day come before the last"):
        BoardPackFilter.model_validate({"since": "2026-09-30", "until": "2026-07-01"})


def test_quarters_are_those_of_the_calendar() -> None:
    assert rules.this_quarter(TODAY) == Span(date(2026, 10, 1), TODAY)
    assert rules.last_quarter(TODAY) == Span(date(2026, 7, 1), date(2026, 9, 30))
    assert rules.last_quarter(date(2026, 2, 1)) == Span(date(2025, 10, 1), date(2025, 12, 31))


def test_a_day_is_the_organisations_own_and_ends_at_its_midnight() -> None:
    span = Span(date(2026, 3, 29), date(2026, 3, 29))
    hours = (span.ends_at("Europe/London") - span.begins_at("Europe/London")).total_seconds() / 3600
    assert hours == 23, "the clocks went forward"
    assert span.words == "29 March 2026"
    assert Span(date(2025, 12, 1), date(2026, 1, 31)).words == "1 December 2025 to 31 January 2026"
    assert Span(date(2026, 7, 1), date(2026, 9, 30)).words == "1 July to 30 September 2026"


def test_a_story_says_until_when_it_may_be_used_and_what_then() -> None:
    words = rules.story_until_words(date(2027, 4, 30))
    assert words.startswith("May be used until 30 April 2027.")
    assert "cut it out of every copy" in words


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({}, "No measure began to show a signal."),
        (
            {Variation.IMPROVEMENT_HIGH: 602, Variation.CONCERN_LOW: 398},
            "1,000+ measures began to show a signal. Of the newest 1,000, 602 of improvement and 398 of concern.",
        ),
        ({Variation.CONCERN_HIGH: 1}, "1 measure began to show a signal, of concern."),
        (
            {
                Variation.NEUTRAL_LOW: 1,
                Variation.CONCERN_LOW: 1,
                Variation.IMPROVEMENT_HIGH: 2,
                Variation.IMPROVEMENT_LOW: 1,
            },
            "5 measures began to show a signal: 3 of improvement, 1 of concern and 1 neither good nor bad.",
        ),
    ],
)
def test_signals_are_counted_by_what_they_say(counts: dict[Variation, int], words: str) -> None:
    assert rules.signals_words(counts) == words


@pytest.mark.parametrize(
    ("crossed", "near", "unknown", "words"),
    [
        (0, 0, 0, "Today every boundary that somebody answers or counts is kept."),
        (1, 2, 3, "Today 1 boundary is crossed, 2 are near and 3 are not known."),
        (0, 1, 0, "Today 1 boundary is near."),
        (1000, 0, 1, "Today 1,000+ boundaries are crossed and 1 is not known."),
    ],
)
def test_boundaries_are_counted_as_they_stand(crossed: int, near: int, unknown: int, words: str) -> None:
    counts = {BoundaryStatus.CROSSED: crossed, BoundaryStatus.NEAR: near, BoundaryStatus.UNKNOWN: unknown}
    assert rules.boundaries_words(counts) == words


@pytest.mark.parametrize(
    ("registered", "begun", "sustained", "ended", "words"),
    [
        (0, 0, 0, 0, "No idea was registered, began, became how we work or ended."),
        (4, 2, 1, 0, "4 ideas were registered, 2 began, 1 became how we work and none ended."),
        (1, 0, 0, 1, "1 idea was registered, none began, none became how we work and 1 ended."),
        (0, 1, 0, 0, "No ideas were registered, 1 began, none became how we work and none ended."),
    ],
)
def test_ideas_are_counted_by_what_they_came_to(
    registered: int, begun: int, sustained: int, ended: int, words: str
) -> None:
    counts = dict(zip(rules.MOVES, (registered, begun, sustained, ended), strict=True))
    assert set(counts) == {Stage.REGISTERED, Stage.EXPLORING, Stage.SUSTAINED, Stage.ENDED}
    assert rules.moves_words(counts) == words


def test_quiet_is_a_question_and_no_reproach() -> None:
    assert rules.quiet_words(2, 42) == "2 teams have told nothing for 6 weeks or more. Is help wanted?"
    assert rules.quiet_words(0, 42) == "Every team that explores has told how it goes in the last 6 weeks."


def test_aims_say_which_none_serves() -> None:
    served = [("harm", 4), ("waiting", 1000)]
    assert rules.aims_words(served) == "Ideas serve ‘no needless’ harm (4) and waiting (1,000+)."
    assert rules.aims_words([*served, ("pain", 0), ("waste", 0)]).endswith("None yet serves pain or waste.")
    assert rules.aims_words([("harm", 0)]) == "No idea names one of our aims yet."
