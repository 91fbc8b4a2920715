"""Asking for feedback, naming raters, answering signed in or by a link, reading and sharing, as people do it."""

from datetime import timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.feedback.actions import closing
from registry.feedback.models import Group, Round
from registry.kit import clock
from registry.people import queries as people_queries
from registry.people.actors import registry_actor
from tests.browser import Browser, Page, Visit
from tests.cast import HISTORY_KEY, KEYS, Cast
from tests.factories import make_idea
from tests.feedback.people import SCORES, answer, answer_of, hire, link, name, open_round

ANSWER = dict.fromkeys(SCORES, "4")


def opened(visit: Visit, cast: Cast) -> Round:
    return visit.write(lambda session: open_round(session, cast))


def closed(visit: Visit, cast: Cast) -> Round:
    """Six of those whom the sponsor supports have answered, two colleagues too."""

    async def prepare(session: AsyncSession) -> Round:
        with clock.stopped_at(clock.now() - timedelta(days=30)):
            found = await open_round(session, cast)
            for number, rater in enumerate(await hire(session, cast, 8)):
                await name(session, found, cast.sponsor, rater, Group.UPWARD if number < 6 else Group.PEERS)
                await answer(session, rater, found, answer_of(4, f"Keep {number}"))
            await answer(session, cast.sponsor, found, answer_of(5, "My own eyes"))
        organisation = await people_queries.get_organisation(session, found.organisation_id)
        await closing.close_rounds(session, registry_actor(organisation, HISTORY_KEY), KEYS, 10)
        return found

    return visit.write(prepare)


def test_a_round_is_opened_named_for_and_answered(visit: Visit, cast: Cast) -> None:
    sponsor = visit(cast.sponsor)
    page = sponsor.get("/feedback/new").submit("Open the round", {"namer_id": str(cast.board.id)})
    assert "Your feedback round" in page.text
    page = page.browser.get(page.path + "/raters/new").submit(
        "Ask them", {"person_id": str(cast.clinician.id), "group": "upward"}
    )
    assert "Amara Okafor" in page.text

    board = visit(cast.board)
    waiting = board.get("/")
    assert "Priya Raman asks you to name people" in waiting.text
    page = board.get(page.path).submit("Answer", {"accepts": "true"})
    page = board.get(page.path + "/raters/new").submit(
        "Ask them", {"person_id": str(cast.colleague.id), "group": "peers"}
    )
    assert "Ben Osei" in page.text
    assert "Amara Okafor" not in page.text
    assert "Ben Osei" not in sponsor.get(page.path).text

    clinician = visit(cast.clinician)
    assert "Priya Raman asks how you find working with them" in clinician.get("/").text
    assert "asks you to answer in a feedback round" in clinician.get("/notices").text
    page = clinician.get(page.path + "/answer")
    assert "Without your name" in page.text
    assert "at least 5 together" in page.text
    assert "Thank you" in page.submit("Send my answer", ANSWER).text
    assert "nothing more to answer" in clinician.get(page.path).text
    assert "Priya Raman asks how" not in clinician.get("/").text


def test_somebody_without_an_account_answers_by_a_link_once(visit: Visit, cast: Cast) -> None:
    found = opened(visit, cast)
    secret = visit.write(lambda session: link(session, found, cast))
    guest = visit()
    page = guest.get(f"/feedback/answer/{secret}")
    assert "Northmoor Health and Care" in page.text
    assert "cannot be changed" in page.text
    page = page.submit("Send my answer", {"keep_doing": "She sat down with us"}, status=422)
    assert "Say how often they listen" in page.text
    assert "She sat down with us" in page.text
    assert "Thank you" in page.submit("Send my answer", ANSWER).text
    guest.get(f"/feedback/answer/{secret}", status=404)


def test_links_are_shown_once_to_the_colleague_who_names_and_never_to_the_person(visit: Visit, cast: Cast) -> None:
    found = opened(visit, cast)
    page = visit(cast.board).get(f"/feedback/{found.id}/links/new")
    page = page.submit("Make them", {"group": "service_users", "count": "3"}, status=200)
    links = [field.attributes.get("value", "") for field in page.all("input")]
    assert len([link for link in links if "/feedback/answer/" in link]) == 3
    visit(cast.sponsor).get(f"/feedback/{found.id}/links/new", status=403)


