"""Where promises and answers stand, in a few words."""

from collections.abc import Sequence
from datetime import date

from registry.kit.paging import COUNT_LIMIT
from registry.kit.text import count_words, day_words
from registry.pledges.models import Kind, Pledge, PledgeState
from registry.pledges.rules.states import Came


def state_words(pledge: Pledge, state: PledgeState, came_words: str, today: date) -> str:
    """
    came_words   '22 of 24 hours came'; empty without a quantity
    """
    if state is PledgeState.OFFERED:
        return "Waits for an answer"
    if state is PledgeState.PARTLY_KEPT and came_words:
        return f"Partly kept: {came_words}"
    if state is not PledgeState.ACCEPTED:
        return state.label
    if pledge.withdrawal_effective_on:
        return f"Withdrawn, holds until {day_words(pledge.withdrawal_effective_on)}"
    if today < pledge.starts_on:
        return f"From {day_words(pledge.starts_on)}"
    if came_words:
        return came_words
    if today > pledge.ends_on:
        return "Was it kept?"
    return "In force" if pledge.kind is Kind.SPONSORSHIP else "On its way"


def promises_words(promises: Sequence[tuple[PledgeState, Came]]) -> str:
    """3 promises on their way, 1 kept, 1 delivery to confirm."""
    states = [state for state, _ in promises]
    on_their_way = states.count(PledgeState.ACCEPTED)
    pending = sum(came.pending_count for _, came in promises)
    offers = states.count(PledgeState.OFFERED)
    parts = [
        count_words(on_their_way, "promise on its way", "promises on their way") if on_their_way else "",
        *(_counted(states, state) for state in (PledgeState.KEPT, PledgeState.PARTLY_KEPT, PledgeState.NOT_KEPT)),
        _counted(states, PledgeState.UNCONFIRMED),
        count_words(offers, "offer to answer", "offers to answer") if offers else "",
        count_words(pending, "delivery to confirm", "deliveries to confirm") if pending else "",
    ]
    return ", ".join(part for part in parts if part)


def waited_words(waited_days: int, promised_days: int) -> str:
    """Has waited 41 days: 27 more than promised."""
    if waited_days == 0:
        return f"Waits since today, of {count_words(promised_days, 'day')} promised"
    waited = f"Has waited {count_words(waited_days, 'day')}"
    if waited_days > promised_days:
        return f"{waited}: {waited_days - promised_days:,} more than promised"
    return f"{waited} of {promised_days:,} promised"


def waiting_words(waiting: int, late: int, promised_days: int) -> str:
    """12 ideas wait for an answer, 3 of them longer than the 14 days promised."""
    if waiting == 0:
        return "No idea waits for an answer."
    count = f"{COUNT_LIMIT:,} ideas or more wait" if waiting >= COUNT_LIMIT else _wait(waiting)
    promised = f"the {count_words(promised_days, 'day')} promised"
    if late == 0:
        return f"{count} for an answer, none longer than {promised}."
    if waiting == 1:
        return f"{count} for an answer, longer than {promised}."
    return f"{count} for an answer, {late:,} of them longer than {promised}."


def answered_words(answered: int, in_time: int) -> str:
    """187 of the last 200 answers came in time."""
    if answered == 0:
        return ""
    if answered == 1:
        return f"The last answer came {'in time' if in_time else 'late'}."
    return f"{in_time:,} of the last {answered:,} answers came in time."


def _counted(states: Sequence[PledgeState], state: PledgeState) -> str:
    count = states.count(state)
    return f"{count:,} {state.label.lower()}" if count else ""


def _wait(waiting: int) -> str:
    return "1 idea waits" if waiting == 1 else f"{waiting:,} ideas wait"
