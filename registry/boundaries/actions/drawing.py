"""An idea's own boundary is drawn by its lead; what a new one says is worked out here for a framework's as well."""

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.boundaries.actions.standing import (
    hold,
)
from registry.boundaries.actions.wordings import (
    check_narrowing,
    follow_wording,
    propose_wording,
    proposed_sentence,
    put_in_force,
    record_wording,
    refuse,
)
from registry.boundaries.models import Boundary, BoundaryKind
from registry.boundaries.queries import boundaries as queries
from registry.boundaries.rules import drawing as rules
from registry.boundaries.rules.watching import Terms
from registry.boundaries.schemas import BoundaryIn
from registry.frameworks.models import Framework
from registry.ideas.models import Idea
from registry.ideas.queries import ideas as idea_queries
from registry.kit import clock
from registry.kit.errors import NotAllowed, Refused
from registry.measures import queries as measure_queries
from registry.people.actors import Actor


async def draw_boundary(session: AsyncSession, actor: Actor, idea: Idea, form: BoundaryIn) -> Boundary:
    """By the lead alone while there is no sponsor; otherwise it waits for the sponsor's agreement."""
    await hold(session, actor, idea_ids=[idea.id])
    standing = await idea_queries.get_standing(session, idea)
    if not rules.may_draw(actor, standing):
        raise NotAllowed("Only the lead of a registered idea draws its boundaries.")
    boundary = new_boundary(actor, form, idea)
    if objections := rules.objections_to_drawing(await queries.count_boundaries(session, boundary)):
        raise Refused(*objections)
    sentence, terms = await words_of(session, actor, boundary, form)
    session.add(boundary)
    await session.flush()
    days = None if terms else form.answer_days
    wording = await propose_wording(session, actor, boundary, sentence, terms, answer_days=days)
    if rules.needs_agreement(standing):
        await record_wording(session, actor, "boundary_proposed", boundary, wording)
        return boundary
    await put_in_force(session, actor, boundary, wording)
    await record_wording(session, actor, "boundary_drawn", boundary, wording)
    await follow_wording(session, actor, boundary)
    return boundary


def new_boundary(actor: Actor, form: BoundaryIn, held: Idea | Framework) -> Boundary:
    is_measured, is_of_idea = form.kind is BoundaryKind.MEASURED, isinstance(held, Idea)
    return Boundary(
        organisation_id=held.organisation_id,
        idea_id=held.id if is_of_idea else None,
        framework_id=None if is_of_idea else held.id,
        kind=form.kind,
        measure_id=form.measure_id if is_measured else None,
        narrows_id=form.narrows_id if is_measured and is_of_idea else None,
        drawn_at=clock.now(),
        drawn_by_id=actor.person_id,
    )


async def words_of(
    session: AsyncSession, actor: Actor, boundary: Boundary, form: BoundaryIn
) -> tuple[str, Terms | None]:
    """The sentence and the terms of a new boundary; the sentence is made from the terms where none is written."""
    if boundary.kind is BoundaryKind.DECLARED:
        refuse(rules.objections_to_words(form.sentence))
        return form.sentence, None
    measure_id = boundary.measure_id
    measure = await measure_queries.get_measure(session, actor, measure_id) if measure_id else None
    refuse(
        rules.objections_to_measure(measure, boundary)
        | rules.objections_to_terms(form.comparison, form.limit_value, form.margin)
        | rules.objections_to_words(form.sentence, can_be_proposed=bool(measure or boundary.idea_id))
    )
    terms = form.terms(form.comparison)
    if boundary.narrows_id and terms and measure:
        await check_narrowing(session, boundary, terms, measure)
    return form.sentence or proposed_sentence(measure, terms), terms
