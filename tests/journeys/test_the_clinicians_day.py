from collections.abc import Sequence

import pytest

from tests.journeys.conftest import Arrive
from tests.journeys.steps import Reader, in_days
from tests.journeys.world import EVERY_WAY, PHONE, Way

TITLE = "Warm blankets in the waiting bay"
BOUNDARY = "Nobody waits longer because of a blanket."
WATCHED = "The minutes until the scan are not over 30."
SHIVERED = [14, 12, 15, 13, 14, 11, 13, 15, 12, 14, 13, 12]


def weekly(numbers: Sequence[object]) -> str:
    """Two columns as a spreadsheet copies them, the last for today."""
    weeks = reversed(range(len(numbers)))
    return "\n".join(f"{in_days(-7 * ago)}\t{number}" for ago, number in zip(weeks, numbers, strict=True))


@pytest.mark.parametrize("way", EVERY_WAY, ids=str)
def test_a_clinician_takes_her_idea_from_first_thought_to_a_crossing_answered(arrive: Arrive, way: Way) -> None:
    # Between two patients she registers what matters to her.
    clinician = arrive("clinician", way).follows("Register an idea")
    clinician.writes("title", TITLE).presses("Register", status=422).sees("There is something to mend")
    clinician.writes("better", "Nobody shivers while they wait for a scan.").writes("why", "I see them shiver.")
    idea = clinician.presses("Register").is_at(TITLE).sees("I see them shiver.").path

    # She asks for four hours of an analyst.
    clinician.follows("Ask for something").follows("Data and analysis").writes("what", "Someone who counts the waits")
    clinician.writes("quantity", "4").writes("needed_from_on", in_days(0)).presses("Ask for it")
    clinician.opens(idea).sees("Someone who counts the waits")

    # An executive finds it in the queue, offers the hours and her sponsorship.
    sponsor = arrive("sponsor", way).opens("/waiting").sees(TITLE).opens(idea)
    sponsor.follows("Offer something").follows("Sponsorship").writes("what", "I clear the way each Friday")
    sponsor.writes("starts_on", in_days(0)).writes("ends_on", in_days(200)).presses("Send the offer")
    sponsor.opens(idea).follows("Offer something").follows("Data and analysis").writes("what", "Peter counts the waits")
    sponsor.writes("quantity", "4").writes("starts_on", in_days(0)).writes("ends_on", in_days(30))
    promise = sponsor.presses("Send the offer").path

    # The clinician accepts both where she lands.
    clinician.opens("/").presses("Accept", beside="I clear the way each Friday")
    clinician.opens("/").presses("Accept", beside="Peter counts the waits")
    clinician.opens("/").no_longer_sees("Peter counts the waits")

    # She draws a boundary; her sponsor agrees to it.
    clinician.opens(idea).follows("Draw a boundary").follows("We answer it ourselves")
    clinician.writes("sentence", BOUNDARY).presses("Propose this boundary")
    sponsor.opens("/").presses("Agree", beside=BOUNDARY)

    # She begins.
    clinician.opens(idea).follows("Begin exploring").writes("outcome", "Nobody says that they were cold.")
    clinician.presses("Begin exploring").sees("Exploring until")

    # The hours come; only the team confirms them.
    sponsor.opens(promise).follows("Record what came").writes("quantity", "4").writes("delivered_on", in_days(0))
    sponsor.presses("Record it")
    clinician.opens("/").presses("It came", beside="Peter counts the waits")
    clinician.opens(idea).sees("Kept")

    # She tells how it goes, honestly: the boundary was crossed.
    clinician.follows("Tell what happened").writes("happened", "The blankets were in the wrong room.")
    clinician.chooses("Crossed").presses("Tell it").sees("The blankets were in the wrong room.")

    # The quality team sees it at once; she answers it once.
    arrive("quality", way).opens("/").sees(BOUNDARY)
    clinician.opens(idea).follows(BOUNDARY)
    clinician.page.locator("main a[href^='/crossings/']").first.click()
    clinician.chooses("We changed what we do").writes("words", "The blankets stand by the door now.")
    clinician.presses("Keep this answer")
    clinician.opens("/").no_longer_sees(BOUNDARY)


