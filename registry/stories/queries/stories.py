from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, literal
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from registry.frameworks.models import Framework
from registry.ideas.models import Idea, Teammate
from registry.kit.errors import NotFound
from registry.kit.paging import PAGE_ROWS, Page, page_of, read_cursor
from registry.kit.stated import stated
from registry.media.models import Recording
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.models import Person, PersonRole, Role
from registry.people.queries import Face
from registry.stories import rules
from registry.stories.models import (
    Audience,
    Consent,
    Story,
    StoryAnswer,
    StoryChecker,
    StoryPicture,
    StoryRecording,
    StoryTopic,
    TellingLink,
)
from registry.stories.rules import Reader
from registry.stories.schemas import RecordingOut, StoryFilter, StoryOut, TopicOut
from registry.vision.models import Aim, Value

LOOKED_AT = 300
ANSWERS_SHOWN = 50
SEARCHED_WORDS = 8
EXPIRED_AT_ONCE = 100


@dataclass(frozen=True)
class Topic:
    """
    noun   idea, framework, value or aim
    """

    noun: str
    id: UUID
    name: str

    @property
    def address(self) -> str:
        return (
            f"/{self.noun}s/{self.id}" if self.noun in {"idea", "framework"} else f"/stories?{self.noun}_id={self.id}"
        )


@dataclass(frozen=True)
class StoryLine:
    """A story as it is shown.

    by         who tells it, as far as they wish to be named
    writer     who wrote it down with them
    picture    what its picture shows; empty where it has none
    recording  where it is spoken or filmed
    """

    story: Story
    consent: Consent
    by: str
    writer: Face | None
    topics: Sequence[Topic]
    picture: str = ""
    recording: Recording | None = None

    @property
    def id(self) -> UUID:
        return self.story.id

    @property
    def out(self) -> StoryOut:
        told = self.story.model_dump(
            include={"id", "version", "told_by", "words", "told_at", "written_by_id", "is_offered"}
        )
        topics = [TopicOut.model_validate(topic) for topic in self.topics]
        return StoryOut(
            **told,
            by=self.by,
            audience=self.consent.audience,
            until_on=self.consent.until_on,
            is_shown=self.story.is_shown,
            picture=self.picture,
            recording=RecordingOut.model_validate(self.recording) if self.recording else None,
            topics=topics,
        )


@dataclass(frozen=True)
class AnswerLine:
    answer: StoryAnswer
    by: str


async def reader_of(session: AsyncSession, actor: Actor) -> Reader:
    """The people of quality check stories, and those whom the organisation names."""
    if actor.has(Role.QUALITY) or actor.has(Role.PARTNER) or actor.id is None:
        return Reader(actor, is_checker=actor.has(Role.QUALITY))
    return Reader(actor, is_checker=(await _named_checker(session, actor)).first() is not None)


def readable(reader: Reader) -> ColumnElement[bool]:
    """Which stories this person may read now: a condition on Story and the Consent that holds."""
    actor = reader.actor
    in_time = _in_time(actor)
    if reader.is_checker:
        return in_time
    is_shown = _is_shown()
    is_allowed = _is_allowed(actor)
    if actor.id is None:
        return in_time & is_shown & is_allowed
    if not actor.has(Role.PARTNER):
        is_allowed |= (col(Consent.audience) == Audience.TEAM) & (_speaks_to_own_team(actor) | _made_link(actor))
    return in_time & ((is_shown & is_allowed) | (col(Story.written_by_id) == actor.id))


def readable_by_all(actor: Actor) -> ColumnElement[bool]:
    """Which of them everybody like this person may read, whatever their part in them: a condition as above."""
    return _in_time(actor) & _is_shown() & _is_allowed(actor)


async def get_story(session: AsyncSession, reader: Reader, story_id: UUID) -> StoryLine:
    """What the reader may not read is NotFound, exactly as what was withdrawn."""
    found = await _lines(session, reader.actor, _stories(reader).where(col(Story.id) == story_id))
    if not found:
        raise NotFound("story")
    return found[0]


