from datetime import timedelta

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry import periodic
from registry.accounts.models import DirectoryEntry, DirectoryKind
from registry.history import actions as history_actions
from registry.history import queries as history_queries
from registry.history.models import ActorKind, Event
from registry.ideas.models import Idea
from registry.kit import clock
from registry.kit.database import Database, transaction
from registry.kit.errors import Changed, NotAllowed, NotFound, Refused
from registry.licences.actions import decisions, givers, licences, links, telling, turf
from registry.licences.models import DecisionLink, Giver, Licence, LicenceState
from registry.licences.queries import givers as giver_queries
from registry.licences.queries import licences as queries
from registry.licences.queries import links as link_queries
from registry.licences.queries import partners as partner_queries
from registry.licences.queries import turf as turf_queries
from registry.licences.queries.givers import GiverVisit
from registry.licences.rules import decisions as decision_rules
from registry.licences.schemas import DecisionIn, LinkIn, RevocationIn, TurfIn
from registry.notifications import actions as notice_actions
from registry.notifications.models import Notice
from registry.people import queries as people_queries
from registry.people.actors import Actor, registry_actor
from registry.progress.queries.periods import get_readiness
from registry.progress.rules.stages import objections_to_beginning
from tests.cast import HISTORY_KEY, KEYS, SECRET_KEY, Cast
from tests.factories import licence_form, make_exploring_idea, make_granted_licence, make_idea, make_licence, make_turf

GRANTED = DecisionIn(is_granted=True, name="Una Byrne", position="Regional director", conditions="A carer is there")
REFUSED = DecisionIn(is_granted=False, position="Manager", reason="Not this winter")
BROKEN = RevocationIn(reason="The condition was not kept")


@pytest.fixture(autouse=True)
def listening(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_actions, "listeners", [notice_actions.listen])


@pytest.fixture
async def idea(session: AsyncSession, cast: Cast) -> Idea:
    return await make_exploring_idea(session, cast.clinician, cast.sponsor)


@pytest.fixture
async def licence(session: AsyncSession, cast: Cast, idea: Idea) -> Licence:
    return await make_licence(session, cast.clinician, idea, cast.partner_id)


async def sentences_to(session: AsyncSession, actor: Actor) -> str:
    return "\n".join((await session.exec(select(Notice.sentence).where(col(Notice.person_id) == actor.id))).all())


async def state_of(session: AsyncSession, cast: Cast, licence: Licence) -> LicenceState:
    return (await queries.get_line(session, cast.clinician, licence)).state


async def send(session: AsyncSession, cast: Cast, licence: Licence) -> str:
    link = await links.send_link(session, cast.clinician, licence, LinkIn(address="una@elms.example"), KEYS)
    return decision_rules.signed_secret(SECRET_KEY, link.id)


async def test_only_the_lead_says_where_it_works_and_asks_for_a_licence(
    session: AsyncSession, cast: Cast, idea: Idea
) -> None:
    for other in (cast.colleague, cast.sponsor, cast.quality, cast.partner, cast.board):
        with pytest.raises(NotAllowed, match="Only the lead"):
            await turf.name_turf(session, other, idea, TurfIn(partner_id=cast.partner_id, place="Rosehill"))
        with pytest.raises(NotAllowed, match="Only the lead"):
            await licences.request_licence(session, other, idea, licence_form(other))
    with pytest.raises(Refused, match="Say first on whose ground"):
        await licences.request_licence(session, cast.clinician, idea, licence_form(cast.clinician))
    await make_licence(session, cast.clinician, idea, cast.partner_id)
    assert "asks you for a licence: Four Elms care homes: Offer seven drinks a day." in await sentences_to(
        session, cast.partner
    )


