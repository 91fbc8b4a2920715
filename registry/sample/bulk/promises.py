"""A promise while it is told: the rules read it as they read a pledge's row."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from registry.kit.text import day_words
from registry.pledges.models import Kind, PledgeState, Verdict
from registry.pledges.rules import amounts, states
from registry.pledges.rules.states import NOTHING_CAME, UNANSWERED_DAYS, Came
from registry.sample.bulk.rows import Given, Moment

NEWS = states.SETTLED | {PledgeState.LAPSED}


@dataclass(slots=True)
class Promise:
    """
    row       what is written of it
    last_at   when something was last done about it
    """

    row: Given
    id: str
    kind: Kind
    what: str
    quantity_minor: int | None
    starts_on: date
    ends_on: date
    reply_by_on: date
    offered_at: datetime
    last_at: Moment
    words: str = ""
    is_each_week: bool = False
    accepted_at: datetime | None = None
    declined_at: datetime | None = None
    withdrawn_at: datetime | None = None
    withdrawal_effective_on: date | None = None
    released_at: datetime | None = None
    verdict: Verdict | None = None
    came: Came = field(default=NOTHING_CAME)

    def state_on(self, day: date) -> PledgeState:
        plain: Any = self
        return states.pledge_state(plain, self.came, day)

    def next_change_on(self, day: date) -> date | None:
        plain: Any = self
        return states.next_change_on(plain, self.came, day)

    def came_about_on(self, state: PledgeState) -> date:
        """The day on which time brought this state; before its last step where a step brought it."""
        if state is PledgeState.LAPSED:
            return self.reply_by_on + timedelta(days=1)
        if state is not PledgeState.UNCONFIRMED:
            return self.starts_on if state is PledgeState.KEPT else self.ends_on + timedelta(days=1)
        return (self.came.oldest_pending_on or self.ends_on) + timedelta(days=UNANSWERED_DAYS)

    def sponsors_on(self, day: date) -> bool:
        """Whether it is a sponsorship in force."""
        effective_on = self.withdrawal_effective_on
        is_standing = self.accepted_at and not self.released_at and self.ends_on >= day
        return bool(self.kind is Kind.SPONSORSHIP and is_standing and (effective_on is None or effective_on >= day))

    def receive(self, minor: int, recorded: Moment, *, is_confirmed: bool, is_disputed: bool) -> None:
        came = self.came
        if is_confirmed:
            self.came = replace(
                came, confirmed_minor=came.confirmed_minor + minor, confirmed_count=came.confirmed_count + 1
            )
        elif is_disputed:
            self.came = replace(came, disputed_count=came.disputed_count + 1)
        else:
            self.came = replace(
                came,
                pending_minor=came.pending_minor + minor,
                pending_count=came.pending_count + 1,
                oldest_pending_on=came.oldest_pending_on or recorded.on,
            )


def promise_words(promise: Promise, currency: str) -> str:
    plain: Any = promise
    return amounts.promise_words(plain, currency)


@lru_cache(maxsize=4096)
def came_words(kind: Kind, minor: int, on: date, what: str, currency: str) -> str:
    """As the history says what was given: 4 hours on 3 March 2027: An analyst."""
    return f"{amounts.amount_in_words(kind, minor, False, currency)} on {day_words(on)}: {what}"
