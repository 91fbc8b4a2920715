"""What a chart says, in sentences: what the process does, whether it will meet its target, and what to bear in mind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from registry.kit.text import count_words, day_words
from registry.measures.charts.figures import Figures
from registry.measures.charts.signals import rule_of
from registry.measures.models import Interval, Measure
from registry.measures.rules.results import Judged, NoLimits, Result
from registry.measures.rules.series import MeasureSeries
from registry.spc.assurance import Assurance
from registry.spc.causes import SIDE, UP, Rule, SpecialCause
from registry.spc.runs import RunSegment
from registry.spc.series import Direction
from registry.spc.xmr import TRIAL_POINTS, Segment

COUNTS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
INTERVALS = {
    Interval.DAY: "days",
    Interval.WEEK: "weeks",
    Interval.FORTNIGHT: "fortnights",
    Interval.MONTH: "months",
    Interval.QUARTER: "quarters",
    Interval.YEAR: "years",
}
VERDICTS = {
    SpecialCause.IMPROVEMENT: "better than chance alone would make {}",
    SpecialCause.CONCERN: "worse than chance alone would make {}",
    SpecialCause.NEUTRAL_HIGH: "which chance alone would not do",
    SpecialCause.NEUTRAL_LOW: "which chance alone would not do",
}


@dataclass(frozen=True)
class Said:
    """
    variation    what the numbers do
    assurance    what follows for the target; may be empty
    remarks      what to bear in mind
    """

    variation: str
    assurance: str = ""
    remarks: Sequence[str] = ()

    @property
    def sentence(self) -> str:
        return f"{self.variation} {self.assurance}".strip()


def said_of(series: MeasureSeries, result: Result, figures: Figures) -> Said:
    """What an individuals chart says."""
    measure = series.measure
    return Said(_variation(series, result, figures), _assurance(measure, result, figures), [*_remarks(series, result)])


def said_of_runs(series: MeasureSeries, runs: Sequence[RunSegment], figures: Figures) -> Said:
    """What a run chart says: whether the numbers are random, never whether they are better."""
    if not runs:
        return Said(_nothing_counted(series))
    run = runs[-1]
    median = figures.with_unit(figures.line(run.median))
    since = f" since {day_words(run.start)}" if len(runs) > 1 else ""
    if run.longest_run is None or run.longest_run_max is None or run.crossings is None or run.crossings_min is None:
        return Said(f"Every number{since} is {median}, so there are no runs to judge.")
    if not run.signal:
        words = f"Nothing but chance{since}: the numbers lie on both sides of the median of {median}, as chance has it."
    elif run.longest_run > run.longest_run_max:
        longest = _count(run.longest_run)
        words = (
            f"More than chance{since}: {longest} numbers in a row lie on one side of the median of {median}. Chance "
            f"alone makes at most {_count(run.longest_run_max)}."
        )
    else:
        words = (
            f"More than chance{since}: the numbers cross the median of {median} {_times(run.crossings)}. Chance alone "
            f"makes them cross at least {_times(run.crossings_min)}."
        )
    few = run.n_useful < 10
    return Said(words, remarks=["These rules are meant for ten numbers and more."] if few else [])


def _variation(series: MeasureSeries, result: Result, figures: Figures) -> str:
    newest = next((point for point in reversed(result.points) if point.cause), None)
    if newest is None:
        return _nothing_counted(series)
    rule = rule_of(newest, series.measure.direction)
    if rule is not None and newest.cause is not None:
        return f"{_signal(result, newest, rule, figures)} {_level(result, figures)}".strip()
    if result.no_limits:
        return _without_limits(result, result.no_limits, figures)
    return _chance(result, figures)


def _signal(result: Result, newest: Judged, rule: Rule, figures: Figures) -> str:
    value = figures.with_unit(figures.number(newest.counted.value))
    segment = result.segments[newest.segment or 0]
    is_up = SIDE[rule] == UP
    mean = figures.line(segment.mean)
    limit = figures.line(segment.upper_limit if is_up else segment.lower_limit)
    in_a_row = _newest_under(result, rule)
    verb, side, end = ("Rose", "above", "upper") if is_up else ("Fell", "below", "lower")
    match rule:
        case Rule.ABOVE_UPPER_LIMIT | Rule.BELOW_LOWER_LIMIT:
            seen, them = f"the newest number lies {side} the {end} limit of {limit}", "it"
        case Rule.TREND_INCREASING | Rule.TREND_DECREASING:
            seen, them = f"the last {_count(in_a_row)} numbers {'rise' if is_up else 'fall'} one after another", "them"
        case Rule.TWO_OF_THREE_ABOVE | Rule.TWO_OF_THREE_BELOW:
            seen, them = f"two of the last three numbers lie near the {end} limit of {limit}", "them"
        case _:
            seen, them = f"the last {_count(in_a_row)} numbers are {side} the mean of {mean}", "them"
    verdict = VERDICTS[newest.cause or SpecialCause.NEUTRAL_HIGH].format(them)
    return f"{verb} to {value}: {seen}, {verdict}."


def _chance(result: Result, figures: Figures) -> str:
    last, before = result.segments[-1], _before(result)
    mean = figures.with_unit(figures.line(last.mean))
    between = f"between {figures.line(last.lower_limit)} and {figures.line(last.upper_limit)}"
    causes = {point.cause for point in result.points if point.segment == len(result.segments) - 1}
    if causes - {None, SpecialCause.COMMON_CAUSE}:
        words = f"The newest number shows chance alone: numbers around {mean}, {between}, need no other reason."
        return f"{words} Earlier signals are marked. {_level(result, figures)}".strip()
    steady = "So far steady" if result.is_trial and before is None else "Steady"
    since = f" since {day_words(last.start)}, {figures.line(before.mean)} before" if before else ""
    return f"{steady} around {mean}{since}: the numbers go up and down {between} by chance alone."


def _level(result: Result, figures: Figures) -> str:
    """What the last re-calculation changed."""
    before = _before(result)
    if before is None:
        return ""
    last = result.segments[-1]
    mean = figures.with_unit(figures.line(last.mean))
    return f"Since {day_words(last.start)} the mean is {mean}, {figures.line(before.mean)} before."


def _before(result: Result) -> Segment | None:
    """The last segment of those before the newest whose mean is another; the held points of mdc share theirs."""
    segments = result.segments
    return next((early for early, late in reversed([*pairwise(segments)]) if early.mean != late.mean), None)


def _without_limits(result: Result, why: NoLimits, figures: Figures) -> str:
    last = result.segments[-1]
    value = figures.with_unit(figures.number(result.last_value))
    on = day_words(last.start)
    match why:
        case NoLimits.ONE_NUMBER if result.number_count == 1:
            return (
                f"One number so far: {value} on {on}. With the second come first limits, with the thirteenth firm ones."
            )
        case NoLimits.ONE_NUMBER:
            return f"Mean and limits begin anew with the newest number, {value} on {on}. The next one will tell more."
        case NoLimits.TOO_FEW:
            return (
                f"{count_words(result.number_count, 'number')} so far. Limits and signals come with the thirteenth; "
                "until then the mean is drawn."
            )
        case NoLimits.ALL_ALIKE if _are_alike(result):
            since = f" since {on}" if len(result.segments) > 1 else ""
            return f"Every number{since} is {value}. Nothing varies, so there are no limits and nothing to judge."
        case _:
            return (
                "Most of the newest numbers are alike, and the rules leave out the few jumps between them: no limits "
                "are left, and nothing to judge. Read the numbers themselves."
            )


def _are_alike(result: Result) -> bool:
    last = len(result.segments) - 1
    return len({point.counted.value for point in result.points if point.cause and point.segment == last}) == 1


def _assurance(measure: Measure, result: Result, figures: Figures) -> str:
    if measure.target is None:
        return ""
    target = figures.with_unit(figures.given(measure.target))
    if measure.direction is Direction.NEUTRAL:
        return f"Neither side is better, so the target of {target} is drawn and not judged."
    periods = INTERVALS[measure.interval]
    match result.assurance:
        case Assurance.PASS:
            return f"The target of {target} will be met unless something changes."
        case Assurance.FAIL:
            return f"The target of {target} will be missed unless something changes."
        case Assurance.HIT_OR_MISS:
            return f"Some {periods} will meet the target of {target} and some will not, by chance alone."
    return f"Whether the target of {target} will be met cannot be told yet." if result.number_count else ""


def _remarks(series: MeasureSeries, result: Result) -> Iterator[str]:
    segments = result.segments
    trials = [segment for segment in segments if segment.short_segment_warning and segment.upper_limit is not None]
    if result.is_trial:
        since = f" since {day_words(segments[-1].start)}" if len(segments) > 1 else ""
        words = count_words(segments[-1].n, "number")
        yield f"The limits{since} are trial limits: they rest on {words} and become firm with the {TRIAL_POINTS}th."
    elif trials:
        since, words = day_words(trials[-1].start), count_words(trials[-1].n, "number")
        yield f"The limits from {since} are trial limits: they rest on {words} and not on {TRIAL_POINTS}."
    for point in series.recalculations:
        yield f"Mean and limits begin anew on {day_words(point.starts_on)}: {point.reason}"
    if series.baseline and series.baseline.points and segments:
        yield f"Mean and limits rest on the first {series.baseline.points} numbers: {series.baseline.reason}"


def _nothing_counted(series: MeasureSeries) -> str:
    return "Nothing could be counted so far." if series.counted else "No number yet."


def _newest_under(result: Result, rule: Rule) -> int:
    """How many of the newest numbers in a row this rule found."""
    count = 0
    for point in reversed(result.points):
        if point.cause is None:
            continue
        if rule not in point.rules:
            break
        count += 1
    return count


def _count(number: int) -> str:
    return COUNTS[number] if 0 < number < len(COUNTS) else str(number)


def _times(number: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(number) or f"{_count(number)} times"
