"""Digests, lengths of life and the throttle, none of which needs the database."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta

SIGN_IN_LASTS = timedelta(hours=12)
SETUP_LINK_LASTS = timedelta(days=7)
TOKEN_LASTS = timedelta(days=365)
KEYS_LAST = timedelta(days=2)
TRIES = 10
# The first mark that is found counts: most browsers call themselves by the names of others as well.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "a Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
TRIES_WITHIN = timedelta(minutes=5)


def digest(secret_key: str, kind: str, secret: str) -> str:
    """What stands in the database for a secret; the key keeps a stolen copy from being searched for addresses."""
    return hmac.new(secret_key.encode(), f"{kind}:{secret}".encode(), hashlib.sha256).hexdigest()


def derived_secret(secret_key: str, kind: str, of: str) -> str:
    """A secret that is the same each time it is asked for, and stands nowhere.

    of   what tells it from the others of its kind
    """
    made = hmac.new(secret_key.encode(), f"secret:{kind}:{of}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def browser_words(said: str) -> str:
    """What a browser says of itself, as its owner would say it: 'Firefox on Windows'.

    said   its User-Agent header, or what a program calls itself
    """
    name = next((name for mark, name in BROWSERS if mark in said), "")
    system = next((system for mark, system in SYSTEMS if mark in said), "")
    if not name:
        return f"A browser on {system}" if system else "A browser we do not know"
    return f"{name} on {system}" if system else name


def is_slowed(tries: Sequence[datetime], now: datetime) -> bool:
    """Ten wrong tries within five minutes slow the pair that made them."""
    return len([at for at in tries if now - at < TRIES_WITHIN]) >= TRIES


def next_try_at(tries: Sequence[datetime]) -> datetime:
    """When the pair may try again: five minutes after the tenth try from the end."""
    return sorted(tries)[-TRIES] + TRIES_WITHIN
