"""The two icons: what the process is doing, and whether it will meet its target. Source: spc/RULES.md, section 5."""

from enum import StrEnum

from registry.spc.causes import SpecialCause
from registry.spc.limits import Lines
from registry.spc.series import Direction, RuleSet


class Variation(StrEnum):
    COMMON_CAUSE = "common_cause"
    IMPROVEMENT_HIGH = "improvement_high"
    IMPROVEMENT_LOW = "improvement_low"
    CONCERN_HIGH = "concern_high"
    CONCERN_LOW = "concern_low"
    NEUTRAL_HIGH = "neutral_high"
    NEUTRAL_LOW = "neutral_low"


class Assurance(StrEnum):
    PASS = "pass"  # noqa: S105 - the icon's name, no password
    FAIL = "fail"
    HIT_OR_MISS = "hit_or_miss"


def variation_icon(last: SpecialCause, direction: Direction) -> Variation:
    """The last counted point's judgement; high and low follow from what is better, not from where the point lies."""
    is_low_better = direction is Direction.DECREASE
    match last:
        case SpecialCause.IMPROVEMENT:
            return Variation.IMPROVEMENT_LOW if is_low_better else Variation.IMPROVEMENT_HIGH
        case SpecialCause.CONCERN:
            return Variation.CONCERN_HIGH if is_low_better else Variation.CONCERN_LOW
        case _:
            return Variation(last.value)


def assurance_icon(target: int | None, lines: Lines, direction: Direction, rule_set: RuleSet) -> Assurance | None:
    """Whether the process as it is will meet the target.

    target     in whole numbers of the series
    lines      of the last segment
    returns    None without a target or a direction, and in mdc without limits; nhsr then still says hit or miss
    """
    if target is None or direction is Direction.NEUTRAL:
        return None
    if lines.reach is None:
        return Assurance.HIT_OR_MISS if rule_set is RuleSet.NHSR else None
    [distance] = lines.distances([target])
    ease = distance if direction is Direction.DECREASE else -distance
    if ease > lines.reach or (ease == lines.reach and rule_set is RuleSet.MDC):
        return Assurance.PASS
    if ease < -lines.reach or (ease == -lines.reach and rule_set is RuleSet.MDC):
        return Assurance.FAIL
    return Assurance.HIT_OR_MISS
