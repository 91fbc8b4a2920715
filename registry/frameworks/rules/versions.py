"""What a version says beside another, and which of them may still be changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from registry.frameworks.models import FrameworkVersion
from registry.frameworks.rules.frameworks import OUTCOMES_AT_MOST, advice_on


@dataclass(frozen=True)
class Said:
    """A version in words.

    words        by what they are, such as 'Direction'
    outcomes     the sentence of each
    boundaries   the sentence of each, with what is asked of numbers
    """

    words: Mapping[str, str]
    outcomes: Mapping[UUID, str] = field(default_factory=dict)
    boundaries: Mapping[UUID, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Difference:
    """
    what     changed, such as 'Direction' or 'Boundary'
    was      empty where it is new
    became   empty where it is left out
    """

    what: str
    was: str
    became: str

    @property
    def label(self) -> str:
        if not self.was:
            return f"New {self.what.lower()}"
        return f"{self.what} left out" if not self.became else self.what

    @property
    def advice(self) -> str:
        """Where an outcome or a boundary prescribes a method; nothing otherwise."""
        return advice_on(self.became) if self.what in {"Outcome", "Boundary"} else ""


def can_be_changed(version: FrameworkVersion) -> bool:
    """One that is being prepared; or the first of all, until an idea accepts it. A version in use stays as it is."""
    if not version.is_published:
        return True
    return version.number == 1 and version.superseded_at is None and version.in_use_since_at is None


def differences(before: Said, after: Said) -> list[Difference]:
    """What changes from one to the other: words first, then outcomes, then boundaries, each left out before new."""
    found = [
        Difference(what, before.words.get(what, ""), said)
        for what, said in after.words.items()
        if before.words.get(what, "") != said
    ]
    for what, was, became in (
        ("Outcome", before.outcomes, after.outcomes),
        ("Boundary", before.boundaries, after.boundaries),
    ):
        found += [Difference(what, words, "") for key, words in was.items() if key not in became]
        found += [
            Difference(what, was[key], words) for key, words in became.items() if key in was and was[key] != words
        ]
        found += [Difference(what, "", words) for key, words in became.items() if key not in was]
    return found


def objections_to_publishing(found: Sequence[Difference], after: Said, *, boundaries_at_most: int) -> list[str]:
    """
    found   what changes from the version before
    """
    if not found:
        return ["Nothing has changed since the version that stands. Change something first."]
    counted = [
        ("outcomes", len(after.outcomes), OUTCOMES_AT_MOST),
        ("boundaries", len(after.boundaries), boundaries_at_most),
    ]
    return [
        f"A framework has at most {at_most} {what}. End one before you publish."
        for what, count, at_most in counted
        if count > at_most
    ]
