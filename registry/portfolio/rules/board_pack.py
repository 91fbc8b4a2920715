"""What the board pack is about, and how it says so. Source: MODEL, 'Stories' and 'The three days'."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from registry.ideas.models import BoundaryStatus, Stage
from registry.kit.clock import day_begins_at
from registry.kit.paging import COUNT_LIMIT
from registry.kit.text import count_words, day_words, joined
from registry.people.actors import Actor
from registry.people.models import Role
from registry.portfolio.rules.monitor import SIGNAL_WORDS
from registry.spc.assurance import Variation

USUAL_DAYS = 91
MOVES = (Stage.REGISTERED, Stage.EXPLORING, Stage.SUSTAINED, Stage.ENDED)
MOVE_WORDS = {
    Stage.REGISTERED: ("was registered", "were registered"),
    Stage.EXPLORING: ("began", "began"),
    Stage.SUSTAINED: ("became how we work", "became how we work"),
    Stage.ENDED: ("ended", "ended"),
}
MOVE_TITLES = {
    Stage.REGISTERED: "Registered",
    Stage.EXPLORING: "Begun",
    Stage.SUSTAINED: "Now how we work",
    Stage.ENDED: "Ended, and what was learnt",
}
SAID_OF_SIGNALS = {"Improvement": "of improvement", "Concern": "of concern"}
STANDING_WORDS = {
    BoundaryStatus.CROSSED: ("is crossed", "are crossed"),
    BoundaryStatus.NEAR: ("is near", "are near"),
    BoundaryStatus.UNKNOWN: ("is not known", "are not known"),
}


@dataclass(frozen=True)
class Span:
    """Some days; the first and the last belong to it."""

    since: date
    until: date

    @property
    def words(self) -> str:
        """1 July to 30 September 2026."""
        if self.since == self.until:
            return day_words(self.since)
        first = f"{self.since.day} {self.since:%B}" if self.since.year == self.until.year else day_words(self.since)
        return f"{first} to {day_words(self.until)}"

    @property
    def query(self) -> str:
        return f"since={self.since.isoformat()}&until={self.until.isoformat()}"

    def begins_at(self, zone: str) -> datetime:
        return day_begins_at(self.since, zone)

    def ends_at(self, zone: str) -> datetime:
        """The first moment that no longer belongs to it."""
        return day_begins_at(self.until + timedelta(days=1), zone)


def may_see_pack(actor: Actor) -> bool:
    """Everybody here reads all that it is made of; a partner's people see what is shared with them alone."""
    return actor.id is not None and not actor.has(Role.PARTNER)


def usual_span(until: date) -> Span:
    """Thirteen weeks."""
    return Span(until - timedelta(days=USUAL_DAYS - 1), until)


def this_quarter(today: date) -> Span:
    """As far as it has gone."""
    return Span(_quarter_of(today), today)


def last_quarter(today: date) -> Span:
    until = _quarter_of(today) - timedelta(days=1)
    return Span(_quarter_of(until), until)


def capped(count: int) -> str:
    """1,000+ where no more were counted."""
    return f"{count:,}+" if count >= COUNT_LIMIT else f"{count:,}"


def story_until_words(until_on: date) -> str:
    return (
        f"May be used until {day_words(until_on)}. After that day, or sooner if its storyteller takes it back, "
        "cut it out of every copy."
    )


def signals_words(counts: Mapping[Variation, int]) -> str:
    """5 measures began to show a signal: 3 of improvement, 2 of concern."""
    said: dict[str, int] = {}
    for variation, count in counts.items():
        words = SAID_OF_SIGNALS.get(SIGNAL_WORDS[variation], "neither good nor bad")
        said[words] = said.get(words, 0) + count
    total = sum(said.values())
    if not total:
        return "No measure began to show a signal."
    order = (*SAID_OF_SIGNALS.values(), "neither good nor bad")
    kinds = joined([f"{said[words]:,} {words}" for words in order if words in said])
    if total == 1:
        return f"1 measure began to show a signal, {kinds.removeprefix('1 ')}."
    if total >= COUNT_LIMIT:
        return f"{capped(total)} measures began to show a signal. Of the newest {total:,}, {kinds}."
    return f"{total:,} measures began to show a signal: {kinds}."


def boundaries_words(counts: Mapping[BoundaryStatus, int]) -> str:
    """Today 1 boundary is crossed, 2 are near and 3 are not known."""
    parts = [
        f"{capped(count)} {words[0] if count == 1 else words[1]}"
        for status, words in STANDING_WORDS.items()
        if (count := counts.get(status, 0))
    ]
    if not parts:
        return "Today every boundary that somebody answers or counts is kept."
    first, rest = parts[0].split(" ", 1)
    boundary = "boundary" if first == "1" else "boundaries"
    return f"Today {joined([f'{first} {boundary} {rest}', *parts[1:]])}."


def withdrawn_words(count: int) -> str:
    """2 promises were taken back in this time."""
    if not count:
        return "No promise was taken back in this time."
    return f"{capped(count)} {'promise was' if count == 1 else 'promises were'} taken back in this time."


def moves_words(counts: Mapping[Stage, int]) -> str:
    """4 ideas were registered, 2 began, 1 became how we work and none ended."""
    if not any(counts.values()):
        return "No idea was registered, began, became how we work or ended."
    parts = [
        f"{capped(count) if count else 'none'} {MOVE_WORDS[stage][0 if count == 1 else 1]}"
        for stage in MOVES
        for count in [counts.get(stage, 0)]
    ]
    first, rest = parts[0].split(" ", 1)
    ideas = "idea" if counts.get(Stage.REGISTERED) == 1 else "ideas"
    return f"{first.replace('none', 'No')} {ideas} {rest}, {joined(parts[1:])}."


def quiet_words(count: int, days: int) -> str:
    """2 teams have told nothing for 6 weeks: is help wanted?"""
    weeks = count_words(days // 7, "week")
    if not count:
        return f"Every team that explores has told how it goes in the last {weeks}."
    teams = "1 team has" if count == 1 else f"{capped(count)} teams have"
    return f"{teams} told nothing for {weeks} or more. Is help wanted?"


def last_told_words(last_on: date | None) -> str:
    return f"No news since {day_words(last_on)}" if last_on else "No update yet"


def aims_words(counts: Sequence[tuple[str, int]]) -> str:
    """No needless harm: 4 ideas, waiting: 6. Nothing yet serves helplessness.

    counts   the aims' last words with how many ideas serve each, in the organisation's order
    """
    served = [f"{name} ({capped(count)})" for name, count in counts if count]
    bare = [name for name, count in counts if not count]
    if not served:
        return "No idea names one of our aims yet."
    found = f"Ideas serve ‘no needless’ {joined(served)}."
    return f"{found} None yet serves {joined(bare, 'or')}." if bare else found


def _quarter_of(day: date) -> date:
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
