"""What a form asks for, it asks for in a sentence of its own: 'Fill this in.' says nothing to somebody in a hurry."""

import importlib
import pkgutil
from collections.abc import Iterator
from contextlib import suppress

import pytest
from litestar.datastructures import FormMultiDict
from pydantic import BaseModel, ValidationError

import registry
from registry.kit.errors import Refused
from registry.web.forms import SENTENCES, Form

SAYS_NOTHING = {SENTENCES["missing"], "Write something here.", "Field required"}
CARRIED = {"kind", "version", "until", "until_id", "observations", "value_id"}  # nobody types these


def schemas() -> Iterator[type[BaseModel]]:
    for module in pkgutil.walk_packages(registry.__path__, "registry."):
        if module.name.rpartition(".")[2] != "schemas":
            continue
        for name, kind in vars(importlib.import_module(module.name)).items():
            if isinstance(kind, type) and issubclass(kind, BaseModel) and name.endswith("In"):
                yield kind


EVERY = sorted({*schemas()}, key=lambda schema: schema.__name__)


@pytest.mark.parametrize("schema", EVERY, ids=lambda schema: schema.__name__)
def test_a_form_sent_empty_says_what_to_write_in_each_field(schema: type[BaseModel]) -> None:
    sentences = {}
    try:
        _ = Form(schema, FormMultiDict([])).value
    except Refused as refused:
        sentences = {name: said for name, said in refused.fields.items() if name not in CARRIED}
    assert not {name: said for name, said in sentences.items() if said in SAYS_NOTHING}


@pytest.mark.parametrize("schema", EVERY, ids=lambda schema: schema.__name__)
@pytest.mark.parametrize("nothing", [None, "", []], ids=repr)
def test_a_program_that_sends_nothing_for_a_field_is_told_so(schema: type[BaseModel], nothing: object) -> None:
    for name in schema.model_fields:
        with suppress(ValidationError):  # anything else would be a fault of ours
            schema.model_validate({name: nothing})


def test_there_are_forms_to_look_at() -> None:
    assert len(EVERY) > 30
