import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from registry.app import shipped
from registry.kit import text
from registry.web.pages import dom_id


@pytest.fixture(scope="module")
def environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(shipped("templates")), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.globals |= {"dom_id": dom_id}
    environment.filters |= {"day": text.day_words}
    return environment