async def test_only_a_person_of_that_partner_decides_once_in_their_own_name(
    session: AsyncSession, cast: Cast, idea: Idea, licence: Licence
) -> None:
    for other in (cast.clinician, cast.sponsor, cast.board, cast.quality, cast.administrator):
        with pytest.raises(NotAllowed, match="partner’s own people"):
            await decisions.decide(session, other, licence, GRANTED)
    decision = await decisions.decide(session, cast.partner, licence, GRANTED)
    assert (decision.name, decision.position) == ("Tom Healy", "Regional director")
    assert "On these conditions:\n1. A carer is there." in decision.wording
    with pytest.raises(Refused, match="answered already"):
        await decisions.decide(session, cast.partner, licence, REFUSED)
    assert await state_of(session, cast, licence) is LicenceState.IN_FORCE
    assert "grants a licence: Four Elms care homes" in await sentences_to(session, cast.clinician)


async def test_a_wording_that_nobody_saw_is_not_agreed_to(session: AsyncSession, cast: Cast, licence: Licence) -> None:
    with pytest.raises(Changed):
        await decisions.decide(session, cast.partner, licence, GRANTED.model_copy(update={"agreed": "another"}))


async def test_an_idea_on_a_partners_ground_begins_only_with_a_licence_in_force(
    session: AsyncSession, cast: Cast
) -> None:
    idea = await make_idea(session, cast.clinician)

    async def objections() -> str:
        return " ".join(objections_to_beginning(await get_readiness(session, cast.clinician, idea)))

    assert "licence" not in await objections()
    licence = await make_licence(session, cast.clinician, idea, cast.partner_id)
    assert "Four Elms care homes has not answered" in await objections()
    await decisions.decide(session, cast.partner, licence, GRANTED)
    assert "licence" not in await objections()
    await make_turf(session, cast.clinician, idea, cast.partner_id, "Fairview")
    assert "is for another place" in await objections()


async def test_a_link_works_once_and_keeps_who_decided_and_the_wording(
    session: AsyncSession, cast: Cast, licence: Licence
) -> None:
    secret = await send(session, cast, licence)
    visit = await link_queries.find_visit(session, KEYS, secret)
    assert visit
    assert visit.licence.id == licence.id
    with pytest.raises(Refused) as refusal:
        await decisions.decide_by_link(session, visit, DecisionIn(is_granted=True), KEYS)
    assert set(refusal.value.fields) == {"name", "position"}
    decision = await decisions.decide_by_link(session, visit, GRANTED, KEYS)
    assert (decision.name, decision.position, decision.by_id) == ("Una Byrne", "Regional director", None)
    assert await link_queries.find_visit(session, KEYS, secret) is None
    with pytest.raises(Refused, match="answered already"):
        await decisions.decide_by_link(session, visit, GRANTED, KEYS)
    event = (await session.exec(select(Event).where(col(Event.kind) == "licence_granted"))).one()
    assert (event.actor_kind, event.actor_id) == (ActorKind.GUEST, None)
    link = await session.get_one(DecisionLink, (visit.link.organisation_id, visit.link.id))
    assert link.address == ""
    assert await history_queries.find_break(session, cast.clinician.organisation_id, HISTORY_KEY) is None


async def test_a_link_dies_at_its_date_by_a_newer_one_and_with_the_request(
    session: AsyncSession, cast: Cast, licence: Licence
) -> None:
    first = await send(session, cast, licence)
    second = await send(session, cast, licence)
    assert await link_queries.find_visit(session, KEYS, first) is None
    assert await link_queries.find_visit(session, KEYS, second)
    with clock.stopped_at(clock.now() + decision_rules.LINK_LASTS):
        assert await link_queries.find_visit(session, KEYS, second) is None
    await licences.hand_back_licence(session, cast.clinician, licence)
    for secret in (second, "", "wrong", second[:-1]):
        assert await link_queries.find_visit(session, KEYS, secret) is None
    kept = select(DirectoryEntry).where(col(DirectoryEntry.kind) == DirectoryKind.DECISION)
    assert (await session.exec(kept)).all() == []


