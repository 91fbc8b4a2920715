"""Who declares where people may act freely, and until when it holds. Source: MODEL P8."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from registry.frameworks.models import Discretion
from registry.kit.text import count_words, day_words, decimal_words, money_words
from registry.people.actors import Actor
from registry.people.models import Role

LONGEST_DAYS = 5 * 366
ENDS_SOON_DAYS = 30
MOST_PENCE = MOST_MINUTES = 1_000_000_000
MINUTES_PER_HOUR = 60
LIKE_WORDS_FROM = 4  # letters: shorter words say little of what something is about


@dataclass(frozen=True)
class Area:
    """An area of discretion with the places and aims to which it is kept; none means all."""

    discretion: Discretion
    service_ids: frozenset[UUID] = frozenset()
    aim_ids: frozenset[UUID] = frozenset()


def may_see(actor: Actor) -> bool:
    return not actor.has(Role.PARTNER)


def may_declare(actor: Actor) -> bool:
    return actor.has(Role.BOARD)


def may_withdraw(actor: Actor, discretion: Discretion) -> bool:
    """Any member of the board, since whoever declared it may have left."""
    return actor.has(Role.BOARD) and discretion.withdrawn_at is None


def is_in_force(discretion: Discretion, today: date) -> bool:
    return discretion.withdrawn_at is None and discretion.starts_on <= today <= discretion.ends_on


def state_words(discretion: Discretion, today: date) -> str:
    if discretion.withdrawn_at:
        return "Withdrawn"
    if today > discretion.ends_on:
        return "Over"
    return "In force" if today >= discretion.starts_on else "Not in force yet"


def objections_to_dates(starts_on: date, ends_on: date, today: date) -> dict[str, str]:
    if ends_on < starts_on:
        return {"ends_on": "The end comes before the start. Change one of them."}
    if ends_on < today:
        return {"ends_on": "Choose an end that lies ahead."}
    if ends_on - starts_on > timedelta(days=LONGEST_DAYS):
        return {"ends_on": "Choose an end within five years. You can declare it again then."}
    return {}


def limit_words(discretion: Discretion, currency: str) -> list[str]:
    """Each limit, as it stands on a page: 'up to £2,000', 'up to 40 hours of staff time'."""
    words = []
    if discretion.money_limit_pence is not None:
        words.append(f"up to {money_words(discretion.money_limit_pence, currency)}")
    if discretion.time_limit_minutes is not None:
        words.append(f"up to {hours_words(discretion.time_limit_minutes)} of staff time")
    return words


def hours_words(minutes: int) -> str:
    if minutes % MINUTES_PER_HOUR == 0:
        return count_words(minutes // MINUTES_PER_HOUR, "hour")
    return f"{decimal_words(minutes, MINUTES_PER_HOUR)} hours"


def objections_to_claim(
    area: Area,
    *,
    service_id: UUID | None,
    framework_ids: Collection[UUID],
    asked_pence: int,
    asked_minutes: int,
    today: date,
    currency: str,
) -> list[str]:
    """Why an idea does not lie inside an area, each reason in a sentence.

    framework_ids   under which it stands, the wider ones too
    asked_pence     what it asks for in all; so with minutes
    """
    found = area.discretion
    return [
        *_objections_to_day(found, today),
        *_objections_to_place(area, service_id, framework_ids),
        *objections_to_amounts(found, asked_pence, asked_minutes, currency),
    ]


def objections_to_amounts(found: Discretion, asked_pence: int, asked_minutes: int, currency: str) -> list[str]:
    """Which of the area's limits the asks exceed, and the way that remains."""
    beyond = []
    if found.money_limit_pence is not None and asked_pence > found.money_limit_pence:
        beyond.append(
            f"It asks for {money_words(asked_pence, currency)};"
            f" the area allows up to {money_words(found.money_limit_pence, currency)}."
        )
    if found.time_limit_minutes is not None and asked_minutes > found.time_limit_minutes:
        beyond.append(
            f"It asks for {hours_words(asked_minutes)}; the area allows up to {hours_words(found.time_limit_minutes)}."
        )
    return [f"{sentence} The way is sponsorship, or to ask for less." for sentence in beyond]


def likeness(area: Area, *, words: str, service_id: UUID | None, aim_ids: Collection[UUID]) -> int:
    """How well an area fits what is written so far, for an order; -1 where its place rules it out."""
    if area.service_ids and service_id and service_id not in area.service_ids:
        return -1
    is_its_place = bool(service_id and service_id in area.service_ids)
    shared_aims = len(area.aim_ids & set(aim_ids))
    return 8 * is_its_place + 4 * shared_aims + len(_roots([words]) & _roots([area.discretion.sentence]))


def _roots(texts: Iterable[str]) -> set[str]:
    """The first letters of the words that say something, so that 'leaders' is like 'leader'."""
    kept = "".join(letter if letter.isalnum() else " " for text in texts for letter in f"{text} ").casefold()
    return {word[:6] for word in kept.split() if len(word) >= LIKE_WORDS_FROM}


def _objections_to_day(found: Discretion, today: date) -> list[str]:
    if found.withdrawn_at:
        return ["This area was withdrawn. Nobody can claim it any more."]
    if today < found.starts_on:
        return [f"This area holds from {day_words(found.starts_on)}. Claim it then."]
    if today > found.ends_on:
        return [f"This area held until {day_words(found.ends_on)}."]
    return []


def _objections_to_place(area: Area, service_id: UUID | None, framework_ids: Collection[UUID]) -> list[str]:
    objections = []
    if area.service_ids and service_id is None:
        objections.append("This area holds in certain services. Say first where the idea happens.")
    elif area.service_ids and service_id not in area.service_ids:
        objections.append("This area does not hold in the service where the idea happens.")
    framework_id = area.discretion.framework_id
    if framework_id and framework_id not in framework_ids:
        objections.append(
            "This area belongs to a framework under which the idea does not stand. Put it under it first."
        )
    return objections
