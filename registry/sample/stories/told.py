"""What people told of their care: in their own name and in none, by a relative, with somebody's help, and spoken."""

import io
import math
import struct
import wave
from typing import Any, TypeVar

from pydantic import BaseModel
from sqlmodel import col, select

from registry.ideas.models import Idea
from registry.ideas.rules.ideas import reference
from registry.media.actions import recordings as media_actions
from registry.people import queries as people_queries
from registry.people.actors import Actor, guest_actor
from registry.sample.play import Play, Telling
from registry.stories.actions import checking, leaving, links, recordings, telling
from registry.stories.models import Story, TellingLink
from registry.stories.queries import links as link_queries
from registry.stories.queries.links import Opened
from registry.stories.rules import Reader
from registry.stories.schemas import RecordingIn, StoryAnswerIn, StoryIn, TellingLinkIn, TopicsIn, WrittenDownIn

T = TypeVar("T", bound=BaseModel)

TWELVE_WEEKS = (
    "For half a year I rang every week to ask about my boy. Nobody could tell me anything. Then there was one day: "
    "they saw him, they talked to his school, and we had our answer that same afternoon. I cried in the car. Now we "
    "know what helps him, and he likes going to school again."
)
STEADY = (
    "My mum fell twice on her way to the bathroom at night. The second time she lay there until somebody came. Since "
    "the nurses come round and ask, she has not fallen. She sleeps, and so do I."
)
CALM = (
    "When they held me down I thought I would die. Last winter it happened again, but one nurse sat on the floor with "
    "me and waited until I could breathe. Please do it like that for everyone."
)
CLAMP = (
    "They asked me before he was born, and not while it hurt. When he came they laid him on me and everybody waited. "
    "It was the quietest minute of my life."
)
MEDICINES = (
    "I could have gone home at ten. I sat on the bed in my coat until six, because my tablets were not there. They "
    "gave my bed to a man who had waited on a trolley all that time. We both lost a day."
)
TAKEN_BACK = "I told this on a bad day, and want it no more."
SPOKEN_SECONDS, SOUND_RATE, PITCHES = 6, 16_000, (262, 330, 392)
NIGHT = "The bell by my bed does not work, and the lady beside me cannot call. I am worried about her at night."


async def through_links(play: Play) -> Telling:
    yield play.at(95, "09:10")
    families = await _open(play, "clinician", "Children's clinic", "Twelve weeks to an answer")
    ward = await _open(play, "hannah.cole", "Older people's ward", "Steady on your feet")
    minds = await _open(play, "marcus.bell", "Both secure sites", "Calm wards")
    birth = await _open(play, "keira.doyle", "Maternity", "Wait before the clamp")
    # Three months less a week ago: its consent ends next week.
    yield play.at(84, "20:15")
    story = await _hear(play, birth, CLAMP, naming="first_name", name="Ellen", audience="public", months=3)
    await _speak_to(play, story, "Wait before the clamp", aim="pain", value="Kindness")
    yield play.at(60, "21:40")
    story = await _hear(play, ward, STEADY, told_by="close", naming="first_name", name="Frances", months=24)
    await _speak_to(play, story, "Steady on your feet", aim="harm", value="Kindness")
    yield play.at(41, "18:05")
    story = await _hear(play, minds, CALM, naming="anonymous", audience="partners", months=12)
    await _speak_to(play, story, "Calm wards", aim="helplessness", value="Courage")
    yield play.at(33, "17:20")
    story = await _hear(play, ward, TAKEN_BACK, naming="anonymous", audience="organisation", months=12)
    yield play.at(31, "08:02")
    await leaving.withdraw_story(play.session, await _guest(play), story)
    yield play.at(20, "19:30")
    story = await _hear(play, families, TWELVE_WEEKS, naming="own_name", name="Miriam Katz", months=12, is_offered=True)
    await _speak_to(play, story, "Twelve weeks to an answer", aim="waiting", value="Kindness")
    yield play.at(11, "12:15")
    form = StoryAnswerIn(
        words="We read your story to the board. From next month the two districts beside us do it on one day as well."
    )
    await telling.answer_story(play.session, _reader(play, "clinician"), story, form)
    yield play.at(1, "22:50")
    await _tell(play, ward, NIGHT, naming="anonymous", audience="team", months=12, is_worried=True)


