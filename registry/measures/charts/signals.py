"""What the rules say of one number, in words. Source: spc/RULES.md, section 4.1."""

from registry.measures.rules.results import Judged
from registry.spc.causes import DOWN, SIDE, STRENGTH, UP, Rule, SpecialCause
from registry.spc.series import Direction

CAUSE_WORDS = {
    SpecialCause.IMPROVEMENT: "Improvement",
    SpecialCause.CONCERN: "Concern",
    SpecialCause.NEUTRAL_HIGH: "Higher than chance",
    SpecialCause.NEUTRAL_LOW: "Lower than chance",
    SpecialCause.COMMON_CAUSE: "Chance alone",
}
RULE_WORDS = {
    Rule.ABOVE_UPPER_LIMIT: "above the upper limit",
    Rule.BELOW_LOWER_LIMIT: "below the lower limit",
    Rule.TREND_INCREASING: "in a row of rising numbers",
    Rule.TREND_DECREASING: "in a row of falling numbers",
    Rule.TWO_OF_THREE_ABOVE: "two of three near the upper limit",
    Rule.TWO_OF_THREE_BELOW: "two of three near the lower limit",
    Rule.SHIFT_ABOVE: "in a run above the mean",
    Rule.SHIFT_BELOW: "in a run below the mean",
}


def signal_words(judged: Judged, direction: Direction) -> str:
    """For the table and the tooltip."""
    if judged.counted.value is None:
        return "Could not count"
    if judged.cause is None:
        return "Left out" if judged.counted.is_ghosted else ""
    rule = rule_of(judged, direction)
    return f"{CAUSE_WORDS[judged.cause]}: {RULE_WORDS[rule]}" if rule else CAUSE_WORDS[judged.cause]


def rule_of(judged: Judged, direction: Direction) -> Rule | None:
    """The rule that decided, in mdc the strongest of those on the side that won; None for chance."""
    if judged.cause in {None, SpecialCause.COMMON_CAUSE}:
        return None
    side = _side(judged.cause, direction)
    return judged.rule or max((rule for rule in judged.rules if SIDE[rule] == side), key=STRENGTH.__getitem__)


def _side(cause: SpecialCause | None, direction: Direction) -> int:
    """Whether a judgement speaks of higher or of lower numbers."""
    if cause in {SpecialCause.NEUTRAL_HIGH, SpecialCause.NEUTRAL_LOW}:
        return UP if cause is SpecialCause.NEUTRAL_HIGH else DOWN
    is_low_better = direction is Direction.DECREASE
    return DOWN if (cause is SpecialCause.IMPROVEMENT) == is_low_better else UP
