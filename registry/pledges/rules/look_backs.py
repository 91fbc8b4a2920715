"""Looking back at a promise when it is over. Source: MODEL, P3 and P4."""

from registry.ideas.rules.ideas import Standing
from registry.people.actors import Actor
from registry.pledges.models import LookBack, Pledge, PledgeState, Verdict
from registry.pledges.rules.pledges import may_give_verdict, verdict_words
from registry.pledges.rules.states import SETTLED


def may_look_back(actor: Actor, standing: Standing, pledge: Pledge) -> bool:
    """The team, or the person named in line-manager support; never who promised it."""
    if pledge.helped_person_id:
        return actor.is_person(pledge.helped_person_id)
    return may_give_verdict(actor, standing, pledge)


def can_look_back(state: PledgeState) -> bool:
    """When it is over, however it went."""
    return state in SETTLED or state is PledgeState.WITHDRAWN


def look_back_words(found: LookBack) -> str:
    """'Kept. In time. It helped a lot.'"""
    kept = verdict_words(Verdict(found.kept)).capitalize()
    return f"{kept}. {found.in_time.label}. {found.helped.label}."
