import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from registry.accounts.schemas import Email
from registry.feedback.models import Group
from registry.feedback.rules.questions import SCORED, WRITTEN
from registry.kit.fields import Day, MaybeLongText, MaybeSentence, Typed, asked

Comment = Annotated[MaybeLongText, StringConstraints(max_length=1000)]
MOST_LINKS = 20
ONE_ADDRESS: TypeAdapter[str] = TypeAdapter(Email)


def _addresses(written: Any) -> Any:
    """Each once; a line that is no address is named in what is wrong."""
    parts = [written] if isinstance(written, str) else written
    if not isinstance(parts, list | tuple) or not all(isinstance(part, str) for part in parts):
        return written
    lines = [line for part in parts for line in re.split(r"[\s,;]+", part) if line]
    if not lines:
        raise PydanticCustomError("asked", "Write to whom the letters go.")
    if len(lines) > MOST_LINKS:
        raise PydanticCustomError("many", "Write at most {most} addresses.", {"most": MOST_LINKS})
    return list(dict.fromkeys(_address(line) for line in lines))


def _address(line: str) -> str:
    words = "‘{line}’ is no e-mail address, such as name@example.org."
    if any(letter in line for letter in '<>"()'):
        raise PydanticCustomError("email", words, {"line": line[:80]})
    try:
        return ONE_ADDRESS.validate_python(line)
    except ValidationError as error:
        raise PydanticCustomError("email", words, {"line": line[:80]}) from error


Addresses = Annotated[list[str], BeforeValidator(_addresses)]


class RoundIn(Typed):
    """
    namer_id   a colleague who is asked to name raters as well
    """

    namer_id: Annotated[UUID, asked("Choose the colleague who names raters as well.")]
    closes_on: Annotated[Day, asked("Say until when people may answer.")]
    focus: MaybeSentence = ""


class NamerIn(Typed):
    namer_id: Annotated[UUID, asked("Choose another colleague to name raters.")]


class NamingIn(Typed):
    """The colleague's own answer."""

    accepts: Annotated[bool, asked("Say whether you can do it.")]


class RaterIn(Typed):
    person_id: Annotated[UUID, asked("Choose who is to be asked.")]
    group: Annotated[Group, asked("Say how they stand to each other.")]


class LinksIn(Typed):
    group: Annotated[Group, asked("Say for whom the links are.")]
    count: Annotated[int, asked("Say how many links you need.")] = Field(ge=1, le=MOST_LINKS)


class LettersIn(Typed):
    """
    addresses   one on each line
    """

    group: Annotated[Group, asked("Say for whom the letters are.")]
    addresses: Annotated[Addresses, asked("Write to whom the letters go.")]


class LinkGroupIn(Typed):
    group: Annotated[Group, asked("Say whose links you take back.")]


class FeedbackIn(Typed):
    """
    scores   1 never to 5 always; 0 'I cannot say'
    """

    listens: Annotated[int, asked("Say how often they listen, or that you cannot say.")] = Field(ge=0, le=5)
    gives_room: Annotated[int, asked("Say how often they leave room, or that you cannot say.")] = Field(ge=0, le=5)
    keeps_promises: Annotated[int, asked("Say how often promises are kept, or that you cannot say.")] = Field(
        ge=0, le=5
    )
    clears_way: Annotated[int, asked("Say how often the way is cleared, or that you cannot say.")] = Field(ge=0, le=5)
    respects: Annotated[int, asked("Say how often there is respect, or that you cannot say.")] = Field(ge=0, le=5)
    learns: Annotated[int, asked("Say how often they learn from mistakes, or that you cannot say.")] = Field(ge=0, le=5)
    keep_doing: Comment = ""
    help_more: Comment = ""

    @property
    def scores(self) -> dict[str, int]:
        return {question.name: getattr(self, question.name) for question in SCORED}

    @property
    def words(self) -> dict[str, str]:
        return {question.name: getattr(self, question.name) for question in WRITTEN}


class ResultsShareIn(Typed):
    """
    groups   whose answers; none chosen means all
    """

    person_id: Annotated[UUID, asked("Choose who may read it.")]
    groups: list[Group] = Field(default_factory=list)


class PulseIn(Typed):
    idea_id: Annotated[UUID, asked("Choose the team.")]
    energy: Annotated[int, asked("Say how much energy you have.")] = Field(ge=1, le=5)
    support: Annotated[int, asked("Say how well you are supported.")] = Field(ge=1, le=5)


class RoundOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    person_id: UUID
    focus: str
    namer_id: UUID | None
    namer_accepted_on: date | None
    threshold: int
    opened_on: date
    closes_on: date
    closed_on: date | None
    called_off_on: date | None


class RaterOut(BaseModel):
    id: UUID
    person_id: UUID | None
    group: Group


class PartOut(BaseModel):
    """The answers of one group, or of several put together; a mean is None where too few could say."""

    groups: list[Group]
    count: int
    means: dict[str, Decimal | None]
    words: dict[str, list[str]]
    by_id: UUID | None


class ResultsOut(BaseModel):
    parts: list[PartOut]
    withheld: list[Group]


class ResultsShareOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    round_id: UUID
    person_id: UUID
    groups: list[Group]
    shared_on: date
    ended_on: date | None


class AskedOut(BaseModel):
    """What a rater is asked, and by when."""

    name: str
    group: Group
    closes_on: date
    threshold: int
    focus: str
    is_named: bool
    questions: dict[str, Any]


class PulseWeekOut(BaseModel):
    """Energy and support in whole points; None where too few answered."""

    model_config = ConfigDict(from_attributes=True)

    week_on: date
    energy: int | None
    support: int | None
    is_folded: bool


class PulseOut(BaseModel):
    idea_id: UUID
    title: str
    may_answer: bool
    offers_support: bool
    weeks: list[PulseWeekOut]
