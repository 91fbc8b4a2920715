"""The page of one idea, where all rooms meet: why, how it goes, what was promised, what may not be crossed."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from litestar import get
from litestar.params import FromPath
from litestar.response import Redirect

from registry.boundaries.queries import boundaries as boundary_queries
from registry.boundaries.queries import newer as newer_queries
from registry.boundaries.queries.limits import list_limits
from registry.boundaries.rules import answering as answering_rules
from registry.boundaries.rules import drawing as drawing_rules
from registry.boundaries.rules import joining as joining_rules
from registry.frameworks.rules import frameworks as framework_rules
from registry.ideas.models import Idea, Stage, Teammate
from registry.ideas.queries import adoptions as adoption_queries
from registry.ideas.queries import discretion as claim_queries
from registry.ideas.queries import frameworks as place_queries
from registry.ideas.queries import hand_overs as lead_queries
from registry.ideas.queries import ideas as queries
from registry.ideas.queries import owners as owner_queries
from registry.ideas.queries import questions as question_queries
from registry.ideas.queries import skills as skill_queries
from registry.ideas.queries import teams as team_queries
from registry.ideas.queries import values as value_queries
from registry.ideas.rules import adoptions as adoption_rules
from registry.ideas.rules import discretion as claim_rules
from registry.ideas.rules import hand_overs as lead_rules
from registry.ideas.rules import ideas as rules
from registry.ideas.rules import owners as owner_rules
from registry.ideas.rules import questions as question_rules
from registry.ideas.rules.ideas import Standing
from registry.kit import clock
from registry.licences.queries import licences as licence_queries
from registry.licences.queries import turf as turf_queries
from registry.licences.rules import licences as licence_rules
from registry.licences.rules import turf as turf_rules
from registry.measures import queries as measure_queries
from registry.measures.queries import Shown
from registry.measures.rules import rights as measure_rights
from registry.measures.rules.rights import Keeping
from registry.open_register import queries as open_queries
from registry.open_register import rules as open_rules
from registry.open_register.queries import Showing
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.pledges.models import PledgeState, Side
from registry.pledges.queries import answers as answer_queries
from registry.pledges.queries import asks as ask_queries
from registry.pledges.queries import hand_overs as hand_over_queries
from registry.pledges.queries import pledges as pledge_queries
from registry.pledges.queries.pledges import Promises
from registry.pledges.rules import asks as ask_rules
from registry.pledges.rules import pledges as pledge_rules
from registry.portfolio.queries import history as history_queries
from registry.portfolio.rules import specification as sheet_rules
from registry.progress.queries import periods as period_queries
from registry.progress.queries import reviews as review_queries
from registry.progress.queries import updates as update_queries
from registry.progress.rules import reviews as review_rules
from registry.progress.rules import stages as progress_rules
from registry.progress.rules import updates as update_rules
from registry.stories import rules as story_rules
from registry.stories.queries import stories as story_queries
from registry.vision import queries as vision_queries
from registry.web.doors import AnyRequest, AnyResponse, CurrentActor, DbSession, id_in
from registry.web.forms import Empty, Form
from registry.web.pages import Link, page

UPDATES_SHOWN = 3
STORIES_SHOWN = 2
ENTRIES_SHOWN = 8


@get("/ideas/{idea_id:str}", name="idea.show")
async def show(request: AnyRequest, idea_id: FromPath[str], session: DbSession, actor: CurrentActor) -> AnyResponse:
    """By its id; a reference such as NH-42 leads there."""
    if named := await queries.find_idea_by_reference(session, actor, idea_id):
        seen = await queries.get_idea(session, actor, named.id)
        return Redirect(f"/ideas/{seen.id}")
    idea = await queries.get_idea(session, actor, id_in(idea_id))
    standing = await queries.get_standing(session, idea)
    if not standing.is_public:
        return await page(request, "ideas/draft.html", idea=idea, may_edit=rules.may_edit(actor, standing))
    rows = await measure_queries.list_measures_for_idea(session, actor, idea)
    measures = await measure_queries.show_measures(session, actor, rows, partial(list_limits, session, actor))
    context = await _about(session, actor, idea, standing, measures)
    context |= await _heard(session, actor, idea)
    context |= await _promised(session, actor, idea, standing)
    context |= await _kept(session, actor, idea, standing)
    context |= await _handed_over(session, actor, idea, standing)
    context |= await _permitted(session, actor, idea, standing)
    context |= await _asked(session, actor, idea, standing)
    context |= await _looked_back(session, actor, idea, standing)
    context["rare_acts"] += _acts_of_pledger(actor, idea, context["promises"])
    return await page(request, "ideas/show.html", idea=idea, standing=standing, one_button=Form(Empty), **context)


async def _about(session: DbSession, actor: Actor, idea: Idea, standing: Standing, measures: Shown) -> dict[str, Any]:
    """Who says it, where it stands, whether it gets better, and what the reader can do next."""
    may_keep = measure_rights.may_keep(actor, Keeping(idea=standing))
    team = await team_queries.list_teammates(session, idea)
    members = [mate.person_id for mate in team if mate.is_member]
    named = [idea.author_id, standing.lead_id, standing.sponsor_id, *members]
    framework = await place_queries.find_framework_of(session, actor, idea)
    showing = await open_queries.get_showing(session, idea)
    tags = {row.aim_id for row in await queries.list_idea_aims(session, idea)}
    return {
        "row": (await queries.list_rows(session, actor, [idea.id]))[idea.id],
        "faces": await people_queries.list_faces(session, actor, named),
        "members": members,
        "aims": [aim.label for aim in await vision_queries.list_aims(session, actor) if aim.id in tags],
        **(await _spread(session, actor, idea)),
        "served_values": await value_queries.list_served(session, idea),
        "sought_skills": await skill_queries.list_sought(session, idea),
        "served": await place_queries.find_outcome_served(session, idea),
        "framework": framework,
        "newer_number": await newer_queries.find_newer_number(session, idea) if framework else None,
        "measures": measures,
        "may_keep_measures": may_keep,
        "acts": [*(_numbers_due(measures) if may_keep else []), *_acts(actor, idea, standing)],
        "showing": showing,
        "rare_acts": _rare_acts(actor, idea, standing, showing, is_under_framework=framework is not None),
        "history": await history_queries.page_of_idea_history(session, actor, idea, size=ENTRIES_SHOWN),
        "names_ideas": False,
        "reads_sheet_first": sheet_rules.stands_first(actor, standing, _joined_at(actor, team), clock.now()),
        "may_ask_to_join": rules.may_ask_to_join(actor, standing),
        "may_take_lead": rules.may_take_lead(actor, standing, clock.now()),
        "crumbs": [("Ideas", "/ideas"), (rules.reference(actor.reference_prefix, idea.reference_number or 0), None)],
    }


def _joined_at(actor: Actor, team: Sequence[Teammate]) -> datetime | None:
    return next((mate.answered_at for mate in team if mate.is_member and actor.is_person(mate.person_id)), None)


async def _heard(session: DbSession, actor: Actor, idea: Idea) -> dict[str, Any]:
    """What people tell who are concerned."""
    reader = await story_queries.reader_of(session, actor)
    return {"stories": await story_queries.list_about(session, reader, idea_ids=[idea.id], limit=STORIES_SHOWN)}


async def _spread(session: DbSession, actor: Actor, idea: Idea) -> dict[str, Any]:
    """From which idea it was begun, and how many were begun from it."""
    if not adoption_rules.may_see_spread(actor):
        return {"begun_from": None, "begun_from_it": 0}
    return {
        "begun_from": await adoption_queries.find_source(session, idea),
        "begun_from_it": await adoption_queries.count_begun_from(session, actor, idea),
    }


async def _promised(session: DbSession, actor: Actor, idea: Idea, standing: Standing) -> dict[str, Any]:
    """What the team asked for and what it was promised."""
    return {
        "asks": await ask_queries.list_asks_for_idea(session, actor, idea),
        "promises": await pledge_queries.get_promises(session, actor, idea, standing),
        "not_nows": await answer_queries.list_not_now_lines(session, actor, idea),
        "may_ask": ask_rules.may_ask(actor, standing),
        "kinds_to_offer": pledge_rules.kinds_to_offer(actor, standing, manages_someone=False),
    }


async def _asked(session: DbSession, actor: Actor, idea: Idea, standing: Standing) -> dict[str, Any]:
    """What people want to know of it, and what its team asks sponsors."""
    size = question_queries.SHOWN_ON_IDEA
    return {
        "questions": await question_queries.page_of_questions(session, actor, idea, size=size),
        "may_ask_team": question_rules.may_ask_team(actor, standing),
        "may_ask_sponsor": question_rules.may_ask_sponsor(actor, standing),
    }


async def _permitted(session: DbSession, actor: Actor, idea: Idea, standing: Standing) -> dict[str, Any]:
    """Under which area of discretion it stands, or, for its lead, under which it may begin at once."""
    claimed = await claim_queries.find_area_of(session, actor, idea)
    may_claim = claim_rules.may_claim(actor, standing) and not claimed
    return {
        **await _licensed(session, actor, idea, standing),
        "claimed": claimed,
        "may_hand_back": claimed is not None and claim_rules.may_hand_back(actor, standing, claimed[0]),
        "fitting_areas": await claim_queries.list_areas_for(session, actor, idea) if may_claim else [],
    }


async def _looked_back(session: DbSession, actor: Actor, idea: Idea, standing: Standing) -> dict[str, Any]:
    """Until when it is explored, what was said at the end of it, and who keeps what it became."""
    period = await period_queries.find_period(session, idea)
    reviews = await review_queries.list_reviews(session, actor, idea) if period else []
    is_kept = standing.stage is Stage.SUSTAINED
    owner = await owner_queries.find_owner(session, idea) if is_kept else None
    keeper = await people_queries.get_person(session, actor, owner.owner_id) if owner else None
    review_on = period.review_on if period else None
    is_near = review_on is not None and review_rules.is_near(review_on, actor.today)
    return {
        "period": period,
        "reviews": reviews,
        "review_words": review_rules.due_words(review_on, actor.today) if review_on and is_near else "",
        "may_review": review_rules.may_review(actor, standing),
        "may_say_view": review_rules.may_say_view(actor, standing, reviews[0].review if reviews else None),
        "owner": owner,
        "keeper": keeper,
        "may_ask_owner": owner_rules.may_ask_owner(actor, standing),
        "may_give_up": owner is not None and owner_rules.may_give_up(actor, owner),
    }


async def _licensed(session: DbSession, actor: Actor, idea: Idea, standing: Standing) -> dict[str, Any]:
    """On whose ground it works, and with whose leave."""
    footing = await turf_queries.find_footing(session, actor, idea)
    licences = await licence_queries.list_licences_for_idea(session, actor, idea) if footing else []
    stands = [line for line in licences if line.state in licence_rules.OPEN_STATES]
    return {
        "footing": footing,
        "licences": sorted(stands, key=lambda line: line.state not in licence_rules.GRANTED_STATES),
        "earlier_licences": len(licences) - len(stands),
        "may_request_licence": licence_rules.may_request(actor, standing),
        "is_working": standing.stage in turf_rules.WORKING_STAGES,
    }


async def _handed_over(session: DbSession, actor: Actor, idea: Idea, standing: Standing) -> dict[str, Any]:
    """What is offered to somebody else, and the promises of those who have left."""
    offered = [
        *await lead_queries.list_hand_overs_of_idea(session, actor, idea),
        *await hand_over_queries.list_hand_overs_of_idea(session, actor, idea),
    ]
    if standing.stage is Stage.SUSTAINED:
        offered += await owner_queries.list_requests_of_idea(session, actor, idea)
    left = await hand_over_queries.list_pledgers_who_left(session, actor, idea) if standing.is_open else []
    return {
        "hand_overs": offered,
        "left_pledgers": left,
        "may_take_over": pledge_rules.is_answer(actor, standing),
        "may_ask_another": rules.is_lead(actor, standing),
    }


async def _kept(session: DbSession, actor: Actor, idea: Idea, standing: Standing) -> dict[str, Any]:
    """What may not be crossed, and how it goes."""
    return {
        "boundaries": await boundary_queries.list_boundaries(session, actor, idea),
        "has_no_frameworks": not framework_rules.may_see(actor),
        "may_draw": drawing_rules.may_draw(actor, standing),
        "may_answer": answering_rules.may_answer(actor, standing),
        "updates": await update_queries.page_of_updates(session, actor, idea, size=UPDATES_SHOWN),
        "may_tell": update_rules.may_tell(actor, standing),
        "may_write_learning": rules.may_write_learning(actor, standing),
    }


def _numbers_due(measures: Shown) -> list[Link]:
    due = measures.first_due
    return [Link(f"Add {due.interval.this_one} number", f"/measures/{due.id}/observations")] if due else []


def _acts(actor: Actor, idea: Idea, standing: Standing) -> list[Link]:
    """The two or three next acts of this reader, the likeliest first."""
    here = f"/ideas/{idea.id}"
    acts = []
    if standing.stage in {Stage.EXPLORING, Stage.SUSTAINED} and update_rules.may_tell(actor, standing):
        acts.append(Link("Tell what happened", f"{here}/updates/new"))
    if progress_rules.may_begin(actor, standing):
        acts.append(Link("Begin exploring", f"{here}/exploration/new"))
    if progress_rules.may_resume(actor, standing):
        acts.append(Link("Go on with it", f"{here}/resumption"))
    if progress_rules.may_reopen(actor, standing):
        acts.append(Link("Open it again", f"{here}/reopening"))
    if ask_rules.may_ask(actor, standing):
        acts.append(Link("Ask for something", f"{here}/asks/new"))
    if adoption_rules.may_adopt(actor, standing) and adoption_rules.can_adopt(standing):
        acts.append(Link("Start your own from this", f"{here}/adoptions/new"))
    if standing.is_open and not rules.is_lead(actor, standing):
        acts.append(Link("Offer something", f"{here}/pledges/new"))
    if pledge_rules.may_say_not_now(actor, standing) and pledge_rules.can_say_not_now(standing):
        acts.append(Link("Not now, and why", f"{here}/not-now/new"))
    return acts


def _rare_acts(
    actor: Actor, idea: Idea, standing: Standing, showing: Showing, *, is_under_framework: bool
) -> list[Link]:
    """What is done seldom, as links at the end of the page."""
    here = f"/ideas/{idea.id}"
    may_show = showing.is_open and not showing.is_published and open_rules.may_publish(actor, standing)
    may_hide = showing.is_published and open_rules.may_take_back(actor, standing)
    allowed = [
        (rules.may_edit(actor, standing), "Change the words", "edit"),
        (rules.may_edit(actor, standing), "Say which values it serves", "values"),
        (rules.may_edit(actor, standing), "Say which skills you look for", "skills"),
        (turf_rules.may_name_turf(actor, standing), "Say on whose ground it works", "turf"),
        (lead_rules.may_offer_lead(actor, standing), "Hand over the lead", "lead-hand-overs/new"),
        (joining_rules.may_join(actor, standing) and not is_under_framework, "Put it under a framework", "framework"),
        (joining_rules.may_leave(actor, standing) and is_under_framework, "Leave its framework", "framework"),
        (may_show, "Show this idea to the public", "publication"),
        (may_hide, "Take it back from the public", "publication"),
        (review_rules.may_review(actor, standing), "Look back and decide how it goes on", "review"),
        (progress_rules.may_change_period(actor, standing), "Change the time for exploring", "exploration/edit"),
        (progress_rules.may_sustain(actor, standing), "This is how we work now", "sustaining"),
        (progress_rules.may_pause(actor, standing), "Pause it", "pause"),
        (progress_rules.may_end(actor, standing), "End it", "ending"),
    ]
    links = [Link(label, f"{here}/{noun}") for may, label, noun in allowed if may]
    if story_rules.may_make_link(actor):
        reference = rules.reference(actor.reference_prefix, idea.reference_number or 0)
        links.append(Link("Gather stories about it", f"/telling-links/new?reference={reference}"))
    return [*links, Link("Read it beside others", f"/compare?choose=yes&idea={idea.id}")]


def _acts_of_pledger(actor: Actor, idea: Idea, promises: Promises) -> list[Link]:
    """For a sponsor who still promises something to it."""
    is_theirs = any(
        actor.is_person(each.line.pledge.pledger_id)
        and each.line.pledge.side is Side.ORGANISATION
        and each.line.state in {PledgeState.OFFERED, PledgeState.ACCEPTED}
        for each in promises.present
    )
    return [Link("Hand my promises over", f"/ideas/{idea.id}/pledge-hand-overs/new")] if is_theirs else []


routes = [show]