async def find_told(session: AsyncSession, actor: Actor, story_id: UUID) -> StoryLine | None:
    """For its storyteller's own page, whatever others may read; nothing once its day has passed."""
    statement = _told(actor).where(col(Story.id) == story_id, col(Consent.until_on) >= actor.today)
    found = await _lines(session, actor, statement)
    return found[0] if found else None


async def page_of_stories(
    session: AsyncSession, reader: Reader, narrowed: StoryFilter, *, cursor: str = "", size: int = PAGE_ROWS
) -> Page[StoryLine]:
    """The newest first."""
    statement = _stories(reader).where(*_conditions(reader, narrowed)).order_by(col(Story.id).desc()).limit(size + 1)
    if cursor:
        statement = statement.where(col(Story.id) < read_cursor(cursor, UUID)[0])
    return page_of(await _lines(session, reader.actor, statement), size, lambda line: [line.id])


async def list_about(
    session: AsyncSession, reader: Reader, *, limit: int, idea_ids: Collection[UUID] = ()
) -> list[StoryLine]:
    """Those that others read, too: of some ideas, or of all that is here; the newest first."""
    statement = _stories(reader).where(col(Story.checked_at).is_not(None), col(Story.hidden_at).is_(None))
    if idea_ids:
        statement = statement.where(_has_topic("idea_id", idea_ids))
    return await _lines(session, reader.actor, statement.order_by(col(Story.id).desc()).limit(limit))


async def list_readable_by_all(session: AsyncSession, actor: Actor, *, limit: int) -> list[StoryLine]:
    """What may be put before everybody like this person: those whose storyteller would come first, then the newest."""
    statement = _told(actor).where(readable_by_all(actor))
    statement = statement.order_by(col(Story.is_offered).desc(), col(Story.id).desc())
    return await _lines(session, actor, statement.limit(limit))


async def list_of_values(
    session: AsyncSession, reader: Reader, value_ids: Collection[UUID], *, each: int = 1
) -> dict[UUID, list[StoryLine]]:
    """Those that others read, too, by the value to which they speak; the newest few of each."""
    shown = _stories(reader).where(col(Story.checked_at).is_not(None), col(Story.hidden_at).is_(None))
    place = func.row_number().over(partition_by=col(StoryTopic.value_id), order_by=col(StoryTopic.story_id).desc())
    topics: Any = (
        select_columns(col(StoryTopic.value_id), col(StoryTopic.story_id), place.label("place"))
        .where(
            col(StoryTopic.organisation_id) == reader.actor.organisation_id,
            col(StoryTopic.value_id).in_(value_ids),
            col(StoryTopic.story_id).in_(shown.with_only_columns(col(Story.id))),
        )
        .subquery()
    )
    newest: Any = select_columns(topics.c.value_id, topics.c.story_id).where(topics.c.place <= each)
    pairs = (await session.exec(newest.order_by(topics.c.place))).all()
    if not pairs:
        return {}
    lines = {
        line.id: line
        for line in await _lines(
            session, reader.actor, _stories(reader).where(col(Story.id).in_([story_id for _, story_id in pairs]))
        )
    }
    found: dict[UUID, list[StoryLine]] = defaultdict(list)
    for value_id, story_id in pairs:
        if story_id in lines:
            found[value_id].append(lines[story_id])
    return found


async def count_by_aim(session: AsyncSession, reader: Reader) -> dict[UUID, int]:
    """How many of those that the reader may read speak to each aim."""
    mine = _stories(reader).with_only_columns(col(Story.id))
    statement: Any = (
        select_columns(col(StoryTopic.aim_id), func.count(col(StoryTopic.story_id).distinct()))
        .where(
            col(StoryTopic.organisation_id) == reader.actor.organisation_id,
            col(StoryTopic.aim_id).is_not(None),
            col(StoryTopic.story_id).in_(mine),
        )
        .group_by(col(StoryTopic.aim_id))
    )
    return dict((await session.exec(statement)).all())


