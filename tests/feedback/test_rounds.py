"""A round from its opening to what is read of it and shared, on both engines."""

from datetime import timedelta

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts.models import DirectoryEntry, DirectoryKind
from registry.accounts.queries import Keys
from registry.feedback.actions import closing, raters, rounds, shares
from registry.feedback.actions.answers import give_answer
from registry.feedback.models import Group, Invitation, LinkUse, Offer, Response
from registry.feedback.queries import results as result_queries
from registry.feedback.queries import rounds as queries
from registry.feedback.schemas import LinksIn, NamerIn, NamingIn, RaterIn, ResultsShareIn, RoundIn
from registry.history.models import Event, EventWords
from registry.kit import clock
from registry.kit.errors import NotAllowed, NotFound, Refused
from registry.people import queries as people_queries
from registry.people.actors import registry_actor
from tests.cast import HISTORY_KEY, KEYS, Cast
from tests.feedback.people import answer, answer_of, close, hire, link, name, open_round

pytestmark = pytest.mark.anyio


async def test_opening_asks_oneself_the_line_manager_and_a_colleague(session: AsyncSession, cast: Cast) -> None:
    form = RoundIn(namer_id=cast.board.person_id, closes_on=cast.clinician.today + timedelta(days=14))
    found = await rounds.open_round(session, cast.clinician, form)
    asked = {(rater.group, rater.name) for rater in await queries.list_raters(session, found)}
    assert asked == {(Group.SELF, "Amara Okafor"), (Group.MANAGER, "Ruth Adler")}
    assert found.threshold == 5
    [line] = await queries.list_namings(session, cast.board, 10)
    assert (line.name, line.is_accepted) == ("Amara Okafor", False)


async def test_the_threshold_is_that_of_the_day_of_opening(session: AsyncSession, cast: Cast) -> None:
    organisation = await people_queries.get_organisation(session, cast.sponsor.organisation_id)
    organisation.feedback_threshold = 3
    session.add(organisation)
    found = await open_round(session, cast)
    organisation.feedback_threshold = 8
    session.add(organisation)
    await session.flush()
    for rater in await hire(session, cast, 3):
        await name(session, found, cast.sponsor, rater)
        await answer(session, rater, found, answer_of())
    assert [part.groups for part in (await close(session, cast, found)).parts] == [(Group.UPWARD,)]


async def test_who_refuses_to_name_raters_is_followed_by_another(session: AsyncSession, cast: Cast) -> None:
    form = RoundIn(namer_id=cast.board.person_id, closes_on=cast.sponsor.today + timedelta(days=14))
    found = await rounds.open_round(session, cast.sponsor, form)
    await rounds.answer_naming(session, cast.board, found, NamingIn(accepts=False))
    with pytest.raises(NotFound):
        await queries.get_round(session, cast.board, found.id)
    await rounds.ask_namer(session, cast.sponsor, found, NamerIn(namer_id=cast.quality.person_id))
    with pytest.raises(NotAllowed):
        await raters.name_rater(
            session, cast.quality, found, RaterIn(person_id=cast.colleague.person_id, group=Group.PEERS)
        )


async def test_neither_sees_whom_the_other_named(session: AsyncSession, cast: Cast) -> None:
    found = await open_round(session, cast)
    await name(session, found, cast.sponsor, cast.clinician)
    await name(session, found, cast.board, cast.colleague)
    named = await queries.list_raters(session, found, named_by_id=cast.board.person_id)
    assert [rater.name for rater in named] == ["Ben Osei"]


async def test_the_person_cannot_make_links_to_answers_about_themselves(session: AsyncSession, cast: Cast) -> None:
    found = await open_round(session, cast)
    with pytest.raises(NotAllowed):
        await raters.make_links(session, cast.sponsor, found, LinksIn(group=Group.PARTNERS, count=5), KEYS)


