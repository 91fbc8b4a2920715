"""Search in the words of registered ideas: FTS5 on SQLite, tsvector on PostgreSQL, the same finds on both."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, column, func, literal, literal_column, table, union_all
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history.models import Asking, Event, Recorded
from registry.ideas.models import Idea, IdeaShare, IdeaSummary
from registry.ideas.queries import ideas as idea_queries
from registry.ideas.queries.ideas import IdeaRow
from registry.kit.paging import COUNT_LIMIT
from registry.people.actors import Actor
from registry.people.models import Role
from registry.portfolio.models import SearchText

INDEXED_AFTER = {"idea_registered", "idea_edited", "learning_written"}
TYPED_LIMIT = 1000
WORD_LIMIT = 12
WORD_LENGTH = 40
COUNTED_WORDS = 8
RAREST_WORDS = 3
COUNTED_FINDS = 200
RARE_ENOUGH = 25
SIMILAR_SHOWN = 5

WORD = re.compile(r"[^\W_]+")
# Words that every title has; PostgreSQL leaves out the same kind by itself.
# fmt: off
EMPTY_WORDS = frozenset(
    (
        "a", "about", "after", "all", "an", "and", "any", "are", "as", "at", "be", "before", "being", "better", "by",
        "can", "do", "each", "every", "fewer", "for", "from", "get", "has", "have", "her", "his", "how", "i", "if",
        "in", "into", "is", "it", "its", "less", "make", "many", "more", "most", "my", "need", "needs", "no", "not",
        "of", "on", "one", "or", "our", "out", "so", "than", "that", "the", "their", "them", "then", "there", "these",
        "they", "this", "to", "too", "until", "up", "use", "we", "what", "when", "where", "which", "who", "why", "will",
        "with", "without", "you", "your",
    )
)
# fmt: on
ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "ers", "er", "es", "ed", "ly", "s", "e", "y")

# Exactly the expression of the index in migration 0001: only then does PostgreSQL use it.
INDEXED_WORDS: ColumnElement[Any] = literal_column(
    "(array_to_tsvector(ARRAY[search_text.scope::text]) || "
    "to_tsvector('english', search_text.title || ' ' || search_text.body))"
)
FTS = table("search_fts", column("rowid"), column("search_fts"))


async def listen(session: AsyncSession, _actor: Asking, event: Event, _subject: Recorded) -> None:
    """Keeps the index true; one of the history's listeners."""
    if event.kind not in INDEXED_AFTER or event.idea_id is None:
        return
    idea = await session.get(Idea, (event.organisation_id, event.idea_id))
    if idea is not None and idea.reference_number is not None:
        await index_idea(session, idea)


async def index_idea(session: AsyncSession, idea: Idea) -> None:
    text = search_text_of(idea)
    known = await session.get(SearchText, (idea.organisation_id, idea.id))
    if known is None:
        session.add(text)
    else:
        known.sqlmodel_update(text.model_dump())
        session.add(known)
    await session.flush()


def search_text_of(idea: Idea) -> SearchText:
    """The row of the index for a registered idea; for bulk statements too."""
    return SearchText(
        organisation_id=idea.organisation_id,
        id=idea.id,
        scope=scope_of(idea.organisation_id),
        title=indexed_words(idea.title)[:160],
        body=indexed_words(idea.better, idea.why, idea.outcome, idea.learning),
    )


def indexed_words(*texts: str) -> str:
    """The words of texts as the index holds them."""
    return " ".join(word for text in texts for word in _words_of(text))


def scope_of(organisation_id: UUID) -> str:
    """The organisation as one word. Digits alone, because letters would be stemmed like any other word."""
    return f"o{organisation_id.int}"


def matching_ids(session: AsyncSession, actor: Actor, words: str) -> Any:
    """A selection of the ids of ideas that hold all the words, for `page_of_ideas(among=...)`.

    words   as typed; the last may be the beginning of a word, and 'NH-42' is that idea
    """
    if number := _reference_number(actor, words):
        return select(IdeaSummary.id).where(
            col(IdeaSummary.organisation_id) == actor.organisation_id, col(IdeaSummary.reference_number) == number
        )
    typed = _words_of(words[:TYPED_LIMIT])[:WORD_LIMIT]
    return _newest_finds(session, actor, typed, may_end_in_prefix=words[-1:].isalnum()).limit(COUNT_LIMIT)


async def list_similar_ideas(
    session: AsyncSession, actor: Actor, title: str, *, except_id: UUID | None = None
) -> list[IdeaRow]:
    """At most five ideas that share the rarest words of a title, the most alike first."""
    rarest = await _rarest_words(session, actor, title)
    if not rarest:
        return []
    finds = union_all(
        *(
            select_columns(
                literal(place).label("place"),
                _newest_finds(session, actor, [word]).limit(COUNTED_FINDS).subquery().c.id.label("id"),
            )
            for place, (word, _) in enumerate(rarest)
        )
    )
    rarity = [1 / count for _, count in rarest]
    likeness: dict[UUID, tuple[int, float]] = {}
    for place, idea_id in (await session.exec(finds)).all():  # type: ignore[call-overload]  # typed for SQLModel's select
        shared, weight = likeness.get(idea_id, (0, 0.0))
        likeness[idea_id] = (shared + 1, weight + rarity[place])
    likeness.pop(except_id, None) if except_id else None
    alike = [idea_id for idea_id, (shared, weight) in likeness.items() if shared > 1 or weight >= 1 / RARE_ENOUGH]
    best = sorted(alike, key=lambda idea_id: (likeness[idea_id], idea_id), reverse=True)[:SIMILAR_SHOWN]
    rows = await idea_queries.list_rows(session, actor, best)
    return [rows[idea_id] for idea_id in best if idea_id in rows]