async def test_only_the_lead_sends_links_and_not_too_many(session: AsyncSession, cast: Cast, licence: Licence) -> None:
    for other in (cast.colleague, cast.sponsor, cast.partner, cast.quality):
        with pytest.raises(NotAllowed):
            await links.send_link(session, other, licence, LinkIn(address="una@elms.example"), KEYS)
    for _ in range(decision_rules.LINKS_A_DAY):
        await send(session, cast, licence)
    with pytest.raises(Refused, match="tomorrow"):
        await send(session, cast, licence)


async def test_the_lead_alone_renews_and_hands_back_and_the_partner_alone_revokes(
    session: AsyncSession, cast: Cast, idea: Idea
) -> None:
    licence = await make_granted_licence(session, cast.clinician, cast.partner, idea)
    following = licence_form(
        cast.clinician, starts_on=licence.ends_on + timedelta(days=1), ends_on=licence.ends_on + timedelta(days=90)
    )
    for other in (cast.colleague, cast.sponsor, cast.partner, cast.quality):
        with pytest.raises(NotAllowed):
            await licences.renew_licence(session, other, licence, following)
        with pytest.raises(NotAllowed):
            await licences.hand_back_licence(session, other, licence)
    for other in (cast.clinician, cast.board, cast.quality):
        with pytest.raises(NotAllowed):
            await decisions.revoke_licence(session, other, licence, BROKEN)
    renewal = await licences.renew_licence(session, cast.clinician, licence, following)
    assert renewal.follows_id == licence.id
    with pytest.raises(Refused, match="renewed already"):
        await licences.renew_licence(session, cast.clinician, licence, following)
    await decisions.decide(session, cast.partner, renewal, GRANTED)
    assert await state_of(session, cast, licence) is LicenceState.IN_FORCE
    assert await state_of(session, cast, renewal) is LicenceState.AHEAD
    await decisions.revoke_licence(session, cast.partner, licence, BROKEN)
    with pytest.raises(Refused):
        await licences.hand_back_licence(session, cast.clinician, licence)
    await licences.hand_back_licence(session, cast.clinician, renewal)
    for actor in (cast.clinician, cast.sponsor, cast.quality):
        assert "The condition was not kept" in await sentences_to(session, actor)


async def test_the_board_alone_grants_the_organisations_own_ground(session: AsyncSession, cast: Cast) -> None:
    for other in (cast.clinician, cast.board, cast.quality):
        with pytest.raises(NotAllowed, match="Only a partner’s person"):
            await licences.request_our_ground(session, other, licence_form(other))
    licence = await licences.request_our_ground(session, cast.partner, licence_form(cast.partner))
    assert "asks you for a licence" in await sentences_to(session, cast.board)
    for other in (cast.partner, cast.clinician, cast.sponsor, cast.administrator):
        with pytest.raises(NotAllowed, match="Only a member of the board"):
            await decisions.decide(session, other, licence, GRANTED)
    decision = await decisions.decide(session, cast.board, licence, GRANTED)
    assert decision.wording.startswith("Northmoor Health and Care allows Four Elms care homes to work")
    assert "grants a licence" in await sentences_to(session, cast.partner)
    await decisions.revoke_licence(session, cast.board, licence, BROKEN)
    assert await state_of(session, cast, licence) is LicenceState.REVOKED


async def test_another_organisation_and_another_partner_find_nothing(
    session: AsyncSession, cast: Cast, licence: Licence
) -> None:
    with pytest.raises(NotFound):
        await queries.get_licence(session, cast.stranger, licence.id)
    found = await queries.page_of_licences(session, cast.stranger)
    assert found.rows == []
    with pytest.raises(NotAllowed):
        await decisions.decide(session, cast.stranger, licence, GRANTED)


