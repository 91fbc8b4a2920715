"""What a backup cannot know: which stories have left since it was made, which may be shown less than then, and what
else people took back.

It stands in a file beside the data, without a word of anybody, and a restore reads it. A line of one word is the id of
a story that has left. One that begins with a kind of entry names something else that was taken back: the kind, the
entry of the history, and what it is about. A longer one says what held after a storyteller changed a story, or somebody
said that it names someone: the story, the entry of the history, its moment, who may read it, in which name, until when,
whether others read those words, and which picture and which recording stood with them ('-' for none). Of several lines
of one story the last counts; nothing is given back that they allow more. Older lines say nothing of picture and
recording; once more is said of their entries, with both.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy import select as select_columns
from sqlmodel import col

from registry.history.models import Event
from registry.kit.database import Database, first_id_within
from registry.people.models import Organisation
from registry.stories.models import Audience, Consent, Naming, Story, StoryPicture, StoryRecording

FILE = "stories-that-left.txt"
CHANGED, HIDDEN = "story_changed", "story_hidden"
SHOWN, UNSEEN = "shown", "unseen"
NOTHING = "-"
LOOKED_BACK = timedelta(days=35)
TAKEN_BACK = frozenset(
    (
        "story_address_left",
        "story_address_taken_back",
        "story_page_made",
        "coaching_note_removed",
        "coaching_offer_ended",
        "appraisal_worded",
        "appraisal_kept",
        "appraisal_withdrawn",
        "appraisal_ended",
        "feedback_sharing_ended",
        "round_called_off",
        "person_erased",
        "publication_withdrawn",
        "register_closed",
    )
)
"""Entries of the history after which something is gone that an older state still holds."""


@dataclass(frozen=True)
class Allowed:
    """What held of a story after an entry of the history.

    is_shown       whether others read the words that stood there then
    says_files     False in older lines, which say nothing of the two that follow
    file_id        of the picture that stood there
    recording_id   of the recording
    """

    story_id: UUID
    event_id: UUID
    at: datetime
    audience: Audience
    naming: Naming
    until_on: date
    is_shown: bool
    says_files: bool = False
    file_id: UUID | None = None
    recording_id: UUID | None = None

    @property
    def line(self) -> str:
        said = (self.story_id, self.event_id, self.at.isoformat(), self.audience, self.naming, self.until_on)
        files = (self.file_id or NOTHING, self.recording_id or NOTHING) if self.says_files else ()
        return " ".join(map(str, (*said, SHOWN if self.is_shown else UNSEEN, *files)))


@dataclass(frozen=True)
class TakenBack:
    """That something was taken back, as the entry of this kind says of its subject."""

    kind: str
    event_id: UUID
    subject_id: UUID

    @property
    def line(self) -> str:
        return f"{self.kind} {self.event_id} {self.subject_id}"


def read_left(data_dir: Path) -> set[UUID]:
    """The ids of stories that are known to have left."""
    return {UUID(words[0]) for words in _lines(data_dir) if len(words) == 1}


def read_allowed(data_dir: Path) -> dict[UUID, Allowed]:
    """By story, the last that is known."""
    allowed = sorted(_all_allowed(data_dir), key=lambda each: each.at)
    return {each.story_id: each for each in allowed}


def read_taken_back(data_dir: Path) -> list[TakenBack]:
    lines = (words for words in _lines(data_dir) if words[0] in TAKEN_BACK)
    return [TakenBack(kind, UUID(event_id), UUID(subject_id)) for kind, event_id, subject_id in lines]


def note_left(data_dir: Path, ids: Iterable[UUID]) -> None:
    _write(data_dir, (str(story_id) for story_id in sorted(ids)))


async def note_changes(database: Database, data_dir: Path) -> None:
    """What has changed since the last time of stories that stand, and what else was taken back.

    It looks a month back: at everything it would read the whole history each time, and nobody's process rests so long.
    """
    known = {each.event_id for each in _all_allowed(data_dir) if each.says_files}
    known |= {each.event_id for each in read_taken_back(data_dir)}
    statement: Any = (
        select_columns(
            *(col(Event.id), col(Event.kind), col(Event.at), Story, Consent),
            *(col(StoryPicture.file_id), col(StoryRecording.recording_id)),
        )
        .join(Story, (col(Story.organisation_id) == Event.organisation_id) & (col(Story.id) == Event.subject_id))
        .join(
            Consent,
            (col(Consent.organisation_id) == Story.organisation_id)
            & (col(Consent.story_id) == Story.id)
            & col(Consent.replaced_at).is_(None),
        )
        .outerjoin(StoryPicture, _of_story(StoryPicture))
        .outerjoin(StoryRecording, _of_story(StoryRecording))
        .where(*_newest((CHANGED, HIDDEN)))
        .order_by(col(Event.at))
    )
    others: Any = (
        select_columns(col(Event.kind), col(Event.id), col(Event.subject_id))
        .where(*_newest(TAKEN_BACK))
        .order_by(col(Event.at))
    )
    async with database.readers() as session:
        rows = (await session.exec(statement)).all()
        taken_back = [TakenBack(*row) for row in (await session.exec(others)).all()]
    new = [
        Allowed(
            story_id=story.id,
            event_id=event_id,
            at=at,
            audience=consent.audience,
            naming=consent.naming,
            until_on=consent.until_on,
            is_shown=kind == CHANGED and story.checked_at is not None and story.checked_at < at,
            says_files=True,
            file_id=file_id,
            recording_id=recording_id,
        )
        for event_id, kind, at, story, consent, file_id, recording_id in rows
        if event_id not in known
    ]
    _write(data_dir, [each.line for each in new] + [each.line for each in taken_back if each.event_id not in known])


def _newest(kinds: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    """Entries of some kinds of the last month, in every organisation."""
    return (
        col(Event.organisation_id).in_(select_columns(col(Organisation.id))),
        col(Event.id) > first_id_within(LOOKED_BACK),
        col(Event.kind).in_(kinds),
    )


def _of_story(model: type[StoryPicture] | type[StoryRecording]) -> Any:
    return (col(model.organisation_id) == Story.organisation_id) & (col(model.story_id) == Story.id)


def _lines(data_dir: Path) -> list[list[str]]:
    path = data_dir / FILE
    return [line.split() for line in path.read_text().splitlines() if line.strip()] if path.exists() else []


def _all_allowed(data_dir: Path) -> list[Allowed]:
    return [_allowed(words) for words in _lines(data_dir) if len(words) > 1 and words[0] not in TAKEN_BACK]


def _allowed(words: list[str]) -> Allowed:
    story_id, event_id, at, audience, naming, until_on, shown, *files = words
    file_id, recording_id = (None if word == NOTHING else UUID(word) for word in files or (NOTHING, NOTHING))
    return Allowed(
        story_id=UUID(story_id),
        event_id=UUID(event_id),
        at=datetime.fromisoformat(at),
        audience=Audience(audience),
        naming=Naming(naming),
        until_on=date.fromisoformat(until_on),
        is_shown=shown == SHOWN,
        says_files=bool(files),
        file_id=file_id,
        recording_id=recording_id,
    )


def _write(data_dir: Path, lines: Iterable[str]) -> None:
    if written := "".join(f"{line}\n" for line in lines):
        data_dir.mkdir(parents=True, exist_ok=True)
        with (data_dir / FILE).open("a") as file:
            file.write(written)
