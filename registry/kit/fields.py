"""Kinds of form field that several rooms' schemas share."""

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, StringConstraints
from pydantic_core import PydanticCustomError

LONG_TEXT = 4000


def _without_control_characters(text: str) -> str:
    kept = "".join(character for character in text if character in "\n\t" or ord(character) >= 32)
    return kept.replace("\x7f", "")


def _even_line_ends(text: object) -> object:
    return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text


def _said(text: str) -> str:
    cleaned = _without_control_characters(text).strip()
    if not cleaned:
        raise PydanticCustomError("missing", "Write something here.")
    return cleaned


def _maybe_said(text: str) -> str:
    return _without_control_characters(text).strip()


Line = Annotated[str, BeforeValidator(_even_line_ends), StringConstraints(max_length=160), AfterValidator(_said)]
Sentence = Annotated[str, BeforeValidator(_even_line_ends), StringConstraints(max_length=400), AfterValidator(_said)]
LongText = Annotated[
    str, BeforeValidator(_even_line_ends), StringConstraints(max_length=LONG_TEXT), AfterValidator(_said)
]
MaybeLine = Annotated[
    str, BeforeValidator(_even_line_ends), StringConstraints(max_length=160), AfterValidator(_maybe_said)
]
MaybeSentence = Annotated[
    str, BeforeValidator(_even_line_ends), StringConstraints(max_length=400), AfterValidator(_maybe_said)
]
MaybeLongText = Annotated[
    str, BeforeValidator(_even_line_ends), StringConstraints(max_length=LONG_TEXT), AfterValidator(_maybe_said)
]
