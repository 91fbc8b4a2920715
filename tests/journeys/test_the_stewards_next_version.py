"""A steward prepares what a framework says next and publishes it; a lead reads what would change, and accepts."""

import pytest

from tests.journeys.conftest import Arrive
from tests.journeys.world import PHONE, PLAIN_DESK, Way

IDEA = "Antibiotics sooner in suspected sepsis"
NEW = "Nobody is sent home alone at night against their wish."
WAS = "What we do to people is right the first time"
METHOD = "Everybody must use the checklist, so that things are right the first time"
BECAME = "What we do with people is right the first time"
REASON = "People told us of nights on which they went home alone."


@pytest.mark.parametrize("way", [PHONE, PLAIN_DESK], ids=str)
def test_a_steward_publishes_the_next_version_and_a_lead_accepts_it_for_her_idea(arrive: Arrive, way: Way) -> None:
    # One idea keeps the first version of urgent care; the second is what the steward goes on from.
    steward = arrive("steward", way).opens("/frameworks").follows("Urgent and emergency care")
    framework = steward.path
    steward.follows("Version 2").is_at("Versions of Urgent and emergency care").sees("keeps version 1")

    # She draws a boundary and puts an outcome in words that prescribe a method: she is advised, and mends them.
    steward.opens(framework).follows("Draw another boundary").follows("We answer it ourselves")
    steward.writes("sentence", NEW).presses("Draw this boundary").sees("It comes with the next version")
    steward.opens(f"{framework}/outcomes")
    steward.follows(f"Change the words: {WAS}").writes("sentence", METHOD).presses("Keep these words")
    steward.opens(framework).follows("See it and publish it")
    steward.sees(f"It was: {WAS}").sees("‘must use’ tells people how to work")
    steward.opens(f"{framework}/outcomes")
    steward.follows(f"Change the words: {METHOD}").writes("sentence", BECAME).presses("Keep these words")
    steward.opens(framework).follows("See it and publish it").sees(f"It becomes: {BECAME}")
    steward.no_longer_sees("tells people how to work").presses("Publish version 3", status=422)
    steward.sees("Say in a sentence what changed and why.").writes("reason", REASON).presses("Publish version 3")
    steward.sees(REASON).sees(f"{IDEA} keeps version 2")

    # A lead is told. Nothing has changed for her idea before she reads what would, and accepts.
    lead = arrive("sofia.marchetti", way).opens("/ideas").follows(IDEA).no_longer_sees(NEW)
    lead.follows("See what would change").is_at("What would change for this idea").sees(REASON)
    lead.sees("New boundary").sees(NEW).sees(BECAME).presses("Accept version 3")
    lead.is_at(IDEA).sees(NEW)
    steward.opens(f"{framework}/versions").no_longer_sees(f"{IDEA} keeps version 2")
