"""Style, script, face and icon: joined once at start, addressed by what they hold, kept by the browser for a year."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from litestar import Response, get
from litestar.datastructures import CacheControlHeader
from litestar.handlers import HTTPRouteHandler

LAYERS = "@layer nhsuk, base, layout, components, utilities;"
FONT = "atkinson-hyperlegible-next.woff2"
FACE = "atkinson-hyperlegible-next.ttf"
ICON = "icon.svg"
VENDOR_SCRIPTS = ("htmx.js", "htmx-sse.js", "nhsuk.js")
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
}
A_YEAR = CacheControlHeader(max_age=31_536_000, public=True, immutable=True)


@dataclass(frozen=True)
class StaticFile:
    name: str
    content: bytes

    @property
    def address(self) -> str:
        return f"{self.path}?v={hashlib.sha256(self.content).hexdigest()[:16]}"

    @property
    def path(self) -> str:
        return f"/static/{self.name}"

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[Path(self.name).suffix]


@dataclass(frozen=True)
class Bundle:
    """
    pages   scripts that one page alone asks for
    face    the text face once more, unpacked, for pictures made on the server
    """

    style: StaticFile
    script: StaticFile
    font: StaticFile
    images: tuple[StaticFile, ...]
    pages: tuple[StaticFile, ...]
    face: Path

    @property
    def style_address(self) -> str:
        return self.style.address

    @property
    def script_address(self) -> str:
        return self.script.address

    def script_of(self, page: str) -> str:
        """The address of the script that one page alone asks for, by its name."""
        return next(script.address for script in self.pages if script.name == f"{page}.js")

    @property
    def font_address(self) -> str:
        return self.font.address

    @property
    def icon_address(self) -> str:
        return next(image.address for image in self.images if image.name == ICON)


def bundle(static_dir: Path) -> Bundle:
    """Reads the static folder once.

    raises    FileNotFoundError, saying what to run, when the browser packages were never fetched
    """
    vendor = static_dir / "vendor"
    if not (vendor / "stamp").is_file():
        raise FileNotFoundError(f"{vendor} is not filled: install the package, or run registry/assets/fetch.py")
    font = StaticFile(FONT, (vendor / FONT).read_bytes())
    return Bundle(
        style=StaticFile("site.css", joined_style(static_dir, font).encode()),
        script=StaticFile("site.js", joined_script(static_dir).encode()),
        font=font,
        face=vendor / FACE,
        images=tuple(StaticFile(path.name, path.read_bytes()) for path in sorted((static_dir / "img").iterdir())),
        pages=tuple(_page_script(path) for path in sorted((static_dir / "js" / "pages").glob("*.js"))),
    )


def joined_style(static_dir: Path, font: StaticFile) -> str:
    """The design system in the lowest layer, so that any rule of ours wins whatever its selector."""
    vendor = (static_dir / "vendor" / "nhsuk.css").read_text(encoding="utf-8")
    ours = "\n".join(path.read_text(encoding="utf-8") for path in sorted((static_dir / "css").glob("*.css")))
    return f"{LAYERS}\n@layer nhsuk{{{vendor}}}\n{slim(ours)}".replace(FONT, font.address)


def slim(css: str) -> str:
    """Without comments, indentation and ends of lines, which only readers of the source need."""
    lines = re.sub(r"\s*\n\s*", "\n", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)).strip()
    return re.sub(r"(?<=[{};,])\n| (?={)", "", lines)


def joined_script(static_dir: Path) -> str:
    """Packages first, then our behaviours, each shut in a function of its own so that no name meets another."""
    packages = [(static_dir / "vendor" / name).read_text(encoding="utf-8") for name in VENDOR_SCRIPTS]
    behaviours = [path.read_text(encoding="utf-8") for path in sorted((static_dir / "js").glob("*.js"))]
    return ";\n".join([*packages, *map(_shut_in, behaviours)])


def _page_script(path: Path) -> StaticFile:
    return StaticFile(path.name, _shut_in(path.read_text(encoding="utf-8")).encode())


def _shut_in(behaviour: str) -> str:
    return f"(() => {{\n{behaviour}}})()"


def static_routes(files: Bundle) -> list[HTTPRouteHandler]:
    named = [("style", files.style), ("script", files.script), ("font", files.font)]
    named += [(Path(file.name).stem, file) for file in (*files.images, *files.pages)]
    return [route_to(name, file) for name, file in named]


def route_to(name: str, file: StaticFile) -> HTTPRouteHandler:
    @get(
        file.path,
        name=f"static.{name}",
        opt={"public": True},
        cache_control=A_YEAR,
        media_type=file.media_type,
        include_in_schema=False,
        sync_to_thread=False,
    )
    def show() -> Response[bytes]:
        return Response(file.content)

    return show
