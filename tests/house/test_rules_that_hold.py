"""Rules that hold whoever asks and by whichever door: what is refused, in which words, and that nothing was kept."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history.models import Event
from registry.ideas.actions import ideas as idea_actions
from registry.ideas.models import Idea, Stage, Teammate
from registry.ideas.schemas import InvitationIn
from registry.pledges.actions import deliveries as delivery_actions
from registry.pledges.actions import pledges as pledge_actions
from registry.pledges.models import Ask, Delivery, NotNow, Pledge
from registry.pledges.schemas import DeliveryIn
from tests.browser import Visit
from tests.cast import Cast
from tests.factories import make_draft, make_idea
from tests.pledges.ledger import offer

NO_OFFERS = "This idea takes no offers now: it is not registered, or it has ended."
WHO_ANSWERS = "The lead answers an offer, or the person named in line-manager support; never who made it."
WHO_SAYS = "Only the team says whether it came, and never who promised it."
NOT_THERE = "It may have been moved, or the address may have a letter too many."
OWN_TIME = "You may promise your own time, skills or an introduction. Sponsors promise more, for the organisation."
NO_AMOUNT = "Write an amount greater than nought."
KEPT = (Idea, Pledge, Delivery, Ask, Teammate, NotNow, Event)
WORDS = {"title": "Otherwise", "better": "Something else", "why": "I say so"}


@dataclass(frozen=True)
class Refusal:
    """
    address   of both doors; the JSON door's begins with /api/v1
    sends     the same to both; days count from today
    method    of the JSON door
    """

    fact: str
    who: str
    address: str
    status: int
    sentence: str
    sends: dict[str, Any] = field(default_factory=dict)
    method: str = "POST"

    def __str__(self) -> str:
        return self.fact


def pledge(**given: Any) -> dict[str, Any]:
    return {"kind": "time", "what": "A nurse", "quantity": "4", "starts_on": 0, "ends_on": 20} | given


def ask(**given: Any) -> dict[str, Any]:
    return {"kind": "time", "what": "A nurse", "quantity": "4", "needed_from_on": 0} | given


PLEDGES, ASKS, NOT_NOW = "/ideas/{idea}/pledges", "/ideas/{idea}/asks", "/ideas/{idea}/not-now"
ACCEPTANCE, CONFIRMATION = "/pledges/{offer}/acceptance", "/deliveries/{delivery}/confirmation"
REFUSALS = [
    # Only the lead accepts.
    Refusal("who offered it accepts nothing", "sponsor", ACCEPTANCE, 403, WHO_ANSWERS),
    Refusal("another sponsor accepts nothing", "second_sponsor", ACCEPTANCE, 403, WHO_ANSWERS),
    Refusal("another of the team accepts nothing", "colleague", ACCEPTANCE, 403, WHO_ANSWERS),
    Refusal("an administrator accepts nothing", "administrator", ACCEPTANCE, 403, WHO_ANSWERS),
    Refusal("another of the team declines nothing", "colleague", "/pledges/{offer}/declining", 403, WHO_ANSWERS),
    Refusal("another organisation finds no offer", "stranger", ACCEPTANCE, 404, NOT_THERE),
    # A pledger cannot confirm their own delivery.
    Refusal("who promised does not confirm", "sponsor", CONFIRMATION, 403, WHO_SAYS),
    Refusal("nobody else of the organisation confirms", "quality", CONFIRMATION, 403, WHO_SAYS),
    Refusal(
        "who promised does not say it was kept", "sponsor", "/pledges/{accepted}/verdict", 403,
        "Only the team says whether a promise was kept, never who promised it.", {"verdict": "kept"},
    ),
    Refusal(
        "who promised does not dispute", "sponsor", "/deliveries/{delivery}/dispute", 403, WHO_SAYS, {"reason": "No"}
    ),
    # No pledge on a draft, an ended idea or another organisation's.
    Refusal("a draft takes no pledge", "colleague", "/ideas/{draft}/pledges", 403, NO_OFFERS, pledge()),
    Refusal("nobody finds a draft to pledge to", "sponsor", "/ideas/{draft}/pledges", 404, NOT_THERE, pledge()),
    Refusal("an ended idea takes no pledge", "sponsor", "/ideas/{ended}/pledges", 403, NO_OFFERS, pledge()),
    Refusal("another organisation pledges nothing", "stranger", PLEDGES, 404, NOT_THERE, pledge()),
    Refusal("nobody pledges to another organisation", "sponsor", "/ideas/{strange}/pledges", 404, NOT_THERE, pledge()),
    Refusal("only a sponsor pledges money", "manager", PLEDGES, 403, OWN_TIME, pledge(kind="money")),
    # An executive cannot edit an idea.
    Refusal("an executive edits no idea", "sponsor", "/ideas/{idea}", 403, "Only its team changes an idea.",
            WORDS | {"version": 1}, "PUT"),
    Refusal("an executive registers no idea", "sponsor", "/ideas", 403,
            "Only clinicians register ideas. You can offer to help with theirs.", WORDS),
    # Nobody can assign anyone.
    Refusal("the lead alone invites", "sponsor", "/ideas/{idea}/invitations", 403, "Only the lead invites people.",
            {"person_id": "{quality}"}),
    Refusal("who invited does not accept for the other", "clinician", "/teammates/{invited}/acceptance", 403,
            "Someone else answers this, or it is answered already."),
    Refusal("an executive does not accept for the other", "sponsor", "/teammates/{invited}/acceptance", 403,
            "Someone else answers this, or it is answered already."),
    Refusal("nobody sends another out of the team", "clinician", "/teammates/{mate}/leaving", 403,
            "People leave a team themselves."),
    # Dates in order.
    Refusal("a promise ends after it begins", "sponsor", PLEDGES, 422,
            "The last day comes before the first. Change one of them.", pledge(starts_on=5, ends_on=4)),
    Refusal("a promise begins today or later", "sponsor", PLEDGES, 422, "Start today or later.", pledge(starts_on=-1)),
    Refusal("a promise is answered before it ends", "sponsor", PLEDGES, 422,
            "Ask for an answer before the promise ends.", pledge(reply_by_on=21)),
    Refusal("a promise is answered today or later", "sponsor", PLEDGES, 422,
            "Give the team until today or later to answer.", pledge(reply_by_on=-1)),
    Refusal("an ask ends after it begins", "clinician", ASKS, 422,
            "The last day comes before the first. Change one of them.", ask(needed_from_on=5, needed_until_on=4)),
    Refusal("what came did not come tomorrow", "sponsor", "/pledges/{accepted}/deliveries", 422,
            "Choose today or an earlier day: this is about what has come.", {"quantity": "1", "delivered_on": 1}),
    Refusal("one looks again after today", "second_sponsor", NOT_NOW, 422, "Choose a day after today.",
            {"reason": "After the move", "look_again_on": 0}),
    # Amounts are positive.
    Refusal("nothing is no promise", "sponsor", PLEDGES, 422, NO_AMOUNT, pledge(quantity="0")),
    Refusal("less than nothing is no promise", "sponsor", PLEDGES, 422, NO_AMOUNT, pledge(quantity="-4")),
    Refusal("nothing is no ask", "clinician", ASKS, 422, NO_AMOUNT, ask(quantity="0")),
    Refusal("less than nothing did not come", "sponsor", "/pledges/{accepted}/deliveries", 422, NO_AMOUNT,
            {"quantity": "-1", "delivered_on": 0}),
    Refusal("a promise becomes less, not nothing", "sponsor", "/pledges/{accepted}/reduction", 422, NO_AMOUNT,
            {"quantity": "0", "reason": "The ward is short"}),
]  # fmt: skip


@pytest.fixture
def things(visit: Visit, cast: Cast) -> dict[str, str]:
    return visit.write(lambda session: make_things(session, cast))


async def make_things(session: AsyncSession, cast: Cast) -> dict[str, str]:
    lead, found = cast.clinician, {"quality": cast.quality.person_id}
    idea, ended, draft = [
        await make_idea(session, lead),
        await make_idea(session, lead),
        await make_draft(session, lead),
    ]
    strange = await make_idea(session, cast.stranger)
    await idea_actions.move_idea(session, lead, ended, Stage.ENDED, "idea_ended")
    for one in (idea, draft):
        mate = await idea_actions.invite(session, lead, one, InvitationIn(person_id=cast.colleague.person_id))
        await idea_actions.answer_joining(session, cast.colleague, one, mate, is_accepted=True)
        found["mate"] = mate.id if one is idea else found["mate"]
    invited = await idea_actions.invite(session, lead, idea, InvitationIn(person_id=cast.board.person_id))
    open_offer, accepted = await offer(session, cast.sponsor, idea), await offer(session, cast.sponsor, idea)
    await pledge_actions.accept_pledge(session, lead, accepted)
    came = DeliveryIn(quantity="1", delivered_on=cast.sponsor.today)
    delivery = await delivery_actions.record_delivery(session, cast.sponsor, accepted, came)
    found |= {"idea": idea.id, "ended": ended.id, "draft": draft.id, "strange": strange.id, "invited": invited.id}
    found |= {"offer": open_offer.id, "accepted": accepted.id, "delivery": delivery.id}
    return {name: str(one) for name, one in found.items()}


@pytest.mark.parametrize("refusal", REFUSALS, ids=str)
def test_a_page_refuses_it_in_these_words(visit: Visit, cast: Cast, things: dict[str, str], refusal: Refusal) -> None:
    browser, before = visit(getattr(cast, refusal.who)), kept(visit)
    sends = sent(cast, things, refusal) | {"csrf_token": browser.form_token()}

    page = browser.post(refusal.address.format(**things), sends, refusal.status)

    assert refusal.sentence in page
    assert kept(visit) == before


@pytest.mark.parametrize("refusal", REFUSALS, ids=str)
def test_a_program_is_refused_it_in_the_same_words(
    visit: Visit, cast: Cast, things: dict[str, str], refusal: Refusal
) -> None:
    program, before = visit.program(getattr(cast, refusal.who)), kept(visit)
    address = "/api/v1" + refusal.address.format(**things)

    answer = program.request(refusal.method, address, json=sent(cast, things, refusal))

    problem = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (refusal.status, "application/problem+json")
    assert refusal.sentence in [problem["detail"], *problem["reasons"], *problem["fields"].values()]
    assert kept(visit) == before


def test_who_promises_and_who_leads_cannot_be_named_by_another(
    visit: Visit, cast: Cast, things: dict[str, str]
) -> None:
    on_behalf = {"pledger_id": str(cast.manager.person_id), "lead_id": str(cast.colleague.person_id)}
    for_another = sent(cast, things, Refusal("", "", "", 0, "", pledge())) | on_behalf
    made = visit.program(cast.sponsor).post(f"/api/v1/ideas/{things['idea']}/pledges", json=for_another)
    assert (made.status_code, made.json()["pledger_id"]) == (201, str(cast.sponsor.person_id))

    idea = visit.program(cast.clinician).post("/api/v1/ideas", json=WORDS | on_behalf)
    assert (idea.status_code, idea.json()["lead_id"]) == (201, str(cast.clinician.person_id))


def test_a_pledge_sent_twice_is_made_once(visit: Visit, cast: Cast, things: dict[str, str]) -> None:
    browser, sends = visit(cast.sponsor), sent(cast, things, Refusal("", "", "", 0, "", pledge()))
    form = browser.get(f"/ideas/{things['idea']}/pledges/new?kind=time")
    first, second = form.submit("Send the offer", sends), form.submit("Send the offer", sends)
    assert first.path == second.path

    program, key = visit.program(cast.sponsor), {"Idempotency-Key": "one offer"}
    again = [program.post(f"/api/v1/ideas/{things['idea']}/pledges", json=sends, headers=key) for _ in range(2)]
    assert [answer.status_code for answer in again] == [201, 201]
    assert again[0].json() == again[1].json()
    pledges = program.get(f"/api/v1/ideas/{things['idea']}/pledges").json()
    assert len([row for row in pledges if row["what"] == "A nurse"]) == 2


def test_of_two_who_edit_the_second_is_told_and_nothing_is_lost(
    visit: Visit, cast: Cast, things: dict[str, str]
) -> None:
    address = f"/ideas/{things['idea']}"
    form = visit(cast.colleague).get(f"{address}/edit")
    lead = visit.program(cast.clinician)
    version = lead.get(f"/api/v1{address}").json()["version"]
    assert lead.put(f"/api/v1{address}", json=WORDS | {"version": version}).status_code == 200

    page = form.submit("Keep these words", {"title": "My own title"}, status=409)
    assert page.form_fields("Keep these words")["title"] == ["My own title"]
    assert "Otherwise" in page
    assert "Nothing you typed is lost" in page

    told = visit.program(cast.colleague).put(f"/api/v1{address}", json=WORDS | {"version": version})
    assert told.status_code == 409
    assert told.json()["detail"].startswith("Load the page again to see what stands there now")
    assert lead.get(f"/api/v1{address}").json()["title"] == "Otherwise"


def sent(cast: Cast, things: dict[str, str], refusal: Refusal) -> dict[str, Any]:
    """Days and things by their names, as both doors write them."""
    found = {}
    for name, value in refusal.sends.items():
        is_day = name.endswith("_on")
        written = (cast.clinician.today + timedelta(days=value)).isoformat() if is_day else value
        found[name] = written.format(**things) if isinstance(written, str) else written
    return found


def kept(visit: Visit) -> dict[str, int]:
    """How much there is of everything a refusal must not touch; history tells of any change besides."""
    return visit.write(count_kept)


async def count_kept(session: AsyncSession) -> dict[str, int]:
    return {model.__name__: await count_of(session, model) for model in KEPT}


async def count_of(session: AsyncSession, model: type[SQLModel]) -> int:
    return (await session.exec(select(func.count(col(model.id))))).one()  # type: ignore[attr-defined]
