"""The history as a person may read it, with names in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, true
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.models import Boundary, Crossing, Watch
from registry.frameworks.models import Framework
from registry.history import queries as history_queries
from registry.history.models import ActorKind, Event
from registry.history.queries import Entry
from registry.history.rules import people_in, with_names
from registry.ideas.models import Idea, IdeaShare, IdeaSummary
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.queries.ideas import IdeaRow
from registry.kit.paging import PAGE_ROWS, Page
from registry.measures.models import Measure
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.models import Role

# What somebody does with their own way in concerns them and the administrators.
OF_ACCOUNTS = (
    "account_added",
    "account_disabled",
    "account_enabled",
    "email_changed",
    "password_changed",
    "password_set",
    "setup_link_made",
    "token_made",
    "token_revoked",
)


# What somebody does about feedback, coaching and appraisal, their own or a colleague's, concerns nobody else.
FOR_ONESELF = (
    "appraisal_agreed",
    "appraisal_begun",
    "appraisal_day_come",
    "appraisal_ended",
    "appraisal_kept",
    "appraisal_lost",
    "appraisal_withdrawn",
    "appraisal_worded",
    "coaching_agreed",
    "coaching_asked",
    "coaching_declined",
    "coaching_ended",
    "coaching_lost",
    "coaching_note_corrected",
    "coaching_note_removed",
    "coaching_note_written",
    "coaching_offered",
    "coaching_taken_back",
    "feedback_letters_sent",
    "feedback_links_made",
    "feedback_links_taken_back",
    "feedback_shared",
    "feedback_sharing_ended",
    "namer_asked",
    "naming_accepted",
    "naming_declined",
    "rater_named",
    "rater_taken_back",
    "round_called_off",
    "round_closed",
    "round_offered",
    "round_opened",
)


@dataclass(frozen=True)
class HistoryLine:
    """An entry as a page shows it, with names in place of ids.

    actor_name     empty where the registry did it
    subject_name   of the person it is about, or empty
    idea           None where it is about none that the actor may see
    """

    id: UUID
    number: int
    at: datetime
    kind: str
    actor_id: UUID | None
    actor_name: str
    subject_name: str
    idea: IdeaRow | None
    words: str
    was: str
    became: str


async def page_of_history(
    session: AsyncSession, actor: Actor, *, cursor: str = "", size: int = PAGE_ROWS
) -> Page[HistoryLine]:
    """The newest first, as far as the actor may read it: registered ideas, the organisation, their own account."""
    narrowed = [_is_of_idea_seen(actor), _is_of_account_seen(actor), _is_for_whoever_did_it(actor)]
    page = await history_queries.page_of_entries(session, actor, narrowed=narrowed, cursor=cursor, size=size)
    return Page(await _lines(session, actor, page.rows), page.next_cursor)


async def page_of_idea_history(
    session: AsyncSession, actor: Actor, idea: Idea, *, cursor: str = "", size: int = PAGE_ROWS
) -> Page[HistoryLine]:
    """The newest first; the caller got the idea through `get_idea`, so the actor may read it."""
    page = await history_queries.page_of_entries(session, actor, idea_id=idea.id, cursor=cursor, size=size)
    return Page(await _lines(session, actor, page.rows), page.next_cursor)


async def page_of_framework_history(
    session: AsyncSession, actor: Actor, framework: Framework, *, cursor: str = "", size: int = PAGE_ROWS
) -> Page[HistoryLine]:
    """Of its words, outcomes, stewards, measures and boundaries, the newest first; also in its ideas.

    The caller got it through `get_framework`.
    """
    measures = select(Measure.id).where(
        col(Measure.organisation_id) == actor.organisation_id, col(Measure.framework_id) == framework.id
    )
    boundaries = select(Boundary.id).where(
        col(Boundary.organisation_id) == actor.organisation_id, col(Boundary.framework_id) == framework.id
    )
    crossings = (
        select(Crossing.id)
        .join(Watch, (col(Watch.organisation_id) == Crossing.organisation_id) & (col(Watch.id) == Crossing.watch_id))
        .where(col(Crossing.organisation_id) == actor.organisation_id, col(Watch.boundary_id).in_(boundaries))
    )
    subject_id = col(Event.subject_id)
    narrowed = [
        (subject_id == framework.id) | subject_id.in_(measures) | subject_id.in_(boundaries) | subject_id.in_(crossings)
    ]
    page = await history_queries.page_of_entries(session, actor, narrowed=narrowed, cursor=cursor, size=size)
    return Page(await _lines(session, actor, page.rows), page.next_cursor)


async def _lines(session: AsyncSession, actor: Actor, entries: Sequence[Entry]) -> list[HistoryLine]:
    """Entries with the names they need, in a fixed number of queries."""
    people: list[UUID | None] = [entry.actor_id for entry in entries]
    people += [entry.subject_id for entry in entries if entry.subject_noun == "person"]
    people += people_in(*(text for entry in entries for text in (entry.words, entry.was, entry.became)))
    faces = await people_queries.list_faces(session, actor, people)
    names = {person_id: face.name for person_id, face in faces.items()}
    ideas = await idea_queries.list_rows(session, actor, [entry.idea_id for entry in entries if entry.idea_id])
    return [_line(entry, names, ideas) for entry in entries]


def _line(entry: Entry, names: dict[UUID, str], ideas: dict[UUID, IdeaRow]) -> HistoryLine:
    is_of_person = entry.subject_noun == "person"
    return HistoryLine(
        id=entry.id,
        number=entry.number,
        at=entry.at,
        kind=entry.kind,
        actor_id=entry.actor_id,
        actor_name=_actor_name(entry, names),
        subject_name=names.get(entry.subject_id, "") if is_of_person and entry.subject_id != entry.actor_id else "",
        idea=ideas.get(entry.idea_id) if entry.idea_id else None,
        words=with_names(entry.words, names),
        was=with_names(entry.was, names),
        became=with_names(entry.became, names),
    )


def _actor_name(entry: Entry, names: dict[UUID, str]) -> str:
    if entry.actor_kind is ActorKind.GUEST:
        return "A guest with a link"
    return names.get(entry.actor_id, "Someone") if entry.actor_id else ""


def _is_of_idea_seen(actor: Actor) -> ColumnElement[bool]:
    """Of no idea, of a registered one, or of the actor's own draft; to a partner's people only of what is shared."""
    if actor.has(Role.PARTNER):
        return col(Event.idea_id).in_(_ids_shared_with(actor))
    registered = select(IdeaSummary.id).where(
        col(IdeaSummary.organisation_id) == actor.organisation_id, col(IdeaSummary.id) == Event.idea_id
    )
    mine = select(Idea.id).where(
        col(Idea.organisation_id) == actor.organisation_id,
        col(Idea.id) == Event.idea_id,
        col(Idea.author_id) == actor.person_id,
    )
    return col(Event.idea_id).is_(None) | registered.exists() | mine.exists()


def _ids_shared_with(actor: Actor) -> Any:
    return select(IdeaShare.idea_id).where(
        col(IdeaShare.organisation_id) == actor.organisation_id,
        col(IdeaShare.partner_id) == actor.partner_id,
        col(IdeaShare.ended_at).is_(None),
    )


def _is_for_whoever_did_it(actor: Actor) -> ColumnElement[bool]:
    """What they did themselves; of nobody else's, administrators included."""
    is_own = col(Event.actor_id).is_not(None) & (col(Event.actor_id) == actor.person_id)
    return col(Event.kind).not_in(FOR_ONESELF) | is_own


def _is_of_account_seen(actor: Actor) -> ColumnElement[bool]:
    if actor.has(Role.ADMINISTRATOR):
        return true()
    return col(Event.kind).not_in(OF_ACCOUNTS) | (col(Event.actor_id) == actor.person_id)
