"""The time to explore ends: the sponsor says how they see it, and the lead carries on, keeps it, or ends it."""

import pytest

from tests.journeys.conftest import Arrive
from tests.journeys.steps import in_days
from tests.journeys.world import PHONE, PLAIN_DESK, Way

AHEAD = "Antibiotics sooner in suspected sepsis"
WON = "Clean first time"
OVER = "Calm wards"
VIEW = "I see it at night, too. I would give it another winter."
LEARNT = "Calm comes from knowing who is on, and not from another form."


@pytest.mark.parametrize("way", [PHONE, PLAIN_DESK], ids=str)
def test_lead_and_sponsor_look_back_and_each_idea_goes_on_in_its_own_way(arrive: Arrive, way: Way) -> None:
    # The sponsor adds a view before the last day, and decides nothing.
    sponsor = arrive("second-sponsor", way).opens("/ideas").follows(AHEAD)
    ahead = sponsor.path
    sponsor.opens(f"{ahead}/review").no_longer_sees("Carry on until a new day")
    sponsor.presses("Add my view", status=422).sees("Say how you see it.")
    sponsor.writes("words", VIEW).presses("Add my view").sees(VIEW)

    # The lead reads it, and carries on with a new end, having read which promises end before.
    lead = arrive("sofia.marchetti", way).opens(f"{ahead}/review").sees(VIEW)
    lead.follows("Carry on until a new day").sees("You explore until")
    lead.writes("ends_on", in_days(120)).writes("words", "One winter more.")
    lead.presses("Carry on until then").sees("Exploring until")
    lead.opens(f"{ahead}/review").sees("Carried on until").sees("One winter more.").sees(VIEW)

    # Another lead keeps what works, and stands for it from now on.
    keeper = arrive("aoife.brennan", way).opens("/ideas").follows(WON)
    won = keeper.path
    keeper.opens(f"{won}/review").follows("This is how we work now").selects(
        "Who keeps it from now on?", "Aoife Brennan, Emergency doctor"
    )
    keeper.writes("words", "It is simply how we do it.").presses("Yes, this is how we work now").sees("How we work now")
    keeper.opens(f"{won}/review").sees("It is simply how we do it.")

    # A third ends it; what was learnt stays, and stands where others look for it.
    ender = arrive("marcus.bell", way).opens("/ideas").follows(OVER)
    over = ender.path
    ender.opens(f"{over}/review").follows("End it, and keep what you learnt").writes("learning", LEARNT)
    ender.presses("End the idea").sees("Ended").sees(LEARNT)
    sponsor.opens(over).sees(LEARNT)
