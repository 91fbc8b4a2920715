"""Where a pledge or an ask stands, from its row, the sums of its deliveries and the day, and from nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from registry.pledges.models import Ask, AskState, Pledge, PledgeState
from registry.pledges.rules.amounts import pledge_total, total_minor

UNANSWERED_DAYS = 30
NOTICE_DAYS = 28

SETTLED = frozenset({PledgeState.KEPT, PledgeState.PARTLY_KEPT, PledgeState.NOT_KEPT, PledgeState.UNCONFIRMED})
PAST = frozenset({PledgeState.DECLINED, PledgeState.LAPSED, PledgeState.WITHDRAWN, PledgeState.RELEASED})


@dataclass(frozen=True)
class Came:
    """What came of a pledge: sums over its deliveries.

    oldest_pending_on   the day on which the oldest delivery without an answer was recorded
    """

    confirmed_minor: int = 0
    pending_minor: int = 0
    confirmed_count: int = 0
    pending_count: int = 0
    disputed_count: int = 0
    oldest_pending_on: date | None = None


NOTHING_CAME = Came()


def pledge_state(pledge: Pledge, came: Came, today: date) -> PledgeState:
    """Days end in the organisation's zone, in which `today` is given."""
    if pledge.accepted_at is None:
        return _offer_state(pledge, today)
    if pledge.released_at:
        return PledgeState.RELEASED
    if pledge.verdict:
        return PledgeState(pledge.verdict.value)
    total = pledge_total(pledge)
    if total is not None and came.confirmed_minor >= total:
        return PledgeState.KEPT
    effective_on = pledge.withdrawal_effective_on if has_withdrawn(pledge, today) else None
    # A withdrawal ends what still stood when it took effect; what was settled by then stays as it was.
    day = effective_on or today
    state = _state_without_quantity(pledge, day) if total is None else _state_from(came, total, pledge, day)
    return PledgeState.WITHDRAWN if effective_on and state is PledgeState.ACCEPTED else state


def has_withdrawn(pledge: Pledge, today: date) -> bool:
    """Whether a withdrawal has taken effect; one that would after the period's end changes nothing."""
    effective_on = pledge.withdrawal_effective_on
    return effective_on is not None and effective_on < today and effective_on < pledge.ends_on


def is_in_force(pledge: Pledge, today: date) -> bool:
    """Accepted and binding today or later."""
    return (
        pledge.accepted_at is not None
        and pledge.released_at is None
        and today <= pledge.ends_on
        and not has_withdrawn(pledge, today)
    )


def next_change_on(pledge: Pledge, came: Came, today: date) -> date | None:
    """The next day on which time alone may bring another state; None when it can no longer."""
    if pledge_state(pledge, came, today) not in {PledgeState.OFFERED, PledgeState.ACCEPTED}:
        return None
    if pledge.accepted_at is None:
        return pledge.reply_by_on + timedelta(days=1)
    days = [pledge.ends_on + timedelta(days=1)]
    if pledge.withdrawal_effective_on:
        days.append(pledge.withdrawal_effective_on + timedelta(days=1))
    if pledge.quantity_minor is None:
        days.append(pledge.ends_on + timedelta(days=UNANSWERED_DAYS))
    if came.oldest_pending_on:
        days.append(came.oldest_pending_on + timedelta(days=UNANSWERED_DAYS))
    return min((day for day in days if day > today), default=None)


def ask_state(ask: Ask, met_minor: int, answering: int) -> AskState:
    """
    met_minor   what accepted pledges for it come to
    answering   how many of them there are
    """
    if ask.withdrawn_at:
        return AskState.WITHDRAWN
    if not answering:
        return AskState.OPEN
    total = ask_total(ask)
    return AskState.MET if total is None or met_minor >= total else AskState.PARTLY_MET


def ask_total(ask: Ask) -> int | None:
    until_on = ask.needed_until_on or ask.needed_from_on
    return total_minor(ask.quantity_minor, ask.is_each_week, ask.needed_from_on, until_on)


def met_by(pledges: Iterable[tuple[Pledge, Came]], today: date) -> tuple[int, int]:
    """What pledges come to for the ask they answer: promised while they stand or were kept, else what was confirmed.

    returns   the amount in minor units, and how many pledges count
    """
    amount, count = 0, 0
    for pledge, came in pledges:
        state = pledge_state(pledge, came, today)
        if state in {PledgeState.ACCEPTED, PledgeState.KEPT}:
            amount += pledge_total(pledge) or 0
        elif pledge.accepted_at is None or not came.confirmed_count:
            continue
        else:
            amount += came.confirmed_minor
        count += 1
    return amount, count


def _offer_state(pledge: Pledge, today: date) -> PledgeState:
    if pledge.declined_at:
        return PledgeState.DECLINED
    if pledge.withdrawn_at:
        return PledgeState.WITHDRAWN
    return PledgeState.LAPSED if today > pledge.reply_by_on else PledgeState.OFFERED


def _state_without_quantity(pledge: Pledge, today: date) -> PledgeState:
    """The team says; when it has said nothing for 30 days after the end, nobody can know."""
    is_unsaid = today >= pledge.ends_on + timedelta(days=UNANSWERED_DAYS)
    return PledgeState.UNCONFIRMED if is_unsaid else PledgeState.ACCEPTED


def _state_from(came: Came, total: int, pledge: Pledge, today: date) -> PledgeState:
    is_over = today > pledge.ends_on or came.confirmed_minor + came.pending_minor >= total
    if not is_over:
        return PledgeState.ACCEPTED
    if came.oldest_pending_on:
        is_unanswered = today >= came.oldest_pending_on + timedelta(days=UNANSWERED_DAYS)
        return PledgeState.UNCONFIRMED if is_unanswered else PledgeState.ACCEPTED
    return PledgeState.PARTLY_KEPT if came.confirmed_minor else PledgeState.NOT_KEPT
