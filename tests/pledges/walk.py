"""A pledge that lives in memory: the rules without a database, and a model of it that lives from day to day.

The rules work out a state from a row, sums and a day. The model does not: it has a state and moves it, act by act and
night by night, in the words of MODEL.md.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from registry.kit import clock
from registry.pledges.models import Delivery, Kind, Pledge, PledgeState, Side, Verdict
from registry.pledges.rules import deliveries as delivery_rules
from registry.pledges.rules import pledges as rules
from registry.pledges.rules import states
from registry.pledges.rules.amounts import pledge_total
from registry.pledges.rules.arrows import Act
from registry.pledges.rules.states import Came
from tests.pledges.ledger import on

SOMEBODY = uuid4()
NOW = clock.now()


@dataclass
class Part:
    """A delivery, and the day on which it was recorded."""

    minor: int
    recorded_on: date
    answer: str = ""  # confirmed or disputed

    @property
    def row(self) -> Delivery:
        answered_at = NOW if self.answer else None
        return Delivery(
            organisation_id=SOMEBODY,
            pledge_id=SOMEBODY,
            delivered_on=self.recorded_on,
            recorded_at=NOW,
            recorded_by_id=SOMEBODY,
            confirmed_at=answered_at if self.answer == "confirmed" else None,
            disputed_at=answered_at if self.answer == "disputed" else None,
        )


@dataclass
class Model:
    """What MODEL.md says becomes of it."""

    state: PledgeState
    total: int | None
    ends_on: date
    reply_by_on: date
    today: date
    parts: list[Part]
    notice_until: date | None = None

    def night(self) -> None:
        self.today += timedelta(days=1)
        if self.state is PledgeState.OFFERED and self.today > self.reply_by_on:
            self.state = PledgeState.LAPSED
        if self.state is not PledgeState.ACCEPTED:
            return
        if self.notice_until is not None and self.notice_until < self.ends_on and self.today > self.notice_until:
            self.state = PledgeState.WITHDRAWN
        else:
            self.look()

    def look(self) -> None:
        """What follows from what came, at the end of its days or when all of it is confirmed."""
        waiting = [part for part in self.parts if not part.answer]
        came = sum(part.minor for part in self.parts if part.answer == "confirmed")
        said = came + sum(part.minor for part in waiting)
        is_old = any((self.today - part.recorded_on).days >= 30 for part in waiting)
        if self.total is None:
            unsaid = (self.today - self.ends_on).days >= 30
            self.state = PledgeState.UNCONFIRMED if unsaid else PledgeState.ACCEPTED
        elif came >= self.total:
            self.state = PledgeState.KEPT
        elif self.today <= self.ends_on and said < self.total:
            self.state = PledgeState.ACCEPTED
        elif waiting:
            self.state = PledgeState.UNCONFIRMED if is_old else PledgeState.ACCEPTED
        else:
            self.state = PledgeState.PARTLY_KEPT if came else PledgeState.NOT_KEPT


@dataclass
class Walk:
    """One pledge and what may be done with it; `do` says whether it was done."""

    pledge: Pledge
    today: date
    parts: list[Part] = field(default_factory=list)
    seen: set[tuple[PledgeState, Act, PledgeState]] = field(default_factory=set)

    def __post_init__(self) -> None:
        pledge = self.pledge
        self.model = Model(
            PledgeState.OFFERED, pledge_total(pledge), pledge.ends_on, pledge.reply_by_on, self.today, self.parts
        )

    @property
    def came(self) -> Came:
        waiting = [part for part in self.parts if not part.answer]
        confirmed = [part for part in self.parts if part.answer == "confirmed"]
        return Came(
            confirmed_minor=sum(part.minor for part in confirmed),
            pending_minor=sum(part.minor for part in waiting),
            confirmed_count=len(confirmed),
            pending_count=len(waiting),
            disputed_count=len(self.parts) - len(confirmed) - len(waiting),
            oldest_pending_on=min((part.recorded_on for part in waiting), default=None),
        )

    @property
    def state(self) -> PledgeState:
        return states.pledge_state(self.pledge, self.came, self.today)

    def do(self, act: Act, number: int = 1, *, is_teams: bool = False) -> bool:
        """
        number     what the act needs: how much of the whole, in tenths; which delivery; which verdict; how many days
        is_teams   whether the team itself records
        """
        before = self.state
        acted = bool(getattr(self, f"_{act.value}")(number, is_teams))
        if acted:
            self.seen.add((before, act, self.state))
        return acted

    def _accept(self, _number: int, _is_teams: bool) -> bool:
        if not rules.can_answer_pledge(self.state):
            return False
        self.pledge.accepted_at = NOW
        self.model.state = PledgeState.ACCEPTED
        return True

    def _decline(self, _number: int, _is_teams: bool) -> bool:
        if not rules.can_answer_pledge(self.state):
            return False
        self.pledge.declined_at = NOW
        self.model.state = PledgeState.DECLINED
        return True

    def _withdraw(self, _number: int, _is_teams: bool) -> bool:
        if not rules.can_withdraw_pledge(self.pledge, self.state):
            return False
        self.pledge.withdrawn_at = NOW
        self.pledge.withdrawal_effective_on = rules.withdrawal_effective_on(self.pledge, self.today)
        if self.model.state is PledgeState.OFFERED:
            self.model.state = PledgeState.WITHDRAWN
        else:
            self.model.notice_until = self.today + timedelta(days=28)
        return True

    def _agree(self, number: int, _is_teams: bool) -> bool:
        if not rules.can_agree_to_withdrawal(self.pledge, self.state, self.today):
            return False
        effective_on = self.today + timedelta(days=number)
        if rules.objections_to_agreeing(self.pledge, effective_on, self.today):
            return False
        self.pledge.withdrawal_effective_on = self.model.notice_until = effective_on
        return True

    def _reduce(self, tenths: int, _is_teams: bool) -> bool:
        """Of an amount in all: the part cut off is another pledge, the rest goes on."""
        pledge = self.pledge
        if not rules.can_reduce_pledge(pledge, self.state):
            return False
        rest = self.came.confirmed_minor if tenths == 0 else (pledge.quantity_minor or 0) * tenths // 10
        if rest == 0 or rules.objections_to_reduction(pledge, self.came, rest, self.today):
            return False
        pledge.quantity_minor = self.model.total = rest
        self.model.look()
        return True

    def _release(self, _number: int, _is_teams: bool) -> bool:
        if not rules.can_release_pledge(self.state):
            return False
        self.pledge.released_at = NOW
        self.model.state = PledgeState.RELEASED
        return True

    def _record(self, tenths: int, is_teams: bool) -> bool:
        pledge, minor = self.pledge, max(1, (self.pledge.quantity_minor or 0) * tenths // 10)
        if not delivery_rules.can_record_delivery(pledge, self.state, self.today):
            return False
        self.parts.append(Part(minor, self.today, "confirmed" if is_teams else ""))
        self.model.look()
        return True

    def _confirm(self, place: int, _is_teams: bool) -> bool:
        return self._answer(place, "confirmed")

    def _dispute(self, place: int, _is_teams: bool) -> bool:
        return self._answer(place, "disputed")

    def _answer(self, place: int, answer: str) -> bool:
        if not self.parts:
            return False
        part = self.parts[place % len(self.parts)]
        if not delivery_rules.can_answer_delivery(part.row):
            return False
        part.answer = answer
        if self.model.state in {PledgeState.ACCEPTED, PledgeState.UNCONFIRMED}:
            self._look_again()
        elif self.model.state is PledgeState.WITHDRAWN and self.model.total is not None:
            came = sum(each.minor for each in self.parts if each.answer == "confirmed")
            self.model.state = PledgeState.KEPT if came >= self.model.total else PledgeState.WITHDRAWN
        return True

    def _look_again(self) -> None:
        """Where a withdrawal has taken effect meanwhile, its last day is the day to look from."""
        model, today = self.model, self.today
        until = model.notice_until
        is_over = until is not None and until < model.ends_on and until < today
        model.today = until if is_over and until else today
        model.look()
        model.today = today
        if is_over and model.state is PledgeState.ACCEPTED:
            model.state = PledgeState.WITHDRAWN

    def _judge(self, number: int, _is_teams: bool) -> bool:
        if not rules.can_give_verdict(self.pledge, self.state, self.came, self.today):
            return False
        verdict = list(Verdict)[number % len(Verdict)]
        self.pledge.verdict = verdict
        self.model.state = PledgeState(verdict.value)
        return True

    def _end(self, _number: int, _is_teams: bool) -> bool:
        state = self.state
        if state is PledgeState.OFFERED:
            self.pledge.declined_at, self.model.state = NOW, PledgeState.DECLINED
        elif state is PledgeState.ACCEPTED:
            self.pledge.released_at, self.model.state = NOW, PledgeState.RELEASED
        else:
            return False
        return True

    def _wait(self, _number: int, _is_teams: bool) -> bool:
        self.today += timedelta(days=1)
        self.model.night()
        return True


def walk_of(*, minor: int | None = 600, begins: int = 0, days: int = 60, reply: int = 14, **given: Any) -> Walk:
    """Ten hours in all, from the first day on; without an amount it is a barrier to be removed."""
    facts: dict[str, Any] = {
        "organisation_id": SOMEBODY,
        "idea_id": SOMEBODY,
        "pledger_id": SOMEBODY,
        "side": Side.ORGANISATION,
        "kind": Kind.BARRIER if minor is None else Kind.TIME,
        "what": "A nurse",
        "quantity_minor": minor,
        "starts_on": on(begins),
        "ends_on": on(begins + days - 1),
        "reply_by_on": min(on(reply), on(begins + days - 1)),
        "offered_at": NOW,
    }
    return Walk(Pledge(**(facts | given)), on(0))
