"""What is done to the history by somebody without the key is found, and the first bad entry named."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history import queries, rules
from registry.history.actions import record_event
from registry.history.models import ChainHead, Event, EventWords
from tests.cast import HISTORY_KEY, Cast
from tests.factories import make_idea

OTHER_KEY = "a key that somebody made up because they have not ours"


@pytest.fixture
async def find(session: AsyncSession, cast: Cast) -> Callable[[], Awaitable[queries.Break | None]]:
    """A history of many entries, and what is found wrong with it."""
    idea = await make_idea(session, cast.clinician)
    for number in range(5):
        await record_event(session, cast.clinician, "idea_edited", idea, idea_id=idea.id, words=f"word {number}")

    async def find() -> queries.Break | None:
        await session.flush()
        return await queries.find_break(session, cast.clinician.organisation_id, HISTORY_KEY)

    assert await find() is None
    return find


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "idea_ended"},
        {"actor_id": None},
        {"idea_id": None},
        {"chain": "f" * 64},
        {"words_digest": "f" * 64},
    ],
    ids=lambda changed: next(iter(changed)),
)
async def test_a_changed_entry_is_found(session: AsyncSession, cast: Cast, find: Any, changed: dict[str, Any]) -> None:
    number = await _newest(session, cast) - 1
    await session.exec(update(Event).where(_is(cast, number)).values(**changed))
    found = await find()
    assert (found.number, found.reason) == (number, "it was changed, moved, or put in later")


async def test_a_moment_put_back_is_found(session: AsyncSession, cast: Cast, find: Any) -> None:
    earlier = (await session.exec(select(Event.at).where(_is(cast, 1)))).one()
    await session.exec(update(Event).where(_is(cast, 6)).values(at=earlier))
    assert (await find()).number == 6


async def test_a_missing_entry_is_found(session: AsyncSession, cast: Cast, find: Any) -> None:
    await _remove(session, cast, 5)
    found = await find()
    assert (found.number, found.reason) == (5, "it is missing")


async def test_a_gap_closed_up_is_found(session: AsyncSession, cast: Cast, find: Any) -> None:
    newest = await _newest(session, cast)
    await _remove(session, cast, 5)
    for number in range(6, newest + 1):
        await session.exec(update(Event).where(_is(cast, number)).values(number=number - 1))
    assert (await find()).number == 5


async def test_two_entries_changed_about_are_found(session: AsyncSession, cast: Cast, find: Any) -> None:
    for was, becomes in ((3, 1003), (4, 3), (1003, 4)):
        await session.exec(update(Event).where(_is(cast, was)).values(number=becomes))
    assert (await find()).number == 3


async def test_a_cut_tail_is_found(session: AsyncSession, cast: Cast, find: Any) -> None:
    newest = await _newest(session, cast)
    await _remove(session, cast, newest)
    found = await find()
    assert (found.number, found.reason) == (newest, "the end of the chain was cut off")


async def test_a_cut_tail_with_the_head_put_back_is_found(session: AsyncSession, cast: Cast, find: Any) -> None:
    newest = await _newest(session, cast)
    before = await queries.find_chain_at(session, cast.clinician.organisation_id, newest - 1)
    await _remove(session, cast, newest)
    await session.exec(update(ChainHead).where(_head(cast)).values(number=newest - 1, chain=before))
    found = await find()
    assert (found.number, found.reason) == (newest - 1, "the seal of the head is not ours")


async def test_an_emptied_history_is_found(session: AsyncSession, cast: Cast, find: Any) -> None:
    for number in range(await _newest(session, cast), 0, -1):
        await _remove(session, cast, number)
    assert (await find()).number == 1
    await session.exec(delete(ChainHead).where(_head(cast)))
    session.expunge_all()
    assert (await find()).reason == "the head of the chain is missing"


async def test_a_chain_worked_out_anew_with_another_key_is_found(session: AsyncSession, cast: Cast, find: Any) -> None:
    organisation_id, chain = cast.clinician.organisation_id, rules.FIRST
    newest = await _newest(session, cast)
    for number in range(1, newest + 1):
        event = (await session.exec(select(Event).where(_is(cast, number)))).one()
        chain = rules.chained(OTHER_KEY, chain, rules.facts_of(event))
        await session.exec(update(Event).where(_is(cast, number)).values(chain=chain))
    seal = rules.sealed(OTHER_KEY, organisation_id, newest, chain)
    await session.exec(update(ChainHead).where(_head(cast)).values(chain=chain, seal=seal))
    assert (await find()).number == 1


async def test_changed_words_are_found(session: AsyncSession, cast: Cast, find: Any) -> None:
    newest = await _newest(session, cast)
    await session.exec(update(EventWords).where(await _words(session, cast, newest)).values(words="another word"))
    found = await find()
    assert (found.number, found.reason) == (newest, "its words were changed")


async def test_missing_words_are_found(session: AsyncSession, cast: Cast, find: Any) -> None:
    await session.exec(delete(EventWords).where(await _words(session, cast, 4)))
    found = await find()
    assert (found.number, found.reason) == (4, "its words are missing")


async def test_erased_words_leave_the_chain_true_and_nothing_may_take_their_place(
    session: AsyncSession, cast: Cast, find: Any
) -> None:
    is_erased = await _words(session, cast, await _newest(session, cast))
    await session.exec(update(EventWords).where(is_erased).values(words="", was="", became="", salt=""))
    assert await find() is None
    await session.exec(update(EventWords).where(is_erased).values(words="put in later"))
    assert "after they were erased" in (await find()).reason


async def test_one_organisations_broken_chain_says_nothing_of_anothers(
    session: AsyncSession, cast: Cast, find: Any
) -> None:
    await session.exec(update(Event).where(_is(cast, 2)).values(kind="idea_ended"))
    assert (await find()).number == 2
    assert await queries.find_break(session, cast.stranger.organisation_id, HISTORY_KEY) is None


def _is(cast: Cast, number: int) -> Any:
    return (col(Event.organisation_id) == cast.clinician.organisation_id) & (col(Event.number) == number)


def _head(cast: Cast) -> Any:
    return col(ChainHead.organisation_id) == cast.clinician.organisation_id


async def _words(session: AsyncSession, cast: Cast, number: int) -> Any:
    event_id = (await session.exec(select(Event.id).where(_is(cast, number)))).one()
    return (col(EventWords.organisation_id) == cast.clinician.organisation_id) & (col(EventWords.id) == event_id)


async def _newest(session: AsyncSession, cast: Cast) -> int:
    of_organisation = col(Event.organisation_id) == cast.clinician.organisation_id
    return max((await session.exec(select(Event.number).where(of_organisation))).all())


async def _remove(session: AsyncSession, cast: Cast, number: int) -> None:
    await session.exec(delete(EventWords).where(await _words(session, cast, number)))
    await session.exec(delete(Event).where(_is(cast, number)))
