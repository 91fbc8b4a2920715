"""An appraisal conversation: written down by one, agreed by the other, worded anew, and ended."""

from datetime import timedelta

from registry.coaching.actions import appraisals
from registry.coaching.schemas import AppraisalWordingIn
from tests.browser import Visit
from tests.cast import KEYS, Cast
from tests.coaching.people import AGREED, make_appraisal

ANEW = "More of the rota in spring"


def test_what_one_writes_holds_when_the_other_agrees_and_each_change_asks_anew(visit: Visit, cast: Cast) -> None:
    manager, clinician = visit(cast.manager), visit(cast.clinician)
    page = manager.get(f"/people/{cast.clinician.person_id}").follow("Write down what you two agreed")
    tomorrow = (cast.manager.today + timedelta(days=1)).isoformat()
    refused = page.submit("Ask them to agree", {"talked_on": tomorrow, "words": AGREED}, status=422)
    assert "This day is still to come" in refused
    assert AGREED in refused
    soon = (cast.manager.today + timedelta(days=10)).isoformat()
    today = cast.manager.today.isoformat()
    page = refused.submit("Ask them to agree", {"talked_on": today, "look_again_on": soon})
    assert "Waits for Amara Okafor" in page

    assert "Ruth Adler wrote down what you two agreed" in clinician.get("/")
    assert AGREED not in clinician.get("/notices")
    theirs = clinician.get(page.path)
    assert "I agree to these words" not in manager.get(page.path)
    agreed = theirs.submit("I agree to these words")
    assert "You meant to talk again on" in agreed
    assert "It is time to talk again with Ruth Adler" in clinician.get("/")
    assert "It is time to talk again with Amara Okafor" in manager.get("/")

    manager.get(page.path).follow("Write it anew").submit("Ask Amara Okafor to agree", {"words": ANEW})
    waiting = clinician.get(page.path)
    assert ANEW in waiting
    assert AGREED in waiting
    kept = waiting.submit("Keep what we agreed before")
    assert ANEW not in kept
    assert AGREED in kept

    reworded = kept.follow("Write it anew").submit("Ask Ruth Adler to agree", {"words": ANEW})
    both = manager.get(reworded.path).submit("I agree to these words")
    assert "What you agreed before" in both
    over = both.follow("End this conversation").submit("End it")
    assert "It has ended." in over
    last = clinician.get(page.path)
    assert ANEW in last
    assert "Write it anew" not in last


def test_nobody_agrees_to_words_that_changed_meanwhile(visit: Visit, cast: Cast) -> None:
    found = visit.write(lambda session: make_appraisal(session, cast))
    address = f"/coaching/appraisals/{found.id}"

    def word(words: str) -> None:
        form = AppraisalWordingIn(talked_on=cast.manager.today, words=words)

        async def write(session: object) -> None:
            there = await session.get(type(found), (found.organisation_id, found.id))  # type: ignore[attr-defined]
            await appraisals.word_appraisal(session, cast.manager, there, form, KEYS)  # type: ignore[arg-type]

        visit.write(write)

    word(ANEW)
    read, form = visit(cast.clinician).get(address), visit(cast.clinician).get(f"{address}/wording")
    word("No rota at all")
    refused = read.submit("I agree to these words", status=422)
    assert "The words have changed since you read them" in refused
    late = form.submit("Ask Ruth Adler to agree", {"words": "A little rota"}, status=409)
    assert "No rota at all" in late
    assert "A little rota" in late


def test_withdrawn_before_both_agreed_nothing_of_it_is_kept(visit: Visit, cast: Cast) -> None:
    page = visit(cast.clinician).get("/coaching/appraisals/new")
    page = page.submit("Ask them to agree", {"person_id": str(cast.manager.person_id), "words": AGREED})
    withdrawn = visit(cast.manager).get(page.path).follow("Withdraw it, without agreeing").submit("Withdraw it")
    assert "It has ended." in withdrawn
    seen = visit(cast.clinician).get(page.path)
    assert AGREED not in seen
    assert "Nothing of it is kept" in seen
    assert "Withdrawn on" in visit(cast.clinician).get("/coaching/appraisals")


def test_the_line_manager_sees_hopes_only_where_they_are_kept_for_them(visit: Visit, cast: Cast) -> None:
    found = visit.write(lambda session: make_appraisal(session, cast))
    clinician, address = visit(cast.clinician), f"/coaching/appraisals/{found.id}"
    clinician.get("/account/aspirations").submit("Keep this", {"hopes": "To open a falls clinic"})
    assert "falls clinic" not in visit(cast.manager).get(address)
    clinician.get("/account/aspirations").submit("Keep this", {"is_for_manager": ["true"]})
    assert "falls clinic" in visit(cast.manager).get(address)


def test_whoever_has_no_line_manager_and_manages_nobody_is_told(visit: Visit, cast: Cast) -> None:
    assert "There is nobody to talk with here yet" in visit(cast.board).get("/coaching/appraisals/new")
    program = visit.program(cast.board)
    answer = program.post(
        "/api/v1/coaching/appraisals",
        json={"person_id": str(cast.clinician.person_id), "talked_on": cast.board.today.isoformat(), "words": AGREED},
    )
    assert answer.status_code == 422
    assert "Choose your line manager" in answer.text
