"""The joined style and script, their addresses, and what of the design system is kept."""

import gzip
import re
from pathlib import Path

import pytest
from jinja2 import ChainableUndefined, Environment, FileSystemLoader, TemplateNotFound
from litestar.testing import create_test_client

from registry.assets import fetch
from registry.web.static import Bundle, bundle, static_routes

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "static"
TEMPLATES = ROOT / "templates"


@pytest.fixture(scope="module")
def files() -> Bundle:
    return bundle(STATIC)


def test_addresses_change_with_what_they_hold_and_only_then(files: Bundle) -> None:
    assert bundle(STATIC) == files
    assert re.fullmatch(r"/static/site\.css\?v=[0-9a-f]{16}", files.style_address)
    assert re.fullmatch(r"/static/site\.js\?v=[0-9a-f]{16}", files.script_address)


def test_the_style_asks_for_the_face_at_the_address_that_is_preloaded(files: Bundle) -> None:
    assert f'url("{files.font_address}")' in files.style.content.decode()


def test_the_design_system_stands_in_the_lowest_layer(files: Bundle) -> None:
    style = files.style.content.decode()
    assert style.startswith("@layer nhsuk, base, layout, components, utilities;\n@layer nhsuk{")
    assert style.count("{") == style.count("}")


def test_style_and_script_ask_no_other_host_for_anything(files: Bundle) -> None:
    addresses = re.findall(r"url\([\"']?([^\"')]*)", files.style.content.decode())
    assert all(address.startswith(("/static/", "data:")) for address in addresses)
    assert b"sourceMappingURL" not in files.style.content + files.script.content
    assert b"Frutiger" not in files.style.content


def test_the_first_page_has_room_left_for_itself(files: Bundle) -> None:
    sent = sum(len(gzip.compress(file.content)) for file in (files.style, files.script, *files.images))
    assert sent <= 46_000


def test_files_are_public_and_kept_for_a_year(files: Bundle) -> None:
    with create_test_client(static_routes(files)) as client:
        for address in (files.style_address, files.script_address, files.font_address, files.icon_address):
            answer = client.get(address)
            assert answer.status_code == 200
            assert answer.headers["cache-control"] == "max-age=31536000, public, immutable"
    assert all(route.opt["public"] for route in static_routes(files))


def test_a_missing_vendor_folder_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"registry/assets/fetch\.py"):
        bundle(tmp_path)


def test_the_subset_keeps_a_kept_component_with_its_parts_and_variants() -> None:
    css = ".nhsuk-input{a:b}.nhsuk-input--error:focus{c:d}@media print{.nhsuk-hero,.nhsuk-hint{e:f}}"
    assert fetch.subset(css) == ".nhsuk-input{a:b}.nhsuk-input--error:focus{c:d}@media print{.nhsuk-hint{e:f}}"


def test_the_subset_drops_other_components_faces_variables_and_pictures() -> None:
    css = (
        '@charset "UTF-8";:root{--nhsuk-x:1}@font-face{src:url(far)}.nhsuk-hero .nhsuk-input{a:b}body{c:d}'
        ".nhsuk-hint{mask-image:url(/assets/x.svg);font-family:Frutiger W01,Arial;g:h}/*# sourceMappingURL=x */"
    )
    assert fetch.subset(css) == ".nhsuk-hint{g:h}"


def test_every_design_system_class_in_the_templates_is_kept() -> None:
    used: set[str] = set()
    for template in TEMPLATES.rglob("*.html"):
        for classes in re.findall(r'class="([^"]*)"', template.read_text()):
            used.update(re.findall(r"nhsuk-(?!js-)([a-z0-9]+(?:-[a-z0-9]+)*)", classes))
    assert used
    assert used <= fetch.KEPT_BLOCKS


def test_the_lock_file_holds_digests_and_no_addresses() -> None:
    lock = (ROOT / "registry" / "assets" / "package-lock.json").read_text()
    assert "://" not in lock
    assert lock.count('"integrity"') == 3


@pytest.mark.parametrize("component", sorted(path.stem for path in (TEMPLATES / "components").glob("*.html")))
def test_a_component_file_holds_the_macro_it_is_named_after(component: str) -> None:
    assert callable(getattr(environment().get_template(f"components/{component}.html").module, component))


def test_a_missing_needed_argument_raises() -> None:
    source = '{% from "components/tag.html" import tag %}{{ tag(idea.state) }}'
    with pytest.raises(TemplateNotFound, match="tag needs text"):
        environment().from_string(source).render()


def environment() -> Environment:
    return Environment(loader=FileSystemLoader(TEMPLATES), undefined=ChainableUndefined, autoescape=True)
