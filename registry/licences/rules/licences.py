"""Who asks for a licence, takes it back, and how it stands. Source: MODEL, 'Licences'."""

from datetime import date, timedelta

from registry.ideas.rules.ideas import Standing, is_lead
from registry.kit.text import day_words, near_day_words
from registry.licences.models import Licence, LicenceDecision, LicenceState
from registry.people.actors import Actor
from registry.people.models import Role

LONGEST_DAYS = 5 * 366
ENDS_SOON_DAYS = 30
MOST_CONDITIONS = 10
LONGEST_CONDITION = 400
OPEN_STATES = frozenset({LicenceState.REQUESTED, LicenceState.AHEAD, LicenceState.IN_FORCE})
GRANTED_STATES = frozenset({LicenceState.AHEAD, LicenceState.IN_FORCE})


def state_of(licence: Licence, decision: LicenceDecision | None, today: date) -> LicenceState:
    """Both days belong to it, to their end in the organisation's zone."""
    if licence.revoked_at:
        return LicenceState.REVOKED
    if licence.handed_back_at:
        return LicenceState.HANDED_BACK
    if decision and not decision.is_granted:
        return LicenceState.REFUSED
    if today > licence.ends_on:
        return LicenceState.EXPIRED
    if decision is None:
        return LicenceState.REQUESTED
    return LicenceState.IN_FORCE if today >= licence.starts_on else LicenceState.AHEAD


def state_words(licence: Licence, state: LicenceState, today: date) -> str:
    """'In force until 30 April', 'Requested', 'Granted, from 1 May'."""
    if state is LicenceState.IN_FORCE:
        return f"In force until {near_day_words(licence.ends_on, today)}"
    if state is LicenceState.AHEAD:
        return f"Granted, from {near_day_words(licence.starts_on, today)}"
    if state is LicenceState.EXPIRED:
        return f"Over since {near_day_words(licence.ends_on + timedelta(days=1), today)}"
    return state.label


def is_ending(licence: Licence, state: LicenceState, today: date) -> bool:
    return state is LicenceState.IN_FORCE and licence.ends_on - today <= timedelta(days=ENDS_SOON_DAYS)


def may_see(actor: Actor, licence: Licence) -> bool:
    """Every person of the organisation; of a partner's people those of that partner."""
    return not actor.has(Role.PARTNER) or actor.partner_id == licence.partner_id


def may_see_partners(actor: Actor) -> bool:
    return not actor.has(Role.PARTNER)


def may_request(actor: Actor, standing: Standing) -> bool:
    """Only the lead asks a partner, for an idea that is open."""
    return is_lead(actor, standing) and standing.is_open


def may_request_our_ground(actor: Actor) -> bool:
    return actor.has(Role.PARTNER) and actor.partner_id is not None


def is_asking_side(actor: Actor, licence: Licence, standing: Standing | None) -> bool:
    """Who renews a licence, sends a link and hands it back: the idea's lead; on our ground the partner's people.

    standing   of the licence's idea; None on our own ground
    """
    if standing is None:
        return actor.has(Role.PARTNER) and actor.partner_id == licence.partner_id
    return is_lead(actor, standing)


def may_hand_back(actor: Actor, licence: Licence, standing: Standing | None, state: LicenceState) -> bool:
    """Also a request that nobody has answered."""
    return is_asking_side(actor, licence, standing) and state in OPEN_STATES


def may_renew(actor: Actor, licence: Licence, standing: Standing | None, state: LicenceState) -> bool:
    """One that was granted, while it lasts and after it."""
    is_open = standing is None or standing.is_open
    can = state in {LicenceState.AHEAD, LicenceState.IN_FORCE, LicenceState.EXPIRED}
    return is_open and can and is_asking_side(actor, licence, standing)


def may_send_link(actor: Actor, licence: Licence, standing: Standing | None, state: LicenceState) -> bool:
    """To a partner's person without an account; our own board has accounts."""
    return standing is not None and is_asking_side(actor, licence, standing) and state is LicenceState.REQUESTED


def objections_to_dates(starts_on: date, ends_on: date, today: date) -> dict[str, str]:
    if ends_on < starts_on:
        return {"ends_on": "The end comes before the start. Change one of them."}
    if ends_on < today:
        return {"ends_on": "Choose an end that lies ahead."}
    if ends_on - starts_on > timedelta(days=LONGEST_DAYS):
        return {"ends_on": "Choose an end within five years. It can be renewed then."}
    return {}


def objections_to_renewal(before: Licence, state: LicenceState, *, is_renewed: bool, starts_on: date) -> dict[str, str]:
    """
    is_renewed   another request that follows the same licence is open or granted
    """
    if is_renewed:
        return {"starts_on": "This licence is renewed already, or its renewal waits for an answer."}
    next_on = before.ends_on + timedelta(days=1)
    if state in GRANTED_STATES and starts_on > next_on:
        return {"starts_on": f"Begin by {day_words(next_on)}, so that no gap opens between the two."}
    return {}


def conditions_in(written: str) -> list[str]:
    """One a line; a dash or a dot before it is left out."""
    lines = (line.strip().lstrip("-–•*").strip() for line in written.splitlines())
    return [line for line in lines if line]


def objections_to_conditions(conditions: list[str]) -> dict[str, str]:
    if len(conditions) > MOST_CONDITIONS:
        return {"conditions": f"Use at most {MOST_CONDITIONS} conditions, one on each line."}
    if any(len(condition) > LONGEST_CONDITION for condition in conditions):
        return {"conditions": f"Use at most {LONGEST_CONDITION} characters for one condition."}
    return {}
