"""The board pack: what a board reads before it meets, from every room, stories first.

It is made anew each time from what stands now, and kept nowhere: what was withdrawn is in no pack made since.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.ideas.models import BoundaryStatus, Stage
from registry.ideas.queries import coverage as aim_queries
from registry.ideas.queries import moves as move_queries
from registry.ideas.queries.moves import Move
from registry.kit import clock
from registry.kit.errors import NotAllowed
from registry.licences.queries import licences as licence_queries
from registry.licences.queries.licences import LicenceLine
from registry.people.actors import Actor
from registry.pledges.queries import answers as answer_queries
from registry.pledges.queries import promises as promise_queries
from registry.pledges.queries.answers import AnswerTimes, WaitingIdea
from registry.pledges.queries.pledges import PledgeLine
from registry.pledges.queries.promises import PromisesKept
from registry.pledges.schemas import PromisesFilter
from registry.portfolio.queries import monitor_news as news_queries
from registry.portfolio.queries.monitor_news import News, StandingBoundary
from registry.portfolio.rules import board_pack as rules
from registry.portfolio.rules.board_pack import Span
from registry.progress.queries import quiet as quiet_queries
from registry.progress.queries.quiet import QuietIdea
from registry.progress.rules.updates import QUIET_DAYS
from registry.spc.assurance import Variation
from registry.stories.queries import stories as story_queries
from registry.stories.queries.stories import StoryLine
from registry.vision import queries as vision_queries
from registry.vision.models import Aim

STORIES_SHOWN = 6
ROWS_SHOWN = 5
STATUSES = (BoundaryStatus.CROSSED, BoundaryStatus.NEAR, BoundaryStatus.UNKNOWN)


@dataclass(frozen=True)
class BoardPack:
    """Each list holds at most a few rows; the counts are of all, up to 1,000.

    has_more_stories   than those shown may be put before everybody here
    signals            that came in this time and stand; the newest
    boundaries         crossed, near and not known today
    kept               of the promises that end in this time
    withdrawn          promises taken back in this time, whenever they would have ended; the newest
    moves              by stage: the ideas that came to it in this time, the newest first
    ending             licences that end within 30 days
    aims               with how many ideas serve each, in the organisation's order
    """

    span: Span
    made_at: datetime
    stories: Sequence[StoryLine]
    has_more_stories: bool
    signal_counts: Mapping[Variation, int]
    signals: Sequence[News]
    boundary_counts: Mapping[BoundaryStatus, int]
    boundaries: Sequence[StandingBoundary]
    kept: PromisesKept
    withdrawn_count: int
    withdrawn: Sequence[PledgeLine]
    times: AnswerTimes
    waiting: Sequence[WaitingIdea]
    move_counts: Mapping[Stage, int]
    moves: Mapping[Stage, Sequence[Move]]
    ending: Sequence[LicenceLine]
    quiet_count: int
    quiet: Sequence[QuietIdea]
    aims: Sequence[tuple[Aim, int]]

    @property
    def offered(self) -> Sequence[StoryLine]:
        """Whose storytellers would come and tell them."""
        return [line for line in self.stories if line.story.is_offered]

    @property
    def signals_words(self) -> str:
        return rules.signals_words(self.signal_counts)

    @property
    def boundaries_words(self) -> str:
        return rules.boundaries_words(self.boundary_counts)

    @property
    def withdrawn_words(self) -> str:
        return rules.withdrawn_words(self.withdrawn_count)

    @property
    def moves_words(self) -> str:
        return rules.moves_words(self.move_counts)

    @property
    def quiet_words(self) -> str:
        return rules.quiet_words(self.quiet_count, QUIET_DAYS)

    @property
    def aims_words(self) -> str:
        return rules.aims_words([(aim.name, count) for aim, count in self.aims])


def must_see_pack(actor: Actor) -> None:
    if not rules.may_see_pack(actor):
        raise NotAllowed("The board pack is for the people of this organisation.")


async def get_board_pack(session: AsyncSession, actor: Actor, span: Span) -> BoardPack:
    """As many statements for an organisation of any size."""
    must_see_pack(actor)
    since, until = span.begins_at(actor.zone), span.ends_at(actor.zone)
    stories = await story_queries.list_readable_by_all(session, actor, limit=STORIES_SHOWN + 1)
    standing = await news_queries.list_standing(session, actor, shown=ROWS_SHOWN, statuses=STATUSES)
    promised = PromisesFilter(since=span.since, until=span.until)
    aims = await vision_queries.list_aims_to_choose(session, actor)
    served: dict[UUID, int] = await aim_queries.count_ideas_by_aim(session, actor, [aim.id for aim in aims])
    return BoardPack(
        span=span,
        made_at=clock.now(),
        stories=stories[:STORIES_SHOWN],
        has_more_stories=len(stories) > STORIES_SHOWN,
        signal_counts=await news_queries.count_new_signals(session, actor, since, until),
        signals=await news_queries.list_new_signals(session, actor, since, ROWS_SHOWN, until=until),
        boundary_counts=await news_queries.count_standing(session, actor),
        boundaries=standing.boundaries,
        kept=await promise_queries.count_promises(session, actor, promised),
        withdrawn_count=await promise_queries.count_withdrawn(session, actor, since, until),
        withdrawn=await promise_queries.list_withdrawn(session, actor, since, until, ROWS_SHOWN),
        times=await answer_queries.get_answer_times(session, actor),
        waiting=await answer_queries.list_waiting(session, actor, ROWS_SHOWN),
        move_counts=await move_queries.count_moves(session, actor, rules.MOVES, since, until),
        moves={
            stage: await move_queries.list_moves(session, actor, stage, since, until, ROWS_SHOWN)
            for stage in rules.MOVES
        },
        ending=await licence_queries.list_ending(session, actor, ROWS_SHOWN),
        quiet_count=await quiet_queries.count_quiet(session, actor),
        quiet=await quiet_queries.list_quiet(session, actor, ROWS_SHOWN),
        aims=[(aim, served[aim.id]) for aim in aims],
    )
