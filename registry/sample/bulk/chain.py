"""The history of what is added: entry after entry in the organisation's chain, as `history/rules.py` hashes it.

It says the same as the rules in fewer steps, because most of an entry is in the plain form already; that it does is
seen when the chain is checked.
"""

import hashlib
import hmac
import json
from functools import lru_cache

from registry.history import rules
from registry.history.models import ActorKind, ChainHead, Event, EventWords
from registry.sample.bulk.rows import Moment, Sheets

NULL = "null"
EVENT = (
    "organisation_id", "id", "number", "at", "actor_kind", "actor_id", "kind", "subject_noun", "subject_id", "idea_id",
    "words_digest", "chain",
)  # fmt: skip
EVENT_WORDS = ("organisation_id", "id", "words", "was", "became", "salt")


class Chain:
    def __init__(self, head: ChainHead, key: str) -> None:
        # Kept apart from the row until the end: a model's attributes are slow to read and write.
        self.head, self.key, self.secret = head, key, key.encode()
        self.organisation = str(head.organisation_id)
        self.number, self.chain = head.number, head.chain

    def add(
        self,
        sheets: Sheets,
        entry_id: str,
        when: Moment,
        by_id: str | None,
        kind: str,
        noun: str,
        subject_id: str,
        idea_id: str | None,
        salt: str,
        words: str,
        was: str,
        became: str,
    ) -> None:
        """
        by_id   None for the registry itself
        """
        self.number += 1
        actor_kind = ActorKind.PERSON.value if by_id else ActorKind.REGISTRY.value
        digest = hashlib.sha256(f'["{salt}", {_quoted(words)}, {_quoted(was)}, {_quoted(became)}]'.encode()).hexdigest()
        text = when.text
        facts = (
            f'["{self.chain}", "{self.organisation}", "{_dashed(entry_id)}", "{self.number}", '
            f'"{text[:10]}T{text[11:]}+00:00", "{actor_kind}", {_named(by_id)}, "{kind}", "{noun}", '
            f'"{_dashed(subject_id)}", {_named(idea_id)}, "{digest}"]'
        )
        self.chain = hmac.digest(self.secret, facts.encode(), "sha256").hex()
        here, number, chain = sheets.organisation_id, self.number, self.chain
        entry = (here, entry_id, number, text, actor_kind, by_id, kind, noun, subject_id, idea_id, digest, chain)
        sheets.add_whole(Event, EVENT, [entry])
        sheets.add_whole(EventWords, EVENT_WORDS, [(here, entry_id, words, was, became, salt)])

    def seal(self) -> ChainHead:
        head = self.head
        head.number, head.chain = self.number, self.chain
        head.seal = rules.sealed(self.key, head.organisation_id, head.number, head.chain)
        return head


def _dashed(plain_id: str) -> str:
    return f"{plain_id[:8]}-{plain_id[8:12]}-{plain_id[12:16]}-{plain_id[16:20]}-{plain_id[20:]}"


def _named(plain_id: str | None) -> str:
    return f'"{_dashed(plain_id)}"' if plain_id else NULL


@lru_cache(maxsize=4096)
def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)
