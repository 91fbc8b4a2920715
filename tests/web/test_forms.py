from datetime import date

import pytest
from litestar.datastructures import FormMultiDict
from pydantic import BaseModel, Field

from registry.kit.errors import Changed, Refused
from registry.kit.fields import Line, MaybeLine
from registry.web.forms import Form


class SupperIn(BaseModel):
    name: Line
    note: MaybeLine = ""
    guests: int = Field(default=2, ge=1)
    on: date | None = None
    dishes: set[str] = set()


def typed(*pairs: tuple[str, str]) -> FormMultiDict:
    return FormMultiDict(pairs)


def test_one_ticked_box_and_several_make_a_set() -> None:
    assert Form(SupperIn, typed(("name", "Friday"), ("dishes", "soup"))).value.dishes == {"soup"}
    both = Form(SupperIn, typed(("name", "Friday"), ("dishes", "soup"), ("dishes", "pie")))
    assert both.value.dishes == {"soup", "pie"}


def test_a_blank_field_is_as_if_it_were_not_there() -> None:
    form = Form(SupperIn, typed(("name", "Friday"), ("guests", ""), ("on", " ")))
    assert (form.value.guests, form.value.on) == (2, None)


def test_each_fault_is_a_sentence_beside_its_field_in_the_forms_order() -> None:
    form = Form(SupperIn, typed(("name", "  "), ("guests", "many"), ("on", "tomorrow")))
    with pytest.raises(Refused) as refused:
        _ = form.value
    form.refuse(refused.value)
    assert form.problems == [
        ("name", "Fill this in."),
        ("guests", "Write a whole number."),
        ("on", "Write a date, day first, such as 30/04/2027."),
    ]
    assert form.typed("guests") == "many"


def test_too_long_a_line_says_how_long_it_may_be() -> None:
    with pytest.raises(Refused) as refused:
        _ = Form(SupperIn, typed(("name", "x" * 161))).value
    assert refused.value.fields == {"name": "Use at most 160 characters."}


def test_control_characters_are_left_out_and_emoji_stay() -> None:
    assert Form(SupperIn, typed(("name", "Fri\x00day \x1b🙂"))).value.name == "Friday 🙂"


def test_a_form_keeps_its_key_when_it_is_drawn_again() -> None:
    first = Form(SupperIn)
    assert first.key
    assert Form(SupperIn, typed(("form_key", first.key))).key == first.key


def test_an_edit_over_an_unseen_change_is_noticed() -> None:
    form = Form(SupperIn, typed(("version", "3")))
    form.check_version(3)
    with pytest.raises(Changed):
        form.check_version(4)


@pytest.mark.parametrize("version", ["x", "-1", "٣", "9" * 40, ""])
def test_a_strange_version_is_no_version(version: str) -> None:
    assert Form(SupperIn, typed(("version", version))).version in {None, 3}
