"""Asking a colleague to coach, agreeing, writing notes and ending it, as people do it; and what leaving does."""

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts import actions as account_actions
from registry.accounts.queries import Keys
from registry.coaching.actions import pairs
from registry.coaching.queries.sealed import sealed_words
from registry.coaching.schemas import PairIn, Way
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.portfolio.personal import erase_person
from tests.browser import Visit
from tests.cast import KEYS, Cast
from tests.coaching.people import ABOUT, AGREED, COACHEDS, COACHS, make_pair, make_two
from tests.pages.test_feedback import closed


def leave(visit: Visit, cast: Cast, who: Actor, *, is_erased: bool = False) -> None:
    async def go(session: AsyncSession) -> None:
        person = await people_queries.get_person(session, cast.administrator, who.person_id)
        await account_actions.record_leaving(session, cast.administrator, person)
        if is_erased:
            await erase_person(session, cast.administrator, person, person.name)

    visit.write(go)


def test_a_line_manager_does_not_coach_whom_they_manage_and_may_be_coached_by_them(visit: Visit, cast: Cast) -> None:
    manager = visit(cast.manager)
    page = manager.get("/coaching/new")
    asked = {"person_id": str(cast.clinician.person_id), "about": ABOUT}
    refused = page.submit("Ask them", asked | {"way": "coach"}, status=422)
    assert "a line manager has. Choose somebody else." in refused
    assert ABOUT in refused
    assert "There is no answer yet" in refused.submit("Ask them", asked | {"way": "be_coached"})


def test_two_agree_on_coaching_write_notes_and_end_it(visit: Visit, cast: Cast) -> None:
    clinician, colleague = visit(cast.clinician), visit(cast.colleague)
    page = clinician.get(f"/people/{cast.colleague.person_id}").follow("Ask Ben Osei to coach you, or offer it")
    refused = page.submit("Ask them", {"about": ""}, status=422)
    assert "Say in a sentence what it would be about." in refused
    assert refused.form_fields("Ask them")["person_id"] == [str(cast.colleague.person_id)]
    asked = refused.submit("Ask them", {"about": ABOUT})
    assert "There is no answer yet" in asked

    assert "Amara Okafor asks you to coach them" in colleague.get("/")
    assert "asks you to coach them" in colleague.get("/notices")
    assert ABOUT not in colleague.get("/notices")
    page = colleague.get("/coaching").follow("Answer")
    assert ABOUT in page
    page = page.submit("Answer", {"accepts": "true", "words": "On Fridays"})
    assert "You coach Amara Okafor" in page
    assert "On Fridays" in clinician.get(page.path)
    assert "They coach you" in clinician.get(f"/people/{cast.colleague.person_id}")

    page = page.follow("Write a note").submit("Keep it for us two", {"words": COACHS})
    assert "wrote a note for the two of you" in clinician.get("/notices")
    assert "Correct" not in clinician.get(page.path).text.partition("<main")[2]
    edited = page.follow("Correct")
    other_window = page.follow("Correct")
    page = edited.submit("Keep it for us two", {"words": "She listens"})
    assert COACHS not in page
    late = other_window.submit("Keep it for us two", {"words": COACHS}, status=409)
    assert "She listens" in late
    assert COACHS in late
    page = page.follow("Remove").submit("Remove it")
    assert "She listens" not in page

    over = clinician.get(page.path).follow("End it").submit("End it")
    assert "Nobody yet" in over
    assert "has ended your coaching" in colleague.get("/notices")
    page = colleague.get("/coaching/past").follow("You coached Amara Okafor")
    assert "Write a note" not in page


def test_whoever_cannot_says_so_and_is_not_asked_again_at_once(visit: Visit, cast: Cast) -> None:
    page = visit(cast.sponsor).get("/coaching/new")
    asked = page.submit(
        "Ask them", {"person_id": str(cast.quality.person_id), "way": "be_coached", "about": "Saying no"}
    )
    declined = visit(cast.quality).get(asked.path).submit("Answer", {"accepts": "false"})
    assert "They know that you cannot." in declined
    again = visit(cast.sponsor).get(f"/coaching/new?person={cast.quality.person_id}")
    assert "You may ask again from" in again.submit("Ask them", {"about": "Saying no"}, status=422)
    offered = visit(cast.quality).get(f"/coaching/new?person={cast.sponsor.person_id}&way=coach")
    page = offered.submit("Ask them", {"about": "Saying no, after all"})
    assert "You offered to coach Priya Raman" in page
    assert "It is taken back." in page.follow("Take it back").submit("Take it back")
    assert "asks you no longer" in visit(cast.sponsor).get("/coaching/past")


