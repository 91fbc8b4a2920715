import re
from datetime import timedelta
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.actions import answering
from registry.boundaries.models import Answer, Boundary
from registry.boundaries.schemas import AnswerIn
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.models import Idea
from registry.ideas.schemas import InvitationIn, JoinIn, ShareIn
from registry.people.actors import Actor
from registry.pledges.actions import deliveries as delivery_actions
from registry.pledges.actions import pledges as pledge_actions
from registry.pledges.models import Pledge
from registry.pledges.schemas import DeliveryIn, PledgeIn
from registry.progress.actions import stages
from registry.progress.schemas import BeginIn
from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_boundary, make_draft, make_framework, make_idea, make_measure, make_numbers

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


async def offer(session: AsyncSession, pledger: Actor, idea: Idea, **given: Any) -> Pledge:
    said = {"kind": "skills", "what": "A coach", "quantity": "4", "starts_on": pledger.today}
    said |= {"ends_on": pledger.today + timedelta(days=20)}
    return await pledge_actions.make_pledge(session, pledger, idea, PledgeIn(**(said | given)))


async def explore(session: AsyncSession, cast: Cast) -> tuple[Idea, Boundary]:
    idea = await make_idea(session, cast.clinician, title="Falls", outcome="Nobody falls at night.")
    boundary = await make_boundary(session, cast.clinician, idea, "No alarm is off")
    until = cast.sponsor.today + timedelta(days=120)
    pledge = await offer(session, cast.sponsor, idea, kind="sponsorship", quantity="", ends_on=until)
    await pledge_actions.accept_pledge(session, cast.clinician, pledge)
    form = BeginIn(starts_on=cast.clinician.today, ends_on=cast.clinician.today + timedelta(days=100))
    await stages.begin_exploring(session, cast.clinician, idea, form)
    return idea, boundary


async def everything_for_the_lead(session: AsyncSession, cast: Cast) -> Idea:
    """An offer, a delivery, a boundary, somebody who asks to join, and a draft."""
    idea, _ = await explore(session, cast)
    accepted = await offer(session, cast.colleague, idea, what="A stop watch", kind="time")
    await pledge_actions.accept_pledge(session, cast.clinician, accepted)
    form = DeliveryIn(quantity="1", delivered_on=cast.colleague.today)
    await delivery_actions.record_delivery(session, cast.colleague, accepted, form)
    await offer(session, cast.manager, idea)
    await idea_actions.ask_to_join(session, cast.colleague, idea, JoinIn(words="I can help."))
    await make_draft(session, cast.clinician, title="Not yet said")
    return idea


def test_every_act_of_a_lead_has_its_line_and_is_done_in_it(visit: Visit, cast: Cast) -> None:
    visit.write(lambda session: everything_for_the_lead(session, cast))
    page = visit(cast.clinician).get("/")
    assert page.heading == "5 things wait for you"
    for said in (
        "Ruth Adler offers 4 hours: A coach",
        "Ben Osei recorded 1 hour of “A stop watch”",
        "Is this boundary kept? “No alarm is off”",
        "Ben Osei asks to join “Falls”",
        "Not yet said",
    ):
        assert said in page

    for button, gone in (
        ("Accept", "Ruth Adler offers"),
        ("It came", "Ben Osei recorded"),
        ("Kept", "Is this boundary kept?"),
        ("Welcome", "asks to join"),
    ):
        assert gone in page
        page = page.submit(button)
        assert page.path == "/"
        assert gone not in page
    assert page.heading == "One thing waits for you"


def without_keys(html: str) -> str:
    """Without the keys of forms, which are made anew each time."""
    return re.sub(r'name="form_key" value="[^"]*"', "", html)


def test_htmx_swaps_the_lines_and_the_swapped_page_equals_a_reloaded_one(visit: Visit, cast: Cast) -> None:
    visit.write(lambda session: everything_for_the_lead(session, cast))
    browser = visit(cast.clinician)
    page = browser.get("/")
    fields = page.form_fields("Accept")
    address = next(form for form in page.all("form") if "acceptance" in form.attributes["action"]).attributes["action"]

    answer = browser.client.post(address, data=fields, headers=HTMX, follow_redirects=True)

    assert answer.status_code == 200
    assert answer.text.strip().startswith("<section")
    assert without_keys(answer.text.strip()) in without_keys(browser.get("/").html)


