"""How an entry is hashed, and how people stand in its words. Source: MODEL, 'Who sees and does what'."""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC
from uuid import UUID

from registry.history.models import Event

FIRST = "0" * 64
PERSON_IN_WORDS = re.compile(r"\{([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}")


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


def people_in(*texts: str) -> list[UUID]:
    """The people who stand in words by id, as in '{0192…}'."""
    return [UUID(found) for text in texts for found in PERSON_IN_WORDS.findall(text)]


def with_names(text: str, names: Mapping[UUID, str]) -> str:
    """The words as people read them; somebody without a name is 'someone'."""
    return PERSON_IN_WORDS.sub(lambda match: names.get(UUID(match[1]), "someone"), text)
