"""What becomes of ideas, and how many of each there are."""

from collections.abc import Callable
from datetime import timedelta

from registry.boundaries.models import Answer, CrossingAnswer
from registry.pledges.models import Kind, Verdict
from registry.sample.bulk import words
from registry.sample.bulk.counting import count
from registry.sample.bulk.promises import Promise
from registry.sample.bulk.rows import Moment
from registry.sample.bulk.telling import Life, Scene

HOUR = 60
WEEK = timedelta(days=7)
UNDER_A_FRAMEWORK = 0.6

Asked = tuple[Kind, str, int | None]
ASKS: tuple[Asked, ...] = (
    (Kind.DATA, "Someone who finds the numbers with us", 4 * HOUR),
    (Kind.TIME, "A nurse off the rota, to try it", 40 * HOUR),
    (Kind.EQUIPMENT, "Trolleys that fit the bay", 2),
    (Kind.MONEY, "The kits for the first month", 180_000),
    (Kind.BARRIER, "Somebody who opens the store at night", None),
)
HELP: Asked = (Kind.TIME, "Hours of a nurse, off the rota", 40 * HOUR)


class Telling:
    """A life on its way from its first moment to now; moments are told as shares of what lies between two."""

    def __init__(self, scene: Scene, at: Moment) -> None:
        self.scene, self.chance = scene, scene.chance
        self.at = at
        self.life = Life(scene, at)

    def between(self, first: Moment, last: Moment, share: float) -> Moment:
        return self.scene.at(first.at + (last.at - first.at) * share)

    def since(self, share: float) -> Moment:
        return self.between(self.at, self.scene.now, share)

    def register(self, *, outcome: str = "") -> None:
        self.life.register(self.at, outcome=outcome)
        if self.scene.holdings and self.chance.random() < UNDER_A_FRAMEWORK:
            self.life.stand_under(self.at, self.chance.choice(self.scene.holdings))
        if self.chance.random() < 0.35:
            answered = self.since(0.06) if self.chance.random() < 0.8 else None
            self.life.join(self.since(0.03), answered)

    def ask(self, share: float = 0.7) -> str | None:
        return self.life.ask(self.at, *self.chance.choice(ASKS)) if self.chance.random() < share else None

    def begin(self, until: Moment, *, counts_until: Moment | None = None) -> None:
        """Sponsored, under one or two boundaries, with something promised; told of until a moment.

        counts_until   where that is another moment
        """
        life, chance = self.life, self.chance
        self.register(outcome=words.OUTCOME)
        ask_id = self.ask()
        offered = self.between(self.at, until, 0.08)
        least = self.scene.now.on if until is self.scene.now else offered.on + timedelta(days=90)
        ends_on = least + timedelta(days=chance.randint(20, 300))
        sponsorship = life.offer(offered, Kind.SPONSORSHIP, words.I_CLEAR_THE_WAY, None, ends_on)
        for sentence in chance.sample(words.BOUNDARIES, 2 if chance.random() < 0.2 else 1):
            life.draw(offered, sentence)
        life.accept(sponsorship, self.between(self.at, until, 0.1))
        begun = self.between(self.at, until, 0.12)
        life.begin(begun, ends_on)
        count(life, begun, counts_until or until)
        self.help(begun, until, ask_id)
        self.report(begun, until)
        said_on = ends_on + timedelta(days=2)
        if said_on < until.on and chance.random() < 0.8:
            life.say_how_it_went(sponsorship, self.scene.night_before(said_on), Verdict.KEPT)

    def help(self, begun: Moment, until: Moment, ask_id: str | None) -> None:
        """Hours promised to an idea, and what came of them."""
        kind, what, minor = HELP
        chosen = self.chance.choices(WAYS, WAY_SHARES)[0]
        ends_on = until.on + WEEK * 6 if chosen in STILL_RUNNING else self.between(begun, until, 0.6).on
        promise = self.life.offer(begun, kind, what, minor, max(ends_on, begun.on), ask_id=ask_id)
        self.life.accept(promise, self.between(begun, until, 0.02))
        chosen(self, promise, begun, until)

    def report(self, begun: Moment, until: Moment) -> None:
        for number in range(self.chance.randint(1, 2)):
            at = self.between(begun, until, 0.45 + 0.25 * number)
            said = self.chance.choices(ANSWERS, ANSWER_SHARES)[0]
            self.life.report(at, self.chance.choice(words.TRIED), self.chance.choice(words.HAPPENED), said)
        if any(guard.crossings for guard in self.life.guards) and self.chance.random() < 0.7:
            self.answer_crossings(begun, until)

    def answer_crossings(self, begun: Moment, until: Moment) -> None:
        answered = self.between(begun, until, 0.8)
        is_mended = self.chance.random() < 0.6
        for guard in self.life.guards:
            answer, said = (CrossingAnswer.ADAPTED, words.ADAPTED) if is_mended else STOPPED
            self.life.answer_crossing(guard, answered, answer, said)
        if is_mended:
            kept = self.between(begun, until, 0.9)
            self.life.report(kept, words.TRIED[1], words.HAPPENED[2], Answer.KEPT)


