"""What time does: offers lapse, periods end, sponsorships run out, frameworks and explorations are to be looked back
on, licences end, two are to talk again, the time of stories is over; told to history and to those concerned, once.
Feedback rounds are offered and close, and the week of a pulse is counted. What nobody can use any more is forgotten:
sessions and links that ran out, the keys of forms long answered. Letters leave here, too.

Several processes may do it at once: each pledge is looked at under a lock of its idea, and what was told is kept
in the same transaction, so the second finds nothing left to do. States themselves are worked out when read and
never wait for it.
"""

import asyncio
import itertools
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts import actions as account_actions
from registry.accounts.queries import Keys
from registry.coaching.actions import telling as coaching_actions
from registry.feedback.actions import closing, pulse
from registry.feedback.actions import letters as rater_letters
from registry.feedback.actions import rounds as round_actions
from registry.feedback.queries import letters as rater_letter_queries
from registry.feedback.queries.letters import LetterLine
from registry.feedback.rules import rounds as round_rules
from registry.frameworks.actions import frameworks as framework_actions
from registry.kit import clock
from registry.kit.database import Database, note_sizes, transaction
from registry.kit.laid import LiesFor
from registry.kit.sealing import SealBroken
from registry.kit.text import moment_words
from registry.letters import Letter, Post
from registry.licences.actions import givers as giver_actions
from registry.licences.actions import links as link_actions
from registry.licences.actions import telling as licence_actions
from registry.licences.models import DecisionLink, Giver, Licence
from registry.licences.queries import givers as giver_queries
from registry.licences.queries import licences as licence_queries
from registry.licences.queries import links as link_queries
from registry.licences.rules import decisions as decision_rules
from registry.people import queries as people_queries
from registry.people.actors import registry_actor
from registry.people.models import Organisation
from registry.pledges.actions import settling
from registry.progress.actions import reviews as review_actions
from registry.stories.actions import forgetting, leaving
from registry.stories.actions import letters as story_letters
from registry.stories.queries import letters as story_letter_queries

AT_A_TIME = 500
LETTERS_AT_A_TIME = 50
SECONDS_BETWEEN_LETTERS = 15
LETTER_TURNS = 20
TURNS_BETWEEN_SIZES = 12
log = logging.getLogger("registry.periodic")


async def work_once(database: Database, keys: Keys, data_dir: Path | None = None) -> int:
    """Does everything that is due in every organisation; answers how many things were looked at.

    data_dir   where it is written down which stories have left, and where letters lie that go with their row
    """
    async with database.readers() as session:
        organisations = await people_queries.list_organisations(session)
    total = 0
    for organisation in organisations:
        looked_at = AT_A_TIME
        while looked_at >= AT_A_TIME:
            async with transaction(database) as session:
                actor = registry_actor(organisation, keys.history)
                looked_at = await settling.settle_by_time(session, actor, AT_A_TIME)
            total += looked_at
        async with transaction(database) as session:
            actor = registry_actor(organisation, keys.history)
            total += await framework_actions.tell_reviews(session, actor, AT_A_TIME)
            total += await licence_actions.tell_by_time(session, actor, AT_A_TIME)
            total += await review_actions.tell_reviews(session, actor, AT_A_TIME)
            total += await round_actions.offer_rounds(session, actor, AT_A_TIME)
            total += await coaching_actions.tell_days_to_talk(session, actor, AT_A_TIME)
            total += await leaving.end_expired(session, actor)
            total += await story_letters.tell_endings(session, actor)
            await account_actions.forget_what_is_over(session, actor)
        async with transaction(database) as session:
            actor = registry_actor(organisation, keys.history)
            total += await closing.close_rounds(session, actor, keys, AT_A_TIME)
            total += await pulse.close_weeks(session, actor, keys)
    if data_dir:
        await rater_letters.take_letters_back(database, data_dir)
        await forgetting.forget(database, data_dir)
    return total


async def post_letters(database: Database, post: Post) -> int:
    """Hands over the letters that wait; answers how many left. One that fails is tried again in five minutes."""
    async with database.readers() as session:
        organisations = await people_queries.list_organisations(session)
    sent = 0
    for organisation in organisations:
        async with transaction(database) as session:
            links = await link_queries.list_letters_due(session, organisation.id, LETTERS_AT_A_TIME)
            letters = [(link.id, await _letter(session, post, organisation, link)) for link in links]
        sent += await _hand_over(database, post, organisation, letters, link_actions.note_sent)
        async with transaction(database) as session:
            lines = await rater_letter_queries.list_due(session, organisation.id, LETTERS_AT_A_TIME)
            to_raters = [await _letter_to_rater(session, post, organisation, line) for line in lines]
        letters = [each for each in to_raters if each]
        sent += await _hand_over(database, post, organisation, letters, rater_letters.forget_letter)
        async with transaction(database) as session:
            givers = await giver_queries.list_letters_due(session, organisation.id, LETTERS_AT_A_TIME)
            letters = [(giver.id, await _letter_to_giver(session, post, organisation, giver)) for giver in givers]
        sent += await _hand_over(database, post, organisation, letters, giver_actions.note_sent)
        async with transaction(database) as session:
            told = await story_letter_queries.list_due(session, organisation.id, LETTERS_AT_A_TIME)
            to_tellers = [await _letter_to_storyteller(session, post, organisation, line) for line in told]
        letters = [each for each in to_tellers if each]
        sent += await _hand_over(database, post, organisation, letters, story_letters.note_sent)
    return sent


