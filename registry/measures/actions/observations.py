from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from registry.history.actions import record_event
from registry.kit import clock
from registry.kit.errors import Changed, NotAllowed, NotFound, Refused
from registry.kit.text import day_words
from registry.measures import queries
from registry.measures.actions.results import locked, refresh_result
from registry.measures.models import Measure, Observation
from registry.measures.rules import comparing, numbers, rights, words
from registry.measures.rules.series import Counted
from registry.measures.schemas import CorrectionIn, ObservationIn, PasteIn, WithdrawalIn
from registry.people.actors import Actor


async def record_observation(session: AsyncSession, actor: Actor, measure: Measure, form: ObservationIn) -> Observation:
    """A number, or a gap, for a date that has none."""
    measure = await _held(session, actor, measure)
    objections = numbers.objections_to_number(measure, form, actor.today)
    standing = await _standing(session, measure)
    if found := standing.get(form.measured_on):
        objections["measured_on"] = numbers.stands_already(measure, found)
    _refuse(objections, numbers.objections_to_count(len(standing) + 1))
    [row] = await _write(session, actor, measure, [form])
    said = f"{measure.name}: {words.value_words(measure, row.value)} for {day_words(row.measured_on)}"
    await record_event(session, actor, "observation_recorded", measure, idea_id=measure.idea_id, words=said)
    return row


async def correct_observation(
    session: AsyncSession, actor: Actor, measure: Measure, measured_on: date, form: CorrectionIn
) -> Observation:
    """What is right for a date, and why; what stood for it stays on record.

    raises   Changed when another number stands for it than the one that was shown
    """
    measure = await _held(session, actor, measure)
    before = await _standing_on(session, measure, measured_on, form.number)
    right = ObservationIn(measured_on=measured_on, **form.model_dump(exclude={"number"}))
    objections = numbers.objections_to_number(measure, right, actor.today)
    is_new = not numbers.is_same(before, measure, right)
    _refuse(objections, [] if objections or is_new else ["That is what stands already."])
    [row] = await _write(session, actor, measure, [right])
    await record_event(
        session,
        actor,
        "observation_corrected",
        measure,
        idea_id=measure.idea_id,
        words=f"{measure.name}, {day_words(measured_on)}: {form.note}",
        was=words.value_words(measure, before.value),
        became=words.value_words(measure, row.value),
    )
    return row


async def withdraw_observation(
    session: AsyncSession, actor: Actor, measure: Measure, measured_on: date, form: WithdrawalIn
) -> None:
    """Takes the number of a date back: nothing stands for it then."""
    measure = await _held(session, actor, measure)
    before = await _standing_on(session, measure, measured_on, form.number)
    points = await queries.list_recalculations(session, measure)
    _refuse({}, numbers.objections_to_withdrawal(measured_on, points))
    session.add(_row(actor, measure, measured_on, before.corrections + 2, note=form.note, is_withdrawn=True))
    await session.flush()
    await refresh_result(session, actor, measure)
    await record_event(
        session,
        actor,
        "observation_withdrawn",
        measure,
        idea_id=measure.idea_id,
        words=f"{measure.name}, {day_words(measured_on)}: {form.note}",
        was=words.value_words(measure, before.value),
    )


async def record_observations(
    session: AsyncSession, actor: Actor, measure: Measure, rows: Sequence[numbers.Number], *, corrects: bool = False
) -> Sequence[Observation]:
    """Many numbers in one step; those that stand already in the same words are passed over.

    corrects   numbers that differ from what stands for their dates replace it; without this they are refused
    returns    the rows written
    """
    measure = await _held(session, actor, measure)
    standing = await _standing(session, measure)
    _refuse({}, numbers.objections_to_rows(measure, rows, standing, actor.today, corrects=corrects))
    wanted = [
        row
        for row in rows
        if row.measured_on not in standing or not numbers.is_same(standing[row.measured_on], measure, row)
    ]
    if not wanted:
        raise Refused("All of these numbers stand here already.")
    written = await _write(session, actor, measure, wanted)
    said = words.dates_words([row.measured_on for row in written])
    corrected = [row for row in written if row.measured_on in standing]
    await record_event(
        session,
        actor,
        "observations_recorded",
        measure,
        idea_id=measure.idea_id,
        words=f"{measure.name}: {said}",
        was="\n".join(_line(measure, row.measured_on, standing[row.measured_on].value) for row in corrected),
        became="\n".join(_line(measure, row.measured_on, row.value) for row in corrected),
    )
    return written


async def record_paste(session: AsyncSession, actor: Actor, measure: Measure, form: PasteIn) -> Sequence[Observation]:
    """The numbers of a pasted text in one step, or none of them."""
    measure = await _held(session, actor, measure)
    looked = await queries.look_at_paste(session, actor, measure, form)
    if objections := comparing.objections_to_paste(
        looked, corrects=form.corrects, leaves_out=form.leaves_out, note=form.note
    ):
        raise Refused(fields=objections)
    rows = comparing.to_be_stored(looked, form.note)
    return await record_observations(session, actor, measure, rows, corrects=form.corrects)


async def _held(session: AsyncSession, actor: Actor, measure: Measure) -> Measure:
    """The measure, locked, by somebody who may write its numbers."""
    keeping = await queries.get_keeping(session, measure)
    measure = await locked(session, actor, measure)
    if not rights.may_record(actor, keeping, measure):
        raise NotAllowed(rights.who_records(keeping, measure))
    return measure


async def _standing(session: AsyncSession, measure: Measure) -> dict[date, Counted]:
    return {counted.measured_on: counted for counted in await queries.list_counted(session, measure)}


async def _standing_on(session: AsyncSession, measure: Measure, measured_on: date, shown: int | None) -> Counted:
    found = (await _standing(session, measure)).get(measured_on)
    if found is None:
        raise NotFound("observation")
    if shown is not None and shown != found.corrections + 1:
        raise Changed
    return found


async def _write(
    session: AsyncSession, actor: Actor, measure: Measure, forms: Sequence[numbers.Number]
) -> Sequence[Observation]:
    newest = await queries.newest_numbers(session, measure, [form.measured_on for form in forms])
    rows = [
        _row(
            actor,
            measure,
            form.measured_on,
            newest.get(form.measured_on, 0) + 1,
            note=form.note,
            value=numbers.value_of(measure, form),
            numerator=None if form.is_gap else form.numerator,
            denominator=None if form.is_gap else form.denominator,
            is_ghosted=form.is_ghosted,
        )
        for form in forms
    ]
    session.add_all(rows)
    await session.flush()
    await refresh_result(session, actor, measure)
    return rows


def _row(actor: Actor, measure: Measure, measured_on: date, number: int, **facts: Any) -> Observation:
    return Observation(
        organisation_id=measure.organisation_id,
        measure_id=measure.id,
        measured_on=measured_on,
        number=number,
        recorded_at=clock.now(),
        recorded_by_id=actor.person_id,
        **facts,
    )


def _refuse(fields: dict[str, str], reasons: Sequence[str]) -> None:
    if fields or reasons:
        raise Refused(*reasons, fields=fields)


def _line(measure: Measure, day: date, value: Decimal | None) -> str:
    return f"{day_words(day)}: {words.value_words(measure, value)}"
