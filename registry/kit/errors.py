"""The four ways in which the registry says no."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager


class RegistryError(Exception):
    """What the doors turn into a page or into problem+json."""


class NotFound(RegistryError):
    """It does not exist, or the actor may not know that it does."""


class NotAllowed(RegistryError):
    """The actor may see it but may not do this; the sentence says who may."""

    def __init__(self, sentence: str = "You may not do this.") -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Refused(RegistryError):
    """What was asked breaks a rule; the sentences say which, and how to mend it.

    reasons   sentences about the whole
    fields    field name -> sentence about that field
    """

    def __init__(self, *reasons: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__("; ".join([*reasons, *(fields or {}).values()]))
        self.reasons: Sequence[str] = reasons
        self.fields: Mapping[str, str] = dict(fields or {})


class Changed(RegistryError):
    """Somebody else changed it since the form was drawn."""


@contextmanager
def chosen(field: str) -> Iterator[None]:
    """Refuses beside its field what was chosen from a list and is not, or no longer, in it."""
    try:
        yield
    except NotFound as error:
        raise Refused(fields={field: "Choose one from the list."}) from error