ANSWERS = (Answer.KEPT, Answer.NEAR, Answer.CROSSED)
ANSWER_SHARES = (85, 10, 5)
STOPPED = (CrossingAnswer.STOPPED, words.STOPPED)


def _all_came(telling: Telling, promise: Promise, begun: Moment, until: Moment) -> None:
    for part, share in enumerate((0.2, 0.4), 1):
        recorded = telling.between(begun, until, share)
        telling.life.give(promise, 20 * HOUR, recorded, telling.between(begun, until, share + 0.02 * part))


def _half_came(telling: Telling, promise: Promise, begun: Moment, until: Moment) -> None:
    recorded = telling.between(begun, until, 0.3)
    telling.life.give(promise, 20 * HOUR, recorded, telling.between(begun, until, 0.32))


def _half_came_and_more_waits(telling: Telling, promise: Promise, begun: Moment, until: Moment) -> None:
    _half_came(telling, promise, begun, until)
    telling.life.give(promise, 10 * HOUR, telling.between(begun, until, 0.5), None)


def _one_part_is_disputed(telling: Telling, promise: Promise, begun: Moment, until: Moment) -> None:
    _half_came(telling, promise, begun, until)
    recorded, answered = telling.between(begun, until, 0.5), telling.between(begun, until, 0.52)
    telling.life.give(promise, 10 * HOUR, recorded, answered, dispute=words.DISPUTED)


def _taken_back(telling: Telling, promise: Promise, begun: Moment, until: Moment) -> None:
    _half_came(telling, promise, begun, until)
    telling.life.withdraw(promise, telling.between(begun, until, 0.5), telling.chance.choice(words.TAKEN_BACK))


def _nothing_came(_telling: Telling, _promise: Promise, _begun: Moment, _until: Moment) -> None:
    pass


Way = Callable[[Telling, Promise, Moment, Moment], None]
STILL_RUNNING: tuple[Way, ...] = (_half_came, _half_came_and_more_waits, _one_part_is_disputed, _taken_back)
WAYS: tuple[Way, ...] = (_all_came, *STILL_RUNNING, _half_came, _nothing_came)
WAY_SHARES = (40, 25, 12, 4, 6, 8, 5)


def draft(_telling: Telling) -> None:
    pass


def discarded(telling: Telling) -> None:
    telling.life.discard(telling.since(0.3))


def waiting(telling: Telling) -> None:
    telling.register()
    telling.ask()


def not_now(telling: Telling) -> None:
    telling.register()
    telling.ask()
    said = telling.since(0.2)
    look_again_on = said.on + timedelta(days=telling.chance.randint(30, 400))
    telling.life.say_not_now(said, telling.chance.choice(words.NOT_NOW), look_again_on)


def offered(telling: Telling) -> None:
    """An offer waits for the lead."""
    soonest = telling.scene.at(max(telling.at.at, telling.scene.now.at - timedelta(days=10)))
    _offer(telling, telling.between(soonest, telling.scene.now, 0.5))


def declined(telling: Telling) -> None:
    promise = _offer(telling, telling.since(0.1))
    days = timedelta(days=telling.chance.randint(1, 12))
    answered = telling.scene.at(min(promise.offered_at + days, telling.scene.now.at))
    reason = telling.chance.choice(words.TURNED_DOWN)
    telling.life.decline(promise, answered, reason, became=reason)


def lapsed(telling: Telling) -> None:
    """An offer to which nobody replied; one made too late for that still waits."""
    _offer(telling, telling.since(0.1))


def exploring(telling: Telling) -> None:
    telling.begin(telling.scene.now)


def paused(telling: Telling) -> None:
    until = telling.since(0.95)
    telling.begin(telling.scene.now, counts_until=until)
    telling.life.pause(until)


def sustained(telling: Telling) -> None:
    until = telling.since(0.7)
    telling.begin(until, counts_until=telling.scene.now)
    telling.life.sustain(until)


def ended(telling: Telling) -> None:
    until = telling.since(0.75)
    telling.begin(until)
    telling.life.end(until, telling.chance.choice(words.LEARNT) if telling.chance.random() < 0.8 else "")


def _offer(telling: Telling, at: Moment) -> Promise:
    telling.register()
    ask_id = telling.ask()
    ends_on = at.on + timedelta(days=telling.chance.randint(30, 90))
    return telling.life.offer(at, *HELP, ends_on, ask_id=ask_id)


MIX: dict[Callable[[Telling], None], int] = {
    draft: 3,
    discarded: 1,
    waiting: 11,
    not_now: 5,
    offered: 3,
    declined: 3,
    lapsed: 3,
    exploring: 40,
    paused: 4,
    sustained: 13,
    ended: 14,
}
"""How many of a hundred ideas; the sample's twelve, with what happens to ideas beside."""


def tell_a_life(scene: Scene, at: Moment) -> None:
    telling = Telling(scene, at)
    [becomes] = scene.chance.choices(tuple(MIX), tuple(MIX.values()))
    becomes(telling)
    telling.life.close()
