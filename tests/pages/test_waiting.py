from datetime import timedelta
from typing import Any

from registry.ideas.models import Idea
from registry.kit import clock
from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_framework, make_idea, stand_under
from tests.pledges.ledger import make_ask, offer


def given_waiting(visit: Visit, cast: Cast, *days: int) -> list[Idea]:
    """Ideas registered some days ago, at noon: late in the evening a change of the clocks would make it another day."""

    async def make(session: Any) -> list[Idea]:
        made = []
        for ago in days:
            with clock.stopped_at(clock.now().replace(hour=12) - timedelta(days=ago)):
                made.append(await make_idea(session, cast.clinician, title=f"An idea of {ago} days"))
        return made

    return visit.write(make)


def test_the_queue_stands_oldest_first_with_the_days_waited_in_a_sentence(visit: Visit, cast: Cast) -> None:
    given_waiting(visit, cast, 3, 41)
    page = visit(cast.quality).get("/waiting")

    titles = [link.text for link in page.all("a") if link.text.startswith("An idea of")]
    assert titles == ["An idea of 41 days", "An idea of 3 days"]
    assert "Has waited 41 days: 27 more than promised." in page
    assert "Has waited 3 days of 14 promised." in page
    assert "2 ideas wait for an answer, 1 of them longer than the 14 days promised." in page
    assert "Offer something" not in page


def test_a_sponsor_answers_from_the_queue(visit: Visit, cast: Cast) -> None:
    [idea] = given_waiting(visit, cast, 5)
    sponsor = visit(cast.sponsor)
    assert sponsor.get("/waiting").follow("Offer something").heading == "What do you offer?"
    page = sponsor.get("/waiting").follow("Not now, and why")
    today = cast.sponsor.today
    wrong = {"reason": "", "look_again_on": today.isoformat()}
    refused = page.submit("Send this answer", wrong, status=422)
    refused = refused.submit("Send this answer", {"reason": "After the move."}, status=422)
    assert "Choose a day after today." in refused

    again = {"look_again_on": (today + timedelta(days=30)).isoformat()}
    answered = refused.submit("Send this answer", again)

    assert answered.path == f"/ideas/{idea.id}"
    assert "After the move." in answered
    assert "Every idea has its answer" in sponsor.get("/waiting")


def test_an_open_offer_takes_an_idea_out_of_the_queue(visit: Visit, cast: Cast) -> None:
    [idea] = given_waiting(visit, cast, 5)
    visit.write(lambda session: offer(session, cast.sponsor, idea))

    assert "Every idea has its answer" in visit(cast.second_sponsor).get("/waiting")


def test_the_queue_is_narrowed_by_what_is_asked_for_live_and_by_address(visit: Visit, cast: Cast) -> None:
    first, _ = given_waiting(visit, cast, 5, 6)
    visit.write(lambda session: make_ask(session, cast.clinician, first))
    sponsor = visit(cast.sponsor)

    narrowed = sponsor.get("/waiting").submit("Show these", {"kind": "data"})
    assert "An idea of 5 days" in narrowed
    assert "An idea of 6 days" not in narrowed
    assert "Asks for 4 hours each week (An analyst)" in narrowed
    part = sponsor.get("/waiting?kind=space", **{"HX-Request": "true", "HX-Request-Type": "partial"})
    assert "<html" not in part.html
    assert "No waiting idea fits" in part


def test_only_a_sponsor_outside_the_team_says_not_now(visit: Visit, cast: Cast) -> None:
    [idea] = given_waiting(visit, cast, 5)

    for actor, status in ((cast.board, 403), (cast.clinician, 403), (cast.stranger, 404)):
        visit(actor).get(f"/ideas/{idea.id}/not-now/new", status=status)
        browser = visit(actor)
        token = browser.form_token()
        browser.post(f"/ideas/{idea.id}/not-now", {"csrf_token": token}, status=status)
    assert "Every idea has its answer" in visit(cast.stranger).get("/waiting")


