"""The life of a pledge: chance walks every path, the rules and a model agree, and no arrow is missing or too many."""

from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from registry.pledges.models import PledgeState
from registry.pledges.rules import arrows, states
from registry.pledges.rules.amounts import pledge_total
from registry.pledges.rules.arrows import ARROWS, WHO, Act, Part
from registry.pledges.rules.envelopes import drawn_minor
from tests.pledges.walk import Walk, walk_of

ACCEPT, RECORD, WITHDRAW = (Act.ACCEPT, 0), Act.RECORD, (Act.WITHDRAW, 0)
RARE_WAYS: list[list[tuple[Act, int]]] = [
    # Withdrawn on the 20th day, so that it holds until the 48th; what was recorded before is answered after that.
    [ACCEPT, (RECORD, 10), (Act.WAIT, 20), WITHDRAW, (Act.WAIT, 30), (Act.DISPUTE, 0)],
    [ACCEPT, (RECORD, 5), (Act.WAIT, 20), WITHDRAW, (Act.WAIT, 10), (RECORD, 6), (Act.WAIT, 20), (Act.CONFIRM, 0)],
    # Half of it is left unanswered for long; then the pledger reduces it to that half, or records the other.
    [ACCEPT, (RECORD, 5), (Act.WAIT, 31), (Act.REDUCE, 5)],
    [ACCEPT, (RECORD, 5), (Act.WAIT, 31), (RECORD, 5)],
]
ENDS = {PledgeState.DECLINED, PledgeState.LAPSED, PledgeState.RELEASED, PledgeState.KEPT}


class LifeOfAPledge(RuleBasedStateMachine):
    walk: Walk

    @initialize(
        minor=some.sampled_from([None, 600, 7]),
        begins=some.integers(0, 20),
        days=some.integers(1, 80),
        reply=some.integers(0, 20),
    )
    def offer(self, minor: int | None, begins: int, days: int, reply: int) -> None:
        self.walk = walk_of(minor=minor, begins=begins, days=days, reply=reply)

    @rule()
    def accept(self) -> None:
        self.act(Act.ACCEPT)

    @rule()
    def decline(self) -> None:
        self.act(Act.DECLINE)

    @rule()
    def withdraw(self) -> None:
        self.act(Act.WITHDRAW)

    @rule(days=some.integers(-2, 30))
    def agree(self, days: int) -> None:
        self.act(Act.AGREE, days)

    @rule(tenths=some.integers(0, 10))
    def reduce(self, tenths: int) -> None:
        self.act(Act.REDUCE, tenths)

    @rule()
    def release(self) -> None:
        self.act(Act.RELEASE)

    @rule(tenths=some.integers(0, 12), is_teams=some.booleans())
    def record(self, tenths: int, is_teams: bool) -> None:
        self.act(Act.RECORD, tenths, is_teams=is_teams)

    @rule(place=some.integers(0, 5))
    def confirm(self, place: int) -> None:
        self.act(Act.CONFIRM, place)

    @rule(place=some.integers(0, 5))
    def dispute(self, place: int) -> None:
        self.act(Act.DISPUTE, place)

    @rule(verdict=some.integers(0, 2))
    def judge(self, verdict: int) -> None:
        self.act(Act.JUDGE, verdict)

    @precondition(lambda self: self.walk.state is PledgeState.OFFERED)
    @rule()
    def accept_at_once(self) -> None:
        self.act(Act.ACCEPT)

    @rule()
    def end(self) -> None:
        self.act(Act.END)

    @rule(days=some.integers(1, 45))
    def wait(self, days: int) -> None:
        for _ in range(days):
            before = self.walk.state
            expected = states.next_change_on(self.walk.pledge, self.walk.came, self.walk.today)
            self.act(Act.WAIT)
            if self.walk.state is not before:
                assert expected == self.walk.today, "the periodic work would not have looked on this day"
            elif expected is not None:
                assert expected >= self.walk.today

    def act(self, act: Act, number: int = 1, *, is_teams: bool = False) -> None:
        before = self.walk.state
        if not self.walk.do(act, number, is_teams=is_teams):
            assert self.walk.state is before
            return
        after = self.walk.state
        assert arrows.leads(act, before, after), f"{act} led from {before} to {after}"
        assert before not in ENDS or after is before, "what is settled for good stays"
        if WHO[act] is Part.PLEDGER and act is not Act.REDUCE:
            assert after is not PledgeState.KEPT

    @invariant()
    def the_model_agrees(self) -> None:
        assert self.walk.state is self.walk.model.state

    @invariant()
    def what_is_said_of_it_follows_from_what_came(self) -> None:
        walk, came, total = self.walk, self.walk.came, pledge_total(self.walk.pledge)
        if walk.pledge.verdict or total is None:
            return
        if walk.state is PledgeState.KEPT:
            assert came.confirmed_minor >= total
        if walk.state in {PledgeState.PARTLY_KEPT, PledgeState.NOT_KEPT}:
            assert came.pending_count == 0
            assert (came.confirmed_minor > 0) is (walk.state is PledgeState.PARTLY_KEPT)
        if walk.state is PledgeState.UNCONFIRMED:
            assert came.pending_count > 0

    @invariant()
    def it_never_draws_more_than_it_promised_nor_keeps_what_is_not_to_come(self) -> None:
        walk, total = self.walk, pledge_total(self.walk.pledge) or 0
        drawn = drawn_minor(walk.pledge, walk.came, walk.today)
        assert 0 <= drawn <= total
        if walk.state in {PledgeState.DECLINED, PledgeState.LAPSED, PledgeState.NOT_KEPT}:
            assert drawn == 0
        if walk.state is PledgeState.KEPT:
            assert drawn == total


