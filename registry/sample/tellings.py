"""What takes several days to tell of one scene: a promise kept, a barrier held, numbers counted."""

from collections.abc import Iterable

from registry.feedback.actions import pulse as pulse_actions
from registry.feedback.schemas import PulseIn
from registry.pledges.actions import look_backs as look_back_actions
from registry.pledges.models import Helped, InTime, Kind, Pledge, Verdict
from registry.pledges.schemas import LookBackIn
from registry.sample.numbers import Count
from registry.sample.play import Amount, Scene, Telling


async def look_back(scene: Scene, day: int, pledge: Pledge, words: str) -> Telling:
    """Of a promise that was kept, came in time and helped."""
    yield scene.play.at(day, "12:50")
    form = LookBackIn(kept=Verdict.KEPT, in_time=InTime.IN_TIME, helped=Helped.MUCH, words=words)
    await look_back_actions.look_back(scene.session, scene.actor(), pledge, form)


async def feel(scene: Scene, weeks: Iterable[tuple[int, int]], *calls: str) -> Telling:
    """How a team is, in the weeks before this one; each answers on another day.

    weeks   the oldest first, each as (energy, support), about which people differ
    """
    play, told = scene.play, list(weeks)
    for back, (energy, support) in zip(range(len(told), 0, -1), told, strict=True):
        for number, call in enumerate(calls):
            yield play.at(play.today.weekday() + 7 * back - number % 5, f"{10 + number}:30")
            form = PulseIn(idea_id=scene.idea.id, energy=min(5, energy + number % 2), support=support)
            await pulse_actions.answer_pulse(scene.session, play.people[call], form, play.keys)
    yield play.at(play.today.weekday(), "00:05")
    for registry in play.registries.values():
        await pulse_actions.close_weeks(scene.session, registry, play.keys)


async def wonder(
    scene: Scene, asked: int, call: str, words: str, *, to: str = "", answered: tuple[int, str, str] | None = None
) -> Telling:
    """Somebody asks, and is answered or waits.

    answered   how many days ago, by whom, in which words
    """
    yield scene.play.at(asked, "15:20")
    question = await scene.question(call, words, to)
    if answered:
        yield scene.play.at(answered[0], "18:40")
        await scene.answer_question(answered[1], question, answered[2])


async def serve(scene: Scene, day: int, **how: str) -> Telling:
    """On some day the team says which values it serves."""
    yield scene.play.at(day, "19:30")
    await scene.serve(**how)


async def hold_barrier(scene: Scene, asked: int, what: str, *steps: tuple[int, str, str]) -> Telling:
    """The lead names a barrier; sponsors take it on, and give it back where a reason is told.

    steps   how many days ago, who, and why it is given back or nothing
    """
    yield scene.play.at(asked, "11:10")
    ask = await scene.ask(Kind.BARRIER, what, first=asked)
    for days_ago, call, reason in steps:
        yield scene.play.at(days_ago, "09:25")
        if reason:
            await scene.give_barrier_back(call, ask, reason)
        else:
            await scene.take_barrier(call, ask)


async def keep(scene: Scene, pledge: Pledge, parts: Iterable[tuple[int, Amount]], note: str = "") -> Telling:
    """Who promised it records each part on its day, and the lead confirms it the next morning.

    parts   the day, counted back, and how much came
    """
    for day, amount in parts:
        yield scene.play.at(day, "17:20")
        delivery = await scene.give(pledge, amount, day, note)
        yield scene.play.at(day - 1, "08:10")
        await scene.confirm(pledge, delivery)


async def accept_version(scene: Scene, day: int, hour: str) -> Telling:
    """On some day the lead accepts the newest version of the framework."""
    yield scene.play.at(day, hour)
    await scene.accept_newest()


async def count_on(scene: Scene, *days: int) -> Telling:
    """On each of some days the team tells the numbers that came."""
    for day in days:
        yield scene.play.at(day, "18:05")
        await scene.add_numbers()


async def rest_limits(scene: Scene, day: int, counted: Count, points: int, reason: str) -> Telling:
    """From some day on the limits of a measure rest on its first numbers."""
    yield scene.play.at(day, "18:10")
    await scene.rest_limits_on(counted, points, reason)


async def try_out(scene: Scene, *changes: tuple[int, str, int]) -> Telling:
    """What was tried, told on some days.

    changes   the day on which it is told, what it was, and the day from which it was tried
    """
    for told, what, tried in changes:
        yield scene.play.at(told, "18:00")
        await scene.change(what, tried)