def test_a_form_leads_back_to_no_other_place(visit: Visit, cast: Cast) -> None:
    visit.write(lambda session: everything_for_the_lead(session, cast))
    browser = visit(cast.clinician)
    page = browser.get("/")
    [address] = {
        form.attributes["action"] for form in page.all("form") if "acceptance" in form.attributes["action"]
    } - {form.attributes["action"] for form in page.all("form") if "teammates" in form.attributes["action"]}
    for elsewhere in ("https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:x"):
        fields = page.form_fields("Accept") | {"back_to": elsewhere}
        answer = browser.client.post(address, data=fields, follow_redirects=False)
        assert answer.headers.get("location", "/pledges/").startswith("/pledges/")


def test_a_sponsor_sees_what_waits_and_agrees_in_the_line(visit: Visit, cast: Cast) -> None:
    async def given(session: AsyncSession) -> None:
        idea, boundary = await explore(session, cast)
        await make_boundary(session, cast.clinician, idea, "Nobody waits longer")
        await answering.answer_boundary(session, cast.clinician, boundary, AnswerIn(answer=Answer.CROSSED))
        await make_idea(session, cast.colleague, title="Steady on your feet")

    visit.write(given)
    page = visit(cast.sponsor).get("/")

    assert "Amara Okafor proposes a boundary: “Nobody waits longer”" in page
    assert "Crossed: “No alarm is off”" in page
    assert "Steady on your feet" in page
    assert "Registered today" in page
    page = page.submit("Agree")
    assert "proposes a boundary" not in page
    assert "Crossed: “No alarm is off”" in visit(cast.quality).get("/")


def test_a_board_member_reads_how_the_organisation_answers(visit: Visit, cast: Cast) -> None:
    assert "No idea has been answered yet." in visit(cast.board).get("/")
    visit.write(lambda session: explore(session, cast))

    page = visit(cast.board).get("/")

    assert "1 of the last 1 answer came within 14 days." in page
    assert "No idea waits now." in page
    assert "How the organisation answers" not in visit(cast.quality).get("/")


def test_an_administrator_sees_who_has_no_way_in(visit: Visit, cast: Cast) -> None:
    page = visit(cast.administrator).get("/")

    assert "Ben Osei has no way in yet" in page
    assert page.follow("Give a way in").path.startswith("/administration/people/")
    assert "Nia Rees" not in page


def test_a_partner_sees_what_is_shared_and_what_it_offered(visit: Visit, cast: Cast) -> None:
    async def given(session: AsyncSession) -> None:
        shared = await make_idea(session, cast.clinician, title="Falls")
        offered = await make_idea(session, cast.clinician, title="Sooner")
        for idea in (shared, offered):
            await idea_actions.share_with_partner(session, cast.clinician, idea, ShareIn(partner_id=cast.partner_id))
        await offer(session, cast.partner, offered)
        await make_idea(session, cast.clinician, title="Not theirs")

    visit.write(given)
    page = visit(cast.partner).get("/")

    assert "Amara Okafor shares this idea with you" in page
    assert "You offered 4 hours: A coach" in page
    assert "Not theirs" not in page


def test_an_invitation_to_a_draft_is_answered_in_its_line(visit: Visit, cast: Cast) -> None:
    async def given(session: AsyncSession) -> None:
        draft = await make_draft(session, cast.clinician, title="Not yet said")
        await idea_actions.invite(
            session, cast.clinician, draft, InvitationIn(person_id=cast.colleague.person_id, words="Write it with me?")
        )

    visit.write(given)
    page = visit(cast.colleague).get("/")
    assert "Amara Okafor invites you into “Not yet said”" in page
    assert "Write it with me?" in page

    assert page.submit("Not now").heading == "Nothing waits for you"