@pytest.mark.parametrize("group", [Group.UPWARD, Group.MANAGER, Group.SELF])
async def test_the_person_is_no_rater_of_themselves_and_nobody_is_asked_twice(
    session: AsyncSession, cast: Cast, group: Group
) -> None:
    found = await open_round(session, cast)
    with pytest.raises(Refused):
        await name(session, found, cast.board, cast.sponsor, group)
    await name(session, found, cast.sponsor, cast.clinician)
    with pytest.raises(Refused, match="once"):
        await name(session, found, cast.board, cast.clinician, Group.PEERS)


async def test_a_link_takes_one_answer(session: AsyncSession, cast: Cast) -> None:
    found = await open_round(session, cast)
    secret = await link(session, found, cast)
    asked = await queries.find_asked_by_link(session, KEYS, secret)
    assert asked
    await give_answer(session, asked, answer_of(), KEYS)
    assert await queries.find_asked_by_link(session, KEYS, secret) is None
    with pytest.raises(Refused, match="answered already"):
        await give_answer(session, asked, answer_of(), KEYS)
    assert len((await session.exec(select(Response))).all()) == 1


async def test_a_rater_answers_once_and_not_after_the_last_day(session: AsyncSession, cast: Cast) -> None:
    found = await open_round(session, cast)
    await name(session, found, cast.sponsor, cast.clinician)
    with clock.stopped_at(clock.now() + timedelta(days=22)), pytest.raises(Refused, match="over"):
        await answer(session, cast.clinician, found, answer_of())
    await answer(session, cast.clinician, found, answer_of())
    assert [line.round_id for line in await queries.list_asked(session, cast.clinician, 10)] == []
    with pytest.raises(Refused, match="answered already"):
        await answer(session, cast.clinician, found, answer_of())


async def test_nothing_is_read_before_the_close_and_nothing_else_is_left_after_it(
    session: AsyncSession, cast: Cast
) -> None:
    found = await open_round(session, cast)
    for number, rater in enumerate(await hire(session, cast, 6)):
        await name(session, found, cast.sponsor, rater)
        await answer(session, rater, found, answer_of(4, f"Keep {number}"))
    await name(session, found, cast.board, cast.colleague, Group.PEERS)
    await answer(session, cast.colleague, found, answer_of(1, "Alone among peers"))
    await answer(session, cast.sponsor, found, answer_of(5, "My own view"))
    await link(session, found, cast)
    with pytest.raises(NotFound):
        await result_queries.get_results(session, cast.sponsor, found.id, KEYS)

    results = await close(session, cast, found)

    assert [(part.groups, part.count) for part in results.parts] == [((Group.UPWARD,), 6), ((Group.SELF,), 1)]
    assert sorted(results.parts[0].words["keep_doing"]) == [f"Keep {number}" for number in range(6)]
    assert results.parts[1].by_id == cast.sponsor.id
    assert set(results.withheld) == {Group.PEERS, Group.SERVICE_USERS}
    for model in (Response, LinkUse, Invitation):
        assert (await session.exec(select(model))).all() == []
    links = select(DirectoryEntry).where(col(DirectoryEntry.kind) == DirectoryKind.FEEDBACK)
    assert (await session.exec(links)).all() == []


async def test_results_are_worked_out_once_and_do_not_change(session: AsyncSession, cast: Cast) -> None:
    found = await open_round(session, cast)
    for number, rater in enumerate(await hire(session, cast, 5)):
        await name(session, found, cast.sponsor, rater)
        await answer(session, rater, found, answer_of(number + 1, f"Keep {number}"))
    first = await close(session, cast, found)
    assert await close(session, cast, found) == first
    assert str(first.parts[0].means["listens"]) == "3.0"


async def test_a_round_sealed_with_another_key_waits_for_the_right_one(session: AsyncSession, cast: Cast) -> None:
    found = await open_round(session, cast)
    await answer(session, cast.sponsor, found, answer_of(5))
    organisation = await people_queries.get_organisation(session, found.organisation_id)
    with clock.stopped_at(clock.now() + timedelta(days=22)):
        wrong = Keys(secret="another key altogether, 1234567890", history=HISTORY_KEY)
        assert await closing.close_rounds(session, registry_actor(organisation, HISTORY_KEY), wrong, 10) == 0
    assert found.closed_on is None
    assert len((await close(session, cast, found)).parts) == 1


