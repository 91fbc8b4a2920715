"""A line manager asks how people find working with them; a sponsor reads what people said to her."""

from urllib.parse import urlsplit

import pytest

from tests.journeys.conftest import Arrive
from tests.journeys.world import PHONE, PLAIN_DESK, Way

QUESTIONS = ("listens", "gives_room", "keeps_promises", "clears_way", "respects", "learns")
OWN_WORDS = "She asks before she decides."


@pytest.mark.parametrize("way", [PHONE, PLAIN_DESK], ids=str)
def test_raters_answer_by_a_link_and_signed_in_without_their_names(arrive: Arrive, way: Way) -> None:
    # The colleague whom the manager asked makes links for people without an account, and hands them out.
    quality = arrive("quality", way).opens("/feedback").follows("For Ruth Adler").is_at("Name people for Ruth Adler")
    quality.follows("Make links").chooses("People who use the service").writes("count", "2").presses("Make them")
    quality.sees("shown only now")
    link = urlsplit(quality.page.locator("#link-1").input_value()).path

    # Somebody with such a link forgets a question, loses nothing, and answers once.
    guest = arrive("", way).opens(link).is_at("How do you find working with Ruth Adler?").sees("Without your name")
    guest.writes("keep_doing", OWN_WORDS)
    for question in QUESTIONS[:-1]:
        guest.marks(question, 4)
    guest.presses("Send my answer", status=422).sees("Say how often they learn from mistakes")
    assert guest.page.locator("[name=keep_doing]").input_value() == OWN_WORDS
    guest.marks(QUESTIONS[-1], 0).presses("Send my answer").is_at("Thank you")
    guest.is_refused(link, 404).sees("This link has been used")

    # A clinician whom the manager named is asked on her first page.
    clinician = arrive("clinician", way).opens("/?all=1").sees("Ruth Adler asks how you find working with them")
    clinician.follows("Answer about Ruth Adler").sees("at least 5 together").sees("cannot be changed")
    for question in QUESTIONS:
        clinician.marks(question, 5)
    clinician.presses("Send my answer").is_at("Thank you")
    clinician.opens("/?all=1").no_longer_sees("Ruth Adler asks how you find working with them")

    # The manager sees that it is open, and nothing of what was said.
    manager = arrive("manager", way).opens("/feedback").follows("A round that is open")
    manager.sees("nothing before").no_longer_sees(OWN_WORDS)


@pytest.mark.parametrize("way", [PHONE, PLAIN_DESK], ids=str)
def test_a_sponsor_reads_what_people_said_and_chooses_who_reads_it_with_her(arrive: Arrive, way: Way) -> None:
    sponsor = arrive("sponsor", way).opens("/feedback").follows("What people said")
    sponsor.sees("6 answers, shown together").sees("Saying no early, and why.").sees("Own view")
    sponsor.sees("Colleagues: fewer than 5 answers").no_longer_sees("The half hour on Fridays")
    results = sponsor.path

    # Her coach reads it until she takes it back; then she shares one part of it with her chair.
    quality = arrive("quality", way).opens(results).sees("Saying no early, and why.")
    sponsor.presses("Take it back", beside="Lena Fischer").sees("Nobody. It is yours")
    quality.is_refused(results, 404)
    sponsor.follows("Let somebody read it").selects("Who?", "Ines Calder, Chair").chooses("Own view")
    sponsor.presses("Let them read it").sees("Ines Calder")
    arrive("board", way).opens(results).sees("Going to see for myself.").no_longer_sees("Saying no early")

    # Rounds that follow closely could give somebody away, so she is told when she may ask again.
    sponsor.opens("/feedback").sees("You may ask again from")


def test_the_pulse_takes_a_tap_for_each_question_on_a_phone(arrive: Arrive) -> None:
    nurse = arrive("sofia.marchetti", PHONE).opens("/pulse").sees("of 5").no_longer_sees("few answers")
    nurse.taps = 0
    nurse.chooses("Antibiotics sooner in suspected sepsis").marks("energy", 4).marks("support", 3).presses("Send")
    nurse.sees("For the team of Clean first time")
    assert nurse.taps == 4
