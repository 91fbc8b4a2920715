"""Coaching: what waits for the reader, whom they coach and who coaches them; asking, offering, finding a coach."""

from litestar import get, post
from litestar.params import FromQuery
from pydantic import BaseModel

from registry.coaching.actions import offers as offer_actions
from registry.coaching.actions import pairs as actions
from registry.coaching.queries import appraisals as appraisal_queries
from registry.coaching.queries import offers as offer_queries
from registry.coaching.queries import pairs as queries
from registry.coaching.rules import pairs as rules
from registry.coaching.schemas import CoachingOfferIn, PairIn, Way
from registry.kit.errors import NotAllowed, Refused
from registry.people.actors import Actor
from registry.web import auth
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, Cursor, DbSession, Typed
from registry.web.forms import Empty, Form
from registry.web.pages import done, page, pager_of
from registry.web.people import colleagues_to_choose

CRUMBS = [("Coaching", "/coaching")]
LONGEST_SEARCH = 100


class CoachSearch(BaseModel):
    words: str = ""


@get("/coaching", name="coaching.index")
async def index(request: AnyRequest, session: DbSession, actor: CurrentActor) -> AnyResponse:
    _must_be_a_colleague(actor)
    return await page(
        request,
        "coaching/index.html",
        pairs=await queries.list_open_pairs(session, actor),
        appraisals=await appraisal_queries.list_open_appraisals(session, actor),
        offer=await offer_queries.find_offer(session, actor, actor.person_id),
    )


@get("/coaching/past", name="coaching.past")
async def past(request: AnyRequest, session: DbSession, actor: CurrentActor, after: Cursor = "") -> AnyResponse:
    _must_be_a_colleague(actor)
    pairs = await queries.page_of_past_pairs(session, actor, cursor=after)
    pager = pager_of(request, pairs, "pair", "pairs")
    return await page(request, "coaching/past.html", pairs=pairs, pager=pager, crumbs=CRUMBS)


@get("/coaching/coaches", name="coaching.coaches")
async def coaches(
    request: AnyRequest, session: DbSession, actor: CurrentActor, words: FromQuery[str] = "", after: Cursor = ""
) -> AnyResponse:
    _must_be_a_colleague(actor)
    wanted = words.strip()[:LONGEST_SEARCH]
    found = await offer_queries.page_of_coaches(session, actor, words=wanted, cursor=after)
    return await page(
        request,
        "coaching/coaches.html",
        part="coaching/_coaches.html",
        form=Form.of(CoachSearch, {"words": wanted}),
        coaches=found,
        wanted=wanted,
        pager=pager_of(request, found, "coach", "coaches"),
        crumbs=CRUMBS,
    )


@get("/coaching/new", name="coaching.new")
async def new(
    request: AnyRequest,
    session: DbSession,
    actor: CurrentActor,
    person: FromQuery[str] = "",
    way: FromQuery[str] = Way.BE_COACHED.value,
) -> AnyResponse:
    return await _new_page(request, session, actor, Form.of(PairIn, {"person_id": person, "way": way}))


@post("/coaching", name="coaching.create")
async def create(request: AnyRequest, typed: Typed, session: DbSession, actor: CurrentActor) -> AnyResponse:
    form = Form(PairIn, typed)
    try:
        pair = await actions.ask_for_pair(session, actor, form.value, auth.keys_of(request))
    except Refused as refusal:
        return await _new_page(request, session, actor, form.refuse(refusal), status=422)
    return await done(request, f"/coaching/{pair.id}", "They are asked. You hear when they answer.")


@get("/coaching/offer", name="coaching.edit_offer")
async def edit_offer(request: AnyRequest, session: DbSession, actor: CurrentActor) -> AnyResponse:
    offer = await offer_queries.find_offer(session, actor, actor.person_id)
    form = Form.of(CoachingOfferIn, {"words": offer.words if offer else ""})
    return await _offer_page(request, session, actor, form)


@post("/coaching/offer", name="coaching.write_offer")
async def write_offer(request: AnyRequest, typed: Typed, session: DbSession, actor: CurrentActor) -> AnyResponse:
    form = Form(CoachingOfferIn, typed)
    try:
        await offer_actions.offer_coaching(session, actor, form.value)
    except Refused as refusal:
        return await _offer_page(request, session, actor, form.refuse(refusal), status=422)
    return await done(request, f"/people/{actor.person_id}", "It stands on your page, and among the coaches.")


@post("/coaching/offer/ending", name="coaching.end_offer")
async def end_offer(request: AnyRequest, session: DbSession, actor: CurrentActor) -> AnyResponse:
    await offer_actions.end_offer(session, actor)
    return await done(request, "/coaching", "You are no longer among the coaches. What you have agreed goes on.")


async def _new_page(
    request: AnyRequest, session: DbSession, actor: Actor, form: Form[PairIn], status: int = 200
) -> AnyResponse:
    _must_be_a_colleague(actor)
    people = await colleagues_to_choose(session, actor, form.typed("person_id"))
    return await page(request, "coaching/new.html", status=status, form=form, people=people, crumbs=CRUMBS)


async def _offer_page(
    request: AnyRequest, session: DbSession, actor: Actor, form: Form[CoachingOfferIn], status: int = 200
) -> AnyResponse:
    _must_be_a_colleague(actor)
    return await page(
        request,
        "coaching/offer.html",
        status=status,
        form=form,
        offer=await offer_queries.find_offer(session, actor, actor.person_id),
        one_button=Form(Empty),
        crumbs=CRUMBS,
    )


def _must_be_a_colleague(actor: Actor) -> None:
    if not rules.may_coach(actor):
        raise NotAllowed("Coaching is for the people of this organisation.")


routes = [index, past, coaches, new, create, edit_offer, write_offer, end_offer]
