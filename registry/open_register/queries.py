"""What everybody reads, out of the published projection alone; and what would stand there of an idea now (`draw`)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, union_all
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select

from registry.ideas.models import Idea, IdeaAim, IdeaSummary, Stage
from registry.ideas.rules import ideas as idea_rules
from registry.kit.clock import day_of
from registry.kit.errors import NotFound
from registry.kit.paging import COUNT_LIMIT, PAGE_ROWS, Page, page_of, read_cursor
from registry.kit.stated import stated
from registry.open_register import rules
from registry.open_register.models import OpenAim, OpenIdea, OpenPromise
from registry.open_register.rules import Counted
from registry.open_register.schemas import OpenCountOut, OpenFilter, OpenIdeaOut
from registry.people import queries as people_queries
from registry.people.actors import Actor
from registry.people.models import Organisation, Partner, Person, Service
from registry.pledges.models import Ask, Kind, Pledge
from registry.pledges.queries.came import sum_deliveries
from registry.pledges.rules.states import NOTHING_CAME, pledge_state
from registry.vision.models import Aim

BEGINNING = 300
AIM_LIMIT = 100


@dataclass(frozen=True)
class Published:
    """All that is published of an idea.

    aims   (id, name), by name
    """

    reference_number: int
    title: str
    better: str
    outcome: str
    learning: str
    service: str
    stage: Stage
    registered_at: datetime
    aims: tuple[tuple[UUID, str], ...]
    promises: tuple[Counted, ...]


@dataclass(frozen=True)
class OpenLine:
    """A published idea in the list; `better` is its beginning."""

    id: UUID
    reference: str
    title: str
    better: str
    stage: Stage
    service: str
    registered_at: datetime
    registered_on: date
    aims: Sequence[str] = ()


@dataclass(frozen=True)
class Showing:
    """How an idea stands to its organisation's open register."""

    is_open: bool
    is_published: bool
    address: str


async def get_open_organisation(session: AsyncSession, slug: str) -> Organisation:
    """One whose register is closed is NotFound, exactly as one that is not here."""
    organisation = await people_queries.find_organisation_by_slug(session, slug)
    if organisation is None or not organisation.publishes_register:
        raise NotFound("open register")
    return organisation


async def page_of_open_organisations(
    session: AsyncSession, *, cursor: str = "", size: int = PAGE_ROWS
) -> Page[Organisation]:
    """Those with an open register, by name."""
    statement = select(Organisation).where(col(Organisation.publishes_register))
    if cursor:
        name, organisation_id = read_cursor(cursor, str, UUID)
        is_same_name = (col(Organisation.name) == name) & (col(Organisation.id) > organisation_id)
        statement = statement.where((col(Organisation.name) > name) | is_same_name)
    statement = statement.order_by(col(Organisation.name), col(Organisation.id)).limit(size + 1)
    return page_of((await session.exec(statement)).all(), size, lambda row: [row.name, row.id])


async def page_of_open_ideas(
    session: AsyncSession,
    organisation: Organisation,
    narrowed: OpenFilter,
    *,
    cursor: str = "",
    size: int = PAGE_ROWS,
) -> Page[OpenLine]:
    """Those registered last first."""
    statement: Any = select_columns(
        *(col(OpenIdea.id), col(OpenIdea.reference_number), col(OpenIdea.title)),
        func.substr(col(OpenIdea.better), 1, BEGINNING).label("better"),
        *(col(OpenIdea.stage), col(OpenIdea.service), col(OpenIdea.registered_at)),
    ).where(col(OpenIdea.organisation_id) == organisation.id)
    if narrowed.stage:
        statement = statement.where(col(OpenIdea.stage) == narrowed.stage)
    if narrowed.aim:
        serves = select(OpenAim.idea_id).where(
            col(OpenAim.organisation_id) == organisation.id, col(OpenAim.name) == narrowed.aim
        )
        statement = statement.where(col(OpenIdea.id).in_(serves))
    if cursor:
        registered_at, idea_id = read_cursor(cursor, datetime, UUID)
        is_same_moment = (col(OpenIdea.registered_at) == registered_at) & (col(OpenIdea.id) < idea_id)
        statement = statement.where((col(OpenIdea.registered_at) < registered_at) | is_same_moment)
    statement = statement.order_by(col(OpenIdea.registered_at).desc(), col(OpenIdea.id).desc()).limit(size + 1)
    rows = (await session.exec(statement)).all()
    aims = await _aims_by_idea(session, organisation.id, [row.id for row in rows])
    lines = [_line(organisation, dict(row._mapping), aims.get(row.id, [])) for row in rows]
    return page_of(lines, size, lambda line: [line.registered_at, line.id])


