"""How the numbers of one chart are written: all with the same decimals, so that they can be compared at a glance."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from registry.measures.models import Measure
from registry.measures.rules.words import number_words

MOST_DECIMALS = 6
DIGITS = 7  # Of the largest number; more than that nobody compares.
SIZES = ((1e9, "bn"), (1e6, "m"))
SPOKEN_BELOW = 1e15  # From here on powers of ten are shorter than noughts.
MINUS = "−"


@dataclass(frozen=True)
class Figures:
    """
    decimals        of what was counted
    line_decimals   of what was worked out: mean, median and limits
    """

    unit: str
    decimals: int
    line_decimals: int

    def number(self, value: Decimal | float | None) -> str:
        return "" if value is None else written(value, self.decimals)

    def line(self, value: float | None) -> str:
        return "" if value is None else written(value, self.line_decimals)

    def given(self, value: Decimal) -> str:
        """A target or a limit, with no more decimals than it was given."""
        return written(value, _decimals(value))

    def with_unit(self, words: str) -> str:
        """24 weeks, 61%, £350."""
        if self.unit == "%":
            return f"{words}%"
        return f"{self.unit}{words}" if self.unit in {"£", "€", "$"} else f"{words} {self.unit}".strip()


def figures_of(measure: Measure, values: Sequence[Decimal]) -> Figures:
    """A rate is worked out to more places than anybody counts: it is written to one, or to two digits below 1.

    values    all that was counted
    """
    decimals = max(map(_decimals, values), default=0)
    largest = max((abs(value) for value in values), default=Decimal(0))
    decimals = min(decimals, max(0, DIGITS - 1 - largest.adjusted()))
    if measure.per is not None:
        decimals = min(decimals, max(1, 1 - largest.adjusted()))
    return Figures(measure.unit.strip(), decimals, decimals or int(largest < 1000))


def brief(value: float, words: str) -> str:
    """Millions in three digits, 1.82m; any smaller number in its own words."""
    for size, name in SIZES:
        if size <= abs(value) < SPOKEN_BELOW:
            return written(value / size, max(0, 2 - math.floor(math.log10(abs(value) / size)))) + name
    return words


def written(value: Decimal | float, decimals: int) -> str:
    """1,204.50 or −3; from a million milliards on 1.2e18."""
    if abs(float(value)) >= SPOKEN_BELOW:
        words = f"{value:.4g}".replace("e+", "e").replace("E+", "e")
    else:
        words = f"{value:,.{decimals}f}"
    return MINUS + words[1:] if words.startswith("-") else words


def _decimals(value: Decimal) -> int:
    decimals = len(number_words(value).partition(".")[2])
    return min(decimals, MOST_DECIMALS)
