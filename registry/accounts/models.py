from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field, SQLModel

from registry.kit.database import Row, UTCDateTime, VersionedRow, both_or_neither, enum_type, indexed, refers


class DirectoryKind(StrEnum):
    EMAIL = "email"
    SIGN_IN = "sign_in"
    TOKEN = "token"  # noqa: S105 - the word, not a secret
    SETUP = "setup"
    DECISION = "decision"
    GIVEN = "given"
    FEEDBACK = "feedback"
    TELLING = "telling"
    STORY = "story"


class DirectoryEntry(SQLModel, table=True):
    """Where a digest belongs; the one way in before an organisation is known."""

    __tablename__ = "directory"
    __table_args__ = (indexed("directory", "target_id"),)

    digest: str = Field(primary_key=True, max_length=64)
    kind: DirectoryKind = Field(sa_type=enum_type(DirectoryKind))
    organisation_id: UUID = Field(foreign_key="organisation.id")
    target_id: UUID


class WrongTry(SQLModel, table=True):
    """A failed sign-in, known only by the digest of e-mail and network address; it has no organisation yet."""

    __tablename__ = "wrong_try"

    pair_digest: str = Field(primary_key=True, max_length=64)
    at: datetime = Field(primary_key=True, sa_type=UTCDateTime)


class Account(VersionedRow, table=True):
    """A person's way in. Without a password hash it waits for its one-time link to be used."""

    __table_args__ = (
        indexed("account", "person_id", unique=True),
        refers("person_id", "person"),
        refers("disabled_by_id", "person"),
        both_or_neither("disabled_at", "disabled_by_id"),
    )

    person_id: UUID
    email: str = Field(max_length=254)
    password_hash: str | None = Field(default=None, max_length=255)
    disabled_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    disabled_by_id: UUID | None = None


class SignIn(Row, table=True):
    """A session. Its token stands nowhere but in the browser; ending it deletes the row."""

    __tablename__ = "sign_in"
    __table_args__ = (indexed("sign_in", "account_id"), refers("account_id", "account"))

    account_id: UUID
    started_at: datetime = Field(sa_type=UTCDateTime)
    expires_at: datetime = Field(sa_type=UTCDateTime)
    browser: str = Field(default="", max_length=200)


class Token(Row, table=True):
    """A personal token for programs; it may do what its person may, and reads alone unless it says so."""

    __table_args__ = (indexed("token", "account_id"), refers("account_id", "account"))

    account_id: UUID
    name: str = Field(max_length=160)
    may_change: bool = False
    made_at: datetime = Field(sa_type=UTCDateTime)
    expires_at: datetime = Field(sa_type=UTCDateTime)


class SetupLink(Row, table=True):
    """A one-time link with which a person sets their password."""

    __tablename__ = "setup_link"
    __table_args__ = (indexed("setup_link", "account_id"), refers("account_id", "account"))

    account_id: UUID
    made_at: datetime = Field(sa_type=UTCDateTime)
    expires_at: datetime = Field(sa_type=UTCDateTime)


class FormKey(Row, table=True):
    """A form or a program's request that was answered, under the key it carried: the same again gets the same answer.

    key       its digest, because anything may be sent as a key
    digest    of what was sent, so that a form changed since is not taken for the same
    address   where the answer to a form stands; of a draft's form, which is kept again and again, the draft itself
    status    and `answer`: what a program was told; of a draft's form, the version that it wrote last
    """

    __tablename__ = "form_key"
    __table_args__ = (
        indexed("form_key", "person_id", "key", unique=True),
        indexed("form_key", "used_at"),
        refers("person_id", "person"),
    )

    person_id: UUID
    key: str = Field(max_length=64)
    digest: str = Field(default="", max_length=64)
    address: str = Field(default="", max_length=2000)
    status: int | None = None
    answer: str = ""
    used_at: datetime = Field(sa_type=UTCDateTime)
