from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from registry.accounts.schemas import Email
from registry.kit.fields import Line, LongText, MaybeId, MaybeLine, Typed, asked
from registry.stories.models import Audience, Naming, Teller
from registry.stories.rules import KEPT_MONTHS

UNCHANGED = 0


def _months(*allowed: int) -> AfterValidator:
    def must_be_one(months: int) -> int:
        if months not in allowed:
            raise PydanticCustomError("months", "Choose one from the list.")
        return months

    return AfterValidator(must_be_one)


def _true(sentence: str) -> AfterValidator:
    def must_be_true(said: bool) -> bool:
        if not said:
            raise PydanticCustomError("agreed", "{sentence}", {"sentence": sentence})
        return said

    return AfterValidator(must_be_true)


HEARD = "Read it to them, and tick this when they agree."


class Telling(Typed):
    """The words, and what the storyteller allows.

    name         in which it is shown; as much of it as `naming` allows is kept
    is_offered   they would tell it in person
    """

    words: Annotated[LongText, asked("Tell us what happened.")]
    audience: Annotated[Audience, asked("Choose who may read it.")]
    naming: Annotated[Naming, asked("Choose which name we show.")]
    name: MaybeLine = ""
    is_offered: bool = False


class Told(Typed):
    """What is asked first, so that what is wrong is said in the order of the form."""

    told_by: Annotated[Teller, asked("Choose whose story it is.")]


class StoryIn(Telling, Told):
    """
    months       for how long it may be used
    is_worried   somebody may not be safe
    """

    months: Annotated[int, asked("Choose how long we may use it."), _months(*KEPT_MONTHS)]
    is_worried: bool = False


class WrittenDownIn(StoryIn):
    """Written down with somebody, who has heard or read these words and agrees to them."""

    is_agreed: Annotated[bool, _true(HEARD), asked(HEARD)]


class StoryChangeIn(Telling):
    """
    months   for how long from today; 0 leaves the day as it is
    """

    months: Annotated[int, asked("Choose how long we may use it."), _months(UNCHANGED, *KEPT_MONTHS)]


class TellingLinkIn(Typed):
    about: Annotated[Line, asked("Say where people will find it, such as a waiting room.")]
    reference: MaybeLine = ""
    framework_id: MaybeId = None


class TopicsIn(Typed):
    """
    references   of ideas, such as 'NH-4, NH-12'
    """

    references: MaybeLine = ""
    framework_ids: list[UUID] = Field(default_factory=list, max_length=50)
    value_ids: list[UUID] = Field(default_factory=list, max_length=50)
    aim_ids: list[UUID] = Field(default_factory=list, max_length=50)


class StoryAnswerIn(Typed):
    words: Annotated[LongText, asked("Say what happened because of it.")]


class PictureIn(Typed):
    """
    description   what it shows, for those who do not see it
    """

    description: Annotated[Line, asked("Say what the picture shows.")]


class RecordingIn(Typed):
    """
    words   what is said in it, which become the story's
    """

    words: Annotated[LongText, asked("Write down what you say, or the most of it.")]


class AddressIn(Typed):
    email: Annotated[Email, asked("Write your e-mail address.")]


class StoryCheckerIn(Typed):
    person_id: Annotated[UUID, asked("Choose a person.")]


class StoryFilter(BaseModel):
    """What a list of stories is narrowed to; empty values narrow nothing.

    only   what its storyteller would tell in person; for checkers also what waits to be checked, or what a storyteller
           worries about
    """

    words: str = Field(default="", max_length=200)
    idea_id: UUID | None = None
    framework_id: UUID | None = None
    value_id: UUID | None = None
    aim_id: UUID | None = None
    only: Literal["", "offered", "waiting", "worries"] = ""


class TopicOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    noun: str
    id: UUID
    name: str


class RecordingOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    is_film: bool
    seconds: int


class StoryAnswerOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    words: str
    answered_at: datetime


class StoryOut(BaseModel):
    """A story as somebody may read it.

    is_offered  its storyteller would tell it in person
    is_shown    checked, and not hidden: others read it too, as far as the consent goes
    picture     what its picture shows; empty where it has none
    recording   where it is spoken or filmed; `words` say what is heard
    """

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    version: int
    told_by: Teller
    by: str
    words: str
    audience: Audience
    until_on: date
    told_at: datetime
    written_by_id: UUID | None
    is_offered: bool
    is_shown: bool
    picture: str
    recording: RecordingOut | None
    topics: list[TopicOut]
    answers: list[StoryAnswerOut] = []


class StoryStateOut(BaseModel):
    """Where a story stands after a change; without its words, because answers to programs are kept for two days."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    version: int
    is_shown: bool


class TellingLinkOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    about: str
    idea_id: UUID | None
    framework_id: UUID | None
    made_at: datetime
    closed_at: datetime | None


def values_of(consent: Any, story: Any) -> dict[str, Any]:
    """What a form for changing a story begins with."""
    return {
        "words": story.words,
        "is_offered": story.is_offered,
        "audience": consent.audience.value,
        "naming": consent.naming.value,
        "name": consent.name,
        "months": UNCHANGED,
    }
