"""Who claims an area of discretion for an idea, and how long a claim holds.

Nobody approves a claim and nobody can block one. What an area allows is said in `frameworks.rules.discretion`.
"""

from datetime import date

from registry.frameworks.models import Discretion
from registry.ideas.models import DiscretionClaim, Stage
from registry.ideas.rules.ideas import Standing, is_lead
from registry.kit.text import day_words
from registry.people.actors import Actor


def may_claim(actor: Actor, standing: Standing) -> bool:
    """The lead, before the idea begins."""
    return is_lead(actor, standing) and standing.stage is Stage.REGISTERED


def may_hand_back(actor: Actor, standing: Standing, claim: DiscretionClaim) -> bool:
    return may_claim(actor, standing) and claim.handed_back_at is None


def objections_to_another(claim: DiscretionClaim | None) -> list[str]:
    return ["Your idea has claimed an area already. Hand that claim back first."] if claim else []


def objections_to_beginning(claim: DiscretionClaim, found: Discretion, *, has_begun: bool, today: date) -> list[str]:
    """Why a claim no longer lets an idea begin. A withdrawal after it never reaches back.

    has_begun   the idea was explored under this claim already, and that has ended
    """
    if today > found.ends_on:
        return [f"The area that it claimed held until {day_words(found.ends_on)}."]
    if found.withdrawn_at and (has_begun or found.withdrawn_at < claim.claimed_at):
        return ["The area that it claimed was withdrawn, and the exploration for which it kept it is over."]
    return []
