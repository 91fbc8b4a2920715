from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history import queries as history_queries
from registry.history.models import ActorKind
from registry.ideas.actions import owners as owner_actions
from registry.ideas.models import Idea, Stage
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.queries import owners as owner_queries
from registry.ideas.schemas import OwnerIn
from registry.kit import clock
from registry.kit.errors import NotAllowed, Refused
from registry.people import actions as people_actions
from registry.people import queries as people_queries
from registry.people.actors import Actor, registry_actor
from registry.pledges.actions.pledges import accept_pledge
from registry.progress.actions import reviews as actions
from registry.progress.actions import stages, views
from registry.progress.models import Decision, ExplorationReview
from registry.progress.queries import periods as period_queries
from registry.progress.queries import reviews as queries
from registry.progress.rules import reviews as rules
from registry.progress.rules.reviews import Protected
from registry.progress.schemas import EndIn, PeriodIn, ReviewIn, ViewIn
from tests.cast import KEYS, Cast
from tests.factories import make_exploring_idea
from tests.pledges.ledger import offer

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
FIRST = date(2026, 11, 2)
LAST = FIRST + timedelta(days=90)
NOBODY = UUID(int=0)
NOTHING: Mapping[str, object] = {"words": "", "ends_on": None, "owner_id": None}


@pytest.mark.parametrize(
    ("decision", "given", "refused"),
    [
        (Decision.CARRY_ON, {}, {"words", "ends_on"}),
        (Decision.CARRY_ON, {"words": "On", "ends_on": LAST}, {"ends_on"}),
        (Decision.CARRY_ON, {"words": "On", "ends_on": LAST + timedelta(days=1)}, set()),
        (Decision.SUSTAIN, {"words": "It holds"}, {"owner_id"}),
        (Decision.SUSTAIN, {"words": "It holds", "owner_id": NOBODY}, set()),
        (Decision.END, {}, set()),
    ],
)
def test_each_decision_asks_for_its_own(decision: Decision, given: Mapping[str, object], refused: set[str]) -> None:
    assert set(rules.objections_to_review(decision, {**NOTHING, **given}, LAST)) == refused


@pytest.mark.parametrize(
    ("today", "told_on", "must"),
    [
        (LAST - timedelta(days=15), None, False),
        (LAST - timedelta(days=14), None, True),
        (LAST - timedelta(days=13), LAST - timedelta(days=14), False),
        (LAST, LAST - timedelta(days=14), True),
        (LAST + timedelta(days=3), LAST - timedelta(days=1), True),
        (LAST + timedelta(days=1), LAST, False),
        (LAST + timedelta(days=9), None, True),
    ],
)
def test_it_is_told_once_when_it_is_near_and_once_when_it_has_come(
    today: date, told_on: date | None, must: bool
) -> None:
    assert rules.must_tell(LAST, told_on, today) is must


def test_nobody_carries_on_without_having_read_what_ends_on_the_way() -> None:
    promises = [Protected(NOBODY, "4 hours each week: An analyst", LAST), Protected(NOBODY, "A pump", FIRST)]
    after = LAST + timedelta(days=1)

    refused = rules.objections_to_sooner(promises, after, is_known=False)["is_sooner_known"]

    assert refused.startswith("2 promises end before 1 February 2027: A pump, until 2 November 2026; 4 hours each week")
    assert not rules.objections_to_sooner(promises, after, is_known=True)
    assert not rules.objections_to_sooner(promises, FIRST, is_known=False)


def test_what_is_due_is_said_without_blame() -> None:
    assert rules.due_words(LAST, LAST - timedelta(days=1)) == "The time to explore ends on 31 January 2027, in 1 day"
    assert rules.due_words(LAST, LAST) == "The time to explore ends today"
    assert rules.due_words(LAST, LAST + timedelta(days=9)) == "The time to explore ended on 31 January 2027"


async def exploring(session: AsyncSession, cast: Cast) -> Idea:
    with clock.stopped_at(NOON):
        return await make_exploring_idea(session, cast.clinician, cast.sponsor)


async def stage_of(session: AsyncSession, idea: Idea) -> Stage:
    return (await idea_queries.get_standing(session, idea)).stage


async def newest(session: AsyncSession, cast: Cast, idea: Idea) -> queries.ReviewLine:
    return (await queries.list_reviews(session, cast.clinician, idea))[0]


