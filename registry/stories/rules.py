"""Who does what with a story, how long it may be used, and how it is named. Source: MODEL, 'Stories'."""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from registry.people.actors import Actor
from registry.people.models import Role
from registry.stories.models import Audience, Naming, Story, Teller, TellingLink

KEPT_MONTHS = (3, 12, 24)
TOLD_AT_MOST = 60
TOLD_WITHIN = timedelta(hours=1)
WORDS_COMPARED = 6
WORD = re.compile(r"[^\W\d_]{4,}")
# fmt: off
EMPTY_WORDS = frozenset((
    "about", "after", "again", "also", "always", "because", "been", "before", "being", "better", "could", "does",
    "each", "every", "fewer", "from", "have", "here", "into", "less", "like", "made", "make", "many", "more", "most",
    "much", "need", "needs", "once", "only", "other", "over", "people", "same", "some", "sooner", "than", "that",
    "their", "them", "then", "there", "these", "they", "this", "through", "under", "until", "very", "well", "what",
    "when", "where", "which", "while", "will", "with", "without", "would", "your",
))
# fmt: on
ENDINGS = ("ings", "ing", "ies", "ers", "ed", "es", "er", "s")
EMPTY_NAMES = {Teller.OWN: "Somebody who used our services", Teller.CLOSE: "Somebody close to a person we care for"}


@dataclass(frozen=True)
class Reader:
    """Somebody who is signed in, and whether they check stories."""

    actor: Actor
    is_checker: bool


def may_make_link(actor: Actor) -> bool:
    """Any person of the organisation."""
    return actor.id is not None and not actor.has(Role.PARTNER)


def may_write_down(actor: Actor) -> bool:
    return may_make_link(actor)


def may_close_link(reader: Reader, link: TellingLink) -> bool:
    return reader.is_checker or reader.actor.is_person(link.made_by_id)


def may_read_regardless(reader: Reader, story: Story) -> bool:
    """Before it is checked, and while it is hidden."""
    return reader.is_checker or reader.actor.is_person(story.written_by_id)


def may_check(reader: Reader, story: Story) -> bool:
    """Somebody other than its writer sees that it names no third person."""
    return reader.is_checker and not reader.actor.is_person(story.written_by_id)


def needs_check(story: Story) -> bool:
    return not story.is_shown


def may_say_names(reader: Reader) -> bool:
    """Anyone who reads it."""
    return reader.actor.id is not None


def may_change(reader: Reader, story: Story) -> bool:
    """Of people with an account only whoever wrote it down, at the storyteller's wish."""
    return reader.actor.is_person(story.written_by_id)


def may_withdraw(reader: Reader, story: Story) -> bool:
    """For a storyteller who has lost the link, or who has none: whoever wrote it down, and the checkers."""
    return may_read_regardless(reader, story)


def may_name_topics(reader: Reader, story: Story) -> bool:
    return may_read_regardless(reader, story)


def may_answer(reader: Reader, team_ids: Iterable[UUID]) -> bool:
    """
    team_ids   of the people in the teams of the ideas to which it speaks
    """
    return reader.is_checker or reader.actor.id in set(team_ids)


def may_name_checkers(actor: Actor) -> bool:
    return actor.has(Role.ADMINISTRATOR)


def audiences_of(actor: Actor) -> tuple[Audience, ...]:
    """Which consents let this person read a story, whatever their part in it; without an account, the public's."""
    if actor.id is None:
        return (Audience.PUBLIC,)
    if actor.has(Role.PARTNER):
        return (Audience.PARTNERS, Audience.PUBLIC)
    return (Audience.ORGANISATION, Audience.PARTNERS, Audience.PUBLIC)


def objections_to_naming(naming: Naming, name: str) -> dict[str, str]:
    if naming is not Naming.NONE and not name.strip():
        return {"name": "Write the name to show, or choose ‘No name’."}
    return {}


def shown_name(naming: Naming, name: str) -> str:
    """As much of a name as may be shown; no more is kept."""
    if naming is Naming.NONE or not name.strip():
        return ""
    return name.split(maxsplit=1)[0] if naming is Naming.FIRST else " ".join(name.split())


def narrower_audience(one: Audience, other: Audience) -> Audience:
    return min(one, other, key=list(Audience).index)


def less_of_a_name(one: Naming, other: Naming) -> Naming:
    return max(one, other, key=list(Naming).index)


def teller_words(told_by: Teller, name: str) -> str:
    """Who tells it, for those who read it."""
    if not name:
        return EMPTY_NAMES[told_by]
    return name if told_by is Teller.OWN else f"{name}, about somebody close to them"


def last_day(today: date, months: int) -> date:
    """The day so many months on, or the last of a month that is shorter."""
    years, month = divmod(today.month - 1 + months, 12)
    year, month = today.year + years, month + 1
    return date(year, month, min(today.day, monthrange(year, month)[1]))


def telling_words(text: str) -> list[str]:
    """The longest words of a title, without their endings: what a story that speaks to it would hold."""
    found = {word for word in WORD.findall(text.casefold()) if word not in EMPTY_WORDS}
    return [_root(word) for word in sorted(found, key=lambda word: (-len(word), word))[:WORDS_COMPARED]]


def _root(word: str) -> str:
    ending = next((ending for ending in ENDINGS if word.endswith(ending) and len(word) - len(ending) > 3), "")
    return word.removesuffix(ending)
