from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from registry.pledges.schemas import AskIn, DeliveryIn, PledgeIn


def offered(**given: Any) -> PledgeIn:
    said = {"kind": "time", "what": "A nurse", "quantity": "4", "starts_on": "2026-12-01", "ends_on": "2026-12-31"}
    return PledgeIn.model_validate(said | given)


@pytest.mark.parametrize(
    ("kind", "written", "minor"),
    [
        ("time", "1.5", 90),
        ("time", 4, 240),
        ("time", 4.25, 255),
        ("money", "£2,000", 200_000),
        ("money", "49.5", 4950),
        ("sponsorship", "", None),
        ("sponsorship", None, None),
    ],
)
def test_amounts_arrive_as_people_and_programs_write_them(kind: str, written: Any, minor: int | None) -> None:
    assert offered(kind=kind, quantity=written).quantity_minor == minor


@pytest.mark.parametrize("written", ["four", "NaN", "inf", "-1", "0", "1e400", "4.001", True, [4], "1" * 60])
def test_a_wrong_amount_is_refused_beside_its_field(written: Any) -> None:
    with pytest.raises(ValidationError) as refusal:
        offered(quantity=written)
    assert [error["loc"] for error in refusal.value.errors()] == [("quantity",)]


def test_what_was_left_empty_on_a_form_is_nothing() -> None:
    form = offered(ask_id="", helped_person_id=" ", reply_by_on="", side="")
    assert (form.ask_id, form.helped_person_id, form.reply_by_on, form.side) == (None, None, None, None)


@pytest.mark.parametrize("written", ["", "31/12/2026", "2026-02-30", "0001-01-01", "9999-12-31", 5, None])
def test_a_day_that_is_none_is_refused_beside_its_field(written: Any) -> None:
    with pytest.raises(ValidationError) as refusal:
        offered(ends_on=written)
    assert [error["loc"] for error in refusal.value.errors()] == [("ends_on",)]


def test_an_ask_needs_a_kind_words_and_a_first_day() -> None:
    with pytest.raises(ValidationError) as refusal:
        AskIn.model_validate({})
    assert {error["loc"][0] for error in refusal.value.errors()} == {"kind", "what", "needed_from_on"}


def test_a_delivery_is_dated() -> None:
    assert DeliveryIn(quantity="1.25", delivered_on=date(2026, 12, 1)).delivered_on == date(2026, 12, 1)
