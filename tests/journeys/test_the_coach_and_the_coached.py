"""Two colleagues agree on coaching, write for each other alone and end it; a talk is put into words that both sign."""

import pytest

from registry.kit import clock
from registry.kit.text import day_words
from tests.journeys.conftest import Arrive
from tests.journeys.steps import in_days
from tests.journeys.world import DESK, PHONE, Way

ABOUT = "Speaking up when the room goes quiet."
NOTE = "I counted to five before I answered."
AGREED = "Ben keeps his Tuesday evenings free until summer."


@pytest.mark.parametrize("way", [PHONE, DESK], ids=str)
def test_a_coach_and_the_coached_and_a_talk_with_the_line_manager(arrive: Arrive, way: Way) -> None:
    # A midwife finds a coach among those who offer, forgets to say what about, and asks.
    coached = arrive("keira.doyle", way).opens("/people").follows("find a coach").follows("Lena Fischer")
    coached.follows("Ask Lena Fischer to coach you, or offer it").presses("Ask them", status=422)
    coached.sees("Say in a sentence what it would be about.").writes("about", ABOUT).presses("Ask them")
    coached.is_at("Coaching with Lena Fischer").sees("There is no answer yet")
    pair = coached.path

    # Her coach finds it on the first page, and agrees.
    coach = arrive("quality", way).opens("/?all=1").follows("Answer Keira Doyle about coaching").sees(ABOUT)
    coach.chooses("Yes, gladly").writes("words", "Fridays, and we walk.").presses("Answer").sees(
        "You coach Keira Doyle"
    )

    # Both write, each corrects their own, and whoever manages or administers finds no such page.
    coached.opens(pair).sees("Fridays, and we walk.").follows("Write a note").writes("words", NOTE)
    coached.presses("Keep it for us two").sees(NOTE)
    coach.opens(pair).sees(NOTE).follows("Write a note").writes("words", "And what hapened?").presses(
        "Keep it for us two"
    )
    coach.follows(f"Correct your note of {day_words(clock.today('Europe/London'))}").writes(
        "words", "And what happened?"
    ).presses("Keep it for us two")
    coach.sees("corrected on").no_longer_sees("hapened")
    arrive("administrator", way).is_refused(pair, 404).opens("/history").no_longer_sees("note between two")

    # It is over when one of them says so; what was written stays for the two.
    coached.opens(pair).follows("End it").sees("You owe no reason").presses("End it")
    coached.follows("Coaching that is over").follows("Lena Fischer coached you").sees(NOTE).no_longer_sees(
        "Write a note"
    )

    # A physiotherapist reads what his line manager wrote of their talk, and would say it otherwise; she agrees.
    person = arrive("colleague", way).opens("/?all=1").follows("Read what Ruth Adler wrote").sees("evening rota")
    talk = person.path
    person.follows("Write it in other words").writes("words", AGREED).writes("look_again_on", in_days(9))
    person.presses("Ask Ruth Adler to agree").sees("Ruth Adler has not agreed to your words yet")
    manager = arrive("manager", way).opens("/?all=1").follows("Read what Ben Osei wrote").sees(AGREED)
    manager.presses("I agree to these words").sees("You meant to talk again on")
    person.opens("/?all=1").sees("It is time to talk again with Ruth Adler")
    person.opens(talk).follows("End this conversation").presses("End it")
    manager.opens(talk).sees(AGREED).sees("Ben Osei ended it")