async def get_open_idea(session: AsyncSession, organisation: Organisation, reference: str) -> Published:
    """
    reference   NH-42 or nh-42
    """
    prefix, _, number = reference.upper().rpartition("-")
    if prefix != organisation.reference_prefix or not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise NotFound(reference)
    statement = select(OpenIdea.id).where(
        col(OpenIdea.organisation_id) == organisation.id, col(OpenIdea.reference_number) == int(number)
    )
    idea_id = (await session.exec(statement)).first()
    published = await find_published(session, organisation.id, idea_id) if idea_id else None
    if published is None:
        raise NotFound(reference)
    return published


async def list_open_aims(session: AsyncSession, organisation: Organisation) -> Sequence[str]:
    """Those that a published idea serves, by name."""
    statement = (
        select(OpenAim.name)
        .where(col(OpenAim.organisation_id) == organisation.id)
        .distinct()
        .order_by(col(OpenAim.name))
        .limit(AIM_LIMIT)
    )
    return (await session.exec(statement)).all()


async def count_open_ideas(session: AsyncSession, organisation: Organisation) -> int:
    """Up to 1,000."""
    some = select(OpenIdea.id).where(col(OpenIdea.organisation_id) == organisation.id).limit(COUNT_LIMIT).subquery()
    return (await session.exec(select(func.count()).select_from(some))).one()


async def list_ids_of_open_ideas(session: AsyncSession, organisation: Organisation) -> Sequence[UUID]:
    statement = select(OpenIdea.id).where(col(OpenIdea.organisation_id) == organisation.id)
    return (await session.exec(statement.order_by(col(OpenIdea.id)))).all()


async def get_showing(session: AsyncSession, idea: Idea) -> Showing:
    slug, prefix, is_open, open_id = (await _showing(session, idea)).one()
    address = f"/open/{slug}/{idea_rules.reference(prefix, idea.reference_number or 0)}" if open_id else ""
    return Showing(is_open, open_id is not None, address)


async def find_published(session: AsyncSession, organisation_id: UUID, idea_id: UUID) -> Published | None:
    """What stands in the projection."""
    is_idea = (col(OpenIdea.organisation_id) == organisation_id) & (col(OpenIdea.id) == idea_id)
    columns: Any = select_columns(
        *(col(OpenIdea.reference_number), col(OpenIdea.title), col(OpenIdea.better), col(OpenIdea.outcome)),
        *(col(OpenIdea.learning), col(OpenIdea.service), col(OpenIdea.stage), col(OpenIdea.registered_at)),
    ).where(is_idea)
    row = (await session.exec(columns)).first()
    if row is None:
        return None
    aims = (
        select(OpenAim.aim_id, OpenAim.name)
        .where(col(OpenAim.organisation_id) == organisation_id, col(OpenAim.idea_id) == idea_id)
        .order_by(col(OpenAim.name))
    )
    promises = select(OpenPromise.kind, OpenPromise.asked, OpenPromise.promised, OpenPromise.kept).where(
        col(OpenPromise.organisation_id) == organisation_id, col(OpenPromise.idea_id) == idea_id
    )
    counts = {Kind(kind): Counted(Kind(kind), *rest) for kind, *rest in (await session.exec(promises)).all()}
    served = tuple([(aim_id, name) for aim_id, name in (await session.exec(aims)).all()])
    promised = tuple([counts[kind] for kind in Kind if kind in counts])
    return Published(**row._mapping, aims=served, promises=promised)


async def draw(session: AsyncSession, actor: Actor, idea_id: UUID) -> Published:
    """What would stand in the projection now, without full names of people and partners.

    raises   NotFound for a draft
    """
    number, title, better, outcome, learning, service, stage, registered_at = await _words(session, actor, idea_id)
    said = [title, better, outcome, learning if stage is Stage.ENDED else ""]
    names = rules.names_in(said, await list_names(session, actor))
    title, better, outcome, learning = (rules.without_names(text, names) for text in said)
    return Published(
        reference_number=number,
        title=title[:160],
        better=better,
        outcome=outcome[:400],
        learning=learning,
        service=service or "",
        stage=stage,
        registered_at=registered_at,
        aims=await _aims(session, actor, idea_id),
        promises=await _promises(session, actor, idea_id),
    )


def reference_of(organisation: Organisation, published: Published) -> str:
    return idea_rules.reference(organisation.reference_prefix, published.reference_number)


def out_of(organisation: Organisation, published: Published) -> OpenIdeaOut:
    return OpenIdeaOut(
        **{name: getattr(published, name) for name in ("title", "better", "outcome", "learning", "stage", "service")},
        reference=reference_of(organisation, published),
        registered_on=day_of(published.registered_at, organisation.zone),
        aims=[name for _, name in published.aims],
        promises=[OpenCountOut.model_validate(each) for each in published.promises],
    )


