import pytest

from tests.journeys.conftest import Arrive
from tests.journeys.steps import in_days
from tests.journeys.world import EVERY_WAY, Way


@pytest.mark.parametrize("way", EVERY_WAY, ids=str)
def test_an_executive_answers_pledges_and_sees_what_she_promised(arrive: Arrive, way: Way) -> None:
    # Her first page says what waits, and for how long.
    sponsor = arrive("sponsor", way).sees("Has waited 41 days")

    # She reads why it matters, and promises time.
    sponsor.follows("Spot delirium early").sees("Why it matters to me").follows("Offer something").follows("Time")
    sponsor.writes("what", "A nurse for the screens, Tuesdays").writes("quantity", "3")
    sponsor.writes("starts_on", in_days(1)).writes("ends_on", in_days(20)).presses("Send the offer")
    sponsor.opens("/").no_longer_sees("Has waited 41 days")

    # Another she answers with 'not now', and why.
    sponsor.opens("/waiting").follows("Theatre within 36 hours").follows("Not now, and why")
    sponsor.writes("reason", "The theatre is being rebuilt until spring.").writes("look_again_on", in_days(90))
    sponsor.presses("Send this answer").sees("The theatre is being rebuilt until spring.")
    sponsor.opens("/waiting").no_longer_sees("Theatre within 36 hours")

    # What she promised stands in one list, and what falls due on her first page.
    sponsor.opens("/pledges").sees("A nurse for the screens, Tuesdays")
    sponsor.opens("/").sees("You promised")


@pytest.mark.parametrize("way", EVERY_WAY, ids=str)
def test_every_page_of_every_role_can_be_read_by_everybody(arrive: Arrive, way: Way) -> None:
    pages = (
        "/",
        "/ideas",
        "/ideas?q=falls",
        "/waiting",
        "/pledges",
        "/frameworks",
        "/notices",
        "/history",
        "/help",
        "/account",
        "/api",
    )
    for who in ("clinician", "sponsor", "board", "quality", "steward", "manager", "partner", "administrator"):
        reader = arrive(who, way)
        for path in pages:
            reader.opens(path)
        reader.is_refused("/nothing-here", 404)
        if who == "administrator":
            for place in ("", "/people", "/people/new", "/services", "/partners", "/aims", "/settings"):
                reader.opens(f"/administration{place}")
        else:
            reader.is_refused("/administration", 403)