def test_letters_go_to_people_without_an_account_and_links_are_taken_back(visit: Visit, cast: Cast) -> None:
    board, found = visit(cast.board), opened(visit, cast)
    page = board.get(f"/feedback/{found.id}/letters/new")
    refused = page.submit("Send the letters", {"group": "partners", "addresses": "una@elms"}, status=422)
    assert "‘una@elms’ is no e-mail address" in refused.text
    page = refused.submit("Send the letters", {"addresses": "una@elms.example\nzoe@elms.example"})
    assert "2 letters are on their way" in page.text
    assert "2 links" in page.text
    assert "elms.example" not in page.text
    page = page.follow("Take links back").submit("Take them back", {"group": "partners"})
    assert "work no longer" in page.text
    assert "Nobody yet" in page.text


def test_somebody_named_is_taken_back_and_told(visit: Visit, cast: Cast) -> None:
    sponsor, found = visit(cast.sponsor), opened(visit, cast)
    visit.write(lambda session: name(session, found, cast.sponsor, cast.clinician))
    page = sponsor.get(f"/feedback/{found.id}").follow("Take back").submit("Take them back")
    assert "Amara Okafor is asked no longer" in page.text
    clinician = visit(cast.clinician)
    assert "no longer asks you for feedback" in clinician.get("/notices").text
    assert "asked no longer" in clinician.get(f"/feedback/{found.id}/answer").text


def test_the_line_manager_and_oneself_are_told_that_they_answer_in_their_names(visit: Visit, cast: Cast) -> None:
    clinician = visit(cast.clinician)
    page = clinician.get("/feedback/new").submit("Open the round", {"namer_id": str(cast.board.id)})
    manager = visit(cast.manager).get(page.path + "/answer")
    assert "in your own name" in manager.text
    assert "How do you see yourself?" in clinician.get(page.path + "/answer").text


def test_the_person_reads_first_and_shares_what_they_choose(visit: Visit, cast: Cast) -> None:
    found = closed(visit, cast)
    sponsor, manager = visit(cast.sponsor), visit(cast.manager)
    page = results_of(sponsor, found)
    assert "People they support" in page.text
    assert "6 answers" in page.text
    assert "4.0 of 5" in page.text
    assert "Keep 1" in page.text
    assert "Keep 7" not in page.text
    assert "Not shown" in page.text
    assert "Keep 1" in sponsor.client.get("/account/held").text
    assert "Keep 1" not in manager.client.get("/account/held").text
    manager.get(f"/feedback/{found.id}/results", status=404)
    page = sponsor.get(f"/feedback/{found.id}/shares/new").submit(
        "Let them read it", {"person_id": str(cast.manager.id), "groups": ["self"]}
    )
    seen = results_of(manager, found)
    assert "My own eyes" in seen.text
    assert "Keep 1" not in seen.text
    page.submit("Take it back")
    manager.get(f"/feedback/{found.id}/results", status=404)


def test_who_may_not_ask_yet_is_told_before_they_fill_anything_in(visit: Visit, cast: Cast) -> None:
    opened(visit, cast)
    page = visit(cast.sponsor).get("/feedback/new")
    assert "You have a round open." in page.text
    assert "Open the round" not in page.text


def test_a_partners_person_is_led_to_nothing_that_is_not_for_them(visit: Visit, cast: Cast) -> None:
    page = visit(cast.partner).get("/feedback")
    assert "Nobody asks you now" in page
    assert not {"/pulse", "/feedback/new"} & {link.attributes["href"] for link in page.all("a")}


def test_a_round_is_called_off_and_its_answers_are_gone(visit: Visit, cast: Cast) -> None:
    found = opened(visit, cast)
    page = visit(cast.sponsor).get(f"/feedback/{found.id}/calling-off").submit("Call it off")
    assert "called off" in page.text
    assert "round is over" in visit(cast.board).get(f"/feedback/{found.id}").text


def test_the_pulse_takes_one_answer_a_week_and_says_why_nothing_shows(visit: Visit, cast: Cast) -> None:
    clinician = visit(cast.clinician)
    assert "You are in no team yet" in clinician.get("/pulse").text
    assert "How is this week?" not in clinician.get("/").text
    visit.write(lambda session: make_idea(session, cast.clinician))
    assert "How is this week?" in clinician.get("/").text
    page = clinician.get("/pulse")
    assert "at least 5 of the team answered" in page.text
    page = page.submit("Send", {"energy": "2", "support": "4"})
    assert "You have answered this week" in page.text
    assert "2 of 5" not in page.text
    assert "How is this week?" not in clinician.get("/").text


def results_of(browser: Browser, found: Round) -> Page:
    return browser.get(f"/feedback/{found.id}/results")