async def test_calling_off_deletes_what_was_answered_unread(session: AsyncSession, cast: Cast) -> None:
    found = await open_round(session, cast)
    await answer(session, cast.sponsor, found, answer_of())
    await rounds.call_off_round(session, cast.sponsor, found)
    assert (await session.exec(select(Response))).all() == []
    again = await open_round(session, cast)
    assert again.id != found.id


async def test_others_read_what_is_shared_until_it_is_taken_back(session: AsyncSession, cast: Cast) -> None:
    found = await open_round(session, cast)
    for rater in await hire(session, cast, 5):
        await name(session, found, cast.sponsor, rater)
        await answer(session, rater, found, answer_of())
    await answer(session, cast.sponsor, found, answer_of())
    await close(session, cast, found)
    for other in (cast.administrator, cast.quality, cast.board, cast.manager):
        with pytest.raises(NotFound):
            await result_queries.get_results(session, other, found.id, KEYS)
    form = ResultsShareIn(person_id=cast.manager.person_id, groups=[Group.UPWARD])
    share = await shares.share_results(session, cast.sponsor, found, form)
    _, seen = await result_queries.get_results(session, cast.manager, found.id, KEYS)
    assert [part.groups for part in seen.parts] == [(Group.UPWARD,)]
    await shares.end_share(session, cast.sponsor, share)
    with pytest.raises(NotFound):
        await result_queries.get_results(session, cast.manager, found.id, KEYS)


async def test_the_history_says_no_words_and_nothing_of_answers(session: AsyncSession, cast: Cast) -> None:
    before = (await session.exec(select(Event.number).order_by(col(Event.number).desc()))).first() or 0
    found = await open_round(session, cast)
    await name(session, found, cast.sponsor, cast.clinician)
    await answer(session, cast.clinician, found, answer_of(2, "Somebody's words"))
    told = (
        await session.exec(
            select(Event.kind, EventWords.words, EventWords.was, EventWords.became)
            .join(EventWords, col(EventWords.id) == col(Event.id))
            .where(col(Event.number) > before, col(Event.organisation_id) == cast.sponsor.organisation_id)
        )
    ).all()
    assert {kind for kind, *_ in told} == {"round_opened", "naming_accepted", "rater_named"}
    assert {words for _, *said in told for words in said} == {""}


async def test_sponsors_and_line_managers_are_offered_a_round_twice_a_year_and_told_once(
    session: AsyncSession, cast: Cast
) -> None:
    organisation = await people_queries.get_organisation(session, cast.sponsor.organisation_id)
    registry = registry_actor(organisation, HISTORY_KEY)
    await open_round(session, cast)
    await rounds.offer_rounds(session, registry, 50)
    told = set((await session.exec(select(Offer.person_id))).all())
    assert told == {cast.second_sponsor.id, cast.manager.id}
    assert await rounds.offer_rounds(session, registry, 50) == 0
    with clock.stopped_at(clock.now() + timedelta(days=183)):
        assert await rounds.offer_rounds(session, registry, 50) == 3


async def test_an_offer_stands_until_a_round_is_opened_and_after_half_a_year_no_more(
    session: AsyncSession, cast: Cast
) -> None:
    organisation = await people_queries.get_organisation(session, cast.sponsor.organisation_id)
    await rounds.offer_rounds(session, registry_actor(organisation, HISTORY_KEY), 50)
    assert await queries.find_offer(session, cast.sponsor)
    assert await queries.find_offer(session, cast.clinician) is None
    found = await open_round(session, cast)
    assert await queries.find_offer(session, cast.sponsor) is None
    await rounds.call_off_round(session, cast.sponsor, found)
    assert await queries.find_offer(session, cast.sponsor)
    with clock.stopped_at(clock.now() + timedelta(days=183)):
        assert await queries.find_offer(session, cast.sponsor) is None