async def test_a_carried_on_exploration_keeps_what_both_said_and_what_it_rests_on(
    session: AsyncSession, cast: Cast
) -> None:
    idea = await exploring(session, cast)
    with clock.stopped_at(NOON):
        pledge = await offer(session, cast.sponsor, idea, ends_on=LAST)
        await accept_pledge(session, cast.clinician, pledge)
    on = ReviewIn(decision=Decision.CARRY_ON, words="Two wards more.", ends_on=LAST + timedelta(days=90))
    with clock.stopped_at(NOON + timedelta(days=80)):
        view = await views.say_view(session, cast.sponsor, idea, ViewIn(words="I can stay until May."))
        with pytest.raises(Refused) as refusal:
            await actions.record_review(session, cast.clinician, idea, on)
        assert list(refusal.value.fields) == ["is_sooner_known"]

        known = on.model_copy(update={"is_sooner_known": True})
        review = await actions.record_review(session, cast.clinician, idea, known)

    assert review.id == view.id
    line = await newest(session, cast, idea)
    assert (line.sponsor, line.review.sponsor_words) == ("Priya Raman", "I can stay until May.")
    assert (line.review.ends_on, line.review.new_ends_on) == (LAST, LAST + timedelta(days=90))
    assert {each.pledge_id for each in line.sooner} == {pledge.id}
    period = await period_queries.get_period(session, idea)
    assert (period.review_on, await stage_of(session, idea)) == (LAST + timedelta(days=90), Stage.EXPLORING)
    entries = await history_queries.page_of_entries(session, cast.clinician, idea_id=idea.id)
    kinds = [entry.kind for entry in entries.rows][:3]
    assert kinds == ["exploration_reviewed", "exploration_period_changed", "review_view_said"]


async def test_it_is_not_carried_on_beyond_its_sponsorship(session: AsyncSession, cast: Cast) -> None:
    idea = await exploring(session, cast)
    beyond = ReviewIn(decision=Decision.CARRY_ON, words="On", ends_on=FIRST + timedelta(days=181), is_sooner_known=True)

    with clock.stopped_at(NOON), pytest.raises(Refused, match="Priya Raman lasts until") as refusal:
        await actions.record_review(session, cast.clinician, idea, beyond)

    assert list(refusal.value.fields) == ["ends_on"]


async def test_only_the_lead_decides_and_only_the_sponsor_adds_a_view(session: AsyncSession, cast: Cast) -> None:
    idea = await exploring(session, cast)
    with clock.stopped_at(NOON):
        for other in (cast.sponsor, cast.colleague, cast.quality, cast.administrator):
            with pytest.raises(NotAllowed):
                await actions.record_review(session, other, idea, ReviewIn(decision=Decision.END))
        for other in (cast.clinician, cast.second_sponsor, cast.quality):
            with pytest.raises(NotAllowed):
                await views.say_view(session, other, idea, ViewIn(words="Go on"))


async def test_the_sponsor_who_was_asked_may_still_say_after_the_end(session: AsyncSession, cast: Cast) -> None:
    idea = await exploring(session, cast)
    with clock.stopped_at(NOON):
        await actions.record_review(
            session, cast.clinician, idea, ReviewIn(decision=Decision.END, learning="Start small")
        )
        line = await newest(session, cast, idea)
        assert (line.sponsor, line.review.sponsor_words) == ("Priya Raman", "")
        assert (await stage_of(session, idea), idea.learning) == (Stage.ENDED, "Start small")

        await views.say_view(session, cast.sponsor, idea, ViewIn(words="It was worth it."))

    assert (await newest(session, cast, idea)).review.sponsor_words == "It was worth it."
    with pytest.raises(NotAllowed):
        await views.say_view(session, cast.sponsor, idea, ViewIn(words="Once more"))


@pytest.mark.parametrize("decision", Decision)
async def test_the_verbs_themselves_decide_a_review_that_the_sponsor_opened(
    session: AsyncSession, cast: Cast, decision: Decision
) -> None:
    idea = await exploring(session, cast)
    with clock.stopped_at(NOON):
        await views.say_view(session, cast.sponsor, idea, ViewIn(words="Go on."))
        if decision is Decision.CARRY_ON:
            await stages.change_period(session, cast.clinician, idea, PeriodIn(ends_on=LAST + timedelta(days=7)))
        elif decision is Decision.SUSTAIN:
            await stages.sustain_idea(session, cast.clinician, idea)
        else:
            await stages.end_idea(session, cast.clinician, idea, EndIn())

    rows = (await session.exec(select(ExplorationReview))).all()
    assert [row.decision for row in rows] == [decision]


