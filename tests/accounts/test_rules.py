from datetime import UTC, datetime, timedelta

import pytest

from registry.accounts import rules

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36", "Chrome on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/141.0 Safari/537.36 Edg/141.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile Safari/604.1", "Safari on an iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on a Mac"),
        ("curl/8.5 (Linux)", "A browser on Linux"),
        ("", "A browser we do not know"),
    ],
)  # fmt: skip
def test_a_browser_is_named_as_its_owner_would(said: str, words: str) -> None:
    assert rules.browser_words(said) == words


def test_ten_tries_within_five_minutes_slow_and_nine_do_not() -> None:
    tries = [NOON - timedelta(seconds=20 * number) for number in range(10)]
    assert rules.is_slowed(tries, NOON)
    assert not rules.is_slowed(tries[:9], NOON)
    assert not rules.is_slowed(tries, NOON + timedelta(minutes=4))
