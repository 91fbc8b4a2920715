"""Who puts an idea under a framework, and when it may leave it."""

from registry.ideas.rules.ideas import Standing, is_lead
from registry.people.actors import Actor


def may_join(actor: Actor, standing: Standing) -> bool:
    """An idea need not join a framework; its lead decides, while it is open."""
    return is_lead(actor, standing) and standing.is_open


def may_leave(actor: Actor, standing: Standing) -> bool:
    return is_lead(actor, standing) and standing.is_public


def objections_to_joining(present_name: str | None) -> list[str]:
    """
    present_name   of the framework under which it stands; None where it stands under none
    """
    return [f"This idea stands under ‘{present_name}’. Leave that first."] if present_name else []


def objections_to_leaving(*, has_open_crossing: bool) -> list[str]:
    if has_open_crossing:
        return ["A boundary of this framework was crossed. Answer that first: then the idea may leave."]
    return []
