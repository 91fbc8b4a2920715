"""How boundaries stand: chance counts, corrects, redraws, pauses and lets time pass, and the rules agree with a model.

The ordinary run is short; REGISTRY_EXAMPLES asks for more lives of each kind.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.actions import choosing, drawing, joining, publishing, watching, wordings
from registry.boundaries.actions.standing import refresh_watches
from registry.boundaries.models import Boundary, BoundaryKind, BoundaryWording, Comparison, Crossing, CrossingAnswer
from registry.boundaries.queries import boundaries as queries
from registry.boundaries.queries import crossings as crossing_queries
from registry.boundaries.queries.watches import find_watch
from registry.boundaries.rules import standing
from registry.boundaries.rules import watching as rules
from registry.boundaries.rules.crossings import reckon
from registry.boundaries.rules.watching import Terms
from registry.boundaries.schemas import BoundaryIn, ChoiceIn, PublishingIn, RedrawingIn
from registry.frameworks.models import Framework
from registry.frameworks.queries import versions as version_queries
from registry.history import actions as history_actions
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.models import BoundaryStatus, Idea, Stage
from registry.kit import clock
from registry.kit.database import new_id
from registry.measures.actions import measures as measure_actions
from registry.measures.actions import observations
from registry.measures.models import Interval, Measure
from registry.measures.rules.series import Counted
from registry.measures.schemas import CorrectionIn, MeasureIn, ObservationIn, WithdrawalIn
from registry.people.actors import Actor
from registry.portfolio.rules.monitor import status_today
from tests.boundaries.plain import WORKED_ON, Plain
from tests.cast import Cast
from tests.factories import MEASURE, make_framework, make_idea, make_measure

EXAMPLES = int(os.environ.get("REGISTRY_EXAMPLES", "60"))
ZONES = ["Europe/London", "Pacific/Auckland", "America/St_Johns", "Asia/Kathmandu", "UTC"]
# Before a leap day, before both changes of the clock in London and in Auckland, before a new year.
BEGINNINGS = [(2028, 2, 20), (2027, 3, 24), (2026, 10, 20), (2027, 9, 20), (2027, 3, 30), (2026, 12, 20)]
OPEN = {Stage.EXPLORING: Stage.PAUSED, Stage.PAUSED: Stage.EXPLORING}
TERMS = Terms(Comparison.NOT_OVER, Decimal(6), Decimal(1), 2)
ASKED = {"comparison": TERMS.comparison, "limit_value": "6", "margin": "1", "points_in_a_row": 2}
values = some.integers(0, 12).map(Decimal)


class LifeOfABoundary(RuleBasedStateMachine):
    """The rules alone, with the crossings that the actions keep."""

    plain: Plain

    @initialize(
        zone=some.sampled_from(ZONES),
        begun=some.sampled_from(BEGINNINGS),
        hour=some.integers(0, 23),
        interval=some.sampled_from([Interval.DAY, Interval.WEEK, Interval.MONTH]),
        comparison=some.sampled_from(Comparison),
        limit=some.integers(4, 8),
        margin=some.sampled_from([None, 1, 2]),
        in_a_row=some.integers(1, 3),
    )
    def draw(
        self,
        zone: str,
        begun: tuple[int, int, int],
        hour: int,
        interval: Interval,
        comparison: Comparison,
        limit: int,
        margin: int | None,
        in_a_row: int,
    ) -> None:
        now = datetime(*begun, hour, 7, tzinfo=UTC)
        self.plain = Plain(zone, now, interval, stages=[(now - timedelta(days=3, hours=5), Stage.EXPLORING)])
        terms = Terms(comparison, Decimal(limit), None if margin is None else Decimal(margin), in_a_row)
        self.plain.agreed.append((now, terms))
        self.crossings: list[Crossing] = []
        self.reckon()

    @rule(hours=some.sampled_from([1, 5, 11, 24, 50, 24 * 8, 24 * 31]))
    def wait(self, hours: int) -> None:
        self.plain.now += timedelta(hours=hours)

    @rule(days=some.integers(0, 2))
    def fall_silent(self, days: int) -> None:
        """For about as long as a number tells."""
        self.plain.now += timedelta(days=self.plain.tells_until(self.plain.today) + days)

    @rule(days=some.integers(0, 12), value=values)
    def count(self, days: int, value: Decimal) -> None:
        """Also what was counted before, in any order, and other numbers for a date that has one."""
        day = self.plain.today - timedelta(days=days)
        self.plain.numbers[day] = value
        self.plain.left_out.discard(day)
        self.reckon()

    @rule(days=some.integers(0, 6))
    def leave_a_gap(self, days: int) -> None:
        self.plain.numbers[self.plain.today - timedelta(days=days)] = None
        self.reckon()

    @precondition(lambda self: self.plain.numbers)
    @rule(at=some.integers(0, 99), is_kept=some.booleans())
    def take_back_or_leave_out(self, at: int, is_kept: bool) -> None:
        day = sorted(self.plain.numbers)[at % len(self.plain.numbers)]
        if is_kept:
            self.plain.left_out.add(day)
        else:
            del self.plain.numbers[day]
        self.reckon()

    @rule(limit=some.integers(3, 9), in_a_row=some.integers(1, 3), margin=some.sampled_from([None, 1, 3]))
    def redraw(self, limit: int, in_a_row: int, margin: int | None) -> None:
        terms = self.plain.agreed[-1][1]
        margin_value = None if margin is None else Decimal(margin)
        self.plain.now += timedelta(minutes=1)
        self.plain.agreed.append((self.plain.now, Terms(terms.comparison, Decimal(limit), margin_value, in_a_row)))
        self.reckon()

    @rule(ends=some.booleans())
    def pause_or_go_on(self, ends: bool) -> None:
        self.plain.now += timedelta(minutes=1)
        stage = self.plain.stages[-1][1]
        after = Stage.ENDED if ends and stage is Stage.EXPLORING else Stage.EXPLORING
        self.plain.stages.append((self.plain.now, after if ends or stage is Stage.ENDED else OPEN[stage]))

    @invariant()
    def rules_and_model_agree(self) -> None:
        judgement = self.judge()
        plain = self.plain
        assert (judgement.status, judgement.last_on) == plain.status()
        found = [(run.version, run.first_on, run.last_on, run.times, bool(run.cleared_on)) for run in judgement.runs]
        assert found == plain.crossings()

    @invariant()
    def it_is_unknown_once_silence_is_longer_than_it_tells(self) -> None:
        plain = self.plain
        _, last_on = plain.status()
        since = max(last_on or plain.day(plain.agreed[-1][0]), plain.day(plain.agreed[-1][0]))
        told_days = rules.told_days(since, plain.interval)
        assert told_days == plain.tells_until(since)
        silent_days = standing.watched_days(since, plain.today, self.steps())
        assert silent_days == plain.silent_days(since)
        due_on = standing.next_due_on(since, told_days, plain.today, self.steps())
        assert due_on or plain.stages[-1][1] not in WORKED_ON
        assert bool(due_on and plain.today > due_on) is (silent_days > told_days)

    @invariant()
    def no_crossing_is_lost_and_each_run_has_its_own(self) -> None:
        runs = self.judge().runs
        standing_for = reckon(runs, self.crossings)
        assert not standing_for.opened
        assert not [crossing for crossing in standing_for.lifted if crossing.answered_at is None]

    def judge(self) -> rules.Judgement:
        plain = self.plain
        agreed = [
            BoundaryWording(
                number=number,
                sentence="",
                agreed_at=at,
                comparison=terms.comparison,
                limit_value=terms.limit_value,
                margin=terms.margin,
                points_in_a_row=terms.points_in_a_row,
            )
            for number, (at, terms) in enumerate(plain.agreed, 1)
        ]
        counted = [Counted(day, value, is_ghosted=day in plain.left_out) for day, value in plain.numbers.items()]
        ends = [at for at, _ in plain.agreed[1:]]
        worded = [
            rules.Worded(wording, at, until)
            for wording, (at, _), until in zip(agreed, plain.agreed, [*ends, None], strict=True)
        ]
        versions = rules.versions_of(worded, plain.zone)
        return rules.judge(counted, versions, self.steps())

    def steps(self) -> list[standing.Step]:
        return [standing.Step(stage, self.plain.day(at)) for at, stage in self.plain.stages]

    def reckon(self) -> None:
        """What the actions do with it, in memory."""
        before = len(self.crossings)
        found = reckon(self.judge().runs, self.crossings)
        for crossing, run in found.carried:
            crossing.first_on, crossing.last_on, crossing.times = run.first_on, run.last_on, run.times
        for crossing in found.lifted:
            if crossing.answered_at is None:
                crossing.answer, crossing.answered_at = CrossingAnswer.NUMBER_CORRECTED, self.plain.now
        self.crossings += [
            Crossing(id=new_id(), watch_id=new_id(), first_on=run.first_on, last_on=run.last_on, times=run.times)
            for run in found.opened
        ]
        assert len(self.crossings) == before + len(found.opened)


TestLifeOfABoundary = LifeOfABoundary.TestCase
TestLifeOfABoundary.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def listening(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_actions, "listeners", [watching.listen])


@pytest.mark.usefixtures("listening")
@pytest.mark.parametrize("seed", range(max(2, EXAMPLES // 30)))
async def test_what_is_kept_and_shown_agrees_with_the_model(session: AsyncSession, cast: Cast, seed: int) -> None:
    """The same life through the real verbs, and what the page of the boundary would say after each of them."""
    chance = Random(seed)
    lead = replace(cast.clinician, zone=chance.choice(ZONES))
    now = datetime(*chance.choice(BEGINNINGS), chance.randrange(24), 7, tzinfo=UTC)
    plain = Plain(lead.zone, now)
    with clock.stopped_at(now - timedelta(days=2)):
        idea = await make_idea(session, lead)
        plain.stages.append((clock.now(), Stage.EXPLORING))
        await idea_actions.move_idea(session, lead, idea, Stage.EXPLORING, "idea_begun")
        measure = await make_measure(session, lead, idea)
    with clock.stopped_at(now):
        form = BoundaryIn(kind=BoundaryKind.MEASURED, measure_id=measure.id, **ASKED)
        boundary = await drawing.draw_boundary(session, lead, idea, form)
        plain.agreed.append((now, TERMS))
    for _ in range(30):
        plain.now += timedelta(hours=chance.choice([1, 20, 49, 24 * 6, 24 * 16]))
        with clock.stopped_at(plain.now):
            act = chance.choice(["count", "count", "count", "count", "correct", "withdraw", "redraw", "pause"])
            day = plain.today - timedelta(days=chance.randrange(5))
            value = Decimal(chance.randrange(12))
            if act == "count" and day not in plain.numbers:
                is_gap = chance.random() < 0.15
                told = ObservationIn(measured_on=day, value=None if is_gap else value, is_gap=is_gap)
                await observations.record_observation(session, lead, measure, told)
                plain.numbers[day] = None if is_gap else value
            elif act == "correct" and plain.numbers:
                day = chance.choice(sorted(plain.numbers))
                if plain.numbers[day] != value:
                    right = CorrectionIn(value=value, note="Read wrongly.")
                    await observations.correct_observation(session, lead, measure, day, right)
                    plain.numbers[day] = value
            elif act == "withdraw" and plain.numbers:
                day = chance.choice(sorted(plain.numbers))
                await observations.withdraw_observation(session, lead, measure, day, WithdrawalIn(note="Not ours."))
                del plain.numbers[day]
            elif act == "redraw":
                await _redraw(session, lead, boundary, plain, chance.randrange(4, 9))
            elif act == "pause":
                await _turn(session, lead, idea, plain)
            await _agrees(session, lead, idea, boundary, plain)


@dataclass
class Held:
    """A framework's boundary at one idea, or at all ideas where one measure tells for them.

    kept   the version of the framework that is in force here
    """

    boundary: Boundary
    measure: Measure
    plain: Plain
    idea: Idea | None = None
    kept: int = 1


@pytest.mark.usefixtures("listening")
@pytest.mark.parametrize("seed", range(max(2, EXAMPLES // 30)))
async def test_each_idea_stands_by_the_version_it_accepted_and_a_shared_measure_by_the_newest(
    session: AsyncSession, cast: Cast, seed: int
) -> None:
    chance = Random(seed)
    zone = chance.choice(ZONES)
    lead, steward = replace(cast.clinician, zone=zone), replace(cast.steward, zone=zone)
    now = datetime(*chance.choice(BEGINNINGS), chance.randrange(24), 7, tzinfo=UTC)
    with clock.stopped_at(now - timedelta(days=2)):
        framework = await make_framework(session, steward)
        ideas = [await make_idea(session, lead) for _ in range(2)]
        for idea in ideas:
            await idea_actions.move_idea(session, lead, idea, Stage.EXPLORING, "idea_begun")
    with clock.stopped_at(now):
        held = await _hold(session, lead, steward, framework, ideas)
        for one in held:
            one.plain.agreed.append((now, TERMS))
            one.plain.stages.append((now - timedelta(days=2), Stage.EXPLORING))
    published = [TERMS]
    for _ in range(30):
        now += timedelta(hours=chance.choice([1, 20, 49, 24 * 6, 24 * 16]))
        with clock.stopped_at(now):
            for one in held:
                one.plain.now = now
            one = chance.choice(held)
            act = chance.choice(["count", "count", "count", "count", "publish", "accept", "pause"])
            day = one.plain.today - timedelta(days=chance.randrange(5))
            if act == "count" and day not in one.plain.numbers:
                told = ObservationIn(measured_on=day, value=Decimal(chance.randrange(12)))
                await observations.record_observation(session, steward if one.idea is None else lead, one.measure, told)
                one.plain.numbers[day] = told.value
            elif act == "publish":
                terms = replace(published[-1], limit_value=published[-1].limit_value + chance.choice([-1, 1]))
                await _publish(session, steward, framework, held, terms)
                published.append(terms)
                _in_force(held[-1], now, terms, len(published))
            elif act == "accept" and one.idea and one.kept < len(published):
                await joining.accept_version(
                    session, lead, one.idea, await version_queries.get_newest(session, framework)
                )
                _in_force(one, now, published[-1], len(published))
            elif act == "pause" and one.idea:
                await _turn(session, lead, one.idea, one.plain)
            for other in held:
                await _agrees(session, lead, other.idea, other.boundary, other.plain)


async def _hold(
    session: AsyncSession, lead: Actor, steward: Actor, framework: Framework, ideas: Sequence[Idea]
) -> list[Held]:
    """One boundary that each idea counts for itself, and one that the framework counts for all."""
    shared = await measure_actions.add_measure_to_framework(session, steward, framework, MeasureIn(**MEASURE))
    own, common = [
        await publishing.draw_framework_boundary(
            session, steward, framework, BoundaryIn(kind=BoundaryKind.MEASURED, sentence=name, measure_id=told, **ASKED)
        )
        for name, told in (("Each", None), ("All", shared.id))
    ]
    held = []
    for idea in ideas:
        await joining.join_framework(session, lead, idea, framework)
        measure = await make_measure(session, lead, idea)
        watch = await find_watch(session, own, idea)
        assert watch is not None
        await choosing.choose_measure(session, lead, watch, ChoiceIn(measure_id=measure.id))
        held.append(Held(own, measure, Plain(lead.zone, clock.now()), idea))
    return [*held, Held(common, shared, Plain(lead.zone, clock.now()))]


async def _publish(
    session: AsyncSession, steward: Actor, framework: Framework, held: Sequence[Held], terms: Terms
) -> None:
    form = RedrawingIn(
        sentence=f"Now {terms.limit_value}",
        limit_value=terms.limit_value,
        margin=terms.margin,
        points_in_a_row=terms.points_in_a_row,
        reason="So.",
    )
    for boundary in (held[0].boundary, held[-1].boundary):
        await publishing.redraw_boundary(session, steward, boundary, form)
    await publishing.publish_version(session, steward, framework, PublishingIn(reason="So."))


def _in_force(held: Held, now: datetime, terms: Terms, number: int) -> None:
    held.plain.agreed.append((now, terms))
    held.kept = number


async def _redraw(session: AsyncSession, lead: Actor, boundary: Boundary, plain: Plain, limit: int) -> None:
    """Refused while a crossing waits, and where nothing would change."""
    before = plain.agreed[-1][1]
    if before.limit_value == limit or any(
        crossing.answered_at is None for crossing in await crossing_queries.list_crossings(session, boundary)
    ):
        return
    form = RedrawingIn(limit_value=limit, margin=before.margin, points_in_a_row=before.points_in_a_row, reason="So.")
    await wordings.redraw_boundary(session, lead, boundary, form)
    plain.agreed.append((plain.now, replace(before, limit_value=Decimal(limit))))


async def _turn(session: AsyncSession, lead: Actor, idea: Idea, plain: Plain) -> None:
    """Paused, or going on."""
    stage = OPEN[plain.stages[-1][1]]
    kind = {Stage.PAUSED: "idea_paused", Stage.EXPLORING: "idea_resumed"}[stage]
    await idea_actions.move_idea(session, lead, idea, stage, kind)
    await refresh_watches(session, lead, idea)
    await watching.judge_idea(session, lead, idea)
    plain.stages.append((plain.now, stage))


async def _agrees(session: AsyncSession, reader: Actor, idea: Idea | None, boundary: Boundary, plain: Plain) -> None:
    """
    idea   None of the measure that tells for all ideas of a framework
    """
    found = await crossing_queries.list_crossings(session, boundary, idea)
    standing_ones = [crossing for crossing in found if crossing.answer is not CrossingAnswer.NUMBER_CORRECTED]
    spans = [(crossing.first_on, crossing.last_on, crossing.times) for crossing in reversed(standing_ones)]
    told = [(first_on, last_on, times) for _, first_on, last_on, times, _ in plain.crossings()]
    assert sorted(set(spans)) == sorted(set(told))

    said, _ = plain.status()
    counted = [day for day, value in plain.numbers.items() if value is not None]
    is_open = any(crossing.answered_at is None for crossing in standing_ones)
    expected = said or BoundaryStatus.UNKNOWN
    if said and not (said is BoundaryStatus.CROSSED and is_open):
        since = max(counted)
        expected = BoundaryStatus.UNKNOWN if plain.silent_days(since) > plain.tells_until(since) else said
    if idea:
        row = await queries.get_row(session, reader, boundary, idea)
    else:
        row = await queries.get_framework_row(session, reader, boundary)
    assert row.status is expected
    watch = await find_watch(session, boundary, idea)
    assert watch is not None
    listed = status_today(watch.status, watch.due_on, plain.today, has_open_crossing=is_open)
    assert listed is expected