def test_a_partner_counts_only_what_is_shared_with_it(visit: Visit, cast: Cast) -> None:
    given_waiting(visit, cast, 5)

    page = visit(cast.partner).get("/waiting")

    assert "An idea of" not in page
    assert "1 idea waits" not in page
    assert "1 idea waits" in visit(cast.board).get("/waiting")


def test_another_organisations_queue_is_its_own(visit: Visit, cast: Cast) -> None:
    given_waiting(visit, cast, 5)

    assert "An idea of" not in visit(cast.stranger).get("/waiting")


def titles_of(page: Any) -> list[str]:
    return [link.text for link in page.all("a") if link.text.startswith("An idea of")]


def test_the_queue_is_read_by_newness_or_by_what_is_asked_when_somebody_wants_it_so(visit: Visit, cast: Cast) -> None:
    oldest, middle, newest = given_waiting(visit, cast, 41, 20, 3)
    visit.write(lambda session: make_ask(session, cast.clinician, middle, kind="barrier", quantity=None))
    visit.write(lambda session: make_ask(session, cast.clinician, newest))
    visit.write(lambda session: make_ask(session, cast.clinician, newest, kind="barrier", quantity=None))
    sponsor = visit(cast.sponsor)

    assert titles_of(sponsor.get("/waiting?order=newest")) == [newest.title, middle.title, oldest.title]
    page = sponsor.get("/waiting?order=asked")
    assert titles_of(page) == [newest.title, middle.title, newest.title, oldest.title]
    groups = [heading.text for heading in page.all("h2") if not heading.text.startswith("An idea")]
    assert groups == ["Data and analysis", "Removing a barrier", "Asks for nothing yet"]


def test_the_queue_by_what_is_asked_goes_on_where_a_page_ended(visit: Visit, cast: Cast) -> None:
    ideas = given_waiting(visit, cast, *range(1, 23))

    async def ask(session: Any) -> None:
        for idea in ideas[:5]:
            await make_ask(session, cast.clinician, idea)

    visit.write(ask)
    first = visit(cast.sponsor).get("/waiting?order=asked")
    second = first.follow("Further down the list →")
    assert len(titles_of(first)) == 20
    assert sorted(titles_of(first) + titles_of(second)) == sorted(idea.title for idea in ideas)


def test_the_queue_narrows_to_a_framework(visit: Visit, cast: Cast) -> None:
    inside, _ = given_waiting(visit, cast, 5, 6)

    async def join(session: Any) -> str:
        framework = await make_framework(session, cast.steward)
        await stand_under(session, cast.clinician, inside, framework)
        return str(framework.id)

    framework_id = visit.write(join)
    assert titles_of(visit(cast.sponsor).get(f"/waiting?framework_id={framework_id}")) == [inside.title]
    assert "framework_id" not in visit(cast.partner).get("/waiting").html


def test_the_front_of_the_register_says_how_the_organisation_answers(visit: Visit, cast: Cast) -> None:
    assert "No idea waits for an answer." in visit(cast.clinician).get("/ideas")
    first, *_ = given_waiting(visit, cast, 20, 3, 41)
    visit.write(lambda session: offer(session, cast.sponsor, first))
    said = "2 ideas wait for an answer, 1 of them longer than the 14 days promised. The last answer came late."

    for reader in (cast.clinician, cast.sponsor, cast.quality, cast.manager, cast.board, cast.administrator):
        assert said in visit(reader).get("/ideas")
    assert visit(cast.clinician).get("/ideas").follow("See which").path == "/waiting"


def test_the_front_counts_nothing_for_a_partner_nor_on_a_narrowed_list(visit: Visit, cast: Cast) -> None:
    given_waiting(visit, cast, 3)

    assert "for an answer, none longer" in visit(cast.clinician).get("/ideas")
    assert "for an answer, none longer" not in visit(cast.clinician).get("/ideas?q=idea")
    assert "for an answer, none" not in visit(cast.partner).get("/ideas")
    assert "No idea waits for an answer." in visit(cast.stranger).get("/ideas")