async def written_down(play: Play) -> Telling:
    yield play.at(26, "15:35")
    form = _form(
        WrittenDownIn, MEDICINES, naming="own_name", name="Arthur Bain", audience="public", months=24, is_agreed=True
    )
    story = await telling.write_down(play.session, play.people["callum.reid"], form)
    drawn = await media_actions.draw_anew(io.BytesIO(_sound()), 1)
    said = RecordingIn(words=MEDICINES)
    await recordings.add_recording(play.session, await _guest(play), story, said, drawn)
    yield play.at(25, "09:15")
    await checking.check_story(play.session, _reader(play, "quality"), story)
    await _speak_to(play, story, "Home with your medicines", aim="waiting", value="Fairness")


async def _open(play: Play, call: str, about: str, title: str) -> TellingLink:
    form = TellingLinkIn(about=about, reference=await _reference(play, title))
    return await links.make_link(play.session, play.people[call], form, play.keys)


async def _tell(play: Play, link: TellingLink, words: str, **said: Any) -> Story:
    guest = await _guest(play)
    organisation = await people_queries.get_organisation(play.session, guest.organisation_id)
    opened = Opened(guest, organisation, link=link)
    secret = await telling.tell_story(play.session, opened, _form(StoryIn, words, **said), play.keys, form_key="")
    told = await link_queries.find_opened(play.session, play.keys, secret)
    if told is None or told.line is None:
        raise LookupError(words)
    return told.line.story


async def _hear(play: Play, link: TellingLink, words: str, **said: Any) -> Story:
    """Told, and checked as soon as it is."""
    story = await _tell(play, link, words, **said)
    await checking.check_story(play.session, _reader(play, "quality"), story)
    return story


async def _speak_to(play: Play, story: Story, title: str, *, aim: str, value: str) -> None:
    reader = _reader(play, "quality")
    form = TopicsIn(
        references=await _reference(play, title),
        value_ids=[play.values[value]],
        aim_ids=[play.aims[reader.actor.organisation_id, aim]],
    )
    await checking.name_topics(play.session, reader, story, form)


def _form(schema: type[T], words: str, **said: Any) -> T:
    return schema(**{"told_by": "own", "words": words, "audience": "organisation"} | said)


def _sound() -> bytes:
    """A few soft tones where a voice would be: nobody's voice is invented."""
    step = SPOKEN_SECONDS * SOUND_RATE // len(PITCHES)
    waves = [
        int(6000 * math.sin(math.pi * at / step) * math.sin(2 * math.pi * pitch * at / SOUND_RATE))
        for pitch in PITCHES
        for at in range(step)
    ]
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setparams((1, 2, SOUND_RATE, len(waves), "NONE", ""))
        file.writeframes(struct.pack(f"<{len(waves)}h", *waves))
    return made.getvalue()


def _reader(play: Play, call: str) -> Reader:
    return Reader(play.people[call], is_checker=call == "quality")


async def _guest(play: Play) -> Actor:
    actor = play.people["quality"]
    organisation = await people_queries.get_organisation(play.session, actor.organisation_id)
    return guest_actor(organisation, actor.history_key)


async def _reference(play: Play, title: str) -> str:
    actor = play.people["quality"]
    statement = select(Idea.reference_number).where(
        col(Idea.organisation_id) == actor.organisation_id, col(Idea.title) == title
    )
    return reference(actor.reference_prefix, (await play.session.exec(statement)).one() or 0)
