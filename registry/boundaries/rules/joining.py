"""Who puts an idea under a framework, and when it may leave it."""

from registry.frameworks.models import FrameworkVersion
from registry.ideas.models import IdeaFramework
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


def may_accept(actor: Actor, standing: Standing) -> bool:
    """A newer version holds for an idea when its lead accepts it, and not before."""
    return is_lead(actor, standing) and standing.is_open


def objections_to_accepting(
    version: FrameworkVersion, place: IdeaFramework | None, *, has_open_crossing: bool
) -> list[str]:
    """
    place              where the idea stands now; None where it stands under no framework
    has_open_crossing  of a boundary that the version leaves out
    """
    if place is None or place.framework_id != version.framework_id:
        return ["This idea does not stand under that framework."]
    if place.version_id == version.id:
        return ["Your idea stands under this version already."]
    if not version.is_published or version.superseded_at:
        return ["There is a newer version than this one, or it is not published yet. Look at what would change again."]
    if has_open_crossing:
        return ["A boundary that this version leaves out was crossed. Answer that first."]
    return []
