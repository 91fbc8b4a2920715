import pytest

from tests.journeys.conftest import Arrive
from tests.journeys.world import DESK, PHONE, PLAIN_PHONE, Way
from tests.media.test_recordings import a_tone

STORY = "The night nurse brought me tea when nobody else had time, and stayed until I slept."
IDEA = "Steady on your feet"


@pytest.mark.parametrize("way", [PHONE, PLAIN_PHONE], ids=str)
def test_a_storyteller_tells_reads_changes_and_takes_back_without_an_account(arrive: Arrive, way: Way) -> None:
    # A physiotherapist makes a link for his idea, and hangs its code up.
    maker = arrive("colleague", DESK).opens("/ideas?q=Steady").follows(IDEA).follows("Gather stories about it")
    maker.writes("about", "Day room of the older people's ward").presses("Make the link").is_at("Tell us your story")
    way_in = maker.page.locator("#address").input_value().removeprefix(maker.address)

    # On a phone, without an account, somebody tells her story; what she forgot is said beside what she wrote.
    teller = arrive("", way).opens(way_in).is_at("Tell us your story").sees("Call 999")
    teller.writes("words", STORY).presses("Send my story", status=422).sees("Choose who may read it.")
    teller.chooses("Mine").chooses("Everyone who works at Northmoor Health and Care")
    teller.chooses("First name only").writes("name", "Edith Crane").chooses("1 year").presses("Send my story")
    teller.is_at("Your story").sees(STORY).sees("First someone here checks that it names no other person.")
    own_page = teller.path

    # She says it, too, or chooses what she recorded where scripts do not run; what is no recording is said beside it.
    teller.follows("Say it or film it").presses("Send the recording", status=422)
    teller.sees("Record something first, or choose a file.")
    if way.has_scripts:
        teller.records("Record a film")
    else:
        recorded = {"name": "voice.wav", "mimeType": "audio/wav", "buffer": a_tone()}
        teller.page.locator("input[type=file]").set_input_files(recorded)
    teller.presses("Send the recording").is_at("Your story").sees("Filmed" if way.has_scripts else "Spoken")

    # She changes a word before anybody has read it.
    teller.follows("Change my story").writes("words", STORY.replace("tea", "warm milk")).presses("Keep the changes")
    teller.sees("warm milk")

    # A checker sees that it names no one; then it stands first on the idea.
    checker = arrive("quality", DESK).opens("/stories?only=waiting").sees("warm milk")
    checker.page.locator("li", has_text="warm milk").get_by_role("link").click()
    checker.sees("all of it first.").plays().presses("It names no one").sees("What happened because of it")
    reader = arrive("sponsor", DESK).opens("/ideas?q=Steady").follows(IDEA).sees("warm milk").sees("Edith")
    first = reader.page.locator("main h2").first
    assert first.inner_text() == "What people tell"
    idea_page = reader.path

    # The team tells her what happened, on her own page.
    maker.opens(idea_page).page.locator("#stories figure", has_text="warm milk").get_by_role("link").click()
    maker.follows("Say what happened because of it").writes("words", "There is warm milk on every ward now.")
    maker.presses("Tell them")
    teller.opens(own_page).sees("There is warm milk on every ward now.").sees("People can read it now.")

    # She takes it back with two taps, and it is gone.
    teller.taps = 0
    teller.follows("Take my story back").presses("Take it back").is_at("Your story is gone")
    assert teller.taps == 2
    reader.opens(idea_page).no_longer_sees("warm milk")
    reader.opens("/stories").no_longer_sees("warm milk")
    checker.opens("/history").sees("withdrew a story").no_longer_sees("warm milk")
    teller.is_refused(own_page, 404)
