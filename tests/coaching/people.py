"""A pair with a note of each, and a conversation that is agreed, in words that nobody else would use."""

from dataclasses import dataclass
from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.coaching.actions import appraisals, notes, pairs
from registry.coaching.models import Appraisal, CoachingNote, CoachingPair
from registry.coaching.queries import appraisals as appraisal_queries
from registry.coaching.schemas import AppraisalIn, NoteIn, PairAnswerIn, PairIn, Way, WordingAgreementIn
from registry.people.actors import Actor
from tests.cast import KEYS, Cast

ABOUT, ANSWER = "The quokkas of the night shift", "Gladly, under the ginkgo"
COACHS, COACHEDS = "She hides behind the zeppelin", "I shall put down the harpsichord"
AGREED = "Less of the kaleidoscope by autumn"
WORDS = ("quokka", "ginkgo", "zeppelin", "harpsichord", "kaleidoscope")


@dataclass(frozen=True)
class Two:
    """
    coach   coaches the clinician; her line manager talks with her
    """

    pair: CoachingPair
    coachs_note: CoachingNote
    own_note: CoachingNote
    appraisal: Appraisal


async def make_pair(session: AsyncSession, coached: Actor, coach: Actor) -> CoachingPair:
    form = PairIn(person_id=coach.person_id, way=Way.BE_COACHED, about=ABOUT)
    pair = await pairs.ask_for_pair(session, coached, form, KEYS)
    await pairs.answer_pair(session, coach, pair, PairAnswerIn(accepts=True, words=ANSWER), KEYS)
    return pair


async def make_two(session: AsyncSession, cast: Cast) -> Two:
    pair = await make_pair(session, cast.clinician, cast.colleague)
    return Two(
        pair,
        await notes.write_note(session, cast.colleague, pair, NoteIn(words=COACHS), KEYS),
        await notes.write_note(session, cast.clinician, pair, NoteIn(words=COACHEDS), KEYS),
        await make_appraisal(session, cast),
    )


async def make_appraisal(session: AsyncSession, cast: Cast, look_again_on: date | None = None) -> Appraisal:
    form = AppraisalIn(
        person_id=cast.manager.person_id,
        talked_on=cast.clinician.today,
        words=AGREED,
        look_again_on=look_again_on,
    )
    found = await appraisals.begin_appraisal(session, cast.clinician, form, KEYS)
    standing = await appraisal_queries.get_standing(session, found)
    assert standing.proposed
    agreement = WordingAgreementIn(wording_id=standing.proposed.id)
    await appraisals.agree_to_wording(session, cast.manager, found, agreement)
    return found
