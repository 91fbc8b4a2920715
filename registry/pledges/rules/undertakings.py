"""What a sponsor or a line manager will do themselves, beside what they give."""

from collections.abc import Mapping
from typing import Any

from registry.kit.text import count_words
from registry.pledges.models import Kind, Undertaking

OF_SPONSORSHIP = ("visit_weeks", "clear_days", "presents")
OF_LINE_MANAGER = ("check_in_weeks",)


def objections_to_undertaking(kind: Kind, undertaken: Mapping[str, Any]) -> list[str]:
    """
    undertaken   by the names of Undertaking's columns; empty values promise nothing
    """
    found = []
    if kind is not Kind.SPONSORSHIP and any(undertaken.get(name) for name in OF_SPONSORSHIP):
        found.append("Visits, barriers cleared and presenting with the team are promised with sponsorship alone.")
    if kind is not Kind.LINE_MANAGER and any(undertaken.get(name) for name in OF_LINE_MANAGER):
        found.append("Check-ins are promised with line-manager support alone.")
    return found


def undertaking_words(undertaking: Undertaking | None, helped: str) -> list[str]:
    """Visits the team every 2 weeks; one sentence each, without a full stop.

    helped   whom line-manager support names
    """
    if undertaking is None:
        return []
    said = [
        (undertaking.visit_weeks, "Visits the team {weeks}"),
        (undertaking.check_in_weeks, f"Talks with {helped or 'them'} {{weeks}}"),
    ]
    words = [pattern.format(weeks=_every(weeks)) for weeks, pattern in said if weeks]
    if undertaking.clear_days:
        words.append(f"Clears a barrier, or says why not, within {count_words(undertaking.clear_days, 'day')}")
    if undertaking.presents:
        words.append("Presents the work with the team")
    return words


def _every(weeks: int) -> str:
    return "every week" if weeks == 1 else f"every {weeks} weeks"
