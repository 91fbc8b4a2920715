"""Digests, lengths of life and the throttle, none of which needs the database."""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta

SIGN_IN_LASTS = timedelta(hours=12)
SETUP_LINK_LASTS = timedelta(days=7)
TOKEN_LASTS = timedelta(days=365)
KEYS_LAST = timedelta(days=2)
TRIES = 10
TRIES_WITHIN = timedelta(minutes=5)


def digest(secret_key: str, kind: str, secret: str) -> str:
    """What stands in the database for a secret; the key keeps a stolen copy from being searched for addresses."""
    return hmac.new(secret_key.encode(), f"{kind}:{secret}".encode(), hashlib.sha256).hexdigest()


def is_slowed(tries: Sequence[datetime], now: datetime) -> bool:
    """Ten wrong tries within five minutes slow the pair that made them."""
    return len([at for at in tries if now - at < TRIES_WITHIN]) >= TRIES


def next_try_at(tries: Sequence[datetime]) -> datetime:
    """When the pair may try again: five minutes after the tenth try from the end."""
    return sorted(tries)[-TRIES] + TRIES_WITHIN