def test_whoever_is_glad_to_coach_is_found(visit: Visit, cast: Cast) -> None:
    quality = visit(cast.quality)
    page = quality.get(f"/people/{cast.quality.person_id}").follow("Say so here")
    page.submit("Show it", {"words": "Teams that are stuck"})
    listed = visit(cast.clinician).get("/people").follow("find a coach")
    assert "Teams that are stuck" in listed
    assert "Teams that are stuck" in listed.browser.get("/coaching/coaches?words=STUCK+lena")
    assert "Nobody offers this" in listed.browser.get("/coaching/coaches?words=rota")
    assert "Teams that are stuck" in listed.follow("Lena Fischer")
    assert "Ask Lena Fischer" in visit(cast.clinician).get(f"/people/{cast.quality.person_id}")
    quality.get("/coaching/offer").submit("Take me off the list")
    assert "Nobody has said so yet" in visit(cast.clinician).get("/coaching/coaches")
    visit(cast.partner).get("/coaching", status=403)


def test_a_coach_is_offered_the_results_to_read(visit: Visit, cast: Cast) -> None:
    found = closed(visit, cast)
    visit.write(lambda session: make_pair(session, cast.sponsor, cast.quality))
    sponsor = visit(cast.sponsor)
    form = sponsor.get(f"/feedback/{found.id}/results").follow("Let Lena Fischer read it")
    page = form.submit("Let them read it")
    assert "Let Lena Fischer read it" not in page
    assert "Keep 1" in visit(cast.quality).get(f"/feedback/{found.id}/results")
    page.submit("Take it back")
    visit(cast.quality).get(f"/feedback/{found.id}/results", status=404)


def test_when_the_coach_leaves_and_is_erased_their_words_go_and_the_other_ones_stay(visit: Visit, cast: Cast) -> None:
    two = visit.write(lambda session: make_two(session, cast))
    leave(visit, cast, cast.colleague)
    clinician = visit(cast.clinician)
    page = clinician.get(f"/coaching/{two.pair.id}")
    assert "Ben Osei has left." in page
    assert COACHS in page
    assert "Write a note" not in page
    assert "your coaching has ended" in clinician.get("/notices")

    async def erase(session: AsyncSession) -> None:
        person = await people_queries.get_person(session, cast.administrator, cast.colleague.person_id)
        await erase_person(session, cast.administrator, person, person.name)

    visit.write(erase)
    page = clinician.get(f"/coaching/{two.pair.id}")
    assert COACHS not in page
    assert COACHEDS in page
    assert "Former colleague" in page


def test_when_who_was_coached_is_erased_all_of_it_goes(visit: Visit, cast: Cast) -> None:
    two = visit.write(lambda session: make_two(session, cast))
    leave(visit, cast, cast.clinician, is_erased=True)
    visit(cast.colleague).get(f"/coaching/{two.pair.id}", status=404)
    visit(cast.manager).get(f"/coaching/appraisals/{two.appraisal.id}", status=404)


def test_when_the_line_manager_is_erased_what_was_agreed_stays_for_the_person(visit: Visit, cast: Cast) -> None:
    two = visit.write(lambda session: make_two(session, cast))
    leave(visit, cast, cast.manager, is_erased=True)
    page = visit(cast.clinician).get(f"/coaching/appraisals/{two.appraisal.id}")
    assert AGREED in page
    assert "Write it anew" not in page


def test_words_sealed_under_a_secret_key_that_is_lost_are_said_to_be_so(visit: Visit, cast: Cast) -> None:
    two = visit.write(lambda session: make_two(session, cast))

    async def lose(session: AsyncSession) -> None:
        session.add(two.own_note)
        two.own_note.sealed = sealed_words(Keys("another key", KEYS.history), "note", two.own_note.id, COACHEDS)

    visit.write(lose)
    page = visit(cast.clinician).get(f"/coaching/{two.pair.id}")
    assert "This note cannot be opened" in page
    assert COACHS in page


def test_an_open_question_is_answered_by_leaving(visit: Visit, cast: Cast) -> None:
    form = PairIn(person_id=cast.colleague.person_id, way=Way.BE_COACHED, about=ABOUT)
    pair = visit.write(lambda session: pairs.ask_for_pair(session, cast.clinician, form, KEYS))
    leave(visit, cast, cast.colleague)
    assert "Take it back" not in visit(cast.clinician).get(f"/coaching/{pair.id}")
    refused = visit(cast.clinician).get(f"/coaching/new?person={cast.colleague.person_id}")
    assert "They have left" in refused.submit("Ask them", {"about": ABOUT}, status=422)