async def list_speaking_to(session: AsyncSession, reader: Reader, title: str, *, limit: int = 2) -> list[StoryLine]:
    """Those that share words with a title, the most alike first, among the newest few hundred."""
    words = rules.telling_words(title)
    if not words:
        return []
    newest = (
        _stories(reader)
        .where(col(Story.checked_at).is_not(None), col(Story.hidden_at).is_(None))
        .with_only_columns(col(Story.id).label("id"))
        .order_by(col(Story.id).desc())
        .limit(LOOKED_AT)
        .subquery()
    )
    shared: Any = sum(
        (case((col(Story.words).icontains(word, autoescape=True), 1), else_=0) for word in words), literal(0)
    )
    statement = (
        _told(reader.actor)
        .where(col(Story.id).in_(select_columns(newest.c.id)), shared >= min(2, len(words)))
        .order_by(shared.desc(), col(Story.id).desc())
        .limit(limit)
    )
    return await _lines(session, reader.actor, statement)


async def list_answers(session: AsyncSession, story: Story) -> list[AnswerLine]:
    """What happened because of it, the newest first."""
    statement = (
        select(StoryAnswer, Person.name)
        .join(
            Person,
            (col(Person.organisation_id) == StoryAnswer.organisation_id)
            & (col(Person.id) == StoryAnswer.answered_by_id),
        )
        .where(col(StoryAnswer.organisation_id) == story.organisation_id, col(StoryAnswer.story_id) == story.id)
        .order_by(col(StoryAnswer.id).desc())
        .limit(ANSWERS_SHOWN)
    )
    return [AnswerLine(answer, name) for answer, name in (await session.exec(statement)).all()]


async def list_team_ids(session: AsyncSession, story: Story) -> list[UUID]:
    """Who is in the teams of the ideas to which it speaks, and who made the link through which it was told."""
    team = (
        select(Teammate.person_id)
        .join(
            StoryTopic,
            (col(StoryTopic.organisation_id) == Teammate.organisation_id)
            & (col(StoryTopic.idea_id) == Teammate.idea_id),
        )
        .where(
            col(StoryTopic.organisation_id) == story.organisation_id,
            col(StoryTopic.story_id) == story.id,
            col(Teammate.is_accepted),
            col(Teammate.left_at).is_(None),
        )
        .distinct()
    )
    maker = select(TellingLink.made_by_id).where(
        col(TellingLink.organisation_id) == story.organisation_id, col(TellingLink.id) == story.telling_link_id
    )
    return list((await session.exec(team.union(maker))).scalars().all())  # type: ignore[call-overload]  # typed for SQLModel's select


async def list_checkers(session: AsyncSession, actor: Actor) -> list[tuple[StoryChecker, Face]]:
    """Those whom the organisation has named, by name; the people of quality check without being named."""
    statement = (
        select(StoryChecker, Person)
        .join(
            Person,
            (col(Person.organisation_id) == StoryChecker.organisation_id) & (col(Person.id) == StoryChecker.person_id),
        )
        .where(
            col(StoryChecker.organisation_id) == actor.organisation_id,
            col(StoryChecker.ended_at).is_(None),
            col(Person.left_at).is_(None),
        )
        .order_by(col(Person.name), col(Person.id))
        .limit(people_queries.LIST_LIMIT)
    )
    rows = (await session.exec(statement)).all()
    return [(checker, Face(person.id, person.name, person.position)) for checker, person in rows]


async def get_checker(session: AsyncSession, actor: Actor, checker_id: UUID) -> StoryChecker:
    checker = await session.get(StoryChecker, (actor.organisation_id, checker_id))
    if checker is None or checker.ended_at:
        raise NotFound("checker")
    return checker


