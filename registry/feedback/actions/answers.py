from sqlmodel.ext.asyncio.session import AsyncSession

from registry.accounts import actions as account_actions
from registry.accounts.queries import Keys
from registry.feedback.actions import sealed
from registry.feedback.models import LinkUse
from registry.feedback.queries import rounds as queries
from registry.feedback.queries.rounds import Asked
from registry.feedback.rules import questions, results, rounds
from registry.feedback.rules.results import Answer
from registry.feedback.schemas import FeedbackIn
from registry.kit.errors import Refused


async def give_answer(session: AsyncSession, asked: Asked, form: FeedbackIn, keys: Keys) -> None:
    """Keeps the answer and that the link is used, in one transaction and with nothing that ties the two.

    It is recorded nowhere that somebody answered, so it takes no actor. It cannot be changed: whoever could find an
    answer to change it would know whose it is.
    """
    if objections := questions.objections_to_answer(form.scores, form.words):
        raise Refused(*objections)
    found = await queries.hold_round(session, asked.found.organisation_id, asked.found.id)
    invitation = asked.invitation
    if not rounds.is_open(found, asked.today):
        raise Refused("This round is over.")
    await session.refresh(invitation)
    if invitation.taken_back_on:
        raise Refused("You are asked no longer.")
    if await queries.has_answered(session, invitation):
        raise Refused(
            "You have answered already. An answer cannot be changed, because nobody can find out which is yours."
        )
    by_id = invitation.person_id if invitation.group.is_named else None
    answer = Answer(invitation.group, form.scores, form.words, by_id)
    await sealed.add_response(session, found, results.answer_written(answer), keys)
    use = LinkUse(organisation_id=found.organisation_id, id=invitation.id, used_on=asked.today)
    await sealed.add_link_use(session, found, use)
    await account_actions.leave_directory(session, found.organisation_id, [invitation.id])
