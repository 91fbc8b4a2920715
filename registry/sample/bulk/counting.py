"""What an idea counts, and the boundary that its numbers watch."""

from datetime import date, timedelta

from registry.boundaries.models import Boundary, BoundaryKind, BoundaryWording, Watch
from registry.boundaries.rules import watching
from registry.kit.text import count_words, day_words
from registry.measures.models import Interval, Measure, Observation, StoredResult
from registry.measures.rules.dues import due_on, next_on
from registry.sample.bulk.patterns import NUMBERS, Pattern, balancing_patterns, dates_of, days_of, outcome_patterns
from registry.sample.bulk.rows import Given, Moment
from registry.sample.bulk.telling import Life, NumberGuard

WATCHED_BY_NUMBERS = 0.35
LATEST_DAYS = {Interval.WEEK: 9, Interval.MONTH: 40}
OBSERVATION = (
    "organisation_id", "id", "measure_id", "measured_on", "number", "value", "numerator", "denominator", "note",
    "is_ghosted", "is_withdrawn", "recorded_at", "recorded_by_id",
)  # fmt: skip


def count(life: Life, at: Moment, until: Moment) -> None:
    """What should get better and, by every third idea, what must not get worse, from one moment to another."""
    chance = life.chance
    _measure(life, at, until, chance.choice(outcome_patterns()))
    if chance.random() < WATCHED_BY_NUMBERS:
        pattern = chance.choice(balancing_patterns())
        measure_id, newest_on = _measure(life, at, until, pattern)
        _watch(life, at, measure_id, newest_on, pattern)


def _measure(life: Life, at: Moment, until: Moment, pattern: Pattern) -> tuple[str, date]:
    """A measure with its numbers, told at once; its id, and the date of the newest number."""
    scene = life.scene
    ago = timedelta(days=life.chance.randint(0, LATEST_DAYS[pattern.interval]))
    newest = scene.at(until.at - ago)
    told = scene.at(max(at.at, min(until.at, newest.at + timedelta(hours=9))))
    measure_id = scene.new_id(at)
    added = {"added_at": at.text, "added_by_id": life.lead}
    life.sheets.add(Measure, id=measure_id, idea_id=life.id, **added, **pattern.measure)
    days, dates = days_of(newest.on, pattern.interval), dates_of(newest.on, pattern.interval)
    here, lead = life.sheets.organisation_id, life.lead
    life.sheets.add_whole(
        Observation,
        OBSERVATION,
        [
            (here, scene.new_id(told), measure_id, day, 1, value, None, None, "", 0, 0, told.text, lead)
            for day, value in zip(days, pattern.values, strict=True)
        ],
    )
    found: Given = {
        "id": measure_id,
        "signal_at": told.text,
        "first_on": days[0],
        "last_on": days[-1],
        "signal_since_on": None if pattern.signal_since is None else days[pattern.signal_since],
        "recorded_at": told.text,
        "due_on": due_on(dates[-2:], pattern.interval, newest.on).isoformat(),
        "next_on": next_on(dates[-2:], pattern.interval).isoformat(),
    }
    life.sheets.add(StoredResult, **found, **pattern.kept)
    words = f"{count_words(NUMBERS, 'number')}, {day_words(dates[0])} to {day_words(dates[-1])}"
    life.tell(at, life.lead, "measure_added", "measure", measure_id, pattern.name)
    life.tell(told, life.lead, "observations_recorded", "measure", measure_id, f"{pattern.name}: {words}")
    return measure_id, newest.on


def _watch(life: Life, at: Moment, measure_id: str, newest_on: date, pattern: Pattern) -> None:
    """A boundary of its own that these numbers keep."""
    scene, terms = life.scene, pattern.terms
    boundary_id = scene.new_id(at)
    sentence = f"No more than {terms.limit_value} {pattern.measure['unit']}: {pattern.name}."
    life.sheets.add(
        Boundary,
        id=boundary_id,
        idea_id=life.id,
        kind=BoundaryKind.MEASURED.value,
        measure_id=measure_id,
        drawn_at=at.text,
        drawn_by_id=life.lead,
    )
    life.sheets.add(
        BoundaryWording,
        id=scene.new_id(at),
        boundary_id=boundary_id,
        number=1,
        sentence=sentence,
        comparison=terms.comparison.value,
        limit_value=str(terms.limit_value),
        margin=str(terms.margin),
        points_in_a_row=terms.points_in_a_row,
        proposed_at=at.text,
        proposed_by_id=life.lead,
        agreed_at=at.text,
        agreed_by_id=life.lead,
    )
    # Only numbers dated since it was agreed are judged.
    status = pattern.status if newest_on >= at.on else None
    watch = life.sheets.add(
        Watch,
        id=scene.new_id(at),
        boundary_id=boundary_id,
        idea_id=life.id,
        measure_id=measure_id,
        since_at=at.text,
        wording_number=1,
        worded_at=at.text,
        status=status.value if status else None,
    )
    asked_on = max(newest_on, at.on)
    told_days = watching.told_days(asked_on, pattern.interval)
    life.number_guards.append(NumberGuard(watch, asked_on, told_days, status))
    life.tell(at, life.lead, "boundary_drawn", "boundary", boundary_id, sentence)