async def test_a_partner_sees_what_rests_on_its_licences_and_no_more(
    session: AsyncSession, cast: Cast, idea: Idea
) -> None:
    await make_licence(session, cast.clinician, idea, cast.partner_id)
    lines = (await queries.page_of_licences(session, cast.partner)).rows
    assert await partner_queries.resting_ideas(session, cast.partner, lines) == {}
    await decisions.decide(session, cast.partner, lines[0].licence, GRANTED)
    lines = (await queries.page_of_licences(session, cast.partner)).rows
    [resting] = (await partner_queries.resting_ideas(session, cast.partner, lines)).values()
    assert (resting.title, resting.is_shared) == (idea.title, False)
    with pytest.raises(NotAllowed):
        await partner_queries.list_partner_lines(session, cast.partner)
    [line] = await partner_queries.list_partner_lines(session, cast.clinician)
    assert (line.in_force, line.waiting) == (1, 0)


async def test_time_tells_the_end_and_what_works_outside_once_each(database: Database, cast: Cast) -> None:
    async with transaction(database) as session:
        idea = await make_exploring_idea(session, cast.clinician, cast.sponsor)
        near = {"ends_on": cast.clinician.today + timedelta(days=40)}
        await make_granted_licence(session, cast.clinician, cast.partner, idea, **near)
    for days in (1, 10, 12, 40, 41, 43):
        with clock.stopped_at(clock.now() + timedelta(days=days)):
            await periodic.work_once(database, KEYS)
            async with database.readers() as session:
                outside = await turf_queries.list_outside(session, cast.quality, 10)
                ending = await queries.list_ending(session, cast.quality, 10)
            assert bool(outside) is (days > 40)
            assert bool(ending) is (10 <= days <= 40)
    async with database.readers() as session:
        kinds = (await session.exec(select(Event.kind).where(col(Event.idea_id) == idea.id))).all()
        assert [kinds.count(kind) for kind in ("licence_ending", "licence_expired", "turf_unlicensed")] == [1, 1, 1]
        assert "A licence ends within 30 days" in await sentences_to(session, cast.clinician)
        assert "A licence ends" not in await sentences_to(session, cast.quality)
        for actor in (cast.clinician, cast.sponsor, cast.quality):
            assert "No licence covers where" in await sentences_to(session, actor)


async def test_what_came_right_is_told_again_when_it_goes_wrong_anew(
    session: AsyncSession, cast: Cast, idea: Idea
) -> None:
    organisation = await people_queries.get_organisation(session, cast.clinician.organisation_id)
    registry = registry_actor(organisation, HISTORY_KEY)
    await make_turf(session, cast.clinician, idea, cast.partner_id)
    for _ in range(2):
        await telling.tell_by_time(session, registry, 100)
        await telling.tell_by_time(session, registry, 100)
        licence = await make_granted_licence(session, cast.clinician, cast.partner, idea)
        await telling.tell_by_time(session, registry, 100)
        await licences.hand_back_licence(session, cast.clinician, licence)
    told = select(Event.id).where(col(Event.kind) == "turf_unlicensed")
    assert len((await session.exec(told)).all()) == 2


async def test_one_partner_is_found_however_many_there_are(
    session: AsyncSession, cast: Cast, licence: Licence, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_queries, "LIST_LIMIT", 0)
    assert await people_queries.list_partners(session, cast.clinician) == []
    line = await partner_queries.get_partner_line(session, cast.clinician, licence.partner_id)
    assert (line.partner.name, line.in_force, line.waiting) == ("Four Elms care homes", 0, 1)
    found = await people_queries.find_partner_by_name(session, cast.clinician, line.partner.name)
    assert found
    assert found.id == licence.partner_id
    with pytest.raises(NotFound):
        await partner_queries.get_partner_line(session, cast.stranger, licence.partner_id)


async def granted(session: AsyncSession, cast: Cast, licence: Licence) -> Giver:
    visit = await link_queries.find_visit(session, KEYS, await send(session, cast, licence))
    assert visit
    decision = await decisions.decide_by_link(session, visit, GRANTED, KEYS)
    return await session.get_one(Giver, (licence.organisation_id, decision.giver_id))


async def visited(session: AsyncSession, secret: str) -> GiverVisit:
    visit = await giver_queries.find_giver_visit(session, KEYS, secret)
    assert visit
    return visit


