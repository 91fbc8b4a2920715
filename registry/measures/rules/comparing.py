"""What was pasted, held against the numbers that stand: what is new, what would be corrected, what is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from registry.kit.text import count_words, joined
from registry.measures.models import Interval, Measure
from registry.measures.rules import dues, numbers
from registry.measures.rules.pasted import Line, Pasted
from registry.measures.rules.series import Counted
from registry.measures.rules.words import value_words


class Fate(StrEnum):
    NEW = "new"
    CORRECTION = "correction"
    STANDS = "stands"
    REPEATED = "repeated"
    BLANK = "blank"
    HEADING = "heading"
    FAULT = "fault"


@dataclass(frozen=True)
class Given:
    """A number as a line gives it."""

    measured_on: date
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    note: str = ""
    is_gap: bool = False
    is_ghosted: bool = False


@dataclass(frozen=True)
class Found:
    """What becomes of a line.

    said     the number with its unit; empty where there is none
    before   the same of what stands for its date
    fault    in a sentence, where it cannot be taken
    """

    line: Line
    fate: Fate
    measured_on: date | None = None
    given: Given | None = None
    said: str = ""
    before: str = ""
    fault: str = ""


@dataclass(frozen=True)
class Looked:
    """What becomes of a whole paste.

    starts_on   the first date of numbers that have none of their own; None where they have
    """

    found: Sequence[Found]
    starts_on: date | None = None

    def of(self, *fates: Fate) -> list[Found]:
        return [found for found in self.found if found.fate in fates]

    @cached_property
    def faults(self) -> list[Found]:
        return self.of(Fate.FAULT)

    @cached_property
    def corrections(self) -> list[Found]:
        return self.of(Fate.CORRECTION)

    @cached_property
    def taken(self) -> list[Found]:
        """What would be stored, in the order of its dates."""
        return sorted(self.of(Fate.NEW, Fate.CORRECTION), key=lambda found: found.measured_on or date.min)

    @property
    def passed_over(self) -> int:
        return len(self.of(Fate.STANDS, Fate.REPEATED, Fate.BLANK, Fate.HEADING))

    @property
    def words(self) -> str:
        """22 new numbers, 1 correction and 2 lines that cannot be taken."""
        said = [
            (len(self.of(Fate.NEW)), "new number", None),
            (len(self.corrections), "correction", None),
            (len(self.of(Fate.STANDS)), "number that stands already", "numbers that stand already"),
            (len(self.of(Fate.REPEATED)), "line that repeats another", "lines that repeat others"),
            (len(self.of(Fate.BLANK)), "line without a number", "lines without a number"),
            (len(self.of(Fate.HEADING)), "heading", None),
            (len(self.faults), "line that cannot be taken", "lines that cannot be taken"),
        ]
        return joined([count_words(count, one, many) for count, one, many in said if count]) or "No line"


def look_at(
    measure: Measure, pasted: Pasted, standing: Sequence[Counted], today: date, *, starts_on: date | None = None
) -> Looked:
    """
    standing    in order
    starts_on   of numbers without dates the first one's; None has it worked out
    """
    days: Mapping[int, date] = {}
    if not pasted.is_dated:
        slots = [line for line in pasted.lines if not line.is_heading]
        starts_on = starts_on or first_day(
            measure.interval, [found.measured_on for found in standing], len(slots), today
        )
        days = {line.number: dues.count_on(starts_on, measure.interval, place) for place, line in enumerate(slots)}
    stands = {counted.measured_on: counted for counted in standing}
    seen: dict[date, Found] = {}
    found = []
    for line in pasted.lines:
        each = _look_at(measure, line, line.measured_on or days.get(line.number), stands, seen, today)
        if each.given:
            seen.setdefault(each.given.measured_on, each)
        found.append(each)
    return Looked(found, None if pasted.is_dated else starts_on)


def first_day(interval: Interval, days: Sequence[date], count: int, today: date) -> date:
    """Of so many numbers without dates, the first one's: they go on from those that stand, or else lead up to today."""
    if days:
        follows = dues.next_on(days, interval)
        if dues.count_on(follows, interval, count - 1) <= today:
            return follows
        return dues.count_on(dues.date_to_offer(days, interval, today), interval, 1 - count)
    return dues.count_on(dues.newest_whole_period(interval, today), interval, 1 - count)


def objections_to_paste(looked: Looked, *, corrects: bool, leaves_out: bool, note: str) -> dict[str, str]:
    """Why a paste cannot be stored as it is."""
    objections = {}
    if looked.faults and not leaves_out:
        them = "it" if len(looked.faults) == 1 else "them"
        lines = count_words(len(looked.faults), "line")
        objections["text"] = f"{lines} cannot be taken. Mend {them} here, or say above that you leave {them} out."
    elif not looked.taken:
        objections["text"] = "There is no new number in this."
    if looked.corrections and not corrects:
        objections["corrects"] = "Some dates have another number already. Say that these are to be corrected."
    if looked.corrections and not note:
        objections["note"] = "Say why the numbers are corrected: everyone who sees the chart can read it."
    return objections


def to_be_stored(looked: Looked, note: str) -> list[Given]:
    """The numbers in the order of their dates; what is corrected has the reason as its note."""
    given = [(found, found.given) for found in looked.taken if found.given]
    return [replace(its, note=note) if found.fate is Fate.CORRECTION else its for found, its in given]


def _look_at(
    measure: Measure,
    line: Line,
    day: date | None,
    standing: Mapping[date, Counted],
    seen: Mapping[date, Found],
    today: date,
) -> Found:
    if line.fault:
        return Found(line, Fate.FAULT, day, fault=line.fault)
    if line.is_heading or line.is_blank or day is None:
        return Found(line, Fate.HEADING if line.is_heading else Fate.BLANK, day)
    given = _given(line, day)
    if wrong := numbers.objections_to_number(measure, given, today):
        return Found(line, Fate.FAULT, day, fault=" ".join(wrong.values()))
    said = value_words(measure, numbers.value_of(measure, given))
    if before := seen.get(day):
        if before.given and _is_alike(before.given, given):
            return Found(line, Fate.REPEATED, day, said=said)
        return Found(line, Fate.FAULT, day, fault=f"Line {before.line.number} says {before.said} for this date.")
    stands = standing.get(day)
    if stands is None:
        return Found(line, Fate.NEW, day, given, said)
    if numbers.is_same(stands, measure, given):
        return Found(line, Fate.STANDS, day, given, said)
    return Found(line, Fate.CORRECTION, day, given, said, before=value_words(measure, stands.value))


def _given(line: Line, day: date) -> Given:
    if line.is_gap:
        return Given(day, is_gap=True, note=line.note)
    if len(line.values) == 1:
        return Given(day, value=line.values[0], note=line.note)
    return Given(day, numerator=line.values[0], denominator=line.values[1], note=line.note)


def _is_alike(one: Given, other: Given) -> bool:
    return (one.value, one.numerator, one.denominator, one.is_gap) == (
        other.value,
        other.numerator,
        other.denominator,
        other.is_gap,
    )
