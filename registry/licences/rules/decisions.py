"""Who decides on a licence, in which words, and how long a link lasts. Source: MODEL, 'Licences'."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from registry.kit.text import day_words, ended
from registry.licences.models import Giver, Licence, LicenceDecision, LicenceState
from registry.people.actors import Actor
from registry.people.models import Role

LINK_LASTS = timedelta(days=14)
LINKS_A_DAY = 5
GIVEN_LINK_LASTS = timedelta(days=90)
FRESH_LINK_AFTER = timedelta(hours=1)


def may_decide(actor: Actor, licence: Licence, state: LicenceState) -> bool:
    """A partner's person on the partner's ground; a member of the board, alone, on our own."""
    return is_deciding_side(actor, licence) and state is LicenceState.REQUESTED


def may_revoke(actor: Actor, licence: Licence, state: LicenceState) -> bool:
    return is_deciding_side(actor, licence) and state in {LicenceState.AHEAD, LicenceState.IN_FORCE}


def is_deciding_side(actor: Actor, licence: Licence) -> bool:
    if licence.is_on_our_ground:
        return actor.has(Role.BOARD)
    return actor.has(Role.PARTNER) and actor.partner_id == licence.partner_id


def objections_to_decision(state: LicenceState) -> list[str]:
    if state is LicenceState.REQUESTED:
        return []
    if state is LicenceState.EXPIRED:
        return ["The days that were asked for are over, so nothing can be decided any more."]
    if state is LicenceState.HANDED_BACK:
        return ["Whoever asked needs this licence no longer."]
    return ["This request is answered already."]


def objections_to_answer(*, is_granted: bool, name: str, position: str, reason: str) -> dict[str, str]:
    wrong = {}
    if not name:
        wrong["name"] = "Write your name."
    if not position:
        wrong["position"] = "Say in which position you decide."
    if not is_granted and not reason:
        wrong["reason"] = "Say why, so that the lead can ask again in another way."
    return wrong


def wording_of(
    licence: Licence, *, partner_name: str, organisation_name: str, idea_title: str, conditions: Sequence[str]
) -> str:
    """The whole of what is agreed to, and nothing besides."""
    granting, working = partner_name, organisation_name
    if licence.is_on_our_ground:
        granting, working = working, granting
    for_idea = f" for the idea ‘{idea_title}’" if idea_title else ""
    lines = [
        f"{granting} allows {working} to work on its ground{for_idea}.",
        f"What for: {ended(licence.purpose)}",
        f"Where: {ended(licence.place)}",
        f"From {day_words(licence.starts_on)} until {day_words(licence.ends_on)}, both days included.",
        f"Data and people that it touches: {ended(licence.touches)}",
    ]
    if conditions:
        lines += ["On these conditions:", *(f"{n}. {ended(each)}" for n, each in enumerate(conditions, 1))]
    else:
        lines.append("Without further conditions.")
    return "\n".join(lines)


def digest_of(wording: str) -> str:
    """By which a form says which wording its reader has seen."""
    return hashlib.sha256(wording.encode()).hexdigest()


def signed_secret(secret_key: str, link_id: UUID) -> str:
    """What stands in a link: nobody without the key can make it, and nothing has to be stored to make it again."""
    return _signed(secret_key, f"decision link:{link_id}")


def signed_secret_of(secret_key: str, giver: Giver) -> str:
    """What stands in the newest private link of somebody who granted licences without an account."""
    return _signed(secret_key, f"given link:{giver.id}:{giver.link_number}")


def may_revoke_given(giver: Giver, decision: LicenceDecision | None, state: LicenceState) -> bool:
    """Whoever granted it without an account; the partner's people with one may as well."""
    is_theirs = decision is not None and decision.giver_id == giver.id
    return is_theirs and state in {LicenceState.AHEAD, LicenceState.IN_FORCE}


def objections_to_fresh_link(made_at: datetime, now: datetime) -> list[str]:
    if now - made_at < FRESH_LINK_AFTER:
        return ["A link was sent to you within the last hour. Look for its letter first, also among unwanted ones."]
    return []


def objections_to_link(made: Sequence[datetime], now: datetime) -> list[str]:
    """Nobody's letter box is filled by pressing a button."""
    if sum(now - each < timedelta(days=1) for each in made) >= LINKS_A_DAY:
        return [f"{LINKS_A_DAY} links were sent for this licence within a day. Send the next one tomorrow."]
    return []


def _signed(secret_key: str, what: str) -> str:
    signature = hmac.new(secret_key.encode(), what.encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(signature).decode().rstrip("=")
