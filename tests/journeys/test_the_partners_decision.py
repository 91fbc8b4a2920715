"""A lead asks a partner for its ground, somebody there decides without an account, and the lead begins."""

import re
import time
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from tests.journeys.conftest import Arrive
from tests.journeys.steps import in_days
from tests.journeys.world import PHONE, PLAIN_DESK, Demo, Way

TITLE = "A walk before tea"
AREA = "You may change how your ward works, if you lead a ward or a team, and spend what it takes."
LONGEST_WAIT_SECONDS = 60


@pytest.mark.parametrize("way", [PHONE, PLAIN_DESK], ids=str)
def test_a_partner_without_an_account_lends_its_ground_and_the_lead_begins(
    arrive: Arrive, demo: Demo, way: Way
) -> None:
    # The idea has all it needs, but it works on the ground of the care homes.
    lead = arrive("clinician", way).follows("Register an idea").writes("title", TITLE)
    lead.writes("better", "Residents walk each day.").writes("why", "I see them sit.")
    idea = lead.presses("Register").is_at(TITLE).path
    lead.opens(f"{idea}/claims/new").page.get_by_role("radio", name=AREA).check()
    lead.writes("sentence", "I lead it.")
    lead.presses("Claim it")
    lead.opens(idea).follows("Draw a boundary").follows("We answer it ourselves")
    lead.writes("sentence", "Nobody walks who would rather sit.").presses("Draw this boundary")
    lead.opens(idea).follows("Say on whose ground it works").selects("Whose ground", "Four Elms Care Homes")
    lead.writes("place", "Rosehill").presses("Keep this").is_at("Ask Four Elms Care Homes for a licence")
    lead.opens(f"{idea}/exploration/new").sees("no licence is asked for yet").follows("Ask for a licence")

    # She asks, and sends a link to somebody there who may speak for the homes.
    lead.writes("purpose", "Walk with residents before tea").writes("touches", "Residents who wish to")
    lead.writes("conditions", "A carer comes along").presses("Ask for it").sees("Requested")
    licence, before = lead.path, letters_in(demo.folder)
    lead.follows("Send a link for deciding").writes("address", "una.byrne@fourelms.example")
    lead.presses("Send the letter").sees("una.byrne@fourelms.example")
    link = link_in(newest_letter(demo.folder, before))

    # There the request is read and granted on one more condition, after its wording was read.
    guest = arrive("", way).opens(link).is_at("May Northmoor Health and Care work on your ground?")
    guest.sees("Walk with residents before tea").no_longer_sees("Residents walk each day.")
    guest.presses("Go on", status=422).sees("Say whether you grant it.")
    guest.chooses("Yes, I grant it").writes("name", "Una Byrne").writes("position", "Regional director")
    guest.presses("Go on").is_at("Read what you agree to").sees("1. A carer comes along.")
    guest.presses("No, change something").writes("conditions", "A carer comes along\nNot when it freezes")
    guest.presses("Go on").sees("2. Not when it freezes.")
    before = letters_in(demo.folder)
    guest.presses("I agree to this wording")
    guest.is_at("Thank you: it is granted").sees("2. Not when it freezes.")
    guest.is_refused(link, 404).is_at("This link does not work any more")

    # She reads who decided, and begins.
    lead.opens(licence).sees("Una Byrne, Regional director, granted it").sees("In force until")
    lead.opens(f"{idea}/exploration/new").sees("A licence in force lets it work").writes("outcome", "People walk.")
    lead.writes("ends_on", in_days(100)).presses("Begin exploring").sees("Exploring until")
    lead.sees("On the ground of Four Elms Care Homes")
    arrive("partner", way).opens("/licences").sees("Walk with residents before tea").sees("Residents walk each day.")
    if not way.is_phone:
        return

    # A letter brings whoever granted it a private link: they read what came of it, and take it back.
    private = link_in(newest_letter(demo.folder, before), "given")
    guest.opens(private).is_at("What you granted to Northmoor Health and Care").sees("Residents walk each day.")
    guest.sees("In force until").follows("Revoke it: Walk with residents before tea")
    guest.presses("Revoke it", status=422).sees("Say why").writes("reason", "Two carers are away.").presses("Revoke it")
    guest.sees("Una Byrne revoked it").sees("Two carers are away.")
    lead.opens(licence).sees("Revoked").sees("Two carers are away.")


def letters_in(folder: Path) -> set[Path]:
    return set((folder / "letters").glob("*.eml"))


def newest_letter(folder: Path, before: set[Path]) -> str:
    until = time.monotonic() + LONGEST_WAIT_SECONDS
    while time.monotonic() < until:
        if new := letters_in(folder) - before:
            return str(message_from_bytes(new.pop().read_bytes(), policy=default).get_content())
        time.sleep(0.2)
    raise AssertionError("no letter came")


def link_in(words: str, kind: str = "decide") -> str:
    found = re.search(rf"/{kind}/\S+", words)
    assert found
    return found[0]