@pytest.mark.parametrize("way", EVERY_WAY, ids=str)
def test_a_clinician_pastes_her_numbers_and_sees_that_her_change_worked_and_her_boundary_held(
    arrive: Arrive, way: Way
) -> None:
    clinician = arrive("clinician", way).follows("Register an idea").writes("title", TITLE)
    clinician.writes("better", "Nobody shivers.").writes("why", "I see them shiver.")
    idea = clinician.presses("Register").is_at(TITLE).path

    # She counts what should get better, and what must not get worse.
    for name, unit, kind in (
        ("Patients who shiver", "a week", "Outcome"),
        ("Minutes until the scan", "minutes", "Balancing"),
    ):
        clinician.opens(f"{idea}/measures/new").writes("name", name).chooses("One number").writes("unit", unit)
        clinician.chooses("Lower is better").selects("How often does a number come?", "Weekly").chooses(kind)
        clinician.presses("Count it").is_at(name)

    # Nobody may wait longer: her numbers watch it.
    clinician.opens(idea).follows("Draw a boundary").follows("We watch it with numbers")
    clinician.chooses("Minutes until the scan, in minutes").chooses("Not over the limit").writes("limit_value", "30")
    clinician.writes("points_in_a_row", "2").writes("sentence", WATCHED).presses("Draw this boundary")
    clinician.opens(idea).sees("No number yet")

    # She pastes 24 weeks out of her spreadsheet, a line wrong; she looks, mends it and adds them.
    numbers = [*SHIVERED, *(number - 9 for number in SHIVERED)]
    pasted = clinician.opens(idea).follows("Patients who shiver").follows("Add many at once")
    pasted.writes("text", weekly([*numbers[:-1], "few"])).presses("Look at them first").sees("few")
    pasted.writes("text", weekly(numbers)).presses("Look again").presses("Add 24 numbers")
    clinician.follows("Mark what you tried").writes("what", "A warm cupboard").writes("tried_on", in_days(-83))
    clinician.presses("Mark it")

    # One more number, from her first page: two taps and a number.
    clinician.opens("/").writes("value", "24", beside="Minutes until the scan")
    clinician.presses("Add", beside="Minutes until the scan").no_longer_sees("Minutes until the scan")

    # Her change worked, and her boundary held.
    clinician.opens(idea).sees("better than chance alone would make").sees("A warm cupboard")
    clinician.sees(WATCHED).sees("24 minutes for")
    clinician.follows(WATCHED)
    assert clinician.page.locator("main .status--clear").count(), "the boundary is not shown as kept"


def test_ideas_like_hers_are_shown_while_she_types(arrive: Arrive) -> None:
    clinician = arrive("clinician", PHONE).opens("/ideas/new").writes("title", "Antibiotics sooner for sepsis")
    clinician.page.locator("[name=title]").press("End")
    clinician.sees("Antibiotics sooner in suspected sepsis").sees("Kept as a draft")


def test_a_double_press_registers_one_idea(arrive: Arrive) -> None:
    clinician = arrive("clinician", PHONE).opens("/ideas/new").writes("title", TITLE)
    clinician.writes("better", "Nobody shivers.").writes("why", "I see them.")
    clinician.page.get_by_role("button", name="Register").dblclick()
    clinician.is_at(TITLE).opens("/ideas")
    assert clinician.page.locator("main h2", has_text=TITLE).count() == 1


def test_the_keyboard_alone_registers_an_idea(arrive: Arrive) -> None:
    clinician = arrive("clinician", PHONE).opens("/ideas/new")
    keyboard = clinician.page.keyboard
    keyboard.press("Tab")
    assert clinician.page.locator(":focus").inner_text() == "Skip to the page"
    keyboard.press("Enter")
    for field, words in (("title", TITLE), ("better", "Nobody shivers."), ("why", "I see them.")):
        # What is shown while she types may be linked, and is passed on the way.
        tabs_to(clinician, f"[name={field}]:focus")
        keyboard.type(words)
    tabs_to(clinician, "button:focus", "Register")
    keyboard.press("Enter")
    clinician.is_at(TITLE)


def tabs_to(reader: Reader, focused: str, words: str = "") -> None:
    """By the keyboard alone, and not from one end of the page to the other."""
    for _ in range(8):
        reader.page.keyboard.press("Tab")
        if reader.page.locator(focused, has_text=words).count():
            return
    raise AssertionError(f"eight times Tab do not lead to {focused} {words}")
