from datetime import date

from pydantic import BaseModel, ConfigDict

from registry.ideas.models import Stage
from registry.kit.fields import MaybeLine, MaybeSentence, Typed
from registry.pledges.models import Kind


class OpenRegisterIn(Typed):
    """
    words   with which the register begins; it may be none
    """

    words: MaybeSentence = ""


class OpenRegisterEditIn(OpenRegisterIn):
    """An edit says which version of the settings it read, so that nobody writes over an unseen change."""

    version: int


class OpenFilter(BaseModel):
    """What an open register is narrowed to; empty values narrow nothing.

    aim   by name, as in 'No needless waiting' without its first two words
    """

    stage: Stage | None = None
    aim: MaybeLine = ""


class OpenRegisterOut(BaseModel):
    """Whether the register is open, for those who keep it.

    name   in its address
    """

    version: int
    is_open: bool
    name: str
    words: str


class OpenOrganisationOut(BaseModel):
    """An organisation with an open register. `name` stands in its address, `title` is what it calls itself."""

    name: str
    title: str
    words: str


class OpenCountOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    kind: Kind
    asked: int
    promised: int
    kept: int


class OpenLineOut(BaseModel):
    """A published idea in the list; `better` is the beginning of what stands on its own page."""

    model_config = ConfigDict(from_attributes=True)

    reference: str
    title: str
    better: str
    stage: Stage
    service: str
    registered_on: date
    aims: list[str]


class OpenIdeaOut(OpenLineOut):
    """A published idea: whole words, and how much of each kind was asked for, promised and kept."""

    outcome: str
    learning: str
    promises: list[OpenCountOut]


class PublicationOut(BaseModel):
    """
    address   where it is read without an account; empty while it is not published
    shown     what everybody reads, or would read
    """

    is_published: bool
    address: str
    shown: OpenIdeaOut