def highlight(text: str, words: str) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is one of the words looked for.

    Endings are compared roughly ('reducing' marks 'reduce'); a find whose word stays unmarked is a blemish, no mistake.
    """
    wanted = _words_of(words[:TYPED_LIMIT])[:WORD_LIMIT]
    roots = {_root(word) for word in wanted}
    beginning = tuple(wanted[-1:])
    pieces: list[tuple[str, bool]] = []
    end = 0
    for match in WORD.finditer(text):
        folded = _folded(match[0])
        if _root(folded) in roots or folded.startswith(beginning or "\0"):
            pieces += [(text[end : match.start()], False), (match[0], True)]
            end = match.end()
    return [(piece, is_match) for piece, is_match in [*pieces, (text[end:], False)] if piece]


def _newest_finds(session: AsyncSession, actor: Actor, words: Sequence[str], *, may_end_in_prefix: bool = False) -> Any:
    statement = select(SearchText.id).where(col(SearchText.organisation_id) == actor.organisation_id)
    if actor.has(Role.PARTNER):
        shared = select(IdeaShare.idea_id).where(
            col(IdeaShare.organisation_id) == actor.organisation_id,
            col(IdeaShare.partner_id) == actor.partner_id,
            col(IdeaShare.ended_at).is_(None),
        )
        statement = statement.where(col(SearchText.id).in_(shared))
    if not words:
        return statement.where(literal(False))
    if session.get_bind().dialect.name == "postgresql":
        wanted = _tsquery(scope_of(actor.organisation_id), words, may_end_in_prefix)
        return statement.where(INDEXED_WORDS.op("@@")(wanted)).order_by(col(SearchText.id).desc())
    wanted_here = _fts_query(scope_of(actor.organisation_id), words, may_end_in_prefix)
    return (
        statement.join(FTS, FTS.c.rowid == literal_column("search_text.rowid"))
        .where(FTS.c.search_fts.op("MATCH")(wanted_here))
        .order_by(FTS.c.rowid.desc())
    )


def _tsquery(scope: str, words: Sequence[str], may_end_in_prefix: bool) -> ColumnElement[Any]:
    quoted = [f"'{word}'" for word in words]
    typed = " & ".join(quoted) + (":*" if may_end_in_prefix else "")
    scoped = func.to_tsquery(literal_column("'simple'"), scope)
    return scoped.op("&&")(func.to_tsquery(literal_column("'english'"), typed))


def _fts_query(scope: str, words: Sequence[str], may_end_in_prefix: bool) -> str:
    quoted = [f'"{word}"' for word in words]
    typed = " AND ".join(quoted) + ("*" if may_end_in_prefix else "")
    return f"scope : {scope} AND {{title body}} : ({typed})"


async def _rarest_words(session: AsyncSession, actor: Actor, title: str) -> list[tuple[str, int]]:
    """At most three words of a title that stand in other ideas, with how many of these (counted up to a limit)."""
    telling = {word for word in _words_of(title[:TYPED_LIMIT]) if len(word) > 2 and word not in EMPTY_WORDS}
    asked = sorted(telling, key=lambda word: (-len(word), word))[:COUNTED_WORDS]
    if not asked:
        return []
    counts = select_columns(
        *(
            select_columns(func.count())
            .select_from(_newest_finds(session, actor, [word]).order_by(None).limit(COUNTED_FINDS).subquery())
            .scalar_subquery()
            for word in asked
        )
    )
    row = (await session.exec(counts)).one()  # type: ignore[call-overload]  # typed for SQLModel's select
    found = [(word, count) for word, count in zip(asked, row, strict=True) if count]
    return sorted(found, key=lambda pair: pair[1])[:RAREST_WORDS]


def _reference_number(actor: Actor, words: str) -> int | None:
    match = re.fullmatch(r"\s*([A-Za-z]{1,6})-(\d{1,9})\s*", words[:TYPED_LIMIT])
    return int(match[2]) if match and match[1].upper() == actor.reference_prefix else None


def _words_of(text: str) -> list[str]:
    return [word[:WORD_LENGTH] for word in WORD.findall(_folded(text))]


def _folded(text: str) -> str:
    """Without accents and capitals: 'Éclair' is 'eclair' on both databases."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in apart if not unicodedata.combining(character))


def _root(word: str) -> str:
    ending = next((ending for ending in ENDINGS if word.endswith(ending) and len(word) - len(ending) > 2), "")
    return word.removesuffix(ending)