async def test_who_granted_without_an_account_reads_it_by_a_private_link_and_nothing_else(
    session: AsyncSession, cast: Cast, licence: Licence
) -> None:
    giver = await granted(session, cast, licence)
    idea = await make_idea(session, cast.clinician)
    other = await make_granted_licence(session, cast.clinician, cast.partner, idea)
    visit = await visited(session, decision_rules.signed_secret_of(SECRET_KEY, giver))

    assert [line.id for line in (await giver_queries.page_of_given(session, visit)).rows] == [licence.id]
    with pytest.raises(NotFound):
        await giver_queries.get_given(session, visit, other.id)
    with pytest.raises(Refused, match="that you granted"):
        await decisions.revoke_given(session, visit, other, RevocationIn(reason="No"))
    for wrong in ("", "wrong", decision_rules.signed_secret(SECRET_KEY, giver.id)):
        assert await giver_queries.find_giver_visit(session, KEYS, wrong) is None


async def test_they_take_back_what_they_granted_once_and_history_says_a_guest_did(
    session: AsyncSession, cast: Cast, licence: Licence
) -> None:
    giver = await granted(session, cast, licence)
    visit = await visited(session, decision_rules.signed_secret_of(SECRET_KEY, giver))

    await decisions.revoke_given(session, visit, licence, RevocationIn(reason="We are full."))

    line = await queries.get_line(session, cast.clinician, licence)
    assert (line.state, line.ended_by, licence.revoked_reason) == (LicenceState.REVOKED, "Una Byrne", "We are full.")
    with pytest.raises(Refused, match="has not ended"):
        await decisions.revoke_given(session, visit, licence, RevocationIn(reason="Again."))
    event = (await session.exec(select(Event).where(col(Event.kind) == "licence_revoked"))).one()
    assert (event.actor_kind, event.actor_id) == (ActorKind.GUEST, None)


async def test_their_link_dies_at_its_date_and_a_fresh_one_ends_it(
    session: AsyncSession, cast: Cast, licence: Licence
) -> None:
    giver = await granted(session, cast, licence)
    first = decision_rules.signed_secret_of(SECRET_KEY, giver)
    with pytest.raises(Refused, match="within the last hour"):
        await givers.send_fresh_link(session, await visited(session, first), KEYS)
    with clock.stopped_at(giver.made_at + decision_rules.GIVEN_LINK_LASTS):
        over = await visited(session, first)
        assert not over.is_open
        with pytest.raises(Refused):
            await decisions.revoke_given(session, over, licence, RevocationIn(reason="Late."))
        await givers.send_fresh_link(session, over, KEYS)
        [due] = await giver_queries.list_letters_due(session, giver.organisation_id, 5)
        assert (due.id, due.address) == (giver.id, "una@elms.example")
        assert (await visited(session, decision_rules.signed_secret_of(SECRET_KEY, giver))).is_open
        assert not (await visited(session, first)).is_open


async def test_where_their_letters_went_is_forgotten_when_nothing_they_granted_lasts(
    session: AsyncSession, cast: Cast, licence: Licence
) -> None:
    giver = await granted(session, cast, licence)
    secret = decision_rules.signed_secret_of(SECRET_KEY, giver)
    organisation = await people_queries.get_organisation(session, cast.clinician.organisation_id)
    registry = registry_actor(organisation, HISTORY_KEY)
    ends = [giver.expires_at - timedelta(days=1), giver.expires_at + timedelta(days=1)]
    forgotten = []
    for now in ends:
        with clock.stopped_at(now):
            forgotten.append(await givers.forget_givers(session, registry, 5))
    await licences.hand_back_licence(session, cast.clinician, licence)
    with clock.stopped_at(ends[1]):
        forgotten.append(await givers.forget_givers(session, registry, 5))
        assert await giver_queries.find_giver_visit(session, KEYS, secret) is None
    assert (forgotten, giver.address) == ([0, 0, 1], "")
