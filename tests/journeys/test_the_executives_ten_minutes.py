import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Arrive
from tests.journeys.steps import in_days
from tests.journeys.world import DESK, EVERY_WAY, PHONE, PLAIN_PHONE, Way

DELIRIUM, THEATRE = "Spot delirium early", "Theatre within 36 hours"
PORTER = "Two hours of a porter"
OFFER, HOURS = "Priya Raman offers 4 hours", "Ruth Adler recorded 8 hours"
FOCUSED_WORDS = """() => {
  const here = document.activeElement;
  return here === document.body ? "" : here.getAttribute("aria-label") || here.innerText || here.name || "";
}"""
COMPARED = ["Twelve weeks to an answer", "Home with your medicines", "Clean first time"]


@pytest.mark.parametrize("way", EVERY_WAY, ids=str)
def test_an_executive_answers_compares_pledges_and_sees_what_she_promised(arrive: Arrive, way: Way) -> None:
    # Her first page says what waits, and for how long; what the team asks for she offers where it stands.
    sponsor = arrive("sponsor", way).sees("Has waited 41 days")
    sponsor.taps = 0
    sponsor.opens_in_line("Offer something", beside=DELIRIUM).opens_in_line("Somebody who can take the screens")
    sponsor.presses("Send the offer").no_longer_sees("Has waited 41 days")
    assert (sponsor.path, sponsor.taps) == ("/", 3)

    # Another she answers with 'not now'; what she forgot is said beside what she wrote.
    sponsor.opens_in_line("Not now", beside=THEATRE).writes("look_again_on", in_days(90))
    sponsor.presses("Send this answer", status=422).sees("There is something to mend")
    sponsor.writes("reason", "The theatre is being rebuilt until spring.").presses("Send this answer")
    sponsor.no_longer_sees(THEATRE)
    assert sponsor.path == "/"

    # She records what came of a promise that falls due.
    sponsor.opens_in_line("Record what came", beside=PORTER).writes("quantity", "10").presses("Record it")
    assert sponsor.sees(PORTER).path == "/"

    # She reads three ideas side by side, and promises time to one of them.
    sponsor.opens("/ideas").sees("answers came in time")
    for title in COMPARED:
        sponsor.chooses(f"Compare {title}")
    sponsor.presses("Compare those ticked")
    for title in COMPARED:
        sponsor.sees(title)
    sponsor.follows(f"Offer something: {COMPARED[0]}").follows("Time").writes("what", "A nurse on Tuesdays").writes(
        "quantity", "3"
    )
    sponsor.presses("Send the offer").sees("A nurse on Tuesdays")
    sponsor.opens("/pledges").sees("A nurse on Tuesdays")


@pytest.mark.parametrize("way", EVERY_WAY, ids=str)
def test_a_clinician_answers_what_is_offered_where_it_stands(arrive: Arrive, way: Way) -> None:
    clinician = arrive("clinician", way).sees(OFFER)
    clinician.taps = 0
    clinician.opens_in_line("Decline", beside=OFFER).writes("reason", "Peter has shown us how, thank you.")
    clinician.presses("Decline it").no_longer_sees(OFFER)
    assert (clinician.path, clinician.taps) == ("/", 2)

    # What did not come as recorded is disputed with a reason, and nothing else.
    clinician.opens_in_line("It did not", beside=HOURS).presses("It did not come", status=422)
    clinician.writes("reason", "Only the first hour came.").presses("It did not come").no_longer_sees("Did it come?")
    assert clinician.path == "/"
    arrive("sponsor", way).opens("/pledges").sees("Declined")


@pytest.mark.parametrize("way", [PHONE, PLAIN_PHONE], ids=str)
def test_an_offer_is_accepted_with_one_tap(arrive: Arrive, way: Way) -> None:
    clinician = arrive("clinician", way)
    clinician.taps = 0
    clinician.presses("Accept", beside=OFFER).no_longer_sees(OFFER)
    assert (clinician.path, clinician.taps) == ("/", 1)


def test_the_keyboard_alone_answers_an_idea(arrive: Arrive) -> None:
    sponsor = arrive("sponsor", PHONE)
    page, offering = sponsor.page, f"Offer something to: {DELIRIUM}"
    focused = page.locator(":focus")

    def tabs_to(words: str) -> None:
        passed = []
        for _ in range(60):
            page.keyboard.press("Tab")
            passed.append(page.evaluate(FOCUSED_WORDS))
            if words in passed[-1]:
                return
        raise AssertionError(f"the keyboard does not come to '{words}', but to {passed}")

    tabs_to(offering)
    page.keyboard.press("Enter")
    expect(focused).to_have_text("What do you offer?")
    page.keyboard.press("Escape")
    expect(focused).to_have_attribute("aria-label", offering)
    page.keyboard.press("Enter")
    expect(focused).to_have_text("What do you offer?")
    tabs_to("Somebody who can take the screens")
    page.keyboard.press("Enter")
    expect(focused).to_contain_text("Offer data and analysis")
    tabs_to("Send the offer")
    page.keyboard.press("Enter")
    sponsor.no_longer_sees("Has waited 41 days")
    expect(focused).to_contain_text("You promised")


@pytest.mark.parametrize("way", [DESK, PLAIN_PHONE], ids=str)  # On a phone with scripts goes the walk.
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
    everybody = ("clinician", "sponsor", "board", "quality", "steward", "manager", "partner", "administrator")
    # On a phone everybody goes with scripts; without them these two see every layout there is.
    for who in everybody if way.has_scripts else ("clinician", "administrator"):
        reader = arrive(who, way)
        for path in pages:
            if (who, path) == ("partner", "/frameworks"):
                reader.is_refused(path, 403)
            else:
                reader.opens(path)
        reader.is_refused("/nothing-here", 404)
        if who == "administrator":
            for place in ("", "/people", "/people/new", "/services", "/partners", "/aims", "/settings"):
                reader.opens(f"/administration{place}")
        else:
            reader.is_refused("/administration", 403)
