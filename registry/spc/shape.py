"""A series and its analysis as JSON has them. Source: spc/RULES.md, sections 2 and 8."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from registry.spc.runs import RunSegment, run_chart
from registry.spc.series import Direction, Number, Options, RuleSet, Series, WrongSeries
from registry.spc.xmr import Point, Segment, xmr_chart

NEEDED = {"dates", "values", "improvement_direction"}
KNOWN = NEEDED | {"target", "rebase_dates", "ghosted_dates", "options"}
KNOWN_OPTIONS = {"rule_set", "screen_outliers", "fix_after_n_points", "shift_points", "trend_points"}

Word = TypeVar("Word", bound=StrEnum)
Json = dict[str, Any]


def analyse(given: object) -> Json:
    """The result for one input: both are what `json` reads and writes.

    given     an input as in RULES, section 2, or an object that has it under `input`, as the published cases do
    raises    WrongSeries
    """
    series = read_series(given["input"] if isinstance(given, dict) and "input" in given else given)
    chart = xmr_chart(series)
    is_nhsr = series.options.is_nhsr
    return {
        "xmr": {
            "variation_icon": chart.variation_icon,
            "assurance_icon": chart.assurance_icon,
            "segments": [_segment(segment, is_nhsr=is_nhsr) for segment in chart.segments],
            "points": [_point(point, is_nhsr=is_nhsr) for point in chart.points],
        },
        "run": {"segments": [_run_segment(segment) for segment in run_chart(series)]},
    }


def read_series(given: object) -> Series:
    """A series from its JSON object: dates are YYYY-MM-DD, values numbers or null; what is left out has its default.

    raises    WrongSeries, also for a name that no input has, so that a slip of the pen changes no chart unseen
    """
    fields = _fields(given, "An input", KNOWN)
    if missing := NEEDED - fields.keys():
        raise WrongSeries(f"An input needs {_names(missing)}.")
    return Series(
        dates=_dates(fields, "dates"),
        values=[_number(value) for value in _list(fields, "values")],
        improvement_direction=_word(Direction, fields["improvement_direction"], "improvement_direction"),
        target=_number(fields.get("target")),
        rebase_dates=_dates(fields, "rebase_dates"),
        ghosted_dates=_dates(fields, "ghosted_dates"),
        options=_options(fields.get("options")),
    )


def _options(given: object) -> Options:
    fields = _fields({} if given is None else given, "options", KNOWN_OPTIONS)
    screen = fields.get("screen_outliers")
    if screen is not None and not isinstance(screen, bool):
        raise WrongSeries("screen_outliers is true, false or null.")
    rule_set = fields.get("rule_set")
    return Options(
        rule_set=RuleSet.NHSR if rule_set is None else _word(RuleSet, rule_set, "rule_set"),
        screen_outliers=screen,
        fix_after_n_points=_count(fields, "fix_after_n_points"),
        shift_points=_count(fields, "shift_points"),
        trend_points=_count(fields, "trend_points"),
    )


def _fields(given: object, what: str, known: set[str]) -> Mapping[str, object]:
    if not isinstance(given, dict):
        raise WrongSeries(f"{what} is an object, in curly brackets.")
    if unknown := given.keys() - known:
        raise WrongSeries(f"{what} has {_names(known)}, and no {_names(unknown)}.")
    return given


def _list(fields: Mapping[str, object], name: str) -> list[object]:
    given = fields.get(name)
    if given is None and name not in NEEDED:
        return []
    if not isinstance(given, list):
        raise WrongSeries(f"{name} is a list, in square brackets.")
    return given


def _dates(fields: Mapping[str, object], name: str) -> list[date]:
    return [_date(text) for text in _list(fields, name)]


def _date(text: object) -> date:
    try:
        day = date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise WrongSeries(f"A date is written as 2027-04-30, not {_quoted(text)}.")
    return day


def _number(given: object) -> Number | None:
    if isinstance(given, bool) or not isinstance(given, int | float | None):
        raise WrongSeries(f"A value is a number or null, not {_quoted(given)}.")
    return given


def _count(fields: Mapping[str, object], name: str) -> int | None:
    given = fields.get(name)
    if isinstance(given, bool) or not isinstance(given, int | None):
        raise WrongSeries(f"{name} is a whole number or null, not {_quoted(given)}.")
    return given


def _word(words: type[Word], given: object, name: str) -> Word:
    found = next((word for word in words if word == given), None)
    if found is None:
        raise WrongSeries(f"{name} is {' or '.join(words)}, not {_quoted(given)}.")
    return found


def _names(names: set[str]) -> str:
    return ", ".join(sorted(names))


def _quoted(given: object) -> str:
    text = repr(given)
    return text if len(text) <= 60 else f"{text[:60]}…"


def _segment(segment: Segment, *, is_nhsr: bool) -> Json:
    told = segment._asdict() | {"start": segment.start.isoformat()}
    if not is_nhsr:
        del told["short_segment_warning"]
    return told


def _point(point: Point, *, is_nhsr: bool) -> Json:
    return {
        "date": point.date.isoformat(),
        "value": point.value,
        "ghosted": point.is_ghosted,
        "segment": point.segment,
        **({"rule": point.rule} if is_nhsr else {}),
        "rules": [*point.rules],
        "special_cause": point.special_cause,
    }


def _run_segment(segment: RunSegment) -> Json:
    return segment._asdict() | {"start": segment.start.isoformat()}
