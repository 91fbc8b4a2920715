"""The open register: read by anybody, decided on by leads, opened and closed by an administrator."""

from datetime import timedelta

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.ideas.actions import ideas as idea_actions
from registry.ideas.actions.questions import ask_question
from registry.ideas.models import Idea
from registry.ideas.schemas import InvitationIn, QuestionIn, ShareIn
from registry.progress.actions.updates import tell_update
from registry.progress.schemas import UpdateIn
from registry.vision import queries as vision_queries
from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_boundary, make_idea, make_sponsorship
from tests.pledges.ledger import make_ask, offer

HERE, API = "/open/northmoor", "/api/v1/open/northmoor"
WORDS = "We want to do better, and say how."


@pytest.fixture
def idea(visit: Visit, cast: Cast) -> Idea:
    """With a team, a sponsor, a partner, and something of all that is never published."""

    async def make(session: AsyncSession) -> Idea:
        lead = cast.clinician
        [aim, *_] = await vision_queries.list_aims(session, cast.board)
        idea = await make_idea(
            session,
            lead,
            better="Families hear sooner, as Ruth Adler wished, also in Four Elms care homes.",
            service_id=cast.service_id,
            aim_ids={aim.id},
            outcome="An answer in twelve weeks",
        )
        invitation = InvitationIn(person_id=cast.colleague.person_id, words="Join")
        mate = await idea_actions.invite(session, lead, idea, invitation)
        await idea_actions.answer_joining(session, cast.colleague, idea, mate, is_accepted=True)
        await idea_actions.share_with_partner(session, lead, idea, ShareIn(partner_id=cast.partner_id))
        await make_boundary(session, lead, idea, "No child seen in a hurry")
        await make_sponsorship(session, cast.sponsor, lead, idea, lead.today + timedelta(days=100))
        await make_ask(session, lead, idea, what="A patient analyst")
        await offer(session, cast.partner, idea, what="A room by the sea")
        await ask_question(session, cast.quality, idea, QuestionIn(words="Does it snow?"))
        await tell_update(session, lead, idea, UpdateIn(tried="We rang the schools", happened="They rang back"))
        return idea

    return visit.write(make)


@pytest.fixture
def register(visit: Visit, cast: Cast) -> None:
    """Open, and empty."""
    form = visit(cast.administrator).get("/administration").follow("Open register")
    assert "has none now" in form
    shown = form.submit("Open the register", {"words": WORDS})
    assert "No idea is shown there yet" in shown


def test_a_lead_reads_what_will_be_seen_shows_it_and_takes_it_back(
    visit: Visit, cast: Cast, idea: Idea, register: None
) -> None:
    reference = f"NH-{idea.reference_number}"
    page = visit(cast.clinician).get(f"/ideas/{idea.id}").follow("Show this idea to the public")
    for words in ("Families hear sooner, as [name left out] wished", "Data and analysis: 1 asked for, 0 promised"):
        assert words in page
    anybody = visit()
    anybody.get(f"{HERE}/{reference}", status=404)

    page = page.submit("Show it to the public")

    read = page.follow("open register")
    assert read.heading == "Twelve weeks to an answer"
    assert "An answer in twelve weeks" in anybody.get(f"{HERE}/{reference}".lower())
    assert "shows “Twelve weeks to an answer” to the public" in visit(cast.colleague).get("/notices")
    hidden = visit(cast.clinician).get(f"/ideas/{idea.id}").follow("Take it back from the public")
    hidden.submit("Take it back from the public")
    anybody.get(f"{HERE}/{reference}", status=404)
    assert "took the idea back from the public" in visit(cast.clinician).get(f"/ideas/{idea.id}")


def test_nobody_is_named_and_nothing_else_is_shown(visit: Visit, cast: Cast, idea: Idea, register: None) -> None:
    visit(cast.clinician).get(f"/ideas/{idea.id}/publication").submit("Show it to the public")
    anybody, reference = visit(), f"NH-{idea.reference_number}"
    assert "Clinicians say here" in anybody.get(HERE)

    pages = [anybody.get(address) for address in ("/open", HERE, f"{HERE}/{reference}")]
    answers = [anybody.client.get(f"/api/v1{address}") for address in ("/open", HERE, f"{HERE}/{reference}")]

    read = "".join(page.html for page in pages) + "".join(answer.text for answer in answers)
    for one in (*pages, *answers):
        assert one.headers["cache-control"] == "no-store"
        assert "noindex" in one.headers["x-robots-tag"]
    assert "Families hear sooner" in read
    people = [getattr(cast, part) for part in cast.__dataclass_fields__]
    names = [each.name for each in people if hasattr(each, "name")]
    said = ["Four Elms", "school meetings", "hurry", "analyst", "the sea", "snow", "rang", str(idea.id)]
    assert [words for words in (*names, *said) if words in read] == []
    assert len(names) == 12


