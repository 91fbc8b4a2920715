"""What may be shown of a round, worked out once when it closes. Source: MODEL, 'Feedback, coaching, pulse'.

Nothing is ever said of all answers together or of how many were asked: what is shown are parts that share no answer, so
that none can be taken from another.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from registry.feedback.models import Group
from registry.feedback.rules.questions import CANNOT_SAY, SCORED, WRITTEN
from registry.kit.text import joined

TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Answer:
    """
    scores   1 to 5 by question, CANNOT_SAY for none
    by_id    of self and manager alone
    """

    group: Group
    scores: Mapping[str, int]
    words: Mapping[str, str]
    by_id: UUID | None = None


@dataclass(frozen=True)
class Part:
    """The answers of one group, or of several small ones put together.

    count   of answers; 1 for each that is given in a name
    means   to a tenth by question; None where too few could say
    words   by question, in an order that tells nothing
    """

    groups: tuple[Group, ...]
    count: int
    means: Mapping[str, Decimal | None]
    words: Mapping[str, Sequence[str]]
    by_id: UUID | None = None

    @property
    def label(self) -> str:
        return joined([group.label for group in self.groups])


@dataclass(frozen=True)
class Results:
    """
    withheld   groups of which nothing may be shown, whether few answered or nobody did
    """

    parts: Sequence[Part] = field(default_factory=tuple)
    withheld: Sequence[Group] = field(default_factory=tuple)

    def only(self, groups: frozenset[Group]) -> "Results":
        """The parts that hold nothing but these; of a part put together there is never half."""
        return Results([part for part in self.parts if set(part.groups) <= groups], [])


def fold(counts: Mapping[Group, int], threshold: int) -> list[tuple[Group, ...]]:
    """Which groups without names are shown, alone or together; the rest is withheld.

    Small groups are put together when that makes enough of them. They never join a group that stands alone: whoever
    knows what that one said could take it away again.
    """
    alone = [(group,) for group in Group if not group.is_named and counts.get(group, 0) >= threshold]
    small = tuple(group for group in Group if not group.is_named and 0 < counts.get(group, 0) < threshold)
    is_enough = sum(counts[group] for group in small) >= threshold
    return alone + ([small] if small and is_enough else [])


def release(
    answers: Sequence[Answer], asked: Iterable[Group], threshold: int, shuffle: Callable[[list[str]], None]
) -> Results:
    """
    asked     the groups of which somebody was asked
    shuffle   puts a list into an order that tells nothing
    """
    anonymous = [answer for answer in answers if not answer.group.is_named]
    counts = {group: sum(answer.group is group for answer in anonymous) for group in Group}
    shown = fold(counts, threshold)
    parts = [
        _part(groups, [answer for answer in anonymous if answer.group in groups], threshold, shuffle)
        for groups in shown
    ]
    parts += [
        _part((answer.group,), [answer], 1, shuffle, answer.by_id)
        for group in (Group.MANAGER, Group.SELF)
        for answer in answers
        if answer.group is group
    ]
    seen = {group for groups in shown for group in groups}
    withheld = [group for group in Group if group in set(asked) and not group.is_named and group not in seen]
    return Results(parts, withheld)


def _part(
    groups: tuple[Group, ...],
    answers: Sequence[Answer],
    threshold: int,
    shuffle: Callable[[list[str]], None],
    by_id: UUID | None = None,
) -> Part:
    words: dict[str, Sequence[str]] = {}
    for question in WRITTEN:
        said = [text for answer in answers if (text := answer.words.get(question.name, ""))]
        shuffle(said)  # each question apart, so that no two comments can be laid side by side
        words[question.name] = said
    means = {question.name: _mean(answers, question.name, threshold) for question in SCORED}
    return Part(groups, len(answers), means, words, by_id)


def _mean(answers: Sequence[Answer], name: str, threshold: int) -> Decimal | None:
    scores = [score for answer in answers if (score := answer.scores.get(name, CANNOT_SAY)) != CANNOT_SAY]
    if len(scores) < threshold:
        return None
    return (Decimal(sum(scores)) / len(scores)).quantize(TENTH, ROUND_HALF_UP)


def written(results: Results) -> bytes:
    """As it is sealed."""
    parts = [
        {
            "groups": list(part.groups),
            "count": part.count,
            "means": {name: None if mean is None else str(mean) for name, mean in part.means.items()},
            "words": {name: list(said) for name, said in part.words.items()},
            "by_id": str(part.by_id) if part.by_id else None,
        }
        for part in results.parts
    ]
    return json.dumps({"parts": parts, "withheld": list(results.withheld)}).encode()


def read(kept: bytes) -> Results:
    told: dict[str, Any] = json.loads(kept)
    parts = [
        Part(
            groups=tuple(Group(group) for group in part["groups"]),
            count=part["count"],
            means={name: None if mean is None else Decimal(mean) for name, mean in part["means"].items()},
            words=part["words"],
            by_id=UUID(part["by_id"]) if part["by_id"] else None,
        )
        for part in told["parts"]
    ]
    return Results(parts, [Group(group) for group in told["withheld"]])


def answer_written(answer: Answer) -> bytes:
    told = {"group": answer.group, "scores": dict(answer.scores), "words": dict(answer.words)}
    return json.dumps(told | {"by_id": str(answer.by_id) if answer.by_id else None}, ensure_ascii=False).encode()


def answer_read(kept: bytes) -> Answer:
    told: dict[str, Any] = json.loads(kept)
    by_id = UUID(told["by_id"]) if told["by_id"] else None
    return Answer(Group(told["group"]), told["scores"], told["words"], by_id)