async def list_names(session: AsyncSession, actor: Actor) -> Sequence[str]:
    """Of all people and partners of the organisation, of those who have left too."""
    people = select_columns(col(Person.name)).where(col(Person.organisation_id) == actor.organisation_id)
    partners = select_columns(col(Partner.name)).where(col(Partner.organisation_id) == actor.organisation_id)
    found: Any = union_all(people, partners)
    return [row[0] for row in (await session.exec(found)).all()]


async def _words(session: AsyncSession, actor: Actor, idea_id: UUID) -> Any:
    """Columns, not the idea that the session may hold: somebody else may have changed it meanwhile."""
    statement: Any = (
        select_columns(
            *(col(IdeaSummary.reference_number), col(Idea.title), col(Idea.better), col(Idea.outcome)),
            *(col(Idea.learning), col(Service.name), col(IdeaSummary.stage), col(IdeaSummary.registered_at)),
        )
        .join(Idea, (col(Idea.organisation_id) == IdeaSummary.organisation_id) & (col(Idea.id) == IdeaSummary.id))
        .outerjoin(
            Service, (col(Service.organisation_id) == Idea.organisation_id) & (col(Service.id) == Idea.service_id)
        )
        .where(col(IdeaSummary.organisation_id) == actor.organisation_id, col(IdeaSummary.id) == idea_id)
    )
    row = (await session.exec(statement)).first()
    if row is None:
        raise NotFound("idea")
    return row


async def _aims(session: AsyncSession, actor: Actor, idea_id: UUID) -> tuple[tuple[UUID, str], ...]:
    statement = (
        select(Aim.id, Aim.name)
        .join(IdeaAim, (col(IdeaAim.organisation_id) == Aim.organisation_id) & (col(IdeaAim.aim_id) == Aim.id))
        .where(col(IdeaAim.organisation_id) == actor.organisation_id, col(IdeaAim.idea_id) == idea_id)
        .order_by(col(Aim.name))
    )
    return tuple([(aim_id, name) for aim_id, name in (await session.exec(statement)).all()])


async def _promises(session: AsyncSession, actor: Actor, idea_id: UUID) -> tuple[Counted, ...]:
    """Worked out from the pledges themselves: the states kept for lists are settled after history is told."""
    asks = (
        select(Ask.kind, func.count())
        .where(
            col(Ask.organisation_id) == actor.organisation_id,
            col(Ask.idea_id) == idea_id,
            col(Ask.withdrawn_at).is_(None),
        )
        .group_by(col(Ask.kind))
    )
    cut_off = col(Pledge.split_from_id).is_not(None) & col(Pledge.withdrawn_at).is_not(None)
    accepted = select(Pledge).where(
        col(Pledge.organisation_id) == actor.organisation_id,
        col(Pledge.idea_id) == idea_id,
        col(Pledge.accepted_at).is_not(None),
        ~cut_off,
    )
    asked = {Kind(kind): count for kind, count in (await session.exec(asks)).all()}
    pledges = (await session.exec(accepted)).all()
    came = await sum_deliveries(session, actor, [pledge.id for pledge in pledges])
    return rules.counted(
        asked,
        [(each.kind, pledge_state(each, came.get(each.id, NOTHING_CAME), actor.today)) for each in pledges],
    )


async def _aims_by_idea(
    session: AsyncSession, organisation_id: UUID, idea_ids: Iterable[UUID]
) -> dict[UUID, list[str]]:
    statement = (
        select(OpenAim.idea_id, OpenAim.name)
        .where(col(OpenAim.organisation_id) == organisation_id, col(OpenAim.idea_id).in_(list(idea_ids)))
        .order_by(col(OpenAim.name))
    )
    found: dict[UUID, list[str]] = {}
    for idea_id, name in (await session.exec(statement)).all():
        found.setdefault(idea_id, []).append(name)
    return found


def _line(organisation: Organisation, facts: dict[str, Any], aims: Sequence[str]) -> OpenLine:
    reference = idea_rules.reference(organisation.reference_prefix, facts.pop("reference_number"))
    registered_on = day_of(facts["registered_at"], organisation.zone)
    return OpenLine(**facts, reference=reference, registered_on=registered_on, aims=aims)


@stated
def _showing(idea: Idea) -> Select[str, str, bool, UUID | None]:
    is_idea = (col(OpenIdea.organisation_id) == col(Organisation.id)) & (col(OpenIdea.id) == idea.id)
    return (
        select(Organisation.slug, Organisation.reference_prefix, Organisation.publishes_register, OpenIdea.id)
        .outerjoin(OpenIdea, is_idea)
        .where(col(Organisation.id) == idea.organisation_id)
    )
