"""Kinds of form field that several rooms' schemas share."""

import re
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

LONG_TEXT = 4000
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2200, 1, 1)


def asked(sentence: str) -> BeforeValidator:
    """What must be said, with the sentence for a person who did not."""

    def must_be_said(written: Any) -> Any:
        if written is None or (isinstance(written, str) and not written.strip()):
            raise PydanticCustomError("asked", "{sentence}", {"sentence": sentence})
        return written

    return BeforeValidator(must_be_said)


def blank_is_none(written: Any) -> Any:
    return None if isinstance(written, str) and not written.strip() else written


def _day(written: Any) -> Any:
    if isinstance(written, date) and not isinstance(written, datetime):
        return written
    try:
        day = date.fromisoformat(str(written).strip()) if isinstance(written, str) else None
    except ValueError:
        day = None
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        raise PydanticCustomError("day", "Write a day, such as 30 April 2027.")
    return day


def _without_control_characters(text: str) -> str:
    kept = "".join(character for character in text if character in "\n\t" or ord(character) >= 32)
    return kept.replace("\x7f", "")


def even_line_ends(text: object) -> object:
    return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text


def said(text: str) -> str:
    cleaned = _without_control_characters(text).strip()
    if not cleaned:
        raise PydanticCustomError("missing", "Write something here.")
    return cleaned


def _maybe_said(text: str) -> str:
    return _without_control_characters(text).strip()


Line = Annotated[str, BeforeValidator(even_line_ends), StringConstraints(max_length=160), AfterValidator(said)]
Sentence = Annotated[str, BeforeValidator(even_line_ends), StringConstraints(max_length=400), AfterValidator(said)]
LongText = Annotated[
    str, BeforeValidator(even_line_ends), StringConstraints(max_length=LONG_TEXT), AfterValidator(said)
]
MaybeLine = Annotated[
    str, BeforeValidator(even_line_ends), StringConstraints(max_length=160), AfterValidator(_maybe_said)
]
MaybeSentence = Annotated[
    str, BeforeValidator(even_line_ends), StringConstraints(max_length=400), AfterValidator(_maybe_said)
]
MaybeLongText = Annotated[
    str, BeforeValidator(even_line_ends), StringConstraints(max_length=LONG_TEXT), AfterValidator(_maybe_said)
]


def folded(name: str) -> str:
    """A name as it is compared: whatever its letters' case and the spaces between its words."""
    return " ".join(name.split()).casefold()


def _one_a_line(written: Any) -> Any:
    """Names apart, each once, whether they come as a list or as lines or with commas between them."""
    parts = [written] if isinstance(written, str) else written
    if not isinstance(parts, list | tuple | set) or not all(isinstance(part, str) for part in parts):
        return written
    names = [" ".join(name.split()) for part in parts for name in re.split(r"[\n\r,;]", part)]
    return list({folded(name): name for name in names if name}.values())


MOST_SKILLS = 12
SkillNames = Annotated[
    list[Annotated[str, StringConstraints(max_length=60), AfterValidator(said)]],
    Field(max_length=MOST_SKILLS),
    BeforeValidator(_one_a_line),
]

Day = Annotated[date, BeforeValidator(_day)]
MaybeDay = Annotated[date | None, BeforeValidator(lambda written: _day(written) if blank_is_none(written) else None)]
MaybeId = Annotated[UUID | None, BeforeValidator(blank_is_none)]


class Typed(BaseModel):
    """What people fill in: a field left out is asked for as one left empty is, in a sentence of its own."""

    @model_validator(mode="before")
    @classmethod
    def leaves_nothing_out(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        return {name: "" for name, field in cls.model_fields.items() if field.is_required()} | given