def test_a_word_with_a_no_to_joining_is_added_from_the_first_page_and_leads_back_there(
    visit: Visit, cast: Cast
) -> None:
    async def given(session: AsyncSession) -> Idea:
        idea = await make_idea(session, cast.clinician, title="Falls")
        await idea_actions.ask_to_join(session, cast.colleague, idea, JoinIn(words="I can help."))
        return idea

    idea = visit.write(given)
    form = visit(cast.clinician).get("/").follow("Not now, with a word")
    refused = form.submit("Say so", {"words": "x" * 500}, status=422)
    page = refused.submit("Say so", {"words": "In spring, gladly."})

    assert (page.path, page.heading) == ("/", "Nothing waits for you")
    assert "In spring, gladly." in visit(cast.colleague).get(f"/ideas/{idea.id}/team")


def test_ten_lines_are_shown_and_the_rest_is_a_link_away(visit: Visit, cast: Cast) -> None:
    async def given(session: AsyncSession) -> None:
        for number in range(13):
            await make_idea(session, cast.clinician, title=f"Idea {number:02}")

    visit.write(given)
    page = visit(cast.sponsor).get("/")
    assert page.heading == "13 things wait for you"
    assert "Idea 09" in page
    assert "Idea 10" not in page

    everything = page.follow("Show the other 3 as well")
    assert "Idea 12" in everything
    assert everything.heading == "13 things wait for you"


async def given_numbers_due(session: AsyncSession, cast: Cast) -> None:
    idea = await make_idea(session, cast.clinician, title="Sooner in sepsis")
    last = cast.clinician.today - timedelta(days=9)
    plain = await make_measure(session, cast.clinician, idea, name="Door to dose")
    await make_numbers(session, cast.clinician, plain, [60, 142], until_on=last)
    share = await make_measure(session, cast.clinician, idea, name="Judged not needed", per=100, unit="%")
    await make_numbers(session, cast.clinician, share, [4, 3], until_on=last)


def test_a_number_that_is_due_is_written_in_its_line(visit: Visit, cast: Cast) -> None:
    visit.write(lambda session: given_numbers_due(session, cast))
    page = visit(cast.clinician).get("/")
    assert page.heading == "2 things wait for you"
    assert "This week’s number: Door to dose" in page
    assert "Sooner in sepsis, last 142 minutes" in page

    refused = page.submit("Add", {"value": "many"}, status=422)
    assert refused.path.startswith("/measures/")
    assert 'value="many"' in refused.html

    added = page.submit("Add", {"value": "131.5"})
    assert (added.path, added.heading) == ("/", "One thing waits for you")
    assert "Door to dose" not in added.html.partition('id="home-lines"')[2]
    added = added.submit("Add", {"numerator": "3", "denominator": "120"})
    assert added.heading == "Nothing waits for you"
    assert "131.5 minutes" in added.browser.get("/ideas").follow("Sooner in sepsis")


def test_what_is_new_in_the_monitor_is_a_line_until_it_was_seen(visit: Visit, cast: Cast) -> None:
    async def given(session: AsyncSession) -> None:
        idea = await make_idea(session, cast.clinician, title="Sooner in sepsis")
        measure = await make_measure(session, cast.clinician, idea)
        await make_numbers(session, cast.clinician, measure, [50, 52, 49, 51, 50, 48, 52, 51, 90])

    visit.write(given)
    page = visit(cast.quality).get("/")
    assert "1 new signal" in page
    assert "1 of concern, the first on" in page

    seen = page.follow("See what has changed").submit("I have seen these")
    assert "new signal" not in seen.browser.get("/")


def test_a_review_leads_a_steward_to_the_framework(visit: Visit, cast: Cast) -> None:
    soon = cast.steward.today + timedelta(days=20)
    visit.write(lambda session: make_framework(session, cast.steward, name="Older people", review_on=soon))

    page = visit(cast.steward).get("/")

    assert "Soon to be looked at again: Older people" in page
    assert page.follow("Look again").path.startswith("/frameworks/")


def test_an_empty_home_says_so_kindly_and_offers_one_act_for_each_role(visit: Visit, cast: Cast) -> None:
    for actor, act in (
        (cast.clinician, "Register an idea"),
        (cast.sponsor, "Read the ideas"),
        (cast.quality, "Read what is being explored"),
        (cast.board, "Read the ideas"),
        (cast.partner, "See what is shared with you"),
        (cast.manager, "Read the ideas"),
    ):
        page = visit(actor).get("/")
        assert page.heading == "Nothing waits for you"
        assert page.follow(act).status == 200
