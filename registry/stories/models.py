from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from registry.kit.database import Row, UTCDateTime, VersionedRow, both_or_neither, enum_type, indexed, refers


class Teller(StrEnum):
    """Whose story it is, as the storyteller says."""

    OWN = "own"
    CLOSE = "close"


class Audience(StrEnum):
    """Who may read it; each includes those before."""

    TEAM = "team"
    ORGANISATION = "organisation"
    PARTNERS = "partners"
    PUBLIC = "public"

    @property
    def label(self) -> str:
        return AUDIENCE_LABELS[self]


AUDIENCE_LABELS = {
    Audience.TEAM: "the team",
    Audience.ORGANISATION: "everyone who works here",
    Audience.PARTNERS: "everyone who works here and in partner organisations",
    Audience.PUBLIC: "anyone",
}


class Naming(StrEnum):
    """In which name it stands."""

    OWN = "own_name"
    FIRST = "first_name"
    NONE = "anonymous"


class LetterSubject(StrEnum):
    """What a letter to a storyteller says."""

    PAGE = "page"
    ANSWER = "answer"
    ENDING = "ending"


class TellingLink(Row, table=True):
    """A link or QR code through which stories are told; its secret follows from its id and stands nowhere.

    about    where it hangs or lies, as those who tell through it read it
    """

    __tablename__ = "telling_link"
    __table_args__ = (
        indexed("telling_link", "made_by_id", "id"),
        refers("made_by_id", "person"),
        refers("closed_by_id", "person"),
        refers("idea_id", "idea"),
        refers("framework_id", "framework"),
        both_or_neither("closed_at", "closed_by_id"),
    )

    about: str = Field(max_length=160)
    idea_id: UUID | None = None
    framework_id: UUID | None = None
    made_at: datetime = Field(sa_type=UTCDateTime)
    made_by_id: UUID
    closed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    closed_by_id: UUID | None = None


class Story(VersionedRow, table=True):
    """What somebody told. A withdrawn or expired one has no row any more.

    written_by_id   the member of staff who wrote it down with the storyteller; None where they told it themselves
    checked_at      when a checker saw that it names no third person; empty again after each change of the words
    is_offered      its storyteller would tell it in person
    hidden_at       when somebody said that it names someone
    worry_at        when the storyteller said that somebody may not be safe
    """

    __table_args__ = (
        indexed("story", "written_by_id"),
        indexed("story", "telling_link_id", "id"),
        refers("written_by_id", "person"),
        refers("telling_link_id", "telling_link"),
        refers("checked_by_id", "person"),
        refers("hidden_by_id", "person"),
        refers("worry_answered_by_id", "person"),
        both_or_neither("checked_at", "checked_by_id"),
        both_or_neither("hidden_at", "hidden_by_id"),
        both_or_neither("worry_answered_at", "worry_answered_by_id"),
    )

    told_by: Teller = Field(sa_type=enum_type(Teller))
    words: str
    told_at: datetime = Field(sa_type=UTCDateTime)
    written_by_id: UUID | None = None
    telling_link_id: UUID | None = None
    is_offered: bool = False
    checked_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    checked_by_id: UUID | None = None
    hidden_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    hidden_by_id: UUID | None = None
    worry_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    worry_answered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    worry_answered_by_id: UUID | None = None

    @property
    def is_shown(self) -> bool:
        """Whether others than its writer and the checkers read it, as far as the consent goes."""
        return self.checked_at is not None and self.hidden_at is None

    @property
    def is_worry_open(self) -> bool:
        return self.worry_at is not None and self.worry_answered_at is None


class Consent(Row, table=True):
    """What the storyteller allows; the one that nothing has replaced holds.

    name       as it is shown; empty in one that was replaced
    until_on   the last day on which the story may be used
    """

    __table_args__ = (
        indexed("consent", "story_id", "replaced_at"),
        indexed("consent", "until_on", "story_id"),
        refers("story_id", "story"),
    )

    story_id: UUID
    audience: Audience = Field(sa_type=enum_type(Audience))
    naming: Naming = Field(sa_type=enum_type(Naming))
    name: str = Field(default="", max_length=160)
    until_on: date
    given_at: datetime = Field(sa_type=UTCDateTime)
    replaced_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


