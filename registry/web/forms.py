"""A form: what was typed, beside what is wrong with it."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar, get_origin

from litestar.datastructures import FormMultiDict
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from registry.kit.errors import Changed, Refused

T = TypeVar("T", bound=BaseModel)

SENTENCES = {
    "missing": "Fill this in.",
    "string_too_long": "Use at most {max_length} characters.",
    "too_long": "Use at most {max_length} characters.",
    "string_too_short": "Fill this in.",
    "int_parsing": "Write a whole number.",
    "int_from_float": "Write a whole number.",
    "greater_than_equal": "Use {ge} or more.",
    "greater_than": "Use more than {gt}.",
    "less_than_equal": "Use {le} or less.",
    "less_than": "Use less than {lt}.",
    "date_parsing": "Write a date, day first, such as 30/04/2027.",
    "date_from_datetime_parsing": "Write a date, day first, such as 30/04/2027.",
    "date_from_datetime_inexact": "Write a date, day first, such as 30/04/2027.",
    "date_type": "Write a date, day first, such as 30/04/2027.",
    "enum": "Choose one from the list.",
    "uuid_parsing": "Choose one from the list.",
    "literal_error": "Choose one from the list.",
    "bool_parsing": "Say yes or no.",
}


CHANGED = (
    "Somebody else changed this meanwhile. Nothing you typed is lost: keep yours, or put the two together, and send it."
)
CARRIED = frozenset({"version", "back_to", "next", "intent", "kept_address"})
LONGEST_LABEL = 40
UUID_LENGTH = 32


class Empty(BaseModel):
    """The schema of a form that is nothing but a button."""


def new_form_key() -> str:
    return secrets.token_urlsafe(18)


class Form(Generic[T]):
    """Binds what a browser sent to a schema, and remembers both for drawing the form again.

    key       sent along, so that the same form twice is done once
    files     fields that hold a file, which no schema binds
    version   of the row that the form shows, when it edits one
    carried   fields that nobody sees; what is wrong with these is said of the whole form
    now       what stands there now, as (label, words), when somebody else changed it meanwhile
    place     what the ids of its fields begin with where a page may hold several forms
    """

    def __init__(
        self,
        schema: type[T],
        typed: FormMultiDict | None = None,
        carried: Sequence[str] = (),
        files: Sequence[str] = (),
    ) -> None:
        self.schema, self.carried, self.files = schema, carried, files
        self._typed: dict[str, list[str]] = _strings(typed.multi_items()) if typed is not None else {}
        self.key = self.typed("form_key")[:64] or new_form_key()
        version = self.typed("version")
        self.version: int | None = int(version) if version.isdecimal() and len(version) < 10 else None
        self.now: Sequence[tuple[str, str]] = ()
        self.place = ""
        self._errors: dict[str, str] = {}
        self._reasons: list[str] = []

    @property
    def has_fields(self) -> bool:
        """Whether it is more than a button."""
        return bool(self.schema.model_fields)

    @classmethod
    def of(cls, schema: type[T], values: Mapping[str, Any], version: int | None = None) -> "Form[T]":
        """A form that shows what stands now."""
        form = cls(schema)
        form._typed = {name: _shown(value) for name, value in values.items()}
        form.version = version
        return form

    @property
    def value(self) -> T:
        """What was typed, as the schema.

        raises   Refused with a sentence for each field that is wrong
        """
        try:
            return self.schema.model_validate(self._evened_out())
        except ValidationError as error:
            raise self._refusal(error.errors()) from error

    def id_of(self, name: str) -> str:
        return self.place + name

    def typed(self, name: str) -> str:
        return (self._typed.get(name) or [""])[-1]

    def typed_all(self, name: str) -> Sequence[str]:
        return self._typed.get(name, [])

    def error(self, name: str) -> str | None:
        return self._errors.get(name)

    @property
    def problems(self) -> Sequence[tuple[str, str]]:
        """(field, sentence) for the summary, in the order of the fields; '' stands for the whole form."""
        order = list(self.schema.model_fields)
        fields = sorted(self._errors, key=lambda name: order.index(name) if name in order else len(order))
        return [("", reason) for reason in self._reasons] + [(name, self._errors[name]) for name in fields]

    def refuse(self, refusal: Refused) -> "Form[T]":
        """The same form with what is wrong beside its fields."""
        for name, sentence in refusal.fields.items():
            if (name in self.schema.model_fields or name in self.files) and name not in self.carried:
                self._errors[name] = sentence
            else:
                self._reasons.append(sentence)
        self._reasons.extend(refusal.reasons)
        return self

    def check_version(self, present: int) -> None:
        """Raises Changed when somebody else changed the row since the form was drawn; a version that is none, too."""
        if self.version != present and "version" in self._typed:
            raise Changed

    def meet(self, present: int, now: Sequence[tuple[str, str]]) -> "Form[T]":
        """The same form beside what somebody else wrote meanwhile; sent once more it is an edit of that."""
        self.version, self.now = present, now
        return self.refuse(Refused(CHANGED))

    def _evened_out(self) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, field in self.schema.model_fields.items():
            given = [part for part in self._typed.get(name, []) if part.strip()]
            if get_origin(field.annotation) in {set, list, frozenset, tuple}:
                values[name] = given
            elif given:
                values[name] = given[-1]
        return values

    def _refusal(self, errors: Iterable[ErrorDetails]) -> Refused:
        fields: dict[str, str] = {}
        reasons: list[str] = []
        for error in errors:
            name = str(error["loc"][0]) if error["loc"] else error["type"]
            if name in self.schema.model_fields:
                fields.setdefault(name, sentence_for(error))
            else:
                reasons.append(sentence_for(error))
        return Refused(*reasons, fields=fields)


def sentence_for(error: ErrorDetails) -> str:
    """A sentence that says how to mend one fault; rooms' own sentences pass as they are."""
    pattern = SENTENCES.get(error["type"])
    if error["type"] == "missing" and error["msg"] != "Field required":
        return error["msg"]
    return pattern.format(**error.get("ctx", {})) if pattern else error["msg"]


def words_of(sent: Sequence[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """What a person wrote, among what a form sent: (name, label, words). A label is the best that a name can give."""
    return [(name, _label(name), words) for name, words in sent if not _is_carried(name, words)]


def carried_of(sent: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """What a form sent along that nobody wrote: (name, value)."""
    return [(name, value) for name, value in sent if _is_carried(name, value)]


def _is_carried(name: str, value: str) -> bool:
    return name in CARRIED or not value.strip() or name.endswith(("_id", "_ids"))


def _label(name: str) -> str:
    """'What next' of 'next_step' is beyond it, but 'Next step' is read as well; ids within a name are left out."""
    words = [part for part in name.removeprefix("kept:").split("_") if len(part) < UUID_LENGTH]
    return " ".join(words).capitalize()[:LONGEST_LABEL] or "Text"


def _strings(items: Iterable[tuple[str, Any]]) -> dict[str, list[str]]:
    kept: dict[str, list[str]] = {}
    for name, value in items:
        if isinstance(value, str):
            kept.setdefault(name, []).append(value.replace("\x00", ""))  # PostgreSQL keeps no such character.
    return kept


def _shown(value: Any) -> list[str]:
    if value is None or value is False:
        return [""]
    if value is True:
        return ["true"]
    if isinstance(value, set | list | tuple | frozenset):
        return [str(part) for part in value]
    return [str(value)]
