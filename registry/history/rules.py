"""How an entry is hashed. Source: MODEL, 'Who sees and does what'."""

import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import UTC
from uuid import UUID

from registry.history.models import Event

FIRST = "0" * 64


def words_digest(salt: str, words: str, was: str, became: str) -> str:
    return hashlib.sha256(json.dumps([salt, words, was, became], ensure_ascii=False).encode()).hexdigest()


def chained(key: str, before: str, facts: Sequence[str | int | UUID | None]) -> str:
    """The hash of an entry: keyed, and covering the entry before it.

    before   the hash of the entry before, or FIRST
    facts    everything the entry says but its words, with the digest of these
    """
    plain = json.dumps([before, *(None if fact is None else str(fact) for fact in facts)])
    return hmac.new(key.encode(), plain.encode(), hashlib.sha256).hexdigest()


def sealed(key: str, organisation_id: UUID, number: int, chain: str) -> str:
    return chained(key, "seal", [organisation_id, number, chain])


def facts_of(event: Event) -> list[str | int | UUID | None]:
    """Everything an entry says, in a fixed order and a fixed spelling."""
    return [
        event.organisation_id,
        event.id,
        event.number,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.actor_kind.value,
        event.actor_id,
        event.kind,
        event.subject_noun,
        event.subject_id,
        event.idea_id,
        event.words_digest,
    ]
