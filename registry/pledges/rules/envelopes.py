"""Who says what a framework has to give, what a promise draws on it, and the words for what is left."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from registry.frameworks.models import Envelope
from registry.kit.text import day_words
from registry.people.actors import Actor
from registry.people.models import Role
from registry.pledges.models import Kind, Pledge, PledgeState, Side, Unit
from registry.pledges.rules.amounts import are_words, bare_words, pledge_total, total_minor
from registry.pledges.rules.deliveries import last_day
from registry.pledges.rules.states import Came, pledge_state

STILL_HOLDS = frozenset({PledgeState.OFFERED, PledgeState.ACCEPTED})
KINDS = [kind for kind in Kind if kind.unit is not Unit.NONE]
LONGEST_DAYS = 5 * 366


def may_set_envelope(actor: Actor, steward_ids: Collection[UUID]) -> bool:
    """The framework's stewards, or a sponsor, who promises for the organisation."""
    return actor.id in steward_ids or actor.has(Role.SPONSOR)


def draws_on_envelopes(side: Side) -> bool:
    """Hours of our own people and all that the organisation gives; what a partner gives is not the framework's."""
    return side is not Side.PARTNER


def has_day(envelope: Envelope, starts_on: date) -> bool:
    """Whether a promise that begins on this day draws on it."""
    return envelope.closed_at is None and envelope.starts_on <= starts_on <= envelope.ends_on


def drawn_minor(pledge: Pledge, came: Came, today: date) -> int:
    """What a promise takes of its envelope: what may still be called for, or what came of it where that is more.

    An offer draws already, so that it can always be accepted. Deliveries that the team has not answered count as come;
    disputed ones do not.
    """
    total = pledge_total(pledge) or 0
    holds = pledge_state(pledge, came, today) in STILL_HOLDS
    return min(total, max(_still_to_come(pledge) if holds else 0, came.confirmed_minor + came.pending_minor))


def objections_to_drawing(envelope: Envelope, framework: str, kind: Kind, total: int, currency: str) -> dict[str, str]:
    """
    total   what the promise comes to in its whole time
    """
    left = envelope.amount_minor - envelope.drawn_minor
    if total <= left:
        return {}
    until = f"in the envelope of {framework} until {day_words(envelope.ends_on)}"
    if left == 0:
        return {"quantity": f"Nothing of this is left {until}. Its stewards can say what else is possible."}
    there_is = f"{bare_words(kind, left, currency)} {are_words(kind, left)} left {until}"
    return {"quantity": f"{there_is}, and this comes to {bare_words(kind, total, currency)}. Offer less for now."}


def objections_to_envelope(
    kind: Kind,
    amount_minor: int,
    starts_on: date,
    ends_on: date,
    *,
    others: Sequence[Envelope],
    drawn_minor: int = 0,
    drawn_on: Sequence[date] = (),
    currency: str,
) -> dict[str, str]:
    """
    others     the open envelopes of the same framework and kind
    drawn_on   the earliest and the latest first day of the promises that draw on it
    """
    found: dict[str, str] = {}
    if amount_minor < drawn_minor:
        promised = f"{bare_words(kind, drawn_minor, currency)} {are_words(kind, drawn_minor)}"
        found["quantity"] = f"{promised} promised already, so it cannot be less than that."
    if ends_on < starts_on:
        found["ends_on"] = "The last day comes before the first. Change one of them."
    elif (ends_on - starts_on).days > LONGEST_DAYS:
        found["ends_on"] = "Set it for at most five years. You can set another then."
    elif any(other.starts_on <= ends_on and starts_on <= other.ends_on for other in others):
        found["starts_on"] = "There is an envelope of this kind for some of these days. Change that one, or the days."
    if drawn_on and starts_on > min(drawn_on):
        found["starts_on"] = f"A promise from {day_words(min(drawn_on))} draws on it. Begin on that day or earlier."
    if drawn_on and ends_on < max(drawn_on) and "ends_on" not in found:
        found["ends_on"] = f"A promise from {day_words(max(drawn_on))} draws on it. End on that day or later."
    return found


def envelope_words(envelope: Envelope, currency: str) -> str:
    """Money: £20,000 from 1 April 2026 to 31 March 2027."""
    kind = Kind(envelope.kind)
    amount = bare_words(kind, envelope.amount_minor, currency)
    return f"{kind.label}: {amount} from {day_words(envelope.starts_on)} to {day_words(envelope.ends_on)}"


def drawn_words(envelope: Envelope, came_minor: int, currency: str) -> str:
    """£12,000 is promised, and £4,000 of it has come."""
    kind, drawn = Kind(envelope.kind), envelope.drawn_minor
    if drawn == 0:
        return "Nothing of it is promised yet."
    promised = f"{bare_words(kind, drawn, currency)} {are_words(kind, drawn)} promised"
    if came_minor == 0:
        return f"{promised}, and nothing of it has come yet."
    if came_minor == drawn:
        return f"{promised}, and all of it has come."
    have = "has" if are_words(kind, came_minor) == "is" else "have"
    return f"{promised}, and {bare_words(kind, came_minor, currency)} of it {have} come."


def left_words(envelope: Envelope, currency: str, today: date) -> str:
    """£8,000 is left until 31 March 2027."""
    kind, left = Kind(envelope.kind), envelope.amount_minor - envelope.drawn_minor
    amount = f"{bare_words(kind, left, currency)} {are_words(kind, left)}" if left else "Nothing is"
    if envelope.closed_at or envelope.ends_on < today:
        return f"{amount} left over."
    if envelope.starts_on > today:
        return f"{amount} left from {day_words(envelope.starts_on)} to {day_words(envelope.ends_on)}."
    return f"{amount} left until {day_words(envelope.ends_on)}."


def _still_to_come(pledge: Pledge) -> int:
    """In all, or for the weeks that a withdrawal leaves; nothing where it never begins to hold."""
    until_on = last_day(pledge)
    if until_on < pledge.starts_on:
        return 0
    return total_minor(pledge.quantity_minor, pledge.is_each_week, pledge.starts_on, until_on) or 0