async def work_for_ever(database: Database, keys: Keys, data_dir: Path, post: Post) -> None:
    """Letters every few seconds, all else every five minutes, until it is cancelled; a database that is away is tried
    again next time.
    """
    for turn in itertools.count(1):
        await asyncio.sleep(SECONDS_BETWEEN_LETTERS)
        try:
            await post_letters(database, post)
            if turn % LETTER_TURNS == 0:
                await work_once(database, keys, data_dir)
            if database.is_sqlite and turn % (LETTER_TURNS * TURNS_BETWEEN_SIZES) == LETTER_TURNS:
                await note_sizes(database)
        except (SQLAlchemyError, OSError) as error:
            log.error("periodic work failed and is tried again", exc_info=error)


async def _hand_over(
    database: Database,
    post: Post,
    organisation: Organisation,
    letters: Sequence[tuple[UUID, Letter]],
    note: Callable[[AsyncSession, UUID, UUID], Awaitable[None]],
) -> int:
    """
    note   what is written down of each that left
    """
    sent = 0
    for about_id, letter in letters:
        try:
            await post.send(letter)
        except OSError as error:
            log.error("a letter could not be handed over and is tried again: %s", type(error).__name__)
            continue
        async with transaction(database) as session:
            await note(session, organisation.id, about_id)
        sent += 1
    return sent


async def _letter_to_rater(
    session: AsyncSession, post: Post, organisation: Organisation, line: LetterLine
) -> tuple[UUID, Letter] | None:
    """None where its link was taken back meanwhile, and where it was sealed with another key."""
    keys = Keys(secret=post.secret_key, history="")
    await rater_letters.note_try(session, line.letter)
    try:
        address, secret = rater_letters.opened_letter(keys.secret, line.letter)
    except SealBroken:
        log.error("a letter cannot be opened: REGISTRY_SECRET_KEY is not the one it was sealed with")
        return None
    today = clock.today(organisation.zone)
    if not round_rules.is_open(line.found, today) or not await rater_letter_queries.leads_somewhere(
        session, keys, secret
    ):
        await rater_letters.forget_letter(session, organisation.id, line.letter.id)
        return None
    letter = post.worded(
        address,
        "feedback",
        organisation=organisation.name,
        person=line.name,
        position=line.position,
        found=line.found,
        address=f"{post.base_url}/feedback/answer/{secret}",
    )
    return line.letter.id, replace(letter, lies_for=LiesFor(rater_letters.LIES_FOR, line.found.id))


async def _letter_to_storyteller(
    session: AsyncSession, post: Post, organisation: Organisation, line: story_letter_queries.LetterLine
) -> tuple[UUID, Letter] | None:
    """None where it was sealed with another key."""
    await story_letters.note_try(session, line.letter)
    try:
        email, secret = story_letters.opened(line.address, post.secret_key)
    except SealBroken:
        log.error("a letter cannot be opened: REGISTRY_SECRET_KEY is not the one it was sealed with")
        return None
    letter = post.worded(
        email,
        f"story_{line.letter.about}",
        organisation=organisation.name,
        address=f"{post.base_url}/tell/{secret}",
        until_on=line.until_on,
    )
    return line.letter.id, replace(letter, lies_for=LiesFor(story_letters.LIES_FOR, line.address.id))


async def _letter(session: AsyncSession, post: Post, organisation: Organisation, link: DecisionLink) -> Letter:
    """Worded under the lock of its row, which then says when it may be tried again."""
    licence = await session.get_one(Licence, (link.organisation_id, link.licence_id))
    registry = registry_actor(organisation, "")
    line = await licence_queries.get_line(session, registry, licence)
    await link_actions.note_try(session, link)
    secret = decision_rules.signed_secret(post.secret_key, link.id)
    asking = line.requested_by
    return post.worded(
        link.address,
        "decision",
        organisation=organisation.name,
        partner=line.partner_name,
        requester=f"{asking.name}, {asking.position}," if asking.position else asking.name,
        title=line.title,
        licence=licence,
        address=f"{post.base_url}/decide/{secret}",
        expires=moment_words(link.expires_at, organisation.zone),
    )


async def _letter_to_giver(session: AsyncSession, post: Post, organisation: Organisation, giver: Giver) -> Letter:
    """The same, with their private link to what they granted."""
    partner = await people_queries.get_partner(session, registry_actor(organisation, ""), giver.partner_id)
    await link_actions.note_try(session, giver)
    secret = decision_rules.signed_secret_of(post.secret_key, giver)
    return post.worded(
        giver.address,
        "given",
        organisation=organisation.name,
        partner=partner.name,
        address=f"{post.base_url}/given/{secret}",
        expires=moment_words(giver.expires_at, organisation.zone),
    )
