"""The life of a pledge as a table of arrows: from where, by which act, whose act it is, to where.

Source: MODEL, 'Asks, pledges, deliveries'. What may be done in a state is what has an arrow there; `rules.states` works
out where a pledge stands, and a test lets chance try every path and finds no other arrow.
"""

from enum import StrEnum

from registry.pledges.models import PledgeState

OFFERED, ACCEPTED, KEPT = PledgeState.OFFERED, PledgeState.ACCEPTED, PledgeState.KEPT
PARTLY_KEPT, NOT_KEPT, UNCONFIRMED = PledgeState.PARTLY_KEPT, PledgeState.NOT_KEPT, PledgeState.UNCONFIRMED
WITHDRAWN = PledgeState.WITHDRAWN


class Act(StrEnum):
    """What moves a pledge."""

    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    AGREE = "agree"  # to an earlier end of what is withdrawn
    REDUCE = "reduce"
    RELEASE = "release"
    RECORD = "record"  # a delivery; what the team itself records is confirmed by that
    CONFIRM = "confirm"
    DISPUTE = "dispute"
    JUDGE = "judge"  # the team's word on a promise without a quantity
    END = "end"  # of its idea
    WAIT = "wait"  # a day passes


class Part(StrEnum):
    """Who acts. The receiver is the lead, or the one person whom line-manager support names."""

    PLEDGER = "pledger"
    RECEIVER = "receiver"
    TEAM = "team"
    EITHER = "either"
    LEAD = "lead"
    TIME = "time"


WHO = {
    Act.ACCEPT: Part.RECEIVER,
    Act.DECLINE: Part.RECEIVER,
    Act.WITHDRAW: Part.PLEDGER,
    Act.AGREE: Part.RECEIVER,
    Act.REDUCE: Part.PLEDGER,
    Act.RELEASE: Part.RECEIVER,
    Act.RECORD: Part.EITHER,
    Act.CONFIRM: Part.TEAM,
    Act.DISPUTE: Part.TEAM,
    Act.JUDGE: Part.TEAM,
    Act.END: Part.LEAD,
    Act.WAIT: Part.TIME,
}

Arrows = dict[Act, frozenset[PledgeState]]
SAID = frozenset({KEPT, PARTLY_KEPT, NOT_KEPT})
ANSWERED: Arrows = {Act.CONFIRM: frozenset(), Act.DISPUTE: frozenset()}  # Written down, and nothing follows.

# What may become of it at once; to stay where it is needs no arrow but that the act is here.
ARROWS: dict[PledgeState, Arrows] = {
    OFFERED: {
        Act.ACCEPT: frozenset({ACCEPTED}),
        Act.DECLINE: frozenset({PledgeState.DECLINED}),
        Act.WITHDRAW: frozenset({WITHDRAWN}),
        Act.END: frozenset({PledgeState.DECLINED}),
        Act.WAIT: frozenset({PledgeState.LAPSED}),
    },
    ACCEPTED: {
        Act.WITHDRAW: frozenset(),  # It holds for 28 days more.
        Act.AGREE: frozenset(),
        # To what has come already; unconfirmed where the team has left that unanswered for long.
        Act.REDUCE: frozenset({KEPT, UNCONFIRMED}),
        Act.RELEASE: frozenset({PledgeState.RELEASED}),
        Act.RECORD: frozenset({KEPT, UNCONFIRMED}),
        Act.CONFIRM: frozenset({KEPT, PARTLY_KEPT}),
        Act.DISPUTE: frozenset({PARTLY_KEPT, NOT_KEPT}),
        Act.JUDGE: SAID,
        Act.END: frozenset({PledgeState.RELEASED}),
        Act.WAIT: frozenset({PARTLY_KEPT, NOT_KEPT, UNCONFIRMED, WITHDRAWN}),
    },
    PARTLY_KEPT: {
        Act.RECORD: frozenset({KEPT, ACCEPTED}),  # What the pledger records late waits for the team's word.
        **ANSWERED,
    },
    NOT_KEPT: {
        Act.RECORD: frozenset({KEPT, PARTLY_KEPT, ACCEPTED}),
        **ANSWERED,
    },
    UNCONFIRMED: {
        Act.RECORD: frozenset({KEPT}),
        # The rest may be young enough to wait for, or what made it whole was never there.
        Act.CONFIRM: frozenset({KEPT, PARTLY_KEPT, ACCEPTED, WITHDRAWN}),
        Act.DISPUTE: frozenset({PARTLY_KEPT, NOT_KEPT, ACCEPTED, WITHDRAWN}),
        Act.JUDGE: SAID,
    },
    # What came before the withdrawal took effect may still be answered.
    WITHDRAWN: {Act.CONFIRM: frozenset({KEPT}), Act.DISPUTE: frozenset()},
    PledgeState.RELEASED: ANSWERED,
    KEPT: ANSWERED,
    PledgeState.DECLINED: {},
    PledgeState.LAPSED: {},
}


def can(act: Act, state: PledgeState) -> bool:
    return act in ARROWS[state]


def leads(act: Act, before: PledgeState, after: PledgeState) -> bool:
    """Whether an act may bring a pledge from one state to another; a day may pass anywhere and change nothing."""
    return after in ARROWS[before].get(act, frozenset()) or (before is after and (can(act, before) or act is Act.WAIT))
