"""How promises are counted: what was due and what came of it, with nothing hidden by an average.

Unconfirmed, released and withdrawn promises are counted by themselves, never as broken.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from registry.kit.text import count_words
from registry.pledges.models import Kind, PledgeState, Unit
from registry.pledges.rules.amounts import came_words

USUAL_DAYS = 365


class Group(StrEnum):
    """In which promises are counted together."""

    DUE = "due"
    KEPT = "kept"
    PARTLY_KEPT = "partly_kept"
    NOT_KEPT = "not_kept"
    UNCONFIRMED = "unconfirmed"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"
    OVER = "over"
    ON_THE_WAY = "on_the_way"
    DISPUTED = "disputed"

    @property
    def label(self) -> str:
        return GROUP_LABELS[self]

    @property
    def explanation(self) -> str:
        return GROUP_EXPLANATIONS[self]


GROUP_LABELS = {
    Group.DUE: "Due",
    Group.KEPT: "Kept",
    Group.PARTLY_KEPT: "Partly kept",
    Group.NOT_KEPT: "Not kept",
    Group.UNCONFIRMED: "Unconfirmed",
    Group.RELEASED: "Released",
    Group.WITHDRAWN: "Withdrawn",
    Group.OVER: "Over, and the team has not said yet",
    Group.ON_THE_WAY: "On their way",
    Group.DISPUTED: "With a disputed delivery",
}

GROUP_EXPLANATIONS = {
    Group.DUE: "Kept, partly kept and not kept together.",
    Group.KEPT: "All of it came, or the team says that it was kept.",
    Group.PARTLY_KEPT: "A part of it came.",
    Group.NOT_KEPT: "Nothing that the team confirmed came.",
    Group.UNCONFIRMED: "The team did not say whether it came, so nobody can know. Not counted as broken.",
    Group.RELEASED: "The team needed it no longer. Not counted as broken.",
    Group.WITHDRAWN: "Taken back by whoever promised it, with a reason that all can read.",
    Group.OVER: "Its last day has passed, and something waits for the team’s word.",
    Group.ON_THE_WAY: "Accepted, and its last day lies ahead.",
    Group.DISPUTED: "The team says of something recorded that it did not come. These stand above, too.",
}


STATES: dict[Group, frozenset[PledgeState]] = {
    Group.DUE: frozenset({PledgeState.KEPT, PledgeState.PARTLY_KEPT, PledgeState.NOT_KEPT}),
    Group.KEPT: frozenset({PledgeState.KEPT}),
    Group.PARTLY_KEPT: frozenset({PledgeState.PARTLY_KEPT}),
    Group.NOT_KEPT: frozenset({PledgeState.NOT_KEPT}),
    Group.UNCONFIRMED: frozenset({PledgeState.UNCONFIRMED}),
    Group.RELEASED: frozenset({PledgeState.RELEASED}),
    Group.WITHDRAWN: frozenset({PledgeState.WITHDRAWN}),
    Group.OVER: frozenset({PledgeState.ACCEPTED}),
    Group.ON_THE_WAY: frozenset({PledgeState.ACCEPTED}),
    Group.DISPUTED: frozenset(PledgeState),
}


@dataclass(frozen=True)
class Sum:
    """Promises of one state and kind, counted together.

    is_over        their last day has passed
    has_disputed   something that is said to have come is disputed by the team
    promised       in the kind's minor unit, as is what came
    """

    state: PledgeState
    kind: Kind
    is_over: bool
    has_disputed: bool
    count: int
    promised: int
    came: int


@dataclass(frozen=True)
class Counted:
    """
    amounts   how much of what was promised came, one for each unit: '40 of 60 hours', '£2,000 of £2,000'
    """

    group: Group
    count: int
    amounts: Sequence[str]


def is_in(group: Group, sum_: Sum) -> bool:
    if sum_.state not in STATES[group]:
        return False
    if group is Group.DISPUTED:
        return sum_.has_disputed
    return group not in {Group.OVER, Group.ON_THE_WAY} or sum_.is_over is (group is Group.OVER)


def counted(sums: Sequence[Sum], currency: str) -> list[Counted]:
    """Every group, also those in which there is nothing."""
    return [_counted(group, [each for each in sums if is_in(group, each)], currency) for group in Group]


def kept_words(kept: int, due: int) -> str:
    """41 of 46 due are kept."""
    if due == 0:
        return "Nothing was due in this time."
    if due == 1:
        return "The one promise due is kept." if kept else "The one promise due is not kept whole."
    if kept == due:
        return f"All {due:,} due are kept."
    return f"{kept:,} of {due:,} due {'is' if kept == 1 else 'are'} kept."


def other_words(counts: dict[Group, int]) -> str:
    """4 in part, 1 not; 12 are on their way."""
    due = [
        f"{counts[group]:,} {words}"
        for group, words in ((Group.PARTLY_KEPT, "in part"), (Group.NOT_KEPT, "not at all"))
        if counts[group]
    ]
    said = f"{' and '.join(due).capitalize()}. " if due else ""
    on_the_way = counts[Group.ON_THE_WAY]
    if not on_the_way:
        return said.strip()
    return f"{said}{count_words(on_the_way, 'promise is on its way', 'promises are on their way')}."


def usual_since(today: date) -> date:
    return today - timedelta(days=USUAL_DAYS)


def _counted(group: Group, sums: Sequence[Sum], currency: str) -> Counted:
    return Counted(group, sum(each.count for each in sums), _amounts(sums, currency))


def _amounts(sums: Sequence[Sum], currency: str) -> list[str]:
    found = []
    for unit in Unit:
        here = [each for each in sums if each.kind.unit is unit]
        promised = sum(each.promised for each in here)
        if unit is not Unit.NONE and promised:
            came = sum(each.came for each in here)
            found.append(came_words(here[0].kind, came, promised, currency).removesuffix(" came"))
    return found