async def list_checker_ids(session: AsyncSession, organisation_id: UUID) -> list[UUID]:
    """Everybody who checks stories."""
    quality = select(PersonRole.person_id).where(
        col(PersonRole.organisation_id) == organisation_id,
        col(PersonRole.role) == Role.QUALITY,
        col(PersonRole.ended_at).is_(None),
    )
    named = select(StoryChecker.person_id).where(
        col(StoryChecker.organisation_id) == organisation_id, col(StoryChecker.ended_at).is_(None)
    )
    return list((await session.exec(quality.union(named))).scalars().all())  # type: ignore[call-overload]  # typed for SQLModel's select


async def list_expired(session: AsyncSession, actor: Actor) -> Sequence[Story]:
    """Whose day has passed and who still have rows; a hundred at a time."""
    statement = _told(actor).where(col(Consent.until_on) < actor.today).limit(EXPIRED_AT_ONCE)
    return [story for story, *_ in (await session.exec(statement)).all()]


async def find_picture(session: AsyncSession, story: Story) -> StoryPicture | None:
    statement = select(StoryPicture).where(
        col(StoryPicture.organisation_id) == story.organisation_id, col(StoryPicture.story_id) == story.id
    )
    return (await session.exec(statement)).first()


async def find_recording(session: AsyncSession, story: Story) -> StoryRecording | None:
    statement = select(StoryRecording).where(
        col(StoryRecording.organisation_id) == story.organisation_id, col(StoryRecording.story_id) == story.id
    )
    return (await session.exec(statement)).first()


async def get_held(session: AsyncSession, story: Story) -> Consent:
    """The consent that holds."""
    statement = select(Consent).where(
        col(Consent.organisation_id) == story.organisation_id,
        col(Consent.story_id) == story.id,
        col(Consent.replaced_at).is_(None),
    )
    return (await session.exec(statement)).one()


async def list_topics(
    session: AsyncSession, actor: Actor, story_ids: Collection[UUID]
) -> dict[UUID, list[tuple[StoryTopic, Topic]]]:
    """By story; to a partner's people and to the public none is named."""
    if not story_ids or actor.id is None or actor.has(Role.PARTNER):
        return {}
    statement: Any = select_columns(StoryTopic, col(Idea.title), col(Framework.name), col(Value.name), Aim).where(
        col(StoryTopic.organisation_id) == actor.organisation_id, col(StoryTopic.story_id).in_(story_ids)
    )
    for model, noun in ((Idea, "idea"), (Framework, "framework"), (Value, "value"), (Aim, "aim")):
        statement = statement.outerjoin(
            model,
            (col(model.organisation_id) == StoryTopic.organisation_id)
            & (col(model.id) == getattr(StoryTopic, f"{noun}_id")),
        )
    found: dict[UUID, list[tuple[StoryTopic, Topic]]] = {}
    for topic, *names in (await session.exec(statement.order_by(col(StoryTopic.id)))).all():
        found.setdefault(topic.story_id, []).append((topic, _topic(topic, *names)))
    return found


@stated
def _named_checker(actor: Actor) -> SelectOfScalar[UUID]:
    return select(StoryChecker.id).where(
        col(StoryChecker.organisation_id) == actor.organisation_id,
        col(StoryChecker.person_id) == actor.person_id,
        col(StoryChecker.ended_at).is_(None),
    )


def _topic(topic: StoryTopic, title: str, framework: str, value: str, aim: Aim) -> Topic:
    if topic.idea_id:
        return Topic("idea", topic.idea_id, title)
    if topic.framework_id:
        return Topic("framework", topic.framework_id, framework)
    if topic.value_id:
        return Topic("value", topic.value_id, value)
    return Topic("aim", aim.id, aim.label)


def _told(actor: Actor) -> Any:
    return _rows().where(col(Story.organisation_id) == actor.organisation_id)