async def test_who_is_asked_keeps_it_once_they_accept_and_gives_it_up_when_they_wish(
    session: AsyncSession, cast: Cast
) -> None:
    idea = await exploring(session, cast)
    keep = ReviewIn(decision=Decision.SUSTAIN, words="It holds.", owner_id=cast.colleague.person_id)
    with clock.stopped_at(NOON):
        await actions.record_review(session, cast.clinician, idea, keep)
        assert await owner_queries.find_owner(session, idea) is None
        [asked] = await owner_queries.list_standing_owners(session, idea)
        for other in (cast.clinician, cast.quality):
            with pytest.raises(NotAllowed):
                await owner_actions.accept_owning(session, other, idea, asked)
        with pytest.raises(Refused, match="Take that back first"):
            await owner_actions.ask_owner(session, cast.clinician, idea, OwnerIn(owner_id=cast.quality.person_id))

        await owner_actions.accept_owning(session, cast.colleague, idea, asked)

        owner = await owner_queries.find_owner(session, idea)
        assert owner is not None
        assert owner.owner_id == cast.colleague.person_id
        with pytest.raises(Refused, match="keeps it already"):
            await owner_actions.ask_owner(session, cast.clinician, idea, OwnerIn(owner_id=cast.colleague.person_id))
        with pytest.raises(NotAllowed):
            await owner_actions.give_up_owning(session, cast.clinician, idea, owner)
        await owner_actions.give_up_owning(session, cast.colleague, idea, owner)
        assert await owner_queries.find_owner(session, idea) is None

        itself = await owner_actions.ask_owner(
            session, cast.clinician, idea, OwnerIn(owner_id=cast.clinician.person_id)
        )
        assert itself.is_in_force
        await stages.end_idea(session, cast.clinician, idea, EndIn())
    assert await owner_queries.find_owner(session, idea) is None


async def test_nobody_of_a_partner_and_nobody_who_has_left_is_asked(session: AsyncSession, cast: Cast) -> None:
    idea = await exploring(session, cast)
    person = await people_queries.get_person(session, cast.administrator, cast.second_sponsor.person_id)
    await people_actions.record_leaving(session, cast.administrator, person)
    for person_id in (cast.partner.person_id, person.id, NOBODY):
        keep = ReviewIn(decision=Decision.SUSTAIN, words="It holds.", owner_id=person_id)
        with clock.stopped_at(NOON), pytest.raises(Refused) as refusal:
            await actions.record_review(session, cast.clinician, idea, keep)
        assert "owner_id" in refusal.value.fields


async def test_the_registry_asks_once_two_weeks_before_and_once_on_the_day(session: AsyncSession, cast: Cast) -> None:
    idea = await exploring(session, cast)

    async def told_on(day: date) -> int:
        with clock.stopped_at(datetime(day.year, day.month, day.day, 12, tzinfo=UTC)):
            return await actions.tell_reviews(session, await registry_of(session, cast.clinician), 10)

    days = [LAST - timedelta(days=before) for before in (15, 14, 13, 0)] + [LAST + timedelta(days=1)]
    assert [await told_on(day) for day in days] == [0, 1, 0, 1, 0]
    entries = await history_queries.page_of_entries(session, cast.clinician, idea_id=idea.id)
    by_registry = [entry.kind for entry in entries.rows if entry.actor_kind is ActorKind.REGISTRY]
    assert by_registry[:2] == ["exploration_review_come", "exploration_review_near"]

    with clock.stopped_at(NOON + timedelta(days=91)):
        await stages.pause_idea(session, cast.clinician, idea)
        assert not await queries.list_reviews_near(session, cast.quality, 10)


async def test_lead_sponsor_and_the_monitor_see_what_is_near(session: AsyncSession, cast: Cast) -> None:
    idea = await exploring(session, cast)
    with clock.stopped_at(NOON + timedelta(days=75)):
        assert not await queries.list_reviews_to_view(session, cast.sponsor, 10)
        assert not await queries.list_reviews_near(session, cast.quality, 10)
    with clock.stopped_at(NOON + timedelta(days=76)):
        for read, actor in (
            (queries.list_periods_ending, cast.clinician),
            (queries.list_reviews_to_view, cast.sponsor),
            (queries.list_reviews_near, cast.quality),
        ):
            assert [line.idea_id for line in await read(session, actor, 10)] == [idea.id]
        assert not await queries.list_reviews_to_view(session, cast.second_sponsor, 10)
        assert not await queries.list_reviews_near(session, cast.stranger, 10)

        await views.say_view(session, cast.sponsor, idea, ViewIn(words="Go on."))
        assert not await queries.list_reviews_to_view(session, cast.sponsor, 10)


async def registry_of(session: AsyncSession, actor: Actor) -> Actor:
    organisation = await people_queries.get_organisation(session, actor.organisation_id)
    return registry_actor(organisation, KEYS.history)