ONE_TOPIC = " + ".join(
    f"CASE WHEN {noun}_id IS NULL THEN 0 ELSE 1 END" for noun in ("idea", "framework", "value", "aim")
)


class StoryTopic(Row, table=True):
    """One idea, framework, value or aim to which a story speaks."""

    __tablename__ = "story_topic"
    __table_args__ = (
        indexed("story_topic", "story_id"),
        indexed("story_topic", "idea_id", "story_id"),
        indexed("story_topic", "framework_id", "story_id"),
        indexed("story_topic", "value_id", "story_id"),
        indexed("story_topic", "aim_id", "story_id"),
        refers("story_id", "story"),
        refers("idea_id", "idea"),
        refers("framework_id", "framework"),
        refers("value_id", "value"),
        refers("aim_id", "aim"),
        CheckConstraint(f"{ONE_TOPIC} = 1", name="one_topic"),
    )

    story_id: UUID
    idea_id: UUID | None = None
    framework_id: UUID | None = None
    value_id: UUID | None = None
    aim_id: UUID | None = None


class StoryAnswer(Row, table=True):
    """What happened because of a story, told to its storyteller."""

    __tablename__ = "story_answer"
    __table_args__ = (
        indexed("story_answer", "story_id", "id"),
        refers("story_id", "story"),
        refers("answered_by_id", "person"),
    )

    story_id: UUID
    words: str
    answered_at: datetime = Field(sa_type=UTCDateTime)
    answered_by_id: UUID


class StoryPicture(Row, table=True):
    """The one picture of a story.

    description   what it shows, in the storyteller's words, for those who do not see it
    """

    __tablename__ = "story_picture"
    __table_args__ = (
        indexed("story_picture", "story_id", unique=True),
        refers("story_id", "story"),
        refers("file_id", "file"),
    )

    story_id: UUID
    file_id: UUID
    description: str = Field(max_length=160)
    added_at: datetime = Field(sa_type=UTCDateTime)


class StoryRecording(Row, table=True):
    """The one recording of a story, in which it is spoken or filmed; the words of the story say what is heard."""

    __tablename__ = "story_recording"
    __table_args__ = (
        indexed("story_recording", "story_id", unique=True),
        refers("story_id", "story"),
        refers("recording_id", "recording"),
    )

    story_id: UUID
    recording_id: UUID
    added_at: datetime = Field(sa_type=UTCDateTime)


class StoryAddress(Row, table=True):
    """Where the storyteller wishes to hear of their story.

    sealed          their e-mail address and the secret of their page, at one length
    told_until_on   the last day of which they were told that it comes soon
    """

    __tablename__ = "story_address"
    __table_args__ = (indexed("story_address", "story_id", unique=True), refers("story_id", "story"))

    story_id: UUID
    sealed: str
    left_at: datetime = Field(sa_type=UTCDateTime)
    told_until_on: date | None = None


class StoryLetter(Row, table=True):
    """A letter to the storyteller that has not left yet; deleted when it has."""

    __tablename__ = "story_letter"
    __table_args__ = (
        indexed("story_letter", "next_try_at", "id"),
        indexed("story_letter", "story_id"),
        refers("story_id", "story"),
    )

    story_id: UUID
    about: LetterSubject = Field(sa_type=enum_type(LetterSubject))
    next_try_at: datetime = Field(sa_type=UTCDateTime)


class StoryChecker(Row, table=True):
    """Somebody whom the organisation names to check stories, beside the people of quality."""

    __tablename__ = "story_checker"
    __table_args__ = (
        indexed("story_checker", "person_id"),
        refers("person_id", "person"),
        refers("named_by_id", "person"),
        refers("ended_by_id", "person"),
        both_or_neither("ended_at", "ended_by_id"),
    )

    person_id: UUID
    named_at: datetime = Field(sa_type=UTCDateTime)
    named_by_id: UUID
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    ended_by_id: UUID | None = None
