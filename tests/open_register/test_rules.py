"""What is left out of the open register, and who decides what is in it."""

import pytest

from registry.open_register.rules import Counted, counted, names_in, objections_to_words, without_names
from registry.pledges.models import Kind, PledgeState

NAMES = ["Amara Okafor", "Ann Lee", "Ann Lee Smith", "Al", "Four Elms care homes"]


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Ask Amara Okafor's team.", "Ask [name left out]'s team."),
        ("OKAFOR, Amara and amara  okafor", "[name left out] and [name left out]"),
        ("Ann Lee Smith wrote to Ann Lee.", "[name left out] wrote to [name left out]."),
        ("Also with Four Elms care homes, and Al.", "Also with [name left out], and [name left out]."),
        ("Nobody also waits for Amara.", "Nobody also waits for Amara."),
    ],
)
def test_full_names_are_left_out_however_they_are_written(said: str, read: str) -> None:
    assert without_names(said, names_in([said], NAMES)) == read


def test_the_beginning_of_a_register_names_nobody() -> None:
    assert objections_to_words("Write to Amara Okafor or Ann Lee.", NAMES) == {
        "words": "Nobody is named in the open register. Leave out Amara Okafor and Ann Lee."
    }
    assert not objections_to_words("We want to do better.", NAMES)


def test_promises_are_counted_by_kind_and_kept_is_what_was_kept_whole() -> None:
    promised = [(Kind.TIME, PledgeState.KEPT), (Kind.TIME, PledgeState.PARTLY_KEPT), (Kind.SPACE, PledgeState.ACCEPTED)]

    assert counted({Kind.TIME: 3, Kind.MONEY: 1}, promised) == (
        Counted(Kind.TIME, asked=3, promised=2, kept=1),
        Counted(Kind.MONEY, asked=1, promised=0, kept=0),
        Counted(Kind.SPACE, asked=0, promised=1, kept=0),
    )
