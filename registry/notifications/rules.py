"""Who hears of which event, in which words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from uuid import UUID

from registry.ideas.models import Stage
from registry.ideas.rules.ideas import Standing
from registry.kit.text import ended

DETAIL_LENGTH = 280
SENTENCE_LENGTH = 600


class Who(Enum):
    """The parts that people have in an event."""

    LEAD = auto()
    TEAM = auto()
    SPONSOR = auto()
    QUALITY = auto()
    PARTNER = auto()  # the people of the partner organisation
    PLEDGER = auto()
    RECEIVER = auto()  # who answers the pledge: the lead, or the one whom line-manager support names
    RECORDER = auto()  # who recorded the delivery
    OTHER_SIDE = auto()  # of a delivery: the pledger, or the receiver when the pledger recorded it
    PLEDGERS = auto()  # of the idea's open pledges
    JOINING = auto()  # who asked to join, or was invited
    OPENER = auto()  # who asked or invited
    PERSON = auto()  # whose account or roles changed
    STEWARDS = auto()  # of the framework, or of the one whose measure or boundary it is
    LEADS = auto()  # of all ideas under a framework, of what concerns them together
    TIED = auto()  # who promised something that holds while the boundary is kept
    NAMED = auto()  # who stands in the event's words, or in what was before
    ASKER = auto()  # who asked the question
    OWNER = auto()  # who took on the barrier
    DECLARER = auto()  # of the area of discretion
    GRANTING = auto()  # who decides on the licence: the partner's people, or the board on our own ground
    REQUESTER = auto()  # who asked for the licence
    RATERS = auto()  # who are asked for feedback, or the one who is named
    NAMER = auto()  # who is asked to name raters
    SUBJECT = auto()  # about whom a feedback round is
    READER = auto()  # with whom its results are shared
    OTHER = auto()  # of two in coaching or appraisal: who did not do it
    CLAIMING = auto()  # who lead the ideas that have claimed the area
    CHECKERS = auto()  # of stories
    WRITER = auto()  # who wrote the story down
    STORY_TEAM = auto()  # of the ideas to which the story speaks, and who made the link through which it came


@dataclass(frozen=True)
class Telling:
    """
    phrase     follows the name of who did it; {idea} is the idea's title, or the framework's name where it is of none
    alone      the whole sentence where the registry did it, when 'The registry' and the phrase would not do
    is_brief   leaves out the event's own words
    """

    to: tuple[Who, ...]
    phrase: str
    alone: str = ""
    is_brief: bool = False


CROSSED = (Who.LEAD, Who.SPONSOR, Who.STEWARDS, Who.LEADS, Who.QUALITY)
COUNTING = (Who.TEAM, Who.STEWARDS)
LICENSED = (Who.LEAD, Who.REQUESTER, Who.SPONSOR, Who.QUALITY)
CONCERNED = (Who.TEAM, Who.SPONSOR, Who.PLEDGERS)

NOTICES: dict[str, Sequence[Telling]] = {
    "joining_asked": [Telling((Who.LEAD,), "asks to join the team of {idea}")],
    "person_invited": [Telling((Who.JOINING,), "invites you into the team of {idea}", is_brief=True)],
    "joining_accepted": [
        Telling((Who.JOINING,), "welcomes you to the team of {idea}", is_brief=True),
        Telling((Who.OPENER, Who.LEAD), "has joined the team of {idea}", is_brief=True),
    ],
    "joining_declined": [
        Telling((Who.JOINING,), "answers that the team of {idea} cannot take you in now", is_brief=True),
        Telling((Who.OPENER, Who.LEAD), "will not join the team of {idea}", is_brief=True),
    ],
    "team_left": [Telling((Who.LEAD, Who.TEAM), "has left the team of {idea}", is_brief=True)],
    "lead_taken": [Telling((Who.TEAM, Who.SPONSOR), "now leads {idea}", is_brief=True)],
    "lead_offered": [Telling((Who.NAMED,), "offers you the lead of {idea}", is_brief=True)],
    "lead_accepted": [Telling((Who.TEAM, Who.SPONSOR), "now leads {idea}", is_brief=True)],
    "lead_declined": [Telling((Who.NAMED,), "cannot take the lead of {idea} now", is_brief=True)],
    "lead_offer_taken_back": [Telling((Who.NAMED,), "no longer offers you the lead of {idea}", is_brief=True)],
    "lead_lost": [
        Telling(
            (Who.TEAM, Who.SPONSOR),
            "says that the lead of {idea} has left",
            "The lead of {idea} has left, and it is looking for another",
            is_brief=True,
        )
    ],
    "sponsor_lost": [
        Telling(
            (Who.TEAM,),
            "says that the sponsor of {idea} has left",
            "The sponsor of {idea} has left, and it is looking for another",
            is_brief=True,
        )
    ],
    "sponsor_role_lost": [
        Telling(
            (Who.TEAM,),
            "says that {idea} has no sponsor now",
            "Who sponsored {idea} is a sponsor no longer, and it is looking for another",
            is_brief=True,
        )
    ],
    "barrier_owner_lost": [
        Telling(
            (Who.TEAM, Who.QUALITY),
            "says that nobody owns a barrier of {idea} now",
            "A barrier of {idea} has no owner any more and is looking for another",
        )
    ],
    "idea_shared": [Telling((Who.PARTNER,), "shares {idea} with you", is_brief=True)],
    "idea_published": [Telling((Who.TEAM, Who.SPONSOR), "shows {idea} to the public, without anybody’s name")],
    "publication_withdrawn": [
        Telling(
            (Who.TEAM, Who.SPONSOR),
            "took {idea} back from the public",
            "{idea} was taken back from the public",
        )
    ],
    "publication_ended": [
        Telling(
            (Who.LEAD,),
            "no longer shows {idea} to the public",
            "The open register was closed, and {idea} is no longer shown to the public",
        )
    ],
    "ask_made": [Telling((Who.SPONSOR, Who.LEAD), "asks for something for {idea}")],
    "ask_withdrawn": [Telling((Who.OWNER,), "asks no longer for what you took on for {idea}")],
    "barrier_taken": [Telling((Who.TEAM,), "takes on a barrier of {idea}")],
    "barrier_taken_over": [
        Telling((Who.TEAM,), "takes on a barrier of {idea}"),
        Telling((Who.NAMED,), "takes over from you a barrier of {idea}"),
    ],
    "barrier_given_back": [Telling((Who.TEAM,), "gives back a barrier of {idea}")],
    "pledge_made": [Telling((Who.RECEIVER,), "makes an offer for {idea}")],
    "condition_set": [Telling((Who.RECEIVER,), "lets an offer for {idea} hold only while this is kept")],
    "pledge_accepted": [Telling((Who.PLEDGER,), "accepts your offer for {idea}")],
    "pledge_declined": [Telling((Who.PLEDGER,), "declines your offer for {idea}")],
    "pledge_withdrawn": [Telling((Who.RECEIVER, Who.LEAD), "takes back a promise to {idea}")],
    "pledge_reduced": [Telling((Who.RECEIVER, Who.LEAD), "promises less to {idea} than before")],
    "idea_adopted": [Telling((Who.TEAM, Who.SPONSOR), "begins an idea of their own from {idea}")],
    "question_asked": [Telling((Who.TEAM,), "asks about {idea}")],
    "sponsor_asked": [Telling((Who.NAMED,), "asks you about {idea}")],
    "question_answered": [
        Telling((Who.ASKER,), "answers your question about {idea}"),
        Telling((Who.TEAM,), "answers a question about {idea}"),
    ],
    "hand_over_offered": [Telling((Who.NAMED,), "offers you promises to {idea} to take over", is_brief=True)],
    "hand_over_accepted": [
        Telling((Who.NAMED,), "takes over your promises to {idea}", is_brief=True),
        Telling((Who.TEAM,), "takes over promises to {idea}", is_brief=True),
    ],
    "hand_over_declined": [Telling((Who.NAMED,), "cannot take over promises to {idea}", is_brief=True)],
    "hand_over_taken_back": [
        Telling((Who.NAMED,), "no longer offers you promises to {idea} to take over", is_brief=True)
    ],
    "promises_taken_over": [Telling((Who.TEAM,), "takes over promises to {idea}", is_brief=True)],
    "withdrawal_agreed": [Telling((Who.PLEDGER,), "lets your promise to {idea} end sooner")],
    "pledge_released": [
        Telling((Who.PLEDGER,), "releases you from a promise to {idea}", "You are released from a promise to {idea}")
    ],
    "look_back_given": [Telling((Who.PLEDGER,), "looks back at your promise to {idea}")],
    "verdict_given": [Telling((Who.PLEDGER,), "says what came of your promise to {idea}")],
    "delivery_recorded": [Telling((Who.OTHER_SIDE,), "recorded what came to {idea}")],
    "delivery_confirmed": [Telling((Who.RECORDER, Who.PLEDGER), "confirms what came to {idea}")],
    "delivery_disputed": [Telling((Who.RECORDER, Who.PLEDGER), "disputes what came to {idea}")],
    "not_now_said": [Telling((Who.LEAD,), "answers {idea} with 'not now'")],
    "pledge_lapsed": [
        Telling((Who.PLEDGER,), "let your offer for {idea} lapse", "Your offer for {idea} lapsed without an answer"),
        Telling((Who.RECEIVER,), "let an offer for {idea} lapse", "An offer for {idea} lapsed without an answer"),
    ],
    "pledge_settled": [
        Telling((Who.PLEDGER,), "settled your promise to {idea}", "Your promise to {idea} is settled"),
        Telling((Who.RECEIVER,), "settled a promise to {idea}", "A promise to {idea} is settled"),
    ],
    "version_published": [
        Telling(
            (Who.LEADS,),
            "publishes a newer version of {idea}: see what would change for your idea",
            "A newer version of {idea} is published: see what would change for your idea",
        )
    ],
    "version_accepted": [Telling((Who.STEWARDS,), "accepts a newer version of your framework for {idea}")],
    "boundary_prepared": [Telling((Who.STEWARDS,), "prepares a boundary for the next version of {idea}")],
    "boundary_ending_prepared": [Telling((Who.STEWARDS,), "leaves a boundary out of the next version of {idea}")],
    "framework_joined": [Telling((Who.STEWARDS,), "puts {idea} under a framework that you keep")],
    "framework_left": [Telling((Who.STEWARDS,), "takes {idea} out of a framework that you keep")],
    "measure_chosen": [Telling((Who.STEWARDS,), "chooses which measure of {idea} tells for a boundary")],
    "boundary_proposed": [Telling((Who.SPONSOR,), "proposes a boundary for {idea}")],
    "boundary_agreed": [Telling((Who.LEAD,), "agrees to a boundary of {idea}")],
    "boundary_set_aside": [Telling((Who.LEAD, Who.SPONSOR), "sets aside a boundary proposed for {idea}")],
    "crossing_opened": [
        Telling(
            CROSSED,
            "says that a boundary of {idea} is crossed",
            "A boundary of {idea} is crossed",
        ),
        Telling(
            (Who.TIED,),
            "says that a boundary is crossed on which a promise of yours rests",
            "A boundary is crossed on which a promise of yours rests",
        ),
    ],
    "crossing_answered": [
        Telling(
            CROSSED,
            "answers the crossing in {idea}",
            "The crossing in {idea} is answered",
        )
    ],
    "crossing_closed": [
        Telling(
            CROSSED,
            "corrects a number of {idea}, and the crossing is closed",
            "A number of {idea} was corrected, and the crossing is closed",
        )
    ],
    "idea_begun": [Telling(CONCERNED, "begins to explore {idea}")],
    "idea_paused": [Telling(CONCERNED, "pauses {idea}")],
    "idea_resumed": [Telling(CONCERNED, "takes up {idea} again")],
    "idea_sustained": [Telling(CONCERNED, "says that {idea} is how they work now")],
    "idea_ended": [Telling(CONCERNED, "has ended {idea}")],
    "idea_reopened": [Telling(CONCERNED, "has opened {idea} again")],
    "exploration_period_changed": [Telling(CONCERNED, "changes how long {idea} is explored")],
    "review_view_said": [Telling((Who.TEAM,), "says how they see {idea} at the end of exploring")],
    "exploration_review_near": [
        Telling(
            (Who.TEAM, Who.SPONSOR),
            "asks you to look back together on {idea}, whose time to explore ends soon",
            "The time to explore {idea} ends soon, an occasion to look back together",
        )
    ],
    "exploration_review_come": [
        Telling(
            (Who.TEAM, Who.SPONSOR),
            "asks you to look back together on {idea}, whose time to explore has ended",
            "The day has come to look back together on {idea}",
        )
    ],
    "owner_asked": [Telling((Who.NAMED,), "asks you to keep {idea} as its standing owner", is_brief=True)],
    "owner_accepted": [Telling((Who.TEAM, Who.SPONSOR), "keeps {idea} from now on", is_brief=True)],
    "owner_declined": [Telling((Who.NAMED, Who.LEAD), "cannot keep {idea} now", is_brief=True)],
    "owner_request_taken_back": [Telling((Who.NAMED,), "no longer asks you to keep {idea}", is_brief=True)],
    "ownership_ended": [Telling((Who.LEAD,), "keeps {idea} no longer", is_brief=True)],
    "update_told": [Telling((Who.SPONSOR,), "tells how {idea} is going", is_brief=True)],
    "measure_closed": [Telling(COUNTING, "counts something no longer")],
    "measure_reopened": [Telling(COUNTING, "counts something again")],
    "observation_corrected": [Telling(COUNTING, "corrects a number")],
    "observation_withdrawn": [Telling(COUNTING, "takes a number back")],
    "baseline_set": [Telling(COUNTING, "lets limits rest on other numbers")],
    "recalculation_set": [Telling(COUNTING, "has limits worked out anew")],
    "recalculation_lifted": [Telling(COUNTING, "no longer has limits worked out anew")],
    "framework_opened": [Telling((Who.STEWARDS,), "opens a framework that you keep")],
    "discretion_claimed": [Telling((Who.DECLARER,), "starts {idea} under an area of discretion that you declared")],
    "claim_handed_back": [
        Telling((Who.DECLARER,), "hands back the claim of {idea} to an area of discretion that you declared")
    ],
    "discretion_withdrawn": [
        Telling(
            (Who.CLAIMING,), "withdraws an area of discretion, and your idea keeps it to the end of its exploration"
        )
    ],
    "licence_requested": [Telling((Who.GRANTING,), "asks you for a licence")],
    "licence_renewal_requested": [Telling((Who.GRANTING,), "asks you to renew a licence")],
    "licence_granted": [Telling((Who.LEAD, Who.REQUESTER), "grants a licence", "A licence is granted")],
    "licence_refused": [Telling((Who.LEAD, Who.REQUESTER), "refuses a licence", "A licence is refused")],
    "licence_revoked": [Telling(LICENSED, "revokes a licence")],
    "licence_handed_back": [Telling((Who.GRANTING, Who.SPONSOR, Who.QUALITY), "hands back a licence")],
    "licence_ending": [
        Telling((Who.LEAD, Who.REQUESTER), "says that a licence ends soon", "A licence ends within 30 days")
    ],
    "licence_expired": [Telling(LICENSED, "says that a licence has expired", "A licence has expired")],
    "turf_unlicensed": [
        Telling(
            (Who.LEAD, Who.SPONSOR, Who.QUALITY),
            "says that no licence covers where {idea} works",
            "No licence covers where {idea} works",
        )
    ],
    "envelope_set": [Telling((Who.STEWARDS,), "says what a framework that you keep has to give")],
    "envelope_changed": [Telling((Who.STEWARDS,), "changes what a framework that you keep has to give")],
    "envelope_closed": [Telling((Who.STEWARDS,), "closes an envelope of a framework that you keep")],
    "steward_named": [Telling((Who.NAMED,), "names you a steward of a framework")],
    "stewardship_ended": [Telling((Who.NAMED,), "ends your stewardship of a framework")],
    "framework_review_due": [
        Telling(
            (Who.STEWARDS,), "asks you to look at a framework again", "The day has come to look again at a framework"
        )
    ],
    "coaching_asked": [Telling((Who.OTHER,), "asks you to coach them")],
    "coaching_offered": [Telling((Who.OTHER,), "offers to coach you")],
    "coaching_agreed": [Telling((Who.OTHER,), "agrees to coaching with you")],
    "coaching_declined": [Telling((Who.OTHER,), "cannot take up coaching with you now")],
    "coaching_taken_back": [Telling((Who.OTHER,), "asks you no longer about coaching")],
    "coaching_ended": [Telling((Who.OTHER,), "has ended your coaching, with thanks for the time")],
    "coaching_lost": [
        Telling(
            (Who.OTHER,), "says that your coaching has ended", "The other one has left, and your coaching has ended"
        )
    ],
    "coaching_note_written": [Telling((Who.OTHER,), "wrote a note for the two of you")],
    "appraisal_begun": [Telling((Who.OTHER,), "wrote down what you two agreed, and asks whether you agree")],
    "appraisal_worded": [Telling((Who.OTHER,), "wrote in other words what you two agreed, and asks whether you agree")],
    "appraisal_agreed": [Telling((Who.OTHER,), "agrees to the words of your conversation")],
    "appraisal_kept": [Telling((Who.OTHER,), "would rather keep the words that you both agreed to before")],
    "appraisal_withdrawn": [Telling((Who.OTHER,), "withdraws what was written of your conversation")],
    "appraisal_ended": [Telling((Who.OTHER,), "has ended your appraisal conversation")],
    "appraisal_day_come": [
        Telling(
            (Who.OTHER,),
            "says that it is the day to talk again",
            "The day has come on which you two meant to talk again",
        )
    ],
    "appraisal_lost": [
        Telling(
            (Who.OTHER,),
            "says that your appraisal conversation has ended",
            "The other one has left, and your appraisal conversation has ended",
        )
    ],
    "round_opened": [
        Telling((Who.NAMER,), "asks you to name people who could say how they find working with them"),
        Telling((Who.RATERS,), "asks you for feedback, in your own name"),
    ],
    "namer_asked": [Telling((Who.NAMER,), "asks you to name people who could say how they find working with them")],
    "naming_accepted": [Telling((Who.SUBJECT,), "names people for your feedback round")],
    "naming_declined": [Telling((Who.SUBJECT,), "cannot name people for your feedback round; ask somebody else")],
    "rater_named": [Telling((Who.RATERS,), "asks you to answer in a feedback round, without your name")],
    "rater_taken_back": [
        Telling((Who.RATERS,), "no longer asks you for feedback in a round; what you may have answered stays")
    ],
    "round_closed": [
        Telling(
            (Who.SUBJECT,), "has your feedback", "Your feedback round has closed, and you can read what people said"
        )
    ],
    "round_offered": [
        Telling(
            (Who.PERSON,),
            "offers you a feedback round",
            "It is time to ask people how they find working with you; you may open a feedback round",
        )
    ],
    "feedback_shared": [Telling((Who.READER,), "lets you read feedback that they had")],
    "story_told": [
        Telling(
            (Who.CHECKERS,),
            "wrote down a story, which waits until you have seen that it names no one",
            "Somebody told a story, which waits until you have seen that it names no one",
        )
    ],
    "story_worry_told": [
        Telling(
            (Who.CHECKERS,),
            "wrote down a story, and its storyteller worries that somebody is not safe. Please read it now",
            "A storyteller worries that somebody is not safe. Please read it now",
        )
    ],
    "story_changed": [
        Telling((Who.CHECKERS,), "changed a story", "A storyteller changed their story"),
    ],
    "story_hidden": [
        Telling((Who.WRITER,), "says that a story that you wrote down names someone. It is hidden until it is mended"),
        Telling((Who.CHECKERS,), "says that a story names someone. It is hidden until you have looked at it"),
    ],
    "story_checked": [
        Telling((Who.WRITER,), "has seen that a story that you wrote down names no one"),
        Telling((Who.STORY_TEAM,), "lets you read a story that concerns you"),
    ],
    "story_answered": [Telling((Who.WRITER,), "says what happened because of a story that you wrote down")],
    "story_withdrawn": [
        Telling(
            (Who.WRITER, Who.STORY_TEAM),
            "withdrew a story that concerned you, because its storyteller asks. Please use it no more",
            "A story that concerned you was withdrawn. Please use it no more",
        )
    ],
    "story_expired": [
        Telling(
            (Who.WRITER, Who.STORY_TEAM),
            "let a story end that concerned you",
            "The time of a story that concerned you is over. Please use it no more",
        )
    ],
    "checker_named": [Telling((Who.NAMED,), "asks you to check stories: see that they name no one", is_brief=True)],
    "checker_ended": [Telling((Who.NAMED,), "says that you check stories no longer", is_brief=True)],
    "roles_changed": [Telling((Who.PERSON,), "changes what you may do here")],
    "email_changed": [Telling((Who.PERSON,), "changes the e-mail address you sign in with", is_brief=True)],
}

# Of these, what became of it tells more than the words beside it, or is said after them.
BECAME_INSTEAD = frozenset(
    {
        "boundary_prepared",
        "discretion_claimed",
        "boundary_proposed",
        "boundary_agreed",
        "pledge_reduced",
        "question_answered",
        "roles_changed",
        "steward_named",
        "stewardship_ended",
    }
)
BECAME_AFTER = frozenset(
    {
        "barrier_given_back",
        "pledge_declined",
        "pledge_withdrawn",
        "withdrawal_agreed",
        "delivery_disputed",
        "look_back_given",
        "verdict_given",
        "licence_refused",
        "licence_revoked",
    }
)


def detail_of(kind: str, words: str, became: str) -> str:
    """What the event says beside who and when."""
    if kind in BECAME_AFTER and words and became:
        return f"{_shortened(words, DETAIL_LENGTH // 2)} {became}"
    return became or words if kind in BECAME_INSTEAD else words or became


def sentence_of(telling: Telling, *, title: str, words: str, by_registry: bool, for_them_alone: str = "") -> str:
    """What is kept of a notice: without the name of a person who did it, whole where the registry did it.

    for_them_alone   what nobody but the one who reads the notice is told
    """
    phrase = (telling.alone or f"The registry {telling.phrase}") if by_registry else telling.phrase
    told = phrase.format(idea=f"“{title}”" if title else "a draft")
    said = for_them_alone or ("" if telling.is_brief else words)
    detail = _shortened(said) if said else ""
    return (f"{told}: {detail}" if detail else f"{told}.")[:SENTENCE_LENGTH]


def may_hear(standing: Standing, person_id: UUID, partner_id: UUID | None) -> bool:
    """As `ideas.rules.may_see`, for somebody who is not asking.

    partner_id   of the partner organisation for which this person speaks
    """
    if standing.stage is Stage.DISCARDED:
        return False
    if standing.stage is Stage.DRAFT:
        return person_id in standing.member_ids | standing.invited_ids
    return partner_id is None or partner_id in standing.partner_ids


def each_once(told: Iterable[tuple[Telling, Iterable[UUID | None]]], not_to: set[UUID | None]) -> dict[UUID, Telling]:
    """Who hears which sentence: everybody at most one, the first that is meant for them."""
    heard: dict[UUID, Telling] = {}
    for telling, people in told:
        for person_id in people:
            if person_id is not None and person_id not in not_to:
                heard.setdefault(person_id, telling)
    return heard


def _shortened(words: str, length: int = DETAIL_LENGTH) -> str:
    even = " ".join(words.split())
    return ended(even) if len(even) <= length else even[:length].rsplit(" ", 1)[0] + " …"
