"""The open register of Northmoor, and four ideas whose leads show them to the public."""

from sqlmodel import col, select

from registry.ideas.models import Idea
from registry.open_register import actions
from registry.open_register.schemas import OpenRegisterIn
from registry.people import queries as people_queries
from registry.sample.play import Play, Telling

WORDS = (
    "We run a hospital, community services and mental health care. Here you read what our clinicians want to make "
    "better, and whether we kept what we promised them."
)


async def register(play: Play) -> Telling:
    yield play.at(60, "10:20")
    administrator = play.people["administrator"]
    organisation = await people_queries.get_organisation(play.session, administrator.organisation_id)
    await actions.open_register(play.session, administrator, organisation, OpenRegisterIn(words=WORDS))
    yield play.at(58, "12:40")
    await _show(play, "clinician", "Twelve weeks to an answer")
    yield play.at(51, "17:05")
    await _show(play, "aoife.brennan", "Clean first time")
    yield play.at(44, "08:15")
    await _show(play, "colleague", "Steady on your feet")
    yield play.at(23, "13:30")
    await _show(play, "keira.doyle", "Wait before the clamp")


async def _show(play: Play, lead: str, title: str) -> None:
    actor = play.people[lead]
    named = (col(Idea.organisation_id) == actor.organisation_id) & (col(Idea.title) == title)
    await actions.publish_idea(play.session, actor, (await play.session.exec(select(Idea).where(named))).one())
