"""What a framework wants to be true: the first version grows as it stands, and later ones are prepared."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm.attributes import flag_modified
from sqlmodel.ext.asyncio.session import AsyncSession

from registry.frameworks.actions.versions import hold_framework, put_outcomes_in_force, version_to_change
from registry.frameworks.models import Framework, FrameworkVersion, Outcome, VersionOutcome
from registry.frameworks.queries import frameworks as queries
from registry.frameworks.queries import versions as version_queries
from registry.frameworks.rules import frameworks as rules
from registry.frameworks.schemas import OutcomeIn
from registry.history.actions import record_event
from registry.kit import clock
from registry.kit.errors import NotAllowed, Refused
from registry.people.actors import Actor
from registry.vision import queries as vision_queries

NOT_YOURS = "Its stewards say which outcomes a framework has."


async def add_outcome(session: AsyncSession, actor: Actor, framework: Framework, form: OutcomeIn) -> Outcome:
    await _hold(session, actor, framework)
    before = await version_queries.get_newest_words(session, framework)
    if objections := rules.objections_to_outcome(len(await version_queries.list_outcomes_of(session, before))):
        raise Refused(*objections)
    await _check_aim(session, actor, form)
    outcome = Outcome(
        organisation_id=framework.organisation_id,
        framework_id=framework.id,
        set_at=clock.now(),
        set_by_id=actor.person_id,
        **form.model_dump(),
    )
    session.add(outcome)
    await session.flush()
    version = await version_to_change(session, actor, framework)
    session.add(
        VersionOutcome(
            organisation_id=outcome.organisation_id,
            version_id=version.id,
            outcome_id=outcome.id,
            sentence=outcome.sentence,
            aim_id=outcome.aim_id,
        )
    )
    await session.flush()
    kind = "outcome_added" if version.is_published else "outcome_prepared"
    await record_event(session, actor, kind, framework, words=outcome.sentence, became=framework.name)
    return outcome


async def change_outcome(session: AsyncSession, actor: Actor, outcome: Outcome, form: OutcomeIn) -> None:
    """The same outcome in other words; the ideas that serve it still do."""
    outcome, framework = await queries.get_outcome(session, actor, outcome.id)
    await _hold(session, actor, framework)
    _, said = await _standing(session, framework, outcome)
    await _check_aim(session, actor, form, said.aim_id)
    before = await _words_of(session, actor, said)
    version = await version_to_change(session, actor, framework)
    said = await version_queries.get_outcome_of(session, version, outcome)
    said.sqlmodel_update(form.model_dump())
    session.add(said)
    flag_modified(outcome, "sentence")  # Two who write at once are told of each other by the outcome's own version.
    session.add(outcome)
    await session.flush()
    await _follow(session, actor, framework, version)
    was, became = rules.was_and_became(before, await _words_of(session, actor, said))
    kind = "outcome_changed" if version.is_published else "outcome_words_prepared"
    await record_event(session, actor, kind, framework, words=framework.name, was=was, became=became)


async def end_outcome(session: AsyncSession, actor: Actor, outcome: Outcome) -> None:
    """No idea that accepts the version can choose it any more; those that serve it keep it."""
    outcome, framework = await queries.get_outcome(session, actor, outcome.id)
    await _hold(session, actor, framework)
    await _standing(session, framework, outcome)
    version = await version_to_change(session, actor, framework)
    said = await version_queries.get_outcome_of(session, version, outcome)
    words = said.sentence
    await session.delete(said)
    await session.flush()
    await _follow(session, actor, framework, version)
    kind = "outcome_ended" if version.is_published else "outcome_ending_prepared"
    await record_event(session, actor, kind, framework, words=words, became=framework.name)


async def _hold(session: AsyncSession, actor: Actor, framework: Framework) -> None:
    await hold_framework(session, framework)
    if not rules.may_keep(actor, await queries.list_steward_ids(session, framework)):
        raise NotAllowed(NOT_YOURS)


async def _standing(
    session: AsyncSession, framework: Framework, outcome: Outcome
) -> tuple[FrameworkVersion, VersionOutcome]:
    """In the words being prepared, or in those that stand."""
    version = await version_queries.get_newest_words(session, framework)
    said = await version_queries.find_outcome_of(session, version, outcome)
    if said is None:
        raise Refused("This outcome has ended. Add another one instead.")
    return version, said


async def _follow(session: AsyncSession, actor: Actor, framework: Framework, version: FrameworkVersion) -> None:
    if version.is_published:
        await put_outcomes_in_force(session, actor, framework, version)


async def _check_aim(session: AsyncSession, actor: Actor, form: OutcomeIn, held: UUID | None = None) -> None:
    aims = await vision_queries.list_aims_to_choose(session, actor, {held} if held else ())
    if form.aim_id and form.aim_id not in {aim.id for aim in aims}:
        raise Refused(fields={"aim_id": "Choose one from the list."})


async def _words_of(session: AsyncSession, actor: Actor, said: VersionOutcome) -> Mapping[str, str]:
    aims = {aim.id: aim.label for aim in await vision_queries.list_aims(session, actor)}
    return {"Outcome": said.sentence, "Aim": aims[said.aim_id] if said.aim_id else "none"}