LifeOfAPledge.TestCase.settings = settings(
    max_examples=150, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestTheLifeOfAPledge = LifeOfAPledge.TestCase


def test_every_arrow_of_the_table_is_walked_and_no_other() -> None:
    """Thousands of walks that chance chooses, always the same ones."""
    chance, walked = Random(41), set[tuple[PledgeState, Act, PledgeState]]()
    for _ in range(3000):
        walked |= _wander(chance).seen
    for way in RARE_WAYS:
        walked |= _followed(way).seen
    table = {(before, act, after) for before, acts in ARROWS.items() for act, ends in acts.items() for after in ends}
    moved = {(before, act, after) for before, act, after in walked if before is not after}

    assert moved - table == set(), "the table lacks these arrows"
    assert table - moved == set(), "no walk follows these arrows"
    stayed = {(before, act) for before, act, after in walked if before is after and act is not Act.WAIT}
    assert all(arrows.can(act, before) for before, act in stayed)


@pytest.mark.parametrize("state", PledgeState)
def test_what_has_no_arrow_cannot_be_done(state: PledgeState) -> None:
    """Each act of the table says whose it is; a state without arrows is an end."""
    assert set(ARROWS) == set(PledgeState)
    assert set(WHO) == set(Act)
    if state in {PledgeState.DECLINED, PledgeState.LAPSED}:
        assert not ARROWS[state]


def _followed(way: list[tuple[Act, int]]) -> Walk:
    walk = walk_of(days=80)
    for act, number in way:
        for _ in range(number if act is Act.WAIT else 1):
            assert walk.do(act, number)
    return walk


def _wander(chance: Random) -> Walk:
    walk = walk_of(
        minor=chance.choice([None, 600, 600]),
        begins=chance.randrange(6),
        days=chance.choice([1, 20, 45, 80]),
        reply=chance.randrange(15),
    )
    acts: list[Any] = [*Act, Act.ACCEPT, Act.ACCEPT, Act.RECORD, Act.CONFIRM, Act.DISPUTE]
    for _ in range(30):
        act = chance.choice(acts)
        if act in {Act.END, Act.RELEASE, Act.DECLINE} and chance.random() < 0.7:
            continue
        if act is Act.WAIT:
            for _ in range(chance.choice([1, 5, 20, 31])):
                walk.do(Act.WAIT)
        else:
            walk.do(act, chance.randrange(11), is_teams=chance.random() < 0.4)
    return walk
