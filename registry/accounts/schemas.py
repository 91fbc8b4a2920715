from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from registry.kit.fields import Line, Typed, asked
from registry.people.schemas import PersonIn

LEAST_PASSWORD = 10


def _email(written: str) -> str:
    address = written.strip().lower()
    name, at, host = address.rpartition("@")
    if not (name and at and "." in host.strip(".")) or any(letter.isspace() for letter in address):
        raise PydanticCustomError("email", "Write an e-mail address such as name@example.org.")
    return address


def _password(written: str) -> str:
    if len(written) < LEAST_PASSWORD:
        raise PydanticCustomError("password", f"Use at least {LEAST_PASSWORD} characters. Three words do well.")
    return written


Email = Annotated[str, StringConstraints(max_length=254), AfterValidator(_email)]
NewPassword = Annotated[str, StringConstraints(max_length=200), AfterValidator(_password)]


class SignInIn(BaseModel):
    email: Annotated[str, StringConstraints(max_length=254)] = ""
    password: Annotated[str, StringConstraints(max_length=200)] = ""


class PersonWithEmailIn(PersonIn):
    """Somebody with the address they sign in with, as an administrator keeps both."""

    email: Email


class AccountIn(Typed):
    email: Email


class PasswordIn(Typed):
    password: NewPassword
    again: Annotated[str, StringConstraints(max_length=200)] = ""

    @model_validator(mode="after")
    def are_alike(self) -> "PasswordIn":
        if self.password != self.again:
            raise PydanticCustomError("again", "The two passwords are not the same.")
        return self


class PasswordChangeIn(PasswordIn):
    present: Annotated[str, StringConstraints(max_length=200)] = ""


class TokenIn(Typed):
    name: Annotated[Line, asked("Say for which program it is.")]
    may_change: bool = False


class SignInOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    started_at: datetime
    expires_at: datetime
    browser: str


class TokenOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    may_change: bool
    made_at: datetime
    expires_at: datetime
