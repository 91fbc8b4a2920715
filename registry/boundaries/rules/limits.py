"""What a chart shows of a measured boundary: its limit through time, and the numbers that crossed it."""

from collections.abc import Iterable, Sequence
from datetime import date

from registry.boundaries.models import Comparison
from registry.boundaries.rules.standing import Step
from registry.boundaries.rules.watching import Judgement, Version, is_beyond, judge
from registry.measures.charts import BoundaryLimit
from registry.measures.models import Measure
from registry.measures.rules.series import Counted
from registry.measures.rules.words import value_words


def limits_of(
    measure: Measure, counted: Iterable[Counted], versions: Sequence[Version], steps: Sequence[Step] = ()
) -> list[BoundaryLimit]:
    """One for each version of the terms, the one in force last; what is given is as in `watching.judge`."""
    judgement = judge(counted, versions, steps)
    return [
        BoundaryLimit(
            value=version.terms.limit_value,
            is_upper=version.terms.comparison is Comparison.NOT_OVER,
            words=f"{version.terms.comparison.label.capitalize()} {value_words(measure, version.terms.limit_value)}",
            since_on=version.from_on,
            until_on=version.until_on,
            crossed_on=_crossed_on(judgement, place, version),
        )
        for place, version in enumerate(versions)
    ]


def _crossed_on(judgement: Judgement, place: int, version: Version) -> frozenset[date]:
    """The dates of the numbers beyond the limit that made a crossing or added to it."""
    runs = [run for run in judgement.runs if run.version == place]
    return frozenset(
        number.counted.measured_on
        for number in judgement.numbers
        if number.version == place
        and number.counted.value is not None
        and is_beyond(version.terms, number.counted.value)
        and any(run.first_on <= number.counted.measured_on <= run.last_on for run in runs)
    )