@cache
def _rows() -> Any:
    return (
        select(Story, Consent, StoryPicture.description, Recording)
        .join(
            Consent,
            (col(Consent.organisation_id) == Story.organisation_id)
            & (col(Consent.story_id) == Story.id)
            & col(Consent.replaced_at).is_(None),
        )
        .outerjoin(
            StoryPicture,
            (col(StoryPicture.organisation_id) == Story.organisation_id) & (col(StoryPicture.story_id) == Story.id),
        )
        .outerjoin(
            StoryRecording,
            (col(StoryRecording.organisation_id) == Story.organisation_id) & (col(StoryRecording.story_id) == Story.id),
        )
        .outerjoin(
            Recording,
            (col(Recording.organisation_id) == StoryRecording.organisation_id)
            & (col(Recording.id) == StoryRecording.recording_id),
        )
    )


def _stories(reader: Reader) -> Any:
    return _told(reader.actor).where(readable(reader))


async def _lines(session: AsyncSession, actor: Actor, statement: Any) -> list[StoryLine]:
    rows = (await session.exec(statement)).all()
    writers = await people_queries.list_faces(session, actor, [story.written_by_id for story, *_ in rows])
    topics = await list_topics(session, actor, [story.id for story, *_ in rows])
    return [
        StoryLine(
            story=story,
            consent=consent,
            by=rules.teller_words(story.told_by, consent.name),
            writer=writers.get(story.written_by_id) if story.written_by_id else None,
            topics=[topic for _, topic in topics.get(story.id, [])],
            picture=picture or "",
            recording=recording,
        )
        for story, consent, picture, recording in rows
    ]


def _in_time(actor: Actor) -> ColumnElement[bool]:
    in_time: ColumnElement[bool] = col(Consent.until_on) >= actor.today
    return in_time


def _is_shown() -> ColumnElement[bool]:
    is_shown: ColumnElement[bool] = col(Story.checked_at).is_not(None) & col(Story.hidden_at).is_(None)
    return is_shown


def _is_allowed(actor: Actor) -> ColumnElement[bool]:
    is_allowed: ColumnElement[bool] = col(Consent.audience).in_(rules.audiences_of(actor))
    return is_allowed


def _conditions(reader: Reader, narrowed: StoryFilter) -> Iterable[ColumnElement[bool]]:
    for noun in ("idea_id", "framework_id", "value_id", "aim_id"):
        if topic_id := getattr(narrowed, noun):
            yield _has_topic(noun, [topic_id])
    for word in narrowed.words.split()[:SEARCHED_WORDS]:
        yield col(Story.words).icontains(word, autoescape=True)
    if narrowed.only == "offered":
        yield col(Story.is_offered).is_(True)
    if narrowed.only == "waiting" and reader.is_checker:
        yield col(Story.checked_at).is_(None) | col(Story.hidden_at).is_not(None)
    if narrowed.only == "worries" and reader.is_checker:
        yield col(Story.worry_at).is_not(None) & col(Story.worry_answered_at).is_(None)


def _has_topic(noun: str, ids: Collection[UUID]) -> ColumnElement[bool]:
    return (
        select(StoryTopic.id)
        .where(
            col(StoryTopic.organisation_id) == Story.organisation_id,
            col(StoryTopic.story_id) == Story.id,
            getattr(StoryTopic, noun).in_(ids),
        )
        .exists()
    )


def _speaks_to_own_team(actor: Actor) -> ColumnElement[bool]:
    return (
        select(StoryTopic.id)
        .join(
            Teammate,
            (col(Teammate.organisation_id) == StoryTopic.organisation_id)
            & (col(Teammate.idea_id) == StoryTopic.idea_id),
        )
        .where(
            col(StoryTopic.organisation_id) == Story.organisation_id,
            col(StoryTopic.story_id) == Story.id,
            col(Teammate.person_id) == actor.id,
            col(Teammate.is_accepted),
            col(Teammate.left_at).is_(None),
        )
        .exists()
    )


def _made_link(actor: Actor) -> ColumnElement[bool]:
    return (
        select(TellingLink.id)
        .where(
            col(TellingLink.organisation_id) == Story.organisation_id,
            col(TellingLink.id) == Story.telling_link_id,
            col(TellingLink.made_by_id) == actor.id,
        )
        .exists()
    )