def test_an_idea_is_found_by_its_state_and_aim_in_the_address(
    visit: Visit, cast: Cast, idea: Idea, register: None
) -> None:
    anybody = visit()
    assert "No idea is shown yet" in anybody.get(HERE)
    visit(cast.clinician).get(f"/ideas/{idea.id}/publication").submit("Show it to the public")

    assert idea.title in anybody.get(f"{HERE}?stage=registered&aim=death")
    assert "No idea fits" in anybody.get(f"{HERE}?stage=ended")
    assert "No idea fits" in anybody.get(f"{HERE}?aim=waste")
    [line] = anybody.client.get(f"{API}?aim=death").json()["ideas"]
    assert (line["reference"], line["aims"]) == (f"NH-{idea.reference_number}", ["death"])
    assert anybody.client.get(f"{API}?stage=ended").json()["ideas"] == []
    anybody.get(f"{HERE}?after=nonsense", status=404)


def test_a_register_that_is_closed_is_as_one_that_is_not_there(
    visit: Visit, cast: Cast, idea: Idea, register: None
) -> None:
    anybody, reference = visit(), f"NH-{idea.reference_number}"
    visit(cast.clinician).get(f"/ideas/{idea.id}/publication").submit("Show it to the public")
    assert "Northmoor Health and Care" in anybody.get("/open")
    assert WORDS in anybody.get(HERE)
    asked = visit(cast.administrator).get("/administration/open-register").follow("Close the open register")
    assert "1 idea leaves it" in asked

    asked.submit("Close it")

    unknown = anybody.get("/open/elsewhere", status=404)
    for address in (HERE, f"{HERE}/{reference}", "/open/southlea"):
        assert anybody.get(address, status=404).html == unknown.html.replace("/open/elsewhere", address)
        assert anybody.client.get(f"/api/v1{address}").status_code == 404
    assert "No organisation publishes now" in anybody.get("/open")
    assert "is no longer shown to the public" in visit(cast.clinician).get("/notices")
    shown = visit(cast.clinician).get(f"/ideas/{idea.id}")
    assert "open register" not in shown.html.partition("What happened when")[0]
    assert "has no open register now" in visit(cast.clinician).get(f"/ideas/{idea.id}/publication")


def test_its_beginning_names_nobody_and_is_kept_beside_what_another_administrator_wrote(
    visit: Visit, cast: Cast, register: None
) -> None:
    form = visit(cast.administrator).get("/administration/open-register")
    assert "Leave out Priya Raman" in form.submit("Keep the words", {"words": "Ask Priya Raman."}, status=422)
    visit(cast.administrator).get("/administration/open-register").submit("Keep the words", {"words": "Come in."})

    met = form.submit("Keep the words", {"words": "Welcome."}, status=409)

    assert "Come in." in met
    met.submit("Keep the words")
    assert "Welcome." in visit().get(HERE)


def test_programs_open_the_register_and_publish(visit: Visit, cast: Cast, idea: Idea) -> None:
    administrator, lead = visit.program(cast.administrator), visit.program(cast.clinician)
    settings = administrator.get("/api/v1/open-register").json()
    assert not settings["is_open"]
    opened = administrator.put("/api/v1/open-register", json={"words": WORDS, "version": settings["version"]})
    assert opened.json()["is_open"]
    here = f"/api/v1/ideas/{idea.id}/publication"
    before = lead.get(here).json()
    assert (before["is_published"], before["address"]) == (False, "")

    after = lead.post(here).json()

    assert after == before | {"is_published": True, "address": f"{HERE}/NH-{idea.reference_number}"}
    assert visit().client.get(f"/api/v1{after['address']}").json() == after["shown"]
    assert lead.post(f"{here}/withdrawal").status_code == 204
    assert visit.program(cast.colleague).get(here).status_code == 403
    assert administrator.post("/api/v1/open-register/closing").json()["is_open"] is False
