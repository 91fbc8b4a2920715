from sqlmodel.ext.asyncio.session import AsyncSession

from registry.ideas.actions import ideas as idea_actions
from registry.ideas.schemas import JoinIn
from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_idea


async def asked(session: AsyncSession, cast: Cast, times: int = 2) -> None:
    idea = await make_idea(session, cast.clinician, title="Falls")
    for _ in range(times):
        asking = await idea_actions.ask_to_join(session, cast.colleague, idea, JoinIn(words="I can help."))
        await idea_actions.leave_team(session, cast.colleague, idea, asking)


def test_a_notice_says_what_concerns_its_reader_and_leads_there(visit: Visit, cast: Cast) -> None:
    visit.write(lambda session: asked(session, cast, times=1))
    page = visit(cast.clinician).get("/notices")
    assert "Ben Osei asks to join the team of “Falls”: I can help." in page
    assert "2 you have not read." in page

    there = page.submit("See it", nth=1)
    assert there.path.endswith("/team")
    assert "1 you have not read." in there.browser.get("/notices")


def test_all_that_were_shown_are_marked_read_at_once(visit: Visit, cast: Cast) -> None:
    visit.write(lambda session: asked(session, cast))
    page = visit(cast.clinician).get("/notices")
    visit.write(lambda session: asked(session, cast, times=1))

    after = page.submit("Mark all as read")

    assert "2 you have not read." in after


def test_the_badge_counts_what_is_not_read(visit: Visit, cast: Cast) -> None:
    visit.write(lambda session: asked(session, cast))

    assert "Notices 4 unread" in visit(cast.clinician).get("/ideas")
    assert "unread" not in visit(cast.colleague).get("/ideas")


def test_somebody_without_notices_is_told_what_will_stand_here(visit: Visit, cast: Cast) -> None:
    page = visit(cast.board).get("/notices")

    assert "No notices yet" in page
    assert not page.has_button("Mark all as read")


def test_nobody_marks_another_persons_notice(visit: Visit, cast: Cast) -> None:
    visit.write(lambda session: asked(session, cast))
    page = visit(cast.clinician).get("/notices")
    address = next(form.attributes["action"] for form in page.all("form") if "/notices/0" in form.attributes["action"])

    for other in (cast.colleague, cast.administrator, cast.stranger):
        browser = visit(other)
        browser.post(address, {"csrf_token": browser.form_token()}, status=404)
    assert "4 you have not read." in page.browser.get("/notices")


def test_marking_without_saying_until_where_marks_nothing(visit: Visit, cast: Cast) -> None:
    visit.write(lambda session: asked(session, cast))
    browser = visit(cast.clinician)

    page = browser.post("/notices/reading", {"csrf_token": browser.form_token(), "until_id": "everything"})

    assert "Nothing was marked" in page
    assert "4 you have not read." in page
