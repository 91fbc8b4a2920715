"""What a backup cannot know: which stories have left since it was made, and which may be shown less than then.

It stands in a file beside the data, without a word of any story, and a restore reads it. A line of one word is the id
of a story that has left. A longer one says what held after a storyteller changed a story, or somebody said that it
names someone: the story, the entry of the history, its moment, who may read it, in which name, until when, and whether
others read those words. Of several lines of one story the last counts; nothing is given back that they allow more.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select as select_columns
from sqlmodel import col

from registry.history.models import Event
from registry.kit.database import Database
from registry.stories.models import Audience, Consent, Naming, Story

FILE = "stories-that-left.txt"
CHANGED, HIDDEN = "story_changed", "story_hidden"
SHOWN, UNSEEN = "shown", "unseen"


@dataclass(frozen=True)
class Allowed:
    """What held of a story after an entry of the history.

    is_shown   whether others read the words that stood there then
    """

    story_id: UUID
    event_id: UUID
    at: datetime
    audience: Audience
    naming: Naming
    until_on: date
    is_shown: bool

    @property
    def line(self) -> str:
        said = (self.story_id, self.event_id, self.at.isoformat(), self.audience, self.naming, self.until_on)
        return " ".join([*map(str, said), SHOWN if self.is_shown else UNSEEN])


def read_left(data_dir: Path) -> set[UUID]:
    """The ids of stories that are known to have left."""
    return {UUID(words[0]) for words in _lines(data_dir) if len(words) == 1}


def read_allowed(data_dir: Path) -> dict[UUID, Allowed]:
    """By story, the last that is known."""
    allowed = sorted((_allowed(words) for words in _lines(data_dir) if len(words) > 1), key=lambda each: each.at)
    return {each.story_id: each for each in allowed}


def note_left(data_dir: Path, ids: Iterable[UUID]) -> None:
    _write(data_dir, (str(story_id) for story_id in sorted(ids)))


async def note_changes(database: Database, data_dir: Path) -> None:
    """Of stories that stand: what has changed since the last time."""
    known = {_allowed(words).event_id for words in _lines(data_dir) if len(words) > 1}
    statement: Any = (
        select_columns(col(Event.id), col(Event.kind), col(Event.at), Story, Consent)
        .join(Story, (col(Story.organisation_id) == Event.organisation_id) & (col(Story.id) == Event.subject_id))
        .join(
            Consent,
            (col(Consent.organisation_id) == Story.organisation_id)
            & (col(Consent.story_id) == Story.id)
            & col(Consent.replaced_at).is_(None),
        )
        .where(col(Event.kind).in_((CHANGED, HIDDEN)))
        .order_by(col(Event.at))
    )
    async with database.readers() as session:
        rows = (await session.exec(statement)).all()
    new = [
        Allowed(
            story_id=story.id,
            event_id=event_id,
            at=at,
            audience=consent.audience,
            naming=consent.naming,
            until_on=consent.until_on,
            is_shown=kind == CHANGED and story.checked_at is not None and story.checked_at < at,
        )
        for event_id, kind, at, story, consent in rows
        if event_id not in known
    ]
    _write(data_dir, (each.line for each in new))


def _lines(data_dir: Path) -> list[list[str]]:
    path = data_dir / FILE
    return [line.split() for line in path.read_text().splitlines() if line.strip()] if path.exists() else []


def _allowed(words: list[str]) -> Allowed:
    story_id, event_id, at, audience, naming, until_on, shown = words
    return Allowed(
        story_id=UUID(story_id),
        event_id=UUID(event_id),
        at=datetime.fromisoformat(at),
        audience=Audience(audience),
        naming=Naming(naming),
        until_on=date.fromisoformat(until_on),
        is_shown=shown == SHOWN,
    )


def _write(data_dir: Path, lines: Iterable[str]) -> None:
    if written := "".join(f"{line}\n" for line in lines):
        data_dir.mkdir(parents=True, exist_ok=True)
        with (data_dir / FILE).open("a") as file:
            file.write(written)
